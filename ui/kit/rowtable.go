package kit

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

// RowTable is the table of every list: rows of one height under a head that sorts and sizes
// columns. It asks for cells as they come into view, so any number of rows costs the same. It
// selects rows, not cells, and is one stop in the order of Tab.
//
// Keys: Up, Down, PgUp, PgDn, Home, End move; Enter opens; Space ticks; the menu key opens the
// row menu. PgDn on the last row and PgUp on the first call OnTurn. In a tree, whose cells have a
// Fold, Right opens a row and Left closes it or goes to the row above it.
type RowTable struct {
	widget.BaseWidget

	Columns []Column
	Count   func() int
	Cell    func(row, column int) Cell // column is an index into Columns
	Key     func(row int) string       // identity of a row, to keep selection and ticks over a reload
	Sort    Sort                       // what the head shows
	Checks  bool                       // a leading column of check boxes
	Summary func(column int) Cell      // a bold row after the last one, asked where there are rows; nil means none
	Empty   EmptyState                 // what stands there without rows
	Fit     bool                       // as high as its rows, for tables inside a page that scrolls
	MinRows int                        // with Fit: least number of rows of room; otherwise least height

	OnSelect  func(row int)
	OnOpen    func(row int)                // double tap or Enter
	OnLink    func(row int, column string) // tap on a link
	OnMenu    func(row int) []MenuItem     // right tap; nil means no menu
	OnSort    func(Sort)                   // the page sorts and calls Reload
	OnChecks  func()                       // ticks have changed
	OnResized func(column string, width float32)
	OnTurn    func(pages int)          // +1 or -1: the user moves beyond the rows shown
	OnFold    func(row int, open bool) // of a tree: the page hides or shows what is below, and calls Reload

	header   *rowHeader
	clip     *container.Clip
	rows     *virtualRows
	summary  *tableRow
	foot     *container.Clip
	plan     columnPlan
	sized    map[string]float32
	checked  map[string]bool
	selected int // -1 means none
	selKey   string
	focused  bool
	lastTap  time.Time
	lastRow  int
	tipCell  *rowCell
}

var (
	_ fyne.Focusable    = (*RowTable)(nil)
	_ fyne.Shortcutable = (*RowTable)(nil)
)

func (t *RowTable) init() {
	t.ExtendBaseWidget(t)
	if t.rows != nil {
		return
	}
	t.selected, t.lastRow = -1, -1
	t.checked = map[string]bool{}
	if t.sized == nil {
		t.sized = map[string]float32{}
	}
	t.header = newRowHeader(t)
	t.clip = container.NewClip(t.header)
	t.summary = newTableRow(t)
	t.summary.summary = true
	t.foot = container.NewClip(t.summary)
	t.rows = newVirtualRows(&virtualRows{
		rowHeight: theme.RowHeight,
		count:     t.count,
		create:    func() fyne.CanvasObject { return newTableRow(t) },
		fill:      func(i int, o fyne.CanvasObject) { o.(*tableRow).set(i) },
		onScroll:  t.follow,
	})
}

func (t *RowTable) count() int {
	if t.Count == nil {
		return 0
	}
	return t.Count()
}

func (t *RowTable) key(row int) string {
	if t.Key != nil {
		return t.Key(row)
	}
	return strconv.Itoa(row)
}

// MinSize shows a few rows, or all of them with Fit.
func (t *RowTable) MinSize() fyne.Size {
	t.init()
	rows := max(t.MinRows, 3)
	if t.Fit {
		rows = max(t.count(), t.MinRows, 1)
	}
	height := headerHeight + float32(rows)*theme.RowHeight
	if t.Summary != nil {
		height += theme.RowHeight
	}
	if t.Fit && t.count() == 0 {
		height = max(height, headerHeight+t.Empty.MinSize().Height)
	}
	return fyne.NewSize(200, height)
}

// CreateRenderer belongs to Fyne.
func (t *RowTable) CreateRenderer() fyne.WidgetRenderer {
	t.init()
	return paint(painter{
		owner:   t,
		objects: []fyne.CanvasObject{t.clip, t.rows.scroll, t.foot, &t.Empty},
		min:     t.MinSize,
		update: func() {
			t.Empty.Refresh()
		},
		arrange: t.arrange,
	})
}

func (t *RowTable) lead() float32 {
	if t.Checks {
		return checkWidth
	}
	return 0
}

func (t *RowTable) arrange(s fyne.Size) {
	t.plan = planColumns(t.Columns, t.sized, t.lead(), s.Width)
	body := s.Height - headerHeight
	foot := float32(0)
	t.foot.Hidden = t.Summary == nil || t.count() == 0
	if !t.foot.Hidden {
		foot = theme.RowHeight
	}
	t.Empty.Hidden = t.count() > 0
	place(t.clip, 0, 0, s.Width, headerHeight)
	t.rows.scroll.Move(fyne.NewPos(0, headerHeight))
	t.rows.resize(fyne.NewSize(s.Width, max(body-foot, 0)), t.plan.total)
	place(&t.Empty, 0, headerHeight, s.Width, body)
	under := min(float32(t.count())*theme.RowHeight, max(body-foot, 0))
	place(t.foot, 0, headerHeight+under, s.Width, theme.RowHeight)
	t.follow()
	t.header.Refresh()
	t.summary.Refresh()
}

// follow moves head and summary sideways with the rows.
func (t *RowTable) follow() {
	width := max(t.plan.total, t.Size().Width)
	at := fyne.NewPos(-t.rows.scroll.Offset.X, 0)
	t.header.Resize(fyne.NewSize(width, headerHeight))
	t.header.Move(at)
	t.summary.Resize(fyne.NewSize(width, theme.RowHeight))
	t.summary.Move(at)
}

// Reload shows the rows anew after the data changed. The selected row and the ticks stay with
// their keys; what is gone is dropped.
func (t *RowTable) Reload() {
	t.init()
	if t.selected >= 0 {
		t.selected = t.find(t.selKey, t.selected)
	}
	t.dropTicks()
	t.Refresh()
}

// find returns the row of a key, trying the old place first, or -1.
func (t *RowTable) find(key string, old int) int {
	count := t.count()
	if old < count && t.key(old) == key {
		return old
	}
	for i := range count {
		if t.key(i) == key {
			return i
		}
	}
	return -1
}

// RefreshRow shows one row anew.
func (t *RowTable) RefreshRow(row int) {
	t.init()
	t.rows.refreshRow(row)
}

// ScrollToTop goes back to the first row, for a new page or query.
func (t *RowTable) ScrollToTop() {
	t.init()
	t.rows.scroll.ScrollToOffset(fyne.NewPos(t.rows.scroll.Offset.X, 0))
	t.rows.update(false)
}

// Selected returns the selected row, or -1.
func (t *RowTable) Selected() int {
	t.init()
	return t.selected
}

// Select selects a row and brings it into view; a row that does not exist selects nothing.
func (t *RowTable) Select(row int) {
	t.init()
	if row < 0 || row >= t.count() {
		row = -1
	}
	old := t.selected
	t.selected = row
	if row >= 0 {
		t.selKey = t.key(row)
		t.rows.reveal(row)
	}
	t.rows.refreshRow(old)
	t.rows.refreshRow(row)
	if row >= 0 && row != old && t.OnSelect != nil {
		t.OnSelect(row)
	}
}

// SetColumns changes the columns, for a column chooser.
func (t *RowTable) SetColumns(columns []Column) {
	t.Columns = columns
	t.Refresh()
}

// SetWidths gives columns the widths that the user once chose, by column ID.
func (t *RowTable) SetWidths(widths map[string]float32) {
	t.sized = map[string]float32{}
	for id, w := range widths {
		t.sized[id] = w
	}
	t.Refresh()
}

func (t *RowTable) resizeColumn(k int, width float32) {
	col := &t.Columns[t.plan.shown[k]]
	// The first drag fixes every column where it stands; otherwise the others would share what
	// this one gives up, and the edge would not stay under the pointer.
	for j, i := range t.plan.shown {
		if _, ok := t.sized[t.Columns[i].ID]; !ok {
			t.sized[t.Columns[i].ID] = t.plan.w[j]
		}
	}
	t.sized[col.ID] = max(width, col.handLeast())
	t.arrange(t.Size())
}

// SortBy does what a press on the head of a column does.
func (t *RowTable) SortBy(id string) {
	t.init()
	for i := range t.Columns {
		if t.Columns[i].ID == id {
			t.sortBy(i)
			return
		}
	}
}

func (t *RowTable) sortBy(column int) {
	col := &t.Columns[column]
	if !col.Sortable {
		return
	}
	if t.Sort.Column != col.ID {
		t.Sort = Sort{Column: col.ID, Order: Ascending}
	} else {
		t.Sort.Order = (t.Sort.Order + 1) % 3
	}
	t.header.Refresh()
	if t.OnSort != nil {
		t.OnSort(t.Sort)
	}
}

// tapped selects, and opens on the second tap within the system's time. A row that listened for
// double taps itself would select only after that time.
func (t *RowTable) tapped(row int) {
	now := time.Now()
	again := row == t.lastRow && now.Sub(t.lastTap) <= fyne.CurrentApp().Driver().DoubleTapDelay()
	t.lastRow, t.lastTap = row, now
	t.Select(row)
	if again {
		t.lastRow = -1
		t.open(row)
	}
}

func (t *RowTable) open(row int) {
	if row >= 0 && row < t.count() && t.OnOpen != nil {
		t.OnOpen(row)
	}
}

func (t *RowTable) showMenu(row int, at fyne.Position) {
	if t.OnMenu == nil {
		return
	}
	if items := t.OnMenu(row); len(items) > 0 {
		ShowMenu(canvasOf(t), at, items)
	}
}

// tip explains the cell under the pointer when its text was cut or it has a tip of its own.
func (t *RowTable) tip(r *tableRow, e *desktop.MouseEvent) {
	k := t.plan.at(e.Position.X)
	if k < 0 || k >= len(r.cells) {
		return
	}
	c := r.cells[k]
	if c == t.tipCell {
		return
	}
	on := canvasOf(t)
	hideTip(on)
	t.tipCell = c
	switch {
	case c.shown.Tip != "":
		showTip(on, c.shown.Tip, e.AbsolutePosition)
	case c.cut:
		showTip(on, c.shown.Text, e.AbsolutePosition)
	}
}
