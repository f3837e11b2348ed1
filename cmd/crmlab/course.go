package main

import (
	"fmt"

	"crmlab/data/pack"
	"crmlab/domain/lab"
)

// watchCourse follows the built-in course in the open file. A course that cannot be read is no
// reason not to open the work: the guide is then left out.
func (s *session) watchCourse() {
	course, err := pack.BuiltIn()
	if err == nil {
		s.board, err = lab.Watch(s.book, course)
	}
	if err != nil {
		s.log.report(fmt.Errorf("follow the course: %w", err))
	}
}

// finished asks for a safety copy after a finished check, and does not wait for it.
func (s *session) finished() {
	select {
	case s.due <- struct{}{}:
	default: // one is asked for already
	}
}
