package main

import (
	"errors"
	"fmt"
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
	path   string
	log    *faultLog
	board  atomic.Pointer[lab.Board] // nil until the file has been read
	drafts *drafts
	door   *company.Door
	stop   chan struct{}
	due    chan struct{} // a copy is wanted now
	copies sync.WaitGroup
	second atomic.Pointer[second] // nil: the session has no window

	rotating sync.Mutex // one safety copy at a time

	read, all atomic.Int64 // records, while the file is being read

	closing sync.Mutex
	closed  bool

	mu       sync.Mutex
	tell     func(error) // shows what is wrong with the file; nil before the window does
	told     []error     // what was wrong before
	doubted  bool        // that the file is not sound has been told
	uncopied error       // why the last copy could not be made
}

// openSession opens a work file and starts its copies: one now, one every few minutes of
// change, one on leaving.
func openSession(path string, log *faultLog) (*session, error) {
	s := &session{path: path, log: log, stop: make(chan struct{}), due: make(chan struct{}, 1)}
	var err error
	s.workFile, err = openWork(path, data.OnTrouble(s.worry),
		data.Progress(func(done, of int) { s.read.Store(int64(done)); s.all.Store(int64(of)) }))
	if err != nil {
		return nil, err
	}
	s.drafts = newDrafts(s.store.Drafts(), s.undrafted)
	s.door = company.NewDoor(s.book)
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
	if !s.copy() {
		// Nothing has changed since the last copy, and so nobody has looked at the file.
		if err := s.store.Check(); err != nil {
			s.failed(err)
		}
	}
	tick := time.NewTicker(copyEvery)
	defer tick.Stop()
	for {
		select {
		case <-s.stop:
			return
		case <-tick.C:
			s.copyBoth()
		case <-s.due:
			s.copyBoth()
		}
	}
}

// copyBoth makes a safety copy, and has it brought to the second place.
func (s *session) copyBoth() {
	s.copy()
	if p := s.second.Load(); p != nil {
		p.poke()
	}
}

// lastSeq is the last step in the file.
func (s *session) lastSeq() (seq uint64, err error) {
	err = s.book.Read(record.Hat{}, func(r record.Reader) error {
		seq = r.LastSeq()
		return nil
	})
	return seq, err
}

// newestCopy is the safety copy that was made last, which has everything if the making did not
// fail; otherwise it says why it did.
func (s *session) newestCopy() (string, error) {
	s.mu.Lock()
	failed := s.uncopied
	doubted := s.doubted
	s.mu.Unlock()
	if doubted {
		return "", record.Refuse("file.unsound", "没有存到第二处", "工作文件没有通过检查", "用「副本…」回到较早的一份；第二处的一份保持原样")
	}
	if failed != nil {
		return "", failed
	}
	all, err := data.Copies(s.path)
	if err != nil {
		return "", err
	}
	if len(all) == 0 {
		return "", record.Refuse("copy", "没有存到第二处", "还没有副本", "稍后会再试")
	}
	return all[0].Path, nil
}

// copy adds a safety copy if something has changed. A copy that cannot be made (a full
// disk) must not disturb the work; it is tried again, and the list of copies says why.
func (s *session) copy() (tried bool) {
	s.rotating.Lock()
	made, err := s.store.Rotate(time.Now())
	s.rotating.Unlock()
	if err != nil {
		s.failed(err)
	} else { // otherwise the last copy has everything
		s.mu.Lock()
		defer s.mu.Unlock()
		s.uncopied = nil
	}
	return made || err != nil
}

// failed notes a copy that could not be made, or that shows the file not to be sound.
func (s *session) failed(err error) {
	where := s.log.report(err)
	if !record.IsRefusal(err, "") {
		err = record.Refuse("copy", "没有做成副本", "程序出错", "详细情况记在 "+where)
	}
	s.mu.Lock()
	again := s.doubted
	unsound := record.IsRefusal(err, "file.unsound")
	if unsound {
		s.doubted = true
	} else {
		s.uncopied = err
	}
	s.mu.Unlock()
	if unsound && !again {
		s.worry(err)
	}
}

// undrafted notes that what is being typed is not kept. It must not stop anybody from typing: a
// step that cannot be saved says so itself.
func (s *session) undrafted(err error) { s.log.report(fmt.Errorf("keep a draft: %w", err)) }

// worry tells the window that something is wrong with the file as a whole.
func (s *session) worry(err error) {
	s.mu.Lock()
	tell := s.tell
	if tell == nil {
		s.told = append(s.told, err)
	}
	s.mu.Unlock()
	if tell != nil {
		tell(err)
	}
}

// listen has the window told, also of what has happened already.
func (s *session) listen(tell func(error)) {
	s.mu.Lock()
	s.tell = tell
	told := s.told
	s.told = nil
	s.mu.Unlock()
	for _, err := range told {
		tell(err)
	}
}

// close ends the copies and closes the file, after a last copy unless what is in the file
// is to be given up.
func (s *session) close(copied bool) error {
	s.closing.Lock()
	defer s.closing.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	if b := s.board.Load(); b != nil {
		b.Close()
	}
	close(s.stop)
	s.copies.Wait()
	if p := s.second.Load(); p != nil {
		p.end()
	}
	s.drafts.rest()
	if copied && s.store.Err() == nil {
		s.copy()
	}
	return s.store.Close()
}

// safetyCopies are the copies of the file for the window.
func (s *session) safetyCopies(d *desktop, who shell.Student) *shell.Copies {
	return &shell.Copies{
		List: func() (out []shell.SafetyCopy, err error) {
			all, err := data.Copies(s.path)
			for _, c := range all {
				out = append(out, shell.SafetyCopy{Path: c.Path, Made: c.Made, Size: c.Size, Unsound: c.Unsound})
			}
			return out, err
		},
		Trouble: func() error {
			s.mu.Lock()
			defer s.mu.Unlock()
			return s.uncopied
		},
		Restore: func(path string) func() { return d.swap(s, who, path) },
	}
}

// config is what the shell needs to show the session in a window under a hat.
func (s *session) config(d *desktop, who shell.Student, hat record.Hat) shell.Config {
	second := newSecond(s, d.memory, retryEvery)
	s.second.Store(second)
	return shell.Config{
		Book: s.book, Hat: hat, Door: s.door, Registry: ui.Pages(), Files: files{string(d.home), d.memory, d.openFile}, Window: d.window, Runner: d.runner, Settings: d.memory,
		Program: versionText(), Student: who.Text(),
		Company: s.company, Waiting: s.waiting, Hats: s.hats,
		MoveDate: func(h record.Hat, day record.Date) (*record.Entry, error) { return company.MoveDate(s.book, h, day) },
		Saved:    s.saved,
		Archive:  s.store.Archive,
		Drafts:   s.drafts,
		Copies:   s.safetyCopies(d, who),
		Second:   second.place(d, who),
		HandIn:   s.handIn(d),
		Trouble:  func(err error) bool { return d.answers(s, err) },
		Loading:  s.loading,
		Board:    s.follow, Finished: s.finished,
		SetScale: d.rescale,
		Report:   d.log.report, Faults: d.log.folder,
		SwitchFile: d.switchFile,
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

// signIn is the question who is there, where some hat of the company has a password; nil where
// none has.
func (s *session) signIn(d *desktop, in func(record.Hat)) *shell.SignIn {
	_, anyHat, err := s.door.Guards(record.Hat{})
	if err != nil {
		s.log.report(err)
	}
	if !anyHat {
		return nil
	}
	hats, err := s.hats()
	if err != nil {
		s.log.report(err)
	}
	return &shell.SignIn{
		Window: d.window, Runner: d.runner, Door: s.door, Company: s.company(), Hats: hats, In: in, Report: d.log.report,
		Matches: func(text, query string) (fits bool) {
			if err := s.book.Read(record.Hat{}, func(r record.Reader) error {
				fits = r.Matches(text, query)
				return nil
			}); err != nil {
				s.log.report(err)
			}
			return fits
		},
		Back: d.switchFile,
	}
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
