#!/bin/sh
# Measures the store against SQLite: bench.sh [-size S,M,L] [-quick] [-only 正则] [-write] …
# The table goes to standard output and to out/bench.md; -write also puts it into
# data/benchmark/README.md. What else may be said: go run . -help in data/benchmark.
# With -quick the numbers mean little: it checks that both sides answer the same, and runs
# the module's own tests.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
sh scripts/needs.sh c

write=
quick=
size="-size S,M,L"
for a in "$@"; do
	shift
	case "$a" in
	-write) write=1; continue ;;
	-quick) quick=1 ;;
	-size | -size=* | -file | -file=*) size= ;;
	esac
	set -- "$@" "$a"
done

export CGO_ENABLED=1
tags=sqlite_fts5
mkdir -p out
out=$root/out/bench.md
case " $* " in *" -json "*) out=$root/out/bench.json ;; esac
cd data/benchmark
if [ -n "$quick" ]; then
	go vet -tags "$tags" ./...
	go test -tags "$tags" ./...
fi
# shellcheck disable=SC2086 # two words
go run -tags "$tags" . $size "$@" >"$out.new" || { rm -f "$out.new"; exit 1; }
mv "$out.new" "$out"
cat "$out"

if [ -n "$write" ]; then
	awk -v table="$out" '
		/<!-- 结果：开始/ { print; print ""; while ((getline line < table) > 0) print line; print ""; skip = 1; next }
		/<!-- 结果：结束/ { skip = 0 }
		!skip { print }' README.md >README.md.new
	mv README.md.new README.md
fi
