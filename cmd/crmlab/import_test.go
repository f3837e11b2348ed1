package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// tables writes files into a folder of their own.
func tables(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const customersMap = `
title = "客户名单"
[[file]]
name = "customers.csv"
kind = "customer"
columns = [
  { from = "代码", field = "no" },
  { from = "名称", field = "name" },
  { from = "额度", field = "credit" },
  { from = "建档", field = "since" },
]
`

// imported is the json of the import verb.
type imported struct {
	Kinds map[string]struct {
		Created, Updated, Unchanged, Refused int
	}
	Refused []struct {
		File             string
		Row              int
		Field, What, Why string
	}
}

func importJSON(t *testing.T, code int, args ...string) imported {
	t.Helper()
	d := crmlab(append([]string{"import", "--format", "json"}, args...)...)
	var r imported
	if err := json.Unmarshal([]byte(d.out), &r); err != nil || d.code != code {
		t.Fatalf("import %v: exit %d, %v\n%s%s", args, d.code, err, d.out, d.err)
	}
	return r
}

func TestImportCreatesThenUpdates(t *testing.T) {
	f := caseFile(t)
	dir := tables(t, map[string]string{"map.toml": customersMap, "customers.csv": "代码,名称,额度,建档\nX1,甲公司,1000,2026-01-05\nX2,乙公司,\"2,000.50\",2026/2/6\n"})
	m := filepath.Join(dir, "map.toml")

	try := importJSON(t, exitFine, "--map", m, "--dry-run", "--into", f, dir)
	if try.Kinds["customer"].Created != 2 || len(rowsOf(t, "list", "customer", f, "--where", "no=X1")) != 0 {
		t.Errorf("dry run: %+v", try)
	}
	first := importJSON(t, exitFine, "--map", m, "--into", f, filepath.Join(dir, "customers.csv"))
	if first.Kinds["customer"].Created != 2 || len(first.Refused) != 0 {
		t.Errorf("first import: %+v", first)
	}
	holds(t, one(t, f, "customer", "X2"), "credit", "2000.50")
	holds(t, one(t, f, "customer", "X2"), "since", "2026-02-06")
	if err := os.WriteFile(filepath.Join(dir, "customers.csv"), []byte("代码,名称,额度,建档\nX1,甲公司,1000,2026-01-05\nX2,乙公司,3000,2026-02-06\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	again := importJSON(t, exitFine, "--map", m, "--into", f, dir)
	if n := again.Kinds["customer"]; n.Updated != 1 || n.Unchanged != 1 || n.Created != 0 {
		t.Errorf("second import: %+v", again)
	}
	fine(t, "undo", f)
	holds(t, one(t, f, "customer", "X2"), "credit", "2000.50")
	fine(t, "undo", f)
	if rows := rowsOf(t, "list", "customer", f, "--where", "no=X1"); len(rows) != 0 {
		t.Errorf("undo leaves %v", rows)
	}
	fine(t, "redo", f)
	fine(t, "verify", f)
}

func TestImportLeavesBadRowsOut(t *testing.T) {
	f := caseFile(t)
	dir := tables(t, map[string]string{"map.toml": customersMap,
		"customers.csv": "代码,名称,额度,建档\nX1,甲公司,1000,2026-01-05\nX2,乙公司,-5,2026-01-05\nX3,丙公司,5,2026-02-30\nX4,,5,2026-02-03\n"})
	rest := filepath.Join(dir, "未导入.csv")
	r := importJSON(t, exitRefused, "--map", filepath.Join(dir, "map.toml"), "--into", f, "--refused", rest, dir)
	if n := r.Kinds["customer"]; n.Created != 1 || n.Refused != 3 || len(r.Refused) != 3 {
		t.Fatalf("result: %+v", r)
	}
	for i, want := range []struct {
		row        int
		field, why string
	}{{3, "credit", "不能是负数"}, {4, "since", "不是日期"}, {5, "name", "没有填写"}} {
		if got := r.Refused[i]; got.File != "customers.csv" || got.Row != want.row || got.Field != want.field || !strings.Contains(got.Why, want.why) {
			t.Errorf("refusal %d: %+v, want %+v", i, got, want)
		}
	}
	content, err := os.ReadFile(rest)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"原因", "X2", "X3", "不能是负数"} {
		if !strings.Contains(string(content), want) {
			t.Errorf("the file of refused rows lacks %s: %s", want, content)
		}
	}
	if strings.Contains(string(content), "X1") {
		t.Errorf("the file of refused rows holds an imported row: %s", content)
	}
	d := crmlab("import", "--map", filepath.Join(dir, "map.toml"), "--into", f, dir)
	if d.code != exitRefused || !strings.Contains(d.out, "customers.csv 第 3 行 额度") || !strings.Contains(d.out, "3 行没有导入") {
		t.Errorf("exit %d: %s%s", d.code, d.out, d.err)
	}
}

func TestImportRefusesAsAWhole(t *testing.T) {
	f := caseFile(t)
	dir := tables(t, map[string]string{"map.toml": customersMap, "bad.toml": strings.Replace(customersMap, `"credit"`, `"colour"`, 1),
		"typo.toml": strings.Replace(customersMap, "title", "titel", 1), "customers.csv": "代码,名称,额度,建档,颜色\nX1,甲公司,1,2026-01-05,红\n"})
	in := func(name string) string { return filepath.Join(dir, name) }
	refused(t, "颜色", "import", "--map", in("map.toml"), "--into", f, dir)
	refused(t, "colour", "import", "--map", in("bad.toml"), "--into", f, dir)
	refused(t, "titel", "import", "--map", in("typo.toml"), "--into", f, dir)
	refused(t, "没有这个文件", "import", "--map", in("none.toml"), "--into", f, dir)
	refused(t, "没有这个文件", "import", "--map", in("map.toml"), "--into", f, in("nowhere"))
	good := tables(t, map[string]string{"customers.csv": "代码,名称,额度,建档\nX1,甲公司,1,2026-01-05\n"})
	refused(t, "「导入」权限", "import", "--map", in("map.toml"), "--into", f, good, "--as", "唐磊")
	fresh := in("new.crmwork")
	refused(t, "颜色", "import", "--map", in("map.toml"), "--into", fresh, dir)
	if _, err := os.Stat(fresh); err == nil {
		t.Error("a refused import leaves an empty work file")
	}
}

func TestImportIntoANewFile(t *testing.T) {
	dir := tables(t, map[string]string{"map.toml": customersMap, "customers.csv": "代码,名称,额度,建档\nX1,甲公司,1000,2026-01-05\n"})
	fresh := filepath.Join(dir, "new.crmwork")
	m := filepath.Join(dir, "map.toml")
	importJSON(t, exitFine, "--map", m, "--into", fresh, "--dry-run", dir)
	if _, err := os.Stat(fresh); err == nil {
		t.Error("a dry run leaves a work file")
	}
	importJSON(t, exitFine, "--map", m, "--into", fresh, dir)
	holds(t, one(t, fresh, "customer", "X1"), "name", "甲公司")
	fine(t, "do", fresh, "customer/X1", "edit", "credit=5")
	fine(t, "restore", fresh)
	if rows := rowsOf(t, "list", "customer", fresh); len(rows) != 0 {
		t.Errorf("the start of a new file holds %v", rows)
	}
	fine(t, "verify", fresh)
}

func TestBuiltInMapping(t *testing.T) {
	d := crmlab("import", "--map", "northwind", "--into", filepath.Join(t.TempDir(), "x.crmwork"), t.TempDir())
	if d.code != exitRefused || !strings.Contains(d.err, "orders.csv") {
		t.Errorf("an empty folder: exit %d %s", d.code, d.err)
	}
}
