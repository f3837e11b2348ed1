package page

import (
	"errors"
	"strings"

	"fyne.io/fyne/v2"

	"crmlab/domain/record"
	"crmlab/ui/kit"
)

// fieldForm is a form made from fields: of a record on its page, or of what an action asks for in
// a dialog. It keeps the subject and the widgets in step.
type fieldForm struct {
	host    Host
	subject subject
	form    *kit.EditForm
	lines   map[string]LinesEditor // by name of the TypeRows field
	order   []string               // names of lines in reading order
	wide    bool                   // has lines
	// changed is called after a change was taken over into the subject; nil for none.
	changed func()
}

// formStart is what a form is built from, read in one transaction.
type formStart struct {
	subject subject
	today   record.Date
	shown   map[*record.Field]bool
}

func startForm(r record.Reader, s subject) formStart {
	return formStart{subject: s, today: r.Today(), shown: s.shown()}
}

// linesMaker makes the editor of a TypeRows field; nil takes the generic grid.
type linesMaker func(f *record.Field, changed func()) LinesEditor

// newFieldForm builds the widgets and fills them. It must not be called inside a Read: pickers
// read the names of what they show.
func newFieldForm(h Host, start formStart, plain bool, special linesMaker, changed func()) *fieldForm {
	ff := &fieldForm{host: h, subject: start.subject, lines: map[string]LinesEditor{}, changed: changed}
	ff.form = &kit.EditForm{Columns: 3, Plain: plain, OnChanged: func(string) { ff.take() }}
	if plain {
		ff.form.Columns = 2
	}
	ff.form.Sections = ff.sections(start, special)
	ff.form.SetValues(ff.texts())
	ff.form.MarkClean()
	ff.explain()
	return ff
}

// explain says under a choice what the present one means.
func (ff *fieldForm) explain() {
	for _, f := range ff.subject.fields {
		if f.Type != record.TypeChoice {
			continue
		}
		if ff.subject.locked[f] {
			continue
		}
		hint := f.Hint
		if c, _ := f.Choice(f.Get(ff.subject.value).S); c.Says != "" {
			hint = c.Says
		}
		ff.form.SetHint(f.Name, hint)
	}
}

// sections groups the fields under their headings. Lines stand in a part of their own, right after
// the fields without a heading, and the remark then comes last.
func (ff *fieldForm) sections(start formStart, special linesMaker) []kit.Section {
	var titles []string
	fields := map[string][]*kit.Field{}
	var lines []kit.Section
	var remark *kit.Field
	for _, f := range ff.subject.fields {
		if f.Type == record.TypeRows {
			lines = append(lines, kit.Section{Title: f.Label, Content: ff.addLines(f, special).Object()})
			continue
		}
		in := inputFor(ff.host, f, start.today, ff.subject.row)
		if in == nil {
			continue
		}
		field := formField(f, in, !start.shown[f])
		field.Validate = func() error {
			if why := f.Limits(f.Get(ff.subject.value)); why != "" {
				return errors.New(why)
			}
			return nil
		}
		if field.ReadOnly = start.subject.locked[f]; field.ReadOnly {
			field.Hint = "当前职位只能查看"
		}
		if f.Name == "remark" && f.Section == "" && len(lines) > 0 {
			remark = field
			continue
		}
		if fields[f.Section] == nil {
			titles = append(titles, f.Section)
		}
		fields[f.Section] = append(fields[f.Section], field)
	}
	var out []kit.Section
	for _, title := range titles {
		out = append(out, kit.Section{Title: title, Fields: fields[title]})
		if title == "" {
			out = append(out, lines...)
			lines = nil
		}
	}
	out = append(out, lines...)
	if remark != nil {
		out = append(out, kit.Section{Fields: []*kit.Field{remark}})
	}
	return out
}

func formField(f *record.Field, in kit.Input, hidden bool) *kit.Field {
	out := &kit.Field{ID: f.Name, Label: f.Label, Hint: f.Hint, Widget: in, Hidden: hidden,
		Required: f.Required && f.Type != record.TypeBool}
	if f.Type == record.TypeMoney {
		out.Label = labelWithUnit(f)
	}
	switch {
	case f.Type == record.TypeLong:
		out.Span = -1
	case f.Type == record.TypeLinks || f.Kind != nil && f == f.Kind.TitleField:
		out.Span = 2
	}
	return out
}

func (ff *fieldForm) addLines(f *record.Field, special linesMaker) LinesEditor {
	touched := func() {
		ff.form.Touch(f.Name)
		ff.form.Refresh() // lines come and go, so that what follows moves
	}
	var ed LinesEditor
	if special != nil {
		ed = special(f, touched)
	}
	if ed == nil {
		grid := newLinesGrid(ff.host, f, ff.subject.value, touched)
		grid.resized = ff.relayout
		grid.reveal = func(o fyne.CanvasObject) { ff.form.Reveal(o) }
		ed = grid
	}
	ff.lines[f.Name], ff.order, ff.wide = ed, append(ff.order, f.Name), true
	return ed
}

func (ff *fieldForm) relayout() {
	if ff.form != nil {
		ff.form.Refresh()
	}
}

// texts are the values of the subject as the widgets hold them.
func (ff *fieldForm) texts() map[string]string {
	out := map[string]string{}
	saved := true
	if rec, ok := ff.subject.value.(record.Record); ok {
		saved = rec.Head().ID != 0
	}
	for _, f := range ff.subject.fields {
		if f.Type == record.TypeRows {
			continue
		}
		v := f.Get(ff.subject.value)
		out[f.Name] = textOf(f, v)
		if v.Empty() && numeric(f) && f.Required && saved {
			out[f.Name] = "0" // a stored zero was given on purpose
		}
	}
	return out
}

// take reads what can be read into the subject, shows and hides what depends on it, and tells the
// page.
func (ff *fieldForm) take() {
	_ = ff.subject.read(ff.form.Values()) // the widgets themselves say what they cannot read
	for f, on := range ff.subject.shown() {
		ff.form.ShowField(f.Name, on)
	}
	ff.explain()
	if ff.changed != nil {
		ff.changed()
	}
}

// commitWhole writes the lines that can be reckoned with into the record, for sums while it is
// edited.
func (ff *fieldForm) commitWhole() {
	for _, name := range ff.order {
		if grid, generic := ff.lines[name].(*linesGrid); generic {
			grid.commitWhole(ff.subject.value)
		} else if rec, ok := ff.subject.value.(record.Record); ok {
			// What is wrong is told on 保存.
			_ = ff.lines[name].Commit(rec)
		}
	}
}

// commitLines writes the lines into the subject; rec is nil for inputs of actions.
func (ff *fieldForm) commitLines() record.Refusals {
	rec, ok := ff.subject.value.(record.Record)
	var errs record.Refusals
	for _, name := range ff.order {
		if grid, generic := ff.lines[name].(*linesGrid); generic {
			errs = append(errs, grid.commit(ff.subject.value)...)
		} else if ok {
			errs = append(errs, record.RefusalsIn(ff.lines[name].Commit(rec))...)
		}
	}
	return errs
}

// read takes everything over and shows all that is wrong at once; false if something is.
func (ff *fieldForm) read() bool {
	_ = ff.subject.read(ff.form.Values()) // the widgets themselves say what they cannot read
	valid := ff.form.Validate()
	lines := ff.commitLines()
	ff.showLines(lines)
	if valid {
		ff.reveal(lines)
	}
	return valid && len(lines) == 0
}

// reveal brings the first wrong line into view; wrong fields are brought there by the form.
func (ff *fieldForm) reveal(lines record.Refusals) {
	if len(lines) == 0 {
		return
	}
	name, _, _ := strings.Cut(lines[0].Field, ".")
	if grid, ok := ff.lines[name].(*linesGrid); ok {
		if in := grid.inputAt(lines[0].Field); in != nil {
			ff.form.Reveal(in)
			if c := fyne.CurrentApp().Driver().CanvasForObject(in); c != nil {
				c.Focus(in.FocusTarget())
			}
			return
		}
	}
	ff.form.Reveal(ff.lines[name].Object())
}

func (ff *fieldForm) showLines(errs record.Refusals) {
	for _, name := range ff.order {
		var mine record.Refusals
		for _, e := range errs {
			if e.Field == name || strings.HasPrefix(e.Field, name+".") {
				mine = append(mine, e)
			}
		}
		ff.lines[name].SetErrors(mine)
	}
	if ff.wide {
		ff.form.Refresh()
	}
}

// refuse shows the refusals of a step on a page, and brings the first into view.
func (ff *fieldForm) refuse(err error) {
	out, lines := ff.errorsOf(err)
	ff.form.Refuse(out)
	if out.Rest == "" && len(out.Fields) == 0 {
		ff.reveal(lines)
	}
}

// errorsOf sorts the refusals of a step to the fields where they belong. Those of lines it shows at
// their cells itself and returns beside.
func (ff *fieldForm) errorsOf(err error) (out *kit.FieldErrors, lines record.Refusals) {
	out = &kit.FieldErrors{Fields: map[string]string{}}
	for _, r := range record.RefusalsIn(err) {
		name, _, _ := strings.Cut(r.Field, ".")
		switch {
		case ff.lines[name] != nil:
			lines = append(lines, r)
		case r.Field != "" && out.Fields[r.Field] == "":
			out.Fields[r.Field] = fieldWords(r)
		case out.Rest == "":
			out.Rest = r.Error()
		}
	}
	ff.showLines(lines)
	return out, lines
}

// fieldWords is a refusal as it stands under its field: the field's own limits say why alone, a
// rule also how to go on.
func fieldWords(r *record.Refusal) string {
	if r.Why == "" {
		return r.What
	}
	if r.Code == "field" || r.Fix == "" {
		return r.Why
	}
	return r.Why + "。" + r.Fix + "。"
}
