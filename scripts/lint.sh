#!/bin/sh
# What the code must pass beside its tests. golangci-lint is built from its module at a
# fixed version; .golangci.yml says what it looks for, staticcheck's checks among them.
set -eu
cd "$(dirname "$0")/.."
. scripts/tags.sh
golangci=github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0

wrong=$(gofmt -l assets charts cmd data domain ui)
if [ -n "$wrong" ]; then
	echo "gofmt 还没有整理：" >&2
	echo "$wrong" >&2
	exit 1
fi
CGO_ENABLED=0 go vet -tags "$plain_tags" ./...
CGO_ENABLED=0 go vet -tags "e2e,$plain_tags" ./cmd/crmlab/e2e
CGO_ENABLED=0 go run "$golangci" run ./...
