package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// did is what a run of the program left behind.
type did struct {
	code     int
	out, err string
}

func crmlab(args ...string) did {
	var out, err bytes.Buffer
	code := run(args, &out, &err)
	return did{code, out.String(), err.String()}
}

// fine runs the program and fails the test unless it ends well; it returns the output.
func fine(t *testing.T, args ...string) string {
	t.Helper()
	d := crmlab(args...)
	if d.code != exitFine {
		t.Fatalf("crmlab %s: exit %d\n%s%s", strings.Join(args, " "), d.code, d.out, d.err)
	}
	if d.err != "" {
		t.Errorf("crmlab %s says on stderr: %s", strings.Join(args, " "), d.err)
	}
	return d.out
}

// refused runs the program and fails the test unless a rule says no with the words given.
func refused(t *testing.T, says string, args ...string) {
	t.Helper()
	ends(t, exitRefused, says, args...)
}

func ends(t *testing.T, code int, says string, args ...string) {
	t.Helper()
	d := crmlab(args...)
	if d.code != code || !strings.Contains(d.err, says) {
		t.Errorf("crmlab %s: exit %d, %q; want exit %d, %q", strings.Join(args, " "), d.code, d.err, code, says)
	}
	if d.out != "" && code != exitFine {
		t.Errorf("crmlab %s writes to stdout although it fails: %s", strings.Join(args, " "), d.out)
	}
}

// rowsOf runs the program with --format json.
func rowsOf(t *testing.T, args ...string) []map[string]any {
	t.Helper()
	out := fine(t, append(args, "--format", "json")...)
	var rows []map[string]any
	if err := json.Unmarshal([]byte(out), &rows); err != nil {
		t.Fatalf("crmlab %s: %v in %.300s", strings.Join(args, " "), err, out)
	}
	return rows
}

// caseBytes is the prepared case, made once for all tests.
var caseBytes = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "crmlab-test")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "case.crmwork")
	if err := makeCase(path, nil); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// caseFile is a work file of its own with the prepared case.
func caseFile(t *testing.T) string {
	t.Helper()
	content, err := caseBytes()
	if err != nil {
		t.Fatalf("make the prepared case: %v", err)
	}
	path := filepath.Join(t.TempDir(), "作业.crmwork")
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestCommandLineThatCannotBeUnderstood(t *testing.T) {
	for _, c := range []struct {
		says string
		args []string
	}{
		{"没有「lst」这个命令", []string{"lst", "order"}},
		{"没有「--frob」这个选项", []string{"list", "order", "x", "--frob"}},
		{"选项「--sort」后面要写内容", []string{"list", "order", "x", "--sort"}},
		{"选项「--page」不能写「二」", []string{"list", "order", "x", "--page", "二"}},
		{"选项「--format」不能写「xml」", []string{"list", "order", "x", "--format", "xml"}},
		{"--page 从 1 起", []string{"list", "order", "x", "--page", "0"}},
		{"list 后面应写：KIND FILE", []string{"list", "order"}},
		{"verify 后面应写：FILE", []string{"verify", "a", "b"}},
		{"没有「profit」这种分析", []string{"figures", "profit", "x"}},
		{"不能按「moon」分组", []string{"figures", "composition", "x", "--by", "moon"}},
		{"销售漏斗没有 --by", []string{"figures", "funnel", "x", "--by", "customer"}},
		{"应写成 字段=值", []string{"do", "x", "order/new", "create", "party"}},
		{"写明是哪一个", []string{"do", "x", "order", "submit"}},
		{"写明要改的字段", []string{"do", "x", "order/SO-1", "edit"}},
		{"删除后面不写字段", []string{"do", "x", "order/SO-1", "delete", "remark=x"}},
		{"要写明 --map 和 --into", []string{"import", "x"}},
		{"--last 不能是负数", []string{"journal", "x", "--last", "-1"}},
		{"没有「frob」这个命令，也没有这种记录", []string{"help", "frob"}},
	} {
		ends(t, exitUsage, c.says, c.args...)
	}
}

func TestHelpNamesEveryVerbAndKind(t *testing.T) {
	all := fine(t, "help")
	for _, v := range verbs {
		if v.hidden {
			continue
		}
		if v.about == "" || !strings.Contains(all, v.about) {
			t.Errorf("help does not tell about %s", v.name)
		}
		one := fine(t, v.name, "--help")
		if one != fine(t, "help", v.name) || !strings.Contains(one, "crmlab "+v.name) {
			t.Errorf("help of %s: %s", v.name, one)
		}
	}
	order := fine(t, "help", "order")
	for _, want := range []string{"party", "submit", "审批中（review）", "生成回款计划", "shares", "qty"} {
		if !strings.Contains(order, want) {
			t.Errorf("help order does not name %s:\n%s", want, order)
		}
	}
	if got := fine(t, "version"); !strings.HasPrefix(got, "crmlab ") {
		t.Errorf("version: %q", got)
	}
}

func TestFlagsMayStandAnywhere(t *testing.T) {
	f := caseFile(t)
	want := fine(t, "list", "--size", "3", "employee", f, "--format=csv")
	if got := fine(t, "--help"); got == "" {
		t.Error("--help says nothing")
	}
	if got := fine(t, "list", "employee", "--format", "csv", f, "--size=3"); got != want {
		t.Errorf("order of the flags matters: %q, %q", got, want)
	}
}

func TestFormatsSayTheSame(t *testing.T) {
	f := caseFile(t)
	args := []string{"list", "order", f, "--size", "5", "--sort", "-total", "--fields", "no,party,state,date,total"}
	objects := rowsOf(t, args...)
	lines, err := csv.NewReader(strings.NewReader(fine(t, append(args, "--format", "csv")...))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	table := fine(t, args...)
	if len(objects) != 5 || len(lines) != 6 || strings.Join(lines[0], " ") != "no party state date total" {
		t.Fatalf("rows: %v, %v", objects, lines)
	}
	for i, o := range objects {
		line := lines[i+1]
		if o["no"] != line[0] || o["date"] != line[3] || o["total"] != line[4] {
			t.Errorf("json %v and csv %v differ", o, line)
		}
		// A link is its number in json and its title elsewhere; a choice its code and its label.
		if no, _ := o["party"].(string); !strings.Contains(no, "-0") || line[1] == no {
			t.Errorf("party: %v and %s", o["party"], line[1])
		}
		for _, cell := range line {
			if !strings.Contains(table, cell) {
				t.Errorf("the table lacks %s:\n%s", cell, table)
			}
		}
	}
	if !strings.Contains(table, "合计") || !strings.Contains(table, "第 1 页") {
		t.Errorf("the table lacks labels or the count:\n%s", table)
	}
}

func TestCSVHoldsNoFormula(t *testing.T) {
	s := rowset{columns: []column{{name: "name"}, {name: "amount", right: true}}}
	for _, name := range []string{"=1+1", "@SUM(A1)", "'=x", "甲-乙"} {
		s.add(text(name), text("-5.00"))
	}
	var b bytes.Buffer
	if err := s.print(&b, asCSV); err != nil {
		t.Fatal(err)
	}
	if want := "name,amount\n'=1+1,-5.00\n'@SUM(A1),-5.00\n''=x,-5.00\n甲-乙,-5.00\n"; b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}

func TestTableColumnsStandUnderEachOther(t *testing.T) {
	s := rowset{columns: []column{{label: "名称"}, {label: "金额", right: true}}}
	s.add(text("甲"), text("1.00"))
	s.add(text("Ltd"), text("10000.00"))
	s.add(text(strings.Repeat("长", 40)), text("2.00"))
	var b bytes.Buffer
	if err := s.print(&b, asTable); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(b.String()) {
		if got := breadth(strings.TrimRight(line, "\n")); got != widest-1+2+8 {
			t.Errorf("%q is %d columns wide", line, got)
		}
	}
}
