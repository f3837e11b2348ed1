package sheet

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"crmlab/domain/exchange"
	"crmlab/domain/record"
)

func write(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func row(no int, cells ...string) exchange.Row { return exchange.Row{No: no, Cells: cells} }

func TestReadCSV(t *testing.T) {
	chinese, err := simplifiedchinese.GB18030.NewEncoder().String("编号,名称\n1,喆堃商贸\n")
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		name, content string
		opt           Options
		header        []string
		rows          []exchange.Row
	}{
		{"plain", "a,b\n1,2\n", Options{}, []string{"a", "b"}, []exchange.Row{row(2, "1", "2")}},
		{"no line break at the end", "a,b\n1,2", Options{}, []string{"a", "b"}, []exchange.Row{row(2, "1", "2")}},
		{"mark and windows lines", "\ufeffa,b\r\n1,2\r\n", Options{}, []string{"a", "b"}, []exchange.Row{row(2, "1", "2")}},
		{"gb18030 found out", chinese, Options{}, []string{"编号", "名称"}, []exchange.Row{row(2, "1", "喆堃商贸")}},
		{"gbk as people call it", chinese, Options{Encoding: "GBK"}, []string{"编号", "名称"}, []exchange.Row{row(2, "1", "喆堃商贸")}},
		{"utf-16", "\xff\xfea\x00,\x00b\x00\n\x001\x00,\x00\x2d\x4e\n\x00", Options{}, []string{"a", "b"}, []exchange.Row{row(2, "1", "中")}},
		{"semicolons", "a;b\n1,5;2\n", Options{}, []string{"a", "b"}, []exchange.Row{row(2, "1,5", "2")}},
		{"tabs", "a\tb\n1\t2\n", Options{}, []string{"a", "b"}, []exchange.Row{row(2, "1", "2")}},
		{"quotes hold separators, quotes and lines", "a,b\n\"x, \"\"y\"\"\nz\",2\n3,4\n", Options{}, []string{"a", "b"},
			[]exchange.Row{row(2, "x, \"y\"\nz", "2"), row(3, "3", "4")}},
		{"a quote inside a plain cell", "a,b\n5\" disk,2\n", Options{}, []string{"a", "b"}, []exchange.Row{row(2, `5" disk`, "2")}},
		{"empty lines count", "a,b\n\n1,2\n\n\n3,4\n", Options{}, []string{"a", "b"}, []exchange.Row{row(3, "1", "2"), row(6, "3", "4")}},
		{"ragged rows stay", "a,b\n1\n1,2,3\n", Options{}, []string{"a", "b"}, []exchange.Row{row(2, "1"), row(3, "1", "2", "3")}},
		{"without header", "1,2\n3,4,5\n", Options{NoHeader: true}, []string{"A", "B", "C"},
			[]exchange.Row{row(1, "1", "2"), row(2, "3", "4", "5")}},
		{"guarded formula", "a,b\n'=1+1,'x\n", Options{}, []string{"a", "b"}, []exchange.Row{row(2, "=1+1", "'x")}},
		{"header only", "a,b\n", Options{}, []string{"a", "b"}, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := Read(write(t, "t.csv", []byte(c.content)), c.opt)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got.Header, c.header) {
				t.Errorf("header %q, want %q", got.Header, c.header)
			}
			if len(got.Rows) != len(c.rows) || len(c.rows) > 0 && !reflect.DeepEqual(got.Rows, c.rows) {
				t.Errorf("rows %v, want %v", got.Rows, c.rows)
			}
		})
	}
}

func TestRaggedRowsAreFlagged(t *testing.T) {
	got, err := Read(write(t, "t.csv", []byte("a,b\n1,2\n1,2,3\n1\n4,5,6\n")), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r := got.Ragged(); !reflect.DeepEqual(r, []int{3, 5}) {
		t.Fatalf("ragged rows are %v", r)
	}
}

func TestHostileFilesAreRefused(t *testing.T) {
	cases := []struct {
		name, file, content, why string
		opt                      Options
	}{
		{"empty", "t.csv", " \n", "空的", Options{}},
		{"open quote", "t.csv", "a,b\n1,\"2\n3,4", "引号没有配对", Options{}},
		{"picture", "t.csv", "a\x00b", "不是文本", Options{}},
		{"no encoding at all", "t.csv", "a,b\n\xff\xff\xff,1\n", "文字编码", Options{}},
		{"said to be utf-8", "t.csv", "a\n\xd6\xd0\n", "UTF-8", Options{Encoding: "utf-8"}},
		{"unknown encoding", "t.csv", "a\n1\n", "koi8", Options{Encoding: "koi8"}},
		{"old workbook", "t.xls", "\xD0\xCF\x11\xE0\xA1\xB1", "旧格式", Options{}},
		{"no workbook", "t.xlsx", "PK\x03\x04 and no more", "完好", Options{}},
		{"sheet of a csv", "t.csv", "a\n1\n", "工作表", Options{Sheet: "S"}},
		{"too many columns", "t.csv", strings.Repeat(",", maxColumns+1), "列", Options{}},
		{"too long a text", "t.csv", "a\n" + strings.Repeat("x", 4*maxText+1), "一格", Options{}},
		{"too many rows", "t.csv", "a\n" + strings.Repeat("1\n", maxRows+1), "行", Options{}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := Read(write(t, c.file, []byte(c.content)), c.opt)
			if !record.IsRefusal(err, "file") || !strings.Contains(err.Error(), c.why) {
				t.Fatalf("got %v, want a refusal with %q", err, c.why)
			}
		})
	}
	if _, err := Read(filepath.Join(t.TempDir(), "none.csv"), Options{}); !record.IsRefusal(err, "file") {
		t.Fatalf("a missing file gave %v", err)
	}
	if _, err := Read(t.TempDir(), Options{}); !record.IsRefusal(err, "file") {
		t.Fatalf("a folder gave %v", err)
	}
}

func TestTablesOfAFolder(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{"b.csv": "x\n1\n", "a.csv": "x\n1\n", "notes.md": "x", "c.csv": "\x00"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	m := &exchange.Mapping{Files: []exchange.File{{Name: "B.csv"}, {Name: "a*.csv"}, {Name: "a.csv"}, {Name: "gone.csv"}}}
	got, err := Tables(dir, m)
	if err != nil {
		t.Fatal(err) // c.csv is broken, but nobody asks for it
	}
	var names []string
	for _, x := range got {
		names = append(names, x.File)
	}
	if !reflect.DeepEqual(names, []string{"b.csv", "a.csv"}) {
		t.Fatalf("read %v", names)
	}
}

// FuzzCSV holds that whatever is read from any bytes is within the caps, and that it is
// read the same again after it was written.
func FuzzCSV(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "\"a\"\"\",b\r\n'=x,\"1\n2\"", "a;b\n;;\n", "\xef\xbb\xbfx\n", "\xd6\xd0,1\n", "'''-1\n\n\n\"\""} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		first, err := readCSV("t.csv", content, Options{NoHeader: true})
		if err != nil {
			if len(record.RefusalsIn(err)) == 0 {
				t.Fatalf("not a refusal: %v", err)
			}
			return
		}
		var b strings.Builder
		var rows [][]string
		for _, r := range first.Rows {
			rows = append(rows, r.Cells)
		}
		if len(rows) == 0 || onlyBlank(rows) {
			return
		}
		// The header keeps the separator beyond doubt.
		if err := writeCSV(&b, []string{"a", "b", "c", "d", "e", "f"}, nil, rows); err != nil {
			t.Fatal(err)
		}
		again, err := readCSV("t.csv", []byte(b.String()), Options{})
		if err != nil {
			t.Fatalf("%q: %v", b.String(), err)
		}
		if again.Comma != "," {
			return // more of another sign in the cells than commas between them
		}
		var back [][]string
		for _, r := range again.Rows {
			back = append(back, r.Cells)
		}
		if fmt.Sprint(len(rows)) != fmt.Sprint(len(back)) || !reflect.DeepEqual(rows, back) {
			t.Fatalf("wrote %q\nread  %q", rows, back)
		}
	})
}

func onlyBlank(rows [][]string) bool {
	for _, r := range rows {
		for _, c := range r {
			if c != "" {
				return false
			}
		}
	}
	return true
}
