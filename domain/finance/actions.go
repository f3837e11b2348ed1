package finance

import (
	"github.com/shopspring/decimal"

	"crmlab/domain/company"
	"crmlab/domain/order"
	"crmlab/domain/record"
)

// Cash 收款 asks what came in against an instalment.
type Cash struct {
	Day      record.Date
	Amount   decimal.Decimal
	Currency record.Ref[company.Currency]
	Rate     decimal.Decimal
	Method   record.Ref[company.DictItem]
	Voucher  string
	Excess   Excess
}

// Reason asks why.
type Reason struct{ Text string }

// The actions around receipts.
var (
	Collect = record.Act(order.Plans, "collect", "收款", collect, record.Needs(record.View), record.Primary,
		record.When(func(r record.Reader, p *order.PaymentPlan) error {
			what := "不能收款 " + p.No
			if !r.Access().May(Receipts.Kind, record.Create) {
				return record.Refuse("right", what, "当前职位没有财务处理的「新增」权限", "换成财务人员的身份")
			}
			o, err := record.Get(r.Whole(), p.Order)
			if err != nil {
				return err
			}
			if !order.Live(o.State) {
				return record.Refuse("receipt.state", what, "订单 "+o.No+" 现在是「"+o.State.Label()+"」", "订单审批通过后才能收款")
			}
			if order.Money.OnPlan(r, p.ID).GreaterThanOrEqual(p.Amount) {
				return record.Refuse("receipt.paid", what, "这一期已经收清", "选择未收清的一期")
			}
			return nil
		}),
		record.Input(
			record.Day("date", 1, "收款日期", func(c *Cash) *record.Date { return &c.Day }, record.Required,
				record.Starts(func(r record.Reader) record.Value { return record.DateValue(r.Today()) })),
			record.Money("amount", 2, "金额", func(c *Cash) *decimal.Decimal { return &c.Amount }, record.Positive),
			company.Dict(company.GroupPayMethod, "method", 3, "付款方式", func(c *Cash) *record.Ref[company.DictItem] { return &c.Method }),
			record.Text("voucher", 4, "票据号", func(c *Cash) *string { return &c.Voucher }, record.Max(40), record.Hint("留空自动编号")),
			record.Link("currency", 5, "币种", func(c *Cash) *record.Ref[company.Currency] { return &c.Currency }),
			record.Number("rate", 6, "汇率", func(c *Cash) *decimal.Decimal { return &c.Rate }, record.Places(6), record.NotNegative, record.Hint("不填按币种的汇率")),
			record.Pick("excess", 7, "超出应收时", func(c *Cash) *Excess { return &c.Excess }, []record.Choice{
				{Code: string(ExcessRefuse), Label: "不收"}, {Code: string(ExcessPrepaid), Label: "转为预收"}, {Code: string(ExcessExchange), Label: "记作汇兑差额"}},
				record.StartsAt(record.ChoiceValue(ExcessRefuse))),
		),
		record.Fill(func(r record.Reader, p *order.PaymentPlan, c *Cash) {
			c.Amount = p.Amount.Sub(order.Money.OnPlan(r, p.ID))
			c.Method = p.Method
			if o, err := record.Get(r.Whole(), p.Order); err == nil {
				c.Currency = o.Currency
			}
		}))

	Reverse = record.Act(Receipts, "reverse", "冲销", reverse, record.From(Posted), record.Needs(record.Void),
		record.Danger("冲销会增加一行等额的负数收款，原记录保留。要冲销吗？"),
		record.Input(record.Text("reason", 1, "原因", func(r *Reason) *string { return &r.Text }, record.Required, record.Max(200))))
)

func collect(tx record.Tx, p *order.PaymentPlan, in *Cash) error {
	r := &Receipt{State: Posted, Day: in.Day, Nature: ForSale, Order: p.Order, Plan: record.Ref[order.PaymentPlan](p.ID), Method: in.Method,
		Currency: in.Currency, Rate: in.Rate, Amount: in.Amount, Excess: in.Excess}
	r.No = in.Voucher
	return tx.ByRule().Save(r)
}

// reverse posts the same amounts with the other sign.
func reverse(tx record.Tx, r *Receipt, in *Reason) error {
	back := *r
	back.Base = record.Base{Owner: tx.Hat().Employee, Dept: tx.Hat().Dept, Remark: in.Text}
	back.State, back.Reverses, back.Day = Reversal, record.Ref[Receipt](r.ID), tx.Today()
	back.Amount, back.InYuan, back.Applied, back.Exchange = r.Amount.Neg(), r.InYuan.Neg(), r.Applied.Neg(), r.Exchange.Neg()
	if err := tx.ByRule().Save(&back); err != nil {
		return err
	}
	r.State = Reversed
	if err := tx.ByRule().Save(r); err != nil || r.Order == 0 {
		return err
	}
	o, err := record.Get(tx, r.Order)
	if err != nil {
		return err
	}
	return order.CutPlan(tx, o) // what was received no longer keeps an instalment up
}
