#!/bin/sh
# The long form of the tests of what may not be lost: torture.sh [KILLS], 200 by default.
# Writers are killed, twenty files are damaged for each kill, disks are full; what was
# counted stands in the output. Some parts need Linux, a small full disk needs root.
set -eu
cd "$(dirname "$0")/.."
. scripts/tags.sh
CRMLAB_TORTURE=${1:-200} CGO_ENABLED=0 go test -tags "$plain_tags" -count=1 -timeout 120m -v -run \
	'Killed|Flipped|Torn|Damaged|Lost|InItsPlace|ComesBack|AnotherProgram|Clock|Full|MayNotGrow|MemoryMap|ReadOnlyPlaces|Copy|Copies|Interrupted|Restore' \
	./data
