package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

const headerHeight float32 = 33

// rowHeader is the head of a RowTable: titles, sort arrows, the box that ticks all rows, and the
// edges that size the columns.
type rowHeader struct {
	widget.BaseWidget
	table *RowTable

	over     int // place of the column under the pointer, or -1
	edge     int // place of the column whose right edge is under the pointer or dragged, or -1
	dragging bool

	ground, line *canvas.Rectangle
	titles       []*canvas.Text
	edges        []*canvas.Rectangle
	tick         *tickBox
}

var (
	_ fyne.Tappable      = (*rowHeader)(nil)
	_ fyne.Draggable     = (*rowHeader)(nil)
	_ desktop.Hoverable  = (*rowHeader)(nil)
	_ desktop.Cursorable = (*rowHeader)(nil)
)

func newRowHeader(t *RowTable) *rowHeader {
	h := &rowHeader{
		table: t, over: -1, edge: -1, tick: newTickBox(),
		ground: canvas.NewRectangle(color.Transparent), line: canvas.NewRectangle(color.Transparent),
	}
	h.ExtendBaseWidget(h)
	return h
}

// MinSize is as wide as the columns.
func (h *rowHeader) MinSize() fyne.Size {
	return fyne.NewSize(h.table.plan.total, headerHeight)
}

// CreateRenderer belongs to Fyne.
func (h *rowHeader) CreateRenderer() fyne.WidgetRenderer {
	return paint(painter{
		owner: h,
		list: func() []fyne.CanvasObject {
			objects := []fyne.CanvasObject{h.ground, h.line}
			for i := range h.titles {
				objects = append(objects, h.titles[i], h.edges[i])
			}
			return append(objects, h.tick.objects()...)
		},
		min:     h.MinSize,
		arrange: h.arrange,
	})
}

func (h *rowHeader) arrange(s fyne.Size) {
	t := h.table
	h.ground.FillColor, h.line.FillColor = theme.Color(theme.ColorHeader), theme.Color(theme.ColorLine)
	h.ground.Resize(s)
	place(h.line, 0, s.Height-1, s.Width, 1)
	h.ground.Refresh()
	h.line.Refresh()

	n := len(t.plan.shown)
	for len(h.titles) < n {
		h.titles = append(h.titles, &canvas.Text{})
		h.edges = append(h.edges, canvas.NewRectangle(color.Transparent))
	}
	h.titles, h.edges = h.titles[:n], h.edges[:n]
	size := theme.Size(theme.SizeSmall)
	for k, i := range t.plan.shown {
		col, ink := &t.Columns[i], h.titles[k]
		arrow := ""
		name := theme.ColorTextSecond
		if t.Sort.Column == col.ID && t.Sort.Order != Unsorted {
			arrow = map[SortOrder]string{Ascending: " ↑", Descending: " ↓"}[t.Sort.Order]
			name = theme.ColorBrand
		} else if col.Sortable && h.over == k && h.edge < 0 {
			name = theme.ColorText
		}
		room := t.plan.w[k] - 2*cellPad
		arrowWidth := fyne.MeasureText(arrow, size, fyne.TextStyle{}).Width
		ink.Text = ellipsis(col.Title, room-arrowWidth, size, fyne.TextStyle{}) + arrow
		ink.TextSize, ink.Alignment, ink.Color = size, col.align(), theme.Color(name)
		height := ink.MinSize().Height
		place(ink, t.plan.x[k]+cellPad, middle(s.Height, height), room, height)
		ink.Refresh()

		edge := h.edges[k]
		edge.Hidden = h.over < 0 && !h.dragging
		edge.FillColor = theme.Color(theme.ColorLine)
		width := float32(1)
		if k == h.edge {
			edge.FillColor, width = theme.Color(theme.ColorBrand), 2
		}
		place(edge, t.plan.x[k]+t.plan.w[k]-width, 8, width, s.Height-16)
		edge.Refresh()
	}
	h.tick.hide(!t.Checks)
	if t.Checks {
		h.tick.paint(t.allChecked(), h.over == -2, false)
		h.tick.move((checkWidth-tickSize)/2+2, (s.Height-tickSize)/2)
	}
}

// Tapped sorts by the column under the pointer: up, down, as it was.
func (h *rowHeader) Tapped(e *fyne.PointEvent) {
	t := h.table
	if t.Checks && e.Position.X < checkWidth {
		t.CheckAll(t.allChecked() != ticked)
		return
	}
	k := t.plan.at(e.Position.X)
	if k < 0 || h.edgeAt(e.Position.X) >= 0 {
		return
	}
	t.sortBy(t.plan.shown[k])
}

// edgeAt returns the column whose right edge lies at x, or -1.
func (h *rowHeader) edgeAt(x float32) int {
	const reach = 4
	p := &h.table.plan
	for k := range p.shown {
		right := p.x[k] + p.w[k]
		if x > right-reach && x < right+reach {
			return k
		}
	}
	return -1
}

// Dragged sizes the column whose edge was taken.
func (h *rowHeader) Dragged(e *fyne.DragEvent) {
	if !h.dragging {
		h.edge = h.edgeAt(e.Position.X - e.Dragged.DX)
		h.dragging = h.edge >= 0
	}
	if !h.dragging || h.edge >= len(h.table.plan.shown) {
		return
	}
	h.table.resizeColumn(h.edge, h.table.plan.w[h.edge]+e.Dragged.DX)
}

// DragEnd tells the page the new width, so that it can be kept.
func (h *rowHeader) DragEnd() {
	t := h.table
	if h.dragging && h.edge < len(t.plan.shown) && t.OnResized != nil {
		t.OnResized(t.Columns[t.plan.shown[h.edge]].ID, t.plan.w[h.edge])
	}
	h.dragging, h.edge = false, -1
	h.Refresh()
}

// Cursor shows what a press would do.
func (h *rowHeader) Cursor() desktop.Cursor {
	switch {
	case h.edge >= 0:
		return desktop.HResizeCursor
	case h.over >= 0 && h.over < len(h.table.plan.shown) && h.table.Columns[h.table.plan.shown[h.over]].Sortable:
		return desktop.PointerCursor
	default:
		return desktop.DefaultCursor
	}
}

// MouseIn shows the edges of the columns.
func (h *rowHeader) MouseIn(e *desktop.MouseEvent) { h.MouseMoved(e) }

// MouseMoved follows the pointer.
func (h *rowHeader) MouseMoved(e *desktop.MouseEvent) {
	if h.dragging {
		return
	}
	over, edge := h.table.plan.at(e.Position.X), h.edgeAt(e.Position.X)
	if h.table.Checks && e.Position.X < checkWidth {
		over = -2
	}
	if over != h.over || edge != h.edge {
		h.over, h.edge = over, edge
		h.Refresh()
	}
}

// MouseOut hides the edges.
func (h *rowHeader) MouseOut() {
	h.over = -1
	if !h.dragging {
		h.edge = -1
	}
	h.Refresh()
}
