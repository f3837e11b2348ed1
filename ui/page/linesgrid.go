package page

import (
	"fmt"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/theme"
)

// linesGrid edits the lines of any TypeRows field: one row of widgets a line, with a button to
// copy it and one to remove it.
type linesGrid struct {
	host    Host
	field   *record.Field
	columns []*record.Field        // shown, in order
	closed  map[*record.Field]bool // columns that the position may only read
	changed func()
	resized func()                  // called when the grid has become higher or lower by itself; may be nil
	reveal  func(fyne.CanvasObject) // brings a widget into view and gives it the keyboard; may be nil
	today   record.Date

	titles map[*record.Field]*kit.Text // the head's words
	rows   []*gridRow
	lines  []*gridRow // the rows behind the lines that the record got last
	tried  []*gridRow // the rows behind the lines that were last given to the rules
	errs   []gridError
	top    fyne.CanvasObject
	wide   *kit.Wide // scrolls head and rows together
	body   *fyne.Container
	wrong  *kit.Paragraph
	object fyne.CanvasObject
}

// gridRow is one line with its widgets.
type gridRow struct {
	line   any // pointer to the row's struct; holds also what no widget shows
	inputs map[*record.Field]kit.Input
	texts  map[*record.Field]*kit.Text // columns that rules fill
	locked map[*record.Field]bool      // columns that do not count on this line, see record.Only
	auto   map[*record.Field]string    // what rules put into columns that may be locked
	number *kit.Text
	object fyne.CanvasObject
}

// newLinesGrid edits a copy of the lines that rec holds, a pointer to a record or an input.
func newLinesGrid(h Host, f *record.Field, rec any, changed func()) *linesGrid {
	g := &linesGrid{host: h, field: f, changed: changed, closed: map[*record.Field]bool{}}
	err := h.Book().Read(h.Hat(), func(r record.Reader) error {
		g.today = r.Today()
		for _, c := range f.Columns {
			if c.Hidden || r.Access().Hides(c) || !c.Computed && !c.Editable() {
				continue
			}
			g.columns = append(g.columns, c)
			if !r.Access().Writes(c) || !r.Access().Writes(f) {
				g.closed[c] = true
			}
		}
		return nil
	})
	if err != nil {
		h.Fail(err)
	}
	g.body = kit.Stack{Gap: theme.Gap1}.Of()
	g.wrong = &kit.Paragraph{Tone: kit.ToneRed, TextSize: theme.SizeSmall}
	g.wrong.Hide()
	add := &kit.Button{Text: "添加一行", Small: true, OnTapped: g.begin}
	hint := &kit.Paragraph{Text: f.Hint, Color: theme.ColorTextSecond, TextSize: theme.SizeSmall}
	hint.Hidden = f.Hint == ""
	// What is wrong stands last: a press on the button takes the keyboard out of a cell, and the
	// button must not move from under it then.
	g.top = g.head()
	g.wide = &kit.Wide{Content: kit.Stack{Gap: theme.Gap2}.Of(g.top, g.body), Least: g.leastWidth()}
	g.object = kit.Stack{Gap: theme.Gap2}.Of(g.wide, kit.Line{Gap: theme.Gap3, Fill: hint}.Of(add, hint), g.wrong)
	for _, line := range f.RowsOf(rec) {
		g.add(g.copyOf(line))
	}
	if len(g.rows) == 0 && f.Required {
		g.add(f.NewRow())
	}
	g.makeRoom()
	return g
}

// Object is the grid with its head and its button.
func (g *linesGrid) Object() fyne.CanvasObject { return g.object }

func (g *linesGrid) copyOf(line any) any {
	out := g.field.NewRow()
	for _, c := range g.field.Columns {
		if !c.Derived() {
			c.Set(out, c.Get(line))
		}
	}
	return out
}

// begin adds a blank line and puts the keyboard into it.
func (g *linesGrid) begin() {
	g.add(g.field.NewRow())
	g.touch()
	for _, c := range g.columns {
		if in := g.rows[len(g.rows)-1].inputs[c]; in != nil && g.reveal != nil {
			g.reveal(in)
			return
		}
	}
}

// add shows one more line at the end.
func (g *linesGrid) add(line any) {
	row := &gridRow{line: line, inputs: map[*record.Field]kit.Input{}, texts: map[*record.Field]*kit.Text{},
		locked: map[*record.Field]bool{}, auto: map[*record.Field]string{}}
	cells := make([]fyne.CanvasObject, len(g.columns))
	for i, c := range g.columns {
		if !c.Editable() {
			row.texts[c] = &kit.Text{Text: g.computed(c, line), Truncate: true}
			if numeric(c) {
				row.texts[c].Align = fyne.TextAlignTrailing
			}
			cells[i] = row.texts[c]
			continue
		}
		in := inputFor(g.host, c, g.today, func(record.Reader) record.Row { return record.RowOfLine(g.field.Columns, line) })
		if in == nil {
			in = &kit.TextField{}
		}
		if check, ok := in.(*kit.CheckField); ok {
			check.Text = "" // the head says what it is
		}
		in.SetValue(textOf(c, c.Get(line)))
		onChanged(in, func() { g.cellChanged(row, c) })
		kit.OnLeave(in, func() { g.cellLeft(row, c) })
		row.inputs[c], cells[i] = in, in
	}
	g.lock(row)
	row.number = kit.Hint(strconv.Itoa(len(g.rows) + 1))
	buttons := kit.Line{Gap: theme.Gap1}.Of(
		&kit.Button{Text: "复制", Kind: kit.Ghost, Small: true, OnTapped: func() { g.duplicate(row) }},
		&kit.Button{Text: "删除", Kind: kit.Ghost, Small: true, OnTapped: func() { g.remove(row) }})
	row.object = g.line(row.number, cells, buttons)
	g.rows = append(g.rows, row)
	g.arrange()
}

func (g *linesGrid) computed(c *record.Field, line any) string {
	if c.Derived() {
		return ""
	}
	return c.Show(c.Get(line), func(*record.Kind, record.ID) string { return "" })
}

// onChanged hears of changes of a single widget, outside a form.
func onChanged(in kit.Input, changed func()) {
	switch w := in.(type) {
	case *kit.TextField:
		w.OnChanged = func(string) { changed() }
	case *kit.NumberField:
		w.OnChanged = func(string) { changed() }
	case *kit.DateField:
		w.OnChanged = func(string) { changed() }
	case *kit.CheckField:
		w.OnChanged = func(bool) { changed() }
	case *kit.ChoiceField:
		w.OnChanged = func(string) { changed() }
	case *kit.Picker:
		w.OnChanged = func(string) { changed() }
	case *kit.PickerMulti:
		w.OnChanged = func([]string) { changed() }
	}
}

func (g *linesGrid) touch() {
	for _, row := range g.rows {
		g.readRow(row)
		g.lock(row)
	}
	g.makeRoom()
	if g.changed != nil {
		g.changed()
	}
}

// lock closes the cells of columns that do not count on this line, and opens them again with what
// the rules would have used.
func (g *linesGrid) lock(row *gridRow) {
	for c, in := range row.inputs {
		if g.closed[c] {
			in.SetReadOnly(true)
			continue
		}
		locked := !c.Counts(g.field.Columns, row.line)
		if locked == row.locked[c] {
			continue
		}
		row.locked[c] = locked
		number, isNumber := in.(*kit.NumberField)
		switch {
		case locked:
			if v := c.Get(row.line); isNumber && row.auto[c] == "" && !v.Empty() {
				row.auto[c] = c.Plain(v, nil)
			}
			in.SetValue("")
			if isNumber {
				number.SetAuto(row.auto[c])
			}
		case row.auto[c] != "":
			in.SetValue(row.auto[c])
			g.readRow(row)
		}
		in.SetReadOnly(locked)
	}
}

// makeRoom hides the columns of links that no line has anything to choose for, such as the
// specification where no product has any, and shows them again: the others need the width.
func (g *linesGrid) makeRoom() {
	for _, c := range g.columns {
		if c.NarrowBy == nil || c.Required || g.titles[c] == nil {
			continue
		}
		hide := !slices.ContainsFunc(g.rows, func(row *gridRow) bool { return g.offers(row, c) })
		if g.titles[c].Hidden == hide && !slices.ContainsFunc(g.rows, func(row *gridRow) bool { return row.hidden(c) != hide }) {
			continue
		}
		g.titles[c].Hidden = hide
		for _, row := range g.rows {
			if o, ok := row.inputs[c].(fyne.CanvasObject); ok && hide {
				o.Hide()
			} else if ok {
				o.Show()
			}
			row.object.Refresh()
		}
		g.top.Refresh()
		g.body.Refresh()
		g.wide.Least = g.leastWidth()
		g.wide.Refresh()
	}
}

func (r *gridRow) hidden(c *record.Field) bool {
	o, ok := r.inputs[c].(fyne.CanvasObject)
	return ok && !o.Visible()
}

// offers reports whether a narrowed link of a line has anything to choose, or a value.
func (g *linesGrid) offers(row *gridRow, c *record.Field) (some bool) {
	if c.Get(row.line).N != 0 {
		return true
	}
	if err := g.host.Book().Read(g.host.Hat(), func(r record.Reader) error {
		found, err := openReader(r, c.Target()).Query(record.Query{Kind: c.Target(), Where: c.NarrowFor(record.RowOfLine(g.field.Columns, row.line)), Size: 1})
		some = err == nil && found.Total > 0
		return err
	}); err != nil {
		g.host.Fail(err)
	}
	return some
}

// loosen empties the links that what now stands beside them does not allow any more: the
// specification of the product that was there before.
func (g *linesGrid) loosen(row *gridRow, changed *record.Field) {
	for c, in := range row.inputs {
		id := c.Get(row.line).ID()
		if c == changed || c.Type != record.TypeLink || c.NarrowBy == nil || id == 0 {
			continue
		}
		fits := true
		if err := g.host.Book().Read(g.host.Hat(), func(r record.Reader) error {
			fits = c.Fits(r, record.RowOfLine(g.field.Columns, row.line), id)
			return nil
		}); err != nil {
			g.host.Fail(err)
		}
		if !fits {
			in.SetValue("")
			c.Set(row.line, record.LinkValue(0))
		}
	}
}

// readRow takes what can be read over into the line; what cannot be read leaves the line as it was.
func (g *linesGrid) readRow(row *gridRow) {
	for c, in := range row.inputs {
		if row.locked[c] || g.closed[c] {
			continue
		}
		if v, err := readText(c, in.Value()); err == nil {
			c.Set(row.line, v)
		}
	}
}

func (g *linesGrid) duplicate(row *gridRow) {
	g.readRow(row)
	g.add(g.copyOf(row.line))
	g.touch()
}

func (g *linesGrid) remove(row *gridRow) {
	g.rows = slices.DeleteFunc(g.rows, func(r *gridRow) bool { return r == row })
	for i, r := range g.rows {
		r.number.SetText(strconv.Itoa(i + 1))
	}
	// What rules said names lines by numbers that have moved.
	g.errs = slices.DeleteFunc(g.errs, func(e gridError) bool { return e.row == row || e.given || e.column == nil })
	g.showErrors()
	g.arrange()
	g.touch()
}

func (g *linesGrid) arrange() {
	objects := make([]fyne.CanvasObject, len(g.rows))
	for i, r := range g.rows {
		objects[i] = r.object
	}
	g.body.Objects = objects
	g.body.Refresh()
	if g.object != nil {
		g.object.Refresh()
	}
}

// Commit writes the lines into rec and reports the first mistake.
func (g *linesGrid) Commit(rec record.Record) error {
	if errs := g.commit(rec); len(errs) > 0 {
		return errs[0]
	}
	return nil
}

// commit writes the lines into rec, a pointer to a record or an input, and reports all mistakes.
func (g *linesGrid) commit(rec any) record.Refusals {
	g.lines = slices.Clone(g.rows)
	return g.write(rec, g.rows)
}

// commitWhole is commit of the rows that can be reckoned with: totals neither wait for a row that
// is still being filled in nor count what stood in it before.
func (g *linesGrid) commitWhole(rec any) {
	g.tried = nil
	for _, row := range g.rows {
		if g.whole(row) {
			g.tried = append(g.tried, row)
		}
	}
	_ = g.write(rec, g.tried) // whole rows can be read
}

func (g *linesGrid) write(rec any, rows []*gridRow) record.Refusals {
	var errs record.Refusals
	lines := make([]any, len(rows))
	for i, row := range rows {
		g.readRow(row)
		for _, c := range g.columns {
			if row.inputs[c] == nil {
				continue
			}
			if why, bad := g.unreadable(row, c); bad {
				errs = append(errs, record.RefuseField("text", fmt.Sprintf("%s.%d.%s", g.field.Name, i, c.Name), "没有保存", g.inWords(row, c, why), "改正后再保存"))
			}
		}
		lines[i] = row.line
	}
	g.field.SetRows(rec, lines)
	return errs
}

// whole says whether everything in a row can be read and is within its limits.
func (g *linesGrid) whole(row *gridRow) bool {
	g.readRow(row)
	for c := range row.inputs {
		if row.locked[c] {
			continue
		}
		if _, bad := g.unreadable(row, c); bad {
			return false
		}
		if why, _ := c.Wrong(c.Get(row.line)); why != "" {
			return false
		}
	}
	return true
}

// Refresh shows what rules computed in rec of the lines that commitWhole gave them. A row that was
// not given, and every row where rec is nil, shows nothing computed: nothing is known of it.
func (g *linesGrid) Refresh(rec record.Record) {
	var lines []any
	if rec != nil {
		lines = g.field.RowsOf(rec)
	}
	for _, row := range g.rows {
		var line any
		if i := slices.Index(g.tried, row); i >= 0 && i < len(lines) {
			line = lines[i]
		}
		for c, text := range row.texts {
			if line == nil {
				text.SetText("")
			} else {
				text.SetText(g.computed(c, line))
			}
		}
		for c, in := range row.inputs {
			number, ok := in.(*kit.NumberField)
			if on, _ := c.Depends(); !ok || on == "" {
				continue
			}
			row.auto[c] = ""
			if line != nil {
				row.auto[c] = c.Plain(c.Get(line), nil)
			}
			number.SetAuto(row.auto[c])
		}
	}
}
