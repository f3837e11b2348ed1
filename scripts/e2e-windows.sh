#!/bin/sh
# dist/crmlab.exe under wine on a virtual display: under a path with Chinese in it, for a user with
# a Chinese name. Pictures go to out/e2e. Wine is not Windows: what this proves is that the
# program starts there, draws, and keeps its work.
set -eu
cd "$(dirname "$0")/.."
. scripts/tags.sh
sh scripts/packages.sh xvfb xdotool openbox xclip imagemagick x11-xkb-utils libgl1-mesa-dri wine64 libnss-wrapper gcc-mingw-w64-x86-64
[ -f dist/crmlab.exe ] || sh scripts/dist.sh windows
sh scripts/build.sh # its verbs look into the file that the program for Windows made
wine=$(command -v wine64 || echo /usr/lib/wine/wine64)

home=$(mktemp -d)
end() {
	"$(dirname "$wine")/wineserver64" -k 2>/dev/null || wineserver -k 2>/dev/null || true
	rm -rf "$home"
}
trap end EXIT
mkdir "$home/家" "$home/实验 程序"
cp dist/crmlab.exe "$home/实验 程序/crmlab.exe"

# Wine takes the user's name from the system: this one calls him 王小明.
printf '王小明:x:%s:%s::%s:/bin/sh\n' "$(id -u)" "$(id -g)" "$home/家" >"$home/passwd"
printf '王小明:x:%s:\n' "$(id -g)" >"$home/group"
export NSS_WRAPPER_PASSWD="$home/passwd" NSS_WRAPPER_GROUP="$home/group" LC_ALL=C.UTF-8
export WINEPREFIX="$home/wine" WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml='
cat >"$home/wine64" <<END
#!/bin/sh
HOME='$home/家' LD_PRELOAD=libnss_wrapper.so exec '$wine' '$home/实验 程序/crmlab.exe' "\$@"
END
chmod +x "$home/wine64"
env -u DISPLAY HOME="$home/家" LD_PRELOAD=libnss_wrapper.so "$wine" wineboot -i >/dev/null 2>&1
system="$WINEPREFIX/drive_c/windows/system32"
if [ ! -f "$system/bcryptprimitives.dll" ]; then
	x86_64-w64-mingw32-gcc -shared -O2 -o "$system/bcryptprimitives.dll" scripts/bcryptprimitives.c -ladvapi32
fi

mkdir -p "$WINEPREFIX/drive_c/users/王小明/Documents"
export CRMLAB_E2E_PROGRAM="$home/wine64" CRMLAB_E2E_VERBS="$PWD/bin/crmlab" CRMLAB_E2E_OUT="$PWD/out/e2e"
export CRMLAB_E2E_DOCUMENTS="$WINEPREFIX/drive_c/users/王小明/Documents"
CGO_ENABLED=0 go test -tags "e2e,$plain_tags" -count=1 -timeout 30m -run '^TestWindowsProgram$' -v ./cmd/crmlab/e2e
