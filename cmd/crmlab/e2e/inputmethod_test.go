//go:build e2e

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// pinyin is the configuration of fcitx5 with pinyin to begin with.
const pinyin = `[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin
[Groups/0/Items/0]
Name=keyboard-us
[Groups/0/Items/1]
Name=pinyin
[GroupOrder]
0=Default
`

// An input method under X11 keeps the keys that it is given: Backspace, Esc and Enter while
// pinyin is typed are not the field's. Without scripts/glfw_x11.h Backspace took 京 away.
func TestInputMethodKeepsItsKeys(t *testing.T) {
	if _, err := exec.LookPath("fcitx5"); err != nil {
		t.Skip("fcitx5 is not installed")
	}
	s := newScreen(t)
	user := t.TempDir()
	profile := filepath.Join(user, ".config", "fcitx5", "profile")
	if err := os.MkdirAll(filepath.Dir(profile), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(profile, []byte(pinyin), 0o644); err != nil {
		t.Fatal(err)
	}
	method := exec.Command("dbus-run-session", "--", "fcitx5")
	method.Env = s.env("HOME=" + user)
	begin(t, method)
	time.Sleep(5 * time.Second) // it does not say when it is ready

	w := s.start([]string{"CRMLAB_HOME=" + t.TempDir(), "XMODIFIERS=@im=fcitx"})
	const class = "2022级电商1班"
	w.focuses(class)
	w.key("ctrl+space")
	time.Sleep(time.Second)
	compose := func(letters string, then ...string) {
		t.Helper()
		w.typed(letters)
		time.Sleep(time.Second)
		w.key(then...)
	}
	compose("beijing")
	w.shows("候选")
	w.key("space")
	w.holds(class, "北京")
	compose("nihao", "BackSpace", "Escape")
	w.settles()
	w.holds(class, "北京")
	w.key("BackSpace")
	w.holds(class, "北")
	compose("shanghai", "Return") // the letters themselves
	w.holds(class, "北shanghai")
	w.key("Tab")
	w.await("学号 with the keyboard", func(now sight) bool {
		p, ok := now.best("学号", "")
		return ok && p.Focused
	})
}
