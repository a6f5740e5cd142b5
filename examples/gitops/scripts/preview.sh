#!/bin/sh
# Deploys the whole change to a local platform: without an account, without secrets, and gone afterwards.
# BASE: a commit to deploy first, so that the change is tried on what is there. LOCAL_OPTIONS: more options of
# `cdktf-aptible local`, such as "--image acme/web=web,worker" for an image with several services.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

if [ "${1:-}" != inside ]; then
  # shellcheck disable=SC2086 # several options
  exec npx --no-install cdktf-aptible local --databases none ${LOCAL_OPTIONS:-} --exec "sh '$0' inside"
fi

directory=$(mktemp -d)
end() {
  git worktree remove --force "$directory/base" 2>/dev/null || true
  rm -rf "$directory"
}
trap end EXIT
export PREVIEW_STATE="$directory/terraform.tfstate"

# Variables get any value: nothing of this lasts.
deploy() {
  names=$(aptible synth "$1" --output "$directory/out" --json |
    node -p 'JSON.parse(require("fs").readFileSync(0, "utf8")).variables.map(({ name }) => name).join(" ")')
  for name in $names; do export "TF_VAR_$name=preview"; done
  aptible deploy "$1" --output "$directory/out" --auto-approve
}

if [ -n "${BASE:-}" ]; then
  prefix=$(git rev-parse --show-prefix)
  git worktree add --quiet --detach "$directory/base" "$BASE"
  if [ -e "$directory/base/${prefix}preview.yaml" ]; then
    echo "== What is there: $BASE"
    deploy "$directory/base/${prefix}preview.yaml"
  else
    echo "$BASE has no ${prefix}preview.yaml: the change is tried on nothing"
  fi
fi

echo '== The change'
deploy preview.yaml
echo '== The change again, which has to change nothing'
aptible plan preview.yaml --output "$directory/out" || fail 'A second plan has changes (see above): the definition does not settle.'
