package sheet

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"crmlab/domain/record"
)

// Save writes a table to a file; its extension (.xlsx, .csv) chooses the format. kinds
// are the types of the columns, rows their texts as exchange.Rows gives them. The file is
// written whole or not at all.
func Save(path, title string, header []string, kinds []record.Type, rows [][]string) error {
	var write func(io.Writer) error
	switch ext := strings.ToLower(filepath.Ext(path)); ext {
	case ".csv":
		write = func(w io.Writer) error { return writeCSV(w, header, kinds, rows) }
	case ".xlsx":
		write = func(w io.Writer) error { return writeWorkbook(w, title, header, kinds, rows) }
	default:
		return refuseSave(path, "不能写「"+ext+"」格式的表格", "文件名用 .xlsx 或 .csv 结尾")
	}
	return replaceFile(path, write)
}

// SaveBytes writes a file whole or not at all.
func SaveBytes(path string, content []byte) error {
	return replaceFile(path, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}

func refuseSave(path, why, fix string) error {
	return record.Refuse("file.save", "没有保存 "+filepath.Base(path), why, fix)
}

// replaceFile writes beside the file and moves the result over it, so that a full disk
// or a crash leaves what was there.
func replaceFile(path string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".saving-*")
	if err != nil {
		return refuseSave(path, "不能在这个文件夹里写文件："+reason(err), "换一个文件夹")
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	w := bufio.NewWriterSize(f, 1<<16)
	if err = write(w); err == nil {
		err = w.Flush()
	}
	if err == nil {
		err = f.Sync()
	}
	if err == nil {
		err = f.Chmod(0o644)
	}
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		return unwritten(path, err)
	}
	if err = os.Rename(f.Name(), path); err != nil {
		return refuseSave(path, "文件正在使用或不能改写："+reason(err), "关闭打开它的程序，或换一个名称")
	}
	return nil
}

// writeCSV writes UTF-8 with a mark, so that spreadsheets read the Chinese in it, and
// lines that end as on Windows.
func writeCSV(w io.Writer, header []string, kinds []record.Type, rows [][]string) error {
	b := bufio.NewWriter(w)
	b.Write(markUTF8)
	writeLine(b, header, nil)
	for _, row := range rows {
		writeLine(b, row, kinds)
	}
	return b.Flush()
}

func writeLine(b *bufio.Writer, cells []string, kinds []record.Type) {
	for i, s := range cells {
		if i > 0 {
			b.WriteByte(',')
		}
		if i >= len(kinds) || !isNumber(kinds[i]) {
			s = guard(s)
		}
		// A line of one empty cell would read as an empty line.
		if strings.ContainsAny(s, ",;\t\"\r\n") || s != strings.TrimSpace(s) || s == "" && len(cells) == 1 {
			s = `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
		}
		b.WriteString(s)
	}
	b.WriteString("\r\n")
}

func isNumber(t record.Type) bool {
	return t == record.TypeInt || t == record.TypeMoney || t == record.TypeNumber
}

// unwritten says what the machine had against a file; other errors are told as they are.
func unwritten(path string, err error) error {
	var at *fs.PathError
	var code syscall.Errno
	switch {
	case errors.As(err, &code) && noRoom(code):
		return refuseSave(path, "磁盘没有地方了", "删去一些文件，或换一个磁盘")
	case errors.As(err, &at):
		return refuseSave(path, "写到一半失败："+reason(at.Err), "换一个文件夹或磁盘再试")
	}
	return fmt.Errorf("write %s: %w", filepath.Base(path), err)
}

// noRoom reports whether the system says that the disk is full. The second and the third are what
// Windows says.
func noRoom(code syscall.Errno) bool {
	return code == syscall.ENOSPC || runtime.GOOS == "windows" && (code == 112 || code == 39)
}
