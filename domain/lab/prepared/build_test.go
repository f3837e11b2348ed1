package prepared_test

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"crmlab/data"
	"crmlab/domain"
	"crmlab/domain/lab/prepared"
	"crmlab/domain/record"
)

// made is a prepared case in a temporary store.
type made struct {
	store *data.Store
	book  *record.Book
}

// build makes the case anew.
func build(dir string, seed uint64) (*made, error) {
	s, err := data.Create(filepath.Join(dir, "case.crmwork"), domain.Kinds)
	if err != nil {
		return nil, err
	}
	clock := &prepared.Clock{}
	book, err := domain.Open(s, clock.Now)
	if err != nil {
		return nil, err
	}
	return &made{s, book}, s.Bulk(func() error { return prepared.Build(book, prepared.Options{Seed: seed, Clock: clock}) })
}

// shared is built once for all tests that only read it.
var shared struct {
	sync.Once
	*made
	err error
}

func theCase(t *testing.T) *made {
	t.Helper()
	shared.Do(func() { shared.made, shared.err = build(folder, 0) })
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	return shared.made
}

var folder string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "prepared")
	if err != nil {
		panic(err)
	}
	folder = dir
	code := m.Run()
	if shared.made != nil {
		_ = shared.store.Close()
	}
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// read runs fn with a reader of the whole file.
func (c *made) read(t *testing.T, fn func(record.Reader)) {
	t.Helper()
	if err := c.book.Read(record.Hat{}, func(r record.Reader) error { fn(r); return nil }); err != nil {
		t.Fatal(err)
	}
}

func TestSameSeedMakesTheSameCase(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the case a second time")
	}
	first := theCase(t)
	second, err := build(t.TempDir(), 0)
	if err != nil {
		t.Fatal(err)
	}
	defer second.store.Close()
	if a, b := head(t, first), head(t, second); a.Seq != b.Seq || a.Hash != b.Hash {
		t.Errorf("two builds end with entries %d %x and %d %x", a.Seq, a.Hash, b.Seq, b.Hash)
	}
}

// head is the newest journal entry; its hash covers all before it.
func head(t *testing.T, c *made) (e *record.Entry) {
	t.Helper()
	c.read(t, func(r record.Reader) {
		var err error
		if e, err = r.Entry(r.LastSeq()); err != nil {
			t.Fatal(err)
		}
	})
	return e
}

func TestCaseIsConsistent(t *testing.T) {
	c := theCase(t)
	var checks []data.Check
	for _, k := range domain.Checks() {
		checks = append(checks, data.Check(k))
	}
	report, err := data.Verify(c.store, c.book, record.Hat{}, checks...)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range report.Findings {
		t.Errorf("%s: %s", f.Check, f.Text)
	}
}

func TestJournalIsTrue(t *testing.T) {
	c := theCase(t)
	if label, err := c.book.CanUndo(); err != nil || label != "" {
		t.Errorf("the start of the file could be undone: %q, %v", label, err)
	}
	setUp := true
	c.read(t, func(r record.Reader) {
		var before record.Entry
		for seq := uint64(1); seq <= r.LastSeq(); seq++ {
			e, err := r.Entry(seq)
			if err != nil {
				t.Fatal(err)
			}
			if e.Hat.Employee != 0 {
				setUp = false
			}
			if e.Hat.Employee == 0 && !setUp && seq != r.LastSeq() {
				t.Fatalf("%d %s: nobody did it", seq, e.Label)
			}
			if e.Wall <= before.Wall || e.Day < before.Day {
				t.Fatalf("%d %s: time runs backwards", seq, e.Label)
			}
			// The company's morning is the same day in UTC; the step that moves the date still belongs to the day before.
			if wall := record.DateOf(record.Value{N: e.Wall}.Time()); e.Day != 0 && wall != e.Day && before.Day == e.Day && e.Label != "推进日期到 "+wall.String() {
				t.Fatalf("%d %s: made on %s, stamped %s", seq, e.Label, e.Day, wall)
			}
			before = *e
		}
		if before.Op != record.OpMark || before.Label != prepared.MarkLabel {
			t.Errorf("the journal ends with %s %q", before.Op, before.Label)
		}
		if r.Today() != prepared.Last {
			t.Errorf("business date %s", r.Today())
		}
	})
}

func TestClockFollows(t *testing.T) {
	var c prepared.Clock
	at := time.Date(2026, time.November, 24, 9, 0, 0, 0, time.UTC)
	c.Follow(func() time.Time { return at })
	if !c.Now().Equal(at) {
		t.Errorf("the clock shows %s, want %s", c.Now(), at)
	}
}
