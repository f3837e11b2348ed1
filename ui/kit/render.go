package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"crmlab/ui/theme"
)

// painter is the one widget renderer of this package: a widget gives it its objects and three
// functions instead of declaring a renderer type of its own.
type painter struct {
	owner   fyne.Widget
	objects []fyne.CanvasObject
	arrange func(fyne.Size)            // place the objects
	min     func() fyne.Size           // smallest useful size
	update  func()                     // take over fields and colours; nil when nothing changes
	destroy func()                     // stop what runs; nil when nothing does
	list    func() []fyne.CanvasObject // objects that change over time; nil uses objects
	forget  func()
}

// paint finishes a renderer. It updates and places once, because Fyne does neither for a widget
// that was sized before it was first asked to draw.
func paint(p painter) fyne.WidgetRenderer {
	r := &p
	if r.update != nil {
		r.update()
	}
	if size := r.owner.Size(); !size.IsZero() {
		r.arrange(size)
	}
	r.forget = Drawn(r.owner, r.Objects)
	return r
}

func (p *painter) Layout(size fyne.Size) { p.arrange(size) }
func (p *painter) MinSize() fyne.Size    { return p.min() }

func (p *painter) Objects() []fyne.CanvasObject {
	if p.list != nil {
		return p.list()
	}
	return p.objects
}

func (p *painter) Refresh() {
	if p.update != nil {
		p.update()
	}
	p.arrange(p.owner.Size())
	canvas.Refresh(p.owner)
}

func (p *painter) Destroy() {
	p.forget()
	if p.destroy != nil {
		p.destroy()
	}
}

// newBox returns a rounded rectangle; its colours are set by the widget's update.
func newBox() *canvas.Rectangle {
	return &canvas.Rectangle{CornerRadius: theme.Corner}
}

// paintBox gives a rectangle its ground and border colours. An empty name means none.
func paintBox(r *canvas.Rectangle, fill, stroke fyne.ThemeColorName) {
	r.FillColor, r.StrokeColor, r.StrokeWidth = color.Transparent, color.Transparent, 0
	if fill != "" {
		r.FillColor = theme.Color(fill)
	}
	if stroke != "" {
		r.StrokeColor, r.StrokeWidth = theme.Color(stroke), 1
	}
	r.Refresh()
}

// place sets the position and size of an object. A widget made as a struct literal learns who it
// is when it is first asked for its least size; before that Fyne would not draw it, and a search
// for a widget to focus would not find what stands in it.
func place(o fyne.CanvasObject, x, y, w, h float32) {
	if _, ok := o.(fyne.Widget); ok && o.Size().IsZero() {
		o.MinSize()
	}
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(max(w, 0), max(h, 0)))
}

// placeMiddle places a text at its own height in the vertical middle of a strip.
func placeMiddle(o fyne.CanvasObject, x, w, height float32) {
	h := o.MinSize().Height
	place(o, x, middle(height, h), w, h)
}

// middle is the top of a line of text that shall look centred: the font's room above the
// characters is larger than the room below, so the line goes up a little.
func middle(height, line float32) float32 { return (height-line)/2 - 1 }

// canvasOf returns the canvas that shows an object, or nil while it is not shown.
func canvasOf(o fyne.CanvasObject) fyne.Canvas {
	return fyne.CurrentApp().Driver().CanvasForObject(o)
}

// absolute returns the position of an object on its canvas.
func absolute(o fyne.CanvasObject) fyne.Position {
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
}

// focus moves the keyboard to a widget of the window. Fyne learns which canvas an object stands on
// when it first draws it, so that for one just put there the only window is asked.
func focus(w fyne.Focusable) {
	o, ok := w.(fyne.CanvasObject)
	if !ok {
		return
	}
	on := canvasOf(o)
	if on == nil {
		windows := fyne.CurrentApp().Driver().AllWindows()
		if len(windows) != 1 {
			return
		}
		on = windows[0].Canvas()
	}
	on.Focus(w)
}

// shiftHeld says whether a shift key is down. Test drivers know no modifiers.
func shiftHeld() bool {
	d, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
}
