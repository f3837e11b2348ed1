package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// checks runs check for an experiment and gives its rows by check.
func checks(t *testing.T, f, experiment string) map[string]map[string]any {
	t.Helper()
	d := crmlab("check", f, "--experiment", experiment, "--format", "json")
	if d.code != exitRefused || d.err != "" { // something is always left to do in these tests
		t.Fatalf("check: exit %d, %s", d.code, d.err)
	}
	var rows []map[string]any
	if err := json.Unmarshal([]byte(d.out), &rows); err != nil {
		t.Fatal(err)
	}
	out := map[string]map[string]any{}
	for _, r := range rows {
		out[r["check"].(string)] = r
	}
	return out
}

func TestChecksFollowWhatTheCommandLineDoes(t *testing.T) {
	f := caseFile(t)
	if d := crmlab("check", f); d.code != exitRefused && d.code != exitFine || !strings.Contains(d.out, "还没有做任何实验") {
		t.Errorf("on a fresh case: %+v", d)
	}
	fresh := checks(t, f, "8")
	if len(fresh) != 11 || fresh["8.1"]["state"] != "notstarted" || fresh["8.1"]["found"] != "你还没有新建订单" {
		t.Errorf("%v", fresh["8.1"])
	}
	// The file has no student, so its customer is always the same.
	no := numberIn(t, fine(t, "do", f, "order/new", "create", "party=C-0025", "deliveryDate=2026-12-01", "terms=月结30天", "lines=P-0015*11", "--as", "王芳"), "SO")
	fine(t, "do", f, "order/"+no, "plan", "mode=equal", "parts=2", "first=2026-12-10", "method=电汇", "--as", "王芳")
	fine(t, "answer", f, "8.3", "１２０，０００元", "--as", "王芳")
	now := checks(t, f, "8")
	for check, want := range map[string]string{"8.1": "done", "8.2": "done", "8.3": "done", "8.4": "done", "8.5": "done", "8.6": "missing", "8.10": "notstarted"} {
		if now[check]["state"] != want {
			t.Errorf("%s is %v: %v", check, now[check]["state"], now[check]["found"])
		}
	}
	if now["8.4"]["record"] != no || !strings.Contains(now["8.6"]["next"].(string), no) {
		t.Errorf("the messages do not name %s: %v", no, now["8.6"])
	}
	out := crmlab("check", f, "--experiment", "8").out
	for _, want := range []string{"实验 8 订单管理：54 / 100 分", "下一步（8.6）：打开订单 " + no} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in:\n%s", want, out)
		}
	}
}

func TestChecksAndAnswersThatAreNotThereAreRefused(t *testing.T) {
	f := caseFile(t)
	refused(t, "没有第 99 个实验", "check", f, "--experiment", "99")
	refused(t, "没有要填数的检查「8.1」", "answer", f, "8.1", "5")
	refused(t, "不是数字", "answer", f, "8.3", "很多", "--as", "王芳")
	refused(t, "找不到这个文件夹", "check", f, "--pack", filepath.Join(t.TempDir(), "没有"))
	ends(t, exitUsage, "check 后面应写", "check")
}

func TestInspectTellsWhatIsWrongWithAPack(t *testing.T) {
	folder := t.TempDir()
	from := filepath.Join("..", "..", "assets", "experiments", "01-start")
	to := filepath.Join(folder, "01-start")
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(to, "experiment.toml")
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	// A check that wants less than it says is green for a near miss.
	spoilt := strings.Replace(string(content), `min = "2"`, `min = "1"`, 1)
	if err := os.WriteFile(file, []byte(spoilt), 0o644); err != nil {
		t.Fatal(err)
	}
	d := crmlab("inspect", folder)
	if d.code != exitRefused || !strings.Contains(d.out, "实验 1「只建了一个账号」 1.1：差一点，却算完成") {
		t.Errorf("%+v", d)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(content), "points = 20", "points = 21", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	refused(t, "合计 101", "inspect", folder)
}

func TestAWorkFileMayBeMadeForAStudent(t *testing.T) {
	f := filepath.Join(t.TempDir(), "陈晓.crmwork")
	refused(t, "没有写姓名", "new", f, "--no", "20220117")
	fine(t, "new", f, "--class", "电商1班", "--no", "20220117", "--name", "陈晓")
	who := one(t, f, "student", "XS-0001")
	holds(t, who, "class", "电商1班")
	holds(t, who, "studentNo", "20220117")
	holds(t, who, "name", "陈晓")
	fine(t, "verify", f)
}
