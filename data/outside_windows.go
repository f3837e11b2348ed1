package data

import (
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
)

// Outside reports whether a path lies on a stick or a share rather than a disk of this
// computer, as far as the system tells.
func Outside(path string) bool {
	volume := filepath.VolumeName(path)
	if strings.HasPrefix(volume, `\\`) {
		return true
	}
	root, err := windows.UTF16PtrFromString(volume + `\`)
	if volume == "" || err != nil {
		return false
	}
	switch windows.GetDriveType(root) {
	case windows.DRIVE_REMOVABLE, windows.DRIVE_REMOTE, windows.DRIVE_CDROM:
		return true
	}
	return false
}
