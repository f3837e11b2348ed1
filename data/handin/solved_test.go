package handin_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"crmlab/data"
	"crmlab/data/casefile"
	"crmlab/data/handin"
	"crmlab/data/pack"
	"crmlab/domain"
	"crmlab/domain/lab"
	"crmlab/domain/record"
)

var (
	li  = handin.Student{Class: "信管2301", No: "20230101", Name: "李明"}
	zhu = handin.Student{Class: "信管2301", No: "20230102", Name: "朱丽"}
)

func wall() time.Time { return time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC) }

var folder = sync.OnceValues(func() (string, error) { return os.MkdirTemp("", "crmlab-handin") })

func TestMain(m *testing.M) {
	code := m.Run()
	if f, err := folder(); err == nil {
		os.RemoveAll(f)
	}
	os.Exit(code)
}

// startFile is the prepared case, made once.
var startFile = sync.OnceValues(func() (string, error) {
	dir, err := folder()
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "start.crmwork")
	return path, casefile.Create(path, nil)
})

var course = sync.OnceValues(pack.BuiltIn)

// work is a copy of the case with a student enrolled, who then does what play says.
func work(path string, who handin.Student, clock record.Clock, play func(*record.Book, *lab.Board) error) (err error) {
	start, err := startFile()
	if err != nil {
		return err
	}
	if err := copyFile(start, path); err != nil {
		return err
	}
	store, err := data.Open(path, domain.Kinds)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	book, err := domain.Open(store, clock)
	if err != nil {
		return err
	}
	if err := lab.Enrol(book, who.Class, who.No, who.Name); err != nil {
		return err
	}
	c, err := course()
	if err != nil {
		return err
	}
	board, err := lab.Watch(book, c)
	if err != nil {
		return err
	}
	defer board.Close()
	return play(book, board)
}

// solve does experiments by their recorded solutions.
func solve(numbers ...int) func(*record.Book, *lab.Board) error {
	return func(_ *record.Book, board *lab.Board) error {
		for _, no := range numbers {
			x := board.Course().Experiment(no)
			if err := lab.NewPlayer(board, x).Play(x.Solution); err != nil {
				return err
			}
		}
		return nil
	}
}

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
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// solved is what 李明 hands in: experiments 7, 8 and 9 done as recorded.
var solved = sync.OnceValues(func() ([]byte, error) {
	dir, err := folder()
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, "solved.crmwork")
	if err := work(path, li, wall, solve(7, 8, 9)); err != nil {
		return nil, err
	}
	c, err := course()
	if err != nil {
		return nil, err
	}
	content, _, err := handin.Make(path, handin.Order{Course: c, Experiments: []int{7, 8, 9}, Program: "crmlab test", Made: wall().Add(time.Hour), Report: func(_ *lab.Board, no int) ([]byte, error) { return fmt.Appendf(nil, "PK report %d", no), nil }})
	return content, err
})

func solvedHandin(t testing.TB) []byte {
	t.Helper()
	content, err := solved()
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func review(t testing.TB, content []byte) *handin.Review {
	t.Helper()
	h, err := handin.Parse("作业.crmsub", content)
	if err != nil {
		t.Fatal(err)
	}
	c, err := course()
	if err != nil {
		t.Fatal(err)
	}
	v, err := h.Review(t.TempDir(), c, nil)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
