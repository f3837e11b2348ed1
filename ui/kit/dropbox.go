package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

// dropBox is the closed look and the keyboard of fields that open a list: text, ▾, and × where
// the value may be cleared.
type dropBox struct {
	widget.BaseWidget
	inputState

	owner       fyne.Widget
	text        func() string
	placeholder func() string
	open        func(query string)
	clear       func() // nil where there is nothing to clear
	minWidth    float32

	focused, hovered, isOpen bool
}

// Tapped opens the list, or clears where × was met.
func (b *dropBox) Tapped(e *fyne.PointEvent) {
	if b.readOnly {
		return
	}
	focus(b.owner.(fyne.Focusable))
	if b.clear != nil && e != nil && e.Position.X > b.Size().Width-42 && e.Position.X < b.Size().Width-24 {
		b.clear()
		return
	}
	b.open("")
}

// FocusGained shows the ring.
func (b *dropBox) FocusGained() { b.focused = true; b.Refresh(); Attend(b.owner) }

// FocusLost hides the ring.
func (b *dropBox) FocusLost() { b.focused = false; b.Refresh() }

// TypedRune opens the list with what is typed.
func (b *dropBox) TypedRune(r rune) {
	if !b.readOnly && r != ' ' {
		b.open(string(r))
	}
}

// TypedKey opens with Down, Enter and Space, and clears with Delete.
func (b *dropBox) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyDown, fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		if !b.readOnly {
			b.open("")
			return
		}
	case fyne.KeyDelete, fyne.KeyBackspace:
		if !b.readOnly && b.clear != nil {
			b.clear()
			return
		}
	}
	pass(b.owner, key)
}

// Cursor is a hand where a tap opens.
func (b *dropBox) Cursor() desktop.Cursor {
	if b.readOnly {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// MouseIn lights the border.
func (b *dropBox) MouseIn(*desktop.MouseEvent) { b.hovered = true; b.Refresh() }

// MouseMoved belongs to Hoverable.
func (b *dropBox) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends hovering.
func (b *dropBox) MouseOut() { b.hovered = false; b.Refresh() }

// Disabled takes a read-only field out of the order of Tab.
func (b *dropBox) Disabled() bool { return b.readOnly }

// Disable makes the field read-only.
func (b *dropBox) Disable() { b.SetReadOnly(true) }

// Enable lets the field be changed.
func (b *dropBox) Enable() { b.SetReadOnly(false) }

// SetReadOnly shows the value without letting it be changed.
func (b *dropBox) SetReadOnly(readOnly bool) { b.readOnly = readOnly; b.Refresh() }

// SetWrong marks the field.
func (b *dropBox) SetWrong(wrong bool) {
	if b.wrong != wrong {
		b.wrong = wrong
		b.Refresh()
	}
}

// Problem is always nil: what was chosen can be read.
func (b *dropBox) Problem() error { return nil }

func (b *dropBox) prompt() string { return b.placeholder() }

func (b *dropBox) setOpen(open bool) { b.isOpen = open; b.Refresh() }

func (b *dropBox) boxMinSize() fyne.Size {
	w := b.minWidth
	if w == 0 {
		w = 90
	}
	return fyne.NewSize(w, theme.ControlHeight)
}

// MinSize is one control high.
func (b *dropBox) MinSize() fyne.Size { return b.boxMinSize() }

// CreateRenderer belongs to Fyne.
func (b *dropBox) CreateRenderer() fyne.WidgetRenderer {
	ring, box, ink := newRing(), newBox(), &canvas.Text{}
	cross, arrow := newCross(), newArrow()
	objects := []fyne.CanvasObject{ring, box, ink}
	objects = append(objects, cross.objects()...)
	objects = append(objects, arrow.objects()...)
	return paint(painter{
		owner: b.owner, objects: objects, min: b.boxMinSize,
		update: func() {
			stroke, fill := theme.ColorLineStrong, fyne.ThemeColorName("inputBackground")
			switch {
			case b.wrong:
				stroke = theme.ColorDanger
			case b.readOnly:
				stroke, fill = theme.ColorLine, theme.ColorDisabled
			case b.focused || b.isOpen || b.hovered:
				stroke = theme.ColorBrand
			}
			paintBox(box, fill, stroke)
			paintRing(ring, b.focused && !b.readOnly, b.wrong)
		},
		arrange: func(s fyne.Size) {
			box.Resize(s)
			placeRing(ring, s)
			text, name := b.text(), theme.ColorText
			if text == "" {
				text, name = b.placeholder(), theme.ColorTextFaint
			}
			room := s.Width - theme.Gap2 - 26
			canClear := b.clear != nil && !b.readOnly && b.text() != ""
			if canClear {
				room -= 16
			}
			size := theme.Size(theme.SizeText)
			ink.Text, ink.TextSize, ink.Color = ellipsis(text, room, size, fyne.TextStyle{}), size, theme.Color(name)
			placeMiddle(ink, theme.Gap2+1, room, s.Height)
			ink.Refresh()
			cross.paint(canClear, theme.ColorTextFaint)
			cross.move(s.Width-37, s.Height/2-4, 8)
			arrow.paint(!b.readOnly, theme.ColorTextSecond)
			arrow.move(s.Width-19, s.Height/2-2)
		},
	})
}
