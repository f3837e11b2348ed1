package data

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"

	"crmlab/domain/record"
)

// sample is a closed file with some hundred records.
func sample(t *testing.T) string {
	t.Helper()
	h := newHarness(t)
	for range 5 {
		var recs []record.Record
		for range 40 {
			recs = append(recs, &company{Name: "华星科技", City: strings.Repeat("长", 50)})
		}
		h.save(recs...)
	}
	if err := h.store.Close(); err != nil {
		t.Fatal(err)
	}
	return h.path
}

// usedBytes is a file without the room that it has for growth.
func usedBytes(t *testing.T, path string) []byte {
	t.Helper()
	h, err := inspect(path)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b[:h.pages*uint64(h.pageSize)]
}

func refusedWith(t *testing.T, err error, code string) {
	t.Helper()
	if !record.IsRefusal(err, code) {
		t.Errorf("got %v, want the refusal %s", err, code)
		return
	}
	for _, r := range record.RefusalsIn(err) {
		if r.What == "" || r.Why == "" || r.Fix == "" {
			t.Errorf("the refusal %s does not say what, why and what to do: %q", code, r.Error())
		}
	}
}

func TestASecondWindowIsRefused(t *testing.T) {
	h := newHarness(t)
	_, err := Open(h.path, testKinds)
	refusedWith(t, err, codeInUse)
	if !strings.Contains(err.Error(), h.path) {
		t.Errorf("the refusal does not name the file: %v", err)
	}
	h.save(&person{Name: "李强"}) // the first window is not disturbed
	h.verify()
}

func TestFilesThatAreNotOursAreRefused(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, b []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	whole := usedBytes(t, sample(t))
	changed := func(at int, b ...byte) []byte {
		c := append([]byte(nil), whole...)
		copy(c[at:], b)
		return c
	}
	page := os.Getpagesize()
	noMeta := changed(metaOffset+20, 0xff, 0xff)
	copy(noMeta[page+metaOffset+20:], []byte{0xff, 0xff})
	other := filepath.Join(dir, "other.db")
	db, err := bolt.Open(other, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	db.Close()
	for _, c := range []struct{ name, path, code string }{
		{"missing", filepath.Join(dir, "none"), codeMissing},
		{"a folder", dir, codeForeign},
		{"zero length", write("zero", nil), codeEmpty},
		{"a text", write("text", []byte("hello, this is a text")), codeForeign},
		{"a picture", write("png", append([]byte("\x89PNG\r\n"), make([]byte, 9000)...)), codeForeign},
		{"both meta pages damaged", write("meta", noMeta), codeDamaged},
		{"half a file", write("half", whole[:len(whole)/2/page*page]), codeTruncated},
		{"not even two pages", write("short", whole[:page+100]), codeTruncated},
		{"another program's database", other, codeForeign},
	} {
		s, err := Open(c.path, testKinds)
		if s != nil {
			s.Close()
		}
		t.Run(c.name, func(t *testing.T) { refusedWith(t, err, c.code) })
	}
	if s, err := Open(write("one", changed(metaOffset+20, 0xff, 0xff)), testKinds); err != nil {
		t.Errorf("one damaged meta page: %v", err)
	} else {
		s.Close()
	}
}

func TestANewerFormatIsRefused(t *testing.T) {
	path := sample(t)
	tamper(t, path, func(b *bolt.Tx) error {
		return b.Bucket(metaBucket).Put(metaFormat, binary.BigEndian.AppendUint32(nil, FileFormat+1))
	})
	_, err := Open(path, testKinds)
	refusedWith(t, err, codeNewer)
}

// tamper changes a closed file behind the store's back, by somebody who knows of the stamp.
func tamper(t *testing.T, path string, fn func(*bolt.Tx) error) {
	t.Helper()
	db, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(b *bolt.Tx) error {
		if err := fn(b); err != nil {
			return err
		}
		end, err := journalEndOf(b)
		return errors.Join(err, stamp(b, end))
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestSystemErrorsHaveWords(t *testing.T) {
	refusedWith(t, refusalOf("x.crm", &fs.PathError{Op: "open", Path: "x.crm", Err: fs.ErrPermission}), codeReadOnly)
	refusedWith(t, refusalOf("x.crm", &fs.PathError{Op: "write", Path: "x.crm", Err: noRoomErrors[0]}), codeNoSpace)
}

func TestCreateNeverReplacesAFile(t *testing.T) {
	path := sample(t)
	_, err := Create(path, testKinds)
	refusedWith(t, err, codeExists)
	_, err = Create(filepath.Join(filepath.Dir(path), "none", "x.crm"), testKinds)
	refusedWith(t, err, codeMissing)
	left, err := filepath.Glob(filepath.Join(filepath.Dir(path), ".*part-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestReadOnlyReadsAndRefusesToWrite(t *testing.T) {
	path := sample(t)
	s, err := Open(path, testKinds, ReadOnly)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	err = s.View(func(st record.StoreTx) error {
		if _, n, _ := st.Select(record.Selection{Kind: companies.Kind}); n != 200 {
			t.Errorf("%d companies", n)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	refusedWith(t, s.Update(func(record.StoreTx) error { return nil }), codeReadOnly)
}

// Damage in any place is refused, reported or without effect; it never panics and
// never hangs.
func TestDamagedFilesNeverPanic(t *testing.T) {
	whole := usedBytes(t, sample(t))
	said := 0
	for i := range 120 {
		b := append([]byte(nil), whole...)
		at := (i*len(b)/120 + i*37) % len(b)
		for j := range 1 + i%64 {
			b[(at+j)%len(b)] ^= byte(1 + i)
		}
		broken := filepath.Join(t.TempDir(), "b.crm")
		if err := os.WriteFile(broken, b, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := Open(broken, testKinds)
		if err != nil {
			said++
			continue
		}
		r, err := Verify(s, nil, hat)
		if err != nil || !r.OK() {
			said++
		}
		_ = s.Update(func(st record.StoreTx) error {
			rec, err := st.Get(companies.Kind, 5)
			if err != nil || rec == nil {
				return err
			}
			return st.Put(companies.Kind, rec)
		})
		s.Close()
	}
	if said < 40 {
		t.Errorf("damage was noticed %d times of 120", said)
	}
}

func TestAClosedStoreRefuses(t *testing.T) {
	h := newHarness(t)
	h.store.Close()
	refusedWith(t, h.store.View(func(record.StoreTx) error { return nil }), codeClosed)
	refusedWith(t, h.store.Update(func(record.StoreTx) error { return nil }), codeClosed)
	if err := h.store.Close(); err != nil {
		t.Errorf("closing twice: %v", err)
	}
}
