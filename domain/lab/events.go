package lab

import (
	"fmt"
	"slices"
	"strings"

	"crmlab/domain/company"
	"crmlab/domain/record"
)

// event is an Event made ready.
type event struct {
	*Event
	on      *subject
	kind    *record.Kind // of the target, or of what was made
	by      *record.Field
	changed *record.Field
	who     *subject
	label   string
}

// event reads the description of a step. A step is what an action did to a record, a
// record that was made, or a field that changed.
func (p *preparer) event(pt *point, key string, ev *Event) *event {
	if ev == nil {
		p.flaw(pt.ID, key, "没有写是哪一步", "写 [check."+key+"]")
		return nil
	}
	out := &event{Event: ev, label: ev.Label}
	on := ev.On
	if on == "" && !ev.Any {
		on = pt.On
	}
	if on != "" {
		if out.on = p.subjects[on]; out.on == nil {
			p.flaw(pt.ID, key, "没有对象「"+on+"」", "on 写一个 [[subject]] 的 name")
			return nil
		}
		out.kind = out.on.kind
	}
	if ev.Who != "" {
		if out.who = p.subjects[ev.Who]; out.who == nil || out.who.kind != company.Employees.Kind {
			p.flaw(pt.ID, key, "「"+ev.Who+"」不是员工对象", "who 写一个 kind = \"employee\" 的 [[subject]]")
			return nil
		}
	}
	switch {
	case ev.Changed != "":
		name, field, _ := strings.Cut(ev.Changed, ".")
		if k := record.KindNamed(name); k != nil {
			out.kind, out.changed = k, k.Field(field)
		}
		if out.changed == nil {
			p.flaw(pt.ID, key, "没有字段「"+ev.Changed+"」", "写 记录.字段，如 setting.today")
			return nil
		}
		if out.on != nil && out.on.kind != out.kind {
			out.on = nil
		}
		out.orLabel("改变" + out.changed.Label)
	case ev.Made != "":
		if out.kind = record.KindNamed(ev.Made); out.kind == nil {
			p.flaw(pt.ID, key, "没有「"+ev.Made+"」这种记录", "made 写记录的英文名")
			return nil
		}
		switch {
		case ev.By != "":
			out.by = out.kind.Field(ev.By)
			if out.on == nil || out.by == nil || out.by.Target() != out.on.kind {
				p.flaw(pt.ID, key, out.kind.Label+"没有指向对象的字段「"+ev.By+"」", "by 写指向对象的链接字段")
				return nil
			}
		case out.on != nil && out.on.kind != out.kind:
			out.on = nil // made by anything
		}
		out.orLabel("登记" + out.kind.Label)
	case len(ev.Action) > 0:
		for _, a := range ev.Action {
			if slices.Contains([]string{"create", "edit", "delete", "write", "merge"}, a) {
				continue
			}
			known := false
			for _, k := range p.kinds() {
				if out.kind != nil && k != out.kind {
					continue
				}
				if act := k.Action(a); act != nil {
					known = true
					out.orLabel(act.Label)
				}
			}
			if !known {
				p.flaw(pt.ID, key, "没有动作「"+a+"」", "用 crmlab help 看这种记录有哪些动作")
				return nil
			}
		}
		out.orLabel(map[string]string{"create": "新增", "edit": "编辑", "delete": "删除", "write": "操作", "merge": "合并"}[ev.Action[0]])
	case out.who == nil && len(ev.Office) == 0:
		p.flaw(pt.ID, key, "没有写是哪一步", "写 action、made 或 changed")
		return nil
	default:
		out.orLabel("操作")
	}
	if out.kind != nil {
		pt.deps.add(out.kind)
	} else {
		pt.deps.all = true
	}
	return out
}

func (ev *event) orLabel(s string) {
	if ev.label == "" {
		ev.label = s
	}
}

// kinds are all kinds that modules have declared; actions are looked for among them.
func (p *preparer) kinds() []*record.Kind {
	var out []*record.Kind
	for _, s := range p.order {
		out = append(out, s.kind)
	}
	return out
}

// is reports whether an entry is such a step.
func (ev *event) is(e *env, x *record.Entry) (bool, error) {
	if ev.who != nil {
		h, ok := e.at[ev.who]
		if !ok || x.Hat.Employee != h.rec.Head().ID {
			return false, nil
		}
	}
	if len(ev.Office) > 0 {
		row, ok := e.r.Row(company.Positions.Kind, x.Hat.Position)
		if !ok || !slices.Contains(ev.Office, row.Value(company.Positions.Field("name")).S) {
			return false, nil
		}
	}
	switch {
	case ev.changed != nil:
		for _, c := range x.Changes {
			if c.Kind == ev.kind.Name && (ev.on == nil || c.ID == e.at[ev.on].rec.Head().ID) {
				for _, f := range c.Fields {
					if f.Tag == ev.changed.Tag && c.Op == record.Changed {
						return true, nil
					}
				}
			}
		}
		return false, nil
	case ev.Made != "":
		for _, c := range x.Changes {
			if c.Kind != ev.kind.Name || c.Op != record.Created {
				continue
			}
			switch {
			case ev.by != nil:
				for _, f := range c.Fields {
					if f.Tag == ev.by.Tag && f.New.ID() == e.at[ev.on].rec.Head().ID {
						return true, nil
					}
				}
			case ev.on == nil || c.ID == e.at[ev.on].rec.Head().ID:
				return true, nil
			}
		}
		return false, nil
	case len(ev.Action) > 0 && !slices.Contains(ev.Action, x.Action):
		return false, nil
	}
	if ev.on == nil {
		return true, nil
	}
	return x.Target == e.at[ev.on].target(), nil
}

// all lists the steps that stand, oldest first.
func (ev *event) all(e *env) (out []*record.Entry, err error) {
	if ev.on != nil {
		if _, ok := e.at[ev.on]; !ok {
			return nil, nil
		}
	}
	e.trace.steps(func(x *record.Entry) bool {
		var yes bool
		if yes, err = ev.is(e, x); yes {
			out = append(out, x)
		}
		return err == nil
	})
	return out, err
}

// about names what the step is done to.
func (ev *event) about(e *env) string {
	if ev.on != nil {
		if h, ok := e.at[ev.on]; ok {
			return called(ev.on, h)
		}
	}
	if ev.who != nil {
		if h, ok := e.at[ev.who]; ok {
			return e.r.Title(h.k, h.rec.Head().ID)
		}
	}
	return ""
}

func actor(e *env, x *record.Entry) string {
	if x.Hat.Employee == 0 {
		return "系统"
	}
	return e.r.Title(company.Employees.Kind, x.Hat.Employee)
}

// happened: a step was made.
func (p *preparer) happened(pt *point) judge {
	ev := p.event(pt, "event", pt.Event)
	if ev == nil {
		return nil
	}
	pt.steps = []*event{ev}
	least := p.textFor(pt.ID, "min", pt.Min, &pt.deps)
	unit := pt.Measure
	if unit == "" {
		unit = "次"
	}
	return func(e *env) (verdict, error) {
		steps, err := ev.all(e)
		if err != nil {
			return verdict{}, err
		}
		low := 1
		if pt.Min != "" {
			d, err := least.number(e, "min")
			if err != nil {
				return verdict{}, err
			}
			low = int(d.IntPart())
		}
		v := verdict{of: low, won: min(len(steps), low), nothing: len(steps) == 0}
		if ev.on != nil {
			v.record = e.at[ev.on].target()
		}
		about := spaced(ev.about(e))
		if len(steps) > 0 {
			last := steps[len(steps)-1]
			v.entry = last.Seq
			if v.record.ID == 0 {
				v.record = last.Target
			}
		}
		by := ""
		if len(ev.Office) > 0 {
			by = "由" + strings.Join(ev.Office, "或")
		}
		switch {
		case len(steps) >= low:
			last := steps[len(steps)-1]
			v.found = []string{last.Day.String() + " 由" + actor(e, last) + ev.label}
			if about != "" && ev.who == nil {
				v.found[0] = strings.TrimSpace(about) + "：" + v.found[0]
			}
		case len(steps) == 0:
			v.miss(about+"还没有"+by+ev.label, by+ev.label)
		default:
			v.miss(fmt.Sprintf("%s已%s %d %s", about, ev.label, len(steps), unit), fmt.Sprintf("至少 %d %s", low, unit))
		}
		return v, nil
	}
}

// relation judges two steps, the second being the last of its sort and the first the one
// that belongs to it.
type relation func(e *env, first, then *event, a []*record.Entry, b *record.Entry) verdict

func (p *preparer) twoEvents(pt *point, rel relation) judge {
	first, then := p.event(pt, "first", pt.First), p.event(pt, "then", pt.Then)
	if first == nil || then == nil {
		return nil
	}
	pt.steps = []*event{first, then}
	return func(e *env) (verdict, error) {
		a, err := first.all(e)
		if err != nil {
			return verdict{}, err
		}
		b, err := then.all(e)
		if err != nil {
			return verdict{}, err
		}
		b = slices.DeleteFunc(b, func(x *record.Entry) bool { return slices.Contains(a, x) }) // one step is not before itself
		v := verdict{of: 1}
		about := ""
		if pt.on != nil {
			v.record, about = e.at[pt.on].target(), spaced(called(pt.on, e.at[pt.on]))
		}
		switch {
		case len(a) == 0 && len(b) == 0:
			v.nothing = true
			v.miss(about+"还没有"+first.label+"，也没有"+then.label, "先"+first.label+"，再"+then.label)
			return v, nil
		case len(b) == 0:
			v.miss(about+"已"+first.label+"，还没有"+then.label, then.label)
			v.entry = a[len(a)-1].Seq
			return v, nil
		case len(a) == 0:
			v.miss(about+"已"+then.label+"，但没有"+first.label, "先"+first.label+"，再"+then.label)
			return v, nil
		}
		// Any of the later steps that fits will do: rejected, then approved.
		for i := len(b) - 1; i >= 0; i-- {
			out := rel(e, first, then, a, b[i])
			out.of, out.record, out.entry = 1, v.record, b[i].Seq
			for j := range out.found {
				out.found[j] = about + out.found[j]
			}
			if out.won == 1 || i == len(b)-1 {
				v = out
			}
			if out.won == 1 {
				break
			}
		}
		return v, nil
	}
}

// inOrder: the first step came before.
func inOrder(e *env, first, then *event, a []*record.Entry, b *record.Entry) (v verdict) {
	if a[0].Seq < b.Seq {
		v.won, v.found = 1, []string{"先" + first.label + "，后" + then.label}
		return v
	}
	v.miss(first.label+"之后还没有"+then.label, "先"+first.label+"，再"+then.label)
	return v
}

// byTwo: the step and the one before it were done by two people.
func byTwo(e *env, first, then *event, a []*record.Entry, b *record.Entry) (v verdict) {
	before := a[0]
	for _, x := range a {
		if x.Seq < b.Seq {
			before = x
		}
	}
	if before.Hat.Employee != b.Hat.Employee {
		v.won, v.found = 1, []string{first.label + "的是" + actor(e, before) + "，" + then.label + "的是" + actor(e, b)}
		return v
	}
	v.miss(first.label+"和"+then.label+"的都是"+actor(e, b), "由两个人分别"+first.label+"、"+then.label)
	return v
}
