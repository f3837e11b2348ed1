package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"crmlab/data"
	"crmlab/domain/record"
	"crmlab/ui/shell"
)

// secrets are what must not leave the computer: names, numbers, values and paths.
var secrets = []string{"陈晓", "20220117", "2022级电商1班", "北辰仪器厂", "13800138000", "10086", "42,917.39", "42917.39", "Zhang", "zhang@example.com", "C-0201", "/home/chenxiao", `C:\Users\陈晓`}

// TestNothingPersonalIsWrittenDown reports everything that may go wrong with values in it.
func TestNothingPersonalIsWrittenDown(t *testing.T) {
	folder := t.TempDir()
	l := startFaultLog(folder)
	path := "/home/chenxiao/2022级电商1班 20220117 陈晓/陈晓.crmwork"
	for _, err := range []error{
		record.Refuse("plan.total", "没有提交 SO-0001", "回款计划合计 42,917.39，客户北辰仪器厂电话 13800138000", "修改回款计划"),
		record.RefuseField("field", "lines.2.qty", "没有保存客户 C-0201 北辰仪器厂", "数量 42917.39 太大", "改小"),
		record.Refusals{record.Refuse("a", "陈晓", "北辰仪器厂", ""), record.Refuse("b", "x", "10086", "")},
		fmt.Errorf("look for the work of %s: %w", shell.Student{Class: "2022级电商1班", No: "20220117", Name: "陈晓"}.Text(), &fs.PathError{Op: "open", Path: path, Err: syscall.ENOSPC}),
		fmt.Errorf("write %s of Zhang: %w", path, &os.LinkError{Op: "rename", Old: path, New: `C:\Users\陈晓`, Err: fs.ErrPermission}),
		errors.Join(errors.New("mail to zhang@example.com failed"), fmt.Errorf("dial 10086: %w", os.ErrDeadlineExceeded)),
		&data.Fault{Path: path, Cause: "strconv.Atoi: parsing \"北辰仪器厂 and 13800138000\": invalid syntax", Stack: []byte("goroutine 1 [running]:\ncrmlab/data.x()\n\t/home/chenxiao/build/data/guard.go:12 +0x1d\n")},
		&data.Lost{Refusal: record.Refuse("file.lost", path, "陈晓", ""), Cause: fmt.Errorf("page of `陈晓` is bad"), Stack: []byte("goroutine 2 [running]:\n")},
	} {
		if got := l.report(err); got != filepath.Join(folder, logName) {
			t.Errorf("%v is reported in %q", err, got)
		}
	}
	fmt.Fprintf(l, "Fyne error:  window creation error\n  Cause: cannot read %s\n", path)
	content := contentOf(t, folder)
	for _, s := range secrets {
		if strings.Contains(content, s) {
			t.Errorf("the folder holds %q", s)
		}
	}
	for _, want := range []string{"refusal plan.total", "refusal field field lines.2.qty", "look for the work of", "path error open", "errno", "data/guard.go:12", "TestNothingPersonalIsWrittenDown", "window creation error"} {
		if !strings.Contains(content, want) {
			t.Errorf("the log does not tell %q:\n%s", want, content)
		}
	}
}

// contentOf is everything in the files of a folder.
func contentOf(t *testing.T, folder string) string {
	t.Helper()
	var all strings.Builder
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		content, err := os.ReadFile(filepath.Join(folder, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all.Write(content)
	}
	return all.String()
}

// TestADeathIsKeptWithoutItsValues has a process die of a panic that quotes a customer.
func TestADeathIsKeptWithoutItsValues(t *testing.T) {
	if folder := os.Getenv("CRMLAB_TEST_DIE_IN"); folder != "" {
		startFaultLog(folder)
		panic(fmt.Sprintf("index of 北辰仪器厂 13800138000 is out of range [%d]", 42917))
	}
	folder := t.TempDir()
	for range 2 {
		cmd := exec.Command(os.Args[0], "-test.run", "^TestADeathIsKeptWithoutItsValues$")
		cmd.Env = append(os.Environ(), "CRMLAB_TEST_DIE_IN="+folder)
		if out, err := cmd.CombinedOutput(); err == nil {
			t.Fatalf("the process lives:\n%s", out)
		}
	}
	startFaultLog(folder)
	crashes, err := filepath.Glob(filepath.Join(folder, crashName+"-*.txt"))
	if err != nil || len(crashes) == 0 {
		t.Fatalf("no crash file, %v", err)
	}
	content := contentOf(t, folder)
	for _, s := range append(secrets, "42917") {
		if strings.Contains(content, s) {
			t.Errorf("the folder holds %q", s)
		}
	}
	for _, want := range []string{"panic: ", "out of range", "TestADeathIsKeptWithoutItsValues", "faultlog_test.go", "the program died before", "修改程序的人"} {
		if !strings.Contains(content, want) {
			t.Errorf("the folder does not tell %q:\n%s", want, content)
		}
	}
}

func TestTheLogStaysSmall(t *testing.T) {
	folder := t.TempDir()
	l := startFaultLog(folder)
	for range 100 {
		l.line(strings.Repeat("filled with words ", 5000)) // 90 kB
	}
	total := int64(0)
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		info, err := f.Info()
		if err != nil {
			t.Fatal(err)
		}
		total += info.Size()
	}
	if total > 5<<20 || total < 1<<20 {
		t.Errorf("9 MB of faults leave %d bytes in %d files", total, len(files))
	}
}
