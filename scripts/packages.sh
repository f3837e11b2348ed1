#!/bin/sh
# Installs Debian packages that are missing: packages.sh NAME...
# Where there is no apt-get, no right to use it or no network, it says what to do and fails.
set -eu

missing=
for p in "$@"; do
	if [ "$(dpkg-query -W -f='${Status}' "$p" 2>/dev/null || true)" != "install ok installed" ]; then
		missing="$missing $p"
	fi
done
[ -n "$missing" ] || exit 0

stop() {
	echo "$1" >&2
	exit 1
}
if ! command -v apt-get >/dev/null; then
	stop "还缺软件包：$missing（Debian 的名字）。这个系统没有 apt-get，请用它自己的办法装好相当的软件包，再运行一次。"
fi
sudo=
if [ "$(id -u)" -ne 0 ]; then
	sudo=sudo
	if ! command -v sudo >/dev/null || ! sudo -v; then
		stop "还缺软件包，而这个用户没有安装的权限。请让管理员运行：apt-get install$missing，再运行一次。"
	fi
fi
echo "安装$missing …" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086 # a list of names
if ! { $sudo env DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
	$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } >"$log" 2>&1; then
	tail -n 5 "$log" >&2
	stop "软件包没有装上，apt 说的话在上面；多半是没有网络，或软件源的地址不对。改好以后再运行一次。"
fi
