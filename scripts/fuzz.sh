#!/bin/sh
# Runs every fuzz target for a time: fuzz.sh [TIME [TARGET]], TIME as 60s (the default) or
# 10m. What a target finds is written under testdata/fuzz of its package, where every later
# test run tries it again.
set -eu
cd "$(dirname "$0")/.."
. scripts/tags.sh
time=${1:-60s}
only=${2:-Fuzz}
export CGO_ENABLED=0
for package in $(go list -tags "$plain_tags" ./...); do
	for target in $(grep -hos '^func Fuzz[A-Za-z]*' "$(go list -f '{{.Dir}}' "$package")"/*_test.go | sed 's/^func //'); do
		case $target in $only*) ;; *) continue ;; esac
		echo "== $package $target"
		# Every new find is made smaller, which otherwise takes most of the time.
		go test -tags "$plain_tags" -run '^$' -fuzz "^$target\$" -fuzztime "$time" -fuzzminimizetime 20x "$package"
	done
done
