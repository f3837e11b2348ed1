#!/bin/sh
# Windows x64 programs into dist/: crmlab.exe with the window, which prints nothing to a
# console, and crmlab-cli.exe with the verbs alone.
set -eu
cd "$(dirname "$0")/.."
. scripts/tags.sh
version=$(sed -n 's/^ *Version = "\(.*\)"/\1/p' FyneApp.toml)
command -v x86_64-w64-mingw32-gcc >/dev/null || sh scripts/packages.sh gcc-mingw-w64-x86-64
mkdir -p dist
export GOOS=windows GOARCH=amd64
CGO_ENABLED=0 go build -buildvcs=false -tags "$plain_tags" -trimpath -ldflags "-s -w -X main.version=$version" -o dist/crmlab-cli.exe ./cmd/crmlab
CGO_ENABLED=1 CC=x86_64-w64-mingw32-gcc go build -buildvcs=false -tags "$window_tags" -trimpath \
	-ldflags "-s -w -H=windowsgui -extldflags -static -X main.version=$version" -o dist/crmlab.exe ./cmd/crmlab
ls -l dist/*.exe
