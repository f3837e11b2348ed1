package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

// beside puts a second part to the right of the first, or under it where the window is too narrow
// for both.
type beside struct {
	widget.BaseWidget
	first, second *Frame
	share         float32        // of the width that the second part takes
	own           func() float32 // width of the second part where it has no share
	least         func() float32 // narrowest useful first part
	gap           float32
}

// leastName is the room that the name of a record has beside its buttons if it needs so much; of a
// longer one the end is cut before the buttons go under it.
const leastName float32 = 460

// RecordHead is the head of a record: name and chips at the left, buttons at the right, or under
// them where the window is too narrow. A name that is too long is cut, the chips are not.
func RecordHead(title *Text, chips, buttons []fyne.CanvasObject) fyne.CanvasObject {
	return headOf(title, chips, buttons, leastName)
}

// headOf is the head of a page. most is how much room the left part may ask for beside the
// buttons; 0: all that it needs. Buttons that do not fit even under it go on in another line.
func headOf(title *Text, chips, buttons []fyne.CanvasObject, most float32) fyne.CanvasObject {
	title.Truncate = true
	after := Line{Gap: theme.Gap2}.Of(chips...)
	name := container.New(nameLayout{}, title, after)
	if len(buttons) == 0 {
		return &Frame{Content: name, Height: theme.ControlHeight}
	}
	least := func() float32 {
		all := nameLayout{}.natural(title) + after.MinSize().Width
		if len(chips) > 0 {
			all += theme.Gap2
		}
		if most > 0 {
			return min(all, most)
		}
		return all
	}
	return &beside{first: &Frame{Content: name, Height: theme.ControlHeight},
		second: &Frame{Content: Flow{Gap: theme.Gap2}.Of(buttons...)}, own: ownWidth(buttons), least: least, gap: theme.Gap2}
}

// ownWidth is the width of things side by side.
func ownWidth(things []fyne.CanvasObject) func() float32 {
	line := Line{Gap: theme.Gap2}.Of(things...)
	return func() float32 { return line.MinSize().Width }
}

// Aside puts a card beside the main one, or under it where the window is too narrow.
func Aside(main, aside fyne.CanvasObject) fyne.CanvasObject {
	return &beside{first: &Frame{Content: main}, second: &Frame{Content: aside}, share: 0.31, least: func() float32 { return 400 }, gap: 10}
}

// secondWidth is the width of the second part beside the first; 0 where it goes under it.
func (b *beside) secondWidth(width float32) float32 {
	w := width * b.share
	if b.own != nil {
		w = max(b.own(), 1) // nothing stands beside, too, and takes no line of its own
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
	if w == 0 {
		h := b.first.HeightFor(s.Width)
		place(b.first, 0, 0, s.Width, h)
		place(b.second, 0, h+b.gap, s.Width, b.second.HeightFor(s.Width))
		return
	}
	place(b.first, 0, 0, s.Width-w-b.gap, s.Height)
	place(b.second, s.Width-w, 0, w, s.Height)
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
func (nameLayout) natural(name fyne.CanvasObject) float32 { return nameWidth(name, theme.SizeTitle) }

func nameWidth(name fyne.CanvasObject, size fyne.ThemeSizeName) float32 {
	return fyne.MeasureText(name.(*Text).Text, theme.Size(size), fyne.TextStyle{Bold: true}).Width + 1
}

// MinSize leaves the width to the window.
func (l nameLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(120, theme.ControlHeight)
}

// Layout places name and chips, in this order.
func (l nameLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	name, chips := objects[0], objects[1]
	c, title := chips.MinSize(), name.(*Text)
	room := s.Width
	if c.Width > 0 {
		room -= c.Width + theme.Gap2
	}
	// A name too long for the line is written smaller before it is cut.
	size := theme.SizeTitle
	if l.natural(name) > room {
		size = fynetheme.SizeNameSubHeadingText
	}
	if title.TextSize != size {
		title.TextSize = size
		title.Refresh()
	}
	h, w := name.MinSize().Height, min(nameWidth(name, size), room)
	place(name, 0, (s.Height-h)/2, w, h)
	place(chips, w+theme.Gap2, (s.Height-c.Height)/2, c.Width, c.Height)
}
