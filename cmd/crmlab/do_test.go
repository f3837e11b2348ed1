package main

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
)

// numberIn is the first number with the prefix in an output.
func numberIn(t *testing.T, out, prefix string) string {
	t.Helper()
	no := regexp.MustCompile(prefix + `-\d+`).FindString(out)
	if no == "" {
		t.Fatalf("no %s number in:\n%s", prefix, out)
	}
	return no
}

// one is the only row of a kind with a number.
func one(t *testing.T, f, kind, no string) map[string]any {
	t.Helper()
	rows := rowsOf(t, "list", kind, f, "--where", "no="+no)
	if len(rows) != 1 {
		t.Fatalf("%d records %s/%s", len(rows), kind, no)
	}
	return rows[0]
}

func holds(t *testing.T, rec map[string]any, field string, want any) {
	t.Helper()
	if rec[field] != want {
		t.Errorf("%v: %s is %v, want %v", rec["no"], field, rec[field], want)
	}
}

// draft makes an order of one product that a sales representative has planned in two
// parts, with a discount by hand in percent.
func draft(t *testing.T, f, qty, discount string) (no string) {
	t.Helper()
	out := fine(t, "do", f, "order/new", "create", "party=C-0184", "date=2026-11-23", "lines=P-0107*"+qty+"@"+discount, "--as", "李军")
	no = numberIn(t, out, "SO")
	fine(t, "do", f, "order/"+no, "plan", "parts=2", "first=2026-12-10", "months=1", "--as", "李军")
	return no
}

// TestFromOpportunityToReceipt is the flow of the program by the command line.
func TestFromOpportunityToReceipt(t *testing.T) {
	f := caseFile(t)
	out := fine(t, "do", f, "opportunity/new", "create", "party=C-0184", "name=新楼设备", "amount=50,000", "expected=2026-12-20", "--as", "李军")
	op := numberIn(t, out, "OP")
	st := numberIn(t, fine(t, "do", f, "opportunity/"+op, "convert", "--as", "李军"), "ST")
	holds(t, one(t, f, "opportunity", op), "task", st)
	task := one(t, f, "task", st)
	holds(t, task, "forecast", "50000.00")
	holds(t, task, "party", "C-0184")

	out = fine(t, "do", f, "task/"+st, "move", "stage=方案报价", "note=已看过现场", "--as", "李军")
	if !strings.Contains(out, "阶段：验证客户 → 方案报价") {
		t.Errorf("a change is told as old → new:\n%s", out)
	}
	qt := one(t, f, "task", st)
	holds(t, qt, "successRate", "50")

	out = fine(t, "do", f, "quote/new", "create", "party=C-0184", "task="+st, "lines=P-0107*10；P-0106*4", "--as", "李军")
	q := numberIn(t, out, "QT")
	so := numberIn(t, fine(t, "do", f, "quote/"+q, "order", "--as", "李军"), "SO")
	holds(t, one(t, f, "order", so), "state", "draft")
	holds(t, one(t, f, "order", so), "quote", q)

	fine(t, "do", f, "order/"+so, "plan", "mode=按比例", "shares=40、30、30", "first=2026-12-10", "months=1", "--as", "李军")
	plans := rowsOf(t, "list", "payment-plan", f, "--where", "order="+so)
	total := one(t, f, "order", so)["total"]
	if len(plans) != 3 || sumOf(t, plans, "amount").StringFixed(2) != total {
		t.Errorf("the plan %v does not total %v", plans, total)
	}
	fine(t, "do", f, "order/"+so, "submit", "--as", "李军")
	fine(t, "do", f, "order/"+so, "finish", "opinion=价格合适", "--as", "周强")
	holds(t, one(t, f, "order", so), "state", "running")

	plan := so + "-1"
	amount := one(t, f, "payment-plan", plan)["amount"].(string)
	refused(t, "多 0.01", "do", f, "receipt/new", "create", "order="+so, "plan="+plan, "amount="+cents(t, amount, 1), "--as", "邵敏")
	fine(t, "do", f, "receipt/new", "create", "order="+so, "plan="+plan, "amount="+amount, "--as", "邵敏")
	holds(t, one(t, f, "payment-plan", plan), "status", "paid")
	holds(t, one(t, f, "payment-plan", so+"-2"), "status", "open")

	out = fine(t, "do", f, "customer/C-0184", "edit", "phone=1", "--date", "2027-02-01")
	if !strings.Contains(out, "业务日期：2026-11-23 → 2027-02-01") {
		t.Errorf("moving the date is not told:\n%s", out)
	}
	late := one(t, f, "payment-plan", so+"-2")
	holds(t, late, "status", "overdue")
	holds(t, late, "overdueDays", float64(22))
	if sumOf(t, []map[string]any{late}, "interest").IsZero() {
		t.Error("overdue money bears no interest")
	}
	fine(t, "verify", f)
}

func TestDoRefuses(t *testing.T) {
	f := caseFile(t)
	for range 2 {
		fine(t, "do", f, "task/new", "create", "party=C-0184", "name=同名任务")
	}
	before := rowsOf(t, "journal", f, "--last", "1")[0]["seq"]

	refused(t, "不能是负数", "do", f, "customer/C-0184", "edit", "credit=-5")
	refused(t, "不是数字", "do", f, "customer/C-0184", "edit", "credit=五万")
	refused(t, "没有「colour」这个字段", "do", f, "customer/C-0184", "edit", "colour=red")
	refused(t, "不是日期", "do", f, "opportunity/new", "create", "party=C-0184", "name=x", "expected=2026-02-30")
	refused(t, "状态由系统按规则填写", "do", f, "order/new", "create", "party=C-0184", "state=running")
	refused(t, "没有「fly」这个动作", "do", f, "order/SO-0001", "fly")
	refused(t, "找不到销售订单", "do", f, "order/SO-9999", "submit")
	refused(t, "找不到客户", "do", f, "order/new", "create", "party=没有这家")
	refused(t, "还有记录与它相关", "do", f, "customer/C-0184", "delete")
	refused(t, "有 2 个叫", "do", f, "task/同名任务", "move", "stage=需求分析")
	refused(t, "当前职位没有产品管理的「编辑」权限", "do", f, "product/P-0107", "edit", "listPrice=1", "--as", "李军")
	refused(t, "只能向后推进", "do", f, "customer/C-0184", "edit", "credit=5", "--date", "2020-01-01")
	refused(t, "第 2 行", "do", f, "order/new", "create", "party=C-0184", "lines=P-0107*1;P-0106*x")
	refused(t, "没有「colour」这一列", "do", f, "order/new", "create", "party=C-0184", `lines=[{"colour":"red"}]`)
	refused(t, "不是正确的 json", "do", f, "order/new", "create", "party=C-0184", `lines=[{"product"]`)
	refused(t, "没有手工折扣，不能用 @", "do", f, "employee/E005", "edit", "posts=销售部*销售代表@5")

	if after := rowsOf(t, "journal", f, "--last", "1")[0]["seq"]; after != before {
		t.Errorf("the journal went from %v to %v although everything was refused", before, after)
	}
}

func TestOrdersAreRefusedBeforeApproval(t *testing.T) {
	f := caseFile(t)
	so := draft(t, f, "2", "10")
	amount := one(t, f, "payment-plan", so+"-1")["amount"].(string)

	fine(t, "do", f, "payment-plan/"+so+"-1", "edit", "amount="+cents(t, amount, -1), "--as", "李军")
	refused(t, "少 0.01", "do", f, "order/"+so, "submit", "--as", "李军")
	fine(t, "do", f, "payment-plan/"+so+"-1", "edit", "amount="+amount, "--as", "李军")

	fine(t, "do", f, "customer/C-0184", "edit", "credit=100")
	refused(t, "信用额度", "do", f, "order/"+so, "submit", "--as", "李军")
	fine(t, "do", f, "customer/C-0184", "edit", "credit=400000")

	fine(t, "do", f, "order/"+so, "submit", "--as", "李军")
	refused(t, "审批中", "do", f, "order/"+so, "edit", "signer=张三", "--as", "李军")
	refused(t, "审批中", "do", f, "order/"+so, "submit", "--as", "李军")
	refused(t, "「审批」权限", "do", f, "order/"+so, "finish", "--as", "李军")
	fine(t, "do", f, "order/"+so, "withdraw", "--as", "李军")
	holds(t, one(t, f, "order", so), "state", "draft")
}

// cents adds cents to an amount.
func cents(t *testing.T, amount string, n int64) string {
	t.Helper()
	d, err := decimal.NewFromString(amount)
	if err != nil {
		t.Fatal(err)
	}
	return d.Add(decimal.New(n, -2)).StringFixed(2)
}

func TestNobodyApprovesAboveTheCeilingOrTheirOwn(t *testing.T) {
	f := caseFile(t)
	so := draft(t, f, "2", "25") // an area manager may give 20 %
	fine(t, "do", f, "order/"+so, "submit", "--as", "李军")
	refused(t, "超过区域销售经理的上限 20%", "do", f, "order/"+so, "finish", "--as", "周强")
	fine(t, "do", f, "order/"+so, "back", "opinion=折扣太大", "--as", "周强")
	holds(t, one(t, f, "order", so), "state", "sentback")

	own := numberIn(t, fine(t, "do", f, "order/new", "create", "party=C-0184", "lines=P-0107*1", "--as", "周强"), "SO")
	fine(t, "do", f, "order/"+own, "plan", "parts=1", "first=2026-12-10", "--as", "周强")
	fine(t, "do", f, "order/"+own, "submit", "--as", "周强")
	d := crmlab("do", f, "order/"+own, "finish", "--as", "周强")
	if d.code != exitRefused || d.err == "" {
		t.Errorf("an area manager approves their own order: exit %d %s%s", d.code, d.out, d.err)
	}
	holds(t, one(t, f, "order", own), "state", "review")
}

func TestLinesInBothForms(t *testing.T) {
	f := caseFile(t)
	short := fine(t, "do", f, "order/new", "create", "party=C-0184", "lines=P-0107*20;P-0106*5@8")
	long := fine(t, "do", f, "order/new", "create", "party=C-0184",
		`lines=[{"product":"P-0107","qty":20},{"product":"单次上门维修","qty":"5","manual":true,"discount":8}]`)
	a, b := one(t, f, "order", numberIn(t, short, "SO")), one(t, f, "order", numberIn(t, long, "SO"))
	ja, _ := json.Marshal(a["lines"])
	jb, _ := json.Marshal(b["lines"])
	if string(ja) != string(jb) || len(a["lines"].([]any)) != 2 {
		t.Errorf("the forms differ:\n%s\n%s", ja, jb)
	}
	second := a["lines"].([]any)[1].(map[string]any)
	if second["discount"] != "8" || second["manual"] != true || second["net"] != "690.00" {
		t.Errorf("5 × 150.00 less 8 %%: %v", second)
	}
}

func TestDoPrintsChangesAsRows(t *testing.T) {
	f := caseFile(t)
	rows := rowsOf(t, "do", f, "customer/C-0184", "edit", "phone=027-1", "credit=300000")
	got := map[string][2]any{}
	for _, r := range rows {
		got[r["field"].(string)] = [2]any{r["old"], r["new"]}
		if r["kind"] != "customer" || r["no"] != "C-0184" || r["op"] != "edit" {
			t.Errorf("row: %v", r)
		}
	}
	if len(got) != 2 || got["credit"] != [2]any{"360000.00", "300000.00"} || got["phone"][1] != "027-1" {
		t.Errorf("changes: %v", got)
	}
	if out := fine(t, "do", f, "customer/C-0184", "edit", "phone=027-1"); out != "没有变化\n" {
		t.Errorf("saving the same says %q", out)
	}
	if rows := rowsOf(t, "do", f, "customer/C-0184", "edit", "phone=027-1"); len(rows) != 0 {
		t.Errorf("saving the same changes %v", rows)
	}
}
