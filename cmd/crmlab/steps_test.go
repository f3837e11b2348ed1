package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestUndoRedoRestore(t *testing.T) {
	f := caseFile(t)
	if out := fine(t, "undo", f); out != "没有可以撤销的操作\n" {
		t.Errorf("the start of the file can be undone: %s", out)
	}
	was := one(t, f, "customer", "C-0007")["phone"]
	fine(t, "do", f, "customer/C-0007", "edit", "phone=1")
	fine(t, "do", f, "customer/C-0007", "edit", "phone=2")
	if out := fine(t, "undo", f); !strings.Contains(out, "电话：2 → 1") {
		t.Errorf("undo: %s", out)
	}
	holds(t, one(t, f, "customer", "C-0007"), "phone", "1")
	fine(t, "redo", f)
	holds(t, one(t, f, "customer", "C-0007"), "phone", "2")
	if out := fine(t, "redo", f); out != "没有可以重做的操作\n" {
		t.Errorf("redo without an undo: %s", out)
	}
	fine(t, "restore", f)
	holds(t, one(t, f, "customer", "C-0007"), "phone", was)
	if out := fine(t, "restore", f); out != "文件就在开始时的状态\n" {
		t.Errorf("restoring twice: %s", out)
	}
	fine(t, "undo", f)
	holds(t, one(t, f, "customer", "C-0007"), "phone", "2")
	fine(t, "verify", f)
}

func TestJournalTellsWhoDidWhat(t *testing.T) {
	f := caseFile(t)
	fine(t, "do", f, "customer/C-0203", "edit", "phone=1", "--as", "李军")
	last := rowsOf(t, "journal", f, "--last", "1")
	if len(last) != 1 {
		t.Fatalf("%d entries", len(last))
	}
	e := last[0]
	for field, want := range map[string]any{"employee": "E005", "position": "PO-0004", "op": "do", "action": "edit", "day": "2026-11-23", "target": "customer/C-0203", "records": float64(1)} {
		if e[field] != want {
			t.Errorf("%s is %v, want %v", field, e[field], want)
		}
	}
	if hash, _ := e["hash"].(string); len(hash) != 64 {
		t.Errorf("hash %v", e["hash"])
	}
	change := e["changes"].([]any)[0].(map[string]any)["fields"].([]any)[0].(map[string]any)
	if change["field"] != "phone" || change["new"] != "1" || change["old"] == "" {
		t.Errorf("change: %v", change)
	}
	if all := rowsOf(t, "journal", f, "--last", "0"); float64(len(all)) != e["seq"] {
		t.Errorf("%d entries up to %v", len(all), e["seq"])
	}
	if out := fine(t, "journal", f, "--last", "1"); !strings.Contains(out, "李军") || !strings.Contains(out, "编辑客户 C-0203") {
		t.Errorf("the table: %s", out)
	}
}

func TestDateMovesForwardOnly(t *testing.T) {
	f := caseFile(t)
	if out := fine(t, "date", f); out != "2026-11-23\n" {
		t.Errorf("date: %s", out)
	}
	if out := fine(t, "date", f, "2026年12月1日", "--as", "李军"); out != "2026-12-01\n" {
		t.Errorf("moved date: %s", out)
	}
	refused(t, "只能向后推进", "date", f, "2026-11-30")
	refused(t, "不是日期", "date", f, "明天")
	holds(t, rowsOf(t, "journal", f, "--last", "1")[0], "employee", "E005")
}

func TestSecondProgramOnTheSameFile(t *testing.T) {
	f := caseFile(t)
	w, err := openWork(f)
	if err != nil {
		t.Fatal(err)
	}
	refused(t, "已经在另一个窗口中打开（"+f+"）", "do", f, "customer/C-0007", "edit", "phone=1")
	refused(t, "已经在另一个窗口中打开", "list", "customer", f)
	refused(t, "已经在另一个窗口中打开", "new", f, "--force")
	if err := w.store.Close(); err != nil {
		t.Fatal(err)
	}
	fine(t, "do", f, "customer/C-0007", "edit", "phone=1")
}

func TestNewKeepsWhatIsThere(t *testing.T) {
	f := caseFile(t)
	refused(t, "已有同名文件", "new", f)
	fine(t, "do", f, "customer/C-0007", "edit", "phone=1")
	fine(t, "new", f, "--force")
	if n := len(rowsOf(t, "journal", f, "--last", "1")); n != 1 || one(t, f, "customer", "C-0007")["phone"] == "1" {
		t.Error("--force did not replace the file")
	}
	refused(t, "没有", "new", filepath.Join(f+"-no-such-folder", "x.crmwork"))
	entries, err := os.ReadDir(filepath.Dir(f))
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 1 {
		t.Errorf("new leaves %v", entries)
	}
}

func TestVerifyFindsDamage(t *testing.T) {
	f := caseFile(t)
	if out := fine(t, "verify", f); !strings.Contains(out, "全部正确") {
		t.Errorf("verify: %s", out)
	}
	if rows := rowsOf(t, "verify", f); len(rows) != 0 {
		t.Errorf("findings: %v", rows)
	}
	content, err := os.ReadFile(f)
	if err != nil {
		t.Fatal(err)
	}
	for name, spoilt := range map[string][]byte{
		"空":  nil,
		"截断": content[:len(content)/3],
		"别的": []byte(strings.Repeat("这不是数据文件", 1000)),
	} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, spoilt, 0o644); err != nil {
			t.Fatal(err)
		}
		if d := crmlab("verify", path); d.code != exitRefused || d.err == "" {
			t.Errorf("%s: exit %d, %s%s", name, d.code, d.out, d.err)
		}
	}
}

// TestVerifyTellsATamperedRecord changes one digit of a telephone number in the file itself,
// past the gate.
func TestVerifyTellsATamperedRecord(t *testing.T) {
	f := caseFile(t)
	fine(t, "do", f, "customer/C-0007", "edit", "phone=0271234567890")
	content, err := os.ReadFile(f)
	if err != nil {
		t.Fatal(err)
	}
	spoilt := strings.Replace(string(content), "0271234567890", "0271234567891", 1)
	if spoilt == string(content) {
		t.Fatal("the number is not in the file")
	}
	if err := os.WriteFile(f, []byte(spoilt), 0o644); err != nil {
		t.Fatal(err)
	}
	if d := crmlab("verify", f); d.code != exitRefused {
		t.Errorf("exit %d: %s%s", d.code, d.out, d.err)
	}
}

func TestRestoreBeginsAnExperimentAnew(t *testing.T) {
	f := caseFile(t)
	if out := fine(t, "restore", f, "--experiment", "8"); out != "这个实验还没有开始做\n" {
		t.Errorf("what was never begun: %s", out)
	}
	refused(t, "没有第 99 个实验", "restore", f, "--experiment", "99")
	fine(t, "do", f, "customer/C-0007", "edit", "phone=1")
	fine(t, "answer", f, "8.3", "1", "--as", "王芳")
	fine(t, "do", f, "customer/C-0007", "edit", "phone=2")
	fine(t, "restore", f, "--experiment", "8")
	holds(t, one(t, f, "customer", "C-0007"), "phone", "1")
	kept, err := filepath.Glob(filepath.Join(f+".存档", "*.crmwork"))
	if err != nil || len(kept) != 1 {
		t.Fatal(kept, err)
	}
	holds(t, one(t, kept[0], "customer", "C-0007"), "phone", "2")
	fine(t, "undo", f)
	holds(t, one(t, f, "customer", "C-0007"), "phone", "2")
	fine(t, "verify", f)
}
