package data

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Files are written under a temporary name and renamed when they are whole. The name
// begins with that of the file it is for, so that what an interrupted program left behind
// is known and can go.

func partPrefix(path string) string { return "." + filepath.Base(path) + ".part-" }

// partPattern is partPrefix for os.CreateTemp.
func partPattern(path string) string { return partPrefix(path) + "*" }

// clearParts removes what was left of a file that was not finished. The caller has the
// file for itself. What cannot be removed does no harm.
func clearParts(path string) {
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), partPrefix(path)) {
			_ = os.Remove(filepath.Join(filepath.Dir(path), e.Name()))
		}
	}
}

// syncDir makes a rename last; not every system can, and none that can not needs it.
func syncDir(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		d.Close()
	}
}

// PlaceBytes writes a file that is no data file as data files are written: under a temporary
// name, flushed, read back, and only then under its own. What is there is replaced.
func PlaceBytes(path string, content []byte) error {
	return placeFile(path, func(f *os.File) error {
		_, err := f.Write(content)
		return err
	}, func(temp string) error {
		back, err := os.ReadFile(temp)
		if err == nil && !bytes.Equal(back, content) {
			err = io.ErrUnexpectedEOF // as from a disk that does not keep what it takes
		}
		return refusalOf(path, err)
	})
}
