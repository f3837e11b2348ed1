package data

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// ArchiveDir is the folder of a file's archive, beside it: states that somebody wanted to
// keep, and that no later ones push out.
func ArchiveDir(path string) string { return path + ".存档" }

// Archive keeps a checked copy of the file as it is now under a name of its own, and returns
// where it is. A name that is taken gets a number.
func (s *Store) Archive(name string) (path string, err error) {
	dir := ArchiveDir(s.path)
	if err := os.Mkdir(dir, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", refusalOf(dir, err)
	}
	ext := filepath.Ext(s.path)
	for n := 1; ; n++ {
		path = filepath.Join(dir, name+ext)
		if n > 1 {
			path = filepath.Join(dir, fmt.Sprintf("%s (%d)%s", name, n, ext))
		}
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
			return path, s.CopyTo(path)
		} else if err != nil {
			return "", refusalOf(path, err)
		}
	}
}
