//go:build !windows

package data

import "syscall"

// diskFull is what a full quota says; a full disk says ENOSPC.
const diskFull = syscall.EDQUOT

// firstMap is the first size of the memory map: address space only, so that a growing
// file need not be mapped anew while readers are at work.
const firstMap = 1 << 30
