package page

import (
	"slices"

	"fyne.io/fyne/v2"

	"crmlab/domain/company"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/theme"
)

// advancedPanel is 高级查询: any number of conditions on any field, all of which must hold, and the
// queries that were saved under a name.
type advancedPanel struct {
	page   *ListPage
	fields []*record.Field // that can be queried
	today  record.Date

	lines  []*condLine
	body   *fyne.Container
	stack  *fyne.Container // body and foot
	saved  *kit.ChoiceField
	views  []savedView
	name   *kit.TextField
	object *kit.Frame
}

// condLine is one condition: field, operator, values.
type condLine struct {
	field  *record.Field
	op     record.Op
	inputs []kit.Input
	object fyne.CanvasObject
}

func newAdvancedPanel(p *ListPage) *advancedPanel {
	a := &advancedPanel{page: p, body: kit.Stack{Gap: 6}.Of()}
	a.saved = &kit.ChoiceField{Placeholder: "已保存的查询", Nullable: true, OnChanged: a.choose}
	a.name = &kit.TextField{Placeholder: "查询的名称", MaxRunes: 40}
	space := kit.Space()
	foot := kit.Line{Gap: theme.Gap2, Fill: space}.Of(
		&kit.Button{Text: "添加条件", OnTapped: func() { a.addFirst() }},
		&kit.Button{Text: "查询", Kind: kit.Primary, OnTapped: a.ask},
		&kit.Button{Text: "清空", Kind: kit.Ghost, OnTapped: p.clear},
		space,
		kit.Fixed(150, a.saved), kit.Fixed(130, a.name),
		&kit.Button{Text: "保存查询", OnTapped: a.save},
		&kit.Button{Text: "管理…", Kind: kit.Ghost, Tip: "重命名、删除保存的查询", OnTapped: a.manage},
	)
	a.stack = kit.Stack{Gap: theme.Gap3}.Of(a.body, foot)
	card := &kit.Card{Title: "高级查询", Right: kit.Hint("同时满足以下条件"), Content: a.stack}
	a.object = &kit.Frame{Content: card}
	a.object.Hide()
	return a
}

func (a *advancedPanel) open() bool { return a.object.Visible() }

// setFields takes the fields over that exist now.
func (a *advancedPanel) setFields(fields []*record.Field) {
	a.fields = nil
	for _, f := range fields {
		if queried(f) {
			a.fields = append(a.fields, f)
		}
	}
}

// toggle opens the panel with one condition ready, or closes it.
func (a *advancedPanel) toggle() {
	if a.open() {
		a.object.Hide()
	} else {
		a.readSaved()
		if len(a.lines) == 0 {
			a.addFirst()
		}
		a.object.Show()
	}
	a.page.narrowed.set(a.page.narrowWords())
	a.page.relayout()
}

// readSaved offers the saved queries of the kind.
func (a *advancedPanel) readSaved() {
	var options []kit.Option
	err := a.page.host.Book().Read(a.page.host.Hat(), func(r record.Reader) error {
		a.today = r.Today()
		views, err := savedViews(r, a.page.kind)
		a.views = views
		for _, v := range views {
			options = append(options, kit.Option{Value: idText(v.id), Label: v.name})
		}
		return err
	})
	if err != nil {
		a.page.host.Fail(err)
	}
	a.saved.SetOptions(options)
}

// choose takes a saved query over and asks it.
func (a *advancedPanel) choose(id string) {
	i := slices.IndexFunc(a.views, func(v savedView) bool { return idText(v.id) == id })
	if i < 0 {
		return
	}
	query := a.views[i].query
	var q record.Query
	err := a.page.host.Book().Read(a.page.host.Hat(), func(r record.Reader) error {
		var err error
		q, err = record.ParseQuery(r, a.page.kind, query)
		return err
	})
	if err != nil {
		a.page.host.Fail(err)
		return
	}
	a.name.SetValue(a.views[i].name)
	a.setConds(q.Where)
	if len(q.Sort) > 0 {
		a.page.query.Sort = q.Sort[0]
		a.page.table.Sort = kit.Sort{Column: q.Sort[0].Field, Order: kit.Ascending}
		if q.Sort[0].Desc {
			a.page.table.Sort.Order = kit.Descending
		}
	}
	a.ask()
}

// save keeps the conditions and the order of the list under the name.
func (a *advancedPanel) save() {
	conds := a.conds()
	name := a.name.Value()
	switch {
	case len(conds) == 0:
		a.page.host.Fail(record.Refuse("view.empty", "没有保存查询", "还没有填好的条件", "先添加条件"))
		return
	case name == "":
		a.page.host.Fail(record.Refuse("view.name", "没有保存查询", "没有填写查询的名称", "填写名称后再保存"))
		return
	}
	q := record.Query{Kind: a.page.kind, Where: conds}
	if a.page.query.Sort.Field != "" {
		q.Sort = []record.Sort{a.page.query.Sort}
	}
	var text string
	err := a.page.host.Book().Read(a.page.host.Hat(), func(r record.Reader) error {
		text = record.FormatQuery(r, q)
		return nil
	})
	if err != nil {
		a.page.host.Fail(err)
		return
	}
	work(a.page.host, func() (*record.Entry, error) {
		return company.SaveView(a.page.host.Book(), a.page.host.Hat(), a.page.kind, name, text)
	}, func(e *record.Entry) {
		a.page.host.Done(e)
		a.readSaved()
		for _, v := range a.views {
			if v.name == name {
				a.saved.SetValue(idText(v.id))
			}
		}
	})
}

// ask queries with the conditions that are complete.
func (a *advancedPanel) ask() {
	a.page.query.Advanced, a.page.query.Page = a.conds(), 1
	a.page.table.ScrollToTop()
	a.page.Reload()
}

func (a *advancedPanel) conds() []record.Cond {
	var out []record.Cond
	for _, l := range a.lines {
		texts := make([]string, len(l.inputs))
		for i, in := range l.inputs {
			texts[i] = in.Value()
		}
		if c, ok := condOf(l.field, l.op, texts); ok {
			out = append(out, c)
		}
	}
	return out
}

// setConds shows conditions, without asking.
func (a *advancedPanel) setConds(conds []record.Cond) {
	a.lines = nil
	for _, c := range conds {
		if f := a.field(c.Field); f != nil {
			l := &condLine{field: f, op: c.Op}
			a.fill(l, textsOf(f, c))
			a.lines = append(a.lines, l)
		}
	}
	if conds == nil {
		a.saved.SetValue("")
		a.name.SetValue("")
	}
	a.arrange()
}

func (a *advancedPanel) field(name string) *record.Field {
	for _, f := range a.fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// addFirst adds a condition on the field that people most often ask for: the name, if there is one.
func (a *advancedPanel) addFirst() {
	if len(a.fields) == 0 {
		return
	}
	f := a.fields[0]
	if t := a.page.kind.TitleField; t != nil && queried(t) {
		f = t
	}
	l := &condLine{field: f, op: opsOf(f)[0]}
	a.fill(l, nil)
	a.lines = append(a.lines, l)
	a.arrange()
}

// fill builds the widgets of a condition for its field and operator.
func (a *advancedPanel) fill(l *condLine, texts []string) {
	fields := make([]kit.Option, len(a.fields))
	for i, f := range a.fields {
		fields[i] = kit.Option{Value: f.Name, Label: f.Label}
	}
	ops := make([]kit.Option, 0, 6)
	for _, op := range opsOf(l.field) {
		ops = append(ops, kit.Option{Value: string(op), Label: record.OpLabels[op]})
	}
	field := &kit.ChoiceField{Options: fields, OnChanged: func(name string) {
		l.field = a.field(name)
		l.op = opsOf(l.field)[0]
		a.fill(l, nil)
		a.arrange()
	}}
	field.SetValue(l.field.Name)
	op := &kit.ChoiceField{Options: ops, OnChanged: func(code string) {
		l.op = record.Op(code)
		a.fill(l, nil)
		a.arrange()
	}}
	op.SetValue(string(l.op))
	l.inputs = nil
	parts := []fyne.CanvasObject{kit.Fixed(150, field), kit.Fixed(100, op)}
	for i := range valuesAsked(l.op) {
		in := a.valueInput(l.field)
		kit.OnEnter(in, a.ask)
		if i < len(texts) {
			in.SetValue(texts[i])
		}
		if i == 1 {
			parts = append(parts, kit.Hint("至"))
		}
		l.inputs = append(l.inputs, in)
		width := float32(280)
		if valuesAsked(l.op) == 2 {
			width = 126
		}
		parts = append(parts, kit.Fixed(width, in))
	}
	parts = append(parts, &kit.Button{Text: "移除", Kind: kit.Ghost, Small: true, OnTapped: func() { a.remove(l) }})
	l.object = kit.Flow{Gap: theme.Gap2}.Of(parts...)
}

// valueInput is the widget for a value to compare with.
func (a *advancedPanel) valueInput(f *record.Field) kit.Input {
	switch f.Type {
	case record.TypeChoice:
		return &kit.MultiChoice{Options: choiceOptions(f)}
	case record.TypeLink, record.TypeLinks:
		// A query may ask for what a form would no longer offer.
		wide := *f
		wide.Narrow = nil
		return &kit.PickerMulti{Find: finder(a.page.host, &wide, nil), Lookup: lookup(a.page.host, f.Target())}
	case record.TypeBool:
		return &kit.ChoiceField{Options: []kit.Option{{Value: "true", Label: "是"}, {Value: "false", Label: "否"}}}
	case record.TypeTime:
		day := *f
		day.Type = record.TypeDate
		return inputFor(a.page.host, &day, a.today, nil)
	case record.TypeLong:
		return &kit.TextField{}
	}
	return inputFor(a.page.host, f, a.today, nil)
}

func (a *advancedPanel) remove(l *condLine) {
	kept := a.lines
	a.lines = nil
	for _, other := range kept {
		if other != l {
			a.lines = append(a.lines, other)
		}
	}
	a.arrange()
}

func (a *advancedPanel) arrange() {
	objects := make([]fyne.CanvasObject, len(a.lines))
	for i, l := range a.lines {
		objects[i] = l.object
	}
	a.body.Objects = objects
	a.body.Refresh()
	if a.stack != nil {
		a.stack.Refresh()
		a.page.relayout()
	}
}
