#!/bin/sh
# All tests. They need Go and nothing else: no C compiler, no display, no network once
# the modules are there. Arguments choose packages.
set -eu
cd "$(dirname "$0")/.."
. scripts/tags.sh
[ $# -gt 0 ] || set -- ./...
CGO_ENABLED=0 go test -tags "$plain_tags" -timeout 20m "$@"
