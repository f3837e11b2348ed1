package main

import (
	"strings"
	"testing"
)

func TestPriceTellsEveryRule(t *testing.T) {
	f := caseFile(t)
	table := fine(t, "price", f, "--product", "激光打印机 M203", "--buyer", "C-0007", "--qty", "30", "--seller", "销售代表")
	for _, want := range []string{"折后 1652.13", "未税 49563.90", "采用", "CD-0026", "落选", "QD-0002", "2025-12-31 已失效", "销售代表手工折扣最多 15%（职位自己的折扣上限），每件最低 1614.15"} {
		if !strings.Contains(table, want) {
			t.Errorf("the trial does not say %q:\n%s", want, table)
		}
	}
	spec := fine(t, "price", f, "--product", "P-0061", "--spec", "深灰、32G", "--seller", "销售代表")
	if !strings.Contains(spec, "价差 600.00") || !strings.Contains(spec, "标价 5899.00") || !strings.Contains(spec, "职位折扣 PD-0001") {
		t.Errorf("the specification has its price, the class its ceiling:\n%s", spec)
	}
	if rows := rowsOf(t, "price", f, "--product", "P-0012", "--date", "2025-05-01", "--qty", "30"); rows[0]["no"] != "QD-0027" {
		t.Errorf("in the first year the price of introduction held: %v", rows[0])
	}
	refused(t, "没有规格", "price", f, "--product", "P-0012", "--spec", "红色")
	refused(t, "不是大于 0 的数", "price", f, "--product", "P-0012", "--qty", "-3")
}
