#!/bin/sh
# The tests of domain and data under the race detector, which needs a C compiler.
set -eu
cd "$(dirname "$0")/.."
. scripts/tags.sh
sh scripts/needs.sh c
CGO_ENABLED=1 go test -race -short -tags "$plain_tags" -timeout 20m ./domain/... ./data/...
