package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

const (
	cellPad    float32 = 10
	checkWidth float32 = 36 // the column of check boxes
)

// tableRow draws one row of a RowTable and turns the mouse on it into the table's events.
type tableRow struct {
	widget.BaseWidget

	table   *RowTable
	index   int
	summary bool

	hovered bool
	over    int // place of the column under the pointer, or -1

	ground, line *canvas.Rectangle
	ring         *outline
	tick         *tickBox
	cells        []*rowCell
}

// rowCell is what one cell is drawn with. Fields are compared, so that scrolling touches only
// what differs.
type rowCell struct {
	ink   *canvas.Text
	chip  *canvas.Rectangle
	line  *canvas.Rectangle // under a link
	sign  *glyph            // of a row of a tree
	shown Cell
	x, w  float32
	cut   bool // the text did not fit
	ready bool
	dark  bool
}

var (
	_ fyne.Tappable          = (*tableRow)(nil)
	_ fyne.SecondaryTappable = (*tableRow)(nil)
	_ desktop.Hoverable      = (*tableRow)(nil)
	_ desktop.Cursorable     = (*tableRow)(nil)
)

func newTableRow(t *RowTable) *tableRow {
	r := &tableRow{
		table: t, over: -1,
		ground: canvas.NewRectangle(color.Transparent),
		line:   canvas.NewRectangle(color.Transparent),
		ring:   newOutline(),
		tick:   newTickBox(),
	}
	r.ExtendBaseWidget(r)
	return r
}

// MinSize is the fixed height.
func (r *tableRow) MinSize() fyne.Size { return fyne.NewSize(0, theme.RowHeight) }

// CreateRenderer belongs to Fyne.
func (r *tableRow) CreateRenderer() fyne.WidgetRenderer {
	return paint(painter{
		owner: r,
		list: func() []fyne.CanvasObject {
			objects := []fyne.CanvasObject{r.ground}
			for _, c := range r.cells {
				if !c.ready {
					continue
				}
				if c.chip != nil {
					objects = append(objects, c.chip)
				}
				objects = append(objects, c.ink)
				if c.sign != nil {
					objects = append(objects, c.sign.objects()...)
				}
				if c.line != nil {
					objects = append(objects, c.line)
				}
			}
			objects = append(objects, r.tick.objects()...)
			objects = append(objects, r.line)
			return append(objects, r.ring.objects()...)
		},
		min: r.MinSize,
		arrange: func(s fyne.Size) {
			r.ground.Resize(s)
			place(r.line, 0, s.Height-1, s.Width, 1)
			r.ring.place(s)
			r.show()
		},
	})
}

// set makes the row show an index.
func (r *tableRow) set(index int) {
	if r.index != index {
		r.index, r.hovered, r.over = index, false, -1
	}
	r.Refresh()
}

// show takes over data, columns and colours.
func (r *tableRow) show() {
	t := r.table
	count := t.count()
	if !r.summary && r.index >= count {
		return // the data shrank; the next reload takes this row away
	}
	r.showGround()
	r.showTick()
	plan := &t.plan
	for len(r.cells) < len(plan.shown) {
		r.cells = append(r.cells, &rowCell{ink: &canvas.Text{}})
	}
	for _, extra := range r.cells[len(plan.shown):] {
		extra.ready = false
	}
	for k, col := range plan.shown {
		cell := Cell{}
		switch {
		case r.summary && t.Summary != nil && t.count() > 0:
			cell = t.Summary(col)
			cell.Bold = true
		case !r.summary && t.Cell != nil:
			cell = t.Cell(r.index, col)
		}
		r.cells[k].show(r, &t.Columns[col], cell, plan.x[k], plan.w[k], k == r.over)
	}
}

func (r *tableRow) showGround() {
	t := r.table
	name := theme.ColorCard
	selected := !r.summary && r.index == t.selected
	switch {
	case r.summary:
		name = theme.ColorHeader
	case selected:
		name = theme.ColorSelection
	case r.hovered:
		name = theme.ColorHover
	}
	r.ground.FillColor = theme.Color(name)
	r.line.FillColor = theme.Color(theme.ColorLine)
	r.ring.paint(!r.summary && t.focused && r.index == t.cursor())
	r.ground.Refresh()
	r.line.Refresh()
}

func (r *tableRow) showTick() {
	t := r.table
	r.tick.hide(!t.Checks || r.summary)
	if !t.Checks || r.summary {
		return
	}
	state := unticked
	if t.checked[t.key(r.index)] {
		state = ticked
	}
	r.tick.paint(state, r.hovered, false)
	r.tick.move((checkWidth-tickSize)/2+2, (theme.RowHeight-tickSize)/2)
}

// show draws a cell at its place, unless it already looks like that.
func (c *rowCell) show(r *tableRow, col *Column, cell Cell, x, w float32, over bool) {
	isChip := cell.Chip || col.Kind == ChipColumn
	isLink := (cell.Link || col.Kind == LinkColumn) && !cell.Plain && cell.Text != "" && !r.summary
	dark := theme.IsDark()
	if c.line != nil {
		c.line.Hidden = !isLink || !over
	} else if isLink && over {
		c.line = canvas.NewRectangle(color.Transparent)
		c.ready = false
	}
	if c.ready && c.shown == cell && c.x == x && c.w == w && c.dark == dark {
		return
	}
	c.shown, c.x, c.w, c.dark, c.ready = cell, x, w, dark, true

	size, style := theme.Size(theme.SizeText), fyne.TextStyle{Bold: cell.Bold}
	indent := cell.treeIndent()
	ink, room := cell.Tone.ink(), w-2*cellPad-indent
	if isLink {
		ink = theme.ColorBrand
	}
	if isChip {
		size, ink, room = theme.Size(theme.SizeSmall), chipInk(cell.Tone), room-2*chipPad
	}
	text := ellipsis(cell.Text, room, size, style)
	c.cut = text != cell.Text
	c.ink.Text, c.ink.TextSize, c.ink.TextStyle = text, size, style
	c.ink.Color = theme.Color(ink)
	natural := fyne.MeasureText(text, size, style)

	left := x + cellPad + indent
	if isChip {
		left += chipPad
	}
	switch col.align() {
	case fyne.TextAlignTrailing:
		left += room - natural.Width
	case fyne.TextAlignCenter:
		left += (room - natural.Width) / 2
	}
	y := middle(theme.RowHeight, natural.Height)
	place(c.ink, left, y, natural.Width, natural.Height)
	c.ink.Refresh()
	if c.chip == nil && isChip {
		c.chip = &canvas.Rectangle{CornerRadius: theme.ChipCorner}
	}
	if c.chip != nil {
		c.chip.Hidden = !isChip || cell.Text == ""
		c.chip.FillColor = theme.Color(cell.Tone.tint())
		place(c.chip, left-chipPad, (theme.RowHeight-chipHeight)/2, natural.Width+2*chipPad, chipHeight)
		c.chip.Refresh()
	}
	c.showFold(x)
	if c.line != nil {
		c.line.FillColor = theme.Color(ink)
		c.line.Hidden = !isLink || !over
		place(c.line, left, y+natural.Height-3, natural.Width, 1)
		c.line.Refresh()
	}
}

// linkAt says whether the text of a link lies at x, and in which column.
func (r *tableRow) linkAt(x float32) (column int, ok bool) {
	k := r.table.plan.at(x)
	if k < 0 || k >= len(r.cells) || r.summary {
		return 0, false
	}
	col := r.table.plan.shown[k]
	c := r.cells[k]
	isLink := (c.shown.Link || r.table.Columns[col].Kind == LinkColumn) && !c.shown.Plain && c.shown.Text != ""
	at := c.ink.Position().X
	return col, isLink && x >= at-4 && x <= at+c.ink.Size().Width+4
}

// Tapped selects the row, follows a link, ticks the box, or opens on the second of two taps.
func (r *tableRow) Tapped(e *fyne.PointEvent) {
	if r.summary {
		return
	}
	t := r.table
	focus(t)
	if t.Checks && e.Position.X < checkWidth {
		t.toggle(r.index)
		return
	}
	if r.foldAt(e.Position.X) {
		t.fold(r.index, r.table.treeCell(r.index).Fold == Closed)
		return
	}
	if col, ok := r.linkAt(e.Position.X); ok && t.OnLink != nil {
		t.Select(r.index)
		t.OnLink(r.index, t.Columns[col].ID)
		return
	}
	t.tapped(r.index)
}

// TappedSecondary selects the row and opens its menu.
func (r *tableRow) TappedSecondary(e *fyne.PointEvent) {
	if r.summary {
		return
	}
	focus(r.table)
	r.table.Select(r.index)
	r.table.showMenu(r.index, e.AbsolutePosition)
}

// Cursor is a hand over a link.
func (r *tableRow) Cursor() desktop.Cursor {
	if r.over >= 0 {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// MouseIn lights the row.
func (r *tableRow) MouseIn(e *desktop.MouseEvent) {
	r.hovered = !r.summary
	r.MouseMoved(e)
	r.Refresh()
}

// MouseMoved follows the pointer from cell to cell.
func (r *tableRow) MouseMoved(e *desktop.MouseEvent) {
	over := -1
	if _, ok := r.linkAt(e.Position.X); ok {
		over = r.table.plan.at(e.Position.X)
	}
	if over != r.over {
		r.over = over
		r.Refresh()
	}
	r.table.tip(r, e)
}

// MouseOut ends hovering.
func (r *tableRow) MouseOut() {
	r.hovered, r.over = false, -1
	r.table.tipCell = nil
	hideTip(canvasOf(r.table))
	r.Refresh()
}
