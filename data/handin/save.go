package handin

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"crmlab/data"
	"crmlab/domain/record"
)

// Save puts a hand-in into a folder under the name that fits it. What was handed in before
// stays: then the name gets a number. The file is there whole, read back and understood, or
// not at all.
func Save(folder string, m *Manifest, content []byte) (path string, err error) {
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return "", record.Refuse(codeSave, "没有生成提交包", "找不到文件夹「"+folder+"」", "换一个文件夹；存到 U 盘时，先看它有没有插好")
	}
	if path, err = freeName(folder, FileName(m.Student, m.Experiments)); err != nil {
		return "", err
	}
	return path, SaveAs(path, content)
}

// SaveAs is Save under a given name, at which nothing is.
func SaveAs(path string, content []byte) error {
	if _, err := Parse(path, content); err != nil {
		return err
	}
	if err := data.PlaceBytes(path, content); err != nil {
		return err
	}
	if _, err := Read(path); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

func freeName(folder, name string) (string, error) {
	stem := strings.TrimSuffix(name, Extension)
	for n := 1; n < 1000; n++ {
		try := name
		if n > 1 {
			try = fmt.Sprintf("%s 第%d次%s", stem, n, Extension)
		}
		path := filepath.Join(folder, try)
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
			return path, nil
		}
	}
	return "", record.Refuse(codeSave, "没有生成提交包", "文件夹里已有太多同名的提交包", "换一个文件夹")
}
