//go:build e2e

package e2e

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"crmlab/ui/tour"
)

// begins fills in 你是谁 by keyboard and begins the work of a student.
func (w *window) begins(class, no, name string) {
	w.t.Helper()
	w.sees("你是谁")
	w.key("ctrl+a")
	w.typed(class)
	w.holds("2022级电商1班", class)
	w.key("Tab")
	w.typed(no)
	w.holds("学号", no)
	w.key("Tab")
	w.typed(name)
	w.holds("姓名", name)
	w.shows("你是谁")
	w.click("开始做实验")
	w.sees("我的桌面")
	w.hat = "沈华明 · 总经理"
	w.sees(w.hat)
}

// The flow of the course's spine works in the real window by mouse and keyboard: opportunity,
// task, quote, order, plan, submit, approve, receipt; and what was done is in the file.
func TestOpportunityBecomesMoney(t *testing.T) {
	home := t.TempDir()
	w := newScreen(t).start([]string{"CRMLAB_HOME=" + home})
	w.begins("2022级电商1班", "20220117", "陈晓")
	w.shows("我的桌面")

	w.wear("王芳 · 销售代表")
	w.page("销售管理", "销售机会")
	w.click("新增销售机会")
	w.fill("机会名称", "小满餐饮换打印机")
	w.choose("客户", "xmcy", "成都小满餐饮管理有限公司")
	w.fill("预计金额", "45000")
	w.fill("预计成交", "2026-12-18")
	w.choose("意向产品", "M203", "激光打印机 M203")
	w.shows("新增销售机会")
	w.fill("需求说明", "旧打印机已用六年，要自动双面")
	w.shows("新增销售机会")
	w.click("保存")
	w.sees("转为任务")
	w.shows("销售机会")
	w.click("转为任务")
	w.sees("改变阶段")
	w.shows("销售任务")
	w.click("改变阶段")
	w.choose("新阶段", "", "需求分析")
	w.choose("执行动作", "dh", "电话")
	w.fill("进展说明", "电话确认数量和用途")
	w.shows("改变阶段")
	w.click("改变阶段")
	w.gone("新阶段")
	w.click("更多")
	w.shows("更多")
	w.click("生成报价单")
	w.sees("报价日期")
	w.shows("报价单")
	w.click("编辑")
	w.fillCell("数量", 0, "20")
	w.shows("编辑报价单")
	w.click("保存")
	w.sees("生成订单")
	w.shows("报价单二十台")
	w.click("生成订单")
	w.sees("生成回款计划")
	order := w.record()
	w.shows("订单草稿")
	w.click("生成回款计划")
	w.fill("期数", "3")
	w.shows("生成回款计划")
	w.click("生成回款计划")
	w.gone("期数")
	w.shows("提交前检查")
	w.click("提交审批")
	w.sees("撤回")
	w.shows("审批中")

	w.wear("周强 · 区域销售经理")
	w.page("", "我的桌面")
	w.shows("审批人的桌面")
	w.click("销售订单 " + order + " 成都小满餐饮管理有限公司")
	w.sees("审批意见")
	w.fill("审批意见", "价格和回款条件合适，同意")
	w.shows("审批意见")
	w.click("同意，继续审批")
	w.gone("审批意见")
	w.sees("执行中")
	w.shows("审批之后")

	w.wear("邵敏 · 出纳")
	w.search(order, order)
	w.clickKind(order+"-1", tour.TextPlace)
	w.click("收款")
	w.fill("金额", "5000")
	w.shows("收款")
	w.click("收款")
	w.gone("金额")
	w.sees("部分回款")
	w.shows("部分回款")
	w.closes()

	file := onlyWork(t, home)
	verb(t, "verify", file)
	receipts := rows(t, "list", "receipt", file, "--where", "order="+order)
	if len(receipts) != 1 || receipts[0]["amount"] != "5000.00" || receipts[0]["plan"] != order+"-1" {
		t.Errorf("receipts of %s: %v", order, receipts)
	}
	tasks := rows(t, "list", "task", file, "--text", "小满餐饮换打印机")
	if len(tasks) != 1 {
		t.Errorf("tasks called 小满餐饮换打印机: %v", tasks)
	}

	w = w.screen.start([]string{"CRMLAB_HOME=" + home})
	w.shows("接着做")
	w.click("2022级电商1班 陈晓")
	w.sees("我的桌面")
	w.search(order, order)
	w.shows("再次打开")
	w.closes()
}

// record is the number of the record that is open, from the title of the window.
func (w *window) record() string {
	w.t.Helper()
	number, _, _ := strings.Cut(w.settles().Title, " - ")
	return number
}

// onlyWork is the work file that the program has made.
func onlyWork(t *testing.T, home string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(home, "*", "*.crmwork"))
	if err != nil || len(found) != 1 {
		t.Fatalf("work files in %s: %v, %v", home, found, err)
	}
	return found[0]
}

// verb runs a verb of the program on the command line, where a window is not needed, and
// returns what it prints.
func verb(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.Command(os.Getenv("CRMLAB_E2E_VERBS"), args...).CombinedOutput()
	if err != nil {
		t.Fatalf("crmlab %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// rows are the rows that a verb lists.
func rows(t *testing.T, args ...string) (all []map[string]any) {
	t.Helper()
	out := verb(t, append(args, "--format", "json")...)
	if err := json.Unmarshal([]byte(out), &all); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	return all
}
