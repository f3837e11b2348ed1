package lab

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"crmlab/domain/record"
)

// judge looks at one check; the subject, if it has one, is held in the env.
type judge func(e *env) (verdict, error)

// verdict is how far a check is fulfilled.
type verdict struct {
	won, of int // shares of the points
	nothing bool
	all     []string // what the conditions looked at
	found   []string
	wanted  []string
	next    string
	record  record.Target // that it was found in
	entry   uint64        // that it was found in
}

func (v *verdict) miss(found, wanted string) {
	v.found, v.wanted = append(v.found, found), append(v.wanted, wanted)
}

func (p *preparer) judge(pt *point) judge {
	switch pt.Kind {
	case Exists:
		return p.exists(pt)
	case FieldsAre:
		return p.fields(pt)
	case Counts:
		return p.counts(pt)
	case SumEquals:
		return p.sumEquals(pt)
	case Unique:
		return p.unique(pt)
	case Linked:
		return p.linked(pt)
	case Happened:
		return p.happened(pt)
	case OrderOf:
		return p.twoEvents(pt, inOrder)
	case DifferentActor:
		return p.twoEvents(pt, byTwo)
	case Probed:
		return p.probed(pt)
	case Answered:
		return p.answered(pt)
	}
	return nil
}

// called is how messages name a subject's record: 订单 SO-0301.
func called(s *subject, h held) string { return s.label() + known(h.k, h.row) }

// known is how people know a record behind the word for it: by its number, but employees and
// departments by their names.
func known(k *record.Kind, row record.Row) string {
	if k.Module == "company" && k.TitleField != nil && k.TitleField.Type == record.TypeText {
		return "「" + row.Value(k.TitleField).S + "」"
	}
	return " " + row.Value(k.Field("no")).S
}

// of puts 的 behind a name, with a space after a number.
func of(name string) string { return spaced(name) + "的" }

// spaced puts a space behind what ends in a letter or digit.
func spaced(name string) string {
	if name != "" && name[len(name)-1] < 0x80 && name[len(name)-1] != ' ' {
		return name + " "
	}
	return name
}

// tell puts the name of the record before what was found in it: all of its values when it is
// as required.
func (v *verdict) tell(name string, all []string) {
	switch {
	case len(v.found) > 0:
		v.found[0] = of(name) + v.found[0]
	case len(all) > 0:
		v.found = []string{name + "：" + strings.Join(all, "，")}
	default:
		v.found = []string{"已有" + name}
	}
}

// weigh asks conditions of a row and collects what does not hold.
func weigh(e *env, cs []*cond, row record.Row) (v verdict, err error) {
	for _, c := range cs {
		v.of += c.weight
		a, err := c.ask(e, row)
		if err != nil {
			return v, err
		}
		v.all = append(v.all, a.found)
		if a.ok {
			v.won += c.weight
			continue
		}
		v.miss(a.found, a.wanted)
		if v.next == "" {
			v.next = a.next
		}
	}
	return v, nil
}

// fields: the subject's fields are as required.
func (p *preparer) fields(pt *point) judge {
	if pt.on == nil || len(pt.Require) == 0 {
		p.flaw(pt.ID, "require", "field 检查没有写对象或条件", "写 on 和 require")
		return nil
	}
	cs := p.conds(pt.ID, "require", pt.on.kind, pt.Require, &pt.deps)
	pt.require = cs
	return func(e *env) (verdict, error) {
		h := e.at[pt.on]
		v, err := weigh(e, cs, h.row)
		v.record = h.target()
		v.tell(called(pt.on, h), v.all)
		return v, err
	}
}

// set is records or lines that checks count, add up or compare.
type set struct {
	on     *subject
	kind   *record.Kind
	by     *record.Field
	rows   *record.Field
	own    bool
	where  []*cond // of members
	filter []*cond
	each   []lineCond // filter of rows
	noun   string
	unit   string
}

// lineCond is a condition on a column of lines.
type lineCond struct {
	*cond
	column *record.Field
}

func (p *preparer) set(pt *point) *set {
	c := pt.Check
	s := &set{on: pt.on, own: c.Own, noun: c.Noun, unit: c.Measure}
	pt.set = s
	if s.unit == "" {
		s.unit = "条"
	}
	if c.Rows != "" {
		if pt.on == nil || c.Of != "" || len(c.Where) > 0 {
			p.flaw(c.ID, "rows", "明细要写在对象上，不能同时写 of 或 where", "写 on，删去 of 和 where")
			return nil
		}
		if s.rows = pt.on.kind.Field(c.Rows); s.rows == nil || s.rows.Type != record.TypeRows {
			p.flaw(c.ID, "rows", pt.on.kind.Label+"没有明细「"+c.Rows+"」", "写明细字段的名称")
			return nil
		}
		if s.noun == "" {
			s.noun = s.rows.Label
		}
		pt.deps.add(pt.on.kind)
		for i := range c.Filter {
			f := &c.Filter[i]
			col := s.rows.Column(f.Field)
			if col == nil {
				p.flaw(c.ID, "filter", s.rows.Label+"没有「"+f.Field+"」这一列", "写列的名称")
				return nil
			}
			if lc := p.columnCond(c.ID, col, f, &pt.deps); lc != nil {
				s.each = append(s.each, lineCond{lc, col})
			}
		}
		return s
	}
	if s.kind = record.KindNamed(c.Of); s.kind == nil {
		p.flaw(c.ID, "of", "没有「"+c.Of+"」这种记录", "of 写记录的英文名，如 payment-plan")
		return nil
	}
	if s.noun == "" {
		s.noun = s.kind.Label
	}
	pt.deps.add(s.kind)
	if c.By != "" {
		s.by = s.kind.Field(c.By)
		if pt.on == nil || s.by == nil || s.by.Target() != pt.on.kind {
			p.flaw(c.ID, "by", s.kind.Label+"没有指向对象的字段「"+c.By+"」", "写 on，by 写指向它的链接字段")
			return nil
		}
		pt.deps.all = pt.deps.all || s.by.Derived()
	}
	s.where = p.conds(c.ID, "where", s.kind, c.Where, &pt.deps)
	s.filter = p.conds(c.ID, "filter", s.kind, c.Filter, &pt.deps)
	return s
}

// columnCond makes a condition on a column: as on a field, but there is no path.
func (p *preparer) columnCond(id string, col *record.Field, c *Cond, d *deps) *cond {
	out := &cond{Cond: c, path: &path{hops: []hop{{field: col}}}, weight: max(c.Weight, 1), next: p.text(id, "filter", c.Next)}
	for _, x := range []struct {
		op compare
		s  string
	}{{cmpIs, c.Is}, {cmpNot, c.Not}, {cmpAtLeast, c.AtLeast}, {cmpAtMost, c.AtMost}, {cmpMore, c.More}, {cmpLess, c.Less}, {cmpContains, c.Contains}} {
		if x.s != "" {
			out.op = x.op
			out.values = append(out.values, p.textFor(id, "filter", x.s, d))
		}
	}
	if c.Filled {
		out.op = cmpFilled
	}
	if out.op == "" {
		p.flaw(id, "filter", "列「"+c.Field+"」的条件没有比较", "写 is、atleast、filled 等中的一个")
		return nil
	}
	p.readable(id, "filter", col, out.values)
	return out
}

// lineRow shows one line of a record as a row.
type lineRow struct {
	rows *record.Field
	line []record.Value
	id   record.ID
	kind *record.Kind
}

func (l lineRow) ID() record.ID      { return l.id }
func (l lineRow) Kind() *record.Kind { return l.kind }
func (l lineRow) Value(f *record.Field) record.Value {
	for i, c := range l.rows.Columns {
		if c == f {
			return l.line[i]
		}
	}
	return record.Value{}
}

// members are the records that are meant, or all lines; kept tells which are as required.
func (s *set) members(e *env) (out []record.Row, err error) {
	all, err := s.everything(e)
	if err != nil || len(s.where) == 0 {
		return all, err
	}
	for _, row := range all {
		v, err := weigh(e, s.where, row)
		if err != nil {
			return nil, err
		}
		if v.won == v.of {
			out = append(out, row)
		}
	}
	return out, nil
}

func (s *set) everything(e *env) (all []record.Row, err error) {
	if s.rows != nil {
		h := e.at[s.on]
		for i, line := range s.rows.Get(h.rec).R {
			all = append(all, lineRow{s.rows, line, record.ID(i + 1), s.on.kind})
		}
		return all, nil
	}
	if s.own && s.by == nil {
		for _, id := range e.trace.made[s.kind] {
			if row, ok := e.r.Row(s.kind, id); ok {
				all = append(all, row)
			}
		}
		return all, nil
	}
	var conds []record.Cond
	if s.by != nil {
		conds = append(conds, record.Where(s.by.Name, record.LinkValue(e.at[s.on].rec.Head().ID)))
	}
	err = e.r.Each(s.kind, conds, func(row record.Row) bool {
		if !s.own || e.trace.own[record.Target{Kind: s.kind.Name, ID: row.ID()}] {
			all = append(all, row)
		}
		return true
	})
	return all, err
}

// conds are the filter, whatever the set is made of.
func (s *set) conds() []*cond {
	out := s.filter
	for _, c := range s.each {
		out = append(out, c.cond)
	}
	return out
}

// kept are the members that pass the filter, and what the best of the others lacks.
func (s *set) kept(e *env) (in []record.Row, near verdict, nearRow record.Row, n int, err error) {
	all, err := s.members(e)
	if err != nil {
		return nil, near, nil, 0, err
	}
	cs := s.conds()
	for _, row := range all {
		v, err := weigh(e, cs, row)
		if err != nil {
			return nil, near, nil, 0, err
		}
		if v.won == v.of {
			in = append(in, row)
		} else if nearRow == nil || v.won >= near.won {
			near, nearRow = v, row
		}
	}
	return in, near, nearRow, len(all), nil
}

// whose names what the set hangs on: 订单 SO-0301 的.
func (s *set) whose(e *env) string {
	if s.on == nil || s.by == nil && s.rows == nil {
		return ""
	}
	return of(called(s.on, e.at[s.on]))
}

// none says that the set is empty: 订单 SO-0301 还没有回款计划.
func (s *set) none(e *env) string {
	if s.whose(e) == "" {
		return "你还没有" + s.noun
	}
	return spaced(called(s.on, e.at[s.on])) + "还没有" + s.noun
}

// memberName names one member: 回款计划 SO-0301-1, or 第 2 行.
func (s *set) memberName(e *env, row record.Row) string {
	if s.rows != nil {
		return fmt.Sprintf("%s第 %d 行", s.noun, row.ID())
	}
	return s.noun + known(s.kind, row)
}

func (s *set) target(e *env, row record.Row) record.Target {
	if s.rows != nil {
		return e.at[s.on].target()
	}
	return record.Target{Kind: s.kind.Name, ID: row.ID()}
}

// exists: the subject is there, or one record of the set is, as required; the one that
// comes closest is told about.
func (p *preparer) exists(pt *point) judge {
	if pt.Of == "" {
		if pt.on == nil {
			p.flaw(pt.ID, "of", "exists 检查没有写要有什么", "写 on，或写 of")
			return nil
		}
		cs := p.conds(pt.ID, "require", pt.on.kind, pt.Require, &pt.deps)
		pt.require = cs
		return func(e *env) (verdict, error) {
			h := e.at[pt.on]
			v, err := weigh(e, cs, h.row)
			v.won, v.of, v.record = v.won+1, v.of+1, h.target()
			v.tell(called(pt.on, h), v.all)
			return v, err
		}
	}
	s := p.set(pt)
	if s == nil {
		return nil
	}
	cs := p.conds(pt.ID, "require", s.kind, pt.Require, &pt.deps)
	pt.require = cs
	return func(e *env) (verdict, error) {
		in, _, _, _, err := s.kept(e)
		if err != nil {
			return verdict{}, err
		}
		best := verdict{of: 1, nothing: true}
		for i, row := range in {
			v, err := weigh(e, cs, row)
			if err != nil {
				return v, err
			}
			v.won, v.of = v.won+1, v.of+1
			if i > 0 && v.won < best.won {
				continue
			}
			v.record = s.target(e, row)
			v.tell(s.memberName(e, row), v.all)
			best = v
		}
		if best.nothing {
			best.miss(s.none(e), "至少有 1 "+s.unit)
		}
		return best, nil
	}
}

// number reads a text that must be a number.
func (t *text) number(e *env, what string) (decimal.Decimal, error) {
	s, whole := t.fill(e, false)
	if !whole || strings.TrimSpace(s) == "" {
		return decimal.Zero, faultf("%s没有值", what)
	}
	n, _, err := record.ParseNumber(s, 6)
	if err != nil {
		return decimal.Zero, faultf("%s「%s」不是数字", what, s)
	}
	return record.FromMinor(n, 6), nil
}

// counts: so many records or lines pass the filter.
func (p *preparer) counts(pt *point) judge {
	s := p.set(pt)
	if s == nil {
		return nil
	}
	if pt.Min == "" && pt.Max == "" {
		p.flaw(pt.ID, "min", "count 检查没有写要多少", "写 min 或 max")
		return nil
	}
	least, most := p.textFor(pt.ID, "min", pt.Min, &pt.deps), p.textFor(pt.ID, "max", pt.Max, &pt.deps)
	return func(e *env) (verdict, error) {
		in, near, nearRow, all, err := s.kept(e)
		if err != nil {
			return verdict{}, err
		}
		n, low, high := len(in), 1, -1
		if pt.Min != "" {
			d, err := least.number(e, "min")
			if err != nil {
				return verdict{}, err
			}
			low = int(d.IntPart())
		}
		if pt.Max != "" {
			d, err := most.number(e, "max")
			if err != nil {
				return verdict{}, err
			}
			high = int(d.IntPart())
			if pt.Min == "" {
				low = 0
			}
		}
		v := verdict{of: max(low, 1), won: min(n, max(low, 1)), nothing: n == 0}
		if s.on != nil {
			v.record = e.at[s.on].target()
		}
		if n > 0 {
			v.record = s.target(e, in[n-1])
		}
		total, fit := fmt.Sprintf("%s%s有 %d %s", s.whose(e), s.noun, all, s.unit), ""
		if len(s.conds()) > 0 {
			fit = "合乎要求"
		}
		switch {
		case high >= 0 && n > high:
			v.won = 0
			v.miss(total+fitting(fit, n, s.unit), fmt.Sprintf("最多 %d %s%s", high, s.unit, fit))
		case n < low && all == 0:
			v.miss(s.none(e), fmt.Sprintf("至少 %d %s", low, s.unit))
		case n < low:
			v.miss(total+fitting(fit, n, s.unit), fmt.Sprintf("至少 %d %s%s", low, s.unit, fit))
			if nearRow != nil {
				v.found = append(v.found, of(s.memberName(e, nearRow))+strings.Join(near.found, "，"))
				v.wanted = append(v.wanted, strings.Join(near.wanted, "，"))
				v.next = near.next
			}
		default:
			v.won = v.of
			v.found = []string{total + fitting(fit, n, s.unit)}
		}
		return v, nil
	}
}

func fitting(fit string, n int, unit string) string {
	if fit == "" {
		return ""
	}
	return fmt.Sprintf("，%s的 %d %s", fit, n, unit)
}

// sumEquals: parts total a whole, and there are enough of them.
func (p *preparer) sumEquals(pt *point) judge {
	s := p.set(pt)
	if s == nil {
		return nil
	}
	var field *record.Field
	if s.rows != nil {
		field = s.rows.Column(pt.Field)
	} else {
		field = s.kind.Field(pt.Field)
	}
	if field == nil || pt.on == nil || pt.Whole == "" {
		p.flaw(pt.ID, "field", "sum_equals 检查没有写哪个字段合计、等于什么", "写 on、field（各部分的字段）和 whole（对象的字段）")
		return nil
	}
	pt.deps.all = pt.deps.all || field.Derived()
	whole := p.path(pt.ID, "whole", pt.on.kind, pt.Whole, &pt.deps)
	least := p.textFor(pt.ID, "min", pt.Min, &pt.deps)
	if whole == nil {
		return nil
	}
	slack, ok := p.tolerance(pt)
	if !ok {
		return nil
	}
	label := pt.Label
	if label == "" {
		if f := whole.hops[len(whole.hops)-1].field; f != nil {
			label = f.Label
		}
	}
	pt.whole = label
	return func(e *env) (verdict, error) {
		h := e.at[pt.on]
		in, _, _, _, err := s.kept(e)
		if err != nil {
			return verdict{}, err
		}
		want, ok := whole.in(e.r, h.row)
		if !ok {
			return verdict{}, faultf("%s没有「%s」", called(pt.on, h), pt.Whole)
		}
		sum := decimal.Zero
		for _, row := range in {
			sum = sum.Add(record.FromMinor(row.Value(field).N, field.Places))
		}
		total := record.FromMinor(want.v.N, want.f.Places)
		v := verdict{of: 10, record: h.target(), nothing: len(in) == 0}
		low := 1
		if pt.Min != "" {
			d, err := least.number(e, "min")
			if err != nil {
				return v, err
			}
			low = int(d.IntPart())
		}
		if len(in) == 0 {
			v.miss(s.none(e), "各"+s.unit+"合计等于"+label+" "+amount(want.f, total))
			return v, nil
		}
		say := fmt.Sprintf("%s %d %s%s合计 %s，%s %s", of(called(pt.on, h)), len(in), s.unit, s.noun, amount(field, sum), label, amount(want.f, total))
		diff := total.Sub(sum)
		parts, equal := len(in) >= low, slack.holds(sum, total)
		if parts {
			v.won += 3
		}
		if equal {
			v.won += 7
		}
		switch {
		case !equal:
			word := "还差 "
			if diff.IsNegative() {
				word = "多出 "
			}
			v.miss(say+"，"+word+amount(want.f, diff.Abs()), "各"+s.unit+"合计正好等于"+label)
		default:
			v.found = append(v.found, say)
		}
		if !parts {
			if equal {
				v.found[0] = say + "，正好相符"
			}
			v.miss(fmt.Sprintf("只分了 %d %s", len(in), s.unit), fmt.Sprintf("至少分 %d %s", low, s.unit))
		}
		return v, nil
	}
}

func amount(f *record.Field, d decimal.Decimal) string {
	s := d.String()
	if f.Type == record.TypeMoney {
		s = d.StringFixed(2)
	}
	s = record.GroupDigits(s)
	switch f.Unit {
	case "", "%":
		return s + f.Unit
	}
	return s + " " + f.Unit
}

// unique: no two members say the same.
func (p *preparer) unique(pt *point) judge {
	s := p.set(pt)
	if s == nil {
		return nil
	}
	field := (*record.Field)(nil)
	if s.rows != nil {
		field = s.rows.Column(pt.Field)
	} else {
		field = s.kind.Field(pt.Field)
	}
	if field == nil {
		p.flaw(pt.ID, "field", "unique 检查没有写哪个字段不能相同", "写 field")
		return nil
	}
	pt.deps.all = pt.deps.all || field.Derived()
	least := p.textFor(pt.ID, "min", pt.Min, &pt.deps)
	pt.whole = field.Label
	return func(e *env) (verdict, error) {
		in, _, _, _, err := s.kept(e)
		if err != nil {
			return verdict{}, err
		}
		low := 2
		if pt.Min != "" {
			d, err := least.number(e, "min")
			if err != nil {
				return verdict{}, err
			}
			low = int(d.IntPart())
		}
		v := verdict{of: 1, nothing: len(in) == 0}
		seen := map[string]record.Row{}
		for _, row := range in {
			v.record = s.target(e, row)
			got := field.Show(row.Value(field), e.r.Title)
			if first, twice := seen[fold(got)]; twice {
				v.miss(spaced(s.memberName(e, first))+"和"+of(s.memberName(e, row))+field.Label+"都是「"+got+"」", field.Label+"各不相同")
				return v, nil
			}
			seen[fold(got)] = row
		}
		if len(in) < low {
			say := fmt.Sprintf("%s%s有 %d %s", s.whose(e), s.noun, len(in), s.unit)
			if len(in) == 0 {
				say = s.none(e)
			}
			v.miss(say, fmt.Sprintf("至少 %d %s，%s各不相同", low, s.unit, field.Label))
			return v, nil
		}
		v.won, v.found = 1, []string{fmt.Sprintf("%s%d %s%s的%s各不相同", s.whose(e), len(in), s.unit, s.noun, field.Label)}
		return v, nil
	}
}

// slack is how far a number may be off.
type slack struct {
	by      decimal.Decimal
	percent bool
}

func (p *preparer) tolerance(pt *point) (slack, bool) {
	var s slack
	t := strings.TrimSpace(pt.Tolerance)
	if t == "" {
		return s, true
	}
	s.percent = strings.HasSuffix(t, "%")
	n, _, err := record.ParseNumber(t, 6)
	if err != nil {
		p.flaw(pt.ID, "tolerance", "误差「"+t+"」不是数字", "写 0.01 或 1%")
		return s, false
	}
	s.by = record.FromMinor(n, 6)
	return s, true
}

func (s slack) holds(got, want decimal.Decimal) bool {
	by := s.by
	if s.percent {
		by = want.Abs().Mul(s.by).Shift(-2)
	}
	return got.Sub(want).Abs().LessThanOrEqual(by)
}

func (s slack) say(unit string) string {
	if s.by.IsZero() {
		return "与数据完全相符"
	}
	if s.percent {
		return "与数据相差不超过 " + s.by.String() + "%"
	}
	if unit != "" && unit != "%" {
		unit = " " + unit
	}
	return "与数据相差不超过 " + s.by.String() + unit
}

// linked: links lead from the subject to another one, and both say the same.
func (p *preparer) linked(pt *point) judge {
	if pt.on == nil || pt.Path == "" {
		p.flaw(pt.ID, "path", "linked 检查没有写从哪里沿什么链接", "写 on 和 path")
		return nil
	}
	way := p.path(pt.ID, "path", pt.on.kind, pt.Path, &pt.deps)
	if way == nil {
		return nil
	}
	last := way.hops[len(way.hops)-1].field
	if last == nil || last.Target() == nil {
		p.flaw(pt.ID, "path", "path 的最后一项不是链接", "写链接字段")
		return nil
	}
	target := last.Target()
	pt.deps.add(target)
	var to *subject
	if pt.To != "" {
		if to = p.subjects[pt.To]; to == nil || to.kind != target {
			p.flaw(pt.ID, "to", "「"+pt.To+"」不是"+target.Label+"对象", "to 写同一种记录的 [[subject]]")
			return nil
		}
	}
	type pair struct{ mine, theirs *path }
	name := target.Label
	if to != nil {
		name = to.label()
	}
	pt.whole = name
	var pairs []pair
	for _, s := range pt.Same {
		mine, theirs, two := strings.Cut(s, "=")
		if !two {
			theirs = mine
		}
		a := p.path(pt.ID, "same", pt.on.kind, strings.TrimSpace(mine), &pt.deps)
		b := p.path(pt.ID, "same", target, strings.TrimSpace(theirs), &pt.deps)
		if a == nil || b == nil {
			return nil
		}
		pairs = append(pairs, pair{a, b})
	}
	return func(e *env) (verdict, error) {
		h := e.at[pt.on]
		v := verdict{of: 1 + len(pairs), record: h.target()}
		got, ok := way.in(e.r, h.row)
		if !ok || got.v.ID() == 0 {
			v.nothing = true
			v.miss(spaced(called(pt.on, h))+"还没有连着"+name, spaced(called(pt.on, h))+"和"+name+"连在一起")
			return v, nil
		}
		there, err := e.hold(target, got.v.ID())
		if err != nil {
			return v, err
		}
		if to != nil {
			if want, bound := e.at[to]; bound && want.target() != there.target() {
				v.miss(spaced(called(pt.on, h))+"连着的是"+name+" "+there.no(), "连着"+to.label()+" "+want.no())
				return v, nil
			}
		}
		v.won = 1
		for _, pr := range pairs {
			a, okA := pr.mine.in(e.r, h.row)
			b, okB := pr.theirs.in(e.r, there.row)
			if okA && okB && a.v.Equal(b.v) {
				v.won++
				continue
			}
			found, want := "还没有填写", "还没有填写"
			label := pr.mine.hops[len(pr.mine.hops)-1].field.Label
			if okA {
				found = sayIs(e.r, a.f, a.v)
			}
			if okB {
				want = sayIs(e.r, b.f, b.v)
			}
			v.miss(of(called(pt.on, h))+label+found+"，"+of(name+" "+there.no())+want, "两者的"+label+"相同")
		}
		if len(v.found) == 0 {
			v.found = []string{spaced(called(pt.on, h)) + "连着" + name + " " + there.no() + "，内容相符"}
		}
		return v, nil
	}
}
