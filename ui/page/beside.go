package page

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/kit"
	"crmlab/ui/theme"
)

// beside puts a second part to the right of the first, or under it where the window is too narrow
// for both.
type beside struct {
	widget.BaseWidget
	first, second *kit.Frame
	share         float32 // of the width that the second part takes; 0 gives it its own
	least         float32 // narrowest useful first part
	gap           float32
}

// headOf is the head of a record: name and chips at the left, buttons at the right.
func headOf(title *kit.Text, chips, buttons []fyne.CanvasObject) fyne.CanvasObject {
	title.Truncate = true
	natural := fyne.MeasureText(title.Text, theme.Size(theme.SizeTitle), fyne.TextStyle{Bold: true}).Width
	name := container.New(nameLayout{natural}, title, kit.Line{Gap: theme.Gap2}.Of(chips...))
	return &beside{first: &kit.Frame{Content: name, Height: theme.ControlHeight},
		second: &kit.Frame{Content: kit.Line{Gap: theme.Gap2}.Of(buttons...), Height: theme.ControlHeight}, least: 200, gap: theme.Gap2}
}

// factsBeside puts a card beside the facts.
func factsBeside(facts, aside fyne.CanvasObject) fyne.CanvasObject {
	return &beside{first: &kit.Frame{Content: facts}, second: &kit.Frame{Content: aside}, share: 0.31, least: 400, gap: 10}
}

// secondWidth is the width of the second part beside the first; 0 where it goes under it.
func (b *beside) secondWidth(width float32) float32 {
	w := b.second.MinSize().Width
	if b.share > 0 {
		w = width * b.share
	}
	if width-w-b.gap < b.least {
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

// nameLayout puts chips right after a name. A name that is too long is cut, the chips are not.
type nameLayout struct{ natural float32 } // width of the whole name

// MinSize leaves the width to the window.
func (l nameLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(120, theme.ControlHeight)
}

// Layout places name and chips, in this order.
func (l nameLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	name, chips := objects[0], objects[1]
	c, h := chips.MinSize(), name.MinSize().Height
	w := min(l.natural+1, s.Width-c.Width-theme.Gap2)
	name.Move(fyne.NewPos(0, (s.Height-h)/2))
	name.Resize(fyne.NewSize(w, h))
	chips.Move(fyne.NewPos(w+theme.Gap2, (s.Height-c.Height)/2))
	chips.Resize(c)
}
