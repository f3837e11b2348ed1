package main

import (
	"errors"
)

// changing measures the works that change the file, on copies.
func (m *measuring) changing() (err error) {
	if !m.wantsAny(saveNames...) && !m.wantsAny(importNames...) && !m.wantsAny(copyNames...) {
		return nil
	}
	c := &changes{measuring: m}
	defer func() { err = errors.Join(err, c.close()) }()
	if err := c.open(); err != nil {
		return err
	}
	for _, part := range []struct {
		names []string
		do    func() error
	}{{saveNames, c.saving}, {copyNames, c.copying}, {importNames, c.importing}} {
		if !m.wantsAny(part.names...) {
			continue
		}
		if err := part.do(); err != nil {
			return err
		}
	}
	return nil
}
