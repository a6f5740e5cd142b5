#!/bin/sh
# Checks the definitions, offline.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"

npx --no-install cdktf-aptible validate aptible.yaml production.yaml
