#!/bin/sh
# Measures how long the program takes until its window is up, and how much memory it has then,
# beside an empty Fyne window, in one run on a virtual display: startup.sh [ROUNDS]. The two take
# turns, so that a busy machine slows both; the ratio of the middle values is what to keep.
#   empty    a Fyne window with nothing in it
#   first    crmlab, until 你是谁 is up
#   work     crmlab with a work file, until its desk is up and the file has been read
# The table goes to standard output and to out/startup.md.
set -eu
cd "$(dirname "$0")/.."
. scripts/tags.sh
command -v Xvfb >/dev/null || sh scripts/packages.sh xvfb libgl1-mesa-dri
sh scripts/build.sh
rounds=${1:-7}
mkdir -p out
CGO_ENABLED=1 go build -buildvcs=false -tags "$window_tags" -trimpath -ldflags "-s -w" -o out/emptywindow scripts/emptywindow.go

home=$(mktemp -d)
display=:$((90 + $$ % 100))
Xvfb "$display" -noreset -screen 0 1366x768x24 >/dev/null 2>&1 &
screen=$!
trap 'kill $screen 2>/dev/null; rm -rf "$home"' EXIT
sleep 1
bin/crmlab new "$home/作业.crmwork" >/dev/null

# start NAME COMMAND... notes the milliseconds until the window is up and the memory 4 s later:
# what the process alone holds (private), and with its share of what others use too (pss).
start() {
	name=$1
	shift
	rm -f "$home/up"
	began=$(date +%s%6N)
	DISPLAY=$display CRMLAB_HOME=$home CRMLAB_UP=$home/up "$@" >/dev/null 2>&1 &
	program=$!
	tries=0
	while [ ! -s "$home/up" ]; do
		sleep 0.01
		tries=$((tries + 1))
		[ $tries -lt 3000 ] || { echo "$name 没有打开窗口" >&2; kill $program; exit 1; }
	done
	up=$(cat "$home/up")
	sleep 4
	memory=$(awk '/^Pss:/ { pss = $2 } /^Private_(Clean|Dirty):/ { own += $2 } END { print pss, own }' /proc/$program/smaps_rollup)
	kill $program
	wait $program 2>/dev/null || true
	echo "$name $(((up - began) / 1000)) $memory" >>"$home/measured"
}
start warm out/emptywindow # reads the libraries from the disk
start warm bin/crmlab
for _ in $(seq "$rounds"); do
	start empty out/emptywindow
	start first bin/crmlab
	start work bin/crmlab "$home/作业.crmwork"
done

middle() { # NAME COLUMN
	awk -v name="$1" -v column="$2" '$1 == name { print $column }' "$home/measured" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}
{
	echo "| 窗口 | 打开，ms | 与空窗口之比 | 内存（Pss），MB | 只属于它的，MB | 比空窗口多，MB |"
	echo "| --- | --- | --- | --- | --- | --- |"
	for row in "empty 空的 Fyne 窗口" "first 你是谁" "work 一份作业和我的桌面"; do
		name=${row%% *}
		awk -v label="${row#* }" -v t="$(middle "$name" 2)" -v t0="$(middle empty 2)" -v p="$(middle "$name" 3)" -v o="$(middle "$name" 4)" -v o0="$(middle empty 4)" \
			'BEGIN { printf "| %s | %d | %.2f | %.0f | %.0f | %.0f |\n", label, t, t / t0, p / 1024, o / 1024, (o - o0) / 1024 }'
	done
	echo
	echo "$rounds 轮的中位数，$(date +%Y-%m-%d)，$(nproc) 核，$(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1)，虚拟显示器，OpenGL 由处理器画，$(go env GOVERSION)。"
} | tee out/startup.md
