#!/bin/sh
# Measures how long the window freezes over a large file: window.sh FILE, by default one of
# size L in out/. It opens the window on a virtual display, works in it by keyboard, and
# prints for every thing done the longest time in which nothing was drawn and no key heard; the
# same without the part that was painting by OpenGL, which is slow here because the virtual
# display has no graphics card; and the longest such time in which the interface was at work in
# the store or the business.
set -eu
cd "$(dirname "$0")/.."
command -v Xvfb >/dev/null && command -v xdotool >/dev/null && command -v import >/dev/null || sh scripts/packages.sh xvfb xdotool imagemagick libgl1-mesa-dri
sh scripts/build.sh
mkdir -p out/window
file=${1:-out/L.crmwork}
[ -f "$file" ] || bin/crmlab generate --size L "$file"

home=$(mktemp -d)
frames=$home/frames
display=:$((90 + $$ % 100))
Xvfb "$display" -screen 0 1366x768x24 >/dev/null 2>&1 &
screen=$!
sleep 1
DISPLAY=$display CRMLAB_HOME=$home CRMLAB_FRAMES=$frames bin/crmlab "$file" &
program=$!
trap 'kill $program $screen 2>/dev/null; rm -rf "$home"' EXIT
export DISPLAY=$display

# did WHAT SECONDS tells the longest freezes since the last call, after waiting so long.
seen=0
did() {
	sleep "$2"
	now=$(wc -l <"$frames")
	tail -n +$((seen + 1)) "$frames" | awk -v what="$1" '
		{ if ($2 > all) all = $2; if ($3 > rest) rest = $3; if ($4 > ours) ours = $4 }
		END { printf "%-14s %8.1f ms，不算 OpenGL %8.1f ms，等数据 %8.1f ms\n", what, all, rest, ours }'
	seen=$now
	import -window root "out/window/$1.png"
}
key() { xdotool key --clearmodifiers "$@"; sleep 0.3; }
go() { # to a page, by the initials of its name
	key ctrl+k
	xdotool type --delay 40 "$1"
	sleep 1
	key Return
}

sleep 4
did 打开 3
did 读取数据 15
go ddgl
did 订单列表 4
key Page_Down; key Page_Down; key Page_Down; key End; key Home
did 翻页 3
key ctrl+f
xdotool type --delay 60 "hhkj"
key Return
did 查询 4
go xsld
did 销售漏斗 5
go xsgc
did 销售构成 5
go hkjh
did 回款计划 5
go khda
did 客户档案 4
key alt+Left; key alt+Left; key alt+Right
did 后退前进 3
awk '{ if ($2 > all) all = $2; if ($3 > rest) rest = $3; if ($4 > ours) ours = $4 }
	END { printf "%-14s %8.1f ms，不算 OpenGL %8.1f ms，等数据 %8.1f ms\n", "最长", all, rest, ours }' "$frames"
