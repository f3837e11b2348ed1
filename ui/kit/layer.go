package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

// layer is an overlay over the whole canvas with one panel on it: a drop-down, a menu or a dialog.
// Fyne's PopUp does not say when it was dismissed and knows no keys, so kit has its own.
type layer struct {
	widget.BaseWidget

	on        fyne.Canvas
	panel     fyne.CanvasObject
	position  func(canvasSize, panelMin fyne.Size) (fyne.Position, fyne.Size)
	modal     bool                 // a dialog: darkens what lies behind and outlives dialogs below
	onOutside func()               // tap beside the panel; nil ignores it
	onKey     func(*fyne.KeyEvent) // keys that the focused widget passed on
	onClosed  func()

	open       bool
	tips       *tipLayer
	windowKeys func(*fyne.KeyEvent) // handler of what lies below, to be given back
	lastFocus  fyne.Focusable
	placing    bool // while position is asked
}

var (
	_ fyne.Tappable          = (*layer)(nil)
	_ fyne.SecondaryTappable = (*layer)(nil)
	_ desktop.Hoverable      = (*layer)(nil)
)

// show puts the layer on top of its canvas.
func (l *layer) show() {
	l.ExtendBaseWidget(l)
	l.open, l.tips = true, newTipLayer()
	// With nothing focused, keys go to the canvas: they must not reach the page behind.
	l.windowKeys = l.on.OnTypedKey()
	l.on.SetOnTypedKey(l.answerKey)
	hideTip(l.on)
	l.on.Overlays().Add(l)
	l.Resize(l.on.Size())
	l.Refresh()
}

// close takes the layer away. Drop-downs that stand on it go with it; dialogs that were opened
// above it stay. Closing twice does nothing.
func (l *layer) close() {
	if !l.open {
		return
	}
	l.open = false
	hideTip(l.on)
	above := l.above()
	l.on.Overlays().Remove(l) // the stack drops all that is above as well
	heir := l.windowKeys
	for _, u := range above {
		if !u.modal {
			u.open = false
			if u.onClosed != nil {
				u.onClosed()
			}
			continue
		}
		u.windowKeys = heir
		heir = u.answerKey
		u.on.Overlays().Add(u)
		if u.lastFocus != nil {
			u.on.Focus(u.lastFocus)
		}
	}
	l.on.SetOnTypedKey(heir)
	if l.onClosed != nil {
		l.onClosed()
	}
}

// above returns the layers above this one, bottom first, with what had the keyboard in the top.
func (l *layer) above() []*layer {
	var out []*layer
	found := false
	for _, o := range l.on.Overlays().List() {
		if o == fyne.CanvasObject(l) {
			found = true
			continue
		}
		if u, ok := o.(*layer); ok && found {
			out = append(out, u)
		}
	}
	if len(out) > 0 {
		out[len(out)-1].lastFocus = l.on.Focused()
	}
	return out
}

func (l *layer) answerKey(key *fyne.KeyEvent) {
	if l.onKey != nil {
		l.onKey(key)
	}
}

// Tapped answers a tap beside the panel.
func (l *layer) Tapped(*fyne.PointEvent) {
	if l.onOutside != nil {
		l.onOutside()
	}
}

// TappedSecondary answers like Tapped.
func (l *layer) TappedSecondary(e *fyne.PointEvent) { l.Tapped(e) }

// MouseIn keeps hovering from what lies behind.
func (l *layer) MouseIn(*desktop.MouseEvent) {}

// MouseMoved keeps hovering from what lies behind.
func (l *layer) MouseMoved(*desktop.MouseEvent) {}

// MouseOut keeps hovering from what lies behind.
func (l *layer) MouseOut() {}

// CreateRenderer belongs to Fyne.
func (l *layer) CreateRenderer() fyne.WidgetRenderer {
	l.ExtendBaseWidget(l)
	shade := canvas.NewRectangle(color.Transparent)
	return paint(painter{
		owner:   l,
		objects: []fyne.CanvasObject{shade, l.panel, l.tips},
		min:     func() fyne.Size { return l.panel.MinSize() },
		update: func() {
			shade.Hidden = !l.modal
			shade.FillColor = theme.Color(theme.ColorScrim)
			shade.Refresh()
		},
		arrange: func(s fyne.Size) {
			shade.Resize(s)
			l.tips.Resize(s)
			if l.placing { // the anchor is nowhere: whoever looks for it comes by here again
				return
			}
			l.placing = true
			pos, size := l.position(s, l.panel.MinSize())
			l.placing = false
			place(l.panel, pos.X, pos.Y, size.Width, size.Height)
		},
	})
}

// surface is the ground of a floating panel: card colour, border, shadow. It takes the taps that
// fall between its widgets, which would otherwise count as taps beside the panel.
type surface struct {
	widget.BaseWidget
	content fyne.CanvasObject
	inset   float32
}

// Tapped keeps taps from the layer behind.
func (s *surface) Tapped(*fyne.PointEvent) {}

// TappedSecondary keeps taps from the layer behind.
func (s *surface) TappedSecondary(*fyne.PointEvent) {}

// MinSize is that of the content with its inset.
func (s *surface) MinSize() fyne.Size {
	s.ExtendBaseWidget(s)
	return s.content.MinSize().Add(fyne.NewSquareSize(2 * s.inset))
}

// CreateRenderer belongs to Fyne.
func (s *surface) CreateRenderer() fyne.WidgetRenderer {
	s.ExtendBaseWidget(s)
	box := newBox()
	return paint(painter{
		owner:   s,
		objects: []fyne.CanvasObject{box, s.content},
		min:     s.MinSize,
		update: func() {
			box.Shadow = canvas.Shadow{
				Color: theme.Color("shadow"), BlurRadius: 10, Offset: fyne.NewPos(0, 3),
			}
			paintBox(box, theme.ColorCard, theme.ColorLine)
		},
		arrange: func(size fyne.Size) {
			box.Resize(size)
			place(s.content, s.inset, s.inset, size.Width-2*s.inset, size.Height-2*s.inset)
		},
	})
}

// below places a panel under an anchor, or above it where there is more room there.
func below(anchor fyne.CanvasObject, width float32) func(fyne.Size, fyne.Size) (fyne.Position, fyne.Size) {
	return func(all, least fyne.Size) (fyne.Position, fyne.Size) {
		const gap, edge = 2, 4
		at, size := absolute(anchor), least
		size.Width = min(max(size.Width, width), all.Width-2*edge)
		under := all.Height - edge - (at.Y + anchor.Size().Height + gap)
		over := at.Y - gap - edge
		y := at.Y + anchor.Size().Height + gap
		if size.Height > under && over > under {
			size.Height = min(size.Height, over)
			y = at.Y - gap - size.Height
		} else {
			size.Height = min(size.Height, max(under, 0))
		}
		x := max(min(at.X, all.Width-edge-size.Width), edge)
		return fyne.NewPos(x, y), size
	}
}

// atPoint places a panel at a point, moved inwards where it would leave the canvas.
func atPoint(point fyne.Position) func(fyne.Size, fyne.Size) (fyne.Position, fyne.Size) {
	return func(all, least fyne.Size) (fyne.Position, fyne.Size) {
		const edge = 4
		size := fyne.NewSize(min(least.Width, all.Width-2*edge), min(least.Height, all.Height-2*edge))
		return fyne.NewPos(
			max(min(point.X, all.Width-edge-size.Width), edge),
			max(min(point.Y, all.Height-edge-size.Height), edge),
		), size
	}
}
