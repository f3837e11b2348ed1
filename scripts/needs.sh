#!/bin/sh
# Makes the machine ready to build: needs.sh c      a C compiler
#                                   needs.sh window  what a Fyne window is built of
# What is there is not asked for again, wherever it came from. Systems other than Linux bring
# the window's libraries themselves; there it only looks for the compiler.
set -eu
here=$(dirname "$0")

compiler() { command -v "${CC:-gcc}" >/dev/null || command -v cc >/dev/null; }

headers() {
	pkg-config --exists gl 2>/dev/null && printf '#include <%s>\n' GL/gl.h X11/Xlib.h X11/Xcursor/Xcursor.h \
		X11/extensions/Xrandr.h X11/extensions/Xinerama.h X11/extensions/XInput2.h \
		X11/extensions/xf86vmode.h X11/extensions/shape.h | ${CC:-cc} -E -x c - >/dev/null 2>&1
}

if [ "$(uname -s)" != Linux ]; then
	compiler || { echo "需要先安装 C 编译器，例如 Windows 的 MinGW-w64、macOS 的 Xcode 命令行工具，再运行一次。" >&2; exit 1; }
	exit 0
fi
need=
compiler || need="gcc libc6-dev"
if [ "$1" = window ] && ! headers; then
	need="$need pkg-config libgl-dev libx11-dev libxcursor-dev libxrandr-dev libxinerama-dev libxi-dev libxxf86vm-dev libxext-dev"
fi
# shellcheck disable=SC2086 # a list of names
[ -z "$need" ] || sh "$here/packages.sh" $need
