package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/kit"
	"crmlab/ui/theme"
)

// chipLook is the colour pair of a chip of the header.
type chipLook struct{ ground, text fyne.ThemeColorName }

var (
	chipGrey  = chipLook{theme.ColorTintGrey, theme.ColorText}
	chipBlue  = chipLook{theme.ColorTintBrand, theme.ColorBrand}
	chipGreen = chipLook{theme.ColorTintSuccess, theme.ColorSuccess}
)

// chip is a pill of the header that opens something: business date, hat, where the work is saved.
type chip struct {
	widget.BaseWidget

	text  string
	look  chipLook
	arrow bool // a small ▾: there is a menu
	tip   string
	brief string // shorter words for a narrow window; "" for none
	short bool   // the shorter words are shown
	tap   func(anchor fyne.CanvasObject)

	hovered, focused bool
}

const (
	chipHigh  float32 = 26
	chipPad   float32 = 11
	chipArrow float32 = 11
)

var (
	_ fyne.Tappable      = (*chip)(nil)
	_ fyne.Focusable     = (*chip)(nil)
	_ desktop.Hoverable  = (*chip)(nil)
	_ desktop.Cursorable = (*chip)(nil)
)

func newChip(look chipLook, arrow bool, tap func(anchor fyne.CanvasObject)) *chip {
	c := &chip{look: look, arrow: arrow, tap: tap}
	c.ExtendBaseWidget(c)
	return c
}

func (c *chip) set(text string) {
	if c.text != text {
		c.text = text
		c.Refresh()
	}
}

// words are what the chip says.
func (c *chip) words() string {
	if c.short && c.brief != "" {
		return c.brief
	}
	return c.text
}

// MinSize holds the words and the arrow.
func (c *chip) MinSize() fyne.Size {
	w := fyne.MeasureText(c.words(), theme.Size(theme.SizeSmall), fyne.TextStyle{}).Width + 2*chipPad
	if c.arrow {
		w += chipArrow
	}
	return fyne.NewSize(w, chipHigh)
}

// CreateRenderer belongs to Fyne.
func (c *chip) CreateRenderer() fyne.WidgetRenderer {
	ground, ring := &canvas.Rectangle{CornerRadius: chipHigh / 2}, newRing(chipHigh/2)
	label := newInk()
	left, right := canvas.NewLine(nil), canvas.NewLine(nil)
	return draw(drawing{
		owner:   c,
		objects: fixedObjects(ground, label.Text, left, right, ring),
		min:     c.MinSize,
		arrange: func(s fyne.Size) {
			paintGround(ground, c.look.ground)
			ground.StrokeWidth = 0
			if c.hovered {
				ground.StrokeColor, ground.StrokeWidth = theme.Color(theme.ColorLineStrong), 1
			}
			ground.Resize(s)
			paintRing(ring, c.focused)
			ring.Resize(s)
			room := s.Width - 2*chipPad
			if c.arrow {
				room -= chipArrow
			}
			label.set(c.words(), theme.SizeSmall, c.look.text, false)
			label.put(chipPad, 0, room, s.Height)
			x, y := s.Width-chipPad-7, s.Height/2-1.5
			for _, l := range []*canvas.Line{left, right} {
				l.Hidden = !c.arrow
				l.StrokeColor, l.StrokeWidth = theme.Color(c.look.text), 1.3
			}
			left.Position1, left.Position2 = fyne.NewPos(x, y), fyne.NewPos(x+3.5, y+3.5)
			right.Position1, right.Position2 = fyne.NewPos(x+3.5, y+3.5), fyne.NewPos(x+7, y)
			left.Refresh()
			right.Refresh()
		},
	})
}

// Tapped opens what the chip stands for.
func (c *chip) Tapped(*fyne.PointEvent) {
	kit.HideTip(canvasOf(c))
	if c.tap != nil {
		c.tap(c)
	}
}

// MouseIn lights the chip and brings its tip.
func (c *chip) MouseIn(e *desktop.MouseEvent) {
	c.hovered = true
	kit.ShowTip(canvasOf(c), c.tip, e.AbsolutePosition)
	c.Refresh()
}

// MouseMoved belongs to Hoverable.
func (c *chip) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends hovering.
func (c *chip) MouseOut() { c.hovered = false; kit.HideTip(canvasOf(c)); c.Refresh() }

// Cursor is a hand.
func (c *chip) Cursor() desktop.Cursor { return desktop.PointerCursor }

// FocusGained shows the ring.
func (c *chip) FocusGained() { c.focused = true; c.Refresh() }

// FocusLost hides the ring.
func (c *chip) FocusLost() { c.focused = false; c.Refresh() }

// TypedRune belongs to Focusable.
func (c *chip) TypedRune(rune) {}

// TypedKey opens with Enter, Space and Down.
func (c *chip) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace, fyne.KeyDown:
		c.Tapped(nil)
	default:
		passKey(c, key)
	}
}
