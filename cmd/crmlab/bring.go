package main

import (
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
	name := strings.TrimSuffix(filepath.Base(outside), filepath.Ext(outside))
	if local, err = d.home.newFile(name); err != nil {
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
	for _, local := range d.memory.secondOf(outside) {
		kin, err := data.Kin(local, outside, 0)
		if err != nil {
			continue // open, gone or damaged: it stays as it is, and a new one is brought
		}
		switch kin {
		case data.SameState, data.Earlier:
			return local, nil
		case data.Later:
			_, err := data.Restore(local, outside, time.Now())
			return local, err
		default: // it went another way, or is none of ours
		}
	}
	return "", nil
}
