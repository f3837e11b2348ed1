package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

// sound are the surroundings of a computer that lacks nothing.
func sound(t *testing.T) surroundings {
	t.Helper()
	return surroundings{
		home: home(t.TempDir()), system: "Windows 11（内部版本 22631）",
		graphics: graphics{Version: "4.6", Renderer: "Intel(R) UHD Graphics 630", Width: 1366, Height: 728, Scale: 1},
		free:     20 << 30, memory: 8 << 30, unused: 4 << 30,
		made: time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), now: time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC), zone: "中国标准时间（UTC+8）", input: "-",
	}
}

func TestSelftestNamesWhatIsAmissAndWhatToDo(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*surroundings)
		line  string // how the line begins
		fix   string // words of what to do; "" where nothing is to be done
		code  int
	}{
		"sound": {func(*surroundings) {}, "[正常] 画图", "", exitFine},
		"no OpenGL": {func(s *surroundings) {
			s.graphics = graphics{Trouble: "WGL: The driver does not appear to support OpenGL"}
		}, "[不行] 画图", "驱动", exitRefused},
		"software":    {func(s *surroundings) { s.graphics.Renderer = "llvmpipe (LLVM 15.0.6, 256 bits)" }, "[注意] 画图", "显卡厂商的驱动", exitFine},
		"old Windows": {func(s *surroundings) { s.oldOS, s.system = true, "Windows 6.1" }, "[不行] 系统", "Windows 10", exitRefused},
		"large scale": {func(s *surroundings) { s.graphics.Scale = 2.25 }, "[不行] 屏幕", "显示缩放改小", exitRefused},
		"projector":   {func(s *surroundings) { s.graphics.Width, s.graphics.Height, s.graphics.Scale = 1024, 700, 1.25 }, "[注意] 屏幕", "改小一级", exitFine},
		"no folder":   {func(s *surroundings) { s.homeErr = &fs.PathError{Op: "mkdir", Path: "D:/x", Err: fs.ErrPermission} }, "[不行] 写入", "CRMLAB_HOME", exitRefused},
		"full disk":   {func(s *surroundings) { s.free = 30 << 20 }, "[不行] 磁盘", "500 MB", exitRefused},
		"little disk": {func(s *surroundings) { s.free = 300 << 20 }, "[注意] 磁盘", "500 MB", exitFine},
		"no memory":   {func(s *surroundings) { s.unused = 100 << 20 }, "[不行] 内存", "关闭其他程序", exitRefused},
		"slow clock":  {func(s *surroundings) { s.now = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) }, "[不行] 时间", "校准日期", exitRefused},
		"other zone":  {func(s *surroundings) { s.zone = "UTC（UTC+0）" }, "[注意] 时间", "业务日期", exitFine},
		"no input":    {func(s *surroundings) { s.input = "" }, "[注意] 输入法", "XMODIFIERS", exitFine},
	} {
		var out, err bytes.Buffer
		con := &console{out: &out, err: &err}
		s := sound(t)
		c.spoil(&s)
		code := con.end("selftest", selftest(con, "", func() surroundings { return s }))
		line, rest, found := "", "", false
		for l := range strings.Lines(out.String()) {
			if found && strings.HasPrefix(l, "  ") {
				rest = l
			}
			found = strings.HasPrefix(l, c.line)
			if found {
				line = l
			}
		}
		if line == "" || code != c.code || (c.fix == "") != (rest == "") || !strings.Contains(rest, c.fix) {
			t.Errorf("%s: code %d, want %d; %q, %q\n%s", name, code, c.code, line, rest, out.String())
		}
		if s.homeErr == nil {
			content, err := os.ReadFile(s.home.file(reportName))
			if err != nil || !strings.Contains(strings.ReplaceAll(string(content), "\r\n", "\n"), out.String()) {
				t.Errorf("%s: the file does not hold the report: %v", name, err)
			}
			if files, _ := filepath.Glob(s.home.file("*试写*")); len(files) > 0 {
				t.Errorf("%s: %v is left", name, files)
			}
		}
	}
}

func TestSelftestOfThisComputer(t *testing.T) {
	t.Setenv("CRMLAB_HOME", t.TempDir())
	var out, err bytes.Buffer
	// This program has no graphics, which is the one thing that must be amiss.
	if code := run([]string{"--selftest"}, &out, &err); code != exitRefused {
		t.Errorf("code %d\n%s%s", code, out.String(), err.String())
	}
	for _, want := range []string{"[不行] 画图", "[正常] 字体", "[正常] 磁盘", "结论："} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the report lacks %q:\n%s", want, out.String())
		}
	}
}

func TestAFolderThatCannotBeWrittenIsNamed(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "there is no such folder")
	if _, err := tryWriting(folder); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("writing to nowhere: %v", err)
	}
	s := sound(t)
	s.home = home(folder)
	if f := checkWriting(s); f.verdict != bad || !strings.Contains(f.found, folder) {
		t.Errorf("%+v", f)
	}
}

func TestTheWindowIsNoLargerThanTheScreen(t *testing.T) {
	for _, c := range []struct {
		screen graphics
		scale  int
		want   fyne.Size
	}{
		{graphics{}, 0, fyne.NewSize(1366, 768)},
		{graphics{Width: 1920, Height: 1040, Scale: 1}, 0, fyne.NewSize(1366, 768)},
		{graphics{Width: 1366, Height: 728, Scale: 1}, 0, fyne.NewSize(1366, 696)},
		{graphics{Width: 1366, Height: 728, Scale: 1.25}, 0, fyne.NewSize(1092.8, 556.8)},
		{graphics{Width: 1366, Height: 728, Scale: 1}, 150, fyne.NewSize(910.66, 464)},
	} {
		got := c.screen.roomFor(fyne.NewSize(1366, 768), c.scale)
		if d := got.Subtract(c.want); d.Width > 0.1 || d.Width < -0.1 || d.Height > 0.1 || d.Height < -0.1 {
			t.Errorf("%+v at %d: %v, want %v", c.screen, c.scale, got, c.want)
		}
	}
}

func TestADriverThatTakesTheProgramAlongIsFoundOut(t *testing.T) {
	l := startFaultLog(t.TempDir())
	m := openingAt(l)
	if m.died() != "" {
		t.Error("at the first start something died before")
	}
	m.begin()
	if m.died() != "" {
		t.Error("a program that is just opening its window counts as dead")
	}
	gone := exec.Command(os.Args[0], "-test.run", "^$")
	if err := gone.Run(); err != nil {
		t.Fatal(err)
	}
	leave := func(mode string) {
		if err := os.WriteFile(m.path, fmt.Appendf(nil, "%s %d", mode, gone.Process.Pid), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	leave("card")
	if m.died() != "card" {
		t.Errorf("after a start that never ended it says %q", m.died())
	}
	m.done()
	if m.died() != "" {
		t.Error("a window that came up counts as a death")
	}
	t.Setenv(drawingEnv, bySoftware)
	leave(bySoftware)
	if _, again, err := openable(l, nil); again || err == nil {
		t.Errorf("the compatibility mode that cannot draw starts itself again: %v, %v", again, err)
	}
}
