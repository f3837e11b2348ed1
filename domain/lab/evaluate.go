package lab

import (
	"errors"
	"fmt"
	"strings"

	"crmlab/domain/record"
)

// Outcome is how a check stands.
type Outcome string

// Outcomes. RuleError is the program's or the author's mistake and never turns into marks,
// neither way.
const (
	NotStarted Outcome = "notstarted"
	Missing    Outcome = "missing"
	Partly     Outcome = "partly"
	Fulfilled  Outcome = "done"
	RuleError  Outcome = "error"
)

// Outcomes lists them with what the screen calls them.
var Outcomes = []record.Choice{
	{Code: string(NotStarted), Label: "未开始", Tone: record.ToneGrey}, {Code: string(Missing), Label: "未完成", Tone: record.ToneAmber},
	{Code: string(Partly), Label: "部分完成", Tone: record.ToneBlue}, {Code: string(Fulfilled), Label: "完成", Tone: record.ToneGreen},
	{Code: string(RuleError), Label: "检查出错", Tone: record.ToneRed},
}

// Label is the outcome's name on the screen.
func (o Outcome) Label() string {
	for _, c := range Outcomes {
		if c.Code == string(o) {
			return c.Label
		}
	}
	return string(o)
}

// State is one check as it stands now.
type State struct {
	ID, Task, Title string
	Kind            CheckKind
	Points, Earned  int
	Outcome         Outcome

	Rule   string // what is looked at, for 评分依据
	Found  string // what is there, with the student's own numbers and values
	Wanted string // what should be there; "" once it is
	Next   string // one sentence of what to do; "" once it is done

	Record    record.Target // that was judged
	No        string        // its number
	Candidate string        // 按 SO-0303 评, where there were several
	Entry     uint64        // journal entry that fulfilled it

	Ask, Unit, Typed string // of an answer: the question, its unit, what was typed last
}

// evaluate judges a group. chosen are the records that stood for its subjects.
func (x *Experiment) evaluate(e *env, g *group) (states []*State, chosen map[string]record.Target) {
	chosen = map[string]record.Target{}
	if g.root == nil {
		for _, pt := range g.all {
			states = append(states, judgeOne(e, pt))
		}
		return states, chosen
	}
	b := x.best(e, g.root)
	for s, h := range b.at {
		e.at[s] = h
		chosen[s.Name] = h.target()
	}
	return b.states, chosen
}

// trial is a subject and all that hangs on it, judged with one candidate.
type trial struct {
	points int
	shares float64 // breaks ties: who has more of the parts is nearer
	states []*State
	at     map[*subject]held
}

// better prefers points, then shares, then the newer candidate.
func (t *trial) better(o *trial) bool {
	if t.points != o.points {
		return t.points > o.points
	}
	return t.shares >= o.shares
}

// best judges a subject with every candidate and keeps the one that earns most.
func (x *Experiment) best(e *env, s *subject) *trial {
	ids, err := candidates(e, s)
	if err != nil {
		return x.broken(e, s, err)
	}
	var top *trial
	tried := 0
	for _, id := range ids {
		h, err := e.hold(s.kind, id)
		if err != nil {
			return x.broken(e, s, err)
		}
		fits, err := passes(e, s, h)
		if err != nil {
			return x.broken(e, s, err)
		}
		if !fits {
			continue
		}
		tried++
		e.at[s] = h
		t := &trial{at: map[*subject]held{s: h}}
		for _, pt := range s.checks {
			t.take(judgeOne(e, pt))
		}
		for _, kid := range s.kids {
			k := x.best(e, kid)
			for sub, held := range k.at {
				t.at[sub] = held
			}
			for _, st := range k.states {
				t.take(st)
			}
		}
		delete(e.at, s)
		for _, kid := range s.kids {
			forgetBelow(e, kid)
		}
		if top == nil || t.better(top) {
			top = t
		}
	}
	if top == nil {
		return x.absent(e, s)
	}
	if tried > 1 {
		for _, st := range top.states {
			if pt := x.byID[st.ID]; pt.on == s {
				st.Candidate = "按" + called(s, top.at[s]) + " 评"
			}
		}
	}
	return top
}

func forgetBelow(e *env, s *subject) {
	delete(e.at, s)
	for _, k := range s.kids {
		forgetBelow(e, k)
	}
}

func (t *trial) take(st *State) {
	t.states = append(t.states, st)
	t.points += st.Earned
	if st.Points > 0 && st.Outcome == Partly {
		t.shares += float64(st.Earned) / float64(st.Points)
	}
	if st.Outcome == Partly || st.Outcome == Fulfilled {
		t.shares++
	}
}

// absent is how checks stand while there is no record for their subject.
func (x *Experiment) absent(e *env, s *subject) *trial {
	t := &trial{at: map[*subject]held{}}
	x.each(s, func(pt *point) {
		st := newState(e, pt)
		st.Outcome = NotStarted
		st.Found, st.Wanted, st.Next = s.none.show(e), st.Title, s.next.show(e)
		t.take(st)
	})
	return t
}

// broken is how checks stand when their subject cannot be found for a fault.
func (x *Experiment) broken(e *env, s *subject, err error) *trial {
	t := &trial{at: map[*subject]held{}}
	x.each(s, func(pt *point) { t.take(failed(e, pt, err)) })
	return t
}

func (x *Experiment) each(s *subject, fn func(*point)) {
	for _, pt := range s.checks {
		fn(pt)
	}
	for _, k := range s.kids {
		x.each(k, fn)
	}
}

// mostCandidates bounds how many records are tried for a subject; of more (an import) the
// newest are.
const mostCandidates = 200

// candidates are the records that may stand for a subject, oldest first.
func candidates(e *env, s *subject) ([]record.ID, error) {
	ids, err := allCandidates(e, s)
	return ids[max(0, len(ids)-mostCandidates):], err
}

func allCandidates(e *env, s *subject) (ids []record.ID, err error) {
	switch {
	case s.via != nil:
		if id := e.at[s.parent].row.Value(s.via).ID(); id != 0 {
			if _, ok := e.r.Row(s.kind, id); ok {
				ids = append(ids, id)
			}
		}
		return ids, nil
	case s.by != nil:
		err = e.r.Each(s.kind, []record.Cond{record.Where(s.by.Name, record.LinkValue(e.at[s.parent].rec.Head().ID))}, func(row record.Row) bool {
			ids = append(ids, row.ID())
			return true
		})
		return ids, err
	case s.Any: // of all that the file has, those that suit: there may be more than are tried
		var failed error
		err = e.r.Each(s.kind, nil, func(row record.Row) bool {
			fits := true
			for _, c := range s.where {
				a, err := c.ask(e, row)
				if failed = err; err != nil || !a.ok {
					fits = false
					break
				}
			}
			if fits {
				ids = append(ids, row.ID())
			}
			return failed == nil
		})
		return ids, errors.Join(err, failed)
	}
	for _, id := range e.trace.made[s.kind] {
		if _, ok := e.r.Row(s.kind, id); ok {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// passes reports whether a record may stand for the subject at all.
func passes(e *env, s *subject, h held) (bool, error) {
	if s.Apart != "" && e.chosen[s.Apart] == h.target() {
		return false, nil
	}
	for _, c := range s.where {
		a, err := c.ask(e, h.row)
		if err != nil || !a.ok {
			return false, err
		}
	}
	return true, nil
}

func newState(e *env, pt *point) *State {
	st := &State{ID: pt.ID, Task: pt.Task, Title: pt.exp.words(e, pt.Title), Kind: pt.Kind, Points: pt.Points, Unit: pt.Unit, Rule: pt.rule(e)}
	if pt.ask != nil {
		if ask, whole := pt.ask.fill(e, true); whole { // else there is nothing to ask about yet
			st.Ask = ask
		}
	}
	return st
}

func failed(e *env, pt *point, err error) *State {
	st := newState(e, pt)
	st.Outcome = RuleError
	st.Found = "这条检查没有算出结果：" + strings.TrimSuffix(sayFault(err), "。")
	st.Wanted = "它不影响得分，请告诉老师"
	return st
}

// judgeOne judges one check; whatever goes wrong inside is the rule's error.
func judgeOne(e *env, pt *point) (st *State) {
	defer func() {
		if p := recover(); p != nil {
			st = failed(e, pt, fmt.Errorf("%v", p))
		}
	}()
	v, err := pt.judge(e)
	if errors.Is(err, errLater) {
		st = newState(e, pt)
		st.Outcome = Missing
		return st
	}
	if err != nil {
		return failed(e, pt, err)
	}
	return settled(e, pt, v)
}

// settled puts a verdict into words and points.
func settled(e *env, pt *point, v verdict) *State {
	st := newState(e, pt)
	st.Record, st.Entry = v.record, v.entry
	if k := record.KindNamed(v.record.Kind); k != nil {
		if row, ok := e.r.Row(k, v.record.ID); ok {
			st.No = row.Value(k.Field("no")).S
			if st.Entry == 0 && v.won == v.of {
				st.Entry = lastTouch(e, v.record)
			}
		}
	}
	if pt.Kind == Answered {
		if a, err := latest(e.r, pt.exp.No, pt.ID); err == nil && a != nil {
			st.Typed = a.Typed
		}
	}
	st.Found = strings.Join(v.found, "；")
	if v.won >= v.of {
		st.Outcome, st.Earned = Fulfilled, st.Points
		return st
	}
	st.Earned = st.Points * v.won / v.of
	switch {
	case v.won > 0 && !v.nothing:
		st.Outcome = Partly
	case v.nothing && (pt.on == nil || pt.Kind == Answered):
		st.Outcome = NotStarted
	default:
		st.Outcome = Missing
	}
	st.Wanted = strings.Join(v.wanted, "；")
	st.Next = v.next
	for _, c := range pt.cases {
		if a, err := c.ask(e, e.at[pt.on].row); err == nil && a.ok {
			st.Next = a.next
			break
		}
	}
	if st.Next == "" {
		st.Next = pt.next.show(e)
	}
	return st
}

// lastTouch is the newest step since the start that changed a record.
func lastTouch(e *env, t record.Target) (seq uint64) {
	e.trace.steps(func(x *record.Entry) bool {
		for _, c := range x.Changes {
			if c.Kind == t.Kind && c.ID == t.ID {
				seq = x.Seq
			}
		}
		return true
	})
	return seq
}

// words fills the placeholders of one of the experiment's texts.
func (x *Experiment) words(e *env, s string) string {
	if s == "" || x.reader == nil {
		return s
	}
	return x.reader.text("", "", s).show(e)
}
