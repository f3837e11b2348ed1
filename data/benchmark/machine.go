package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

// machine is where a run was made.
type machine struct {
	CPU    string `json:"cpu"`
	Cores  int    `json:"cores"`
	Memory string `json:"memory"`
	Disk   string `json:"disk"`
	System string `json:"system"`
	Go     string `json:"go"`
	SQLite string `json:"sqlite"`
	Commit string `json:"commit"`
}

// thisMachine looks around; what a system does not tell is "?".
func thisMachine(dir, sqlite string) machine {
	return machine{CPU: valueIn("/proc/cpuinfo", "model name"), Cores: runtime.NumCPU(), Memory: memory(), Disk: disk(dir),
		System: system(), Go: runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH, SQLite: sqlite, Commit: commit()}
}

func (m machine) markdown() string {
	return fmt.Sprintf("机器：%s，%d 核，内存 %s，磁盘 %s，%s。%s，SQLite %s（mattn/go-sqlite3），提交 %s。\n",
		m.CPU, m.Cores, m.Memory, m.Disk, m.System, m.Go, m.SQLite, m.Commit)
}

// valueIn reads "name : value" from a file of /proc.
func valueIn(path, name string) string {
	f, err := os.Open(path)
	if err != nil {
		return "?"
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		key, value, _ := strings.Cut(s.Text(), ":")
		if strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return "?"
}

func memory() string {
	var kb int64
	if _, err := fmt.Sscanf(valueIn("/proc/meminfo", "MemTotal"), "%d", &kb); err != nil {
		return "?"
	}
	return fmt.Sprintf("%.0f GiB", float64(kb)/(1<<20))
}

// disk says of what kind the disk below a folder is, and which file system is on it.
func disk(dir string) string {
	var st syscall.Stat_t
	if syscall.Stat(dir, &st) != nil {
		return "?"
	}
	major, minor := (st.Dev>>8)&0xfff, st.Dev&0xff
	system := fileSystem(fmt.Sprintf("%d:%d", major, minor))
	device, err := filepath.EvalSymlinks(fmt.Sprintf("/sys/dev/block/%d:%d", major, minor))
	if err != nil {
		return system // in memory, or of a network
	}
	for ; len(device) > len("/sys/"); device = filepath.Dir(device) {
		if b, err := os.ReadFile(filepath.Join(device, "queue/rotational")); err == nil {
			kind := "不转动"
			if strings.TrimSpace(string(b)) == "1" {
				kind = "转动"
			}
			return filepath.Base(device) + "（系统报告为" + kind + "），" + system
		}
	}
	return system
}

// fileSystem finds the type of a mounted device.
func fileSystem(device string) string {
	b, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return "?"
	}
	for line := range strings.Lines(string(b)) {
		fields := strings.Fields(line)
		if len(fields) > 2 && fields[2] == device {
			if _, after, ok := strings.Cut(line, " - "); ok {
				return strings.Fields(after)[0]
			}
		}
	}
	return "?"
}

func system() string {
	name := strings.Trim(osRelease("PRETTY_NAME"), `"`)
	var u syscall.Utsname
	if syscall.Uname(&u) != nil {
		return name
	}
	var release []byte
	for _, c := range u.Release {
		if c == 0 {
			break
		}
		release = append(release, byte(c))
	}
	return name + "，内核 " + string(release)
}

func osRelease(name string) string {
	b, err := os.ReadFile("/etc/os-release")
	if err != nil {
		return runtime.GOOS
	}
	for line := range strings.Lines(string(b)) {
		if value, ok := strings.CutPrefix(strings.TrimSpace(line), name+"="); ok {
			return value
		}
	}
	return runtime.GOOS
}

// commit names what was measured; "+" stands for changes that are not committed.
func commit() string {
	out, err := exec.Command("git", "describe", "--always", "--dirty=+", "--abbrev=10").Output()
	if err != nil {
		return "?"
	}
	return strings.TrimSpace(string(out))
}
