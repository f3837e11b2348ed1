package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

// Matrix is a table of ticks: what each row may do, by column. A tap on a row's or a column's
// title ticks all of it, or none where all are. It is one stop in the order of Tab.
//
// Keys: the arrows move, Space ticks; Home and End go to the ends of a row.
type Matrix struct {
	widget.BaseWidget

	Columns   []string
	Rows      []MatrixRow
	Single    bool // exactly one tick a row, as among options
	ReadOnly  bool
	OnChanged func()

	row, column int // where the keyboard stands
	focused     bool
	titles      []*canvas.Text // of columns, then of rows
	ticks       []*tickBox     // row by row
	stripes     []*canvas.Rectangle
	head        *canvas.Rectangle
	ring        *outline
}

// MatrixRow is one row of a Matrix.
type MatrixRow struct {
	Title string
	On    []bool // beside Columns
}

var (
	_ fyne.Focusable     = (*Matrix)(nil)
	_ fyne.Tappable      = (*Matrix)(nil)
	_ desktop.Cursorable = (*Matrix)(nil)
)

const (
	matrixTitle float32 = 168 // width of the rows' titles
	matrixCell  float32 = 62
	matrixRow   float32 = 32
)

// SetRows shows other rows, with the keyboard at the first.
func (m *Matrix) SetRows(rows []MatrixRow) {
	m.Rows, m.row, m.column = rows, 0, 0
	m.titles = nil
	m.Refresh()
}

// MinSize holds all rows.
func (m *Matrix) MinSize() fyne.Size {
	m.ExtendBaseWidget(m)
	return fyne.NewSize(matrixTitle+float32(len(m.Columns))*m.cell(), float32(len(m.Rows)+1)*matrixRow)
}

// cell is the width of a column; few columns with long titles get more.
func (m *Matrix) cell() float32 {
	w := matrixCell
	for _, c := range m.Columns {
		w = max(w, fyne.MeasureText(c, theme.Size(theme.SizeSmall), fyne.TextStyle{}).Width+24)
	}
	return w
}

func (m *Matrix) build() {
	if m.titles != nil && len(m.ticks) == len(m.Rows)*len(m.Columns) {
		return
	}
	m.titles, m.ticks, m.stripes = []*canvas.Text{}, nil, nil
	m.head, m.ring = canvas.NewRectangle(color.Transparent), newOutline()
	for range len(m.Columns) + len(m.Rows) {
		m.titles = append(m.titles, &canvas.Text{})
	}
	for range m.Rows {
		m.stripes = append(m.stripes, canvas.NewRectangle(color.Transparent))
		for range m.Columns {
			m.ticks = append(m.ticks, newTickBox())
		}
	}
}

// CreateRenderer belongs to Fyne.
func (m *Matrix) CreateRenderer() fyne.WidgetRenderer {
	m.ExtendBaseWidget(m)
	return paint(painter{
		owner: m,
		list: func() []fyne.CanvasObject {
			m.build()
			objects := []fyne.CanvasObject{m.head}
			for _, s := range m.stripes {
				objects = append(objects, s)
			}
			for _, t := range m.titles {
				objects = append(objects, t)
			}
			for _, t := range m.ticks {
				objects = append(objects, t.objects()...)
			}
			return append(objects, m.ring.objects()...)
		},
		min:    m.MinSize,
		update: m.build,
		arrange: func(s fyne.Size) {
			m.build()
			m.arrange(s)
		},
	})
}

func (m *Matrix) arrange(s fyne.Size) {
	w := m.cell()
	m.head.FillColor = theme.Color(theme.ColorHeader)
	place(m.head, 0, 0, s.Width, matrixRow)
	for j, title := range m.Columns {
		t := m.titles[j]
		t.Text, t.TextSize, t.Color = title, theme.Size(theme.SizeSmall), theme.Color(theme.ColorTextSecond)
		natural := t.MinSize()
		place(t, matrixTitle+float32(j)*w+(w-natural.Width)/2, middle(matrixRow, natural.Height), natural.Width, natural.Height)
		t.Refresh()
	}
	for i := range m.Rows {
		y := float32(i+1) * matrixRow
		t := m.titles[len(m.Columns)+i]
		size := theme.Size(theme.SizeText)
		t.Text, t.TextSize, t.Color = ellipsis(m.Rows[i].Title, matrixTitle-16, size, fyne.TextStyle{}), size, theme.Color(theme.ColorText)
		place(t, 10, y+middle(matrixRow, t.MinSize().Height), matrixTitle-16, t.MinSize().Height)
		t.Refresh()
		m.stripes[i].FillColor = theme.Color(theme.ColorLine)
		place(m.stripes[i], 0, y+matrixRow-1, s.Width, 1)
		for j := range m.Columns {
			state := unticked
			if m.Rows[i].On[j] {
				state = ticked
			}
			tick := m.ticks[i*len(m.Columns)+j]
			tick.paint(state, false, m.ReadOnly)
			tick.move(matrixTitle+float32(j)*w+(w-tickSize)/2, y+(matrixRow-tickSize)/2)
		}
	}
	m.ring.paint(m.focused && len(m.Rows) > 0)
	m.ring[0].Refresh()
	m.placeRing(w)
}

// placeRing draws the ring around the cell that the keyboard stands on.
func (m *Matrix) placeRing(w float32) {
	x, y := matrixTitle+float32(m.column)*w, float32(m.row+1)*matrixRow
	place(m.ring[0], x, y, w, 2)
	place(m.ring[1], x, y+matrixRow-2, w, 2)
	place(m.ring[2], x, y, 2, matrixRow)
	place(m.ring[3], x+w-2, y, 2, matrixRow)
}

// Tapped ticks a cell, or all cells of the row or column whose title was tapped.
func (m *Matrix) Tapped(e *fyne.PointEvent) {
	if len(m.Rows) == 0 {
		return
	}
	focus(m)
	i, j := int(e.Position.Y/matrixRow)-1, -1
	if e.Position.X >= matrixTitle {
		j = int((e.Position.X - matrixTitle) / m.cell())
	}
	switch {
	case i >= len(m.Rows) || j >= len(m.Columns):
		return
	case i >= 0 && j >= 0:
		m.row, m.column = i, j
		m.Toggle(i, j)
	case m.Single && i >= 0, m.ReadOnly:
	case i >= 0:
		var cells [][2]int
		for j := range m.Columns {
			cells = append(cells, [2]int{i, j})
		}
		m.set(cells)
	case j >= 0 && m.Single:
		for i := range m.Rows {
			m.choose(i, j)
		}
		m.tell()
	case j >= 0:
		var cells [][2]int
		for i := range m.Rows {
			cells = append(cells, [2]int{i, j})
		}
		m.set(cells)
	}
}

// set ticks all cells, or none where all are ticked already.
func (m *Matrix) set(cells [][2]int) {
	on := false
	for _, c := range cells {
		on = on || !m.Rows[c[0]].On[c[1]]
	}
	for _, c := range cells {
		m.Rows[c[0]].On[c[1]] = on
	}
	m.tell()
}

// Toggle ticks a cell, or takes the tick away, as a tap does.
func (m *Matrix) Toggle(i, j int) {
	if m.ReadOnly {
		m.Refresh()
		return
	}
	if m.Single {
		m.choose(i, j)
	} else {
		m.Rows[i].On[j] = !m.Rows[i].On[j]
	}
	m.tell()
}

func (m *Matrix) choose(i, j int) {
	for k := range m.Rows[i].On {
		m.Rows[i].On[k] = k == j
	}
}

func (m *Matrix) tell() {
	m.Refresh()
	if m.OnChanged != nil {
		m.OnChanged()
	}
}

// Cursor is a hand where a tap ticks.
func (m *Matrix) Cursor() desktop.Cursor {
	if m.ReadOnly {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// FocusGained shows the ring.
func (m *Matrix) FocusGained() { m.focused = true; m.Refresh() }

// FocusLost hides the ring.
func (m *Matrix) FocusLost() { m.focused = false; m.Refresh() }

// TypedRune belongs to Focusable.
func (m *Matrix) TypedRune(rune) {}

// TypedKey moves and ticks.
func (m *Matrix) TypedKey(key *fyne.KeyEvent) {
	rows, columns := len(m.Rows), len(m.Columns)
	if rows == 0 {
		pass(m, key)
		return
	}
	switch key.Name {
	case fyne.KeyUp:
		m.row = max(m.row-1, 0)
	case fyne.KeyDown:
		m.row = min(m.row+1, rows-1)
	case fyne.KeyLeft:
		m.column = max(m.column-1, 0)
	case fyne.KeyRight:
		m.column = min(m.column+1, columns-1)
	case fyne.KeyHome:
		m.column = 0
	case fyne.KeyEnd:
		m.column = columns - 1
	case fyne.KeySpace:
		m.Toggle(m.row, m.column)
		return
	default:
		pass(m, key)
		return
	}
	m.Refresh()
}
