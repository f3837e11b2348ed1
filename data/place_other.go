//go:build !windows

package data

import (
	"os"
	"syscall"
)

// sameDevice reports whether two folders lie on the same disk, as far as the system tells.
func sameDevice(a, b string) bool {
	device := func(path string) (uint64, bool) {
		info, err := os.Stat(path)
		if err != nil {
			return 0, false
		}
		st, ok := info.Sys().(*syscall.Stat_t)
		if !ok {
			return 0, false
		}
		return uint64(st.Dev), true
	}
	x, okX := device(a)
	y, okY := device(b)
	return okX && okY && x == y
}
