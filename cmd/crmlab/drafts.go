package main

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"crmlab/data/sheet"
	"crmlab/ui/page"
)

// drafts keeps what is typed and not yet saved, so that a crash loses nothing: one small file
// for each work file, in the home folder. It may be used from any goroutine.
type drafts struct {
	path string

	mu   sync.Mutex
	kept map[string][]byte // nil: not read yet
}

var _ page.Drafts = (*drafts)(nil)

// draftsOf are the drafts that belong to a work file.
func draftsOf(h home, work string) *drafts {
	if whole, err := filepath.Abs(work); err == nil {
		work = whole
	}
	of := sha256.Sum256([]byte(work))
	return &drafts{path: h.file(fmt.Sprintf("drafts-%x.json", of[:8]))}
}

// read fills kept. A file that cannot be understood is begun anew: it holds only what was not
// saved.
func (d *drafts) read() error {
	if d.kept != nil {
		return nil
	}
	content, err := os.ReadFile(d.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read the drafts: %w", err)
	}
	d.kept = map[string][]byte{}
	if err == nil && json.Unmarshal(content, &d.kept) != nil || d.kept == nil {
		d.kept = map[string][]byte{}
	}
	return nil
}

func (d *drafts) write() error {
	if len(d.kept) == 0 {
		if err := os.Remove(d.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("drop the drafts: %w", err)
		}
		return nil
	}
	content, err := json.Marshal(d.kept)
	if err != nil {
		return fmt.Errorf("keep the drafts: %w", err)
	}
	return sheet.SaveBytes(d.path, content)
}

// Save belongs to page.Drafts.
func (d *drafts) Save(key string, content []byte) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.read(); err != nil {
		return err
	}
	d.kept[key] = content
	return d.write()
}

// Load belongs to page.Drafts.
func (d *drafts) Load(key string) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.read(); err != nil {
		return nil, err
	}
	return d.kept[key], nil
}

// Drop belongs to page.Drafts.
func (d *drafts) Drop(key string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.read(); err != nil {
		return err
	}
	if _, has := d.kept[key]; !has {
		return nil
	}
	delete(d.kept, key)
	return d.write()
}
