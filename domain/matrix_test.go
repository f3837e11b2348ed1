package domain_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crmlab/data"
	"crmlab/domain"
	"crmlab/domain/company"
	"crmlab/domain/lab/prepared"
	"crmlab/domain/record"
)

var update = flag.Bool("update", false, "write the golden files anew")

// caseFile is a fresh prepared case.
type caseFile struct {
	book  *record.Book
	store *data.Store
}

func newPrepared(t *testing.T) caseFile {
	t.Helper()
	store, err := data.Create(filepath.Join(t.TempDir(), "case.crmwork"), domain.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	wall := &prepared.Clock{}
	book, err := domain.Open(store, wall.Now)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Bulk(func() error { return prepared.Build(book, prepared.Options{Clock: wall}) }); err != nil {
		t.Fatal(err)
	}
	return caseFile{book, store}
}

func preparedBook(t *testing.T) *record.Book { return newPrepared(t).book }

func hatNamed(t *testing.T, r record.Reader, name string) record.Hat {
	t.Helper()
	hats, err := company.Hats(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range hats {
		if h.Name == name {
			return h.Hat
		}
	}
	t.Fatalf("no employee %s", name)
	return record.Hat{}
}

// Every action of every kind in every state under every position of the prepared case,
// compared with the table of who may. A changed line is a changed right: read the
// difference before it is accepted with -update.
func TestWhoMayDoWhat(t *testing.T) {
	book := preparedBook(t)
	var offices []company.HatChoice
	if err := book.Read(record.Hat{}, func(r record.Reader) error {
		hats, err := company.Hats(r)
		seen := map[string]bool{}
		for _, h := range hats {
			if !seen[h.Office] {
				seen[h.Office] = true
				offices = append(offices, h)
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("# what, in which state: the answer for each position; ok, or the code of the refusal; . where the case has no such record\n")
	for _, h := range offices {
		fmt.Fprintf(&b, "# %s = %s %s\n", h.Office, h.Dept, h.Name)
	}
	for _, k := range domain.Kinds {
		states := []string{""}
		if k.States != nil {
			states = states[:0]
			for _, s := range k.States.List {
				states = append(states, s.Code)
			}
		}
		for _, s := range states {
			line := func(what string, ask func(h record.Hat, id record.ID) error) {
				fmt.Fprintf(&b, "%s.%s %s:", k.Name, what, s)
				for _, h := range offices {
					id := sampleRecord(t, book, h.Hat, k, s)
					if id == 0 && what != "create" {
						b.WriteString(" .")
						continue
					}
					b.WriteString(" " + code(t, ask(h.Hat, id)))
				}
				b.WriteString("\n")
			}
			if s == states[0] {
				line("create", func(h record.Hat, _ record.ID) error { return mayCreate(book, h, k) })
			}
			line("edit", func(h record.Hat, id record.ID) error {
				return book.Try(h, func(tx record.Tx) error {
					rec, err := tx.Load(k, id)
					if err != nil {
						return err
					}
					rec.Head().Remark += "。"
					return tx.Save(rec)
				})
			})
			line("delete", func(h record.Hat, id record.ID) error {
				return book.Try(h, func(tx record.Tx) error { return tx.Delete(k, id) })
			})
			for _, a := range k.Actions {
				line(a.Name, func(h record.Hat, id record.ID) error {
					return book.Read(h, func(r record.Reader) error {
						rec, err := r.Load(k, id)
						if err != nil {
							return err
						}
						return a.Blocked(r, rec)
					})
				})
			}
		}
	}
	golden(t, "whomay.txt", b.String())
}

func mayCreate(book *record.Book, h record.Hat, k *record.Kind) error {
	return book.Read(h, func(r record.Reader) error {
		if k.Internal {
			return record.Refuse("internal", "不能新增", "由系统生成", "在单据上操作")
		}
		if !r.Access().May(k, record.Create) {
			return record.Refuse("right", "不能新增", "没有权限", "换一个身份")
		}
		return nil
	})
}

// sampleRecord is the record that a hat would most likely work on: its own, or else the
// first one in the state.
func sampleRecord(t *testing.T, book *record.Book, h record.Hat, k *record.Kind, state string) (id record.ID) {
	t.Helper()
	if err := book.Read(record.Hat{}, func(r record.Reader) error {
		var conds []record.Cond
		if state != "" {
			conds = append(conds, record.Where("state", record.ChoiceValue(state)))
		}
		return r.Each(k, conds, func(row record.Row) bool {
			if id == 0 {
				id = row.ID()
			}
			if k.Owned && row.Value(k.Field("owner")).ID() == h.Employee {
				id = row.ID()
				return false
			}
			return k.Owned
		})
	}); err != nil {
		t.Fatal(err)
	}
	return id
}

func code(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return "ok"
	}
	rs := record.RefusalsIn(err)
	if len(rs) == 0 {
		t.Fatalf("a fault, not a refusal: %v", err)
	}
	return rs[0].Code
}

// golden compares with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	gl, wl := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range max(len(gl), len(wl)) {
		var g, w string
		if i < len(gl) {
			g = gl[i]
		}
		if i < len(wl) {
			w = wl[i]
		}
		if g != w {
			t.Errorf("%s line %d:\n got %s\nwant %s", name, i+1, g, w)
		}
	}
}
