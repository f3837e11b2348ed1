package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestListAnswersConditions(t *testing.T) {
	f := caseFile(t)
	all := rowsOf(t, "list", "order", f)
	if len(all) < 500 {
		t.Fatalf("%d orders in the prepared case", len(all))
	}
	running := rowsOf(t, "list", "order", f, "--where", "state=执行中")
	if len(running) == 0 || len(running) >= len(all) {
		t.Fatalf("%d of %d orders run", len(running), len(all))
	}
	if byCode := rowsOf(t, "list", "order", f, "--where", "状态=running"); len(byCode) != len(running) {
		t.Errorf("%d orders by code and %d by label", len(byCode), len(running))
	}
	if rest := rowsOf(t, "list", "order", f, "--where", "state!=running"); len(rest)+len(running) != len(all) {
		t.Errorf("%d not running, %d running, %d in all", len(rest), len(running), len(all))
	}
	big := rowsOf(t, "list", "order", f, "--where", "total>=100000", "--sort", "-total")
	small := rowsOf(t, "list", "order", f, "--where", "total<100,000")
	if len(big) == 0 || len(big)+len(small) != len(all) {
		t.Errorf("%d large and %d small orders of %d", len(big), len(small), len(all))
	}
	money := regexp.MustCompile(`^\d+\.\d\d$`)
	for i, o := range big {
		if total, _ := o["total"].(string); !money.MatchString(total) {
			t.Errorf("money is %v, not a string with two places", o["total"])
		}
		if i > 0 && len(o["total"].(string)) > len(big[i-1]["total"].(string)) {
			t.Errorf("%v comes after %v", o["total"], big[i-1]["total"])
		}
	}
	lines, _ := big[0]["lines"].([]any)
	if len(lines) == 0 {
		t.Fatalf("the largest order has no lines: %v", big[0])
	}
	if line, _ := lines[0].(map[string]any); !strings.HasPrefix(line["product"].(string), "P-") || line["net"] == "" {
		t.Errorf("line: %v", line)
	}
	party := big[0]["party"].(string)
	for _, o := range rowsOf(t, "list", "order", f, "--where", "party="+party) {
		if o["party"] != party {
			t.Errorf("an order of %v among those of %s", o["party"], party)
		}
	}
	if rows := rowsOf(t, "list", "customer", f, "--where", "agentLevel="); len(rows) == 0 {
		t.Error("no customer without an agent level")
	}
	name := rowsOf(t, "list", "customer", f, "--where", "no="+party)[0]["name"].(string)
	if rows := rowsOf(t, "list", "customer", f, "--where", "name~"+name); len(rows) == 0 || rows[0]["no"] != party {
		t.Errorf("name~%s finds %v", name, rows)
	}
}

func TestListFindsByPinyinInitials(t *testing.T) {
	f := caseFile(t)
	rows := rowsOf(t, "list", "employee", f, "--text", "hlq")
	if len(rows) != 1 || rows[0]["name"] != "韩立群" {
		t.Errorf("hlq finds %v", rows)
	}
}

func TestListPages(t *testing.T) {
	f := caseFile(t)
	var got []any
	for _, page := range []string{"1", "2", "3"} {
		for _, p := range rowsOf(t, "list", "product", f, "--size", "30", "--page", page, "--sort", "no") {
			got = append(got, p["no"])
		}
	}
	var want []any
	for _, p := range rowsOf(t, "list", "product", f, "--sort", "no") {
		want = append(want, p["no"])
	}
	if !slices.Equal(got, want) {
		t.Errorf("the pages hold %v, the list %v", got, want)
	}
}

func TestListKeepsToTheDataScope(t *testing.T) {
	f := caseFile(t)
	all := rowsOf(t, "list", "opportunity", f)
	mine := rowsOf(t, "list", "opportunity", f, "--as", "E005")
	if len(mine) == 0 || len(mine) >= len(all) {
		t.Fatalf("a sales representative sees %d of %d opportunities", len(mine), len(all))
	}
	if byName := rowsOf(t, "list", "opportunity", f, "--as", "李军"); len(byName) != len(mine) {
		t.Errorf("%d by name, %d by number", len(byName), len(mine))
	}
	if byPost := rowsOf(t, "list", "opportunity", f, "--as", "E005:PO-0004"); len(byPost) != len(mine) {
		t.Errorf("%d by post, %d by number", len(byPost), len(mine))
	}
	refused(t, "当前职位没有财务处理的「查看」权限", "list", "receipt", f, "--as", "唐磊")
	refused(t, "现在没有这个任职", "list", "order", f, "--as", "E005:总经理")
	refused(t, "找不到员工 「张无忌」", "list", "order", f, "--as", "张无忌")
	refused(t, "已离职", "list", "order", f, "--as", "冯大鹏")
}

func TestListRefuses(t *testing.T) {
	f := caseFile(t)
	refused(t, "不认识「orders」", "list", "orders", f)
	refused(t, "没有「colour」这个字段", "list", "order", f, "--where", "colour=red")
	refused(t, "没有「colour」这个字段", "list", "order", f, "--sort", "colour")
	refused(t, "没有「colour」这个字段", "list", "order", f, "--fields", "no,colour")
	refused(t, "不是数字", "list", "order", f, "--where", "total>=很多")
	refused(t, "不是日期", "list", "order", f, "--where", "date>=2026-02-30")
	refused(t, "不在可选项里", "list", "order", f, "--where", "state=睡觉")
	refused(t, "找不到客户", "list", "order", f, "--where", "party=没有这家")
	refused(t, "没有这个文件", "list", "order", f+"x")
	ends(t, exitUsage, "不能用 ~", "list", "order", f, "--where", "total~5")
}
