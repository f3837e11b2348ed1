package data

import (
	bolt "go.etcd.io/bbolt"
	"golang.org/x/sys/unix"
)

// readAhead tells the system whether the file is about to be read from end to end. bbolt asks
// it never to read ahead, which makes loading a large file from a cold disk many times slower.
func readAhead(db *bolt.DB, length int64, on bool) {
	info := db.Info()
	if info.Data == 0 || length <= 0 {
		return
	}
	advice := unix.MADV_RANDOM
	if on {
		advice = unix.MADV_NORMAL
	}
	// The map may be moved while the file grows; then the advice goes into the void.
	_, _, _ = unix.Syscall(unix.SYS_MADVISE, info.Data, uintptr(length), uintptr(advice))
}
