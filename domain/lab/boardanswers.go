package lab

import (
	"errors"

	"github.com/shopspring/decimal"

	"crmlab/domain/record"
)

// Answer takes a figure that the student typed for a check.
func (d *Board) Answer(h record.Hat, no int, id, typed string) (*record.Entry, error) {
	x := d.course.Experiment(no)
	if x == nil || x.byID[id] == nil || x.byID[id].Kind != Answered {
		return nil, record.Refuse("answer.check", "没有收下这个答案", "没有这道题", "在任务面板里填写")
	}
	if _, err := d.Look(no); err != nil { // so that the records of the moment are chosen
		return nil, err
	}
	pt, s := x.byID[id], d.snapshot(x)
	return give(d.book, h, pt, typed, func(r record.Reader, value decimal.Decimal) (right bool, err error) {
		err = d.truths(r, x, s, pt, func(want decimal.Decimal) bool {
			right = pt.slack.holds(value, want)
			return !right
		})
		return right, err
	})
}

// snapshot is an experiment's standing that no other goroutine changes.
func (d *Board) snapshot(x *Experiment) *standing {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.standingOf(x)
	out := &standing{values: now.values}
	for _, g := range now.groups {
		out.groups = append(out.groups, &groupStanding{chosen: g.chosen})
	}
	return out
}

// truths are the figures that would be right for an answer now: one for each record that it
// may be about, when two instalments are overdue. The one that is judged comes first.
func (d *Board) truths(r record.Reader, x *Experiment, s *standing, pt *point, fn func(decimal.Decimal) bool) error {
	e := &env{r: r.Whole(), exp: x, book: d.book, trace: d.trace, at: map[*subject]held{}, chosen: map[string]record.Target{}}
	e.values, e.params = s.values, x.name(r, s.values)
	if err := e.bind(x, s); err != nil {
		return err
	}
	if pt.on == nil || e.at[pt.on].rec != nil {
		want, err := pt.truth(e)
		if err != nil || !fn(want) {
			return err
		}
	}
	if pt.on == nil || pt.on.parent != nil && e.at[pt.on.parent].rec == nil {
		return nil
	}
	ids, err := candidates(e, pt.on)
	if err != nil {
		return err
	}
	for _, id := range ids {
		h, err := e.hold(pt.on.kind, id)
		if err != nil {
			return err
		}
		if fits, err := passes(e, pt.on, h); err != nil || !fits {
			continue
		}
		e.at[pt.on] = h
		if want, err := pt.truth(e); err == nil && !fn(want) {
			return nil
		}
	}
	return nil
}

// Truth is what an answer check asks for, as the pages show it: recorded solutions read it
// where a student would.
func (d *Board) Truth(no int, id string) (out decimal.Decimal, err error) {
	if _, err := d.Look(no); err != nil {
		return out, err
	}
	x := d.course.Experiment(no)
	s, found := d.snapshot(x), false
	err = d.book.Read(record.Hat{}, func(r record.Reader) error {
		return d.truths(r, x, s, x.byID[id], func(want decimal.Decimal) bool { out, found = want, true; return false })
	})
	if err == nil && !found {
		err = faultf("还没有 %s 要问的记录", id)
	}
	return out, err
}

// Given is the newest answer to a check and whether it agrees with the records as they are
// now; nil if there is none.
func (d *Board) Given(no int, id string) (a *Answer, agrees bool, err error) {
	x := d.course.Experiment(no)
	if x == nil || x.byID[id] == nil || x.byID[id].Kind != Answered {
		return nil, false, nil
	}
	if err := d.book.Read(record.Hat{}, func(r record.Reader) (err error) {
		a, err = latest(r, no, id)
		return err
	}); err != nil || a == nil {
		return nil, false, err
	}
	agrees, err = d.Agrees(no, id, a.Value)
	return a, agrees, err
}

// Agrees reports whether a value would be right for an answer check now.
func (d *Board) Agrees(no int, id string, value decimal.Decimal) (agrees bool, err error) {
	if _, err := d.Look(no); err != nil { // so that the records of the moment are chosen
		return false, err
	}
	x := d.course.Experiment(no)
	s := d.snapshot(x)
	err = d.book.Read(record.Hat{}, func(r record.Reader) error {
		err := d.truths(r, x, s, x.byID[id], func(want decimal.Decimal) bool {
			agrees = x.byID[id].slack.holds(value, want)
			return !agrees
		})
		var nothing *fault
		if errors.As(err, &nothing) { // there is nothing yet that could be right
			return nil
		}
		return err
	})
	return agrees, err
}

// Withdraw takes a check's points back, for whoever grades and does not believe what the file
// says of it.
func (p *Progress) Withdraw(id, found string) {
	st := p.Check(id)
	if st == nil || st.Outcome == RuleError {
		return
	}
	p.Score.Earned -= st.Earned
	for i := range p.Tasks {
		if t := &p.Tasks[i]; t.ID == st.Task {
			t.Earned -= st.Earned
			t.Done = false
		}
	}
	st.Earned, st.Outcome, st.Found = 0, Missing, found
}
