#!/bin/sh
# Makes the golden work file of the present format anew, as long as no release has written
# that format: domain/testdata/golden/README.md.
set -eu
cd "$(dirname "$0")/.."
. scripts/tags.sh
CGO_ENABLED=0 go test -tags "$plain_tags" -count=1 -run TestGoldenFilesSayWhatTheySaid -v ./domain -args -update-golden
