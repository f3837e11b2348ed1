package data

import (
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

// outsideTypes are file systems of sticks, cameras and shares, as statfs numbers them.
var outsideTypes = []uint32{
	unix.MSDOS_SUPER_MAGIC, unix.EXFAT_SUPER_MAGIC,
	unix.NFS_SUPER_MAGIC, unix.SMB_SUPER_MAGIC, unix.CIFS_SUPER_MAGIC, unix.SMB2_SUPER_MAGIC,
	unix.FUSE_SUPER_MAGIC, // shares of the desktop, and NTFS sticks
}

// mountedBy are where desktops put what is plugged in.
var mountedBy = []string{"/media/", "/run/media/"}

// Outside reports whether a path lies on a stick or a share rather than a disk of this
// computer, as far as the system tells.
func Outside(path string) bool {
	if whole, err := filepath.EvalSymlinks(path); err == nil {
		path = whole
	}
	if slices.ContainsFunc(mountedBy, func(p string) bool { return strings.HasPrefix(path, p) }) {
		return true
	}
	var st unix.Statfs_t
	if unix.Statfs(path, &st) != nil {
		return false
	}
	return slices.Contains(outsideTypes, uint32(st.Type))
}
