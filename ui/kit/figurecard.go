package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

// FigureCard is one figure of the row above a table or chart. With OnTapped it leads to the
// records behind the figure.
type FigureCard struct {
	widget.BaseWidget

	Label    string
	Figure   string
	Note     string // second line; empty makes the card lower
	Tone     Tone   // of the figure
	OnTapped func()

	hovered, focused bool

	note *Paragraph
}

var (
	_ fyne.Tappable      = (*FigureCard)(nil)
	_ fyne.Focusable     = (*FigureCard)(nil)
	_ fyne.Disableable   = (*FigureCard)(nil)
	_ desktop.Hoverable  = (*FigureCard)(nil)
	_ desktop.Cursorable = (*FigureCard)(nil)
)

// Set changes figure, note and tone.
func (f *FigureCard) Set(figure, note string, tone Tone) {
	f.Figure, f.Note, f.Tone = figure, note, tone
	f.Refresh()
}

// Disabled says that the card leads nowhere, which takes it out of the order of Tab.
func (f *FigureCard) Disabled() bool { return f.OnTapped == nil }

// Disable makes the card lead nowhere.
func (f *FigureCard) Disable() { f.OnTapped = nil }

// Enable belongs to Disableable; a card is enabled by setting OnTapped.
func (f *FigureCard) Enable() {}

// Tapped opens what is behind the figure.
func (f *FigureCard) Tapped(*fyne.PointEvent) {
	if f.OnTapped != nil {
		f.OnTapped()
	}
}

// Cursor is a hand where the card leads somewhere.
func (f *FigureCard) Cursor() desktop.Cursor {
	if f.OnTapped == nil {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// MouseIn lights the border.
func (f *FigureCard) MouseIn(*desktop.MouseEvent) { f.hovered = true; f.Refresh() }

// MouseMoved belongs to Hoverable.
func (f *FigureCard) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends hovering.
func (f *FigureCard) MouseOut() { f.hovered = false; f.Refresh() }

// FocusGained shows the ring.
func (f *FigureCard) FocusGained() { f.focused = true; f.Refresh(); Attend(f) }

// FocusLost hides the ring.
func (f *FigureCard) FocusLost() { f.focused = false; f.Refresh() }

// TypedRune belongs to Focusable.
func (f *FigureCard) TypedRune(rune) {}

// TypedKey opens on Enter and Space.
func (f *FigureCard) TypedKey(key *fyne.KeyEvent) {
	if isEnter(key) || key.Name == fyne.KeySpace {
		f.Tapped(nil)
		return
	}
	pass(f, key)
}

func (f *FigureCard) init() {
	f.ExtendBaseWidget(f)
	if f.note == nil {
		f.note = &Paragraph{Color: theme.ColorTextSecond, TextSize: theme.SizeSmall}
	}
}

// HeightFor returns the height at a width, since a long note goes on in a second line.
func (f *FigureCard) HeightFor(width float32) float32 {
	f.init()
	if f.Note == "" {
		return 70
	}
	f.note.Text = f.Note
	line := f.note.lineHeight()
	return 88 + max(f.note.HeightFor(width-2*cardPad)-line, 0)
}

// MinSize holds the lines at the present width.
func (f *FigureCard) MinSize() fyne.Size {
	f.init()
	return fyne.NewSize(140, f.HeightFor(max(f.Size().Width, 140)))
}

// CreateRenderer belongs to Fyne.
func (f *FigureCard) CreateRenderer() fyne.WidgetRenderer {
	f.init()
	box, ring := newBox(), newRing()
	label := &Text{Color: theme.ColorTextSecond, TextSize: theme.SizeSmall, Truncate: true}
	figure := &Text{TextSize: theme.SizeFigure, Bold: true, Truncate: true}
	note := f.note
	return paint(painter{
		owner:   f,
		objects: []fyne.CanvasObject{ring, box, label, figure, note},
		min:     f.MinSize,
		update: func() {
			stroke := theme.ColorLine
			if f.hovered && f.OnTapped != nil {
				stroke = theme.ColorBrand
			}
			paintBox(box, theme.ColorCard, stroke)
			paintRing(ring, f.focused, false)
			label.Text, figure.Text, figure.Tone, note.Text = f.Label, f.Figure, f.Tone, f.Note
			label.Refresh()
			figure.Refresh()
			note.Refresh()
		},
		arrange: func(s fyne.Size) {
			box.Resize(s)
			placeRing(ring, s)
			w := s.Width - 2*cardPad
			// A figure too long for the card is written smaller rather than cut.
			size := theme.SizeFigure
			if fyne.MeasureText(f.Figure, theme.Size(size), fyne.TextStyle{Bold: true}).Width > w {
				size = theme.SizeTitle
			}
			if figure.TextSize != size {
				figure.TextSize = size
				figure.Refresh()
			}
			place(label, cardPad, 10, w, 18)
			place(figure, cardPad, 27, w, 32)
			place(note, cardPad, 59, w, note.HeightFor(w))
		},
	})
}
