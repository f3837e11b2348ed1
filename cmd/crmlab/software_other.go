//go:build !windows

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

// softwareFolder has a meaning on Windows alone: elsewhere the system's own library draws by the
// processor when it is asked to.
const softwareFolder = "兼容模式"

// startInSoftware becomes the program anew with the system's library told to draw by the processor.
// It returns only where that failed.
func startInSoftware(args []string) (started bool, err error) {
	own, err := os.Executable()
	if err != nil {
		return false, fmt.Errorf("find the program: %w", err)
	}
	env := append(os.Environ(), drawingEnv+"="+bySoftware, "LIBGL_ALWAYS_SOFTWARE=1", "GALLIUM_DRIVER=llvmpipe", "MESA_LOADER_DRIVER_OVERRIDE=", "LIBGL_ALWAYS_INDIRECT=0")
	return false, fmt.Errorf("start again: %w", syscall.Exec(own, append([]string{own}, args...), env))
}

// alive says whether a process runs.
func alive(pid int) bool { return syscall.Kill(pid, 0) == nil }

// tellOutside shows a text where no window of the program can, with whatever the desktop has for
// that, at last as a file in its editor; the terminal has it in any case.
func tellOutside(title, text, folder string) {
	file := filepath.Join(folder, title+"没有打开.txt")
	tools := [][]string{
		{"zenity", "--warning", "--no-markup", "--width=520", "--title=" + title, "--text=" + text},
		{"kdialog", "--title", title, "--sorry", text},
	}
	if err := os.WriteFile(file, []byte(text+"\n"), 0o644); err == nil {
		tools = append(tools, []string{"xdg-open", file})
	}
	for _, tool := range tools {
		if path, err := exec.LookPath(tool[0]); err == nil && exec.Command(path, tool[1:]...).Run() == nil {
			return
		}
	}
}
