package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"crmlab/data"
	"crmlab/domain"
	"crmlab/domain/order"
	"crmlab/domain/record"
)

// workshop is the folder in which files are made, and the program that makes them.
type workshop struct {
	dir  string
	keep bool // files stay, and are used again by the next run
	say  func(format string, args ...any)
}

// newWorkshop opens the folder of a run; with keep it is always the same one.
func newWorkshop(keep bool, say func(string, ...any)) (*workshop, error) {
	w := &workshop{keep: keep, say: say}
	var err error
	if keep {
		w.dir = filepath.Join(os.TempDir(), "crmlab-benchmark")
		err = os.MkdirAll(w.dir, 0o755)
	} else {
		w.dir, err = os.MkdirTemp("", "crmlab-benchmark-")
	}
	return w, err
}

// Close removes what was made, unless it is to be kept.
func (w *workshop) Close() error {
	if w.keep {
		return nil
	}
	return os.RemoveAll(w.dir)
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// generate makes the work file of a size with the program's own command.
func (w *workshop) generate(size string) (string, error) {
	path := filepath.Join(w.dir, size+".crmwork")
	if exists(path) {
		return path, nil
	}
	program, err := w.program()
	if err != nil {
		return "", err
	}
	args := []string{"generate", "--size", size, path}
	w.say("生成 %s …", size)
	began := time.Now()
	if out, err := exec.Command(program, args...).CombinedOutput(); err != nil {
		return "", fmt.Errorf("crmlab %s: %w\n%s", strings.Join(args, " "), err, out)
	}
	w.say("生成 %s 用了 %s", size, short(time.Since(began)))
	return path, withoutReturns(path)
}

// withoutReturns takes the few returns out of the prepared case, which the larger sizes do not
// have: the statements in SQL add up orders alone, and both sides must answer the same question.
func withoutReturns(path string) error {
	f, err := openFile(path)
	if err != nil {
		return err
	}
	_, err = f.book.Write(record.Hat{}, "比较速度用的文件没有退货单", func(tx record.Tx) error {
		all, err := record.Find(tx, order.Returns)
		for _, t := range all {
			err = errors.Join(err, tx.ByRule().Delete(order.Returns.Kind, t.ID))
		}
		return err
	})
	return errors.Join(err, f.store.Close())
}

// program builds crmlab, the command line without its window.
func (w *workshop) program() (string, error) {
	path := filepath.Join(w.dir, "crmlab")
	if out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "crmlab").CombinedOutput(); err != nil {
		return "", fmt.Errorf("find the main module: %w\n%s", err, out)
	} else {
		build := exec.Command("go", "build", "-buildvcs=false", "-tags", "ci,migrated_fynedo", "-o", path, "./cmd/crmlab")
		build.Dir = strings.TrimSpace(string(out))
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		w.say("编译 crmlab …")
		if out, err := build.CombinedOutput(); err != nil {
			return "", fmt.Errorf("build crmlab: %w\n%s", err, out)
		}
	}
	return path, nil
}

// mirrored makes the SQLite database with the rows of a work file.
func (w *workshop) mirrored(path string) (string, error) {
	to := strings.TrimSuffix(path, filepath.Ext(path)) + ".sqlite"
	if w.dir != filepath.Dir(path) {
		to = filepath.Join(w.dir, filepath.Base(to))
	}
	if info, err := os.Stat(to); err == nil {
		if from, err := os.Stat(path); err == nil && info.ModTime().After(from.ModTime()) {
			return to, nil
		}
		if err := os.Remove(to); err != nil {
			return "", err
		}
	}
	store, err := data.Open(path, domain.Kinds)
	if err != nil {
		return "", err
	}
	defer func() { _ = store.Close() }() // only read
	book, err := domain.Open(store, time.Now)
	if err != nil {
		return "", err
	}
	began := time.Now()
	making := to + ".making"
	if err := os.Remove(making); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	if err := mirror(making, book, func(what string) { w.say("写入 SQLite：%s", what) }); err != nil {
		return "", err
	}
	w.say("SQLite 文件用了 %s", short(time.Since(began)))
	return to, os.Rename(making, to)
}

// copied puts a copy of a file into the folder, for works that change it.
func (w *workshop) copied(path, name string) (string, error) {
	to := filepath.Join(w.dir, name)
	from, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer from.Close()
	out, err := os.Create(to)
	if err != nil {
		return "", err
	}
	_, err = io.Copy(out, from)
	return to, errors.Join(err, out.Sync(), out.Close())
}

// opened is a work file in use.
type opened struct {
	store *data.Store
	book  *record.Book
}

// openFile opens a work file and waits for its columns.
func openFile(path string) (*opened, error) {
	store, err := data.Open(path, domain.Kinds)
	if err != nil {
		return nil, err
	}
	book, err := domain.Open(store, time.Now)
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	<-store.Ready()
	return &opened{store, book}, store.Err()
}
