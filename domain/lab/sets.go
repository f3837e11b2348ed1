package lab

import (
	"fmt"

	"crmlab/domain/record"
)

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
		if pt.on == nil || s.by == nil || s.by.Target() != pt.on.kind && s.by.Type != record.TypeTarget {
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
		to := record.LinkValue(e.at[s.on].rec.Head().ID)
		if s.by.Type == record.TypeTarget {
			to = record.TargetValue(e.at[s.on].target())
		}
		conds = append(conds, record.Where(s.by.Name, to))
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

// nearer reports whether one of two members that lack something lacks less. What an author asks
// for first (which product) matters more than what follows (how many).
func (v verdict) nearer(o verdict) bool {
	if v.won != o.won {
		return v.won > o.won
	}
	return v.held >= o.held
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
		} else if nearRow == nil || v.nearer(near) {
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
