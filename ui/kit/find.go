package kit

import (
	"slices"
	"strings"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// drawn keeps what stands in every widget that is drawn now. Fyne tells nobody, and a guide must
// find a control by its words, and a control with the keyboard what it scrolls in.
var drawn sync.Map // fyne.Widget to *contents

type contents struct{ objects func() []fyne.CanvasObject }

// Drawn notes what stands in a widget from its first drawing on, for widgets outside of this
// package. The function that it returns forgets it again, for when the renderer is destroyed.
func Drawn(w fyne.Widget, objects func() []fyne.CanvasObject) (forget func()) {
	c := &contents{objects}
	drawn.Store(w, c)
	return func() { drawn.CompareAndDelete(w, c) }
}

// scroll is something that can bring a thing in it into view.
type scroll interface {
	reveal(o fyne.CanvasObject, room float32)
}

// Found is a control that a search by words met.
type Found struct {
	Object  fyne.CanvasObject
	scrolls []scroll // that it stands in, outermost first
}

// Reveal scrolls until the control can be seen.
func (f Found) Reveal() {
	for _, s := range f.scrolls {
		s.reveal(f.Object, revealRoom)
	}
}

// Attend brings a control that has just got the keyboard into view: Tab goes on where the window
// ends. Widgets call it when they gain the focus.
func Attend(o fyne.CanvasObject) {
	for _, s := range scrollsAround(o) {
		s.reveal(o, bleed)
	}
}

// scrollsAround are the things that an object scrolls in, outermost first.
func scrollsAround(o fyne.CanvasObject) (out []scroll) {
	c := canvasOf(o)
	if c == nil {
		return nil
	}
	root := c.Content()
	if top := c.Overlays().Top(); top != nil {
		root = top
	}
	walk(root, nil, func(at fyne.CanvasObject, in []scroll) {
		if at == o {
			out = in
		}
	})
	return out
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
	walk(root, nil, func(o fyne.CanvasObject, in []scroll) {
		if rank := answers(o, words); rank > best {
			best, at = rank, Found{o, slices.Clone(in)}
		}
	})
	return at, best > 0
}

// FindRow looks for the row of a table by its key, and takes the first row where the key is not
// shown; false where no table has a row.
func FindRow(root fyne.CanvasObject, key string) (Found, bool) {
	var at Found
	walk(root, nil, func(o fyne.CanvasObject, in []scroll) {
		t, ok := o.(*RowTable)
		if !ok || at.Object != nil || t.count() == 0 {
			return
		}
		row := max(t.find(key, 0), 0)
		t.rows.reveal(row)
		t.rows.visible(func(i int, o fyne.CanvasObject) {
			if i == row {
				at = Found{o, slices.Clone(in)}
			}
		})
	})
	return at, at.Object != nil
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
func walk(o fyne.CanvasObject, in []scroll, visit func(fyne.CanvasObject, []scroll)) {
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
	case *wheel:
		inside = []fyne.CanvasObject{w.Content}
	case *container.Clip:
		inside = []fyne.CanvasObject{w.Content}
	case interface{ Inside() []fyne.CanvasObject }:
		inside = w.Inside()
	case fyne.Widget:
		if c, ok := drawn.Load(w); ok {
			inside = c.(*contents).objects()
		}
		if s, ok := o.(scroll); ok {
			in = append(slices.Clip(in), s)
		}
	}
	for _, x := range inside {
		walk(x, in, visit)
	}
}
