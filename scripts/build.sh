#!/bin/sh
# Builds the program with its window into bin/crmlab. FyneApp.toml says which version it is.
set -eu
cd "$(dirname "$0")/.."
. scripts/tags.sh
sh scripts/needs.sh window
version=$(sed -n 's/^ *Version = "\(.*\)"/\1/p' FyneApp.toml)
mkdir -p bin
modfile=
if [ "$(go env GOOS)" = linux ]; then
	# Input methods under X11: glfw_x11.h says why. The patched copy of the module stands in bin/.
	glfw=github.com/go-gl/glfw/v3.4/glfw
	rm -rf bin/glfw
	cp -r "$(go list -tags "$window_tags" -f '{{.Dir}}' "$glfw")" bin/glfw
	chmod -R u+w bin/glfw
	unit=bin/glfw/c_glfw_lin_x11.go
	sed -e '/#include "glfw\/src\/x11_window.c"/{' -e 'r scripts/glfw_x11.h' -e 'd' -e '}' "$unit" >bin/unit.go
	cmp -s bin/unit.go "$unit" && { echo "glfw_x11.h 没有用上：GLFW 的文件变了" >&2; exit 1; }
	mv bin/unit.go "$unit"
	cp go.mod go.sum bin/
	go mod edit -replace "$glfw=./bin/glfw" bin/go.mod
	modfile=-modfile=bin/go.mod
fi
# shellcheck disable=SC2086 # none or one word
CGO_ENABLED=1 go build -buildvcs=false -tags "$window_tags" -trimpath $modfile \
	-ldflags "-s -w -X main.version=$version" -o "bin/crmlab$(go env GOEXE)" ./cmd/crmlab
