package data

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"time"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"crmlab/domain/record"
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
	words := refuseDamaged(s.path)
	if err, ok := cause.(error); ok {
		if w := refusalOf(s.path, err); record.IsRefusal(w, "") {
			words = w
		}
	}
	l := &Lost{Refusal: words, Cause: cause, Stack: debug.Stack()}
	if s.lost.CompareAndSwap(nil, l) {
		s.tell(l)
	}
	return s.lost.Load()
}

func (s *Store) tell(err error) {
	if s.trouble != nil {
		go s.trouble(err)
	}
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

// begin starts a transaction of bbolt, which reads the head of the mapped file while it
// holds locks of its own. A fault there leaves them locked for good, so nobody else may
// be on the way in, and whoever comes later has to find the store lost.
func (s *Store) begin(write bool) (b *bolt.Tx, err error) {
	s.starting.Lock()
	defer s.starting.Unlock()
	defer func() {
		if r := recover(); r != nil {
			b, err = nil, s.giveUp(r)
		}
	}()
	if l := s.lost.Load(); l != nil {
		return nil, l
	}
	b, err = s.db.Begin(write)
	switch {
	case err == nil:
		return b, nil
	case s.closed.Load():
		return nil, refuseClosed(s.path)
	case errors.Is(err, berrors.ErrInvalidMapping): // a step is just finding out; see revive
		return nil, refuseNoSpace(s.path)
	}
	return nil, s.giveUp(err)
}

// revive opens the file again when a step needed a larger memory map and got none, for
// then bbolt is left without any: Windows makes the file as large as the map, so a full
// disk is enough. Nobody else is inside, because the caller holds the state's lock.
func (s *Store) revive() error {
	s.starting.Lock()
	defer s.starting.Unlock()
	b, err := s.db.Begin(false)
	if err == nil {
		return b.Rollback()
	}
	if !errors.Is(err, berrors.ErrInvalidMapping) {
		return err
	}
	if err := s.db.Close(); err != nil {
		return err
	}
	return s.connect()
}

// rollback gives a transaction back. In a lost store even that may panic, or wait for a
// lock that nobody will ever give back.
func (s *Store) rollback(b *bolt.Tx) {
	end := func() {
		defer func() { _ = recover() }()
		_ = b.Rollback()
	}
	if s.lost.Load() != nil {
		go end()
		return
	}
	end()
}

// abandonWait is how long closing a lost store waits for bbolt.
const abandonWait = 2 * time.Second

// abandon closes a file whose store is lost. Locks may be held that nobody will give back;
// then it is only made sure that the file is free for others.
func (s *Store) abandon() {
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		defer func() { _ = recover() }()
		_ = s.db.Close()
	}()
	select {
	case <-closed:
	case <-time.After(abandonWait):
		unlock(s.file)
		_ = s.file.Close()
	}
}

// errRewritten is found where another program has written into the open file.
var errRewritten = errors.New("data: the file is not as it was left")

// inPlace is asked before a commit. A file that was renamed, deleted or replaced while it
// is open still takes what is written, but nobody would ever find it there.
func (s *Store) inPlace(b *bolt.Tx) error {
	info, err := s.samePlace()
	if err != nil {
		s.tell(err)
		return err
	}
	if info.Size() < b.Size() || uint64(b.ID()) != s.txid+1 {
		return s.giveUp(errRewritten)
	}
	return nil
}

func (s *Store) samePlace() (os.FileInfo, error) {
	info, err := os.Stat(s.path)
	if err == nil && os.SameFile(info, s.found) {
		return info, nil
	}
	if err == nil || errors.Is(err, os.ErrNotExist) {
		return nil, refuseMoved(s.path)
	}
	return nil, refusalOf(s.path, err)
}
