//go:build e2e

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crmlab/ui/tour"
)

// The program for Windows keeps the work of a user with a Chinese name under a folder with a
// Chinese name, shows Chinese, works by keyboard alone, and finds the work again. The file that
// it made is sound to the program for Linux.
func TestWindowsProgram(t *testing.T) {
	if !strings.Contains(program(t)[0], "wine") {
		t.Skip("the program is not the one for Windows")
	}
	documents := os.Getenv("CRMLAB_E2E_DOCUMENTS")
	w := newScreen(t).start(nil)
	w.begins("2022级电商1班", "20220117", "陈晓")
	w.shows("我的桌面")

	// To a page, a new record, and back to it, by keyboard alone.
	w.key("ctrl+k")
	w.await("the search", func(now sight) bool {
		_, ok := now.best("搜索页面、编号、名称或拼音首字母", tour.FieldPlace)
		return ok
	})
	w.typed("khda")
	w.sees("客户档案")
	w.key("Return")
	w.await("the page 客户档案", func(now sight) bool { return strings.HasPrefix(now.Title, "客户档案") })
	w.key("ctrl+n")
	w.await("客户名称 with the keyboard", func(now sight) bool {
		p, ok := now.best("客户名称", tour.FieldPlace)
		return ok && p.Focused
	})
	w.typed("银川贺兰山葡萄酒有限公司")
	w.shows("新增客户")
	w.key("ctrl+s")
	w.sees("编辑")
	number := w.record()
	w.shows("客户")
	w.closes()

	files, err := filepath.Glob(filepath.Join(documents, "CRMLab", "*", "*.crmwork"))
	if err != nil || len(files) != 1 {
		t.Fatalf("work files under %s: %v, %v", documents, files, err)
	}
	verb(t, "verify", files[0])
	made := rows(t, "list", "customer", files[0], "--text", number)
	if len(made) != 1 || made[0]["name"] != "银川贺兰山葡萄酒有限公司" {
		t.Errorf("the customer in the file: %v", made)
	}

	w = w.screen.start(nil)
	w.shows("接着做")
	w.click("2022级电商1班 陈晓")
	w.sees("我的桌面")
	w.search("银川贺兰山", number)
	w.sees(number + "　银川贺兰山葡萄酒有限公司")
	w.shows("再次打开")
	w.closes()
}
