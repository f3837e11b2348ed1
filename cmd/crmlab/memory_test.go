package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crmlab/ui/shell"
)

// quiet fails the test when the window would have to report something.
func quiet(t *testing.T) func(error) {
	return func(err error) {
		t.Helper()
		t.Errorf("reported: %v", err)
	}
}

func TestMemoryLastsFromStartToStart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.toml")
	li := shell.Student{Class: "2022级电商1班", No: "07", Name: "李明"}
	m := remember(path, quiet(t))
	if m.Get("theme") != "" || m.who() != (shell.Student{}) || len(m.recent()) != 0 {
		t.Fatal("a first start remembers something")
	}
	m.Set("theme", "dark")
	m.Set("list.order", `{"Size":50}`)
	m.opened(filepath.Join(t.TempDir(), "gone.crmwork"), li)
	m.opened(path, shell.Student{Name: "王芳"})

	m = remember(path, quiet(t))
	if m.Get("theme") != "dark" || m.Get("list.order") != `{"Size":50}` || m.who().Name != "王芳" {
		t.Errorf("remembered: %+v", m.kept)
	}
	rows := m.recent()
	if len(rows) != 2 || rows[0].Path != path || rows[0].Missing != "" || rows[0].Changed.IsZero() {
		t.Fatalf("recent: %+v", rows)
	}
	if rows[1].Student != li || rows[1].Missing == "" {
		t.Errorf("a file that is gone: %+v", rows[1])
	}
	// Opened again without saying who: whose it was is known.
	if who := m.opened(rows[1].Path, shell.Student{}); who != li || m.who() != li || m.recent()[0].Path != rows[1].Path {
		t.Errorf("opened again: %+v, %+v", who, m.recent())
	}
	for i := range 2 * mostRecent {
		m.opened(strings.Repeat("x", i+1), li)
	}
	if n := len(m.recent()); n != mostRecent {
		t.Errorf("%d recent files", n)
	}
}

func TestMemoryThatCannotBeReadIsPutAside(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.toml")
	if err := os.WriteFile(path, []byte("who = [what"), 0o644); err != nil {
		t.Fatal(err)
	}
	told := 0
	m := remember(path, func(error) { told++ })
	m.Set("theme", "dark")
	if told != 1 || remember(path, quiet(t)).Get("theme") != "dark" {
		t.Errorf("told %d times; %+v", told, m.kept)
	}
	if kept, err := os.ReadFile(path + ".坏"); err != nil || string(kept) != "who = [what" {
		t.Errorf("the unreadable file: %q, %v", kept, err)
	}
}

func TestHomeFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "作业")
	t.Setenv("CRMLAB_HOME", dir)
	h, err := findHome()
	if err != nil || string(h) != dir {
		t.Fatalf("home %s, %v", h, err)
	}
	user := t.TempDir()
	t.Setenv("CRMLAB_HOME", "")
	t.Setenv("HOME", user)
	t.Setenv("USERPROFILE", user)
	if err := os.Mkdir(filepath.Join(user, "文档"), 0o755); err != nil {
		t.Fatal(err)
	}
	if other, err := findHome(); err != nil || string(other) != filepath.Join(user, "文档", "CRMLab") {
		t.Errorf("home %s, %v", other, err)
	}
	for _, c := range []struct {
		who  shell.Student
		want string
	}{
		{shell.Student{Class: "2022级电商1班", No: "20220117", Name: "李明"}, "2022级电商1班 20220117 李明"},
		{shell.Student{Name: "李明"}, "李明"}, {shell.Student{Class: "..", Name: `../../etc/a:b*c?`}, "etcabc"}, {shell.Student{Name: " .. "}, "自学"},
	} {
		for _, before := range []bool{false, true} {
			path, there, err := h.work(c.who)
			if err != nil || path != filepath.Join(dir, c.want, c.want+".crmwork") || there != before {
				t.Errorf("%v: %s, %v, %v", c.who, path, there, err)
			}
			if err := os.WriteFile(path, nil, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestFaultLogKeepsTheStack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "crmlab.log")
	log := &faultLog{path: path}
	for _, s := range []string{"first", "second"} {
		if got := log.report(trouble(s)); got != path {
			t.Errorf("reported in %q", got)
		}
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"first", "second", "TestFaultLogKeepsTheStack"} {
		if !strings.Contains(string(content), want) {
			t.Errorf("the log lacks %s:\n%s", want, content)
		}
	}
}

// trouble is an error with a text.
type trouble string

func (e trouble) Error() string { return string(e) }
