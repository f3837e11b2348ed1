package lab

import (
	"slices"

	"crmlab/domain/record"
)

// Attempt is the work on one experiment so far, as 重做本实验 would take it back. Experiments
// share one company, and later steps build on earlier ones: what is taken back is everything
// since the first step for the experiment, whatever it was for.
type Attempt struct {
	After  uint64      // last entry before the experiment was begun
	Began  int64       // when, in ms since 1970 UTC
	Steps  int         // that stand since, for any experiment
	Score  Score       // of the experiment
	Others []*Progress // other experiments that lose points with it
}

// Attempt finds where the work on an experiment began; nil when there is none yet.
func (d *Board) Attempt(no int) (*Attempt, error) {
	all := map[int]*Progress{}
	for _, x := range d.course.Experiments {
		p, err := d.Look(x.No)
		if err != nil {
			return nil, err
		}
		all[x.No] = p
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	x := d.course.Experiment(no)
	if x == nil {
		return nil, nil
	}
	first := d.firstStep(x)
	if first == nil {
		return nil, nil
	}
	a := &Attempt{After: first.Seq - 1, Began: first.Wall, Score: all[no].Score}
	d.trace.steps(func(e *record.Entry) bool {
		if e.Seq >= first.Seq {
			a.Steps++
		}
		return true
	})
	for _, o := range d.course.Experiments {
		loses := func(st *State) bool {
			return st.Earned > 0 && (st.Entry >= first.Seq || d.trace.touchedSince(first.Seq, st.Record))
		}
		if o.No != no && slices.ContainsFunc(all[o.No].Checks, loses) {
			a.Others = append(a.Others, all[o.No])
		}
	}
	return a, nil
}

// firstStep is the first step that stands and belongs to an experiment: it made a record that
// is judged there and not already in an earlier experiment, or an answer, or fulfilled a check.
// nil: there is none.
func (d *Board) firstStep(x *Experiment) (first *record.Entry) {
	mine := map[record.Target]bool{}
	for _, g := range d.standingOf(x).groups {
		for _, t := range g.chosen {
			mine[t] = d.trace.own[t]
		}
	}
	for _, o := range d.course.Experiments {
		if o.No >= x.No {
			continue
		}
		for _, g := range d.standingOf(o).groups {
			for _, t := range g.chosen {
				mine[t] = false
			}
		}
	}
	fulfilled := map[uint64]bool{}
	for _, g := range d.standingOf(x).groups {
		for _, st := range g.states {
			new, known := mine[st.Record]
			if st.Outcome == Fulfilled && (new || !known) {
				fulfilled[st.Entry] = true
			}
		}
	}
	d.trace.steps(func(e *record.Entry) bool {
		made := func(c record.Change) bool {
			return c.Op == record.Created && (mine[record.Target{Kind: c.Kind, ID: c.ID}] || c.Kind == Answers.Kind.Name && answersTo(c) == x.No)
		}
		if fulfilled[e.Seq] || slices.ContainsFunc(e.Changes, made) {
			first = e
		}
		return first == nil
	})
	return first
}

// answersTo is the experiment of an answer that a change made.
func answersTo(c record.Change) int {
	for _, f := range c.Fields {
		if f.Tag == Answers.Kind.Field("experiment").Tag {
			return int(f.New.N)
		}
	}
	return 0
}

// touchedSince reports whether a step that stands, not older than seq, changed a record.
func (t *trace) touchedSince(seq uint64, g record.Target) (found bool) {
	t.steps(func(e *record.Entry) bool {
		found = e.Seq >= seq && slices.ContainsFunc(e.Changes, func(c record.Change) bool { return c.Kind == g.Kind && c.ID == g.ID })
		return !found
	})
	return found
}
