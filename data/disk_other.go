//go:build !windows

package data

import (
	"errors"
	"os"
	"syscall"

	berrors "go.etcd.io/bbolt/errors"
)

// What the system says when there is no room for what is written (a full disk, a quota,
// a file system that takes no larger file), when a device is gone, when another program
// has the file for itself, when a medium is protected, and when memory runs out.
var (
	noRoomErrors    = []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG}
	deviceErrors    = []syscall.Errno{syscall.EIO, syscall.ENXIO, syscall.ENODEV, syscall.ESTALE}
	sharingErrors   = []syscall.Errno{syscall.ETXTBSY}
	protectedErrors = []syscall.Errno{syscall.EROFS}
	memoryErrors    = []syscall.Errno{syscall.ENOMEM}
)

// firstMap is the first size of the memory map: address space only, so that a growing
// file need not be mapped anew while readers are at work.
func firstMap(int64) int { return 1 << 30 }

// tryLock asks whether bbolt would get its lock on a file that nothing is mapped of yet.
func tryLock(f *os.File, shared bool) error {
	how := syscall.LOCK_EX
	if shared {
		how = syscall.LOCK_SH
	}
	err := syscall.Flock(int(f.Fd()), how|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return berrors.ErrTimeout
	}
	return err
}

// unlock gives bbolt's lock back. Closing the file is not enough as long as it is mapped.
func unlock(f *os.File) { _ = syscall.Flock(int(f.Fd()), syscall.LOCK_UN) }
