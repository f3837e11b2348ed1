#!/bin/sh
# The tests under the race detector, which needs a C compiler; all of them take a quarter
# of an hour. Arguments choose packages.
set -eu
cd "$(dirname "$0")/.."
. scripts/tags.sh
sh scripts/needs.sh c
[ $# -gt 0 ] || set -- ./...
CGO_ENABLED=1 go test -race -short -tags "$plain_tags" -timeout 40m "$@"
