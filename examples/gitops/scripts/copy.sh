#!/bin/sh
# copy.sh deploy 123: makes or changes the environment of the change 123, while that is open. copy.sh destroy 123 removes it.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

action=$1 number=$2
case $action in
  deploy)
    # A change may be merged or closed while its pipeline waits: its copy would stay then.
    open=$(node "$(dirname "$0")/changes.mjs" open)
    echo "$open" | grep -qx "$number" || fail "The change $number is not open any more: nothing is made for it."
    aptible deploy aptible.yaml --name "pr-$number" --auto-approve
    ;;
  destroy) aptible destroy aptible.yaml --name "pr-$number" --auto-approve ;;
  *) fail 'copy.sh deploy NUMBER, or copy.sh destroy NUMBER' ;;
esac
