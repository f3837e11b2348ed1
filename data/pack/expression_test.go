package pack

import (
	"strings"
	"testing"
)

var sample = map[string]any{
	"total": 12_345_00, "rate": 6.5, "terms": "", "due": "2026-12-03", "open": true, "party": "",
	"lines": []map[string]any{{"qty": 1, "price": 100}}, "param": map[string]any{"qty": 6, "customer": ""},
}

func TestExpressionsSayWhetherSomethingHolds(t *testing.T) {
	values := map[string]any{"total": 12_345_00, "rate": 6.5, "terms": "月结30天", "due": "2026-12-03", "open": true, "party": "C-0007",
		"lines": []map[string]any{{"qty": 12, "price": 100}, {"qty": 2, "price": 50}}, "param": map[string]any{"qty": 6, "customer": "C-0007"}}
	for source, want := range map[string]bool{
		"total >= yuan(12345)":                                        true,
		"total > yuan(12345.00)":                                      false,
		"rate == 6.5 and open":                                        true,
		"any(lines, .qty >= param.qty) and len(lines) == 2":           true,
		"all(lines, .qty >= param.qty)":                               false,
		"sum(lines, .qty * .price) == 1300":                           true,
		`party == param.customer`:                                     true,
		`terms != "" and hasPrefix(terms, "月结")`:                      true,
		`days("2026-11-23", due) == 10`:                               true,
		"（total　>= yuan（100，）） or false":                              true,
		`terms == "（，）"`:                                              false,
		`count(lines, .qty > 5) == 1 ? total > 0 : false`:             true,
		`let big = filter(lines, .qty > 5); len(big) == 1 and !false`: true,
	} {
		f, err := compile(source, sample)
		if err != nil {
			t.Errorf("%s: %v", source, err)
			continue
		}
		if got, err := f.Holds(values); err != nil || got != want {
			t.Errorf("%s is %v, %v", source, got, err)
		}
	}
}

func TestAnExpressionThatCannotBeUsedSaysWhy(t *testing.T) {
	for source, says := range map[string]string{
		"totl > 5":                          "第 1 个字附近，没有这个名称",
		"total +":                           "写法不对",
		"total":                             "结果不是对或错",
		`total > "5"`:                       "不能",
		"findLast(lines, true) != nil":      "没有函数「findLast」",
		"now() != nil":                      "没有这个名称",
		"len(repeat(\"a\", 9999)) > 5":      "没有这个名称",
		strings.Repeat("1+", 300) + "1":     "有 601 个字",
		strings.Repeat("1+", 240) + "1 > 0": "太长",
	} {
		if _, err := compile(source, sample); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want %s", source, err, says)
		}
	}
}

func TestAnExpressionThatMeetsWhatItDidNotExpectSaysSo(t *testing.T) {
	for _, source := range []string{"lines[7].qty > 5", "days(terms, due) > 1", "lines[0].qty.x > 1"} {
		f, err := compile(source, sample)
		if err != nil {
			t.Errorf("%s: %v", source, err)
			continue
		}
		if holds, err := f.Holds(map[string]any{"total": 1, "terms": "x", "due": "2026-12-03", "lines": []map[string]any{}}); err == nil {
			t.Errorf("%s is %v", source, holds)
		}
	}
}

// What an order with very many lines costs at most.
func TestTheDearestExpressionEnds(t *testing.T) {
	f, err := compile("sum(lines, sum(lines, .qty)) > 5", sample)
	if err != nil {
		t.Fatal(err)
	}
	lines := make([]map[string]any, 1000)
	for i := range lines {
		lines[i] = map[string]any{"qty": 1}
	}
	if holds, err := f.Holds(map[string]any{"lines": lines}); err != nil || !holds {
		t.Errorf("%v, %v", holds, err)
	}
}

func FuzzExpression(f *testing.F) {
	for _, s := range []string{"total > 5", "any(lines, .qty > param.qty)", `terms == "x" or days(due, due) == 0`, "（total）", "a.b[0]", "1..9"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		if c, err := compile(source, sample); err == nil {
			_, _ = c.Holds(sample) // whatever it says, it ends and does not panic
		}
	})
}
