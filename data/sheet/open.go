package sheet

import (
	"bytes"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"crmlab/domain/exchange"
)

// Options of Read.
type Options struct {
	Sheet    string // of a workbook; empty: the first
	Encoding string // of a csv file; empty: found out
	NoHeader bool   // the columns are then called A, B, C
}

// Read reads one table. What cannot be read is a record.Refusal.
func Read(path string, opt Options) (*exchange.Table, error) {
	content, err := readFile(path)
	if err != nil {
		return nil, err
	}
	return parse(filepath.Base(path), content, opt)
}

func parse(name string, content []byte, opt Options) (*exchange.Table, error) {
	switch {
	case len(bytes.TrimSpace(content)) == 0:
		return nil, refuseFile(name, "它是空的", "换一个文件")
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		return readWorkbook(name, content, opt)
	case bytes.HasPrefix(content, []byte("\xD0\xCF\x11\xE0")):
		return nil, refuseFile(name, "它是旧格式（xls）或加了密码的工作簿", "用表格软件打开，另存为没有密码的 xlsx")
	}
	if opt.Sheet != "" {
		return nil, refuseFile(name, "它不是工作簿，没有工作表「"+opt.Sheet+"」", "去掉工作表的名称，或换成 xlsx 文件")
	}
	return readCSV(name, content, opt)
}

// Sheets lists the sheets of a workbook; none for a csv file.
func Sheets(path string) ([]string, error) {
	content, err := readFile(path)
	if err != nil {
		return nil, err
	}
	if !bytes.HasPrefix(content, []byte("PK\x03\x04")) {
		return nil, nil
	}
	f, err := openWorkbook(filepath.Base(path), content)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f.GetSheetList(), nil
}

// Tables reads what a mapping asks for. path is a folder with the files, or one file. A
// file that the mapping names and that is not there is left out: the import itself says
// that it is missing.
func Tables(path string, m *exchange.Mapping) ([]*exchange.Table, error) {
	paths, err := tableFiles(path)
	if err != nil {
		return nil, err
	}
	type want struct {
		path string
		opt  Options
	}
	read := map[want]bool{}
	contents := map[string][]byte{}
	var out []*exchange.Table
	for i := range m.Files {
		f := &m.Files[i]
		for _, p := range paths {
			if !(&exchange.File{Name: f.Name}).Matches(&exchange.Table{File: filepath.Base(p)}) {
				continue
			}
			w := want{p, Options{Sheet: f.Sheet, Encoding: f.Encoding, NoHeader: f.NoHeader}}
			if read[w] {
				continue
			}
			read[w] = true
			if contents[p] == nil {
				if contents[p], err = readFile(p); err != nil {
					return nil, err
				}
			}
			t, err := parse(filepath.Base(p), contents[p], w.opt)
			if err != nil {
				return nil, err
			}
			out = append(out, t)
		}
	}
	return out, nil
}

// tableFiles lists the table files at a path, in order of their names.
func tableFiles(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, refuseFile(filepath.Base(path), "没有这个文件或文件夹", "检查它的位置和名称")
	}
	if !info.IsDir() {
		return []string{path}, nil
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, refuseFile(filepath.Base(path), "打不开文件夹："+reason(err), "换一个文件夹")
	}
	var out []string
	for _, e := range entries {
		switch strings.ToLower(filepath.Ext(e.Name())) {
		case ".csv", ".tsv", ".txt", ".xlsx", ".xlsm":
			if e.Type().IsRegular() && !strings.HasPrefix(e.Name(), "~$") {
				out = append(out, filepath.Join(path, e.Name()))
			}
		}
	}
	sort.Strings(out)
	return out, nil
}
