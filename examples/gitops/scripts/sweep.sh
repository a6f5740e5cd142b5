#!/bin/sh
# The nightly sweep: destroys the environments of changes that are not open any more.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

# Each copy has a workspace, which goes with it.
directory=$(npx --no-install cdktf-aptible synth aptible.yaml)
# Not with -chdir: terraform looks for the provider from where it was started.
list=$(
  cd "$directory"
  "${TERRAFORM_BINARY_NAME:-terraform}" init -input=false >/dev/null
  "${TERRAFORM_BINARY_NAME:-terraform}" workspace list
)
copies=$(echo "$list" | tr -d '* ')
# It is asked after the list was made, so that a new change is in it. Without an answer, nothing is destroyed: the script ends here.
open=$(node "$(dirname "$0")/changes.mjs" open)

failed=0
for name in $copies; do
  case $name in pr-*[!0-9]* | pr-) continue ;; pr-*) ;; *) continue ;; esac
  echo "$open" | grep -qx "${name#pr-}" && continue
  echo "== $name is of a change that is not open any more"
  sh "$(dirname "$0")/copy.sh" destroy "${name#pr-}" || failed=1
done
exit "$failed"
