package handin_test

import (
	"crypto/sha256"
	"errors"
	"path/filepath"
	"testing"

	"crmlab/data"
	"crmlab/data/handin"
	"crmlab/domain"
	"crmlab/domain/company"
	"crmlab/domain/lab"
	"crmlab/domain/party"
	"crmlab/domain/record"
)

// smallWork is a file of a few steps.
func smallWork(path string) (err error) {
	store, err := data.Create(path, domain.Kinds)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	book, err := domain.Open(store, wall)
	if err != nil {
		return err
	}
	if _, err := book.Mark(record.Hat{}, "实验开始"); err != nil {
		return err
	}
	if err := lab.Enrol(book, li.Class, li.No, li.Name); err != nil {
		return err
	}
	_, err = book.Write(record.Hat{}, "建立公司", func(tx record.Tx) error {
		d := &company.Department{Name: "销售部"}
		if err := tx.ByRule().Save(d); err != nil {
			return err
		}
		p := &company.Position{Name: "销售代表", Scope: company.ScopeSelf}
		if err := tx.ByRule().Save(p); err != nil {
			return err
		}
		return tx.ByRule().Save(&party.Customer{Name: "西安晨曦图文店", Role: party.RoleCustomer, Nature: party.Enterprise})
	})
	return err
}

// reseal makes a chain of steps whose bodies were changed, as somebody would who computes
// every hash anew.
func reseal(steps [][]byte) [][]byte {
	out := make([][]byte, len(steps))
	var prev [32]byte
	for i, s := range steps {
		body := s[65:]
		sum := sha256.Sum256(append(prev[:], body...))
		e := append([]byte{s[0]}, prev[:]...)
		e = append(e, sum[:]...)
		out[i], prev = append(e, body...), sum
	}
	return out
}

// FuzzHandin reads hand-ins that are anything: the first byte says what is made of the rest,
// a whole file, one part of a small hand-in, or changes to its steps behind which the chain
// is made whole again (three bytes each: which step, where, what). Reading and reviewing end
// without a panic, refuse in words, and never give more points than there are.
func FuzzHandin(f *testing.F) {
	path := filepath.Join(f.TempDir(), "small.crmwork")
	if err := smallWork(path); err != nil {
		f.Fatal(err)
	}
	c, err := course()
	if err != nil {
		f.Fatal(err)
	}
	content, _, err := handin.Make(path, handin.Order{Course: c, Experiments: []int{1, 7, 8, 9}, Made: wall()})
	if err != nil {
		f.Fatal(err)
	}
	if v := review(f, content); len(v.Findings) > 0 || v.Student != li {
		f.Fatalf("%+v", v)
	}
	base := apart(f, content)
	names := []string{"manifest.json", "records.jsonl", "journal.bin", "selfcheck.json"}
	f.Add(append([]byte{0}, content...))
	for i, name := range names {
		f.Add(append([]byte{1, byte(i)}, base[name]...))
	}
	f.Add([]byte{2})
	f.Add([]byte{2, 3, 40, 255, 4, 9, 1})
	f.Add([]byte{2, 4, 70, 0xff, 4, 71, 0xff, 4, 72, 0x7f})
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) < 1 || len(b) > 1<<16 {
			return
		}
		p := parts{}
		for name, part := range base {
			p[name] = part
		}
		whole := b[1:]
		switch b[0] % 3 {
		case 1:
			if len(b) < 2 {
				return
			}
			p[names[int(b[1])%len(names)]] = b[2:]
			whole = p.together(t)
		case 2:
			steps := p.steps(t)
			for i := range steps {
				steps[i] = append([]byte(nil), steps[i]...)
			}
			for x := b[1:]; len(x) >= 3; x = x[3:] {
				s := steps[int(x[0])%len(steps)]
				s[65+int(x[1])%(len(s)-65)] = x[2]
			}
			p.setSteps(reseal(steps))
			whole = p.together(t)
		}
		h, err := handin.Parse("x", whole)
		if err != nil {
			if !record.IsRefusal(err, "") {
				t.Fatal(err)
			}
			return
		}
		v, err := h.Review(t.TempDir(), c, []int{1, 7, 8, 9})
		if err != nil {
			if !record.IsRefusal(err, "") {
				t.Fatal(err)
			}
			return
		}
		for _, pr := range v.Progress {
			if s := pr.Score; s.Earned < 0 || s.Earned > s.Possible {
				t.Errorf("experiment %d: %+v", pr.No, s)
			}
		}
		store, err := data.Open(v.File, domain.Kinds, data.ReadOnly)
		if err != nil {
			t.Fatalf("the file that was made cannot be opened: %v", err)
		}
		if err := store.Close(); err != nil {
			t.Fatal(err)
		}
	})
}
