package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"unsafe"
)

// softwareFolder stands beside the program and holds Mesa's opengl32.dll, which draws by the
// processor. Windows takes that library from the folder of the program before its own, so that the
// program has to be started from a folder with it.
const softwareFolder = "兼容模式"

const softwareLibrary = "opengl32.dll"

// startInSoftware starts the program again from a folder where software draws: the one beside the
// program, or where that cannot be written, a copy in the user's own. started is false where there
// is no such library.
func startInSoftware(args []string) (started bool, err error) {
	own, err := os.Executable()
	if err != nil {
		return false, fmt.Errorf("find the program: %w", err)
	}
	from := filepath.Join(filepath.Dir(own), softwareFolder)
	library := filepath.Join(from, softwareLibrary)
	if _, err := os.Stat(library); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return false, nil
		}
		return false, fmt.Errorf("look for the software that draws: %w", err)
	}
	program := filepath.Join(from, filepath.Base(own))
	if !sameFile(own, program) && copyFile(own, program) != nil {
		cache, err := os.UserCacheDir()
		if err != nil {
			return false, fmt.Errorf("find a folder for the compatibility mode: %w", err)
		}
		to := filepath.Join(cache, "crmlab", softwareFolder)
		if err := os.MkdirAll(to, 0o755); err != nil {
			return false, fmt.Errorf("make a folder for the compatibility mode: %w", err)
		}
		program = filepath.Join(to, filepath.Base(own))
		if err := errors.Join(copyFile(own, program), copyFile(library, filepath.Join(to, softwareLibrary))); err != nil {
			return false, fmt.Errorf("copy the compatibility mode: %w", err)
		}
	}
	cmd := exec.Command(program, args...)
	cmd.Env = append(os.Environ(), drawingEnv+"="+bySoftware)
	if err := cmd.Start(); err != nil {
		return false, fmt.Errorf("start the compatibility mode: %w", err)
	}
	return true, nil
}

// sameFile says whether a copy is as large and as new as the program.
func sameFile(program, copied string) bool {
	a, errA := os.Stat(program)
	b, errB := os.Stat(copied)
	return errA == nil && errB == nil && a.Size() == b.Size() && !b.ModTime().Before(a.ModTime())
}

// alive says whether a process runs. Windows opens no other.
func alive(pid int) bool {
	p, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	// The handle was only asked for.
	_ = p.Release()
	return true
}

// tellOutside shows a text where no window of the program can: in a box of the system.
func tellOutside(title, text, _ string) {
	const iconWarning, foreground = 0x30, 0x10000
	t, errT := syscall.UTF16PtrFromString(title)
	s, errS := syscall.UTF16PtrFromString(text)
	if errT != nil || errS != nil {
		return
	}
	box := syscall.NewLazyDLL("user32.dll").NewProc("MessageBoxW")
	// The answer is that the box was read; there is only one button.
	_, _, _ = box.Call(0, uintptr(unsafe.Pointer(s)), uintptr(unsafe.Pointer(t)), iconWarning|foreground)
}
