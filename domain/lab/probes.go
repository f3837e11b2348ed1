package lab

import (
	"fmt"

	"crmlab/domain/record"
)

// attempt is a probe made ready: it is tried outside of any reading, because the store
// runs a try alone.
type attempt func(e *env) (verdict, error)

// probed: something is tried in a step that is taken back, and a rule must say no, or a
// field must have a value.
func (p *preparer) probed(pt *point) judge {
	pr := pt.Probe
	if pr == nil || len(pr.Steps) == 0 || (pr.Refused == "") == (pr.Field == "") {
		p.flaw(pt.ID, "probe", "probe 检查没有写试做什么、应当怎样", "写 [[check.probe.step]]，和 refused（规则）或 field 加 is")
		return nil
	}
	for i := range pr.Steps {
		st := &pr.Steps[i]
		switch {
		case st.Create != "" && record.KindNamed(st.Create) == nil:
			p.flaw(pt.ID, "probe", "没有「"+st.Create+"」这种记录", "写记录的英文名")
		case st.Create == "" && st.Edit == "" && st.Do == "":
			p.flaw(pt.ID, "probe", "试做的步骤只能是 create、edit 或 do", "改成其中一种")
		}
	}
	is := p.textFor(pt.ID, "is", pr.Is, &pt.deps)
	pt.deps.all = true // rules may ask for anything
	pt.attempt = func(e *env) (verdict, error) {
		v := verdict{of: 1}
		if pt.on != nil {
			v.record = e.at[pt.on].target()
		}
		var last record.Record
		var h record.Hat
		player := &Player{Book: e.book, X: p.x, values: e.values, named: map[string]record.Target{}}
		for s, held := range e.at {
			player.named[s.Name] = held.target()
		}
		if err := e.book.Read(record.Hat{}, func(r record.Reader) (err error) {
			if pr.Steps[0].As != "" {
				name, err := player.expand(r, pr.Steps[0].As)
				if err != nil {
					return err
				}
				h, err = hatNamed(r, name)
				return err
			}
			return nil
		}); err != nil {
			return v, err
		}
		var says string
		err := e.book.Try(h, func(tx record.Tx) error {
			for _, st := range pr.Steps {
				rec, err := player.within(tx, st)
				if err != nil {
					return err
				}
				last = rec
			}
			if pr.Field == "" {
				return nil
			}
			k := record.KindNamed(record.TargetOf(last).Kind)
			f := record.FieldNamed(tx, k, pr.Field)
			if f == nil {
				return faultf("%s没有字段「%s」", k.Label, pr.Field)
			}
			e.r = tx
			want, _ := is.fill(e, false)
			got := record.RowOf(tx, k, last).Value(f)
			wv, err := f.Parse(want, tx.Resolve)
			if err != nil {
				return faultf("%s的值「%s」不能读：%v", f.Label, want, err)
			}
			says = f.Label + sayIs(tx, f, got)
			if got.Equal(wv) {
				v.won = 1
			} else {
				v.wanted = []string{f.Label + sayIs(tx, f, wv)}
			}
			return nil
		})
		switch {
		case pr.Refused == "" && err != nil && record.IsRefusal(err, ""):
			v.found, v.wanted = []string{"试做一次，没有做成：" + record.RefusalsIn(err)[0].Why}, []string{pt.exp.words(e, pt.Title)}
			return v, nil
		case pr.Refused == "":
			v.found = []string{"试做一次：" + says}
			return v, err
		case err == nil:
			v.miss("试做一次，没有被拒绝", pt.exp.words(e, pt.Title))
			return v, nil
		case record.IsRefusal(err, pr.Refused):
			v.won, v.found = 1, []string{"试做一次，被拒绝：" + record.RefusalsIn(err)[0].Why}
			return v, nil
		case record.IsRefusal(err, ""):
			v.miss("试做一次，被另一条规则拒绝："+record.RefusalsIn(err)[0].Why, pt.exp.words(e, pt.Title))
			return v, nil
		}
		return v, err
	}
	return func(*env) (verdict, error) { return verdict{of: 1, nothing: true}, errLater }
}

// errLater says that a check is a probe, which is tried after the reading.
var errLater = fmt.Errorf("tried later")

// within makes a step inside a transaction and returns the record that it was about.
func (p *Player) within(tx record.Tx, st Step) (record.Record, error) {
	expand := func(s string) (string, error) { return p.expand(tx, s) }
	fill := func(fields []*record.Field, rec record.Record, k *record.Kind, into any) error {
		f := &filler{r: tx, fields: fields, expand: expand, row: func() record.Row { return record.RowOf(tx, k, rec) }}
		return f.fill(into, st.Set)
	}
	if st.Create != "" {
		k := record.KindNamed(st.Create)
		rec, err := record.Blank(tx, k)
		if err != nil {
			return nil, err
		}
		if err := fill(tx.Fields(k), rec, k, rec); err != nil {
			return nil, err
		}
		if err := tx.Save(rec); err != nil {
			return nil, err
		}
		if st.ID != "" {
			p.named[st.ID] = record.TargetOf(rec)
		}
		return rec, nil
	}
	name := st.Edit + st.On
	t, ok := p.named[name]
	if !ok {
		return nil, faultf("试做的步骤不知道「%s」是哪个记录", name)
	}
	k := record.KindNamed(t.Kind)
	rec, err := tx.Load(k, t.ID)
	if err != nil {
		return nil, err
	}
	if st.Edit != "" {
		if err := fill(tx.Fields(k), rec, k, rec); err != nil {
			return nil, err
		}
		return rec, tx.Save(rec)
	}
	a := k.Action(st.Do)
	if a == nil {
		return nil, faultf("%s没有动作「%s」", k.Label, st.Do)
	}
	in := a.NewInput(tx, rec)
	if err := fill(a.Inputs, rec, k, in); err != nil {
		return nil, err
	}
	if err := tx.Do(a, t.ID, in); err != nil {
		return nil, err
	}
	return tx.Load(k, t.ID)
}
