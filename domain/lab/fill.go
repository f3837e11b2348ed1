package lab

import (
	"fmt"
	"slices"
	"strings"

	"crmlab/domain/record"
)

// filler types the fields of a step into a record or the input of an action, as somebody
// does in front of a form.
type filler struct {
	r      record.Reader
	fields []*record.Field
	expand func(string) (string, error) // placeholders
	wide   bool                         // full-width typing
	row    func() record.Row            // the record, for links that depend on it
}

// fill sets the fields in the order of the form.
func (f *filler) fill(into any, set map[string]any) error {
	names := make([]string, 0, len(set))
	for name := range set {
		names = append(names, name)
	}
	at := func(name string) int {
		return slices.IndexFunc(f.fields, func(g *record.Field) bool { return g.Name == name || "@"+g.Label == name })
	}
	slices.SortFunc(names, func(a, b string) int {
		if d := at(a) - at(b); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	for _, name := range names {
		i := at(name)
		if i < 0 {
			return fmt.Errorf("没有字段「%s」", name)
		}
		g := f.fields[i]
		if !g.Editable() {
			return fmt.Errorf("%s由系统按规则填写", g.Label)
		}
		if lines, ok := LinesOf(set[name]); ok {
			if err := f.lines(g, into, lines); err != nil {
				return err
			}
			continue
		}
		v, err := f.value(g, set[name])
		if err != nil {
			return err
		}
		g.Set(into, v)
	}
	return nil
}

// LinesOf reports whether a value is lines of a record.
func LinesOf(v any) ([]map[string]any, bool) {
	switch x := v.(type) {
	case []map[string]any:
		return x, true
	case []any:
		var out []map[string]any
		for _, l := range x {
			m, ok := l.(map[string]any)
			if !ok {
				return nil, false
			}
			out = append(out, m)
		}
		return out, true
	}
	return nil, false
}

func (f *filler) lines(g *record.Field, into any, lines []map[string]any) error {
	if g.Type != record.TypeRows {
		return fmt.Errorf("%s不是明细", g.Label)
	}
	var rows []any
	for i, l := range lines {
		row := g.NewRow()
		inner := filler{r: f.r, fields: g.Columns, expand: f.expand, wide: f.wide, row: func() record.Row { return record.RowOfLine(g.Columns, row) }}
		if err := inner.fill(row, l); err != nil {
			return fmt.Errorf("%s第 %d 行：%w", g.Label, i+1, err)
		}
		rows = append(rows, row)
	}
	g.SetRows(into, rows)
	return nil
}

func (f *filler) value(g *record.Field, v any) (record.Value, error) {
	s := fmt.Sprint(v)
	if b, ok := v.(bool); ok {
		s = map[bool]string{true: "是", false: "否"}[b]
	}
	s, err := f.expand(s)
	if err != nil {
		return record.Value{}, fmt.Errorf("%s：%w", g.Label, err)
	}
	switch g.Type {
	case record.TypeMoney, record.TypeNumber, record.TypeInt, record.TypeDate:
		if f.wide {
			s = widen(s)
		}
	}
	var about record.Row
	if f.row != nil {
		about = f.row()
	}
	out, err := g.Parse(s, f.lookup(g, about))
	if err != nil {
		return out, fmt.Errorf("%s：%w", g.Label, err)
	}
	return out, nil
}

// lookup finds what a link means among what it offers: 电汇 of the ways of payment, though
// another list has a 电汇, too.
func (f *filler) lookup(g *record.Field, about record.Row) record.Lookup {
	return func(k *record.Kind, text string) (record.ID, error) {
		narrow := g.NarrowFor(about)
		if len(narrow) == 0 || k.TitleField == nil || k.TitleField.Type != record.TypeText {
			return f.r.Resolve(k, text)
		}
		p, err := f.r.Query(record.Query{Kind: k, Where: append(slices.Clone(narrow), record.Where(k.TitleField.Name, record.TextValue(text))), Size: 2})
		if err == nil && p.Total == 1 {
			return p.Rows[0].ID(), nil
		}
		return f.r.Resolve(k, text)
	}
}
