package main

import (
	"strings"
	"testing"
)

// What a position may not see is not printed, not asked for, not sorted by and not set from the
// command line.
func TestAHiddenFieldIsUnknownToTheCommandLine(t *testing.T) {
	f := caseFile(t)
	const seller = "王芳"
	office := rowsOf(t, "list", "position", f, "--where", "name=销售代表")[0]["no"].(string)
	fine(t, "do", f, "position/"+office, "edit", "--as", "罗雅文", `fields=客户·信用额度*不可见;销售订单·明细·折扣*只读`)

	rows := rowsOf(t, "list", "customer", f, "--as", seller)
	if len(rows) == 0 {
		t.Fatal("the seller sees no customers")
	}
	for _, row := range rows {
		if v, there := row["credit"]; there {
			t.Fatalf("the credit %v is printed", v)
		}
	}
	for _, args := range [][]string{
		{"list", "customer", f, "--as", seller, "--where", "credit>=1"},
		{"list", "customer", f, "--as", seller, "--sort", "-credit"},
		{"list", "customer", f, "--as", seller, "--fields", "name,credit"},
		{"do", f, "customer/" + rows[0]["no"].(string), "edit", "--as", seller, "credit=1"},
	} {
		if d := crmlab(args...); d.code == exitFine || strings.Contains(d.out, "credit") {
			t.Errorf("crmlab %s answers %.200s", strings.Join(args, " "), d.out)
		}
	}
	if rows := rowsOf(t, "list", "customer", f, "--where", "credit>=1"); len(rows) == 0 {
		t.Error("who may see the credit does not find it any more")
	}
}
