package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"crmlab/domain/record"
)

// filler sets fields of a record, or of an action's input, from texts of the command line.
type filler struct {
	r      record.Reader
	fields []*record.Field
	what   string            // what is not done when a value is refused
	row    func() record.Row // the record itself, or the one that the action is for
}

// fill sets the fields in the order given. All values that cannot be read are told at once.
func (f filler) fill(into any, sets []assignment) error {
	var errs record.Refusals
	for _, s := range sets {
		err := f.set(into, s)
		if rs := record.RefusalsIn(err); len(rs) > 0 {
			errs = append(errs, rs...)
		} else if err != nil {
			return err
		}
	}
	if len(errs) > 0 {
		return errs
	}
	return nil
}

func (f filler) set(into any, s assignment) error {
	g := fieldNamed(f.fields, s.field)
	editable := func(g *record.Field) bool { return g.Editable() }
	switch {
	case g == nil:
		return record.RefuseField("field.unknown", s.field, f.what, "没有「"+s.field+"」这个字段", "可以用："+fieldNames(f.fields, editable))
	case !g.Editable():
		return record.RefuseField("field.system", g.Name, f.what, g.Label+"由系统按规则填写", "可以用："+fieldNames(f.fields, editable))
	}
	if g.Type == record.TypeRows {
		rows, err := f.rows(g, s.value)
		if err != nil {
			return err
		}
		g.SetRows(into, rows)
		return nil
	}
	v, err := g.Parse(s.value, finder(f.r, g, f.row()))
	if err != nil {
		return unreadable(g, f.what, err)
	}
	g.Set(into, v)
	return nil
}

// rows reads the lines of a record: json, or the short form P-0012*20;P-0031*5@8.
func (f filler) rows(g *record.Field, s string) ([]any, error) {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "[") {
		return f.jsonRows(g, s)
	}
	var out []any
	for i, line := range strings.FieldsFunc(s, func(r rune) bool { return r == ';' || r == '；' }) {
		row := g.NewRow()
		line, byHand, given := strings.Cut(strings.TrimSpace(line), "@")
		columns := formColumns(g)
		for j, part := range strings.Split(line, "*") {
			if j >= len(columns) {
				return nil, f.badLine(g, i, fmt.Sprintf("最多 %d 列", len(columns)))
			}
			if err := f.setColumn(g, i, row, columns[j], part); err != nil {
				return nil, err
			}
		}
		if given {
			if err := f.discount(g, i, row, byHand); err != nil {
				return nil, err
			}
		}
		out = append(out, row)
	}
	return out, nil
}

// discount gives a line its discount by hand, as the switch on the form does.
func (f filler) discount(g *record.Field, i int, row any, percent string) error {
	manual, discount := g.Column("manual"), g.Column("discount")
	if manual == nil || discount == nil {
		return f.badLine(g, i, "这种明细没有手工折扣，不能用 @")
	}
	manual.Set(row, record.BoolValue(true))
	return f.setColumn(g, i, row, discount, percent)
}

func (f filler) jsonRows(g *record.Field, s string) ([]any, error) {
	var lines []map[string]any
	d := json.NewDecoder(strings.NewReader(s))
	d.UseNumber() // 0.1 stays 0.1
	if err := d.Decode(&lines); err != nil {
		return nil, record.RefuseField("value", g.Name, f.what, g.Label+"不是正确的 json", `写成 [{"字段":"值"}]`)
	}
	var out []any
	for i, line := range lines {
		row := g.NewRow()
		for _, name := range inOrder(g, line) { // a link may be looked for among what stands beside it
			v := line[name]
			c := fieldNamed(formColumns(g), name)
			if c == nil {
				return nil, f.badLine(g, i, "没有「"+name+"」这一列，可以用："+fieldNames(formColumns(g), func(*record.Field) bool { return true }))
			}
			if v == nil {
				continue
			}
			if err := f.setColumn(g, i, row, c, fmt.Sprint(v)); err != nil {
				return nil, err
			}
		}
		out = append(out, row)
	}
	return out, nil
}

// inOrder lists the names of a line in the order of the columns, those of no column first.
func inOrder(g *record.Field, line map[string]any) []string {
	columns := formColumns(g)
	at := func(name string) int { return slices.Index(columns, fieldNamed(columns, name)) }
	return slices.SortedFunc(maps.Keys(line), func(a, b string) int {
		return cmp.Or(cmp.Compare(at(a), at(b)), cmp.Compare(a, b))
	})
}

func formColumns(g *record.Field) []*record.Field {
	var out []*record.Field
	for _, c := range g.Columns {
		if c.Editable() {
			out = append(out, c)
		}
	}
	return out
}

func (f filler) setColumn(g *record.Field, i int, row any, c *record.Field, s string) error {
	v, err := c.Parse(s, finder(f.r, c, record.RowOfLine(g.Columns, row)))
	if err != nil {
		if rs := record.RefusalsIn(err); len(rs) > 0 {
			return f.badLine(g, i, rs.Error())
		}
		return f.badLine(g, i, c.Label+"："+err.Error())
	}
	c.Set(row, v)
	return nil
}

func (f filler) badLine(g *record.Field, i int, why string) error {
	return record.RefuseField("value", fmt.Sprintf("%s.%d", g.Name, i), f.what, fmt.Sprintf("%s第 %d 行：%s", g.Label, i+1, why), "改正后再试")
}
