package order

import (
	"github.com/shopspring/decimal"

	"crmlab/domain/approval"
	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/record"
	"crmlab/domain/sales"
	"crmlab/domain/task"
)

// Delivery 登记执行 asks what was delivered; everything that is left if nothing is said.
type Delivery struct {
	Day       record.Date
	Nature    string
	Logistics string
	Lines     []Executed
}

// Why asks for a reason.
type Why struct{ Reason string }

// The actions of orders, and those that make an order of a quote or a task.
var (
	Submit = record.Act(Orders, "submit", "提交审批", submit, record.From(Draft, Returned), record.Primary)

	Execute = record.Act(Orders, "execute", "登记执行", execute, record.From(Running), record.Primary,
		record.Input(
			record.Day("day", 1, "日期", func(d *Delivery) *record.Date { return &d.Day }, record.Required,
				record.Starts(func(r record.Reader) record.Value { return record.DateValue(r.Today()) })),
			record.Pick("nature", 2, "类型", func(d *Delivery) *string { return &d.Nature }, []record.Choice{
				{Code: "deliver", Label: "交货"}, {Code: "service", Label: "服务"}}, record.Required, record.StartsAt(record.ChoiceValue("deliver"))),
			record.Text("logistics", 3, "物流单号", func(d *Delivery) *string { return &d.Logistics }, record.Max(40)),
			record.Lines("lines", 4, "本次数量", func(d *Delivery) *[]Executed { return &d.Lines }, deliveryColumns(), record.Hint("不填表示余下的全部")),
		),
		record.Fill(func(r record.Reader, o *Order, d *Delivery) {
			left, err := Remaining(r, o, 0)
			if err != nil {
				return
			}
			for _, l := range o.Lines {
				if left[l.Product].IsPositive() {
					d.Lines = append(d.Lines, Executed{Product: l.Product, Qty: left[l.Product]})
					left[l.Product] = decimal.Zero
				}
			}
		}))

	Terminate = record.Act(Orders, "terminate", "终止", func(tx record.Tx, o *Order, in *Why) error {
		x, err := executedPart(tx, o)
		if err != nil {
			return err
		}
		o.Reason, o.Sales, o.Cost = in.Reason, x.sales, x.cost
		if err := into(tx, o, Ended); err != nil {
			return err
		}
		return CutPlan(tx, o)
	}, record.From(Running), record.Danger("终止后订单不再执行，已执行的部分保留，回款计划减到已执行的金额。要终止吗？"), record.Input(reason()))

	Void = record.Act(Orders, "void", "作废", func(tx record.Tx, o *Order, in *Why) error {
		if got := Money.OnOrder(tx, o.ID); got.IsPositive() {
			return record.Refuse("order.void", "不能作废 "+o.No, "已收款 "+grouped(got), "先冲销收款")
		}
		back, err := claims(tx, o, 0)
		if err != nil {
			return err
		}
		if len(back) > 0 {
			return record.Refuse("order.returned", "不能作废 "+o.No, "退货单 "+back[0].No+" 还在处理或已经通过", "保留订单；退货已经冲减了它的金额")
		}
		o.Reason = in.Reason
		return into(tx, o, Voided)
	}, record.From(Refused, Ended, Done, Running), record.Needs(record.Void), record.Danger("作废的订单不再计入任何数字。要作废吗？"), record.Input(reason()))

	Copy = record.Act(Orders, "copy", "复制为新订单", func(tx record.Tx, o *Order, _ *record.None) error {
		next := &Order{Party: o.Party, Contact: o.Contact, Task: o.Task, Day: tx.Today(), Currency: o.Currency, Terms: o.Terms,
			Discount: o.Discount, VAT: o.VAT, Lines: append([]sales.Line(nil), o.Lines...)}
		next.Owner, next.Dept = o.Owner, o.Dept
		if err := tx.ByRule().Save(next); err != nil { // it is the same owner's, whoever copies it
			return err
		}
		tx.Show(next)
		return nil
	}, record.Needs(record.Create))

	// Adopt 转为历史订单 takes over an order from before the system was used: it was
	// delivered and paid, so it passes neither approval nor plan.
	Adopt = record.Act(Orders, "adopt", "转为历史订单", func(tx record.Tx, o *Order, _ *record.None) error {
		if len(o.Lines) == 0 {
			return record.Refuse("order.lines", "没有转为历史订单 "+o.No, "订单没有明细", "先填写明细")
		}
		if err := dropPlan(tx, o); err != nil { // it was paid before
			return err
		}
		o.Opening, o.Passed = true, o.Day
		return into(tx, o, Done)
	}, record.From(Draft), record.Needs(record.Import), record.Danger("历史订单视为已执行、已收款，不再审批。要转为历史订单吗？"))

	FromQuote = record.Act(sales.Quotes, "order", "生成订单", fromQuote, record.From(sales.QuoteActive), record.Needs(record.Transfer), record.Primary,
		record.When(func(r record.Reader, q *sales.Quote) error {
			if q.ValidUntil != 0 && q.ValidUntil < r.Today() {
				return record.Refuse("quote.expired", "不能由 "+q.No+" 生成订单", "报价 "+q.ValidUntil.String()+" 已过有效期", "复制为新版本再报价")
			}
			return nil
		}))

	FromTask = record.Act(task.Tasks, "order", "生成订单", fromTask, record.From(task.Active), record.Needs(record.Transfer),
		record.When(func(_ record.Reader, t *task.Task) error {
			if t.Domain != company.Sales {
				return record.Refuse("task.domain", "不能由 "+t.No+" 生成订单", "它不是销售任务", "在销售任务上操作")
			}
			return nil
		}))
)

func reason() record.FieldOf[Why] {
	return record.Text("reason", 1, "原因", func(w *Why) *string { return &w.Reason }, record.Required, record.Max(200))
}

func submit(tx record.Tx, o *Order, _ *record.None) error {
	checks, err := Checks(tx, o)
	if err != nil {
		return err
	}
	var no record.Refusals
	for _, c := range checks {
		no = append(no, record.RefusalsIn(c.No)...)
	}
	if len(no) > 0 {
		return no
	}
	o.State = Review
	if err := tx.ByRule().Save(o); err != nil {
		return err
	}
	return approval.Submit(tx, o)
}

func execute(tx record.Tx, o *Order, in *Delivery) error {
	e := &Execution{Order: record.Ref[Order](o.ID), Day: in.Day, Nature: in.Nature, Lines: in.Lines, Logistics: in.Logistics}
	return tx.ByRule().Save(e)
}

// fromQuote makes the order with the quote's lines and prices, and closes the quote.
func fromQuote(tx record.Tx, q *sales.Quote, _ *record.None) error {
	o := &Order{Party: q.Party, Contact: q.Contact, Task: q.Task, Quote: record.Ref[sales.Quote](q.ID), Day: tx.Today(),
		Currency: q.Currency, Rate: q.Rate, Lines: append([]sales.Line(nil), q.Lines...), Discount: q.Discount, VAT: q.VAT}
	o.Owner, o.Dept, o.Remark = q.Owner, q.Dept, q.Remark
	if err := tx.ByRule().Save(o); err != nil {
		return err
	}
	q.State = sales.QuoteOrdered
	tx.Show(o)
	return tx.ByRule().Save(q)
}

func fromTask(tx record.Tx, t *task.Task, _ *record.None) error {
	rec, err := record.Blank(tx, Orders.Kind)
	if err != nil {
		return err
	}
	o := rec.(*Order)
	o.Party, o.Contact, o.Task = t.Party, t.Contact, record.Ref[task.Task](t.ID)
	o.Owner, o.Dept = t.Owner, t.Dept
	for _, p := range t.Products {
		o.Lines = append(o.Lines, sales.Line{Product: record.Ref[catalog.Product](p), Qty: decimal.NewFromInt(1)})
	}
	if err := tx.ByRule().Save(o); err != nil {
		return err
	}
	tx.Show(o)
	return nil
}
