package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAFileIsAttachedListedAndSaved(t *testing.T) {
	f, dir := caseFile(t), t.TempDir()
	path := filepath.Join(dir, "说明书.txt")
	if err := os.WriteFile(path, []byte("双面打印说明"), 0o600); err != nil {
		t.Fatal(err)
	}
	fine(t, "attach", f, "product/P-0012", path, "--note", "扫描件")
	if out := fine(t, "attach", f, "product/P-0012"); !strings.Contains(out, "说明书.txt") || !strings.Contains(out, "18 字节") || !strings.Contains(out, "扫描件") {
		t.Errorf("the list says:\n%s", out)
	}
	to := filepath.Join(dir, "另存", "说明书.txt")
	if err := os.Mkdir(filepath.Dir(to), 0o700); err != nil {
		t.Fatal(err)
	}
	fine(t, "attach", f, "product/P-0012", to, "--save")
	if got, err := os.ReadFile(to); err != nil || string(got) != "双面打印说明" {
		t.Errorf("saved %q, %v", got, err)
	}
	fine(t, "verify", f)
}
