package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"crmlab/data"
)

// A data file is mapped into memory, and every step waits for the disk: on a stick it would
// be slow, and lost with everything in hand when the stick is pulled. So a work file that is
// opened there is copied to this computer, and the place it came from becomes its second place.

// bring gives the path on this computer under which a file from outside is to be opened.
func (d *desktop) bring(outside string) (local string, err error) {
	if d.outside == nil || !d.outside(outside) || d.outside(string(d.home)) {
		return outside, nil
	}
	local, err = d.broughtBefore(outside)
	if err != nil || local != "" {
		return local, err
	}
	if local, err = d.home.free(stemOf(outside)); err != nil {
		return "", err
	}
	if _, err := data.Restore(local, outside, time.Now()); err != nil {
		return "", err
	}
	d.memory.Set(keySecond+local, outside)
	return local, nil
}

// broughtBefore finds the file on this computer that the one outside is the second place of,
// and brings it up to date; "" if there is none, or if the two have gone different ways.
func (d *desktop) broughtBefore(outside string) (string, error) {
	known := d.memory.secondOf(outside)
	if usual := d.home.named(stemOf(outside)); exists(usual) { // where the student's work lies who came by 你是谁
		known = append(known, usual)
	}
	for _, local := range known {
		kin, err := data.Kin(local, outside, 0)
		if err != nil {
			continue // open, gone or damaged: it stays as it is, and a new one is brought
		}
		switch kin {
		case data.SameState, data.Earlier:
			d.memory.Set(keySecond+local, outside)
			return local, nil
		case data.Later:
			d.memory.Set(keySecond+local, outside)
			_, err := data.Restore(local, outside, time.Now())
			return local, err
		default: // it went another way, or is none of ours
		}
	}
	return "", nil
}

func stemOf(path string) string { return strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)) }

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// named is where the work of a name lies, as for those who come by 你是谁.
func (h home) named(name string) string { return filepath.Join(string(h), name, name+extension) }

// free is named, with a number where that is taken. The folder is made.
func (h home) free(name string) (string, error) {
	for n := 1; n < 1000; n++ {
		try := name
		if n > 1 {
			try = fmt.Sprintf("%s %d", name, n)
		}
		path := h.named(try)
		if exists(path) {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return "", fmt.Errorf("make the folder for %s: %w", name, err)
		}
		return path, nil
	}
	return "", fmt.Errorf("no free name for %s in %s", name, h)
}
