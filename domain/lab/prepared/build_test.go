package prepared_test

import (
	"path/filepath"
	"testing"
	"time"

	"crmlab/data"
	"crmlab/domain"
	"crmlab/domain/lab/prepared"
	"crmlab/domain/record"
)

func build(t *testing.T, seed uint64) *record.Book {
	t.Helper()
	s, err := data.Create(filepath.Join(t.TempDir(), "case.crm"), domain.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	clock := &prepared.Clock{}
	book, err := domain.Open(s, clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if err := s.Bulk(func() error { return prepared.Build(book, prepared.Options{Seed: seed, Clock: clock}) }); err != nil {
		t.Fatal(err)
	}
	t.Logf("built in %v", time.Since(began))
	return book
}

func TestTry(t *testing.T) {
	b := build(t, 0)
	_ = b.Read(record.Hat{}, func(r record.Reader) error {
		t.Log(r.LastSeq(), r.Today())
		return nil
	})
}
