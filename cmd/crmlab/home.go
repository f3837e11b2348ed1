package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"crmlab/ui/shell"
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

// work is where the work of somebody lies: one file in a folder of its own, both named after
// whose it is. Copies and archives lie beside it. there reports whether it is there already.
func (h home) work(who shell.Student) (path string, there bool, err error) {
	name := workName(who)
	path = filepath.Join(string(h), name, name+extension)
	_, err = os.Stat(path)
	switch {
	case err == nil:
		return path, true, nil
	case !errors.Is(err, fs.ErrNotExist):
		return "", false, fmt.Errorf("look for the work of %s: %w", name, err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", false, fmt.Errorf("make the folder for the work of %s: %w", name, err)
	}
	return path, false, nil
}

// workName is 2022级电商1班 20220117 陈晓, without what is not given or may not be in names.
func workName(who shell.Student) string {
	var parts []string
	for _, p := range []string{who.Class, who.No, who.Name} {
		if p = strings.Trim(unsafeInNames.Replace(p), " ."); p != "" {
			parts = append(parts, p)
		}
	}
	if len(parts) == 0 {
		return alone
	}
	return strings.Join(parts, " ")
}
