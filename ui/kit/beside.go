package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

// beside puts a second part to the right of the first, or under it where the window is too narrow
// for both.
type beside struct {
	widget.BaseWidget
	first, second *Frame
	share         float32        // of the width that the second part takes; 0 gives it its own
	least         func() float32 // narrowest useful first part
	gap           float32
}

// leastName is the room that the name of a record must have beside its buttons; a longer one is
// cut.
const leastName = 200

// RecordHead is the head of a record: name and chips at the left, buttons at the right, or under
// them where the window is too narrow. A name that is too long is cut, the chips are not.
func RecordHead(title *Text, chips, buttons []fyne.CanvasObject) fyne.CanvasObject {
	title.Truncate = true
	return headOf(title, chips, buttons, leastName)
}

// headOf is the head of a page. room is how much room the left part must have beside the
// buttons; 0: all that it needs.
func headOf(title *Text, chips, buttons []fyne.CanvasObject, room float32) *beside {
	if len(buttons) == 0 { // nothing would take a line of its own
		buttons = []fyne.CanvasObject{Blank(1, 1)}
	}
	after := Line{Gap: theme.Gap2}.Of(chips...)
	name := container.New(nameLayout{}, title, after)
	least := func() float32 {
		if room > 0 {
			return room
		}
		return nameLayout{}.natural(title) + theme.Gap2 + after.MinSize().Width
	}
	return &beside{first: &Frame{Content: name, Height: theme.ControlHeight},
		second: &Frame{Content: Line{Gap: theme.Gap2}.Of(buttons...), Height: theme.ControlHeight}, least: least, gap: theme.Gap2}
}

// Aside puts a card beside the main one, or under it where the window is too narrow.
func Aside(main, aside fyne.CanvasObject) fyne.CanvasObject {
	return &beside{first: &Frame{Content: main}, second: &Frame{Content: aside}, share: 0.31, least: func() float32 { return 400 }, gap: 10}
}

// secondWidth is the width of the second part beside the first; 0 where it goes under it.
func (b *beside) secondWidth(width float32) float32 {
	w := b.second.MinSize().Width
	if b.share > 0 {
		w = width * b.share
	}
	if width-w-b.gap < b.least() {
		return 0
	}
	return w
}

// HeightFor returns the height at a width.
func (b *beside) HeightFor(width float32) float32 {
	w := b.secondWidth(width)
	if w == 0 {
		return b.first.HeightFor(width) + b.gap + b.second.HeightFor(width)
	}
	return max(b.first.HeightFor(width-w-b.gap), b.second.HeightFor(w))
}

// MinSize is narrow, and as high as the parts are at the present width.
func (b *beside) MinSize() fyne.Size {
	b.ExtendBaseWidget(b)
	return fyne.NewSize(200, b.HeightFor(max(b.Size().Width, 200)))
}

// Inside are the two parts, for whoever looks for a control.
func (b *beside) Inside() []fyne.CanvasObject { return []fyne.CanvasObject{b.first, b.second} }

// CreateRenderer belongs to Fyne.
func (b *beside) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	return &besideRenderer{b}
}

type besideRenderer struct{ b *beside }

func (r *besideRenderer) Layout(s fyne.Size) {
	b := r.b
	w := b.secondWidth(s.Width)
	b.first.Move(fyne.NewPos(0, 0))
	if w == 0 {
		h := b.first.HeightFor(s.Width)
		b.first.Resize(fyne.NewSize(s.Width, h))
		b.second.Move(fyne.NewPos(0, h+b.gap))
		b.second.Resize(fyne.NewSize(s.Width, b.second.HeightFor(s.Width)))
		return
	}
	b.first.Resize(fyne.NewSize(s.Width-w-b.gap, s.Height))
	b.second.Move(fyne.NewPos(s.Width-w, 0))
	b.second.Resize(fyne.NewSize(w, s.Height))
}

func (r *besideRenderer) MinSize() fyne.Size { return r.b.MinSize() }
func (r *besideRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.b.first, r.b.second}
}
func (r *besideRenderer) Refresh() { r.Layout(r.b.Size()); r.b.first.Refresh(); r.b.second.Refresh() }
func (r *besideRenderer) Destroy() {}

// nameLayout puts chips right after a name.
type nameLayout struct{}

// natural is the width of the whole name.
func (nameLayout) natural(name fyne.CanvasObject) float32 {
	return fyne.MeasureText(name.(*Text).Text, theme.Size(theme.SizeTitle), fyne.TextStyle{Bold: true}).Width + 1
}

// MinSize leaves the width to the window.
func (l nameLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(120, theme.ControlHeight)
}

// Layout places name and chips, in this order.
func (l nameLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	name, chips := objects[0], objects[1]
	c, h := chips.MinSize(), name.MinSize().Height
	w := min(l.natural(name), s.Width-c.Width-theme.Gap2)
	place(name, 0, (s.Height-h)/2, w, h)
	place(chips, w+theme.Gap2, (s.Height-c.Height)/2, c.Width, c.Height)
}
