package shell

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"crmlab/ui/page"
	"crmlab/ui/theme"
)

// Settings keeps what the window remembers from one start to the next, as texts by name. It holds
// nothing of the work file.
type Settings interface {
	Get(key string) string // "" for what was never set
	Set(key, value string)
}

// Names of what is kept.
const (
	keyTheme      = "theme"
	keyScale      = "scale"
	keyWindow     = "window.size"
	keyExperiment = "nav.open"
	keyGuide      = "guide"
	keyGuideOf    = "guide.of" // experiment that the guide was last opened for
	keyLook       = "list."    // with the name of the entry
	keyWalked     = "walked"   // 导览 was offered, or taken
)

// MemorySettings forgets everything at the end of the program.
type MemorySettings map[string]string

// Get belongs to Settings.
func (m MemorySettings) Get(key string) string { return m[key] }

// Set belongs to Settings.
func (m MemorySettings) Set(key, value string) { m[key] = value }

// ThemeMode is the mode that the user chose; light where nothing was chosen.
func ThemeMode(s Settings) theme.Mode {
	switch s.Get(keyTheme) {
	case "dark":
		return theme.Dark
	case "system":
		return theme.System
	}
	return theme.Light
}

var themeNames = map[theme.Mode]string{theme.Light: "light", theme.Dark: "dark", theme.System: "system"}

// ScalePercent is the size of everything that the user chose, in percent; 0 leaves it to the system.
func ScalePercent(s Settings) int {
	n, err := strconv.Atoi(s.Get(keyScale))
	if err != nil {
		return 0
	}
	return n
}

// WindowSize is the size that the window had when it was last closed, never below the least size.
func WindowSize(s Settings) fyne.Size {
	size := fyne.NewSize(1366, 768)
	if w, h, ok := strings.Cut(s.Get(keyWindow), "x"); ok {
		width, errW := strconv.ParseFloat(w, 32)
		height, errH := strconv.ParseFloat(h, 32)
		if errW == nil && errH == nil {
			size = fyne.NewSize(float32(width), float32(height))
		}
	}
	return size.Max(leastWindow)
}

func keepWindowSize(s Settings, size fyne.Size) {
	s.Set(keyWindow, fmt.Sprintf("%.0fx%.0f", size.Width, size.Height))
}

// listLooks keeps the looks of lists among the window's settings.
type listLooks struct{ settings Settings }

func (l listLooks) ListLook(entry string) page.ListLook {
	var look page.ListLook
	if text := l.settings.Get(keyLook + entry); text != "" {
		if err := json.Unmarshal([]byte(text), &look); err != nil {
			return page.ListLook{} // written by another version: the usual look
		}
	}
	return look
}

func (l listLooks) SetListLook(entry string, look page.ListLook) {
	text, err := json.Marshal(look)
	if err != nil {
		return // a width that is no number; the look of before stays
	}
	l.settings.Set(keyLook+entry, string(text))
}
