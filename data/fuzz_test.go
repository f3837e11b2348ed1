package data

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"crmlab/domain/record"
)

// FuzzEntry proves that no bytes make the journal's decoder panic, that what decodes is
// the same after it was written and read again, and that the chain finds every change.
func FuzzEntry(f *testing.F) {
	e := &record.Entry{Seq: 7, Wall: 1, Day: 2, Hat: hat, Op: record.OpDo, Action: "edit", Label: "编辑", Target: record.Target{Kind: "torder", ID: 3}, UndoHead: 7,
		Changes: []record.Change{{Kind: "torder", ID: 3, Op: record.Changed, No: "TO-0003", Fields: []record.FieldChange{
			{Tag: 2, Old: record.TextValue("x"), New: record.TextValue("y")},
			{Tag: 7, New: orders.Field("lines").Get(&order{Lines: []orderLine{{Product: "甲", Amount: yuan(3)}, {}}})},
			{Tag: 6, New: record.Value{T: record.TypeTarget, N: 4, S: "tcompany"}},
			{Tag: 1001, New: record.Value{T: record.TypeLinks, L: []record.ID{1, 1 << 40}}},
		}}}}
	f.Add(sealEntry(e, [32]byte{1})[journalHead:])
	f.Add(sealEntry(&record.Entry{Seq: 1, Op: record.OpMark}, [32]byte{})[journalHead:])
	f.Fuzz(func(t *testing.T, body []byte) {
		stored := append(make([]byte, journalHead), body...)
		stored[0] = journalFormat
		e, err := readEntry(stored)
		if err != nil {
			return
		}
		again := sealEntry(e, e.Prev)
		back, err := readEntry(again)
		if err != nil {
			t.Fatalf("it does not read what it wrote: %v", err)
		}
		if back.Hash != chainHash(back.Prev[:], again[journalHead:]) {
			t.Fatal("the hash is not that of what was written")
		}
		// Written twice it is the same: nothing is lost from the first time on.
		if third := sealEntry(back, back.Prev); string(third) != string(again) {
			t.Fatalf("written\n%x\nand again\n%x", again, third)
		}
	})
}

// FuzzFile opens files that are anything: changed in some places (the first byte is even;
// then three bytes of place and one of value, again and again), or made up. Opening,
// verifying, a step and closing end, without a panic, and with words where they refuse.
func FuzzFile(f *testing.F) {
	base := image(f)
	patch := func(at int, values ...byte) []byte {
		b := []byte{0}
		for i, v := range values {
			b = append(b, byte((at+i)>>16), byte((at+i)>>8), byte(at+i), v)
		}
		return b
	}
	page := os.Getpagesize()
	f.Add(patch(0))
	f.Add(patch(metaOffset+16, 0xff, 0xff, 0xff))              // the root of one head
	f.Add(patch(page+metaOffset+32, 1, 2, 3, 4))               // the free list of the other
	f.Add(patch(2*page+8, leafPage, 0, 0xff, 0xff))            // a page of many elements
	f.Add(patch(3*page+8, branchPage, 0, 1, 0, 0, 0, 0, 0, 3)) // a page that leads to itself
	f.Add(append([]byte{1}, base[:3*page]...))
	f.Add([]byte{1, 'P', 'K', 3, 4})
	f.Add([]byte{1})
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) == 0 || len(b) > 1<<14 {
			return
		}
		content := b[1:]
		if b[0]%2 == 0 {
			content = append([]byte(nil), base...)
			for p := b[1:]; len(p) >= 4; p = p[4:] {
				content[(int(p[0])<<16|int(p[1])<<8|int(p[2]))%len(content)] = p[3]
			}
			sealHeads(content)
		}
		path := filepath.Join(dir, "f.crm")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		done := make(chan struct{})
		go func() {
			defer close(done)
			tryFile(t, path)
		}()
		select {
		case <-done:
		case <-time.After(10 * time.Second):
			panic("it hangs")
		}
	})
}

// tryFile does with a file what the program does with every file.
func tryFile(t *testing.T, path string) {
	s, err := Open(path, testKinds, unsynced)
	if err != nil {
		inWords(t, err)
		return
	}
	defer s.Close()
	r, err := Verify(s, nil, hat)
	if err != nil {
		inWords(t, err)
	}
	err = s.Update(func(st record.StoreTx) error {
		rec, err := st.Get(companies.Kind, 5)
		if err != nil || rec == nil {
			return err
		}
		return st.Put(companies.Kind, rec)
	})
	if err != nil && r != nil && r.OK() {
		t.Errorf("Verify finds nothing, but a step: %v", err)
	}
}

// image is a small file with everything in it.
func image(f *testing.F) []byte {
	path := filepath.Join(f.TempDir(), "image.crm")
	s, err := Create(path, testKinds, unsynced)
	if err != nil {
		f.Fatal(err)
	}
	h := &harness{t: &testing.T{}, path: path}
	h.use(s)
	_, err = h.book.Write(record.Hat{}, "建立公司", func(tx record.Tx) error {
		for _, rec := range []record.Record{&person{Name: "王芳"}, &team{Name: "销售一部"}} {
			if err := tx.ByRule().Save(rec); err != nil {
				return err
			}
		}
		for range 60 {
			c := &company{Name: "华星", Notes: "说明"}
			if err := tx.ByRule().Save(c); err != nil {
				return err
			}
			if err := tx.ByRule().Save(&order{Customer: record.Ref[company](c.ID), Lines: make([]orderLine, 2)}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		f.Fatal(err)
	}
	if _, err := h.book.Undo(hat); err != nil {
		f.Fatal(err)
	}
	if _, err := h.book.Redo(hat); err != nil {
		f.Fatal(err)
	}
	if err := s.Close(); err != nil {
		f.Fatal(err)
	}
	head, err := inspect(path)
	if err != nil {
		f.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	return b[:head.used()]
}

// sealHeads makes the sums of the heads right again, so that what they say is believed.
func sealHeads(content []byte) {
	for at := metaOffset; at+metaSize <= len(content) && at <= os.Getpagesize()+metaOffset; at += os.Getpagesize() {
		binary.LittleEndian.PutUint64(content[at+56:], metaSum(content[at:]))
	}
}

// A file whose parts were all tried: the fuzzer starts from a sound one.
func TestTheFuzzersFileIsSound(t *testing.T) {
	path := busy(t).path
	content := usedBytes(t, path)
	sealed := append([]byte(nil), content...)
	sealHeads(sealed)
	if string(sealed) != string(content) {
		t.Error("the sums of the heads are not those of bbolt")
	}
	db, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.View(func(b *bolt.Tx) error {
		for err := range b.Check() {
			t.Error(err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
