package main

import (
	"errors"
	"fmt"
	"os"
	"testing"

	"crmlab/data"
	"crmlab/domain"
)

func TestDraftsAreWrittenInTheOrderOfTheirTyping(t *testing.T) {
	f := caseFile(t)
	store, err := data.Open(f, domain.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	d := newDrafts(store.Drafts(), func(err error) { t.Error(err) })
	for n := range 50 {
		if err := errors.Join(d.Save("order/new", fmt.Append(nil, n)), d.Save("report/8/q1", []byte("写到一半"))); err != nil {
			t.Fatal(err)
		}
		if got, err := d.Load("order/new"); err != nil || string(got) != fmt.Sprint(n) {
			t.Fatalf("after %d the draft is %q, %v", n, got, err)
		}
	}
	if err := d.Drop("report/8/q1"); err != nil {
		t.Fatal(err)
	}
	d.rest()
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	if store, err = data.Open(f, domain.Kinds); err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	d = newDrafts(store.Drafts(), func(err error) { t.Error(err) })
	if got, err := d.Load("order/new"); err != nil || string(got) != "49" {
		t.Errorf("the next program finds %q, %v", got, err)
	}
	if got, err := d.Load("report/8/q1"); err != nil || got != nil {
		t.Errorf("what was dropped is %q, %v", got, err)
	}
}

func TestDraftsThatCannotBeKeptAreToldOnce(t *testing.T) {
	f := caseFile(t)
	store, err := data.Open(f, domain.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	told := 0
	d := newDrafts(store.Drafts(), func(error) { told++ })
	save := func() {
		if err := d.Save("a", []byte(fmt.Sprint(told))); err != nil {
			t.Fatal(err)
		}
		d.rest()
	}
	if err := os.Rename(f, f+".weg"); err != nil {
		t.Fatal(err)
	}
	save()
	save()
	if told != 1 {
		t.Errorf("told %d times", told)
	}
	if err := os.Rename(f+".weg", f); err != nil {
		t.Fatal(err)
	}
	save()
	if got, err := d.Load("a"); err != nil || string(got) != "1" {
		t.Errorf("with the file back the draft is %q, %v", got, err)
	}
}
