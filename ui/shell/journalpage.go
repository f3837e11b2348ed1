package shell

import (
	"fmt"
	"strconv"

	"fyne.io/fyne/v2"

	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/theme"
)

const journalSize = 40

func journalEntry() page.Entry {
	return page.Entry{Name: JournalEntry, Label: "操作日志", Hidden: true, Build: newJournalPage}
}

// journalPage lists the steps of the file beside what the chosen one changed. It pages by sequence:
// a new step never moves the rows that are being read.
type journalPage struct {
	host  page.Host
	route page.Route

	filter journalFilter
	before []uint64 // cursors of the pages from the newest to the one shown; the first is 0
	slice  journalSlice
	list   kit.Latest
	one    kit.Latest

	table        *kit.RowTable
	bar          *kit.QueryBar
	count, span  *kit.Text
	newer, older *kit.Button
	detail       *kit.Scroller
	card         *kit.Card
	object       fyne.CanvasObject
}

var (
	_ page.Page      = (*journalPage)(nil)
	_ page.Shortcuts = (*journalPage)(nil)
)

func newJournalPage(host page.Host, route page.Route) page.Page {
	p := &journalPage{host: host, route: route, before: []uint64{0}, count: kit.Hint(""), span: kit.Hint("")}
	p.table = &kit.RowTable{
		Columns: []kit.Column{
			{ID: "seq", Title: "步", Kind: kit.NumberColumn, Width: 72, MinWidth: 72},
			{ID: "day", Title: "业务日期", Kind: kit.DateColumn, Width: 90},
			{ID: "who", Title: "谁", Width: 64, Weight: 1, MinWidth: 64},
			{ID: "label", Title: "做了什么", Width: 130, Weight: 4, MinWidth: 110},
			{ID: "records", Title: "记录", Kind: kit.NumberColumn, Width: 48},
			{ID: "when", Title: "时间", Kind: kit.DateColumn, Width: 90},
		},
		Count:    func() int { return len(p.slice.Rows) },
		Cell:     p.cell,
		Key:      func(row int) string { return strconv.FormatUint(p.slice.Rows[row].Seq, 10) },
		Empty:    kit.EmptyState{Text: "没有符合条件的步骤。"},
		OnSelect: p.choose,
		OnTurn:   p.turn,
	}
	p.bar = &kit.QueryBar{Inputs: p.inputs(), OnQuery: p.query, OnReset: p.query}
	p.newer = &kit.Button{Text: "较新", Small: true, OnTapped: func() { p.turn(-1) }}
	p.older = &kit.Button{Text: "较旧", Small: true, OnTapped: func() { p.turn(1) }}
	p.span.Truncate = true
	foot := &kit.Frame{PadX: 10, Height: 41, Content: kit.Line{Gap: theme.Gap2, Fill: p.span}.Of(p.span, p.newer, p.older)}
	list := &kit.Card{Flush: true, Content: kit.Stack{Fill: p.table}.Of(p.table, kit.Divider(), foot)}
	p.detail = &kit.Scroller{Content: kit.Blank(1, 1), MinHeight: 120}
	p.card = &kit.Card{Title: "这一步改了什么", Content: p.detail}
	body := kit.Split{From: 500, Share: 9.0 / 14, Least: 210}.Of(list, p.card)
	p.object = kit.Page{
		Title: kit.Heading("操作日志"), Beside: []fyne.CanvasObject{p.count},
		Body: kit.Stack{Gap: 10, Fill: body}.Of(p.bar, body), Scroll: true,
	}.Object()
	if route.ID != 0 { // a step that was asked for comes first
		p.before = append(p.before, uint64(route.ID)+1)
	}
	p.Reload()
	return p
}

func (p *journalPage) inputs() []kit.QueryInput {
	actions := []kit.Option{}
	for _, a := range journalActions(p.host.Book().Kinds()) {
		actions = append(actions, kit.Option{Value: a.Name, Label: a.Label})
	}
	return []kit.QueryInput{
		{ID: "text", Widget: &kit.TextField{Placeholder: "编号或说明"}, Width: 160},
		{ID: "who", Widget: &kit.Picker{Placeholder: "谁", Find: p.findPeople, Lookup: p.lookupPerson}, Width: 120},
		{ID: "action", Widget: &kit.ChoiceField{Placeholder: "动作", Nullable: true, Options: actions}, Width: 120},
	}
}

func (p *journalPage) findPeople(query string) (out []kit.Option) {
	k := record.KindNamed(record.EmployeeKind)
	if k == nil {
		return nil
	}
	p.read(func(r record.Reader) error {
		return r.Whole().Each(k, nil, func(row record.Row) bool {
			name := r.Whole().Title(k, row.ID())
			if query == "" || r.Matches(name, query) {
				out = append(out, kit.Option{Value: strconv.FormatUint(uint64(row.ID()), 10), Label: name})
			}
			return true
		})
	})
	return out
}

func (p *journalPage) lookupPerson(value string) kit.Option {
	o := kit.Option{Value: value}
	id, err := strconv.ParseUint(value, 10, 64)
	if err != nil {
		return o // nothing chosen
	}
	p.read(func(r record.Reader) error {
		o.Label = titleOf(r, record.EmployeeKind, record.ID(id))
		return nil
	})
	return o
}

func (p *journalPage) read(fn func(record.Reader) error) {
	if err := p.host.Book().Read(p.host.Hat(), fn); err != nil {
		p.host.Fail(err)
	}
}

// query narrows the list to what the bar says.
func (p *journalPage) query() {
	values := p.bar.Values()
	id, err := strconv.ParseUint(values["who"], 10, 64)
	if err != nil {
		id = 0 // nobody chosen
	}
	p.filter = journalFilter{Who: record.ID(id), Action: values["action"], Text: values["text"]}
	p.before = []uint64{0}
	p.Reload()
}

// turn goes to older steps, or back to newer ones.
func (p *journalPage) turn(pages int) {
	switch {
	case pages > 0 && p.slice.Older != 0:
		p.before = append(p.before, p.slice.Older)
	case pages < 0 && len(p.before) > 1:
		p.before = p.before[:len(p.before)-1]
	default:
		return
	}
	p.table.ScrollToTop()
	p.Reload()
}

// Reload reads the stretch that is shown.
func (p *journalPage) Reload() {
	filter, before, hat := p.filter, p.before[len(p.before)-1], p.host.Hat()
	kit.Fetch(p.host.Runner(), &p.list, func() (s journalSlice, err error) {
		err = p.host.Book().Read(hat, func(r record.Reader) error {
			s, err = readJournal(r, filter, before, journalSize)
			return err
		})
		return s, err
	}, func(s journalSlice, err error) {
		if err != nil {
			p.host.Fail(err)
			return
		}
		p.show(s)
	})
}

func (p *journalPage) show(s journalSlice) {
	p.slice = s
	p.count.SetText(fmt.Sprintf("共 %d 步", s.Last))
	span := "没有步骤"
	if n := len(s.Rows); n > 0 {
		span = fmt.Sprintf("第 %d 步至第 %d 步", s.Rows[0].Seq, s.Rows[n-1].Seq)
	}
	p.span.SetText(span)
	p.newer.SetReason(map[bool]string{true: "已是最新的步骤"}[len(p.before) == 1])
	p.older.SetReason(map[bool]string{true: "没有更早的步骤"}[s.Older == 0])
	p.table.Reload()
	switch row := p.table.Selected(); {
	case row >= 0:
		p.choose(row)
	case len(s.Rows) > 0:
		p.table.Select(0)
		p.table.ScrollToTop() // a table that has no height yet has moved to show the row
	default:
		p.setDetail(&kit.Paragraph{Text: "选择一步，这里列出它改动的记录。", Color: theme.ColorTextSecond})
	}
	p.object.Refresh()
}

func (p *journalPage) cell(row, column int) kit.Cell {
	r := p.slice.Rows[row]
	switch p.table.Columns[column].ID {
	case "seq":
		return kit.Cell{Text: strconv.FormatUint(r.Seq, 10), Tone: kit.ToneGrey}
	case "day":
		return kit.Cell{Text: r.Day}
	case "who":
		return kit.Cell{Text: r.Name, Tip: r.Who}
	case "label":
		return kit.Cell{Text: r.Label}
	case "records":
		return kit.Cell{Text: strconv.Itoa(r.Records)}
	}
	// The year is in the business date's column as a rule; the whole moment is in the tip.
	return kit.Cell{Text: r.When[len("2006-"):], Tip: r.When, Tone: kit.ToneGrey}
}

// choose shows what a step changed.
func (p *journalPage) choose(row int) {
	seq, hat := p.slice.Rows[row].Seq, p.host.Hat()
	kit.Fetch(p.host.Runner(), &p.one, func() (d journalDetail, err error) {
		err = p.host.Book().Read(hat, func(r record.Reader) error {
			d, err = readDetail(r, p.host.Registry(), seq)
			return err
		})
		return d, err
	}, func(d journalDetail, err error) {
		if err != nil {
			p.host.Fail(err)
			return
		}
		p.setDetail(p.detailObject(d))
	})
}

func (p *journalPage) setDetail(o fyne.CanvasObject) {
	p.detail.Content = o
	p.detail.Refresh()
	p.detail.Top()
}

var changeChips = map[string]struct {
	text string
	tone kit.Tone
}{
	record.Created: {"新增", kit.ToneGreen}, record.Changed: {"修改", kit.ToneBlue}, record.Deleted: {"删除", kit.ToneRed},
}

func (p *journalPage) detailObject(d journalDetail) fyne.CanvasObject {
	parts := []fyne.CanvasObject{
		&kit.Paragraph{Text: d.Row.Label, Bold: true},
		&kit.Paragraph{Text: fmt.Sprintf("第 %d 步 · %s · 业务日期 %s · %s", d.Row.Seq, d.Row.Who, d.Row.Day, d.Row.When), Color: theme.ColorTextSecond, TextSize: theme.SizeSmall},
	}
	if len(d.Changes) == 0 {
		parts = append(parts, &kit.Paragraph{Text: "这一步没有改动记录。", Color: theme.ColorTextSecond})
	}
	for _, c := range d.Changes {
		parts = append(parts, kit.Divider(), p.changeObject(c))
	}
	if d.More > 0 {
		parts = append(parts, kit.Divider(), kit.Hint(fmt.Sprintf("还有 %d 条记录没有列出", d.More)))
	}
	return kit.Stack{Gap: 8}.Of(parts...)
}

func (p *journalPage) changeObject(c changeDetail) fyne.CanvasObject {
	chip := changeChips[c.Op]
	name := &kit.LinkText{Text: c.Name, Truncate: true}
	if c.Route != (page.Route{}) {
		name.OnTapped = func() { p.host.Go(c.Route) }
	}
	parts := []fyne.CanvasObject{kit.Line{Gap: 8, Fill: name}.Of(&kit.StatusChip{Text: chip.text, Tone: chip.tone}, name)}
	if c.Veiled != "" {
		parts = append(parts, &kit.Paragraph{Text: c.Veiled, Color: theme.ColorTextSecond, TextSize: theme.SizeSmall})
	}
	small := func(text string, color fyne.ThemeColorName) fyne.CanvasObject {
		if text == "" {
			text, color = "—", theme.ColorTextFaint
		}
		return &kit.Paragraph{Text: text, Color: color, TextSize: theme.SizeSmall}
	}
	if c.Op == record.Changed && len(c.Fields) > 0 {
		faint := theme.ColorTextFaint
		parts = append(parts, kit.Columns{Gap: 8, Weights: []float32{2, 3, 3}}.Of(small("字段", faint), small("原值", faint), small("新值", faint)))
	}
	for _, f := range c.Fields {
		cells := []fyne.CanvasObject{small(f.Field, theme.ColorTextSecond)}
		weights := []float32{2, 3, 3}
		if c.Op == record.Created {
			weights = []float32{2, 6}
		} else {
			cells = append(cells, small(f.Old, theme.ColorTextSecond))
		}
		if c.Op != record.Deleted {
			cells = append(cells, small(f.New, theme.ColorText))
		} else {
			weights = []float32{2, 6}
		}
		parts = append(parts, kit.Columns{Gap: 8, Weights: weights}.Of(cells...))
	}
	return kit.Stack{Gap: 4}.Of(parts...)
}

// Object is what is shown.
func (p *journalPage) Object() fyne.CanvasObject { return p.object }

// Route is where the page is.
func (p *journalPage) Route() page.Route { return p.route }

// Trail is the page's name.
func (p *journalPage) Trail() []page.Crumb { return []page.Crumb{{Label: "操作日志"}} }

// Watches is true: every step is a new line.
func (p *journalPage) Watches(record.Event) bool { return true }

// Close drops answers under way.
func (p *journalPage) Close() {
	p.list.Drop()
	p.one.Drop()
}

// Shortcut goes to the query and turns pages.
func (p *journalPage) Shortcut(key string) bool {
	switch key {
	case "Ctrl+F":
		p.bar.Focus()
	case "PgDn":
		p.turn(1)
	case "PgUp":
		p.turn(-1)
	default:
		return false
	}
	return true
}
