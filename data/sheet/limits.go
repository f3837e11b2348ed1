package sheet

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"crmlab/domain/record"
)

// What a file may hold. A lesson's tables are far below; what is above would only keep
// the program busy.
const (
	maxBytes    = 64 << 20  // of the file as it is on disk
	maxUnzipped = 128 << 20 // of all parts of a workbook together
	maxParts    = 2000      // files inside a workbook
	maxRows     = 200_000   // below the header
	maxColumns  = 500
	maxCells    = 4_000_000
	maxText     = 32_767 // characters of one cell, as in a spreadsheet
)

// refuseFile says why a file cannot be read.
func refuseFile(name, why, fix string) error {
	return record.Refuse("file", "不能读取 "+name, why, fix)
}

func tooLarge(name, what string) error {
	return refuseFile(name, what, "拆成几个较小的文件，分几次导入")
}

// counter holds the caps while a table grows.
type counter struct {
	name        string
	rows, cells int
}

func (c *counter) row(cells []string) error {
	c.rows++
	c.cells += len(cells)
	switch {
	case c.rows > maxRows+1:
		return tooLarge(c.name, fmt.Sprintf("超过 %d 行", maxRows))
	case len(cells) > maxColumns:
		return tooLarge(c.name, fmt.Sprintf("超过 %d 列", maxColumns))
	case c.cells > maxCells:
		return tooLarge(c.name, fmt.Sprintf("超过 %d 个单元格", maxCells))
	}
	for _, s := range cells {
		if len(s) > 4*maxText {
			return tooLarge(c.name, fmt.Sprintf("有一格的文字超过 %d 个字", maxText))
		}
	}
	return nil
}

// readFile reads a file of bounded size.
func readFile(path string) ([]byte, error) {
	name := filepath.Base(path)
	f, err := os.Open(path)
	if err != nil {
		if os.IsNotExist(err) {
			return nil, refuseFile(name, "没有这个文件", "检查文件的位置和名称")
		}
		return nil, refuseFile(name, "打不开："+reason(err), "关闭正在使用它的程序，或换一个文件")
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("look at %s: %w", name, err)
	}
	if info.IsDir() {
		return nil, refuseFile(name, "它是一个文件夹", "选择里面的文件")
	}
	content, err := io.ReadAll(io.LimitReader(f, maxBytes+1))
	if err != nil {
		return nil, refuseFile(name, "读到一半出错："+reason(err), "重新复制这个文件后再试")
	}
	if len(content) > maxBytes {
		return nil, tooLarge(name, fmt.Sprintf("超过 %d MB", maxBytes>>20))
	}
	return content, nil
}

// reason names the usual troubles of a file system in Chinese.
func reason(err error) string {
	switch {
	case os.IsPermission(err):
		return "没有权限"
	case os.IsNotExist(err):
		return "文件夹不存在"
	}
	return err.Error()
}
