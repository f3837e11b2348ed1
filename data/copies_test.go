package data

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"crmlab/domain/record"
)

func countCompanies(t *testing.T, path string) int {
	t.Helper()
	r, err := VerifyFile(path, testKinds)
	if err != nil || !r.OK() {
		t.Fatal(r, err)
	}
	s, err := Open(path, testKinds, ReadOnly)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	n := 0
	_ = s.View(func(st record.StoreTx) error {
		_, n, err = st.Select(record.Selection{Kind: companies.Kind})
		return err
	})
	return n
}

func TestACopyIsTheFileAsItWas(t *testing.T) {
	h := newHarness(t)
	h.save(&company{Name: "甲"}, &company{Name: "乙"})
	copied := filepath.Join(t.TempDir(), "copy.crm")
	if err := h.store.CopyTo(copied); err != nil {
		t.Fatal(err)
	}
	h.save(&company{Name: "丙"})
	if n := countCompanies(t, copied); n != 2 {
		t.Errorf("the copy has %d", n)
	}
	refusedWith(t, h.store.CopyTo(h.path), codeExists)
	h.verify()
}

func TestTheNewestFiveCopiesStay(t *testing.T) {
	h := newHarness(t)
	clock := time.Date(2026, 11, 23, 9, 0, 0, 0, time.Local)
	for i := range 8 {
		h.save(&company{Name: fmt.Sprint(i)})
		clock = clock.Add(-time.Hour) // a clock that runs backwards changes nothing
		if made, err := h.store.Rotate(clock); !made || err != nil {
			t.Fatal(made, err)
		}
		if made, err := h.store.Rotate(clock); made || err != nil {
			t.Fatalf("a second copy of the same state: %v", err)
		}
	}
	have, err := Copies(h.path)
	if err != nil || len(have) != keptCopies || have[0].Number != 8 || !have[0].Made.Equal(clock) {
		t.Fatalf("%+v, %v", have, err)
	}
	if n := countCompanies(t, have[0].Path); n != 8 {
		t.Errorf("the newest copy has %d", n)
	}
}

func TestRestoreKeepsWhatWasThere(t *testing.T) {
	h := newHarness(t)
	h.save(&company{Name: "甲"})
	if _, err := h.store.Rotate(time.Now()); err != nil {
		t.Fatal(err)
	}
	h.save(&company{Name: "乙"})
	have, _ := Copies(h.path)
	_, err := Restore(h.path, have[0].Path, time.Now())
	refusedWith(t, err, codeInUse)
	h.store.Close()
	kept, err := Restore(h.path, have[0].Path, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if a, b := countCompanies(t, h.path), countCompanies(t, kept); a != 1 || b != 2 {
		t.Errorf("restored %d, kept %d", a, b)
	}
	// A file that is beyond opening is replaced just the same, and kept.
	if err := os.WriteFile(h.path, []byte("rubbish"), 0o600); err != nil {
		t.Fatal(err)
	}
	if kept, err = Restore(h.path, have[0].Path, time.Now()); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(kept); err != nil || string(b) != "rubbish" || countCompanies(t, h.path) != 1 {
		t.Errorf("kept %q, %v", b, err)
	}
	_, err = Restore(h.path, kept, time.Now())
	refusedWith(t, err, codeForeign)
	h.reopen()
	h.verify()
}
