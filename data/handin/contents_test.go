package handin_test

import (
	"errors"
	"path/filepath"
	"testing"

	"crmlab/data"
	"crmlab/data/handin"
	"crmlab/domain"
	"crmlab/domain/attachment"
	"crmlab/domain/party"
	"crmlab/domain/record"
)

// attachedWork is a small work with a file attached to its customer.
func attachedWork(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "attached.crmwork")
	if err := smallWork(path); err != nil {
		t.Fatal(err)
	}
	if err := onBook(path, func(book *record.Book) error {
		_, err := attachment.Attach(book, record.Hat{}, record.Target{Kind: party.Customers.Name, ID: 1}, "门头.png", []byte("png"), "")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	c, err := course()
	if err != nil {
		t.Fatal(err)
	}
	content, _, err := handin.Make(path, handin.Order{Course: c, Experiments: []int{1}, Made: wall()})
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func onBook(path string, fn func(*record.Book) error) (err error) {
	store, err := data.Open(path, domain.Kinds)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	book, err := domain.Open(store, wall)
	if err != nil {
		return err
	}
	return fn(book)
}

func TestAHandInCarriesTheFilesThatWereAttached(t *testing.T) {
	content := attachedWork(t)
	v := review(t, content)
	if len(v.Findings) > 0 {
		t.Fatalf("%+v", v.Findings)
	}
	if err := onBook(v.File, func(book *record.Book) error {
		return book.Read(record.Hat{}, func(r record.Reader) error {
			a, got, err := attachment.Read(r, 1)
			if err == nil && (a.Name != "门头.png" || string(got) != "png") {
				t.Errorf("%s holds %q", a.Name, got)
			}
			return err
		})
	}); err != nil {
		t.Fatal(err)
	}
}

func TestAFileThatWasExchangedOrLeftOutIsTold(t *testing.T) {
	for name, change := range map[string]func(parts){
		"exchanged": func(p parts) { p["contents.bin"] = append([]byte{3}, "jpg"...) },
		"left out":  func(p parts) { delete(p, "contents.bin") },
	} {
		p := apart(t, attachedWork(t))
		change(p)
		v := review(t, p.together(t))
		told := false
		for _, f := range v.Findings {
			told = told || f.Text == "引用：附件 AT-0001的内容不在文件里。"
		}
		if !told {
			t.Errorf("%s: %+v", name, v.Findings)
		}
	}
	p := apart(t, attachedWork(t))
	p["contents.bin"] = []byte{200, 1, 'x'}
	if _, err := handin.Parse("w.crmsub", p.together(t)); !record.IsRefusal(err, "handin.damaged") {
		t.Errorf("contents cut short: %v", err)
	}
}
