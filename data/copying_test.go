package data

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"crmlab/domain/record"
)

// While a copy is flushed and read back, which is what takes its time, steps go on: also
// those that need a larger memory map, for which no transaction may be open.
func TestStepsGoOnWhileACopyIsMade(t *testing.T) {
	h := newHarnessAt(t, filepath.Join(t.TempDir(), "c.crm"), unsynced, func(o *opening) { o.likeWindows = true })
	h.save(&company{Name: "甲"})
	size := h.store.Size()
	checked := false
	err := h.store.place(filepath.Join(t.TempDir(), "copy.crm"), func(temp string) error {
		soon(t, "a step", func() {
			for h.store.Size() <= size {
				h.save(&company{Name: "乙", Notes: strings.Repeat("长", 4000)})
			}
		})
		checked = true
		return checkCopy(temp)
	})
	if err != nil || !checked {
		t.Error(checked, err)
	}
	h.verify()
}

// What a copy that is interrupted leaves behind is gone when the file is next opened; so
// is a second name of the file itself, which an interrupted restore leaves among the copies.
func TestOpeningClearsAwayWhatWasInterrupted(t *testing.T) {
	h := newHarness(t)
	if _, err := h.store.Rotate(time.Now()); err != nil {
		t.Fatal(err)
	}
	have, _ := Copies(h.path)
	dir := copiesDir(h.path)
	must(t, os.Link(h.path, filepath.Join(dir, "0009 20261123-090000.crm")))
	rubbish := []string{
		filepath.Join(dir, "."+filepath.Base(have[0].Path)+".part-1"),
		filepath.Join(filepath.Dir(h.path), partPrefix(h.path)+"2"),
	}
	others := []string{
		filepath.Join(filepath.Dir(h.path), partPrefix(h.path+"x")+"3"), // of another file
		filepath.Join(dir, "说明.txt"),
	}
	for _, path := range append(rubbish, others...) {
		must(t, os.WriteFile(path, []byte("x"), 0o600))
	}
	h.reopen()
	for _, path := range rubbish {
		if _, err := os.Stat(path); err == nil {
			t.Errorf("%s is left", path)
		}
	}
	for _, path := range others {
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%s was removed", path)
		}
	}
	if now, err := Copies(h.path); err != nil || len(now) != 1 || now[0] != have[0] {
		t.Errorf("copies %+v, %v", now, err)
	}
}

// The newest copy that passes its check is the one to go back to, whatever lies before it.
func TestTheNewestSoundCopyIsFound(t *testing.T) {
	h := newHarness(t)
	for i := range 5 {
		h.save(&company{Name: "甲", Credit: yuan(int64(i))})
		if _, err := h.store.Rotate(time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	have, err := Copies(h.path)
	if err != nil || len(have) != 5 {
		t.Fatal(have, err)
	}
	must(t, os.Truncate(have[0].Path, 0))
	must(t, os.Truncate(have[1].Path, 9000))
	tamperRecord(t, have[2].Path)
	best, found, err := BestCopy(h.path, testKinds)
	if err != nil || !found || best.Number != 2 || best.Skipped != 3 || !best.Sound {
		t.Errorf("%+v, %v, %v", best, found, err)
	}
	// When none is sound, one that can be opened is better than nothing.
	for _, c := range have[3:] {
		must(t, os.Remove(c.Path))
	}
	best, found, err = BestCopy(h.path, testKinds)
	if err != nil || !found || best.Number != 3 || best.Sound {
		t.Errorf("%+v, %v, %v", best, found, err)
	}
	must(t, os.Remove(have[2].Path))
	if best, found, err = BestCopy(h.path, testKinds); err != nil || found {
		t.Errorf("%+v, %v, %v", best, found, err)
	}
}

// tamperRecord changes a record behind the program's back.
func tamperRecord(t *testing.T, path string) {
	t.Helper()
	c := &company{Name: "改了"}
	c.No = "TC-0001"
	tamper(t, path, func(b *bolt.Tx) error {
		return b.Bucket(recordsBucket(companies.Kind)).Put(idKey(1), newCodec(companies.Kind).encode(nil, c, nil))
	})
}

// Damage that came into an open file unnoticed must not push the good copies out.
func TestACopyThatIsNotSoundPushesNoneOut(t *testing.T) {
	h := newHarness(t)
	for range 5 {
		h.save(&company{Name: "甲"})
		if _, err := h.store.Rotate(time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	h.store.Close()
	tamperRecord(t, h.path)
	h.reopenClosed()
	for range 3 {
		h.save(&company{Name: "乙"})
		made, err := h.store.Rotate(time.Now())
		refusedWith(t, err, codeUnsound)
		if !made || !strings.Contains(err.Error(), filepath.Base(h.path)) {
			t.Errorf("made %v; %v", made, err)
		}
	}
	have, err := Copies(h.path)
	if err != nil || len(have) != 6 || !have[0].Unsound {
		t.Fatalf("%+v, %v", have, err)
	}
	for i, c := range have[1:] {
		if c.Unsound || c.Number != 5-i {
			t.Errorf("copy %+v", c)
		}
	}
	if best, found, err := BestCopy(h.path, testKinds); err != nil || !found || best.Number != 5 || !best.Sound {
		t.Errorf("%+v, %v, %v", best, found, err)
	}
}

// Damage that came while the file was closed is found by looking, though no step was made.
func TestCheckFindsWhatRotateHasNoReasonToLookFor(t *testing.T) {
	h := newHarness(t)
	h.save(&company{Name: "甲"})
	if _, err := h.store.Rotate(time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := h.store.Check(); err != nil {
		t.Fatal(err)
	}
	h.store.Close()
	b := read(t, h.path)
	at := bytes.Index(b, []byte("TC-0001"))
	for at >= 0 { // wherever it stands
		b[at] = 'X'
		at = bytes.Index(b, []byte("TC-0001"))
	}
	must(t, os.WriteFile(h.path, b, 0o600))
	h.reopenClosed()
	if made, err := h.store.Rotate(time.Now()); made || err != nil {
		t.Errorf("a copy of the same state: %v, %v", made, err)
	}
	refusedWith(t, h.store.Check(), codeUnsound)
	if left, _ := filepath.Glob(filepath.Join(copiesDir(h.path), ".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// How long steps and lists wait while a large file is copied; the long form says it.
func TestACopyOfALargeFile(t *testing.T) {
	if os.Getenv(tortureEnv) == "" {
		t.Skip("part of the long form")
	}
	for _, likeWindows := range []bool{false, true} {
		h := newHarnessAt(t, filepath.Join(t.TempDir(), "large.crm"), func(o *opening) { o.likeWindows = likeWindows })
		must(t, h.store.Bulk(func() error {
			for range 400 {
				recs := []record.Record{}
				for range 100 {
					recs = append(recs, &company{Name: "甲", Notes: strings.Repeat("长", 1200)})
				}
				h.save(recs...)
			}
			return nil
		}))
		longest := func(during func() bool) (step, list time.Duration, steps int) {
			for during() {
				began := time.Now()
				h.save(&company{Name: "乙", Notes: strings.Repeat("长", 1200)})
				step = max(step, time.Since(began))
				began = time.Now()
				if _, err := h.companies(); err != nil {
					t.Fatal(err)
				}
				list = max(list, time.Since(began))
				steps++
			}
			return step, list, steps
		}
		left := 200
		step, list, _ := longest(func() bool { left--; return left >= 0 })
		t.Logf("like Windows %v, %d MB: without a copy a step takes %v at most, a list %v", likeWindows, h.store.Size()>>20, step, list)
		done := make(chan error)
		began := time.Now()
		go func() { done <- h.store.CopyTo(filepath.Join(t.TempDir(), "copy.crm")) }()
		var err error
		step, list, steps := longest(func() bool {
			select {
			case err = <-done:
				return false
			default:
				return true
			}
		})
		t.Logf("like Windows %v: the copy took %v; meanwhile %d steps of %v at most, lists of %v", likeWindows, time.Since(began), steps, step, list)
		if err != nil {
			t.Error(err)
		}
		h.store.Close()
	}
}
