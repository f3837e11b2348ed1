package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// systemName is the name of the distribution. No version of Linux is refused: what it lacks shows
// in the other checks.
func systemName() (name string, old bool) {
	name = "Linux"
	if content, err := os.ReadFile("/etc/os-release"); err == nil {
		for line := range strings.Lines(string(content)) {
			if v, ok := strings.CutPrefix(strings.TrimSpace(line), "PRETTY_NAME="); ok {
				name = strings.Trim(v, `"'`)
			}
		}
	}
	return name, false
}

// freeSpace is what the user may still write on the disk of a folder, in bytes.
func freeSpace(folder string) (uint64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(folder, &s); err != nil {
		return 0, fmt.Errorf("free space: %w", err)
	}
	return s.Bavail * uint64(s.Bsize), nil
}

// memoryOf is the memory of the computer and what of it programs can have now, in bytes; 0 where
// that is not known.
func memoryOf() (all, unused uint64) {
	f, err := os.Open("/proc/meminfo")
	if err != nil {
		return 0, 0
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) < 2 {
			continue
		}
		kb, err := strconv.ParseUint(fields[1], 10, 64)
		if err != nil {
			continue
		}
		switch fields[0] {
		case "MemTotal:":
			all = kb << 10
		case "MemAvailable:":
			unused = kb << 10
		}
	}
	return all, unused
}
