package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// passShortcut hands a shortcut that the focused widget has no use for to the window. Fyne gives
// shortcuts to a focused entry alone, so Ctrl+S would do nothing while a field is typed into.
func passShortcut(from fyne.CanvasObject, s fyne.Shortcut) {
	if host := hostOf(canvasOf(from)); host != nil && host.OnShortcut != nil {
		host.OnShortcut(s)
		return
	}
	if window, ok := canvasOf(from).(fyne.Shortcutable); ok {
		window.TypedShortcut(s)
	}
}

// editsText says whether an entry uses a shortcut itself.
func editsText(s fyne.Shortcut) bool {
	custom, ok := s.(*desktop.CustomShortcut)
	if !ok {
		return true // copy, paste, undo and their like
	}
	if custom.Modifier&fyne.KeyModifierAlt != 0 {
		return false // Alt+Left is the way back, not a word to the left
	}
	switch custom.KeyName {
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyBackspace, fyne.KeyDelete:
		return true
	}
	return false
}
