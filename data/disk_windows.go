package data

import (
	"errors"
	"math"
	"os"
	"syscall"

	berrors "go.etcd.io/bbolt/errors"
	"golang.org/x/sys/windows"
)

// What the system says when there is no room for what is written (a full disk, a quota,
// a file system that takes no larger file), when a device is gone, when another program
// has the file for itself, when a medium is protected, and when memory runs out.
var (
	noRoomErrors = []syscall.Errno{windows.ERROR_DISK_FULL, windows.ERROR_HANDLE_DISK_FULL,
		windows.ERROR_DISK_QUOTA_EXCEEDED, windows.ERROR_FILE_TOO_LARGE}
	deviceErrors = []syscall.Errno{windows.ERROR_NOT_READY, windows.ERROR_CRC, windows.ERROR_IO_DEVICE, windows.ERROR_DEV_NOT_EXIST,
		windows.ERROR_UNEXP_NET_ERR, windows.ERROR_BAD_NETPATH, windows.ERROR_NETNAME_DELETED, windows.ERROR_DEVICE_NOT_CONNECTED}
	sharingErrors   = []syscall.Errno{windows.ERROR_SHARING_VIOLATION, windows.ERROR_LOCK_VIOLATION, windows.ERROR_USER_MAPPED_FILE}
	protectedErrors = []syscall.Errno{windows.ERROR_WRITE_PROTECT}
	memoryErrors    = []syscall.Errno{windows.ERROR_NOT_ENOUGH_MEMORY, windows.ERROR_OUTOFMEMORY, windows.ERROR_COMMITMENT_LIMIT}
)

// firstMap is the first size of the memory map. Windows makes the file as large as the
// map, so it starts with a quarter more than the file has in use, and the file need not
// be mapped anew at once while a copy of it is made.
func firstMap(used int64) int { return int(used + used/4) }

// tryLock asks whether bbolt would get its lock, which is that one byte, on a file that
// nothing is mapped of yet.
func tryLock(f *os.File, shared bool) error {
	var how uint32 = windows.LOCKFILE_FAIL_IMMEDIATELY
	if !shared {
		how |= windows.LOCKFILE_EXCLUSIVE_LOCK
	}
	err := windows.LockFileEx(windows.Handle(f.Fd()), how, 0, 1, 0, &windows.Overlapped{Offset: math.MaxUint32, OffsetHigh: math.MaxUint32})
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return berrors.ErrTimeout
	}
	return err
}

// unlock gives bbolt's lock back.
func unlock(f *os.File) {
	_ = windows.UnlockFileEx(windows.Handle(f.Fd()), 0, 1, 0, &windows.Overlapped{Offset: math.MaxUint32, OffsetHigh: math.MaxUint32})
}
