//go:build e2e

// Package e2e drives the built program in a real window on a virtual display: real keys, a real
// mouse, a window manager and the clipboard. The program says where its named controls are
// (CRMLAB_PLACES), and the hand clicks there; no place is written down here. scripts/e2e.sh and
// scripts/e2e-windows.sh run it. Rules and figures are tested elsewhere: here is only what
// cannot be seen without a window.
package e2e

import (
	"bufio"
	"bytes"
	"fmt"
	"image"
	_ "image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"
)

// screen is a virtual display of its own with a window manager.
type screen struct {
	t       *testing.T
	display string
	keys    map[rune]int // characters that have got a key of their own
	shots   int
	out     string // folder for pictures; "" for none
}

// newScreen shows an empty display until the end of the test. A key held for long, because the
// machine was busy, is not repeated (-r). It has room for the window of
// the usual 1366 x 768 with its frame.
func newScreen(t *testing.T) *screen {
	t.Helper()
	number, told, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	server := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-noreset", "-r")
	server.ExtraFiles = []*os.File{told}
	begin(t, server)
	told.Close()
	line, err := bufio.NewReader(number).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb did not start: %v", err)
	}
	number.Close()
	s := &screen{t: t, display: ":" + strings.TrimSpace(line), keys: map[rune]int{}}
	if folder := os.Getenv("CRMLAB_E2E_OUT"); folder != "" {
		s.out = filepath.Join(folder, t.Name())
		if err := os.RemoveAll(s.out); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(s.out, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// manage has the windows of the screen managed. A manager that is still there goes on, and the
// new one ends at once.
func (s *screen) manage() {
	s.t.Helper()
	manager := exec.Command("openbox")
	manager.Env = s.env()
	begin(s.t, manager)
}

// begin starts a program that runs until the end of the test.
func begin(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
}

func (s *screen) env(more ...string) []string {
	env := append(os.Environ(), "DISPLAY="+s.display, "LC_ALL=C.UTF-8", "XMODIFIERS=")
	return append(env, more...)
}

// tool runs a program of the X Window System and returns what it prints.
func (s *screen) tool(name string, args ...string) string {
	s.t.Helper()
	return s.feed(nil, name, args...)
}

func (s *screen) feed(in io.Reader, name string, args ...string) string {
	s.t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env, cmd.Stdin = s.env(), in
	var out, wrong bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &wrong
	if err := cmd.Run(); err != nil {
		s.t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, wrong.String())
	}
	return out.String()
}

// key presses keys one after the other, such as ctrl+s or Return.
func (s *screen) key(keys ...string) {
	s.t.Helper()
	for _, k := range keys {
		s.tool("xdotool", "key", "--clearmodifiers", k)
		time.Sleep(80 * time.Millisecond)
	}
}

// typed types a text, Chinese characters too, each by a key of its own.
func (s *screen) typed(text string) {
	s.t.Helper()
	s.teach(text)
	s.tool("xdotool", "type", "--delay", "25", text)
	time.Sleep(80 * time.Millisecond)
}

// teach gives every character that the keyboard lacks a key, before it is needed: xdotool
// would change the keyboard under the program while it types, and characters would get lost.
func (s *screen) teach(text string) {
	s.t.Helper()
	const first, last = 209, 255 // keys that no keyboard has
	var lacking []rune
	for _, r := range text {
		if _, has := s.keys[r]; !has && r > unicode.MaxLatin1 {
			s.keys[r] = 0
			lacking = append(lacking, r)
		}
	}
	if len(lacking) == 0 {
		return
	}
	if first+len(s.keys) > last {
		clear(s.keys)
		lacking = lacking[:0]
		for _, r := range text {
			if _, has := s.keys[r]; !has && r > unicode.MaxLatin1 {
				s.keys[r] = 0
				lacking = append(lacking, r)
			}
		}
		if first+len(s.keys) > last {
			s.t.Fatalf("too many different characters at once: %s", text)
		}
	}
	next := first + len(s.keys) - len(lacking)
	for _, r := range lacking {
		s.keys[r] = next
		next++
	}
	layout := s.tool("xkbcomp", "-xkb", s.display, "-")
	at := strings.Index(layout, "xkb_symbols")
	end := strings.Index(layout[max(at, 0):], "\n};")
	if at < 0 || end < 0 {
		s.t.Fatal("the keyboard of the display cannot be read")
	}
	var more strings.Builder
	for r, k := range s.keys {
		fmt.Fprintf(&more, "\n    replace key <I%d> { [ U%04X ] };", k, r)
	}
	s.feed(strings.NewReader(layout[:at+end]+more.String()+layout[at+end:]), "xkbcomp", "-w", "0", "-", s.display)
	time.Sleep(300 * time.Millisecond) // until the window has heard of the new keyboard
}

// copied puts a text on the clipboard, as another program would. xclip then stays to hand it out.
func (s *screen) copied(text string) {
	s.t.Helper()
	holder := exec.Command("xclip", "-quiet", "-selection", "clipboard")
	holder.Env, holder.Stdin = s.env(), strings.NewReader(text)
	begin(s.t, holder)
	for range 50 {
		time.Sleep(40 * time.Millisecond)
		read := exec.Command("xclip", "-o", "-selection", "clipboard")
		read.Env = s.env()
		if out, err := read.Output(); err == nil && string(out) == text {
			return
		}
	}
	s.t.Fatal("the clipboard does not take the text")
}

// clipboard is the text that another program would paste.
func (s *screen) clipboard() string {
	s.t.Helper()
	return s.tool("xclip", "-o", "-selection", "clipboard")
}

// picture keeps the display as it is now, and fails the test if nothing is to be seen on it.
func (s *screen) picture(name string) {
	s.t.Helper()
	s.shots++
	folder := s.out
	if folder == "" {
		folder = s.t.TempDir()
	}
	path := filepath.Join(folder, fmt.Sprintf("%02d-%s.png", s.shots, name))
	s.tool("import", "-silent", "-window", "root", path)
	if n := colours(s.t, path); n < 100 {
		s.t.Errorf("%s has %d colours: the window is blank", path, n)
	}
}

// colours counts the colours of a picture, up to a thousand: letters alone have a hundred shades.
func colours(t *testing.T, path string) int {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, _, err := image.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[[3]uint32]bool{}
	for y := img.Bounds().Min.Y; y < img.Bounds().Max.Y; y++ {
		for x := img.Bounds().Min.X; x < img.Bounds().Max.X; x++ {
			r, g, b, _ := img.At(x, y).RGBA()
			seen[[3]uint32{r, g, b}] = true
			if len(seen) == 1000 {
				return len(seen)
			}
		}
	}
	return len(seen)
}

// pixels is a length as X tools take it.
func pixels(n int) string { return strconv.Itoa(n) }
