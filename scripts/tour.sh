#!/bin/sh
# Drives the real pages without a display and writes a picture of each into out/tour.
set -eu
cd "$(dirname "$0")/.."
. scripts/tags.sh
CGO_ENABLED=0 go run -tags "$plain_tags" ./cmd/crmlab tour --out "${1:-out/tour}"
