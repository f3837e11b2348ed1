package kit

import (
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"crmlab/ui/theme"
)

// clock collects what widgets want to do later; nothing runs until a test says so.
type clock struct{ waiting []func() }

func (c *clock) later(_ time.Duration, f func()) { c.waiting = append(c.waiting, f) }

// ring runs all that waits.
func (c *clock) ring() {
	due := c.waiting
	c.waiting = nil
	for _, f := range due {
		f()
	}
}

// stage shows content in a window of a size, in the light theme, without timers of its own.
func stage(t *testing.T, content fyne.CanvasObject, width, height float32) (fyne.Window, *clock) {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Light))
	host := NewHost(content)
	timer := &clock{}
	host.Later = timer.later
	w := test.NewWindow(host)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, height))
	t.Cleanup(w.Close)
	return w, timer
}

// shoot checks that a window shows something in many colours, as text on cards has, and writes its
// picture where the environment names a folder, for people to look at.
func shoot(t *testing.T, w fyne.Window, name string) {
	t.Helper()
	folder := os.Getenv("KIT_PICTURES")
	if folder == "" {
		folder = t.TempDir()
	}
	picture := w.Canvas().Capture()
	colours := map[color.Color]bool{}
	for x := 0; x < picture.Bounds().Dx(); x += 3 {
		for y := 0; y < picture.Bounds().Dy(); y += 3 {
			colours[picture.At(x, y)] = true
		}
	}
	if len(colours) < 40 {
		t.Errorf("%s shows %d colours only: it is blank, or its text is missing", name, len(colours))
	}
	file, err := os.Create(filepath.Join(folder, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := png.Encode(file, picture); err != nil {
		t.Fatal(err)
	}
}

// press sends a key to what has the focus, or else to the window.
func press(w fyne.Window, names ...fyne.KeyName) {
	for _, name := range names {
		event := &fyne.KeyEvent{Name: name}
		if f := w.Canvas().Focused(); f != nil {
			f.TypedKey(event)
		} else if handler := w.Canvas().OnTypedKey(); handler != nil {
			handler(event)
		}
	}
}

// typeText types into what has the focus.
func typeText(t *testing.T, w fyne.Window, text string) {
	t.Helper()
	f := w.Canvas().Focused()
	if f == nil {
		t.Fatal("nothing has the focus")
	}
	for _, r := range text {
		f.TypedRune(r)
	}
}
