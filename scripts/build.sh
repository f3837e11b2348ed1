#!/bin/sh
# Builds the program with its window into bin/crmlab.
set -eu
cd "$(dirname "$0")/.."
. scripts/tags.sh
sh scripts/needs.sh window
mkdir -p bin
CGO_ENABLED=1 go build -tags "$window_tags" -trimpath -ldflags "-s -w" -o "bin/crmlab$(go env GOEXE)" ./cmd/crmlab
