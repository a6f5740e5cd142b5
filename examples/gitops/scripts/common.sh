# shellcheck shell=sh disable=SC2034 # the scripts that read this one use what it sets
# What the scripts have in common. They run where the definitions are.
set -eu

# The definition of the environment that lasts.
definition=${APTIBLE_DEFINITION:-production.yaml}
# Where configurations, the plan and its summary are written.
out=aptible.out
plan=$out/plan
sealed=$out/plan.sealed

# A command on a definition, with the values that this run sets: APTIBLE_SET="apps.web.image=quay.io/acme/web:1.4"
aptible() {
  for value in ${APTIBLE_SET:-}; do set -- "$@" --set "$value"; done
  npx --no-install cdktf-aptible "$@"
}

fail() {
  echo "$*" >&2
  exit 1
}

commit() {
  git rev-parse HEAD
}

sha256() {
  openssl dgst -sha256 -r "$1" | cut -d ' ' -f 1
}
