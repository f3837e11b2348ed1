package kit

import (
	"fyne.io/fyne/v2"

	"crmlab/ui/theme"
)

const (
	fieldWidth float32 = 230 // least width of a form column
	fieldGapX  float32 = 20
	fieldGapY  float32 = 14
)

// fieldGrid lays fields out in as many columns as the width allows, in reading order.
type fieldGrid struct {
	most  int // most columns
	width float32
}

func (g *fieldGrid) columns(width float32) int {
	return min(max(int((width+fieldGapX)/(fieldWidth+fieldGapX)), 1), max(g.most, 1))
}

func (g *fieldGrid) run(objects []fyne.CanvasObject, width float32, put func(o fyne.CanvasObject, x, y, w, h float32)) float32 {
	n := g.columns(width)
	cell := (width - fieldGapX*float32(n-1)) / float32(n)
	col, y, line := 0, float32(0), float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		span := 1
		if b, ok := o.(*fieldBox); ok {
			span = b.field.Span
		}
		if span < 0 || span > n {
			span = n
		}
		span = max(span, 1)
		if col+span > n {
			y += line + fieldGapY
			col, line = 0, 0
		}
		w := cell*float32(span) + fieldGapX*float32(span-1)
		h := heightFor(o, w)
		put(o, float32(col)*(cell+fieldGapX), y, w, h)
		line = max(line, h)
		col += span
	}
	return y + line
}

func (g *fieldGrid) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return g.run(objects, width, func(fyne.CanvasObject, float32, float32, float32, float32) {})
}

func (g *fieldGrid) MinSize(objects []fyne.CanvasObject) fyne.Size {
	width := max(g.width, fieldWidth)
	return fyne.NewSize(fieldWidth-theme.Gap5, g.heightFor(objects, width))
}

func (g *fieldGrid) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	g.width = size.Width
	g.run(objects, size.Width, place)
}
