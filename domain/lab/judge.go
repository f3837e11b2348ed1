package lab

import (
	"strings"

	"crmlab/domain/record"
)

// judge looks at one check; the subject, if it has one, is held in the env.
type judge func(e *env) (verdict, error)

// verdict is how far a check is fulfilled.
type verdict struct {
	won, of int // shares of the points
	held    int // conditions that hold before the first that does not
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
	case Finds:
		return p.finds(pt)
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
			if len(v.found) == 0 {
				v.held++
			}
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
