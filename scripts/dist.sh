#!/bin/sh
# Makes what users get, into dist/: dist.sh [windows|linux], both by default.
#   crmlab.exe                      Windows x64: one file with icon and version, no DLL beside it
#   crmlab-VERSION-linux-x64.tar.gz bin/ and share/, to be used in place or copied to a prefix
#   crmlab_VERSION_amd64.deb        for Debian, Ubuntu and what is made of them
#   SHA256SUMS                      of all that is there
# FyneApp.toml says which version it is. For Windows it cross-builds with mingw-w64.
set -eu
cd "$(dirname "$0")/.."
. scripts/tags.sh
what=${1:-windows linux}
winres=github.com/tc-hib/go-winres@v0.3.3
field() { sed -n "s/^ *$1 = \"\(.*\)\"/\1/p" FyneApp.toml; }
version=$(field Version)
id=$(field ID)
mkdir -p dist
work=$(mktemp -d)
trap 'rm -rf "$work" cmd/crmlab/rsrc_windows_amd64.syso' EXIT

# What Windows 10 itself has of what Go, Fyne and the C library of mingw ask for.
system='kernel32|user32|gdi32|shell32|opengl32|advapi32|msvcrt'

# An old binary must not be taken for one of this run.
windows() {
	command -v x86_64-w64-mingw32-gcc >/dev/null || sh scripts/packages.sh gcc-mingw-w64-x86-64
	rm -f dist/crmlab.exe
	(cd cmd/crmlab && GOOS='' GOARCH='' go run "$winres" make --in winres/winres.json --arch amd64 \
		--out rsrc --file-version "$version" --product-version "$version")
	GOOS=windows GOARCH=amd64 CGO_ENABLED=1 CC=x86_64-w64-mingw32-gcc \
		go build -buildvcs=false -tags "$window_tags" -trimpath \
		-ldflags "-s -w -H=windowsgui -extldflags -static -X main.version=$version" -o "$work/crmlab.exe" ./cmd/crmlab
	# Everything that Windows would load beside the program has to be part of Windows.
	foreign=$(x86_64-w64-mingw32-objdump -p "$work/crmlab.exe" | sed -n 's/.*DLL Name: //p' | tr 'A-Z' 'a-z' |
		grep -Evx "($system)\.dll" || true)
	if [ -n "$foreign" ]; then
		echo "crmlab.exe 要用 Windows 没有的 DLL：" $foreign >&2
		exit 1
	fi
	mv "$work/crmlab.exe" dist/crmlab.exe
}

# tree puts the program and what a desktop needs to know of it under a folder.
tree() {
	mkdir -p "$1/bin" "$1/share/applications" "$1/share/mime/packages" "$1/share/doc/crmlab" \
		"$1/share/icons/hicolor/512x512/apps" "$1/share/icons/hicolor/scalable/apps"
	install -m 755 bin/crmlab "$1/bin/crmlab"
	install -m 644 assets/icons/crmlab.png "$1/share/icons/hicolor/512x512/apps/crmlab.png"
	install -m 644 assets/icons/crmlab.svg "$1/share/icons/hicolor/scalable/apps/crmlab.svg"
	install -m 644 assets/fonts/OFL.txt "$1/share/doc/crmlab/OFL.txt"
	install -m 644 docs/*.md "$1/share/doc/crmlab/"
	cat >"$1/share/applications/$id.desktop" <<-END
		[Desktop Entry]
		Type=Application
		Name=客户关系管理实验
		GenericName=$(field Description)
		Comment=$(field Comment)
		Exec=crmlab %f
		Icon=crmlab
		Terminal=false
		Categories=Education;Office;
		MimeType=application/x-crmwork;
		StartupWMClass=$id
	END
	cat >"$1/share/mime/packages/$id.xml" <<-END
		<?xml version="1.0" encoding="UTF-8"?>
		<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
		  <mime-type type="application/x-crmwork">
		    <comment>客户关系管理实验的工作文件</comment>
		    <glob pattern="*.crmwork"/>
		    <icon name="crmlab"/>
		  </mime-type>
		</mime-info>
	END
	find "$1" -type d -exec chmod 755 {} +
	find "$1" -type f ! -path '*/bin/*' -exec chmod 644 {} +
}

linux() {
	sh scripts/build.sh
	name=crmlab-$version-linux-x64
	tree "$work/$name"
	tar -C "$work" --sort=name --owner=0 --group=0 --numeric-owner -czf "dist/$name.tar.gz" "$name"

	if ! command -v dpkg-deb >/dev/null; then
		echo "没有 dpkg-deb，不做 .deb" >&2
		return
	fi
	root=$work/deb
	tree "$root/usr"
	mkdir -p "$root/DEBIAN"
	# GLFW opens the X libraries by name while it runs, so that no tool finds them in the program.
	libc=$(objdump -T bin/crmlab | sed -n 's/.*GLIBC_\([0-9.]*\).*/\1/p' | sort -V | tail -n 1)
	cat >"$root/DEBIAN/control" <<-END
		Package: crmlab
		Version: $version
		Architecture: amd64
		Maintainer: crmlab <crmlab@localhost>
		Installed-Size: $(du -sk "$root/usr" | cut -f 1)
		Depends: libc6 (>= $libc), libgl1, libx11-6, libxcursor1, libxrandr2, libxinerama1, libxi6, libxxf86vm1, libxrender1, libxext6
		Recommends: libgl1-mesa-dri, shared-mime-info, desktop-file-utils
		Section: education
		Priority: optional
		Description: $(field Description)
		 $(field Comment)
	END
	dpkg-deb --root-owner-group -Zxz --build "$root" "dist/crmlab_${version}_amd64.deb" >/dev/null
	echo "Linux 的程序需要 glibc $libc 或更新" >&2
}

for part in $what; do
	"$part"
done
cd dist
rm -f SHA256SUMS
sha256sum ./* >"$work/sums"
sed 's/\.\///' "$work/sums" >SHA256SUMS
ls -l crmlab* | awk '{ printf "%9.1f MB  %s\n", $5 / 1048576, $NF }'
