package kit

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

// entryBox is the common body of the fields that are typed into: the entry, its ring, and while
// the keyboard is elsewhere a drawn text in its place, which may look different (money with
// separators, right-aligned).
type entryBox struct {
	widget.BaseWidget
	inputState

	entry    *lineEntry
	trail    fyne.CanvasObject // a small button at the end of the entry; may be nil
	right    bool              // shown text stands at the right end
	idle     func() string     // text shown while not focused; nil shows the text itself
	auto     bool              // the placeholder is what a rule will use
	minWidth float32
	height   float32 // 0 means one control high
}

func (b *entryBox) setReadOnly(readOnly bool) {
	b.readOnly = readOnly
	if readOnly {
		b.entry.Disable()
	} else {
		b.entry.Enable()
	}
	b.Refresh()
}

func (b *entryBox) setWrong(wrong bool) {
	if b.wrong != wrong {
		b.wrong = wrong
		b.Refresh()
	}
}

func (b *entryBox) prompt() string { return b.entry.PlaceHolder }

func (b *entryBox) boxMinSize() fyne.Size {
	w, h := b.minWidth, b.height
	if w == 0 {
		w = 80
	}
	if h == 0 {
		h = theme.ControlHeight
	}
	return fyne.NewSize(w, h)
}

// isIdle says whether the value is drawn in the place of the entry. A single line shows its entry
// only while it is typed into: idle fields cost less, long texts end in an ellipsis, and a
// read-only value is not as faint as Fyne writes disabled entries.
func (b *entryBox) isIdle() bool {
	return !b.entry.MultiLine && (b.readOnly || !b.entry.hasFocus)
}

func (b *entryBox) idleText() string {
	switch {
	case b.idle != nil:
		return b.idle()
	case b.entry.Password:
		return strings.Repeat("•", utf8.RuneCountInString(b.entry.Text))
	default:
		return b.entry.Text
	}
}

// entryShift moves the entry's text to where the text of the other fields begins.
const entryShift float32 = 3

// render draws the box of a field.
func (b *entryBox) render(owner fyne.Widget) fyne.WidgetRenderer {
	ring, box, shown := newRing(), newBox(), &canvas.Text{}
	objects := []fyne.CanvasObject{ring, box, b.entry, shown}
	if b.trail != nil {
		objects = append(objects, b.trail)
	}
	return paint(painter{
		owner: owner, objects: objects, min: owner.MinSize,
		update: func() {
			typing := b.entry.hasFocus && !b.readOnly
			stroke, fill := theme.ColorLineStrong, fyne.ThemeColorName("inputBackground")
			switch {
			case b.wrong:
				stroke = theme.ColorDanger
			case typing:
				stroke = theme.ColorBrand
			case b.readOnly:
				stroke = theme.ColorLine
			}
			if b.readOnly {
				fill = theme.ColorDisabled
			}
			paintRing(ring, typing, b.wrong)
			paintBox(box, fill, stroke)
			shown.Hidden = !b.isIdle()
			b.entry.unseen = b.isIdle()
			b.entry.Refresh()
		},
		arrange: func(s fyne.Size) {
			end := float32(0)
			if b.trail != nil {
				end = 26
				place(b.trail, s.Width-end-2, 2, end, theme.ControlHeight-4)
			}
			box.Resize(s)
			placeRing(ring, s)
			place(b.entry, entryShift, -1, s.Width-end-2*entryShift, s.Height)
			b.arrangeIdle(shown, s.Width-2*theme.Gap2-end)
		},
	})
}

func (b *entryBox) arrangeIdle(shown *canvas.Text, room float32) {
	if shown.Hidden {
		return
	}
	text, name := b.idleText(), theme.ColorText
	switch {
	case text != "":
	case b.readOnly && b.auto: // what a rule puts there has to be read, though not changed
		text, name = b.entry.PlaceHolder, theme.ColorTextSecond
	case b.readOnly:
	default:
		text, name = b.entry.PlaceHolder, theme.ColorTextFaint
	}
	size := theme.Size(theme.SizeText)
	shown.Text, shown.TextSize, shown.Color = ellipsis(text, room, size, fyne.TextStyle{}), size, theme.Color(name)
	shown.Alignment = fyne.TextAlignLeading
	if b.right {
		shown.Alignment = fyne.TextAlignTrailing
	}
	placeMiddle(shown, theme.Gap2+0.5, room, theme.ControlHeight)
	shown.Refresh()
}
