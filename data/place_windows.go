package data

import (
	"path/filepath"
	"strings"
)

// sameDevice reports whether two folders lie on the same drive.
func sameDevice(a, b string) bool {
	x, y := filepath.VolumeName(a), filepath.VolumeName(b)
	return x != "" && strings.EqualFold(x, y)
}
