package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// heighter is a widget whose height depends on its width, such as a paragraph.
type heighter interface {
	HeightFor(width float32) float32
}

// flowing is a layout with the same property.
type flowing interface {
	heightFor(objects []fyne.CanvasObject, width float32) float32
}

// heightFor returns the height that an object needs at a width.
func heightFor(o fyne.CanvasObject, width float32) float32 {
	if h, ok := o.(heighter); ok {
		return h.HeightFor(width)
	}
	if c, ok := o.(*fyne.Container); ok {
		if f, ok := c.Layout.(flowing); ok {
			return f.heightFor(c.Objects, width)
		}
	}
	return o.MinSize().Height
}

// Stack puts things under each other over the whole width. Fill names the one that takes the
// height that is left. Hidden things take no room.
type Stack struct {
	Gap  float32
	Fill fyne.CanvasObject
}

// Of returns the container.
func (s Stack) Of(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&stackLayout{Stack: s}, objects...)
}

type stackLayout struct {
	Stack
	width float32
}

func (l *stackLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	total, shown := float32(0), 0
	for _, o := range objects {
		if o.Visible() {
			total += heightFor(o, width)
			shown++
		}
	}
	return total + l.Gap*float32(max(shown-1, 0))
}

func (l *stackLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	width := float32(0)
	for _, o := range objects {
		if o.Visible() {
			width = max(width, o.MinSize().Width)
		}
	}
	return fyne.NewSize(width, l.heightFor(objects, max(l.width, width)))
}

func (l *stackLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	spare := size.Height - l.heightFor(objects, size.Width)
	y := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		h := heightFor(o, size.Width)
		if o == l.Fill {
			h += spare
		}
		place(o, 0, y, size.Width, h)
		y += max(h, 0) + l.Gap
	}
}

// Line puts things beside each other, each at its own height in the middle. Fill names the one
// that takes the width that is left.
type Line struct {
	Gap     float32
	Fill    fyne.CanvasObject
	Stretch bool // all things as high as the line
}

// Of returns the container.
func (l Line) Of(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&lineLayout{l}, objects...)
}

type lineLayout struct{ Line }

// widths gives every thing its own width and Fill what is left.
func (l *lineLayout) widths(objects []fyne.CanvasObject, width float32) []float32 {
	out, used, shown := make([]float32, len(objects)), float32(0), 0
	for i, o := range objects {
		if o.Visible() {
			out[i] = o.MinSize().Width
			used += out[i]
			shown++
		}
	}
	used += l.Gap * float32(max(shown-1, 0))
	for i, o := range objects {
		if o == l.Fill && o.Visible() {
			out[i] = max(out[i]+width-used, 0)
		}
	}
	return out
}

func (l *lineLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	height := float32(0)
	widths := l.widths(objects, width)
	for i, o := range objects {
		if o.Visible() {
			height = max(height, heightFor(o, widths[i]))
		}
	}
	return height
}

func (l *lineLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size, shown := fyne.Size{}, 0
	for _, o := range objects {
		if o.Visible() {
			least := o.MinSize()
			size.Width += least.Width
			size.Height = max(size.Height, least.Height)
			shown++
		}
	}
	size.Width += l.Gap * float32(max(shown-1, 0))
	return size
}

func (l *lineLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	x := float32(0)
	widths := l.widths(objects, size.Width)
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		h := size.Height
		if !l.Stretch {
			h = min(heightFor(o, widths[i]), h)
		}
		place(o, x, (size.Height-h)/2, widths[i], h)
		x += widths[i] + l.Gap
	}
}

// Space returns an empty object, to be the Fill between the left and the right of a Line.
func Space() fyne.CanvasObject { return &gap{} }

// Blank returns an empty object of a size.
func Blank(width, height float32) fyne.CanvasObject { return &gap{least: fyne.NewSize(width, height)} }

type gap struct {
	widget.BaseWidget
	least fyne.Size
}

func (g *gap) MinSize() fyne.Size {
	g.ExtendBaseWidget(g)
	return g.least
}

func (g *gap) CreateRenderer() fyne.WidgetRenderer {
	g.ExtendBaseWidget(g)
	return paint(painter{owner: g, min: g.MinSize, arrange: func(fyne.Size) {}})
}

// Flow puts things beside each other and goes on in a new line where the width ends.
type Flow struct {
	Gap float32 // between things and between lines
}

// Of returns the container.
func (f Flow) Of(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&flowLayout{Flow: f}, objects...)
}

type flowLayout struct {
	Flow
	width float32
}

func (l *flowLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return l.run(objects, width, func(fyne.CanvasObject, float32, float32, fyne.Size, float32) {})
}

// run walks the lines and returns their height together.
func (l *flowLayout) run(objects []fyne.CanvasObject, width float32, put func(o fyne.CanvasObject, x, y float32, least fyne.Size, line float32)) float32 {
	y := float32(0)
	for i := 0; i < len(objects); {
		end, used, height := i, float32(0), float32(0)
		for ; end < len(objects); end++ {
			if !objects[end].Visible() {
				continue
			}
			least := objects[end].MinSize()
			if used > 0 && used+l.Gap+least.Width > width+0.5 {
				break
			}
			if used > 0 {
				used += l.Gap
			}
			used += least.Width
			height = max(height, least.Height)
		}
		x := float32(0)
		for _, o := range objects[i:end] {
			if o.Visible() {
				least := o.MinSize()
				put(o, x, y, least, height)
				x += least.Width + l.Gap
			}
		}
		if height > 0 {
			y += height + l.Gap
		}
		i = end
	}
	return max(y-l.Gap, 0)
}

func (l *flowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	width, all := float32(0), float32(0)
	for _, o := range objects {
		if o.Visible() {
			w := o.MinSize().Width
			width = max(width, w)
			all += w + l.Gap
		}
	}
	at := l.width
	if at == 0 {
		at = all
	}
	return fyne.NewSize(width, l.heightFor(objects, at))
}

func (l *flowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.run(objects, size.Width, func(o fyne.CanvasObject, x, y float32, least fyne.Size, line float32) {
		place(o, x, y+(line-least.Height)/2, min(least.Width, size.Width), least.Height)
	})
}

// Tiles puts things of equal width beside each other, as many in a line as fit.
type Tiles struct {
	Gap      float32
	MinWidth float32 // least width of one
	Columns  int     // most in a line; 0 means any number
}

// Of returns the container.
func (t Tiles) Of(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&tilesLayout{Tiles: t}, objects...)
}

type tilesLayout struct {
	Tiles
	width float32
}

func (l *tilesLayout) columns(shown int, width float32) int {
	n := max(int((width+l.Gap)/(max(l.MinWidth, 1)+l.Gap)), 1)
	if l.Columns > 0 {
		n = min(n, l.Columns)
	}
	n = min(n, max(shown, 1))
	// The lines are filled evenly: four things go two and two where only three fit in a line.
	lines := (shown + n - 1) / n
	return (shown + max(lines, 1) - 1) / max(lines, 1)
}

func (l *tilesLayout) run(objects []fyne.CanvasObject, width float32, put func(o fyne.CanvasObject, x, y, w, h float32)) float32 {
	var shown []fyne.CanvasObject
	for _, o := range objects {
		if o.Visible() {
			shown = append(shown, o)
		}
	}
	n := max(l.columns(len(shown), width), 1)
	w := (width - l.Gap*float32(n-1)) / float32(n)
	y := float32(0)
	for i := 0; i < len(shown); i += n {
		line := shown[i:min(i+n, len(shown))]
		h := float32(0)
		for _, o := range line {
			h = max(h, heightFor(o, w))
		}
		for k, o := range line {
			put(o, float32(k)*(w+l.Gap), y, w, h)
		}
		y += h + l.Gap
	}
	return max(y-l.Gap, 0)
}

func (l *tilesLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return l.run(objects, width, func(fyne.CanvasObject, float32, float32, float32, float32) {})
}

func (l *tilesLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	width := l.width
	if width == 0 {
		width = (l.MinWidth + l.Gap) * float32(len(objects))
	}
	least := float32(0) // a line of one may be narrower than where two would stand side by side
	for _, o := range objects {
		if o.Visible() {
			least = max(least, o.MinSize().Width)
		}
	}
	return fyne.NewSize(min(least, l.MinWidth), l.heightFor(objects, width))
}

func (l *tilesLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.run(objects, size.Width, place)
}

// Columns puts things beside each other in shares of the width, each as high as the space.
// Weights has one number a thing; a missing one counts as 1.
type Columns struct {
	Gap     float32
	Weights []float32
	Least   []float32 // widths that columns keep while the whole has room for all of them; may be nil
}

// Of returns the container.
func (c Columns) Of(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&columnsLayout{Columns: c}, objects...)
}

type columnsLayout struct {
	Columns
	width float32
}

func (l *columnsLayout) widths(objects []fyne.CanvasObject, width float32) []float32 {
	out, total := make([]float32, len(objects)), float32(0)
	shown := 0
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		out[i] = 1
		if i < len(l.Weights) {
			out[i] = l.Weights[i]
		}
		total += out[i]
		shown++
	}
	room := width - l.Gap*float32(max(shown-1, 0))
	held := make([]bool, len(out)) // at their least width
	for again := len(l.Least) > 0; again; {
		again = false
		for i, o := range objects {
			if o.Visible() && !held[i] && i < len(l.Least) && out[i]*room/max(total, 0.001) < l.Least[i] && room > l.Least[i] {
				room, total = room-l.Least[i], total-out[i]
				out[i], held[i], again = l.Least[i], true, true
			}
		}
	}
	for i := range out {
		if !held[i] {
			out[i] *= room / max(total, 0.001)
		}
	}
	return out
}

func (l *columnsLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	height := float32(0)
	widths := l.widths(objects, width)
	for i, o := range objects {
		if o.Visible() {
			height = max(height, heightFor(o, widths[i]))
		}
	}
	return height
}

func (l *columnsLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	least := (&lineLayout{Line{Gap: l.Gap}}).MinSize(objects)
	if l.width > 0 {
		least.Height = l.heightFor(objects, l.width)
	}
	return least
}

func (l *columnsLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	x := float32(0)
	widths := l.widths(objects, size.Width)
	for i, o := range objects {
		if o.Visible() {
			place(o, x, 0, widths[i], size.Height)
			x += widths[i] + l.Gap
		}
	}
}
