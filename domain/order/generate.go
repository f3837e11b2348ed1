package order

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"crmlab/domain/company"
	"crmlab/domain/record"
)

// Instalments says how a payment plan is generated.
type Instalments struct {
	Mode    string
	Parts   int
	Shares  string // percent of each instalment: 40、30、30
	Deposit decimal.Decimal
	First   record.Date
	Months  int // between instalments; 0: Days counts
	Days    int
	Remind  int
	Method  record.Ref[company.DictItem]
}

// Ways of cutting an amount into instalments.
const (
	Equal    = "equal"   // N parts of the same size
	ByShares = "shares"  // percentages
	Deposits = "deposit" // 首付 and the rest
)

// GeneratePlan 生成回款计划 replaces the instalments of a draft order.
var GeneratePlan = record.Act(Orders, "plan", "生成回款计划", generate, record.From(Draft, Returned),
	record.Input(
		record.Pick("mode", 1, "方式", func(i *Instalments) *string { return &i.Mode }, []record.Choice{
			{Code: Equal, Label: "平均分期", Says: "每期金额相同，期数自定"}, {Code: ByShares, Label: "按比例", Says: "逐期写明百分比，期数随之而定"},
			{Code: Deposits, Label: "首付加尾款", Says: "固定两期：首付和尾款"}}, record.Required,
			record.StartsAt(record.ChoiceValue(Equal))),
		record.Int("parts", 2, "期数", func(i *Instalments) *int { return &i.Parts }, record.Between(1, 60), record.Unit("期"), record.StartsAt(record.IntValue(3)),
			record.Only("mode", Equal)),
		record.Text("shares", 3, "各期比例", func(i *Instalments) *string { return &i.Shares }, record.Required, record.Hint("合计 100，如 40、30、30"),
			record.Only("mode", ByShares)),
		record.Percent("deposit", 4, "首付比例", func(i *Instalments) *decimal.Decimal { return &i.Deposit }, record.Hint("其余为尾款"), record.Only("mode", Deposits)),
		record.Day("first", 5, "首期到期日", func(i *Instalments) *record.Date { return &i.First }, record.Required),
		record.Int("months", 6, "每期间隔", func(i *Instalments) *int { return &i.Months }, record.Between(0, 24), record.Unit("月"), record.StartsAt(record.IntValue(1)),
			record.Hint("填 0 则按天数间隔")),
		record.Int("days", 7, "间隔天数", func(i *Instalments) *int { return &i.Days }, record.Between(0, 730), record.Unit("天"), record.Only("months", "0")),
		record.Int("remind", 8, "提前提醒", func(i *Instalments) *int { return &i.Remind }, record.Between(0, 90), record.Unit("天")),
		company.Dict(company.GroupPayMethod, "method", 9, "付款方式", func(i *Instalments) *record.Ref[company.DictItem] { return &i.Method }),
	),
	record.Warn(func(r record.Reader, o *Order) string {
		_, n := Planned(r, o.ID)
		if n == 0 {
			return ""
		}
		return fmt.Sprintf("会替换现有的 %d 期回款计划，下面是现有计划的安排。", n)
	}),
	record.Fill(func(r record.Reader, o *Order, in *Instalments) {
		in.First = max(o.Day, o.Deliver)
		if s, err := company.Current(r); err == nil {
			in.Remind = s.RemindDays
		}
		if plans, err := PlansOf(r, o.ID); err == nil { // a fault shows where the plan is read to be shown
			in.like(plans)
		}
	}))

func generate(tx record.Tx, o *Order, in *Instalments) error {
	what := "没有生成 " + o.No + " 的回款计划"
	if !o.Total.IsPositive() {
		return record.Refuse("plan.empty", what, "订单金额为 0", "先填写订单明细")
	}
	amounts, err := in.amounts(o.Total, what)
	if err != nil {
		return err
	}
	if err := dropPlan(tx, o); err != nil {
		return err
	}
	if in.First < o.Day {
		return record.RefuseField("plan.early", "first", what, "首期到期日早于订单日期 "+o.Day.String(), "改正首期到期日")
	}
	for i, amount := range amounts {
		due := in.First.AddMonths(i * in.Months)
		if in.Months == 0 {
			due = in.First.AddDays(i * max(in.Days, 1))
		}
		p := &PaymentPlan{Order: record.Ref[Order](o.ID), Seq: i + 1, Due: due, Amount: amount, Remind: in.Remind, Method: in.Method}
		if err := tx.ByRule().Save(p); err != nil {
			return err
		}
	}
	return nil
}

// dropPlan removes the instalments of an order.
func dropPlan(tx record.Tx, o *Order) error {
	plans, err := PlansOf(tx, o.ID)
	if err != nil {
		return err
	}
	for _, p := range plans {
		if err := tx.ByRule().Delete(Plans.Kind, p.ID); err != nil {
			return err
		}
	}
	return nil
}

// amounts cuts a total as the user wants; none of the parts is empty.
func (in *Instalments) amounts(total decimal.Decimal, what string) ([]decimal.Decimal, error) {
	weights, err := in.weights(what)
	if err != nil {
		return nil, err
	}
	out := Split(total, weights)
	for _, a := range out {
		if !a.IsPositive() {
			return nil, record.RefuseField("plan.parts", "parts", what, "金额太小，不能分成这么多期", "减少期数")
		}
	}
	return out, nil
}

func (in *Instalments) weights(what string) ([]decimal.Decimal, error) {
	hundred := decimal.NewFromInt(100)
	switch in.Mode {
	case ByShares:
		var shares []decimal.Decimal
		sum := decimal.Zero
		for _, s := range strings.FieldsFunc(in.Shares, func(r rune) bool { return strings.ContainsRune("、,，;； /+", r) }) {
			n, _, err := record.ParseNumber(s, 2)
			if err != nil || n <= 0 {
				return nil, record.RefuseField("plan.shares", "shares", what, "比例「"+s+"」不是正数", "写成 40、30、30")
			}
			shares = append(shares, record.FromMinor(n, 2))
			sum = sum.Add(record.FromMinor(n, 2))
		}
		if !sum.Equal(hundred) {
			return nil, record.RefuseField("plan.shares", "shares", what, fmt.Sprintf("各期比例合计 %s%%", sum), "改到合计 100%")
		}
		return shares, nil
	case Deposits:
		if !in.Deposit.IsPositive() || in.Deposit.GreaterThanOrEqual(hundred) {
			return nil, record.RefuseField("plan.deposit", "deposit", what, "首付比例应大于 0、小于 100%", "改正首付比例")
		}
		return []decimal.Decimal{in.Deposit, hundred.Sub(in.Deposit)}, nil
	}
	if in.Parts < 1 {
		return nil, record.RefuseField("plan.parts", "parts", what, "期数为 0", "填写期数")
	}
	shares := make([]decimal.Decimal, in.Parts)
	for i := range shares {
		shares[i] = decimal.NewFromInt(1)
	}
	return shares, nil
}

// Split cuts a total into parts by weight, each to the cent; the last takes the
// remainder, so that the parts total exactly. Without any weight the last takes all.
func Split(total decimal.Decimal, weights []decimal.Decimal) []decimal.Decimal {
	sum := decimal.Zero
	for _, w := range weights {
		sum = sum.Add(w)
	}
	out := make([]decimal.Decimal, len(weights))
	rest := total
	for i, w := range weights {
		if i == len(weights)-1 {
			out[i] = rest
			break
		}
		if sum.IsZero() {
			continue
		}
		out[i] = record.Cents(total.Mul(w).DivRound(sum, 8))
		rest = rest.Sub(out[i])
	}
	return out
}
