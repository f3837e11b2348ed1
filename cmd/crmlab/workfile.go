package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"crmlab/data"
	"crmlab/domain"
	"crmlab/domain/company"
	"crmlab/domain/record"
)

// workFile is an open file with its Book.
type workFile struct {
	store *data.Store
	book  *record.Book
}

// openWork opens a file to change it.
func openWork(path string, opts ...data.Option) (*workFile, error) {
	return withBook(data.Open(path, domain.Kinds, opts...))
}

// readWork opens a file that is only looked at; it may lie in a read-only place. A file of
// an earlier version has to be brought up to date first, for which it is opened to write.
func readWork(path string, opts ...data.Option) (*workFile, error) {
	w, err := withBook(data.Open(path, domain.Kinds, append(opts, data.ReadOnly)...))
	if record.IsRefusal(err, "file.readonly") {
		return openWork(path, opts...)
	}
	return w, err
}

// createWork makes a new file without any record.
func createWork(path string, opts ...data.Option) (*workFile, error) {
	return withBook(data.Create(path, domain.Kinds, opts...))
}

func withBook(store *data.Store, err error) (*workFile, error) {
	if err != nil {
		return nil, err
	}
	book, err := domain.Open(store, time.Now)
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return &workFile{store, book}, nil
}

// opener is one of the ways to open a file.
type opener func(path string, opts ...data.Option) (*workFile, error)

// onFile opens a file, finds who acts, does the work and closes the file. A file that
// cannot be closed may not have kept what was done, so that is an error too.
func onFile(open opener, path, as string, work func(*workFile, record.Hat) error) (err error) {
	w, err := open(path)
	if err != nil {
		return err
	}
	defer func() {
		if e := w.store.Close(); err == nil && e != nil {
			err = fmt.Errorf("close %s: %w", path, e)
		}
	}()
	hat, err := w.hat(as)
	if err != nil {
		return err
	}
	return work(w, hat)
}

const asUsage = "以这个`员工`（编号或姓名）的身份；兼职写 员工:职位；不写则是系统自己"

// hat finds who acts: an employee in the main post, or employee:position.
func (w *workFile) hat(as string) (h record.Hat, err error) {
	if as == "" {
		return record.Hat{}, nil
	}
	who, position, given := strings.Cut(strings.ReplaceAll(as, "：", ":"), ":")
	err = w.book.Read(record.Hat{}, func(r record.Reader) error {
		id, err := r.Resolve(company.Employees.Kind, who)
		if err != nil {
			return err
		}
		if h, err = company.HatOf(r, id); err != nil || !given {
			return err
		}
		hats, err := company.Hats(r)
		if err != nil {
			return err
		}
		for _, c := range hats {
			row, _ := r.Row(company.Positions.Kind, c.Hat.Position)
			if c.Hat.Employee == id && (c.Office == position || row != nil && row.Value(company.Positions.Field("no")).S == position) {
				h = c.Hat
				return nil
			}
		}
		return record.Refuse("hat", "不能以 "+who+" "+position+" 的身份工作", "该员工现在没有这个任职", "换一个职位")
	})
	return h, err
}
