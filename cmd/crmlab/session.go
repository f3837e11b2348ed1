package main

import (
	"errors"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"crmlab/data"
	"crmlab/domain/company"
	"crmlab/domain/lab"
	"crmlab/domain/record"
	"crmlab/ui"
	"crmlab/ui/desk"
	"crmlab/ui/shell"
)

// copyEvery is how long work may go on without a safety copy.
const copyEvery = 3 * time.Minute

// session is a work file while it is open in the window, with its safety copies.
type session struct {
	*workFile
	log    *faultLog
	board  atomic.Pointer[lab.Board] // nil until the file has been read
	stop   chan struct{}
	due    chan struct{} // a copy is wanted now
	copies sync.WaitGroup

	read, all atomic.Int64 // records, while the file is being read
}

// openSession opens a work file and starts its copies: one now, one every few minutes of
// change, one on leaving.
func openSession(path string, log *faultLog) (*session, error) {
	s := &session{log: log, stop: make(chan struct{}), due: make(chan struct{}, 1)}
	var err error
	if s.workFile, err = openWork(path, data.Progress(func(done, of int) { s.read.Store(int64(done)); s.all.Store(int64(of)) })); err != nil {
		return nil, err
	}
	s.copies.Go(func() {
		select {
		case <-s.store.Ready(): // the disk is busy enough until then
			data.Lean()
			s.keepCopies()
		case <-s.stop:
		}
	})
	return s, nil
}

// loading shows now and then how far the file has been read, until it is.
func (s *session) loading(show func(done, of int)) {
	tick := time.NewTicker(150 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-s.store.Ready():
			return
		case <-tick.C:
			show(int(s.read.Load()), int(s.all.Load()))
		}
	}
}

func (s *session) keepCopies() {
	tick := time.NewTicker(copyEvery)
	defer tick.Stop()
	for {
		s.copy()
		select {
		case <-s.stop:
			return
		case <-tick.C:
		case <-s.due:
		}
	}
}

// copy adds a safety copy if something has changed. A copy that cannot be made (a full
// disk) must not disturb the work; it is tried again.
func (s *session) copy() {
	if _, err := s.store.Rotate(time.Now()); err != nil {
		s.log.report(err)
	}
}

func (s *session) close() error {
	if b := s.board.Load(); b != nil {
		b.Close()
	}
	close(s.stop)
	s.copies.Wait()
	if s.store.Err() == nil {
		s.copy()
	}
	return s.store.Close()
}

// config is what the shell needs to show the session in a window.
func (s *session) config(d *desktop, who shell.Student) shell.Config {
	return shell.Config{
		Book: s.book, Hat: s.firstHat(), Registry: ui.Pages(), Files: files{string(d.home)}, Window: d.window, Runner: d.runner, Settings: d.memory,
		Program: versionText(), Student: who.Text(),
		Company: s.company, Waiting: s.waiting, Hats: s.hats,
		MoveDate: func(h record.Hat, day record.Date) (*record.Entry, error) { return company.MoveDate(s.book, h, day) },
		Saved:    s.saved,
		Loading:  s.loading,
		Board:    s.follow, Finished: s.finished,
		SetScale: d.rescale,
		Report:   d.log.report,
		SwitchFile: func() {
			if err := d.leave(); err != nil {
				d.tell(err)
			}
			d.start()
		},
	}
}

func (s *session) company() string {
	name := ""
	err := s.book.Read(record.Hat{}, func(r record.Reader) error {
		c, err := company.Current(r)
		if err == nil {
			name = c.Name
		}
		return err
	})
	if err != nil {
		s.log.report(err)
	}
	return name
}

// waiting counts what waits for a hat on 我的桌面.
func (s *session) waiting(h record.Hat) (n int, err error) {
	err = s.book.Read(h, func(r record.Reader) error {
		n, err = desk.Count(r)
		return err
	})
	return n, err
}

func (s *session) hats() (out []shell.HatChoice, err error) {
	err = s.book.Read(record.Hat{}, func(r record.Reader) error {
		all, err := company.Hats(r)
		for _, h := range all {
			out = append(out, shell.HatChoice{Hat: h.Hat, Name: h.Name, Position: h.Office, Dept: h.Dept})
		}
		return err
	})
	return out, err
}

// firstHat is the hat that the window starts with: the first employee's. A company without
// employees in office is run by the program itself.
func (s *session) firstHat() record.Hat {
	hats, err := s.hats()
	if err != nil {
		s.log.report(err)
	}
	if len(hats) == 0 {
		return record.Hat{}
	}
	return hats[0].Hat
}

// saved tells where the file is and when it was last written.
func (s *session) saved() (string, time.Time) {
	info, err := os.Stat(s.store.Path())
	if err != nil {
		if !errors.Is(err, os.ErrNotExist) {
			s.log.report(err)
		}
		return s.store.Path(), time.Time{}
	}
	return s.store.Path(), info.ModTime()
}
