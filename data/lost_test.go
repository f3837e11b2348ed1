package data

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"crmlab/domain/record"
)

// soon fails the test when something does not come to an end.
func soon(t *testing.T, what string, do func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		do()
	}()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Fatalf("%s hangs", what)
	}
}

// large is an open file of some hundred pages, read into memory from the file.
func large(t *testing.T) *harness {
	t.Helper()
	h := newHarness(t)
	for range 30 {
		recs := []record.Record{}
		for range 10 {
			recs = append(recs, &company{Name: "甲", Notes: strings.Repeat("长", 400)})
		}
		h.save(recs...)
	}
	h.reopen()
	<-h.store.Ready()
	return h
}

// A file that vanishes under the program (a stick that is pulled, a disk that fails) is an
// error with words for everybody who is at work, nobody waits for ever, and afterwards a
// copy can take its place.
func TestALostFileIsAnErrorWithWords(t *testing.T) {
	for _, left := range []int64{0, 4096, 8192, 16384, 100_000} {
		t.Run(fmt.Sprint(left, " bytes are left"), func(t *testing.T) {
			h := large(t)
			if _, err := h.store.Rotate(time.Now()); err != nil {
				t.Fatal(err)
			}
			if err := os.Truncate(h.path, left); err != nil {
				t.Skip("the system keeps mapped files whole: ", err)
			}
			var errs [6]error
			soon(t, "work on a lost file", func() {
				var all sync.WaitGroup
				for i, act := range []func() error{
					func() error {
						return h.store.View(func(st record.StoreTx) error { _, err := st.Get(companies.Kind, 20); return err })
					},
					func() error {
						return h.store.View(func(st record.StoreTx) error { _, err := st.Entry(3); return err })
					},
					func() error { _, err := h.book.Save(hat, &company{Name: "乙"}); return err },
					func() error { _, err := h.store.Rotate(time.Now().Add(time.Hour)); return err },
					func() error {
						r, err := Verify(h.store, nil, hat)
						if err == nil && !r.OK() {
							err = r.Refusal(h.path)
						}
						return err
					},
					func() error { return h.store.CopyTo(filepath.Join(t.TempDir(), "c.crm")) },
				} {
					all.Go(func() {
						for range 50 { // until one of the others has found out
							if errs[i] = act(); errs[i] != nil {
								return
							}
						}
					})
				}
				all.Wait()
			})
			for _, err := range errs {
				if err != nil {
					inWords(t, err)
				}
			}
			err := h.store.Update(func(record.StoreTx) error { return nil })
			refusedWith(t, err, codeDamaged)
			if !IsLost(err) || !IsLost(h.store.Err()) {
				t.Errorf("not lost: %v, %v", err, h.store.Err())
			}
			soon(t, "closing", func() { h.store.Close() })
			best, found, err := BestCopy(h.path, testKinds)
			if err != nil || !found || !best.Sound {
				t.Fatalf("no copy: %+v, %v, %v", best, found, err)
			}
			if _, err := Restore(h.path, best.Path, time.Now()); err != nil {
				t.Fatal(err)
			}
			h.reopenClosed()
			h.verify()
		})
	}
}

// A step that is being made when the file goes ends in words, too, and so does a Bulk.
func TestAFileLostWithinAStep(t *testing.T) {
	for _, bulk := range []bool{false, true} {
		h := large(t)
		step := func() error {
			_, err := h.book.Write(hat, "改", func(tx record.Tx) error {
				rec, err := tx.Load(companies.Kind, 30)
				if err != nil {
					return err
				}
				if err := os.Truncate(h.path, 8192); err != nil {
					t.Skip("the system keeps mapped files whole: ", err)
				}
				rec.(*company).Name = "改了"
				return tx.ByRule().Save(rec)
			})
			return err
		}
		var err error
		soon(t, "a step", func() {
			if bulk {
				err = h.store.Bulk(step)
			} else {
				err = step()
			}
		})
		refusedWith(t, err, codeDamaged)
		soon(t, "closing", func() { h.store.Close() })
		if err := notInUse(h.path); err != nil {
			t.Errorf("the lock is still held: %v", err)
		}
	}
}

// A file that another program writes into is given up before anything is added to it.
func TestAFileThatAnotherProgramWritesIsGivenUp(t *testing.T) {
	h := large(t)
	older := read(t, h.path)
	h.save(&company{Name: "后来的"})
	f, err := os.OpenFile(h.path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(older); err != nil { // as a sync service does
		t.Fatal(err)
	}
	f.Close()
	_, err = h.book.Save(hat, &company{Name: "再后来"})
	refusedWith(t, err, codeDamaged)
	if !IsLost(err) {
		t.Errorf("not lost: %v", err)
	}
}

// moved is what can happen to the path of an open file.
func TestAFileThatIsNotInItsPlaceTakesNoSteps(t *testing.T) {
	other := read(t, sample(t))
	for _, c := range []struct {
		name    string
		move    func(t *testing.T, path string)
		replace bool
	}{
		{"its folder is removed", func(t *testing.T, path string) { must(t, os.RemoveAll(filepath.Dir(path))) }, false},
		{"it is removed", func(t *testing.T, path string) { must(t, os.Remove(path)) }, false},
		{"another takes its place", func(t *testing.T, path string) {
			must(t, os.WriteFile(path+".new", other, 0o600))
			must(t, os.Rename(path+".new", path))
		}, true},
		{"a folder takes its place", func(t *testing.T, path string) {
			must(t, os.Remove(path))
			must(t, os.Mkdir(path, 0o700))
		}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := large(t)
			h.save(&company{Name: "最后一步"})
			last := h.store.end.seq
			c.move(t, h.path)
			_, err := h.book.Save(hat, &company{Name: "写不进"})
			refusedWith(t, err, codeMoved)
			_, err = h.store.Rotate(time.Now())
			refusedWith(t, err, codeMoved)
			refusedWith(t, h.store.InPlace(), codeMoved)
			if err := h.store.Err(); err != nil {
				t.Errorf("it can still be read, but: %v", err)
			}
			h.read(func(r record.Reader) error { _, err := r.Load(companies.Kind, 20); return err })
			kept, err := h.store.PutBack(time.Now())
			if c.name == "a folder takes its place" {
				inWords(t, err)
				return
			}
			if err != nil || (kept != "") != c.replace {
				t.Fatalf("kept %q, %v", kept, err)
			}
			h.reopen()
			if h.store.end.seq != last {
				t.Errorf("the file ends at step %d, there were %d", h.store.end.seq, last)
			}
			h.save(&company{Name: "接着做"})
			h.verify()
			if c.replace && string(read(t, kept)) != string(other) {
				t.Error("what took its place was not kept")
			}
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Renamed back, it goes on.
func TestAFileThatComesBackTakesStepsAgain(t *testing.T) {
	h := large(t)
	must(t, os.Rename(h.path, h.path+"x"))
	_, err := h.book.Save(hat, &company{Name: "写不进"})
	refusedWith(t, err, codeMoved)
	must(t, os.Rename(h.path+"x", h.path))
	h.save(&company{Name: "又写进了"})
	h.verify()
	h.reopen()
	h.verify()
}

// A Bulk has its steps in memory already when it finds the file gone, so the store is
// given up; the file that was moved is whole.
func TestABulkIntoAFileThatIsNotInItsPlace(t *testing.T) {
	h := large(t)
	last := h.store.end.seq
	err := h.store.Bulk(func() error {
		h.save(&company{Name: "批量"})
		return os.Rename(h.path, h.path+"x")
	})
	refusedWith(t, err, codeMoved)
	if !IsLost(h.store.Err()) {
		t.Error("columns and file differ, and the store goes on")
	}
	must(t, os.Rename(h.path+"x", h.path))
	h.reopen()
	if h.store.end.seq != last {
		t.Errorf("the file ends at step %d, want %d", h.store.end.seq, last)
	}
	h.verify()
}

// The numbering of copies and the order of the journal do not depend on the clock.
func TestAClockThatIsSetBack(t *testing.T) {
	h := newHarness(t)
	if _, err := h.book.Mark(hat, "开始"); err != nil {
		t.Fatal(err)
	}
	var walls []int64
	for i := range 4 {
		h.clock = h.clock.AddDate(-1, 0, 0)
		h.save(&company{Name: fmt.Sprint(i)})
		if _, err := h.store.Rotate(h.clock); err != nil {
			t.Fatal(err)
		}
	}
	h.read(func(r record.Reader) error {
		all, err := r.Journal(0, 10)
		for _, e := range all {
			walls = append(walls, e.Wall)
		}
		return err
	})
	if len(walls) < 5 || walls[0] >= walls[1] {
		t.Errorf("the test does not set the clock back: %v", walls)
	}
	have, err := Copies(h.path)
	if err != nil || len(have) != 4 || have[0].Number != 4 || !have[0].Made.Before(have[1].Made) {
		t.Errorf("copies %+v, %v", have, err)
	}
	if best, found, err := BestCopy(h.path, testKinds); err != nil || !found || best.Number != 4 {
		t.Errorf("the best copy is %+v, %v, %v", best, found, err)
	}
	h.undoRedo()
	h.verify()
	if _, err := h.book.Restore(hat, "回到开始"); err != nil {
		t.Fatal(err)
	}
	h.reopen()
	h.read(func(r record.Reader) error {
		page, err := r.Query(record.Query{Kind: companies.Kind})
		if page.Total != 0 {
			t.Errorf("after the return to the start there are %d", page.Total)
		}
		return err
	})
	h.verify()
}

// The file says which panic was the file's fault and which the program's.
func TestAFaultOfTheProgramLosesNothing(t *testing.T) {
	h := newHarness(t)
	_, err := h.book.Write(hat, "出错", func(tx record.Tx) error {
		if err := tx.ByRule().Save(&company{Name: "甲"}); err != nil {
			return err
		}
		panic("a mistake")
	})
	var fault *Fault
	if !errors.As(err, &fault) || h.store.Err() != nil {
		t.Fatalf("got %v, %v", err, h.store.Err())
	}
	h.save(&company{Name: "乙"})
	h.verify()
}
