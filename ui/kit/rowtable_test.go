package kit

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"crmlab/ui/theme"
)

// shownRow returns the object that shows a row.
func shownRow(t *testing.T, table *RowTable, index int) *tableRow {
	t.Helper()
	var found *tableRow
	table.rows.visible(func(i int, o fyne.CanvasObject) {
		if i == index {
			found = o.(*tableRow)
		}
	})
	if found == nil {
		t.Fatalf("row %d is not in view", index)
	}
	return found
}

func tapRow(t *testing.T, table *RowTable, index int, x float32) {
	t.Helper()
	test.TapAt(shownRow(t, table, index), fyne.NewPos(x, 10))
}

func TestTableKeepsObjectsOnlyForRowsInView(t *testing.T) {
	const many = 100_000
	table := sampleTable(many)
	asked := 0
	cell := table.Cell
	table.Cell = func(row, col int) Cell { asked++; return cell(row, col) }
	stage(t, table, 900, 400)
	if n := len(table.rows.slots); n > 14 {
		t.Errorf("%d row objects for a view of eleven", n)
	}
	asked = 0
	table.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	if table.Selected() != many-1 {
		t.Errorf("End selects %d", table.Selected())
	}
	if shownRow(t, table, many-1).cells[0].ink.Text == "" {
		t.Error("the last row shows nothing")
	}
	if asked > 14*len(table.Columns)*2 {
		t.Errorf("%d cells were asked for one jump", asked)
	}
}

func TestTableMovesByKeys(t *testing.T) {
	turned := 0
	opened := -1
	table := sampleTable(40)
	table.OnTurn = func(pages int) { turned += pages }
	table.OnOpen = func(row int) { opened = row }
	w, _ := stage(t, table, 900, 33+34*10)
	w.Canvas().Focus(table)
	steps := []struct {
		key  fyne.KeyName
		want int
	}{
		{fyne.KeyDown, 0}, {fyne.KeyDown, 1}, {fyne.KeyUp, 0}, {fyne.KeyUp, 0}, {fyne.KeyPageDown, 10}, {fyne.KeyPageDown, 20},
		{fyne.KeyPageUp, 10}, {fyne.KeyEnd, 39}, {fyne.KeyDown, 39}, {fyne.KeyHome, 0},
	}
	for i, s := range steps {
		press(w, s.key)
		if table.Selected() != s.want {
			t.Fatalf("step %d: %s selects %d, want %d", i, s.key, table.Selected(), s.want)
		}
	}
	press(w, fyne.KeyPageUp)
	if turned != -1 {
		t.Errorf("PgUp on the first row turned %d pages, want one back", turned)
	}
	press(w, fyne.KeyEnd, fyne.KeyPageDown)
	if turned != 0 {
		t.Errorf("PgDn on the last row did not turn on")
	}
	press(w, fyne.KeyReturn)
	if opened != 39 {
		t.Errorf("Enter opened %d, want the selected row", opened)
	}
}

func TestTableTapsSelectOpenAndFollow(t *testing.T) {
	var selected, opened []int
	followed := ""
	table := sampleTable(6)
	table.OnSelect = func(row int) { selected = append(selected, row) }
	table.OnOpen = func(row int) { opened = append(opened, row) }
	table.OnLink = func(row int, column string) { followed = fmt.Sprint(row, column) }
	w, _ := stage(t, table, 900, 300)
	category := table.plan.x[2] + 14
	tapRow(t, table, 1, category)
	tapRow(t, table, 3, category) // two rows: no double tap
	if len(opened) != 0 || len(selected) != 2 || w.Canvas().Focused() != fyne.Focusable(table) {
		t.Fatalf("selected %v, opened %v, focus %T", selected, opened, w.Canvas().Focused())
	}
	tapRow(t, table, 3, category)
	if len(opened) != 1 || opened[0] != 3 {
		t.Errorf("a double tap opened %v, want row 3", opened)
	}
	tapRow(t, table, 2, table.plan.x[1]+14)
	if followed != "2name" {
		t.Errorf("a tap on a link followed %q", followed)
	}
	followed = ""
	tapRow(t, table, 2, table.plan.x[1]+table.plan.w[1]-4)
	if followed != "" {
		t.Error("a tap beside the words of a link followed it")
	}
}

func TestHeaderSortsInThreeSteps(t *testing.T) {
	table := sampleTable(6)
	table.Sort = Sort{}
	var got []Sort
	table.OnSort = func(s Sort) { got = append(got, s) }
	stage(t, table, 900, 300)
	tap := func(column int) { test.TapAt(table.header, fyne.NewPos(table.plan.x[column]+20, 10)) }
	tap(1)
	tap(1)
	tap(1)
	tap(1)
	tap(0)
	tap(2) // not sortable
	want := []Sort{{"name", Ascending}, {"name", Descending}, {"name", Unsorted}, {"name", Ascending}, {"number", Ascending}}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("sorted %v, want %v", got, want)
	}
}

func TestColumnEdgeDragsAndIsTold(t *testing.T) {
	table := sampleTable(6)
	id, width := "", float32(0)
	table.OnResized = func(column string, w float32) { id, width = column, w }
	w, _ := stage(t, table, 900, 300)
	edge := table.plan.x[1] + table.plan.w[1]
	before, next := table.plan.w[1], table.plan.w[2]
	drag := func(x, dx float32) {
		table.header.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x+dx, 10)}, Dragged: fyne.NewDelta(dx, 0)})
	}
	drag(edge, 30)
	drag(edge+30, 10)
	table.header.DragEnd()
	if id != "name" || width != before+40 || table.plan.w[2] != next {
		t.Errorf("told %s %.0f, want name %.0f; the next column is %.0f, was %.0f", id, width, before+40, table.plan.w[2], next)
	}
	drag(table.plan.x[1]+table.plan.w[1], -2000)
	table.header.DragEnd()
	if table.plan.w[1] != 48 {
		t.Errorf("the column shrank to %.0f, want its least", table.plan.w[1])
	}
	table.SetWidths(map[string]float32{"name": 700, "region": 400})
	if table.plan.total <= 900 {
		t.Fatal("the columns should be wider than the view now")
	}
	test.Scroll(w.Canvas(), fyne.NewPos(400, 100), -200, 0)
	if x := table.header.Position().X; x != -200 {
		t.Errorf("the head stands at %.0f after the rows went 200 aside", x)
	}
}

func TestColumnsFillTheWidthAndKeepMoneyNarrow(t *testing.T) {
	columns := sampleColumns()
	p := planColumns(columns, nil, 0, 1200)
	if p.total < 1199 || p.total > 1201 {
		t.Errorf("columns are %.0f wide in 1200", p.total)
	}
	if p.w[6] != columns[6].wished() {
		t.Errorf("money grew to %.0f", p.w[6])
	}
	narrow := planColumns(columns, nil, 0, 500)
	for k := range narrow.w {
		if narrow.w[k] < 48 {
			t.Errorf("column %d shrank to %.0f", k, narrow.w[k])
		}
	}
}

func TestNarrowColumnsGiveWhatTheirNeighboursCannot(t *testing.T) {
	columns := []Column{
		{ID: "task", Width: 150, MinWidth: 140, Weight: 2}, {ID: "text", Width: 200, MinWidth: 50, Weight: 1},
		{ID: "day", Kind: DateColumn, Width: 100},
	}
	// Of the 60 that are missing, the first can give 10 and the second 150.
	p := planColumns(columns, nil, 0, 390)
	if p.total > 390.5 || p.w[0] < 140 || p.w[1] > 150 || p.w[2] != 100 {
		t.Errorf("columns of %v in 390: there is room without scrolling", p.w)
	}
	if p := planColumns(columns, nil, 0, 200); p.w[0] != 140 || p.w[1] != 50 || p.total != 290 {
		t.Errorf("columns of %v do not stop at their least", p.w)
	}
}

func TestReloadKeepsSelectionAndTicksByKey(t *testing.T) {
	keys := []string{"a", "b", "c", "d"}
	table := &RowTable{
		Columns: []Column{{ID: "k", Title: "编号"}}, Checks: true,
		Count: func() int { return len(keys) },
		Cell:  func(row, _ int) Cell { return Cell{Text: keys[row]} },
		Key:   func(row int) string { return keys[row] },
	}
	stage(t, table, 400, 300)
	table.Select(2)
	tapRow(t, table, 1, 10)
	tapRow(t, table, 3, 10)
	keys = []string{"x", "d", "c", "a"}
	table.Reload()
	if table.Selected() != 2 {
		t.Errorf("selected %d, want the place of c", table.Selected())
	}
	if got := fmt.Sprint(table.Checked()); got != "[d]" {
		t.Errorf("ticked %s, want d alone", got)
	}
	if shownRow(t, table, 0).cells[0].ink.Text != "x" {
		t.Error("the first row shows old data")
	}
	keys = nil
	table.Reload()
	if table.Selected() != -1 || !table.Empty.Visible() {
		t.Errorf("an empty table has selection %d, empty state %v", table.Selected(), table.Empty.Visible())
	}
	table.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	table.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
	table.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	table.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
}

func TestHeaderTicksAllRows(t *testing.T) {
	table := sampleTable(4)
	table.Checks = true
	told := 0
	table.OnChecks = func() { told++ }
	stage(t, table, 900, 300)
	test.TapAt(table.header, fyne.NewPos(10, 10))
	if len(table.Checked()) != 4 || table.allChecked() != ticked {
		t.Fatalf("ticked %v", table.Checked())
	}
	tapRow(t, table, 0, 10)
	if table.allChecked() != partlyTicked {
		t.Error("three of four is not partly ticked")
	}
	test.TapAt(table.header, fyne.NewPos(10, 10))
	test.TapAt(table.header, fyne.NewPos(10, 10))
	if len(table.Checked()) != 0 || told != 4 {
		t.Errorf("ticked %v after %d calls", table.Checked(), told)
	}
}

func TestCutCellExplainsItselfOnHover(t *testing.T) {
	table := sampleTable(2)
	table.SetWidths(map[string]float32{"name": 90})
	w, timer := stage(t, table, 900, 300)
	row := shownRow(t, table, 0)
	if !row.cells[1].cut {
		t.Fatal("the name should not fit")
	}
	row.MouseIn(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(table.plan.x[1]+12, 10)}})
	timer.ring()
	tips := hostOf(w.Canvas()).tips
	if !tips.shown || tips.text.Text != sampleRows[0][1] {
		t.Errorf("tip shown %v with %q", tips.shown, tips.text.Text)
	}
	row.MouseOut()
	if tips.shown {
		t.Error("the tip stays after the pointer left")
	}
}

func TestRowMenuOpensAndDisabledItemsStay(t *testing.T) {
	chosen := ""
	table := sampleTable(3)
	table.OnMenu = func(row int) []MenuItem {
		return []MenuItem{
			{Text: "提交", Reason: "只有草稿可以提交", OnTapped: func() { chosen = "提交" }},
			{Separator: true},
			{Text: "删除", OnTapped: func() { chosen = fmt.Sprint("删除", row) }},
		}
	}
	w, _ := stage(t, table, 900, 300)
	test.TapSecondaryAt(shownRow(t, table, 1), fyne.NewPos(60, 10))
	if table.Selected() != 1 {
		t.Error("the row of the menu is not selected")
	}
	press(w, fyne.KeyDown, fyne.KeyReturn)
	if chosen != "" || w.Canvas().Overlays().Top() == nil {
		t.Fatalf("a disabled item did %q", chosen)
	}
	press(w, fyne.KeyDown, fyne.KeyReturn)
	if chosen != "删除1" || w.Canvas().Overlays().Top() != nil {
		t.Errorf("chose %q, menu open %v", chosen, w.Canvas().Overlays().Top() != nil)
	}
}

func TestModeChangesTheColoursOfRows(t *testing.T) {
	table := sampleTable(2)
	stage(t, table, 900, 300)
	light := shownRow(t, table, 0).cells[2].ink.Color
	test.ApplyTheme(t, theme.New(theme.Dark))
	if dark := shownRow(t, table, 0).cells[2].ink.Color; dark == light {
		t.Error("the text keeps its light colour in the dark")
	}
}

func TestCopyGivesTheTickedRowsToASpreadsheet(t *testing.T) {
	table := sampleTable(3)
	table.Checks = true
	stage(t, table, 900, 300)
	clipboard := fyne.CurrentApp().Clipboard()
	table.Select(1)
	table.TypedShortcut(&fyne.ShortcutCopy{Clipboard: clipboard})
	if got := strings.Split(clipboard.Content(), "\n"); len(got) != 3 || !strings.HasPrefix(got[1], "C-0002\t上海浦江贸易有限公司\t企业") {
		t.Errorf("copied %q", got)
	}
	tapRow(t, table, 0, 10)
	tapRow(t, table, 2, 10)
	table.TypedShortcut(&fyne.ShortcutCopy{Clipboard: clipboard})
	if got := strings.Split(clipboard.Content(), "\n"); len(got) != 4 || !strings.HasPrefix(got[2], "C-0003") {
		t.Errorf("copied %q", got)
	}
}

func TestColumnMenuHidesAndShows(t *testing.T) {
	table := sampleTable(3)
	stage(t, table, 900, 300)
	told := ""
	table.ColumnMenu(func(id string, shown bool) { told = fmt.Sprint(id, shown) })[2].OnTapped()
	if told != "categoryfalse" || len(table.plan.shown) != 7 || shownRow(t, table, 0).cells[2].ink.Text != "A 重点" {
		t.Errorf("told %s, %d columns, third shows %s", told, len(table.plan.shown), shownRow(t, table, 0).cells[2].ink.Text)
	}
	for i := range table.Columns {
		table.Columns[i].Hidden = i > 0
	}
	if table.ColumnMenu(nil)[0].Reason == "" {
		t.Error("the last column can be hidden")
	}
}
