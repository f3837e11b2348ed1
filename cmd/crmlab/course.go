package main

import (
	"crmlab/data/pack"
	"crmlab/domain/lab"
)

// follow watches the built-in course in the open file. It waits until the file has been read:
// the checks ask for the whole journal, and the first page shall not wait for them.
func (s *session) follow() (*lab.Board, error) {
	select {
	case <-s.store.Ready():
	case <-s.stop:
		return nil, nil
	}
	course, err := pack.BuiltIn()
	if err != nil {
		return nil, err
	}
	b, err := lab.Watch(s.book, course)
	if err != nil {
		return nil, err
	}
	s.board.Store(b)
	return b, nil
}

// finished asks for a safety copy after a finished check, and does not wait for it.
func (s *session) finished() {
	select {
	case s.due <- struct{}{}:
	default: // one is asked for already
	}
}
