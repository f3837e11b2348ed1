package lab

import (
	"strings"

	"crmlab/domain/record"
)

// compare is what a condition does with a value.
type compare string

const (
	cmpIs       compare = "是"
	cmpNot      compare = "不是"
	cmpAtLeast  compare = "不少于"
	cmpAtMost   compare = "不多于"
	cmpMore     compare = "大于"
	cmpLess     compare = "小于"
	cmpContains compare = "含有"
	cmpSame     compare = "同"
	cmpFilled   compare = "填写"
	cmpBlank    compare = "不填"
	cmpExpr     compare = "表达式"
)

// cond is a Cond made ready.
type cond struct {
	*Cond
	path   *path
	op     compare
	values []*text
	same   *path
	next   *text
	wanted *text
	expr   Expression // instead of path and values
	found  *text      // with expr
	weight int
}

func (p *preparer) conds(id, key string, k *record.Kind, cs []Cond, d *deps) []*cond {
	var out []*cond
	for i := range cs {
		if c := p.cond(id, key, k, &cs[i], d); c != nil {
			out = append(out, c)
		}
	}
	return out
}

func (p *preparer) cond(id, key string, k *record.Kind, c *Cond, d *deps) *cond {
	if c.Expr != "" {
		return p.expression(id, key, k, c, d)
	}
	out := &cond{Cond: c, weight: max(c.Weight, 1), next: p.text(id, key, c.Next), wanted: p.text(id, key, c.Wanted)}
	if out.path = p.path(id, key, k, c.Field, d); out.path == nil {
		return nil
	}
	n := 0
	set := func(op compare, s string) {
		if s != "" {
			n++
			out.op = op
			out.values = append(out.values, p.textFor(id, key, s, d))
		}
	}
	set(cmpIs, c.Is)
	set(cmpNot, c.Not)
	set(cmpAtLeast, c.AtLeast)
	set(cmpAtMost, c.AtMost)
	set(cmpMore, c.More)
	set(cmpLess, c.Less)
	set(cmpContains, c.Contains)
	if len(c.In) > 0 {
		n++
		out.op = cmpIs
		for _, s := range c.In {
			out.values = append(out.values, p.textFor(id, key, s, d))
		}
	}
	if c.Same != "" {
		n++
		out.op, out.same = cmpSame, p.subjectPath(id, key, c.Same, d)
		if out.same == nil {
			return nil
		}
	}
	for op, on := range map[compare]bool{cmpFilled: c.Filled, cmpBlank: c.Blank} {
		if on {
			n++
			out.op = op
		}
	}
	if n != 1 {
		p.flaw(id, key, "字段「"+c.Field+"」的条件有 "+record.FromMinor(int64(n), 0).String()+" 个比较", "只写 is、in、atleast 等中的一个")
		return nil
	}
	last := out.path.hops[len(out.path.hops)-1].field
	if last == nil {
		return out
	}
	numeric := last.Type == record.TypeInt || last.Type == record.TypeMoney || last.Type == record.TypeNumber || last.Type == record.TypeDate
	switch out.op {
	case cmpAtLeast, cmpAtMost, cmpMore, cmpLess:
		if !numeric {
			p.flaw(id, key, last.Label+"不是数字或日期，不能比大小", "换一种比较")
		}
	default: // any value can be compared with another
	}
	p.readable(id, key, last, out.values)
	return out
}

// readable tells values without placeholders that the field cannot read. Links are left to
// the work file, which knows its records.
func (p *preparer) readable(id, key string, f *record.Field, values []*text) {
	for _, t := range values {
		if len(t.pieces) != 1 || t.pieces[0].lit == "" || f.Type == record.TypeLink || f.Type == record.TypeLinks || f.Type == record.TypeTarget {
			continue
		}
		if f.Type == record.TypeText || f.Type == record.TypeLong || f.Type == record.TypeRows {
			continue
		}
		if _, err := f.Parse(t.pieces[0].lit, nil); err != nil {
			p.flaw(id, key, f.Label+"的值不对："+err.Error(), "改正这个值")
		}
	}
}

// answer of a condition on one record: what was found and wanted, in words.
type outcomeOf struct {
	ok            bool
	found, wanted string
	next          string
}

// ask looks at a record. A value that cannot be read is an error of the rule.
func (c *cond) ask(e *env, row record.Row) (outcomeOf, error) {
	if c.expr != nil {
		return c.evaluate(e, row)
	}
	out, err := c.compare(e, row)
	if c.Wanted != "" {
		out.wanted = c.wanted.show(e)
	}
	return out, err
}

func (c *cond) compare(e *env, row record.Row) (out outcomeOf, err error) {
	got, ok := c.path.in(e.r, row)
	label := c.Label
	if label == "" {
		if f := c.path.hops[len(c.path.hops)-1].of(e.r); f != nil {
			label = f.Label
		} else {
			label = c.path.hops[len(c.path.hops)-1].custom
		}
	}
	out.next = c.next.show(e)
	if !ok {
		out.found, out.wanted = label+"还没有", label+"要有内容"
		if len(c.values) > 0 {
			var words []string
			for _, t := range c.values {
				words = append(words, t.show(e))
			}
			out.wanted = label + c.words() + strings.Join(words, "或")
		}
		return out, nil
	}
	sayIs := func(r record.Reader, f *record.Field, v record.Value) string { return sayIn(r, f, v, c.Unit) }
	out.found = label + sayIs(e.r, got.f, got.v)
	switch c.op {
	case cmpFilled:
		out.ok, out.wanted = !got.v.Empty(), label+"要填写"
		return out, nil
	case cmpBlank:
		out.ok, out.wanted = got.v.Empty(), label+"不填"
		return out, nil
	case cmpSame:
		h, bound := e.at[c.same.from]
		if !bound { // the student has not come to it yet
			out.wanted = label + "与你的" + c.same.from.label() + "相同，它还没有"
			return out, nil
		}
		want, ok := c.same.in(e.r, h.row)
		out.ok = ok && want.v.Equal(got.v)
		out.wanted = label + "与" + c.same.from.label() + " " + h.no() + " 相同"
		if ok {
			out.wanted += "（" + strings.TrimPrefix(sayIs(e.r, want.f, want.v), "是") + "）"
		}
		return out, nil
	default: // with values, below
	}
	var words []string
	for _, t := range c.values {
		s, whole := t.fill(e, false)
		if absent := t.absent(e); absent != nil { // the student has not come to it yet
			out.wanted = label + c.words() + "你的" + absent.label() + "，它还没有"
			return out, nil
		}
		if !whole {
			return out, faultf("条件里的「%s」没有值", t.show(e))
		}
		if t.drawn() && got.f.Type == record.TypeLink {
			if _, err := e.r.Resolve(got.f.Target(), s); record.IsRefusal(err, "missing") { // the student has yet to make it
				words = append(words, "「"+s+"」")
				continue
			}
		}
		want, err := c.read(e, got.f, s)
		if err != nil {
			return out, err
		}
		out.ok = out.ok || c.holds(got.f, got.v, want)
		words = append(words, strings.TrimPrefix(sayIs(e.r, got.f, want), "是"))
	}
	if c.op == cmpNot {
		out.ok = !out.ok
	}
	out.wanted = label + c.words() + strings.Join(words, "或")
	return out, nil
}

// words are how the comparison reads between the field and the value.
func (c *cond) words() string {
	if c.op == cmpIs {
		return "是"
	}
	return string(c.op)
}

func (c *cond) read(e *env, f *record.Field, s string) (record.Value, error) {
	if f.Type == record.TypeText || f.Type == record.TypeLong {
		return record.Value{T: f.Type, S: s}, nil
	}
	if f.Type == record.TypeLinks {
		id, err := e.r.Resolve(f.Target(), s)
		if err != nil {
			return record.Value{}, faultf("%s「%s」：%v", f.Label, s, err)
		}
		return record.Value{T: record.TypeLinks, L: []record.ID{id}}, nil
	}
	v, err := f.Parse(s, e.r.Resolve)
	if err != nil {
		return v, faultf("%s的值「%s」不能读：%v", f.Label, s, err)
	}
	return v, nil
}

func (c *cond) holds(f *record.Field, got, want record.Value) bool {
	switch c.op {
	case cmpAtLeast:
		return got.N >= want.N && !(f.Type == record.TypeDate && got.N == 0)
	case cmpAtMost:
		return got.N <= want.N
	case cmpMore:
		return got.N > want.N
	case cmpLess:
		return got.N < want.N
	case cmpContains:
		if f.Type == record.TypeLinks {
			return holdsAll(got.L, want.L)
		}
		return strings.Contains(fold(got.S), fold(want.S))
	default: // equal, below
	}
	switch f.Type {
	case record.TypeText, record.TypeLong:
		return fold(got.S) == fold(want.S)
	case record.TypeLinks:
		return len(got.L) == len(want.L) && holdsAll(got.L, want.L)
	}
	return got.N == want.N && got.S == want.S
}

func holdsAll(have, want []record.ID) bool {
	for _, w := range want {
		found := false
		for _, h := range have {
			found = found || h == w
		}
		if !found {
			return false
		}
	}
	return true
}

// sayIs puts a value into words: 是「沣禾机械」, 是 8,000.00 元, 还没有填写.
func sayIs(r record.Reader, f *record.Field, v record.Value) string { return sayIn(r, f, v, "") }

// sayIn is sayIs with another unit than the field's own.
func sayIn(r record.Reader, f *record.Field, v record.Value, unit string) string {
	if v.Empty() && f.Type != record.TypeMoney && f.Type != record.TypeNumber && f.Type != record.TypeInt && f.Type != record.TypeBool {
		return "还没有填写"
	}
	s := f.Show(v, r.Title)
	switch f.Type {
	case record.TypeMoney, record.TypeNumber, record.TypeInt:
		if unit == "" {
			unit = f.Unit
		}
		if unit != "" && unit != "%" {
			s += " " + unit
		}
		return "是 " + s
	case record.TypeDate:
		return "是 " + s
	case record.TypeBool:
		return "是「" + s + "」"
	}
	return "是「" + s + "」"
}
