package kit

import (
	"strings"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// drawn keeps the painter of every widget of this package that is drawn now. Fyne tells nobody
// what stands in a widget, and a guide must find a control by its words.
var drawn sync.Map // fyne.Widget to *painter

// Found is a control that a search by words met.
type Found struct {
	Object  fyne.CanvasObject
	scrolls []*Scroller // that it stands in, outermost first
}

// Reveal scrolls until the control can be seen.
func (f Found) Reveal() {
	for _, s := range f.scrolls {
		s.Reveal(f.Object)
	}
}

// How well an object answers to words: a control before what only names a place.
const (
	foundText = iota + 1
	foundPlace
	foundControl
)

// Find looks for the control with the given words among what can be seen: a button, a field by
// its label, a card or figure by its title, the head of a column, or a plain text.
func Find(root fyne.CanvasObject, words string) (Found, bool) {
	best, at := 0, Found{}
	walk(root, nil, func(o fyne.CanvasObject, in []*Scroller) {
		if rank := answers(o, words); rank > best {
			best, at = rank, Found{o, append([]*Scroller(nil), in...)}
		}
	})
	return at, best > 0
}

// addWord begins the button that makes a new record, whatever the record is called: 新增收款.
const addWord = "新增"

func answers(o fyne.CanvasObject, words string) int {
	switch w := o.(type) {
	case *Button:
		if w.Text == words || words == addWord && strings.HasPrefix(w.Text, addWord) {
			return foundControl
		}
	case *fieldBox:
		if named(w.field.Label, words) {
			return foundControl
		}
	case *FigureCard:
		if w.Label == words {
			return foundControl
		}
	case *Card:
		if w.Title == words {
			return foundPlace
		}
	case *canvas.Text:
		if named(strings.TrimRight(w.Text, " ↑↓"), words) {
			return foundText
		}
	}
	return 0
}

// named reports whether a label is the words, whatever unit stands behind them.
func named(label, words string) bool {
	rest, ok := strings.CutPrefix(label, words)
	return ok && (rest == "" || strings.HasPrefix(rest, "（") || strings.HasPrefix(rest, "("))
}

// walk visits what can be seen, in drawing order.
func walk(o fyne.CanvasObject, in []*Scroller, visit func(fyne.CanvasObject, []*Scroller)) {
	if o == nil || !o.Visible() {
		return
	}
	visit(o, in)
	var inside []fyne.CanvasObject
	switch w := o.(type) {
	case *fyne.Container:
		inside = w.Objects
	case *container.Scroll:
		inside = []fyne.CanvasObject{w.Content}
	case *container.Clip:
		inside = []fyne.CanvasObject{w.Content}
	case interface{ Inside() []fyne.CanvasObject }:
		inside = w.Inside()
	case fyne.Widget:
		if p, ok := drawn.Load(w); ok {
			inside = p.(*painter).Objects()
		}
		if s, ok := o.(*Scroller); ok {
			in = append(in, s)
		}
	}
	for _, x := range inside {
		walk(x, in, visit)
	}
}
