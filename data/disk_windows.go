package data

import "syscall"

// diskFull is ERROR_DISK_FULL.
const diskFull = syscall.Errno(112)

// firstMap is the first size of the memory map. Windows makes the file as large as the
// map, so it starts small there and grows with the file.
const firstMap = 0
