package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"

	"crmlab/data/sheet"
	"crmlab/ui/shell"
)

// memory is what the window remembers from one start to the next, in a TOML file in the
// home folder: settings by name, who used the program last, and the recent work files.
// It is a shell.Settings.
type memory struct {
	path    string
	trouble func(error) // told when the file cannot be written

	mu   sync.Mutex
	kept kept
}

type kept struct {
	Who    student           `toml:"who"`
	Values map[string]string `toml:"settings"`
	Recent []recent          `toml:"recent"`
}

type student struct {
	Class string `toml:"class"`
	No    string `toml:"no"`
	Name  string `toml:"name"`
}

type recent struct {
	Path string  `toml:"path"`
	Who  student `toml:"who"`
}

// mostRecent work files are remembered.
const mostRecent = 8

// remember reads the file. One that cannot be understood is put aside: what the window
// remembers is no reason not to start.
func remember(path string, trouble func(error)) *memory {
	m := &memory{path: path, trouble: trouble, kept: kept{Values: map[string]string{}}}
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return m
	}
	if err == nil {
		_, err = toml.Decode(string(content), &m.kept)
	}
	if err != nil {
		trouble(fmt.Errorf("read %s: %w", path, errors.Join(err, os.Rename(path, path+".坏"))))
		m.kept = kept{}
	}
	if m.kept.Values == nil {
		m.kept.Values = map[string]string{}
	}
	return m
}

// Get belongs to shell.Settings.
func (m *memory) Get(key string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.kept.Values[key]
}

// Set belongs to shell.Settings.
func (m *memory) Set(key, value string) {
	m.change(func(k *kept) bool {
		if k.Values[key] == value {
			return false
		}
		k.Values[key] = value
		return true
	})
}

// change writes the file when something changed.
func (m *memory) change(how func(*kept) bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !how(&m.kept) {
		return
	}
	var b bytes.Buffer
	err := toml.NewEncoder(&b).Encode(m.kept)
	if err == nil {
		err = sheet.SaveBytes(m.path, b.Bytes())
	}
	if err != nil {
		m.trouble(fmt.Errorf("keep settings: %w", err))
	}
}

// who used the program last.
func (m *memory) who() shell.Student {
	m.mu.Lock()
	defer m.mu.Unlock()
	return shell.Student(m.kept.Who)
}

// opened puts a work file on top of the recent ones. An unknown student is taken from what
// was remembered of the file.
func (m *memory) opened(path string, who shell.Student) shell.Student {
	m.change(func(k *kept) bool {
		if i := slices.IndexFunc(k.Recent, func(r recent) bool { return r.Path == path }); i >= 0 {
			if who == (shell.Student{}) {
				who = shell.Student(k.Recent[i].Who)
			}
			k.Recent = slices.Delete(k.Recent, i, i+1)
		}
		k.Recent = slices.Insert(k.Recent, 0, recent{path, student(who)})
		k.Recent = k.Recent[:min(len(k.Recent), mostRecent)]
		if who != (shell.Student{}) {
			k.Who = student(who)
		}
		return true
	})
	return who
}

// recent lists the recent work files, the newest first.
func (m *memory) recent() []shell.WorkFile {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []shell.WorkFile
	for _, r := range m.kept.Recent {
		w := shell.WorkFile{Path: r.Path, Student: shell.Student(r.Who)}
		if info, err := os.Stat(r.Path); err != nil {
			w.Missing = "文件不在原来的位置"
		} else {
			w.Changed = info.ModTime()
		}
		out = append(out, w)
	}
	return out
}

// secondOf lists the work files whose second place is a path.
func (m *memory) secondOf(path string) (out []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for key, value := range m.kept.Values {
		if file, ok := strings.CutPrefix(key, keySecond); ok && value == path {
			if _, err := os.Stat(file); err == nil {
				out = append(out, file)
			}
		}
	}
	slices.Sort(out)
	return out
}
