package sheet

import (
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"crmlab/assets"
	"crmlab/domain/exchange"
	"crmlab/domain/record"
)

func TestMappingsOfTheProgramLoad(t *testing.T) {
	for _, name := range assets.ImportNames() {
		content, _ := assets.ImportMapping(name)
		m, err := ParseMapping(name, content)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if m.Title == "" || len(m.Files) == 0 {
			t.Errorf("%s is empty", name)
		}
	}
}

func TestMappingIsSavedWhole(t *testing.T) {
	m := &exchange.Mapping{Title: "往来单位", Files: []exchange.File{{
		Name: "客户*.csv", Sheet: "S", Encoding: "gb18030", NoHeader: true, Kind: "customer", Into: "lines", Parent: "A", Key: []string{"no"},
		Repeat: "first", Blank: []string{"NULL", `\N`}, SkipIf: map[string]string{"停用": "是"}, Overflow: "地址", ExtraColumns: "allow",
		Then: []string{"adopt"}, Constants: map[string]string{"vatRate": "0"},
		Columns: []exchange.Column{
			{From: "客户", Field: "name", Blank: []string{"-"}, Prefix: "#", Suffix: "元", Values: map[string]string{"1": "上架"}, Factor: "100",
				Number: "P-%03d", Date: "dd/MM/yyyy", Link: "name"},
			{Template: "{a} \"{b}\"", Field: "title"},
		}}}}
	path := filepath.Join(t.TempDir(), "m.toml")
	if err := SaveMapping(path, m); err != nil {
		t.Fatal(err)
	}
	got, err := LoadMapping(path)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, m) {
		t.Errorf("loaded %+v\nwant   %+v", got, m)
	}
}

func TestMistakesInMappingsNameTheirLine(t *testing.T) {
	cases := []struct{ name, text, why string }{
		{"unknown key", "title = \"x\"\n\n[[file]]\nkind = \"a\"\nencodng = \"utf-8\"\n", "第 5 行有不认识的「file.encodng」"},
		{"unknown key of a column", "[[file]]\nkind = \"a\"\ncolumns = [\n  { from = \"a\", field = \"b\" },\n  { from = \"a\", feld = \"b\" },\n]\n", "第 5 行有不认识的「file.columns.feld」"},
		{"unknown table", "title = \"x\"\n[[files]]\nkind = \"a\"\n", "第 2 行有不认识的「files」"},
		{"syntax", "title = \"x\n", "第 1 行不是正确的 TOML"},
		{"wrong type", "title = 5\n", "title"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := ParseMapping("m.toml", []byte(c.text))
			if !record.IsRefusal(err, "file") || !strings.Contains(err.Error(), c.why) {
				t.Fatalf("got %v, want %q", err, c.why)
			}
		})
	}
}

func TestRefusedRowsFile(t *testing.T) {
	table := &exchange.Table{File: "t.csv", Header: []string{"编号", "金额"}}
	refused := []exchange.Refused{
		{File: "t.csv", Row: 3, Cells: []string{"B", "x"}, Column: "金额", Why: "「x」不是数字", Fix: "改正后再导入"},
		{File: "t.csv", Row: 5, Cells: []string{"C"}, Why: "名称没有填写", Fix: "填写后再保存"},
		{File: "t.csv", Row: 5, Cells: []string{"C"}, Why: "名称没有填写", Fix: "填写后再保存"},
		{File: "other.csv", Row: 2, Why: "w", Fix: "f"}}
	path := filepath.Join(t.TempDir(), "refused.csv")
	n, err := SaveRefused(path, table, refused)
	if err != nil || n != 2 {
		t.Fatalf("%d rows, %v", n, err)
	}
	got, err := Read(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []exchange.Row{{No: 2, Cells: []string{"B", "x", "3", "「金额」「x」不是数字。改正后再导入"}}, {No: 3, Cells: []string{"C", "", "5", "名称没有填写。填写后再保存"}}}
	if !reflect.DeepEqual(got.Header, []string{"编号", "金额", "原文件行号", "原因"}) || !reflect.DeepEqual(got.Rows, want) {
		t.Errorf("read %q %v", got.Header, got.Rows)
	}
	if n, err := SaveRefused(filepath.Join(t.TempDir(), "none.csv"), &exchange.Table{File: "x"}, refused); n != 0 || err != nil {
		t.Errorf("%d rows, %v", n, err)
	}
}
