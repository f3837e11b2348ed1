package shell

import (
	"fmt"

	"crmlab/domain/lab"
	"crmlab/ui/kit"
)

// standing is how the experiments of the course stand, as far as the window knows. It follows
// the Board: the judging is done away from the interface, and answers that a newer step has
// overtaken are dropped. It belongs to the goroutine of the interface.
type standing struct {
	board  *lab.Board // nil: the window shows no course
	runner kit.Runner
	helps  func() (no int, ids []string) // checks whose hints are shown
	show   func(news)                    // told of every newer standing
	fail   func(error)                   // told what could not be read

	busy, again, closed bool
	now                 map[int]*lab.Progress
	hints               map[string]*lab.Help // of what helps asked for
	broken              bool                 // the last look failed
	waits               bool                 // for the board
}

// news is what has changed since the look before.
type news struct {
	done   []*lab.State // checks that became done
	gained int          // points that they had not earned before
	no     int          // of the experiment of the first of them
}

// has reports whether the course has content for an experiment.
func (s *standing) has(no int) bool {
	return s != nil && s.board != nil && s.board.Course().Experiment(no) != nil
}

// follow asks for the board, which may take a while, and looks after every step from then on.
// begun is called when the board is there.
func (s *standing) follow(board func() (*lab.Board, error), begun func()) {
	if board == nil {
		return
	}
	s.waits = true
	s.runner.Go(func() {
		b, err := board()
		s.runner.UI(func() {
			s.waits = false
			switch {
			case s.closed:
			case err != nil:
				s.broken = true
				s.fail(fmt.Errorf("follow the course: %w", err))
			case b != nil:
				s.board = b
				b.OnChange(func() { s.runner.UI(s.look) })
				begun()
				s.look()
			}
		})
	})
}

// release ends the following.
func (s *standing) release() {
	s.closed = true
	if s.board != nil {
		s.board.OnChange(nil)
	}
}

// look asks how everything stands. While an answer is under way another question waits, so that
// a burst of steps costs two looks.
func (s *standing) look() {
	if s.board == nil || s.closed {
		return
	}
	if s.busy {
		s.again = true
		return
	}
	s.busy = true
	no, ids := s.helps()
	s.runner.Go(func() {
		now, hints, err := s.ask(no, ids)
		s.runner.UI(func() {
			s.busy = false
			switch {
			case s.closed:
			case s.again: // a step came meanwhile: what was found is of the past
				s.again = false
				s.look()
			case err != nil:
				s.broken = true
				s.fail(err)
			default:
				s.take(now, hints)
			}
		})
	})
}

// ask judges every experiment, away from the interface.
func (s *standing) ask(no int, ids []string) (map[int]*lab.Progress, map[string]*lab.Help, error) {
	now, hints := map[int]*lab.Progress{}, map[string]*lab.Help{}
	for _, x := range s.board.Course().Experiments {
		p, err := s.board.Look(x.No)
		if err != nil {
			return nil, nil, fmt.Errorf("judge experiment %d: %w", x.No, err)
		}
		now[x.No] = p
	}
	for _, id := range ids {
		h, err := s.board.Help(no, id)
		if err != nil {
			return nil, nil, fmt.Errorf("read the hints of %s: %w", id, err)
		}
		hints[id] = h
	}
	return now, hints, nil
}

func (s *standing) take(now map[int]*lab.Progress, hints map[string]*lab.Help) {
	var n news
	for _, x := range s.board.Course().Experiments {
		before, after := s.now[x.No], now[x.No]
		if before == nil { // the first look: nothing has happened yet
			continue
		}
		for _, st := range after.Checks {
			if was := before.Check(st.ID); st.Outcome == lab.Fulfilled && was != nil && was.Outcome != lab.Fulfilled {
				if n.no == 0 {
					n.no = x.No
				}
				if n.no == x.No {
					n.done, n.gained = append(n.done, st), n.gained+st.Earned-was.Earned
				}
			}
		}
	}
	s.now, s.hints, s.broken = now, hints, false
	s.show(n)
}
