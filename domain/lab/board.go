package lab

import (
	"sync"

	"github.com/shopspring/decimal"

	"crmlab/domain/record"
)

// Board is where a course stands in one work file. It follows every step of the Book and
// judges again only what a step may have changed. It may be used from any goroutine.
type Board struct {
	book   *record.Book
	course *Course
	cancel func()

	mu      sync.Mutex
	trace   *trace
	student string
	stand   map[int]*standing
	notify  func()
}

// standing is one experiment in the file.
type standing struct {
	values map[string]string
	groups []*groupStanding
}

type groupStanding struct {
	stale  bool
	states []*State
	chosen map[string]record.Target
}

// Progress is one experiment as the guide shows it.
type Progress struct {
	No         int
	Title      string
	Overview   string
	Objectives []string
	Tasks      []TaskProgress
	Checks     []*State // in the order of the experiment
	Next       *State   // first unmet check whose needs are met; nil when all is done
	Score      Score
	Questions  []string // that lead the summary, with the student's own figures
}

// Check finds a check's state by its id; nil if there is none.
func (p *Progress) Check(id string) *State {
	for _, s := range p.Checks {
		if s.ID == id {
			return s
		}
	}
	return nil
}

// TaskProgress is one task with the checks that belong to it.
type TaskProgress struct {
	ID, Title, Text string
	Steps           []string
	Points, Earned  int
	Done            bool
	Checks          []*State
}

// Score is what was earned of what can be earned. Checks with an error of their rule are
// left out of both.
type Score struct {
	Earned, Possible int
	Faulty           int // points of checks that could not be judged
}

// Watch makes the Board of a file and follows it until Close. The course must have been
// prepared.
func Watch(b *record.Book, c *Course) (*Board, error) {
	d := &Board{book: b, course: c, stand: map[int]*standing{}, trace: newTrace()}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.cancel = b.Subscribe(d.follow)
	if err := b.Read(record.Hat{}, func(r record.Reader) (err error) {
		if d.trace, err = traceOf(r); err != nil {
			return err
		}
		d.student, err = studentNo(r)
		return err
	}); err != nil {
		d.cancel()
		return nil, err
	}
	return d, nil
}

// Close ends following the file.
func (d *Board) Close() { d.cancel() }

// OnChange names the function that is told when something may have changed; it is called
// where steps are published, and may look.
func (d *Board) OnChange(fn func()) {
	d.mu.Lock()
	d.notify = fn
	d.mu.Unlock()
}

// Course is what the Board shows.
func (d *Board) Course() *Course { return d.course }

// follow takes in a committed step.
func (d *Board) follow(ev record.Event) {
	d.mu.Lock()
	d.trace.add(ev.Entry)
	touched := map[*record.Kind]bool{}
	for k := range ev.Kinds {
		touched[k] = true
	}
	if k := record.KindNamed(ev.Entry.Target.Kind); k != nil {
		touched[k] = true
	}
	if touched[Students.Kind] || ev.Entry.Op == record.OpMark {
		d.stand = map[int]*standing{}
		// A file that cannot be read shows its fault where it is looked at.
		_ = d.book.Read(record.Hat{}, func(r record.Reader) (err error) {
			d.student, err = studentNo(r)
			return err
		})
	}
	for no, s := range d.stand {
		x := d.course.Experiment(no)
		for i, g := range x.groups {
			if ev.Entry.Op != record.OpDo || g.deps.touched(touched) { // what is taken back may be any step
				s.groups[i].stale = true
			}
		}
	}
	told := d.notify
	d.mu.Unlock()
	if told != nil {
		told()
	}
}

// standingOf is an experiment's standing, with everything stale at first.
func (d *Board) standingOf(x *Experiment) *standing {
	s := d.stand[x.No]
	if s == nil {
		s = &standing{values: x.draw(d.course.Pack, d.student)}
		for range x.groups {
			s.groups = append(s.groups, &groupStanding{stale: true})
		}
		d.stand[x.No] = s
	}
	return s
}

// Values are the parameters of an experiment for the file's student.
func (d *Board) Values(no int) map[string]string {
	d.mu.Lock()
	defer d.mu.Unlock()
	x := d.course.Experiment(no)
	if x == nil {
		return nil
	}
	return d.standingOf(x).values
}

func (d *Board) env(r record.Reader, x *Experiment, s *standing) *env {
	e := &env{r: r.Whole(), book: d.book, trace: d.trace, values: s.values, params: x.name(r, s.values), at: map[*subject]held{}, chosen: map[string]record.Target{}}
	return e
}

// bind holds the records that were chosen for the subjects of all groups.
func (e *env) bind(x *Experiment, s *standing) error {
	for _, g := range s.groups {
		if err := e.bindGroup(x, g.chosen); err != nil {
			return err
		}
	}
	return nil
}

func (e *env) bindGroup(x *Experiment, chosen map[string]record.Target) error {
	for name, t := range chosen {
		h, err := e.hold(record.KindNamed(t.Kind), t.ID)
		if record.IsRefusal(err, "missing") {
			continue
		}
		if err != nil {
			return err
		}
		e.at[x.reader.subjects[name]] = h
		e.chosen[name] = t
	}
	return nil
}

// Look judges what has become stale and returns how an experiment stands; nil if the
// course has no such experiment.
func (d *Board) Look(no int) (*Progress, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	x := d.course.Experiment(no)
	if x == nil {
		return nil, nil
	}
	s := d.standingOf(x)
	var p *Progress
	tries := map[*point]*State{}
	read := func(r record.Reader) error {
		e := d.env(r, x, s)
		for i, g := range x.groups {
			st := s.groups[i]
			if st.stale {
				st.states, st.chosen = x.evaluate(e, g)
				st.stale = false
				for _, state := range st.states {
					if pt := x.byID[state.ID]; pt.attempt != nil && state.Outcome == Missing {
						tries[pt] = state
					}
				}
			}
			if err := e.bindGroup(x, st.chosen); err != nil {
				return err
			}
		}
		p = x.progress(e, s)
		return nil
	}
	if err := d.book.Read(record.Hat{}, read); err != nil {
		return nil, err
	}
	if len(tries) == 0 {
		return p, nil
	}
	for pt, st := range tries {
		*st = *d.try(x, s, pt)
	}
	err := d.book.Read(record.Hat{}, read)
	return p, err
}

// try makes the probe of a check, outside of any reading.
func (d *Board) try(x *Experiment, s *standing, pt *point) (st *State) {
	var e *env
	if err := d.book.Read(record.Hat{}, func(r record.Reader) error {
		e = d.env(r, x, s)
		if err := e.bind(x, s); err != nil {
			return err
		}
		st = newState(e, pt)
		return nil
	}); err != nil {
		return &State{ID: pt.ID, Task: pt.Task, Title: pt.Title, Kind: pt.Kind, Points: pt.Points, Outcome: RuleError, Found: sayFault(err)}
	}
	v, err := func() (v verdict, err error) {
		defer func() {
			if p := recover(); p != nil {
				err = faultf("%v", p)
			}
		}()
		return pt.attempt(e)
	}()
	if readErr := d.book.Read(record.Hat{}, func(r record.Reader) error {
		e.r = r.Whole()
		if err != nil {
			st = failed(e, pt, err)
		} else {
			st = settled(e, pt, v)
		}
		return nil
	}); readErr != nil {
		st.Outcome, st.Found = RuleError, sayFault(readErr)
	}
	return st
}

// progress puts the states of the groups into the order of the experiment.
func (x *Experiment) progress(e *env, s *standing) *Progress {
	p := &Progress{No: x.No, Title: x.Title, Overview: x.words(e, x.Overview)}
	for _, o := range x.Objectives {
		p.Objectives = append(p.Objectives, x.words(e, o))
	}
	by := map[string]*State{}
	for _, g := range s.groups {
		for _, st := range g.states {
			by[st.ID] = st
		}
	}
	for i := range x.Checks {
		st := *by[x.Checks[i].ID] // a copy: what was given out does not change
		p.Checks = append(p.Checks, &st)
		if st.Outcome == RuleError {
			p.Score.Faulty += st.Points
		} else {
			p.Score.Earned += st.Earned
			p.Score.Possible += st.Points
		}
	}
	for i := range x.Checks {
		st := p.Checks[i]
		if st.Outcome == Fulfilled || st.Outcome == RuleError || p.Next != nil {
			continue
		}
		ready := true
		for _, n := range x.Checks[i].Needs {
			o := p.Check(n).Outcome
			ready = ready && (o == Fulfilled || o == RuleError)
		}
		if ready {
			p.Next = st
		}
	}
	for _, t := range x.Tasks {
		tp := TaskProgress{ID: t.ID, Title: x.words(e, t.Title), Text: x.words(e, t.Text), Done: true}
		for _, step := range t.Steps {
			tp.Steps = append(tp.Steps, x.words(e, step))
		}
		for _, st := range p.Checks {
			if st.Task == t.ID {
				tp.Checks = append(tp.Checks, st)
				tp.Points += st.Points
				tp.Earned += st.Earned
				tp.Done = tp.Done && st.Outcome == Fulfilled
			}
		}
		p.Tasks = append(p.Tasks, tp)
	}
	for _, q := range x.Questions {
		s, whole := x.reader.text("", "", q.Text).fill(e, true)
		if !whole {
			s = x.words(e, q.Without)
		}
		if s != "" {
			p.Questions = append(p.Questions, s)
		}
	}
	return p
}

// Lead is where the third hint takes the student.
type Lead struct {
	Page, View string        // route and view of the page
	Record     record.Target // record to open, if there is one
	Hat        record.Hat    // who does it; the zero Hat: whoever is at work
	HatName    string
	Control    string // words on the button, or label of the field
}

// Help is what a check's hints say: what is meant, where in the program, and where 带我去
// leads. Hints cost nothing.
type Help struct {
	Hints []string
	Lead  Lead
}

// Help gives the hints of a check; nil if there is no such check.
func (d *Board) Help(no int, id string) (*Help, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	x := d.course.Experiment(no)
	if x == nil || x.byID[id] == nil {
		return nil, nil
	}
	s := d.standingOf(x)
	out := &Help{}
	err := d.book.Read(record.Hat{}, func(r record.Reader) error {
		e := d.env(r, x, s)
		if err := e.bind(x, s); err != nil {
			return err
		}
		c := x.byID[id]
		for _, h := range c.Hints {
			out.Hints = append(out.Hints, x.words(e, h))
		}
		if c.Show == nil {
			return nil
		}
		out.Lead = Lead{Page: c.Show.Page, View: c.Show.View, Control: c.Show.Control}
		if sub := x.reader.subjects[c.Show.Record]; sub != nil {
			if h, ok := e.at[sub]; ok {
				out.Lead.Record = h.target()
			}
		}
		if out.Lead.Record.ID == 0 && (out.Lead.View == "open" || out.Lead.View == "edit") {
			out.Lead.View = "list" // there is nothing to open yet
		}
		if c.Show.Hat == "" {
			return nil
		}
		name, whole := x.reader.text("", "", c.Show.Hat).fill(e, false)
		if !whole {
			return nil
		}
		h, err := hatNamed(r, name)
		if record.IsRefusal(err, "") {
			return nil // the student has changed the organisation
		}
		out.Lead.Hat, out.Lead.HatName = h, name
		return err
	})
	return out, err
}

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
	e := &env{r: r.Whole(), book: d.book, trace: d.trace, at: map[*subject]held{}, chosen: map[string]record.Target{}}
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
