package pack_test

import (
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"crmlab/data"
	"crmlab/data/casefile"
	"crmlab/data/pack"
	"crmlab/domain"
	"crmlab/domain/lab"
	"crmlab/domain/record"
)

// startFile is the prepared case, made once for all tests of the package.
var startFile = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "crmlab-pack")
	if err != nil {
		return "", err
	}
	path := filepath.Join(folder, "start.crmwork")
	return path, casefile.Create(path, nil)
})

func TestMain(m *testing.M) {
	code := m.Run()
	if path, err := startFile(); err == nil {
		os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

// fresh opens a copy of the start file.
func fresh(t testing.TB, folder string) func() (*record.Book, func() error, error) {
	start, err := startFile()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	return func() (*record.Book, func() error, error) {
		n++
		path := filepath.Join(folder, "try.crmwork")
		if err := copyFile(start, path); err != nil {
			return nil, nil, err
		}
		store, err := data.Open(path, domain.Kinds)
		if err != nil {
			return nil, nil, err
		}
		book, err := domain.Open(store, wall)
		return book, store.Close, err
	}
}

func wall() time.Time { return time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC) }

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		return err
	}
	return out.Close()
}

func builtIn(t testing.TB) *lab.Course {
	t.Helper()
	c, err := pack.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	return c
}
