#!/bin/sh
# Installs Debian packages that are missing: packages.sh NAME...
# Where there is no apt-get, or no right to use it, it says what to install and fails.
set -eu

missing=
for p in "$@"; do
	if [ "$(dpkg-query -W -f='${Status}' "$p" 2>/dev/null || true)" != "install ok installed" ]; then
		missing="$missing $p"
	fi
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null; then
	echo "需要先安装：$missing（或本系统中相当的软件包）" >&2
	exit 1
fi
sudo=
if [ "$(id -u)" -ne 0 ]; then
	if ! command -v sudo >/dev/null; then
		echo "需要管理员先运行：apt-get install$missing" >&2
		exit 1
	fi
	sudo=sudo
fi
echo "安装$missing …" >&2
$sudo env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2
# shellcheck disable=SC2086 # a list of names
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2
