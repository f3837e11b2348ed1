package main

import (
	"fmt"
	"unsafe"

	"golang.org/x/sys/windows"
)

// systemName is the version of Windows; old is true below 10, which the program cannot run on.
func systemName() (name string, old bool) {
	v := windows.RtlGetVersion()
	name = fmt.Sprintf("Windows %d.%d（内部版本 %d）", v.MajorVersion, v.MinorVersion, v.BuildNumber)
	if v.MajorVersion == 10 {
		name = fmt.Sprintf("Windows 10（内部版本 %d）", v.BuildNumber)
		if v.BuildNumber >= 22000 {
			name = fmt.Sprintf("Windows 11（内部版本 %d）", v.BuildNumber)
		}
	}
	return name, v.MajorVersion < 10
}

// freeSpace is what the user may still write on the disk of a folder, in bytes.
func freeSpace(folder string) (uint64, error) {
	path, err := windows.UTF16PtrFromString(folder)
	if err != nil {
		return 0, fmt.Errorf("free space: %w", err)
	}
	var mine, all, free uint64
	if err := windows.GetDiskFreeSpaceEx(path, &mine, &all, &free); err != nil {
		return 0, fmt.Errorf("free space: %w", err)
	}
	return mine, nil
}

// memoryStatus is MEMORYSTATUSEX of Windows.
type memoryStatus struct {
	length, load                                      uint32
	all, unused, pageAll, pageFree, virtual, virtFree uint64
	extended                                          uint64
}

// memoryOf is the memory of the computer and what of it programs can have now, in bytes; 0 where
// that is not known.
func memoryOf() (all, unused uint64) {
	s := memoryStatus{length: uint32(unsafe.Sizeof(memoryStatus{}))}
	ask := windows.NewLazySystemDLL("kernel32.dll").NewProc("GlobalMemoryStatusEx")
	if ok, _, _ := ask.Call(uintptr(unsafe.Pointer(&s))); ok == 0 {
		return 0, 0
	}
	return s.all, s.unused
}
