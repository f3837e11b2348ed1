package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"crmlab/data"
	"crmlab/domain"
	"crmlab/domain/company"
	"crmlab/domain/lab"
	"crmlab/domain/record"
	"crmlab/ui/shell"
)

// enrolled is a work file of a student, made of the prepared case.
func enrolled(t *testing.T, name string) string {
	t.Helper()
	f := caseFile(t)
	w, err := openWork(f)
	if err != nil {
		t.Fatal(err)
	}
	if err := lab.Enrol(w.book, "电商1班", "2022011", name); err != nil {
		t.Fatal(err)
	}
	if err := w.store.Close(); err != nil {
		t.Fatal(err)
	}
	return f
}

// keptTwice is a session with a second place, without a window.
func keptTwice(t *testing.T, f string, m *memory) (*session, *second) {
	t.Helper()
	s, err := openSession(f, &faultLog{path: filepath.Join(t.TempDir(), "crmlab.log")})
	if err != nil {
		t.Fatal(err)
	}
	p := newSecond(s, m, 50*time.Millisecond)
	s.second.Store(p)
	t.Cleanup(func() {
		if err := s.close(true); err != nil {
			t.Error(err)
		}
	})
	return s, p
}

func freshMemory(t *testing.T) *memory {
	t.Helper()
	return remember(filepath.Join(t.TempDir(), "settings.toml"), quiet(t))
}

// until waits for a state of the second place.
func until(t *testing.T, p *second, what string, is func(shell.SecondState) bool) shell.SecondState {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		st := p.State()
		if is(st) {
			return st
		}
		if time.Now().After(deadline) {
			t.Fatalf("it never is %s: %+v", what, st)
		}
	}
}

func current(st shell.SecondState) bool { return st.Current && !st.Busy }

func moveTo(t *testing.T, s *session, day int) {
	t.Helper()
	if _, err := company.MoveDate(s.book, record.Hat{}, record.NewDate(2027, 1, day)); err != nil {
		t.Fatal(err)
	}
}

// dateIn reads the business date of a file, which tells how far it is.
func dateIn(t *testing.T, path string) string {
	t.Helper()
	return strings.TrimSpace(fine(t, "date", path))
}

// What is done arrives at the second place after a finished check, and the place is remembered.
func TestWorkArrivesAtTheSecondPlace(t *testing.T) {
	f, stick, m := enrolled(t, "李明"), t.TempDir(), freshMemory(t)
	s, p := keptTwice(t, f, m)
	if st := p.State(); st.Path != "" || st.Current || st.Trouble != nil {
		t.Errorf("none is chosen: %+v", st)
	}
	p.choose(stick)
	there := filepath.Join(stick, filepath.Base(f))
	if st := until(t, p, "current", current); st.Path != there || st.At.IsZero() {
		t.Errorf("%+v", st)
	}
	moveTo(t, s, 5)
	if p.State().Current {
		t.Error("a step that was just made is already there")
	}
	s.finished()
	until(t, p, "current again", current)
	if got := dateIn(t, there); got != "2027-01-05" {
		t.Errorf("the copy is of %s", got)
	}
	if r, err := data.VerifyFile(there, domain.Kinds); err != nil || !r.OK() {
		t.Errorf("%+v, %v", r, err)
	}
	if err := s.close(true); err != nil {
		t.Fatal(err)
	}
	_, again := keptTwice(t, f, m)
	until(t, again, "remembered", current)
}

// A stick that is pulled is told with the time, and taken up again by itself.
func TestAPulledStickIsToldAndTakenUpAgain(t *testing.T) {
	f, base := enrolled(t, "李明"), t.TempDir()
	stick, away := filepath.Join(base, "stick"), filepath.Join(base, "away")
	if err := os.Mkdir(stick, 0o755); err != nil {
		t.Fatal(err)
	}
	s, p := keptTwice(t, f, freshMemory(t))
	told := make(chan struct{}, 1000)
	p.told = func() { told <- struct{}{} }
	p.choose(stick)
	until(t, p, "current", current)
	if err := os.Rename(stick, away); err != nil {
		t.Fatal(err)
	}
	moveTo(t, s, 6)
	before := time.Now()
	if err := p.copy(); !record.IsRefusal(err, "second.away") {
		t.Errorf("without the stick: %v", err)
	}
	st := p.State()
	if st.Current || !record.IsRefusal(st.Trouble, "second.away") || st.Since.Before(before) {
		t.Errorf("%+v", st)
	}
	since := st.Since
	time.Sleep(150 * time.Millisecond)
	if st := p.State(); !st.Since.Equal(since) {
		t.Error("every try makes the trouble younger")
	}
	if err := os.Rename(away, stick); err != nil {
		t.Fatal(err)
	}
	until(t, p, "current by itself", current)
	if got := dateIn(t, filepath.Join(stick, filepath.Base(f))); got != "2027-01-06" {
		t.Errorf("the copy is of %s", got)
	}
	if len(told) == 0 {
		t.Error("the window is not told")
	}
	if log, err := os.ReadFile(s.log.path); err == nil {
		t.Errorf("a pulled stick is no fault: %s", log)
	}
}

// Another student's file of the same name stays as it is.
func TestTheFileOfAnotherStudentIsNotReplaced(t *testing.T) {
	f, stick := enrolled(t, "李明"), t.TempDir()
	theirs, err := os.ReadFile(enrolled(t, "朱丽"))
	if err != nil {
		t.Fatal(err)
	}
	there := filepath.Join(stick, filepath.Base(f))
	if err := os.WriteFile(there, theirs, 0o644); err != nil {
		t.Fatal(err)
	}
	m := freshMemory(t)
	s, p := keptTwice(t, f, m)
	p.choose(stick)
	st := until(t, p, "current", current)
	if want := filepath.Join(stick, "作业 2.crmwork"); st.Path != want || m.Get(keySecond+f) != want {
		t.Errorf("it went to %s, remembered %s", st.Path, m.Get(keySecond+f))
	}
	if now, err := os.ReadFile(there); err != nil || !bytes.Equal(now, theirs) {
		t.Errorf("the other's file was changed: %v", err)
	}
	if err := s.close(true); err != nil {
		t.Fatal(err)
	}
}

// Work that went on from the copy at the second place is left alone, and can be taken over.
func TestAFurtherStateAtTheSecondPlaceIsKeptAndTakenOver(t *testing.T) {
	d := stage(t)
	f, stick := enrolled(t, "李明"), t.TempDir()
	ui := make(turns, 10_000)
	d.runner = ui
	d.begin(f)
	ui.take(t)
	p := d.work.second.Load()
	p.choose(stick)
	until(t, p, "current", current)
	d.shell.Release()
	if err := d.leave(); err != nil {
		t.Fatal(err)
	}
	there := filepath.Join(stick, filepath.Base(f))
	fine(t, "date", there, "2027-02-01")
	d.begin(f)
	ui.take(t)
	p = d.work.second.Load()
	until(t, p, "newer", func(st shell.SecondState) bool { return st.Newer && !st.Busy })
	if got := dateIn(t, there); got != "2027-02-01" {
		t.Errorf("the further state was replaced by one of %s", got)
	}
	place := p.place(d, shell.Student{Name: "李明"})
	d.shell.Release()
	place.TakeNewer()()
	if today, err := d.work.book.Today(); err != nil || today.String() != "2027-02-01" {
		t.Errorf("the window shows %s, %v", today, err)
	}
	copies, err := data.Copies(f)
	if err != nil || len(copies) == 0 {
		t.Fatalf("%v, %v", copies, err)
	}
	until(t, d.work.second.Load(), "current", current)
}

// Whether the computer forgets everything is said by the user, and otherwise by the pack.
func TestAWipedComputerIsSaidByUserOrPack(t *testing.T) {
	_, p := keptTwice(t, enrolled(t, "李明"), freshMemory(t))
	place := p.place(nil, shell.Student{})
	if p.State().Wiped {
		t.Error("nobody has said so")
	}
	place.SetWiped(true)
	if !p.State().Wiped {
		t.Error("the user has said so")
	}
	p.wiped = true // as a class.toml says
	place.SetWiped(false)
	if p.State().Wiped {
		t.Error("the user has said no")
	}
}

// A work file on a stick is worked on as a copy on this computer, and goes back there; opened
// again it is the same copy, brought up to what the stick has.
func TestAWorkFileOnAStickIsWorkedOnAsACopy(t *testing.T) {
	d := stage(t)
	ui := make(turns, 10_000)
	d.runner = ui
	stick := t.TempDir()
	there := filepath.Join(stick, "李明.crmwork")
	content, err := os.ReadFile(enrolled(t, "李明"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(there, content, 0o644); err != nil {
		t.Fatal(err)
	}
	d.outside = func(path string) bool { return strings.HasPrefix(path, stick) }
	open := func() string {
		t.Helper()
		d.begin(there)
		ui.take(t)
		path, _ := d.work.saved()
		return path
	}
	local := open()
	if local != filepath.Join(string(d.home), "李明", "李明.crmwork") {
		t.Fatalf("it works on %s", local)
	}
	until(t, d.work.second.Load(), "current", current)
	moveTo(t, d.work, 8)
	if err := d.work.second.Load().copy(); err != nil {
		t.Fatal(err)
	}
	if got := dateIn(t, there); got != "2027-01-08" {
		t.Errorf("the stick has %s", got)
	}
	d.shell.Release()
	if err := d.leave(); err != nil {
		t.Fatal(err)
	}
	fine(t, "date", there, "2027-03-01") // at home
	if again := open(); again != local {
		t.Errorf("it works on %s, not on %s", again, local)
	}
	if today, err := d.work.book.Today(); err != nil || today.String() != "2027-03-01" {
		t.Errorf("the window shows %s, %v", today, err)
	}
}
