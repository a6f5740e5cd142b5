#!/bin/sh
# Plans, sums up in aptible.out/summary.md, and seals the plan. What later steps need is in aptible.out/outputs:
# plan_status (0 nothing to do, 2 changes, 3 risky changes) and plan_sha256.
# PLAN_KEY: the key that seals it. Without one, as for a pull request, the plan is thrown away.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

trap 'rm -f "$plan" "$plan.tar"' EXIT
status=0
aptible plan "$definition" --out "$plan" --summary "$out/summary.md" || status=$?
case $status in
  0 | 2 | 3) echo "plan_status=$status" >"$out/outputs" ;;
  *) exit "$status" ;;
esac

if [ "$status" != 0 ] && [ -n "${PLAN_KEY:-}" ]; then
  commit >"$out/commit"
  # A plan holds connection URLs and secrets. Terraform takes providers from their place again, so they stay behind.
  tar -cf "$plan.tar" --exclude .terraform --exclude terraform.d -C "$out" plan commit stacks
  openssl enc -aes-256-cbc -pbkdf2 -iter 600000 -salt -pass env:PLAN_KEY -in "$plan.tar" -out "$sealed"
  echo "plan_sha256=$(sha256 "$sealed")" >>"$out/outputs"
fi
