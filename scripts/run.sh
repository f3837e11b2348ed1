#!/bin/sh
# Opens the window, or a file in it: run.sh [FILE]. Without a display it runs the tour
# instead, which needs neither a C compiler nor graphics.
set -eu
cd "$(dirname "$0")/.."
case "$(uname -s)" in
Linux)
	if [ -z "${DISPLAY:-}" ]; then
		echo "没有显示器，改为把各页面画成图片。" >&2
		exec sh scripts/tour.sh
	fi
	;;
esac
. scripts/tags.sh
sh scripts/needs.sh window
[ -x "bin/crmlab$(go env GOEXE)" ] || echo "第一次编译需要几分钟 …" >&2
sh scripts/build.sh
exec "bin/crmlab$(go env GOEXE)" "$@"
