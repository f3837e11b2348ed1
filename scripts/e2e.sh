#!/bin/sh
# The built program in a real window on a virtual display, by mouse and keyboard: e2e.sh
# [TEST], all tests by default. Pictures go to out/e2e.
set -eu
cd "$(dirname "$0")/.."
. scripts/tags.sh
sh scripts/packages.sh xvfb xdotool openbox xclip imagemagick x11-xkb-utils libgl1-mesa-dri fcitx5 fcitx5-pinyin dbus
sh scripts/build.sh
export CRMLAB_E2E_PROGRAM="$PWD/bin/crmlab" CRMLAB_E2E_VERBS="$PWD/bin/crmlab" CRMLAB_E2E_OUT="$PWD/out/e2e"
CGO_ENABLED=0 go test -tags "e2e,$plain_tags" -count=1 -timeout 30m -run "${1:-.}" -v ./cmd/crmlab/e2e
