package lab

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
	for _, q := range x.questions {
		p.Questions = append(p.Questions, q.ask(e))
	}
	return p
}
