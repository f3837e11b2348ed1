package main

import (
	"sync"

	"crmlab/data"
)

// drafts keeps what forms hold in the work file, away from the interface and in the order in
// which it was typed. Of several drafts of one form that wait only the newest is written.
type drafts struct {
	file   data.Drafts
	failed func(error) // told why drafts are not kept, once until they are again

	mu      sync.Mutex
	waiting map[string]*unwritten
	busy    sync.WaitGroup
	writes  bool // a goroutine is writing
	broken  bool
}

// unwritten is a draft that is not in the file yet; nil content: it is to be dropped.
type unwritten struct{ content []byte }

func newDrafts(file data.Drafts, failed func(error)) *drafts {
	return &drafts{file: file, failed: failed, waiting: map[string]*unwritten{}}
}

// Save belongs to page.Drafts. It does not wait for the disk.
func (d *drafts) Save(key string, content []byte) error {
	d.put(key, content)
	return nil
}

// Drop belongs to page.Drafts.
func (d *drafts) Drop(key string) error {
	d.put(key, nil)
	return nil
}

// Load belongs to page.Drafts.
func (d *drafts) Load(key string) ([]byte, error) {
	d.mu.Lock()
	w := d.waiting[key]
	d.mu.Unlock()
	if w != nil {
		return w.content, nil
	}
	return d.file.Load(key)
}

func (d *drafts) put(key string, content []byte) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.waiting[key] = &unwritten{content}
	if !d.writes {
		d.writes = true
		d.busy.Go(d.write)
	}
}

// write writes what waits until nothing does.
func (d *drafts) write() {
	for {
		key, next := d.next()
		if next == nil {
			return
		}
		var err error
		if next.content == nil {
			err = d.file.Drop(key)
		} else {
			err = d.file.Save(key, next.content)
		}
		d.mu.Lock()
		if d.waiting[key] == next {
			delete(d.waiting, key)
		}
		tell := err != nil && !d.broken
		d.broken = err != nil
		d.mu.Unlock()
		if tell {
			d.failed(err)
		}
	}
}

func (d *drafts) next() (string, *unwritten) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for key, w := range d.waiting {
		return key, w
	}
	d.writes = false
	return "", nil
}

// rest waits until everything is in the file.
func (d *drafts) rest() { d.busy.Wait() }
