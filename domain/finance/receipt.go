// Package finance is experiment 9: receipts. It tells package order what was collected.
// Posted money is never edited or deleted: it is reversed by a second row.
package finance

import (
	"fmt"

	"github.com/shopspring/decimal"

	"crmlab/domain/company"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
)

// Nature of a receipt.
type Nature string

// Natures of receipts.
const (
	ForSale    Nature = "sale"    // 销售收款
	Prepayment Nature = "prepaid" // 预收
)

// Excess says what happens with money above what is owed.
type Excess string

// Ways with an excess.
const (
	ExcessRefuse   Excess = "refuse"
	ExcessPrepaid  Excess = "prepaid"  // parked as 预收
	ExcessExchange Excess = "exchange" // booked as 汇兑差额
)

// State of a receipt.
type State string

// States of receipts.
const (
	Posted   State = "posted"
	Reversed State = "reversed"
	Reversal State = "reversal"
)

// States of receipts in order.
var States = []record.State{
	{Code: string(Posted), Label: "已入账", Tone: record.ToneGreen},
	{Code: string(Reversed), Label: "已冲销", Tone: record.ToneGrey},
	{Code: string(Reversal), Label: "冲销", Tone: record.ToneRed},
}

// Receipt 收款 is money in. Its number is the 票据号, its owner the 经办人.
type Receipt struct {
	record.Base
	State    State
	Day      record.Date
	Nature   Nature
	Party    record.Ref[party.Customer]
	Order    record.Ref[order.Order]
	Plan     record.Ref[order.PaymentPlan]
	Method   record.Ref[company.DictItem]
	Currency record.Ref[company.Currency]
	Rate     decimal.Decimal // 元 for one unit
	Amount   decimal.Decimal // in the receipt's currency
	InYuan   decimal.Decimal // amount × rate, to the cent
	Applied  decimal.Decimal // what counts against the order, in the order's currency
	Excess   Excess
	Exchange decimal.Decimal // 汇兑差额, 元
	Reverses record.Ref[Receipt]
}

// Receipts is the kind of 收款.
var Receipts = record.Define("receipt", "收款", "finance", "RC", []record.FieldOf[Receipt]{
	record.StateField(1, "状态", func(r *Receipt) *State { return &r.State }, States),
	record.Day("date", 2, "收款日期", func(r *Receipt) *record.Date { return &r.Day }, record.Required, record.Listed, record.Filter,
		record.Starts(func(r record.Reader) record.Value { return record.DateValue(r.Today()) })),
	record.Pick("nature", 3, "类型", func(r *Receipt) *Nature { return &r.Nature }, []record.Choice{
		{Code: string(ForSale), Label: "销售收款"}, {Code: string(Prepayment), Label: "预收"}}, record.Required, record.Listed, record.Filter,
		record.StartsAt(record.ChoiceValue(ForSale))),
	record.Link("party", 4, "客户", func(r *Receipt) *record.Ref[party.Customer] { return &r.Party }, record.Listed, record.Filter, record.Hint("销售收款由订单带出")),
	record.Link("order", 5, "订单", func(r *Receipt) *record.Ref[order.Order] { return &r.Order }, record.Listed, record.Filter),
	record.Link("plan", 6, "回款计划", func(r *Receipt) *record.Ref[order.PaymentPlan] { return &r.Plan }, record.Hint("不选时冲抵最早未收的一期"),
		record.NarrowBy(func(row record.Row) []record.Cond {
			o := row.Value(row.Kind().Field("order"))
			if o.N == 0 {
				return nil
			}
			return []record.Cond{record.Where("order", o)}
		})),
	record.Money("amount", 7, "金额", func(r *Receipt) *decimal.Decimal { return &r.Amount }, record.Listed),
	record.Link("currency", 8, "币种", func(r *Receipt) *record.Ref[company.Currency] { return &r.Currency }),
	record.Number("rate", 9, "汇率", func(r *Receipt) *decimal.Decimal { return &r.Rate }, record.Places(6), record.NotNegative, record.Hint("不填按币种的汇率")),
	record.Money("inYuan", 10, "折合人民币", func(r *Receipt) *decimal.Decimal { return &r.InYuan }, record.Computed),
	record.Money("applied", 11, "冲抵订单", func(r *Receipt) *decimal.Decimal { return &r.Applied }, record.Computed),
	company.Dict(company.GroupPayMethod, "method", 12, "付款方式", func(r *Receipt) *record.Ref[company.DictItem] { return &r.Method }, record.Listed),
	record.Pick("excess", 13, "超出应收时", func(r *Receipt) *Excess { return &r.Excess }, []record.Choice{
		{Code: string(ExcessRefuse), Label: "不收"}, {Code: string(ExcessPrepaid), Label: "转为预收"}, {Code: string(ExcessExchange), Label: "记作汇兑差额"}},
		record.StartsAt(record.ChoiceValue(ExcessRefuse))),
	record.Money("exchange", 14, "汇兑差额", func(r *Receipt) *decimal.Decimal { return &r.Exchange }, record.Computed),
	record.Link("reverses", 15, "冲销", func(r *Receipt) *record.Ref[Receipt] { return &r.Reverses }, record.System),
}, record.Owned)

// What was collected, by instalment, by order, and what a party has paid in advance.
var (
	onPlan  = record.SumBy(Receipts.Kind, "onPlan", "plan", "applied")
	onOrder = record.SumBy(Receipts.Kind, "onOrder", "order", "applied")
	prepaid = record.SumBy(Receipts.Kind, "prepaid", "party", "inYuan", record.Where("nature", record.ChoiceValue(Prepayment)))
)

var dayField, appliedField = Receipts.Field("date"), Receipts.Field("applied")

// Prepaid is what a party has paid in advance, in 元.
func Prepaid(r record.Reader, buyer record.ID) decimal.Decimal {
	sum, _ := r.Tally(prepaid, buyer)
	return record.FromMinor(sum, 2)
}

func init() {
	record.AddedTo(Receipts, "order", func(_ record.Reader, r *Receipt, o *order.Order) error {
		if r.Nature != ForSale {
			return nil
		}
		return notLive(o, "没有登记收款")
	})
	order.Money.OnPlan = func(r record.Reader, plan record.ID) decimal.Decimal {
		sum, _ := r.Tally(onPlan, plan)
		return record.FromMinor(sum, 2)
	}
	order.Money.OnPlans = func(r record.Reader, plans []record.ID, out []int64) { r.Sums(onPlan, plans, out) }
	for _, name := range []string{"received", "outstanding", "status"} {
		v := order.Plans.Field(name).Vector
		v.Uses = append(v.Uses, Receipts.Kind)
	}
	order.Money.OnOrder = func(r record.Reader, o record.ID) decimal.Decimal {
		sum, _ := r.Tally(onOrder, o)
		return record.FromMinor(sum, 2)
	}
	order.Money.List = func(r record.Reader, plan record.ID) []order.Collected {
		page, err := r.Whole().Query(record.Query{Kind: Receipts.Kind, Where: []record.Cond{record.Where("plan", record.LinkValue(plan))},
			Sort: []record.Sort{{Field: "date"}}})
		if err != nil {
			return nil
		}
		var out []order.Collected
		for _, row := range page.Rows {
			out = append(out, order.Collected{Day: row.Value(dayField).Date(), Amount: row.Value(appliedField).Money()})
		}
		return out
	}
	party.Customers.DeriveSum("prepaid", 62, "预收余额", prepaid)
	Receipts.Stateful(States)
	Receipts.TitledBy("no")
	Receipts.SeenVia("order", "party")
	Receipts.Rule(rule)
}

func rule(tx record.Tx, r, old *Receipt) error {
	if old != nil || r.Reverses != 0 {
		return nil // only reverse changes what is posted
	}
	what := "没有登记收款"
	if !r.Amount.IsPositive() {
		return record.RefuseField("receipt.amount", "amount", what, "金额应大于 0", "改正金额；冲销收款用冲销按钮")
	}
	if r.Day > tx.Today() {
		return record.RefuseField("receipt.future", "date", what, "收款日期 "+r.Day.String()+" 在业务日期 "+tx.Today().String()+" 之后", "改正日期，或推进业务日期")
	}
	if err := company.DefaultRate(tx, &r.Currency, &r.Rate, r.Day); err != nil {
		return err
	}
	if r.Excess == "" {
		r.Excess = ExcessRefuse
	}
	r.InYuan = record.Cents(r.Amount.Mul(r.Rate))
	if !r.InYuan.IsPositive() {
		return record.RefuseField("receipt.amount", "amount", what, "折合人民币不到一分", "改正金额或汇率")
	}
	if r.Nature == Prepayment {
		if r.Party == 0 {
			return record.RefuseField("receipt.party", "party", what, "预收没有选客户", "选择付款的客户")
		}
		if r.Order != 0 || r.Plan != 0 {
			return record.RefuseField("receipt.prepaid", "order", what, "预收不对应订单", "清空订单，或把类型改为销售收款")
		}
		return nil
	}
	return apply(tx, r, what)
}

// apply sets a sale's receipt against its instalment. Money above what is owed is
// refused, parked as 预收 or booked as 汇兑差额, as the user says.
func apply(tx record.Tx, r *Receipt, what string) error {
	if r.Order == 0 && r.Plan != 0 {
		p, err := record.Get(tx, r.Plan)
		if err != nil {
			return err
		}
		r.Order = p.Order
	}
	if r.Order == 0 {
		return record.RefuseField("receipt.order", "order", what, "销售收款没有选订单", "选择订单；还没有订单的钱登记为预收")
	}
	o, err := record.Get(tx, r.Order)
	if err != nil {
		return err
	}
	if err := notLive(o, what); err != nil {
		return err
	}
	if r.Party != 0 && r.Party != o.Party {
		return record.RefuseField("receipt.party", "party", what, "订单 "+o.No+" 的客户是 "+tx.Title(party.Customers.Kind, o.Party.ID()), "改正客户或订单")
	}
	r.Party = o.Party
	p, err := planFor(tx, r, o, what)
	if err != nil {
		return err
	}
	owed := p.Amount.Sub(order.Money.OnPlan(tx, p.ID))
	if !owed.IsPositive() {
		return record.RefuseField("receipt.paid", "plan", what, fmt.Sprintf("第 %d 期已经收清", p.Seq), "选择未收清的一期，或登记为预收")
	}
	r.Plan = record.Ref[order.PaymentPlan](p.ID)
	r.Applied = r.InYuan.DivRound(o.Rate, 2)
	over := r.Applied.Sub(owed)
	if !over.IsPositive() {
		return nil
	}
	overYuan := decimal.Min(record.Cents(over.Mul(o.Rate)), r.InYuan)
	switch r.Excess {
	case ExcessExchange:
		if home := company.Home(tx); r.Currency == home && o.Currency == home {
			return record.RefuseField("receipt.exchange", "excess", what, "订单和收款都是本位币，没有汇兑差额", "改小金额，或选择超出部分转为预收")
		}
		r.Applied, r.Exchange = owed, overYuan
		return nil
	case ExcessPrepaid:
		// The excess becomes a receipt of its own, in 元, beside this one.
		park := &Receipt{State: Posted, Day: r.Day, Nature: Prepayment, Party: o.Party, Method: r.Method, Currency: company.Home(tx),
			Rate: decimal.NewFromInt(1), Amount: overYuan}
		park.Owner, park.Dept = r.Owner, r.Dept
		park.Remark = "订单 " + o.No + " 收款超出应收的部分"
		if err := tx.ByRule().Save(park); err != nil {
			return err
		}
		r.InYuan = r.InYuan.Sub(overYuan)
		r.Amount = r.InYuan.DivRound(r.Rate, 2)
		r.Applied = owed
		return nil
	case ExcessRefuse:
	}
	return record.RefuseField("receipt.over", "amount", what,
		fmt.Sprintf("第 %d 期还欠 %s，本次收款 %s，多 %s", p.Seq, grouped(owed), grouped(r.Applied), grouped(over)), "改小金额，或选择超出部分转为预收")
}

// notLive refuses money for an order that is not approved.
func notLive(o *order.Order, what string) error {
	if order.Live(o.State) {
		return nil
	}
	return record.RefuseField("receipt.state", "order", what, "订单 "+o.No+" 现在是「"+o.State.Label()+"」", "订单审批通过后才能收款")
}

func grouped(d decimal.Decimal) string { return record.GroupDigits(d.StringFixed(2)) }

// planFor is the instalment that a receipt pays: the chosen one, or the oldest that is
// not paid.
func planFor(tx record.Tx, r *Receipt, o *order.Order, what string) (*order.PaymentPlan, error) {
	plans, err := record.Find(tx, order.Plans, record.Where("order", record.LinkValue(o.ID)))
	if err != nil {
		return nil, err
	}
	var oldest *order.PaymentPlan
	for _, p := range plans {
		if r.Plan.ID() == p.ID {
			return p, nil
		}
		if order.Money.OnPlan(tx, p.ID).LessThan(p.Amount) && (oldest == nil || p.Due < oldest.Due) {
			oldest = p
		}
	}
	if r.Plan != 0 {
		return nil, record.RefuseField("receipt.plan", "plan", what, "这一期回款计划不属于订单 "+o.No, "重新选择回款计划")
	}
	if oldest == nil {
		return nil, record.RefuseField("receipt.paid", "order", what, "订单 "+o.No+" 已经收清", "登记为预收，或选择别的订单")
	}
	return oldest, nil
}
