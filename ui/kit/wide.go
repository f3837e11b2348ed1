package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Wide gives a thing at least the width that it needs to be read, and scrolls it sideways where
// the window is narrower.
type Wide struct {
	widget.BaseWidget

	Content fyne.CanvasObject
	Least   float32 // width below which it scrolls

	holder *fitted
	wheel  *wheel
}

// barRoom is what the bar takes under the content.
const barRoom float32 = 10

func (w *Wide) init() {
	w.ExtendBaseWidget(w)
	if w.wheel == nil {
		w.holder = &fitted{content: w.Content}
		w.wheel = newWheel(w.holder, container.ScrollHorizontalOnly)
	}
}

// HeightFor returns the height at a width.
func (w *Wide) HeightFor(width float32) float32 {
	if width < w.Least {
		return heightFor(w.Content, w.Least) + barRoom
	}
	return heightFor(w.Content, width)
}

// MinSize is narrow, and as high as the content at the present width.
func (w *Wide) MinSize() fyne.Size {
	w.init()
	width := w.Size().Width
	if width <= 0 {
		width = w.Least
	}
	return fyne.NewSize(min(w.Least, 200), w.HeightFor(width))
}

func (w *Wide) reveal(o fyne.CanvasObject, room float32) {
	w.init()
	x := absolute(o).X - absolute(w.holder).X
	left, width := w.wheel.Offset.X, w.wheel.Size().Width
	switch {
	case x-room < left:
		w.wheel.ScrollToOffset(fyne.NewPos(max(x-room, 0), 0))
	case x+o.Size().Width+room > left+width:
		w.wheel.ScrollToOffset(fyne.NewPos(min(x+o.Size().Width+room-width, max(x-room, 0)), 0))
	}
}

// CreateRenderer belongs to Fyne.
func (w *Wide) CreateRenderer() fyne.WidgetRenderer {
	w.init()
	return paint(painter{
		owner:   w,
		objects: []fyne.CanvasObject{w.wheel},
		min:     w.MinSize,
		arrange: func(s fyne.Size) {
			w.holder.width = max(s.Width, w.Least)
			w.holder.exact = true
			w.wheel.Move(fyne.NewPos(-bleed, -bleed))
			w.wheel.Resize(s.AddWidthHeight(2*bleed, 2*bleed))
			w.wheel.Refresh()
		},
	})
}

// wheel is a scroll container that stands in another: what the wheel turns beyond its own content
// moves the page around it. Fyne gives the wheel to the innermost one alone.
type wheel struct{ container.Scroll }

func newWheel(content fyne.CanvasObject, direction container.ScrollDirection) *wheel {
	w := &wheel{container.Scroll{Content: content, Direction: direction}}
	w.ExtendBaseWidget(w)
	return w
}

// Scrolled takes the turn of the wheel, or hands it on.
func (w *wheel) Scrolled(e *fyne.ScrollEvent) {
	before := w.Offset
	room := w.Content.MinSize().Height - w.Size().Height
	sideways := e.Scrolled.DX != 0 && e.Scrolled.DY == 0
	if sideways || room > 0.5 {
		w.Scroll.Scrolled(e)
	}
	if sideways || w.Offset != before {
		return
	}
	around := scrollsAround(w)
	for i := len(around) - 1; i >= 0; i-- {
		if s, ok := around[i].(*Scroller); ok {
			s.scroll.Scrolled(e)
			return
		}
	}
}
