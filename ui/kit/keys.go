package kit

import "fyne.io/fyne/v2"

// pass hands on a key that the focused widget has no use for: to the dialog that the widget
// stands in, or else to the window, so that Esc and Enter work wherever the focus is.
func pass(from fyne.CanvasObject, key *fyne.KeyEvent) {
	c := canvasOf(from)
	if c == nil {
		return
	}
	if top, ok := c.Overlays().Top().(*layer); ok {
		if top.onKey != nil {
			top.onKey(key)
		}
		return
	}
	if handler := c.OnTypedKey(); handler != nil {
		handler(key)
	}
}

// isEnter says whether a key is one of the two Enter keys.
func isEnter(key *fyne.KeyEvent) bool {
	return key.Name == fyne.KeyReturn || key.Name == fyne.KeyEnter
}
