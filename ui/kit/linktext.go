package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

// LinkText is a word that leads somewhere, in the brand colour, underlined under the pointer.
// With OnTapped nil it is plain text, so a caller need not choose between two widgets.
type LinkText struct {
	widget.BaseWidget

	Text     string
	TextSize fyne.ThemeSizeName // empty means ordinary text
	Bold     bool
	Quiet    bool // second text colour until hovered, for breadcrumbs
	Truncate bool
	OnTapped func()

	hovered, focused bool
}

var (
	_ fyne.Focusable     = (*LinkText)(nil)
	_ fyne.Tappable      = (*LinkText)(nil)
	_ fyne.Disableable   = (*LinkText)(nil)
	_ desktop.Cursorable = (*LinkText)(nil)
	_ desktop.Hoverable  = (*LinkText)(nil)
)

// Disabled says that nothing would happen, which also takes the word out of the order of Tab.
func (l *LinkText) Disabled() bool { return l.OnTapped == nil }

// Disable makes the link plain text.
func (l *LinkText) Disable() { l.OnTapped = nil; l.Refresh() }

// Enable belongs to Disableable; a link is enabled by setting OnTapped.
func (l *LinkText) Enable() {}

// Tapped follows the link.
func (l *LinkText) Tapped(*fyne.PointEvent) {
	if l.OnTapped != nil {
		l.OnTapped()
	}
}

// Cursor is a hand over a link that leads somewhere.
func (l *LinkText) Cursor() desktop.Cursor {
	if l.OnTapped == nil {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// MouseIn underlines.
func (l *LinkText) MouseIn(*desktop.MouseEvent) { l.hovered = true; l.Refresh() }

// MouseMoved belongs to Hoverable.
func (l *LinkText) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends the underline.
func (l *LinkText) MouseOut() { l.hovered = false; l.Refresh() }

// FocusGained underlines.
func (l *LinkText) FocusGained() { l.focused = true; l.Refresh(); Attend(l) }

// FocusLost ends the underline.
func (l *LinkText) FocusLost() { l.focused = false; l.Refresh() }

// TypedRune belongs to Focusable.
func (l *LinkText) TypedRune(rune) {}

// TypedKey follows the link on Enter and Space.
func (l *LinkText) TypedKey(key *fyne.KeyEvent) {
	if isEnter(key) || key.Name == fyne.KeySpace {
		l.Tapped(nil)
		return
	}
	pass(l, key)
}

func (l *LinkText) style() (float32, fyne.TextStyle) {
	size := l.TextSize
	if size == "" {
		size = theme.SizeText
	}
	return theme.Size(size), fyne.TextStyle{Bold: l.Bold}
}

// MinSize is that of the words.
func (l *LinkText) MinSize() fyne.Size {
	l.ExtendBaseWidget(l)
	size, style := l.style()
	natural := fyne.MeasureText(l.Text, size, style)
	if l.Truncate {
		natural.Width = min(natural.Width, theme.Gap5)
	}
	return natural
}

// CreateRenderer belongs to Fyne.
func (l *LinkText) CreateRenderer() fyne.WidgetRenderer {
	l.ExtendBaseWidget(l)
	ink, line, ring := &canvas.Text{}, canvas.NewRectangle(color.Transparent), newRing()
	ring.CornerRadius = theme.ChipCorner
	return paint(painter{
		owner:   l,
		objects: []fyne.CanvasObject{ring, ink, line},
		min:     l.MinSize,
		update: func() {
			name := theme.ColorBrand
			switch {
			case l.OnTapped == nil && l.Quiet:
				name = theme.ColorTextSecond
			case l.OnTapped == nil:
				name = theme.ColorText
			case l.Quiet && !l.hovered && !l.focused:
				name = theme.ColorTextSecond
			}
			ink.Color = theme.Color(name)
			ink.TextSize, ink.TextStyle = l.style()
			line.FillColor = ink.Color
			line.Hidden = l.OnTapped == nil || !l.hovered
			paintRing(ring, l.focused, false)
			line.Refresh()
		},
		arrange: func(s fyne.Size) {
			size, style := l.style()
			ink.Text = l.Text
			if l.Truncate {
				ink.Text = ellipsis(l.Text, s.Width, size, style)
			}
			ink.Refresh()
			natural := fyne.MeasureText(ink.Text, size, style)
			y := (s.Height - natural.Height) / 2
			place(ink, 0, y, s.Width, natural.Height)
			place(line, 0, y+natural.Height-3, natural.Width, 1)
			place(ring, -ringWidth, y-1, natural.Width+2*ringWidth, natural.Height+2)
		},
	})
}
