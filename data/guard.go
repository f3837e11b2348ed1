package data

import (
	"errors"
	"fmt"
	"runtime/debug"
)

// Fault is a panic caught around a transaction: an error of the program. The step was
// taken back and the file is as it was.
type Fault struct {
	Path  string
	Cause any
	Stack []byte
}

func (f *Fault) Error() string { return fmt.Sprintf("%s: %v", f.Path, f.Cause) }

// Lost is why a store stopped working: the file could not be read or no longer makes
// sense. Unwrap gives the refusal to show; Cause and Stack are for the log.
type Lost struct {
	Refusal error
	Cause   any
	Stack   []byte
}

func (l *Lost) Error() string { return l.Refusal.Error() }

// Unwrap gives the words for the user.
func (l *Lost) Unwrap() error { return l.Refusal }

// guarded runs fn with memory faults turned into panics (a mapped file on a device that
// is pulled faults) and panics into errors. touching is true while fn is inside bbolt:
// what panics there is the file's fault, and the store is given up.
func (s *Store) guarded(touching *bool, fn func() error) (err error) {
	if err := s.alive(); err != nil {
		return err
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = s.caught(r, *touching)
		}
	}()
	return fn()
}

// caught sorts panics: a page that can not be read gives the store up, anything else is
// a fault of the program.
func (s *Store) caught(r any, touching bool) error {
	if given, ok := r.(*Lost); ok {
		return given
	}
	_, fault := r.(interface{ Addr() uintptr })
	if fault || touching {
		return s.giveUp(r)
	}
	switch r.(type) {
	case error, string:
		return &Fault{Path: s.path, Cause: r, Stack: debug.Stack()}
	}
	panic(r) // thrown by someone above us for purposes of their own, as test libraries do
}

// giveUp marks the store unusable: whatever went wrong, nothing more is written.
func (s *Store) giveUp(cause any) error {
	var words error = refuseDamaged(s.path)
	if err, ok := cause.(error); ok {
		if w := refusalOf(s.path, err); !errors.Is(w, err) {
			words = w
		}
	}
	l := &Lost{Refusal: words, Cause: cause, Stack: debug.Stack()}
	s.lost.CompareAndSwap(nil, l)
	return s.lost.Load()
}

// alive says why the store cannot be used; nil if it can.
func (s *Store) alive() error {
	if l := s.lost.Load(); l != nil {
		return l
	}
	if s.closed.Load() {
		return refuseClosed(s.path)
	}
	return nil
}

// IsLost reports whether err says that the file can no longer be used.
func IsLost(err error) bool {
	var l *Lost
	return errors.As(err, &l)
}
