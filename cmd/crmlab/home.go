package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// home is the folder where the window keeps work files, what it remembers, and its log.
type home string

// extension of work files.
const extension = ".crmwork"

// findHome is CRMLAB_HOME, or CRMLab among the user's documents, or a folder of the
// system's for what programs keep. It is made if need be.
func findHome() (home, error) {
	dir := os.Getenv("CRMLAB_HOME")
	if dir == "" {
		base, err := documents()
		if err != nil {
			return "", err
		}
		dir = filepath.Join(base, "CRMLab")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("make the folder for work files: %w", err)
	}
	return home(dir), nil
}

func documents() (string, error) {
	user, err := os.UserHomeDir()
	if err == nil {
		for _, name := range []string{"Documents", "文档"} {
			dir := filepath.Join(user, name)
			if info, err := os.Stat(dir); err == nil && info.IsDir() {
				return dir, nil
			}
		}
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("find a folder for work files: %w", err)
	}
	return dir, nil
}

func (h home) file(name string) string { return filepath.Join(string(h), name) }

// unsafeInNames are what some system does not take in the name of a file.
var unsafeInNames = strings.NewReplacer("/", "", "\\", "", ":", "", "*", "", "?", "", "\"", "", "<", "", ">", "", "|", "", "\n", "", "\r", "", "\t", "", "\x00", "")

// newFile is a free name for the work file of somebody: 李明.crmwork, 李明 2.crmwork.
func (h home) newFile(who string) (string, error) {
	who = strings.Trim(unsafeInNames.Replace(who), " .")
	if who == "" {
		who = "作业"
	}
	for n := 1; n < 10_000; n++ {
		name := who
		if n > 1 {
			name = fmt.Sprintf("%s %d", who, n)
		}
		path := h.file(name + extension)
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
			return path, nil
		}
	}
	return "", fmt.Errorf("no free name for a work file of %s in %s", who, h)
}
