package company

import (
	"fmt"

	"crmlab/domain/company"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/theme"
)

// limits edits which fields a position may only read or not see, one kind at a time.
type limits struct {
	part
	kinds  []*record.Kind
	fields map[*record.Kind][]*record.Field // those that a position may be denied
	rights map[string]string                // limits by code of the field
	kind   *kit.ChoiceField
	matrix *kit.Matrix
	said   *kit.Paragraph
	wrong  *kit.Paragraph
	now    *record.Kind
}

// limitColumns are the columns of the matrix with the limit that each stands for.
var limitColumns = []struct{ label, right string }{{"可编辑", ""}, {"只读", company.LimitRead}, {"不可见", company.LimitHidden}}

func newLimits(h page.Host, p *company.Position, changed func()) page.LinesEditor {
	e := &limits{fields: map[*record.Kind][]*record.Field{}, rights: map[string]string{}, said: &kit.Paragraph{Color: theme.ColorTextSecond, TextSize: theme.SizeSmall}, wrong: wrongLine()}
	for _, l := range p.Fields {
		e.rights[l.Field] = l.Right
	}
	if err := h.Book().Read(h.Hat(), func(r record.Reader) error { e.offer(r.Whole(), h.Book().Kinds()); return nil }); err != nil {
		h.Fail(err)
	}
	e.matrix = &kit.Matrix{Single: true, OnChanged: func() { e.take(); changed() }}
	for _, c := range limitColumns {
		e.matrix.Columns = append(e.matrix.Columns, c.label)
	}
	e.kind = &kit.ChoiceField{OnChanged: func(name string) { e.show(record.KindNamed(name)); changed() }}
	e.kind.SetOptions(e.options())
	if len(e.kinds) > 0 {
		e.kind.SetValue(e.kinds[0].Name)
		e.show(e.kinds[0])
	}
	e.object = kit.Stack{Gap: theme.Gap2}.Of(kit.Line{}.Of(kit.Fixed(200, e.kind)), e.said, wide(e.matrix), e.wrong)
	return e
}

// offer lists the kinds with the fields that a position may be denied. Kinds of the company's own
// settings come last: their pages are for few.
func (e *limits) offer(r record.Reader, kinds []*record.Kind) {
	for _, company := range []bool{false, true} {
		for _, k := range kinds {
			if k.Internal || k.Module == "lab" || (k.Module == "company") != company {
				continue
			}
			for _, f := range r.Fields(k) {
				if f.Type != record.TypeRows && f.Guardable() {
					e.fields[k] = append(e.fields[k], f)
				}
				for _, c := range f.Columns {
					if c.Guardable() {
						e.fields[k] = append(e.fields[k], c)
					}
				}
			}
			if len(e.fields[k]) > 0 {
				e.kinds = append(e.kinds, k)
			}
		}
	}
}

func (e *limits) options() []kit.Option {
	out := make([]kit.Option, len(e.kinds))
	for i, k := range e.kinds {
		out[i] = kit.Option{Value: k.Name, Label: k.Label}
		if n := e.limited(k); n > 0 {
			out[i].Detail = fmt.Sprintf("%d 个字段受限", n)
		}
	}
	return out
}

func (e *limits) limited(k *record.Kind) (n int) {
	for _, f := range e.fields[k] {
		if e.rights[record.FieldCode(f)] != "" {
			n++
		}
	}
	return n
}

// show puts the fields of a kind into the matrix.
func (e *limits) show(k *record.Kind) {
	e.now = k
	var rows []kit.MatrixRow
	for _, f := range e.fields[k] {
		row := kit.MatrixRow{Title: f.Label, On: make([]bool, len(limitColumns))}
		if in := f.Within(); in != nil {
			row.Title = in.Label + "·" + f.Label
		}
		for j, c := range limitColumns {
			row.On[j] = e.rights[record.FieldCode(f)] == c.right
		}
		rows = append(rows, row)
	}
	e.matrix.SetRows(rows)
	e.say()
}

// take reads the matrix.
func (e *limits) take() {
	for i, f := range e.fields[e.now] {
		for j, c := range limitColumns {
			if e.matrix.Rows[i].On[j] {
				e.rights[record.FieldCode(f)] = c.right
			}
		}
	}
	e.kind.SetOptions(e.options())
	e.say()
}

// say tells how many fields are limited in all, which one kind's matrix does not show.
func (e *limits) say() {
	fields, kinds := 0, 0
	for _, k := range e.kinds {
		if n := e.limited(k); n > 0 {
			fields, kinds = fields+n, kinds+1
		}
	}
	text := "所有字段都可以编辑。编号、名称、负责人和必填的字段不能限制。"
	if fields > 0 {
		text = fmt.Sprintf("%d 类记录里共有 %d 个字段受限。", kinds, fields)
	}
	e.said.SetText(text)
}

// Commit writes the limits into the position, in the order of the kinds and fields.
func (e *limits) Commit(rec record.Record) error {
	p := rec.(*company.Position)
	p.Fields = nil
	for _, k := range e.kinds {
		for _, f := range e.fields[k] {
			if right := e.rights[record.FieldCode(f)]; right != "" {
				p.Fields = append(p.Fields, company.FieldLimit{Field: record.FieldCode(f), Right: right})
			}
		}
	}
	return nil
}

// SetErrors shows what is wrong under the matrix.
func (e *limits) SetErrors(errs record.Refusals) { showWrong(e.wrong, errs) }
