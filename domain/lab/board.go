package lab

import (
	"sync"

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
	e := &env{r: r.Whole(), exp: x, book: d.book, trace: d.trace, values: s.values, params: x.name(r, s.values), at: map[*subject]held{}, chosen: map[string]record.Target{}}
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
