package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What is handed in is what check prints, and reading it back finds nothing to tell.
func TestAHandInReadsBackAsCheckPrintsIt(t *testing.T) {
	f := caseFile(t)
	no := numberIn(t, fine(t, "do", f, "order/new", "create", "party=C-0025", "deliveryDate=2026-12-01", "terms=月结30天", "lines=P-0015*11", "--as", "王芳"), "SO")
	fine(t, "do", f, "order/"+no, "plan", "mode=equal", "parts=2", "first=2026-12-10", "method=电汇", "--as", "王芳")
	before, err := os.ReadFile(f)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	said := fine(t, "submit", f, "--experiment", "8", "--out", dir)
	sub := filepath.Join(dir, "作业-实验8.crmsub")
	for _, want := range []string{"已生成 " + sub, "实验 8 订单管理：46 / 100 分", "校验码："} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in:\n%s", want, said)
		}
	}
	if after, err := os.ReadFile(f); err != nil || string(after) != string(before) {
		t.Error("handing in changed the work file")
	}
	checked, read := crmlab("check", f, "--experiment", "8", "--format", "json"), crmlab("read", sub, "--format", "json")
	if read.code != exitRefused || read.err != "" || read.out != checked.out {
		t.Errorf("exit %d, %s\nread  %s\ncheck %s", read.code, read.err, read.out, checked.out)
	}
	reports := t.TempDir()
	d := crmlab("read", sub, "--reports", reports)
	report, err := os.ReadFile(filepath.Join(reports, "作业-实验8.docx"))
	if err != nil || !bytes.HasPrefix(report, []byte("PK")) {
		t.Errorf("the report: %v", err)
	}
	refused(t, "没有取出实验报告", "read", sub, "--reports", reports)
	for _, want := range []string{"学生：没有登记", "附有实验 8 的实验报告", "操作记录完整，与记录和自查一致", "实验 8 订单管理：46 / 100 分"} {
		if !strings.Contains(d.out, want) {
			t.Errorf("no %q in:\n%s", want, d.out)
		}
	}
	fine(t, "submit", f, "--experiment", "8", "--out", dir)
	if _, err := os.Stat(filepath.Join(dir, "作业-实验8 第2次.crmsub")); err != nil {
		t.Error(err)
	}
	refused(t, "这个位置已有同名文件", "submit", f, "--out", sub)
	refused(t, "没有第 99 个实验", "submit", f, "--experiment", "99")
	refused(t, "它不是提交包", "read", f)

	// A hand-in that says it is of another pack is graded with a word about that.
	other := filepath.Join(t.TempDir(), "mine")
	if err := os.CopyFS(filepath.Join(other, "08-orders"), os.DirFS(filepath.Join("..", "..", "assets", "experiments", "08-orders"))); err != nil {
		t.Fatal(err)
	}
	d = crmlab("read", sub, "--pack", other, "--format", "json")
	var rows []map[string]any
	if err := json.Unmarshal([]byte(d.out), &rows); err != nil {
		t.Fatal(err)
	}
	last := rows[len(rows)-1]
	if d.code != exitRefused || last["state"] != "finding" || last["title"] != "实验包" || !strings.Contains(last["found"].(string), "它按另一个实验包「crmlab」制作，这里用的是「mine」") {
		t.Errorf("%v", last)
	}
}

// What the window hands in reads back with what the window shows, and the folder is remembered.
func TestTheWindowHandsInWhatItShows(t *testing.T) {
	d := stage(t)
	d.runner = make(turns, 10_000)
	d.begin(enrolled(t, "李明"))
	d.runner.(turns).take(t)
	moveTo(t, d.work, 5) // finishes 1.4
	dir := t.TempDir()
	in := d.work.handIn(d)
	if who := in.Who(); who != "电商1班 2022011 李明" {
		t.Errorf("it is the work of %q", who)
	}
	if in.Folder() != string(d.home) {
		t.Errorf("the first time it goes to %s", in.Folder())
	}
	done, err := in.Make(dir, []int{1})
	if err != nil || len(done.Doubts) > 0 || len(done.Code) != 8 {
		t.Fatalf("%+v, %v", done, err)
	}
	if done.Path != filepath.Join(dir, "电商1班-2022011-李明-实验1.crmsub") || in.Folder() != dir {
		t.Errorf("%s, next time %s", done.Path, in.Folder())
	}
	read := crmlab("read", done.Path)
	for _, want := range []string{"学生：电商1班 2022011 李明", "校验码 " + done.Code, "操作记录完整", "实验 1 熟悉系统原理：10 / 100 分"} {
		if !strings.Contains(read.out, want) {
			t.Errorf("no %q in:\n%s", want, read.out)
		}
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := in.Make(dir, []int{1}); err == nil || !strings.Contains(err.Error(), "找不到文件夹") {
		t.Errorf("a stick that was pulled: %v", err)
	}
	if in.Folder() != string(d.home) {
		t.Error("a folder that is gone is proposed again")
	}
	d.shell.Release()
}
