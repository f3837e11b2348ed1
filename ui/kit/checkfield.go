package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

// CheckField is yes or no, with its words beside the box.
type CheckField struct {
	widget.BaseWidget
	inputState

	Text      string
	OnChanged func(on bool)

	on               bool
	hovered, focused bool
}

var (
	_ Input              = (*CheckField)(nil)
	_ fyne.Focusable     = (*CheckField)(nil)
	_ fyne.Disableable   = (*CheckField)(nil)
	_ fyne.Tappable      = (*CheckField)(nil)
	_ desktop.Hoverable  = (*CheckField)(nil)
	_ desktop.Cursorable = (*CheckField)(nil)
)

// Checked says whether the box is ticked.
func (f *CheckField) Checked() bool { return f.on }

// SetChecked ticks the box without telling listeners.
func (f *CheckField) SetChecked(on bool) { f.on = on; f.Refresh() }

// Value is "true" or "".
func (f *CheckField) Value() string {
	if f.on {
		return "true"
	}
	return ""
}

// SetValue ticks the box for "true".
func (f *CheckField) SetValue(value string) { f.SetChecked(value == "true") }

// Problem is always nil.
func (f *CheckField) Problem() error { return nil }

func (f *CheckField) prompt() string { return f.Text }

// SetReadOnly shows the box without letting it be changed.
func (f *CheckField) SetReadOnly(readOnly bool) { f.readOnly = readOnly; f.Refresh() }

// SetWrong marks the field.
func (f *CheckField) SetWrong(wrong bool) { f.wrong = wrong; f.Refresh() }

// FocusTarget is what receives the keyboard.
func (f *CheckField) FocusTarget() fyne.Focusable { return f }

// Disabled takes a read-only field out of the order of Tab.
func (f *CheckField) Disabled() bool { return f.readOnly }

// Disable makes the field read-only.
func (f *CheckField) Disable() { f.SetReadOnly(true) }

// Enable lets the field be changed.
func (f *CheckField) Enable() { f.SetReadOnly(false) }

// Tapped changes the tick.
func (f *CheckField) Tapped(*fyne.PointEvent) {
	if f.readOnly {
		return
	}
	focus(f)
	f.on = !f.on
	f.Refresh()
	if f.OnChanged != nil {
		f.OnChanged(f.on)
	}
	f.changed()
}

// Cursor is a hand where a tap ticks.
func (f *CheckField) Cursor() desktop.Cursor {
	if f.readOnly {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// MouseIn lights the box.
func (f *CheckField) MouseIn(*desktop.MouseEvent) { f.hovered = true; f.Refresh() }

// MouseMoved belongs to Hoverable.
func (f *CheckField) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends hovering.
func (f *CheckField) MouseOut() { f.hovered = false; f.Refresh() }

// FocusGained shows the ring.
func (f *CheckField) FocusGained() { f.focused = true; f.Refresh(); Attend(f) }

// FocusLost hides the ring.
func (f *CheckField) FocusLost() { f.focused = false; f.Refresh() }

// TypedRune belongs to Focusable.
func (f *CheckField) TypedRune(rune) {}

// TypedKey ticks on Space.
func (f *CheckField) TypedKey(key *fyne.KeyEvent) {
	switch {
	case key.Name == fyne.KeySpace:
		f.Tapped(nil)
	case isEnter(key) && f.enter != nil:
		f.enter()
	default:
		pass(f, key)
	}
}

// MinSize holds box and words.
func (f *CheckField) MinSize() fyne.Size {
	f.ExtendBaseWidget(f)
	w := tickSize
	if f.Text != "" {
		w += theme.Gap2 + fyne.MeasureText(f.Text, theme.Size(theme.SizeText), fyne.TextStyle{}).Width
	}
	return fyne.NewSize(w, theme.ControlHeight)
}

// CreateRenderer belongs to Fyne.
func (f *CheckField) CreateRenderer() fyne.WidgetRenderer {
	f.ExtendBaseWidget(f)
	ring, tick, ink := newRing(), newTickBox(), &canvas.Text{}
	ring.CornerRadius = 5
	objects := append([]fyne.CanvasObject{ring}, tick.objects()...)
	return paint(painter{
		owner: f, objects: append(objects, ink), min: f.MinSize,
		update: func() {
			state := unticked
			if f.on {
				state = ticked
			}
			tick.paint(state, f.hovered || f.focused, f.readOnly)
			paintRing(ring, f.focused, f.wrong)
			ink.Text, ink.TextSize, ink.Color = f.Text, theme.Size(theme.SizeText), theme.Color(theme.ColorText)
			ink.Refresh()
		},
		arrange: func(s fyne.Size) {
			y := (s.Height - tickSize) / 2
			tick.move(0, y)
			place(ring, -ringWidth, y-ringWidth, tickSize+2*ringWidth, tickSize+2*ringWidth)
			placeMiddle(ink, tickSize+theme.Gap2, s.Width-tickSize-theme.Gap2, s.Height)
		},
	})
}
