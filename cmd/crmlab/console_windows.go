package main

import (
	"os"

	"golang.org/x/sys/windows"
)

// borrowConsole lets a verb write to the console that it was started from: the program for
// Windows is a window program, which gets none of its own. Output that was sent elsewhere, into
// a file or another program, stays there.
func borrowConsole() {
	if h, err := windows.GetStdHandle(windows.STD_OUTPUT_HANDLE); err == nil && h != 0 {
		return
	}
	attach := windows.NewLazySystemDLL("kernel32.dll").NewProc("AttachConsole")
	const parent = ^uintptr(0)
	if ok, _, _ := attach.Call(parent); ok == 0 {
		return // started from the desktop: there is no console
	}
	if out, err := os.OpenFile("CONOUT$", os.O_RDWR, 0); err == nil {
		os.Stdout, os.Stderr = out, out
	}
}
