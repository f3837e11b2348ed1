# The two sets of build tags, to be read with ". scripts/tags.sh".
# migrated_fynedo: all work reaches the interface through fyne.Do. no_emoji leaves 4 MB of
# pictures out of the program. x11: on Linux the window speaks X11, which Wayland desktops
# understand too, and needs no libraries of theirs. ci builds without cgo and display.
window_tags=migrated_fynedo,no_emoji,x11
plain_tags=ci,migrated_fynedo

if ! command -v go >/dev/null; then
	echo "没有找到 go 命令。请从 https://go.dev/dl/ 装 Go 1.26 或更新的版本，把它的 bin 文件夹加进 PATH，再运行一次。" >&2
	exit 1
fi
