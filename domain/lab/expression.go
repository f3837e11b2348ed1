package lab

import (
	"strings"

	"crmlab/domain/record"
)

// Expression is a condition that an author wrote as a formula, for what no comparison of one
// field says: total >= yuan(10000) and len(lines) > 1. It is compiled by whoever loads the
// course, for this package knows no language.
type Expression interface {
	// Names are the fields and parameters that it reads.
	Names() []string
	// Holds works it out for values by name.
	Holds(values map[string]any) (bool, error)
}

// Compiler compiles an expression over names, which have a value of the type that they will
// have. Its errors are sentences for the author.
type Compiler func(source string, names map[string]any) (Expression, error)

// paramsName is what the parameters of the student are called in an expression: param.qty.
const paramsName = "param"

// expression makes the condition of a formula ready.
func (p *preparer) expression(id, key string, k *record.Kind, c *Cond, d *deps) *cond {
	d.add(k)
	out := &cond{Cond: c, weight: max(c.Weight, 1), next: p.text(id, key, c.Next), op: cmpExpr,
		found: p.textFor(id, key, c.Label, d), wanted: p.text(id, key, c.Wanted)}
	if c.Label == "" || c.Wanted == "" {
		p.flaw(id, key, "表达式没有写 label 或 wanted", "label 写不成立时怎么说现在的情况，wanted 写要求是什么")
		return nil
	}
	if c.Field != "" {
		p.flaw(id, key, "表达式和字段「"+c.Field+"」写在了一起", "一个条件只写 field 或 expr 中的一个")
		return nil
	}
	if p.compile == nil {
		p.flaw(id, key, "这里不能用表达式", "换成对字段的比较")
		return nil
	}
	names := map[string]any{paramsName: p.sampleParams()}
	for _, f := range k.Fields {
		if v, ok := formulaValue(nil, f, record.Value{T: f.Type}); ok {
			names[f.Name] = v
		}
	}
	var err error
	if out.expr, err = p.compile(c.Expr, names); err != nil {
		p.flaw(id, key, "表达式「"+c.Expr+"」不能用："+err.Error(), "改正它；能用的名称是字段的英文名和 param")
		return nil
	}
	for _, name := range out.expr.Names() {
		if f := k.Field(name); f != nil && f.Derived() {
			d.all = true
		}
	}
	return out
}

// sampleParams are the parameters as an expression sees them, with the type of each.
func (p *preparer) sampleParams() map[string]any {
	out := map[string]any{}
	for name, a := range p.params {
		out[name] = paramValue(a, "")
	}
	return out
}

// paramValue is a parameter as an expression sees it: a number, or a text.
func paramValue(a *Param, value string) any {
	switch {
	case len(a.Money) == 2:
		n, _, _ := record.ParseNumber(value, 2)
		return int(n)
	case len(a.Int) == 2:
		n, _, _ := record.ParseNumber(value, 0)
		return int(n)
	}
	return value
}

// evaluate works an expression out for a record.
func (c *cond) evaluate(e *env, row record.Row) (out outcomeOf, err error) {
	params := map[string]any{}
	for name, a := range e.exp.reader.params {
		params[name] = paramValue(a, e.values[name])
	}
	values := map[string]any{paramsName: params}
	for _, name := range c.expr.Names() {
		if f := row.Kind().Field(name); f != nil {
			values[name], _ = formulaValue(e.r, f, row.Value(f))
		}
	}
	if out.ok, err = c.expr.Holds(values); err != nil {
		return out, faultf("表达式「%s」算不出来：%v", c.Expr, err)
	}
	out.found, out.wanted, out.next = c.found.show(e), c.wanted.show(e), c.next.show(e)
	return out, nil
}

// formulaValue is a value as an expression sees it: money in 分 and whole numbers as int, other
// numbers as float64, dates as 2026-11-23, links by their number, lines as maps. ok is false
// for what expressions do not see. r is needed for links only.
func formulaValue(r record.Reader, f *record.Field, v record.Value) (out any, ok bool) {
	no := func(id record.ID) string {
		if r == nil || id == 0 {
			return ""
		}
		row, ok := r.Row(f.Target(), id)
		if !ok {
			return ""
		}
		return row.Value(f.Target().Field("no")).S
	}
	switch f.Type {
	case record.TypeMoney, record.TypeInt:
		return int(v.N), true
	case record.TypeNumber:
		d, _ := record.FromMinor(v.N, f.Places).Float64()
		return d, true
	case record.TypeBool:
		return v.N != 0, true
	case record.TypeText, record.TypeLong, record.TypeChoice:
		return v.S, true
	case record.TypeDate:
		if v.N == 0 {
			return "", true
		}
		return record.Date(v.N).String(), true
	case record.TypeLink:
		return no(v.ID()), true
	case record.TypeLinks:
		out := make([]string, len(v.L))
		for i, id := range v.L {
			out[i] = no(id)
		}
		return out, true
	case record.TypeRows:
		lines := make([]map[string]any, len(v.R))
		for i, line := range v.R {
			lines[i] = map[string]any{}
			for j, c := range f.Columns {
				if x, ok := formulaValue(r, c, line[j]); ok {
					lines[i][c.Name] = x
				}
			}
		}
		return lines, true
	default:
		return nil, false
	}
}

// spoken is an expression among the words of a rule.
func (c *cond) spoken(e *env) string { return strings.TrimSuffix(c.wanted.show(e), "。") }
