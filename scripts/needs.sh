#!/bin/sh
# Makes the machine ready to build: needs.sh c      a C compiler
#                                   needs.sh window  what a Fyne window is built of
# Systems other than Linux bring the window's libraries themselves; there it only looks
# for the compiler.
set -eu
here=$(dirname "$0")

compiler() { command -v "${CC:-gcc}" >/dev/null || command -v cc >/dev/null; }

if [ "$(uname -s)" != Linux ]; then
	compiler || { echo "需要先安装 C 编译器" >&2; exit 1; }
	exit 0
fi
case "$1" in
c)
	compiler || sh "$here/packages.sh" gcc libc6-dev
	;;
window)
	if command -v dpkg-query >/dev/null; then
		compiler || sh "$here/packages.sh" gcc libc6-dev
		sh "$here/packages.sh" pkg-config libgl1-mesa-dev xorg-dev
	else
		compiler || { echo "需要先安装 C 编译器、OpenGL 与 X11 的开发文件" >&2; exit 1; }
	fi
	;;
esac
