#!/bin/sh
# Applies the plan that was approved, and no other one.
# PLAN_KEY: the key that sealed it. PLAN_SHA256: what plan.sh said, given on by the pipeline and not by the artifact.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

[ "$(sha256 "$sealed")" = "$PLAN_SHA256" ] ||
  fail 'The sealed plan is not the one that was approved: its SHA-256 differs. Run the pipeline anew.'
trap 'rm -f "$plan" "$plan.tar" "$sealed"' EXIT
openssl enc -d -aes-256-cbc -pbkdf2 -iter 600000 -pass env:PLAN_KEY -in "$sealed" -out "$plan.tar" ||
  fail 'The plan cannot be opened: PLAN_KEY is not the key that sealed it.'
tar -xf "$plan.tar" -C "$out"
[ "$(cat "$out/commit")" = "$(commit)" ] ||
  fail "The plan is of the commit $(cat "$out/commit"), and this is $(commit). Run the pipeline anew."

aptible deploy "$definition" --plan "$plan"
