package shell

import (
	"testing"

	"crmlab/data/pack"
	"crmlab/domain/lab"
	"crmlab/domain/record"
	"crmlab/ui/kit"
)

// queue is a runner whose work and answers wait until the test lets them go.
type queue struct{ work, shown []func() }

func (q *queue) Go(work func()) { q.work = append(q.work, work) }
func (q *queue) UI(show func()) { q.shown = append(q.shown, show) }

func (q *queue) runWork() { q.run(&q.work) }
func (q *queue) runUI()   { q.run(&q.shown) }
func (q *queue) run(of *[]func()) {
	now := *of
	*of = nil
	for _, f := range now {
		f()
	}
}

// watched is the course over the stage's company.
func watched(t *testing.T, s *stage) *lab.Board {
	t.Helper()
	c, err := pack.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	b, err := lab.Watch(s.book, c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	return b
}

func TestAnswersThatAStepHasOvertakenAreDropped(t *testing.T) {
	s := newStage(t, nil)
	q, shown := &queue{}, 0
	b := watched(t, s)
	st := &standing{runner: q, helps: func() (int, []string) { return 0, nil }, show: func(news) { shown++ }, fail: func(err error) { t.Error(err) }}
	st.follow(func() (*lab.Board, error) { return b, nil }, func() {})
	q.runWork()
	q.runUI()
	if st.now[8] != nil || len(q.work) != 1 {
		t.Fatalf("the course is judged on the interface, or %d times", len(q.work))
	}
	for _, name := range []string{"甲", "乙", "丙"} {
		s.edit(4, name)
	}
	q.runUI()
	q.runWork()
	q.runUI()
	if shown != 0 {
		t.Error("an answer of before the steps is shown")
	}
	if len(q.work) != 1 {
		t.Errorf("three steps cost %d more looks", len(q.work))
	}
	q.runWork()
	q.runUI()
	if shown != 1 || st.now[8] == nil {
		t.Errorf("shown %d times", shown)
	}
	s.edit(4, "丁")
	q.runUI()
	st.release()
	q.runWork()
	q.runUI()
	if shown != 1 {
		t.Error("a closed window is shown something")
	}
}

func TestAFinishedCheckIsToldOnce(t *testing.T) {
	s := newStage(t, nil)
	b := watched(t, s)
	var told []news
	st := &standing{runner: kit.Inline{}, helps: func() (int, []string) { return 0, nil }, show: func(n news) { told = append(told, n) }, fail: func(err error) { t.Error(err) }}
	st.follow(func() (*lab.Board, error) { return b, nil }, func() {})
	if len(told) != 1 || told[0].no != 0 {
		t.Fatalf("opening tells %+v", told)
	}
	finished := func() (out []string) {
		for _, n := range told {
			for _, c := range n.done {
				out = append(out, c.ID)
			}
		}
		return out
	}
	date := s.shell.cfg.MoveDate // 1.4 asks for the business date to be moved
	if _, err := date(s.boss, record.NewDate(2026, 11, 30)); err != nil {
		t.Fatal(err)
	}
	if got := finished(); len(got) != 1 || got[0] != "1.4" {
		t.Fatalf("moving the date finishes %v", got)
	}
	s.edit(4, "甲")
	if _, err := date(s.boss, record.NewDate(2026, 12, 1)); err != nil {
		t.Fatal(err)
	}
	if got := finished(); len(got) != 1 {
		t.Errorf("later steps finish %v", got)
	}
}
