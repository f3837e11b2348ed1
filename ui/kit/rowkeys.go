package kit

import (
	"sort"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"crmlab/ui/theme"
)

// cursor is the row that the keyboard stands on.
func (t *RowTable) cursor() int {
	return max(t.selected, 0)
}

// FocusGained shows the ring on the row that the keyboard stands on.
func (t *RowTable) FocusGained() {
	t.setFocused(true)
	t.attend()
}

// attend brings the row that the keyboard stands on into view, where the table is part of a page
// that scrolls; an empty table shows its head.
func (t *RowTable) attend() {
	at := fyne.CanvasObject(t.clip)
	t.rows.visible(func(i int, o fyne.CanvasObject) {
		if i == t.cursor() {
			at = o
		}
	})
	for _, s := range scrollsAround(t) {
		s.reveal(at, bleed)
	}
}

// FocusLost hides the ring.
func (t *RowTable) FocusLost() { t.setFocused(false) }

func (t *RowTable) setFocused(focused bool) {
	t.init()
	t.focused = focused
	t.rows.refreshRow(t.cursor())
}

// TypedRune belongs to Focusable.
func (t *RowTable) TypedRune(rune) {}

// TypedKey moves, opens and ticks.
func (t *RowTable) TypedKey(key *fyne.KeyEvent) {
	t.init()
	count := t.count()
	page := t.rows.perView()
	switch key.Name {
	case fyne.KeyDown:
		t.move(t.selected + 1)
	case fyne.KeyUp:
		t.move(t.cursor() - 1)
	case fyne.KeyPageDown:
		if t.selected == count-1 && t.OnTurn != nil {
			t.OnTurn(1)
			return
		}
		t.move(min(t.cursor()+page, count-1))
	case fyne.KeyPageUp:
		if t.selected <= 0 && t.OnTurn != nil {
			t.OnTurn(-1)
			return
		}
		t.move(max(t.cursor()-page, 0))
	case fyne.KeyRight, fyne.KeyLeft:
		switch {
		case t.fold(t.cursor(), key.Name == fyne.KeyRight):
		case key.Name == fyne.KeyRight:
			t.sideways(1)
		default:
			t.sideways(-1)
		}
	case fyne.KeyHome:
		t.move(0)
	case fyne.KeyEnd:
		t.move(count - 1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyF2:
		if t.OnOpen == nil || t.selected < 0 {
			pass(t, key)
			return
		}
		t.open(t.selected)
	case fyne.KeySpace:
		if t.Checks && count > 0 {
			t.toggle(t.cursor())
		} else {
			t.move(t.cursor())
		}
	case desktop.KeyMenu:
		if t.selected >= 0 {
			y := float32(t.selected+1)*theme.RowHeight - t.rows.scroll.Offset.Y + headerHeight
			t.showMenu(t.selected, absolute(t).AddXY(theme.Gap5, y))
		}
	default:
		pass(t, key)
	}
}

// TypedShortcut copies the ticked rows, or else the selected one, as text that a spreadsheet
// takes; other shortcuts go on to the window.
func (t *RowTable) TypedShortcut(s fyne.Shortcut) {
	if c, ok := s.(*fyne.ShortcutCopy); ok && c.Clipboard != nil {
		if text := t.copied(); text != "" {
			c.Clipboard.SetContent(text)
		}
		return
	}
	passShortcut(t, s)
}

// copied returns rows as lines with tabs between the cells, under a line of titles.
func (t *RowTable) copied() string {
	t.init()
	var rows []int
	for i := range t.count() {
		if t.checked[t.key(i)] || len(t.checked) == 0 && i == t.selected {
			rows = append(rows, i)
		}
	}
	if len(rows) == 0 {
		return ""
	}
	flat := strings.NewReplacer("\t", " ", "\n", " ", "\r", " ")
	var out strings.Builder
	line := func(cell func(column int) string) {
		for k, col := range t.plan.shown {
			if k > 0 {
				out.WriteByte('\t')
			}
			out.WriteString(flat.Replace(cell(col)))
		}
		out.WriteByte('\n')
	}
	line(func(col int) string { return t.Columns[col].Title })
	for _, row := range rows {
		line(func(col int) string { return t.Cell(row, col).Text })
	}
	return out.String()
}

// ColumnMenu returns the items of a column chooser: a tick shows or hides a column. changed is
// called with the column's ID after each, so that the choice can be kept; it may be nil.
func (t *RowTable) ColumnMenu(changed func(id string, shown bool)) []MenuItem {
	var items []MenuItem
	shown := 0
	for i := range t.Columns {
		if !t.Columns[i].Hidden {
			shown++
		}
	}
	for i := range t.Columns {
		col := &t.Columns[i]
		if col.Title == "" {
			continue
		}
		item := MenuItem{Text: col.Title, Checked: !col.Hidden, OnTapped: func() {
			col.Hidden = !col.Hidden
			t.Refresh()
			if changed != nil {
				changed(col.ID, !col.Hidden)
			}
		}}
		if shown == 1 && !col.Hidden {
			item.Reason = "至少要留一列"
		}
		items = append(items, item)
	}
	return items
}

func (t *RowTable) move(row int) {
	count := t.count()
	if count == 0 {
		return
	}
	t.Select(min(max(row, 0), count-1))
	if t.focused {
		t.attend()
	}
}

// sideways scrolls by the width of a column, where the columns do not all fit.
func (t *RowTable) sideways(by float32) {
	const step = 120
	beyond := max(t.plan.total-t.Size().Width, 0)
	x := min(max(t.rows.scroll.Offset.X+by*step, 0), beyond)
	t.rows.scroll.ScrollToOffset(fyne.NewPos(x, t.rows.scroll.Offset.Y))
	t.follow()
}

// Checked returns the keys of the ticked rows in the order of the rows shown.
func (t *RowTable) Checked() []string {
	t.init()
	place := map[string]int{}
	for i := range t.count() {
		place[t.key(i)] = i
	}
	var keys []string
	for key := range t.checked {
		keys = append(keys, key)
	}
	sort.Slice(keys, func(a, b int) bool { return place[keys[a]] < place[keys[b]] })
	return keys
}

// CheckAll ticks all rows or none.
func (t *RowTable) CheckAll(on bool) {
	t.init()
	t.checked = map[string]bool{}
	if on {
		for i := range t.count() {
			t.checked[t.key(i)] = true
		}
	}
	t.rows.reload()
	t.ticksChanged()
}

func (t *RowTable) toggle(row int) {
	key := t.key(row)
	if t.checked[key] {
		delete(t.checked, key)
	} else {
		t.checked[key] = true
	}
	t.rows.refreshRow(row)
	t.ticksChanged()
}

func (t *RowTable) ticksChanged() {
	t.header.Refresh()
	if t.OnChecks != nil {
		t.OnChecks()
	}
}

// dropTicks forgets the ticks of rows that are gone.
func (t *RowTable) dropTicks() {
	if len(t.checked) == 0 {
		return
	}
	kept := map[string]bool{}
	for i := range t.count() {
		if key := t.key(i); t.checked[key] {
			kept[key] = true
		}
	}
	if len(kept) != len(t.checked) {
		t.checked = kept
		t.ticksChanged()
	}
}

func (t *RowTable) allChecked() tickState {
	switch n := len(t.checked); {
	case n == 0:
		return unticked
	case n >= t.count():
		return ticked
	default:
		return partlyTicked
	}
}
