package data

import (
	"os"
	"testing"

	"crmlab/domain/record"
)

func TestDraftsOutliveTheProgramAndAreNoSteps(t *testing.T) {
	h := newHarness(t)
	h.save(&company{Name: "甲"})
	seq := h.store.end.seq
	d := h.store.Drafts()
	must(t, d.Save("order/new", []byte("一")))
	must(t, d.Save("order/new", []byte("二")))
	must(t, d.Save("order/7", []byte("三")))
	must(t, d.Drop("order/7"))
	must(t, d.Drop("never"))
	must(t, h.store.Close())
	h.reopenClosed()
	d = h.store.Drafts()
	for key, want := range map[string]string{"order/new": "二", "order/7": "", "never": ""} {
		if got, err := d.Load(key); err != nil || string(got) != want {
			t.Errorf("%s holds %q, %v; want %q", key, got, err, want)
		}
	}
	if h.store.end.seq != seq {
		t.Errorf("a draft made step %d", h.store.end.seq)
	}
	if e, err := h.book.Undo(hat); err != nil || e == nil || e.Undoes != seq {
		t.Errorf("undo after a draft: %v, %v", e, err)
	}
	h.verify()
}

func TestADraftWithinABulkIsKept(t *testing.T) {
	h := newHarness(t)
	must(t, h.store.Bulk(func() error {
		if err := h.store.Drafts().Save("a", []byte("x")); err != nil {
			return err
		}
		_, err := h.book.Save(hat, &company{Name: "甲"})
		return err
	}))
	must(t, h.store.Bulk(func() error { return h.store.Drafts().Save("b", []byte("y")) }))
	must(t, h.store.Close())
	h.reopenClosed()
	for _, key := range []string{"a", "b"} {
		if got, err := h.store.Drafts().Load(key); err != nil || got == nil {
			t.Errorf("%s: %q, %v", key, got, err)
		}
	}
	h.verify()
}

func TestADraftThatCannotBeWrittenIsRefusedInWords(t *testing.T) {
	h := newHarness(t)
	must(t, os.Rename(h.path, h.path+".moved"))
	err := h.store.Drafts().Save("a", []byte("x"))
	if !record.IsRefusal(err, "") {
		t.Errorf("a file that is gone: %v", err)
	}
	must(t, os.Rename(h.path+".moved", h.path))
	must(t, h.store.Drafts().Save("a", []byte("x")))
	h.save(&company{Name: "甲"})
	must(t, h.store.Close())
	s, err := Open(h.path, testKinds, ReadOnly)
	must(t, err)
	h.use(s)
	refusedWith(t, s.Drafts().Save("a", []byte("y")), codeReadOnly)
	if got, err := s.Drafts().Load("a"); string(got) != "x" {
		t.Errorf("%q, %v", got, err)
	}
}
