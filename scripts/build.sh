#!/bin/sh
# Builds the program with its window into bin/crmlab. FyneApp.toml says which version it is.
set -eu
cd "$(dirname "$0")/.."
. scripts/tags.sh
sh scripts/needs.sh window
version=$(sed -n 's/^ *Version = "\(.*\)"/\1/p' FyneApp.toml)
mkdir -p bin
CGO_ENABLED=1 go build -buildvcs=false -tags "$window_tags" -trimpath -ldflags "-s -w -X main.version=$version" -o "bin/crmlab$(go env GOEXE)" ./cmd/crmlab
