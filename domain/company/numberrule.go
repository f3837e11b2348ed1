package company

import (
	"fmt"
	"slices"
	"strings"

	"crmlab/domain/record"
)

// NumberRule 编号规则 says how new records of one sort are numbered. Records that have a number
// keep it.
type NumberRule struct {
	record.Base
	Sort  string // what is numbered, see numberedSorts
	Parts []NumberPart
	Reset string
	Off   bool
}

// NumberPart is one segment of a number.
type NumberPart struct {
	Type  string
	Text  string
	Day   string
	Width int
	First int
	Step  int
}

// Types of segments, and when counting begins again.
const (
	PartText    = "text"
	PartDay     = "day"
	PartCounter = "counter"

	ResetNever   = "never"
	ResetYearly  = "year"
	ResetMonthly = "month"
	ResetDaily   = "day"
)

// numberedSorts are the kinds that can be numbered by a rule, with the usual prefix of their numbers: kind.prefix.
var numberedSorts = []record.Choice{
	{Code: "customer.C", Label: "客户"}, {Code: "customer.D", Label: "代理"}, {Code: "product.P", Label: "产品"}, {Code: "opportunity.OP", Label: "销售机会"},
	{Code: "quote.QT", Label: "报价单"}, {Code: "order.SO", Label: "销售订单"}, {Code: "receipt.RC", Label: "收款单"},
	{Code: "task.MT", Label: "市场任务"}, {Code: "task.ST", Label: "销售任务"}, {Code: "task.VT", Label: "服务任务"}, {Code: "employee.E", Label: "员工"},
}

// dayFormats are the ways to write the day into a number, by the layout that writes it.
var dayFormats = []record.Choice{{Code: "2006", Label: "年"}, {Code: "06", Label: "两位年"}, {Code: "200601", Label: "年月"}, {Code: "0601", Label: "两位年月"},
	{Code: "20060102", Label: "年月日"}, {Code: "060102", Label: "两位年月日"}}

// resets are when counting begins again, with the layout of the day that tells it.
var resets = []struct {
	code, label, layout string
	days                []string // formats of the day that keep numbers of different times apart
}{
	{ResetNever, "不重新计数", "", nil},
	{ResetYearly, "每年", "2006", []string{"2006", "06", "200601", "0601", "20060102", "060102"}},
	{ResetMonthly, "每月", "200601", []string{"200601", "0601", "20060102", "060102"}},
	{ResetDaily, "每天", "20060102", []string{"20060102", "060102"}},
}

func resetChoices() []record.Choice {
	var cs []record.Choice
	for _, r := range resets {
		cs = append(cs, record.Choice{Code: r.code, Label: r.label})
	}
	return cs
}

// NumberRules is the kind of 编号规则.
var NumberRules = record.Define("number-rule", "编号规则", "company", "NR", []record.FieldOf[NumberRule]{
	record.Pick("sort", 1, "用于", func(n *NumberRule) *string { return &n.Sort }, numberedSorts, record.Required, record.Listed, record.Filter),
	record.Lines("parts", 2, "编号的组成", func(n *NumberRule) *[]NumberPart { return &n.Parts }, []record.FieldOf[NumberPart]{
		record.Pick("type", 1, "段", func(p *NumberPart) *string { return &p.Type }, []record.Choice{
			{Code: PartText, Label: "文字"}, {Code: PartDay, Label: "日期"}, {Code: PartCounter, Label: "流水号"}}, record.Required),
		record.Text("text", 2, "文字", func(p *NumberPart) *string { return &p.Text }, record.Max(10), record.Only("type", PartText)),
		record.Pick("day", 3, "日期写法", func(p *NumberPart) *string { return &p.Day }, dayFormats, record.Only("type", PartDay)),
		record.Int("width", 4, "位数", func(p *NumberPart) *int { return &p.Width }, record.Between(0, 8), record.Only("type", PartCounter)),
		record.Int("first", 5, "起始", func(p *NumberPart) *int { return &p.First }, record.Between(0, 99999999), record.Only("type", PartCounter)),
		record.Int("step", 6, "步长", func(p *NumberPart) *int { return &p.Step }, record.Between(0, 100), record.Only("type", PartCounter)),
	}, record.Required, record.Hint("至少两段，其中一段是流水号；流水号不填时四位、从 1 起、每次加 1")),
	record.Pick("reset", 3, "重新计数", func(n *NumberRule) *string { return &n.Reset }, resetChoices(), record.Required, record.Listed,
		record.StartsAt(record.ChoiceValue(ResetNever)), record.Hint("重新计数时，编号里要有能分开各期的日期")),
	record.Bool("off", 4, "停用", func(n *NumberRule) *bool { return &n.Off }, record.Listed, record.Hint("停用后按原来的方式编号")),
}, record.Shapes)

func init() {
	NumberRules.TitledBy("sort")
	NumberRules.Derive("example", 10, "举例", record.TypeText, func(r record.Reader, row record.Row) record.Value {
		return record.TextValue(example(r, row))
	}, record.Listed)
	NumberRules.Starts(func(_ record.Reader, n *NumberRule) error {
		n.Parts = []NumberPart{{Type: PartText}, {Type: PartDay, Day: "200601"}, {Type: PartCounter, Width: 4, First: 1, Step: 1}}
		return nil
	})
	NumberRules.Rule(checkNumberRule)
}

// example is the number that the rule would give first today.
func example(r record.Reader, row record.Row) string {
	var out strings.Builder
	for _, l := range row.Value(NumberRules.Field("parts")).R {
		switch l[0].S {
		case PartText:
			out.WriteString(l[1].S)
		case PartDay:
			out.WriteString(r.Today().Time().Format(l[2].S))
		case PartCounter:
			fmt.Fprintf(&out, "%0*d", int(l[3].N), l[4].N)
		}
	}
	return out.String()
}

func checkNumberRule(tx record.Tx, n, old *NumberRule) error {
	what := "没有保存编号规则"
	if len(n.Parts) < 2 {
		return record.RefuseField("number.parts", "parts", what, "编号少于两段", "至少写两段，如 文字 和 流水号")
	}
	counters, days := 0, []string{}
	for i := range n.Parts {
		p := &n.Parts[i]
		at := fmt.Sprintf("parts.%d.", i)
		switch p.Type {
		case PartText:
			if p.Text == "" {
				return record.RefuseField("number.text", at+"text", what, fmt.Sprintf("第 %d 段没有写文字", i+1), "写上文字，或删去这一段")
			}
			*p = NumberPart{Type: p.Type, Text: p.Text}
		case PartDay:
			if p.Day == "" {
				return record.RefuseField("number.day", at+"day", what, fmt.Sprintf("第 %d 段没有选日期写法", i+1), "选择日期写法")
			}
			days = append(days, p.Day)
			*p = NumberPart{Type: p.Type, Day: p.Day}
		case PartCounter:
			counters++
			if p.Width == 0 {
				p.Width = 4
			}
			if p.Step == 0 {
				p.Step = 1
			}
			if p.First == 0 && (old == nil || len(old.Parts) <= i || old.Parts[i].Type != PartCounter) {
				p.First = 1
			}
			*p = NumberPart{Type: p.Type, Width: p.Width, First: p.First, Step: p.Step}
		}
	}
	if counters != 1 {
		return record.RefuseField("number.counter", "parts", what, fmt.Sprintf("流水号有 %d 段", counters), "留下一段流水号，否则编号会重复")
	}
	for _, r := range resets {
		if r.code == n.Reset && r.days != nil && !slices.ContainsFunc(days, func(d string) bool { return slices.Contains(r.days, d) }) {
			return record.RefuseField("number.reset", "reset", what, r.label+"重新计数，而编号里没有能分开各期的日期", "加一段日期，或改为不重新计数")
		}
	}
	taken := false
	err := tx.Each(NumberRules.Kind, []record.Cond{record.Where("sort", record.ChoiceValue(n.Sort))}, func(row record.Row) bool {
		taken = row.ID() != n.ID
		return !taken
	})
	if err == nil && taken {
		err = record.RefuseField("number.twice", "sort", what, "它已经有一条编号规则", "修改那一条")
	}
	return err
}

// Numbers are the company's rules as the gate uses them.
func Numbers(r record.Reader) (map[record.NumberedAs]*record.Numbering, error) {
	rules, err := record.Find(r, NumberRules, record.Where("off", record.BoolValue(false)))
	if err != nil || len(rules) == 0 {
		return nil, err
	}
	out := map[record.NumberedAs]*record.Numbering{}
	for _, n := range rules {
		kind, prefix, _ := strings.Cut(n.Sort, ".")
		to := &record.Numbering{Name: n.Sort}
		for _, p := range n.Parts {
			to.Parts = append(to.Parts, record.NumberPart{Text: p.Text, Day: p.Day, Width: p.Width, First: p.First, Step: p.Step})
		}
		for _, reset := range resets {
			if reset.code == n.Reset {
				to.Reset = reset.layout
			}
		}
		out[record.NumberedAs{Kind: kind, Prefix: prefix}] = to
	}
	return out, nil
}
