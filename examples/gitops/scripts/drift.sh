#!/bin/sh
# The nightly check: says what was changed by hand, by whom, and ends with 2 then.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

aptible drift "$definition"
