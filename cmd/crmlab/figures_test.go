package main

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
)

// sumOf adds up a money column of json rows.
func sumOf(t *testing.T, rows []map[string]any, name string) decimal.Decimal {
	t.Helper()
	sum := decimal.Zero
	for _, r := range rows {
		d, err := decimal.NewFromString(r[name].(string))
		if err != nil {
			t.Fatal(err)
		}
		sum = sum.Add(d)
	}
	return sum
}

func TestCompositionsAddUpToTheSame(t *testing.T) {
	f := caseFile(t)
	period := []string{"--from", "2026-01-01", "--to", "2026-12-31"}
	want := sumOf(t, rowsOf(t, append([]string{"figures", "composition", f}, period...)...), "current")
	if !want.IsPositive() {
		t.Fatal("nothing was sold")
	}
	for _, by := range []string{"product-class", "product", "customer", "employee", "department"} {
		rows := rowsOf(t, append([]string{"figures", "composition", f, "--by", by}, period...)...)
		if got := sumOf(t, rows, "current"); !got.Equal(want) {
			t.Errorf("by %s: %s, by class: %s", by, got, want)
		}
	}
	table := fine(t, append([]string{"figures", "composition", f}, period...)...)
	if !strings.Contains(table, "合计 "+want.StringFixed(2)) {
		t.Errorf("the table does not total %s:\n%s", want, table)
	}
}

func TestFunnelWeighsWithinTheScope(t *testing.T) {
	f := caseFile(t)
	all, mine := rowsOf(t, "figures", "funnel", f), rowsOf(t, "figures", "funnel", f, "--as", "李军")
	if len(all) != len(mine) || len(all) == 0 {
		t.Fatalf("stages: %d, %d", len(all), len(mine))
	}
	if a, m := sumOf(t, all, "weighted"), sumOf(t, mine, "weighted"); !m.LessThan(a) || sumOf(t, all, "amount").LessThan(a) {
		t.Errorf("weighted: all %s, mine %s", a, m)
	}
	table := fine(t, "figures", "funnel", f)
	if !strings.Contains(table, "期望 "+sumOf(t, all, "weighted").StringFixed(2)) {
		t.Errorf("the table does not total the stages:\n%s", table)
	}
}

func TestFiguresRefuse(t *testing.T) {
	f := caseFile(t)
	refused(t, "不是日期", "figures", "funnel", f, "--from", "昨天")
	refused(t, "早于起日", "figures", "funnel", f, "--from", "2026-05-01", "--to", "2026-04-30")
}
