// Package order is experiment 8: sales orders, their payment plans and execution, the
// checks before submission, accounts and overdue money. What was collected it learns
// from package finance through Money.
package order

import (
	"fmt"

	"github.com/shopspring/decimal"

	"crmlab/domain/approval"
	"crmlab/domain/company"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/sales"
	"crmlab/domain/task"
)

// State of a sales order.
type State string

// States of orders.
const (
	Draft    State = "draft"
	Returned State = "sentback"
	Review   State = "review"
	Running  State = "running"
	Done     State = "done"
	Ended    State = "ended"
	Refused  State = "refused"
	Voided   State = "void"
)

// States in the order in which documents go through them.
var States = []record.State{
	{Code: string(Draft), Label: "草稿", Tone: record.ToneGrey, Edit: true, Delete: true},
	{Code: string(Returned), Label: "退回", Tone: record.ToneAmber, Edit: true, Delete: true},
	{Code: string(Review), Label: "审批中", Tone: record.ToneBlue},
	{Code: string(Running), Label: "执行中", Tone: record.ToneGreen},
	{Code: string(Done), Label: "已完成", Tone: record.ToneGreen},
	{Code: string(Ended), Label: "已终止", Tone: record.ToneGrey},
	{Code: string(Refused), Label: "已拒绝", Tone: record.ToneRed},
	{Code: string(Voided), Label: "作废", Tone: record.ToneGrey},
}

// Order 销售订单 is a confirmed sale to a customer or an agent.
type Order struct {
	record.Base
	State    State
	Party    record.Ref[party.Customer]
	Contact  record.Ref[party.Contact]
	Task     record.Ref[task.Task]
	Quote    record.Ref[sales.Quote]
	Day      record.Date
	Deliver  record.Date
	Currency record.Ref[company.Currency]
	Rate     decimal.Decimal // 元 for one unit of the currency, as of the order's date
	Terms    record.Ref[company.DictItem]
	Signer   string // who signed for the customer
	Lines    []sales.Line
	Discount decimal.Decimal // % on the whole
	VAT      decimal.Decimal // %
	Untaxed  decimal.Decimal // in the order's currency, as the three below
	Tax      decimal.Decimal
	Total    decimal.Decimal
	Cost     decimal.Decimal // 元
	Sales    decimal.Decimal // 元 before tax that count as sales once approved; of a terminated order what was executed
	Passed   record.Date     // business date of the approval
	Opening  bool            // from before this system was used: settled, no plan, no approval
	Reason   string          // why it was terminated or voided
}

// Orders is the kind of 销售订单.
var Orders = record.Define("order", "销售订单", "order", "SO", []record.FieldOf[Order]{
	record.Link("party", 1, "客户", func(o *Order) *record.Ref[party.Customer] { return &o.Party }, record.Required, record.Listed, record.Filter),
	record.StateField(2, "状态", func(o *Order) *State { return &o.State }, States),
	record.Link("contact", 3, "联系人", func(o *Order) *record.Ref[party.Contact] { return &o.Contact }, party.BelongsTo("party")),
	record.Link("task", 4, "销售任务", func(o *Order) *record.Ref[task.Task] { return &o.Task }),
	record.Link("quote", 5, "报价单", func(o *Order) *record.Ref[sales.Quote] { return &o.Quote }, record.System),
	record.Day("date", 6, "订单日期", func(o *Order) *record.Date { return &o.Day }, record.Required, record.Listed, record.Filter,
		record.Starts(func(r record.Reader) record.Value { return record.DateValue(r.Today()) })),
	record.Day("deliveryDate", 7, "交货日期", func(o *Order) *record.Date { return &o.Deliver }, record.Listed),
	record.Link("currency", 8, "币种", func(o *Order) *record.Ref[company.Currency] { return &o.Currency }),
	record.Number("rate", 9, "汇率", func(o *Order) *decimal.Decimal { return &o.Rate }, record.Places(6), record.NotNegative, record.Hint("不填按币种的汇率")),
	company.Dict(company.GroupPayTerms, "terms", 10, "付款条件", func(o *Order) *record.Ref[company.DictItem] { return &o.Terms }),
	record.Text("signer", 11, "客户签约人", func(o *Order) *string { return &o.Signer }, record.Max(40)),
	record.Lines("lines", 12, "明细", func(o *Order) *[]sales.Line { return &o.Lines }, sales.LineFields()),
	record.Percent("discount", 13, "整单折扣", func(o *Order) *decimal.Decimal { return &o.Discount }),
	record.Percent("vatRate", 14, "增值税", func(o *Order) *decimal.Decimal { return &o.VAT }, record.Starts(sales.VATNow)),
	record.Money("untaxed", 15, "未税", func(o *Order) *decimal.Decimal { return &o.Untaxed }, record.Computed),
	record.Money("tax", 16, "税额", func(o *Order) *decimal.Decimal { return &o.Tax }, record.Computed),
	record.Money("total", 17, "合计", func(o *Order) *decimal.Decimal { return &o.Total }, record.Computed, record.Listed),
	record.Money("cost", 18, "成本", func(o *Order) *decimal.Decimal { return &o.Cost }, record.Computed),
	record.Money("sales", 22, "销售额", func(o *Order) *decimal.Decimal { return &o.Sales }, record.Computed, record.Hint("未税金额折合人民币；终止的订单只计已执行的部分")),
	record.Day("passed", 19, "通过日期", func(o *Order) *record.Date { return &o.Passed }, record.System),
	record.Bool("opening", 20, "历史订单", func(o *Order) *bool { return &o.Opening }, record.System),
	record.Text("reason", 21, "终止原因", func(o *Order) *string { return &o.Reason }, record.System, record.Max(200)),
}, record.Owned)

var linesField = Orders.Field("lines")

// LinesField is the order's lines as figures walk them.
func LinesField() *record.Field { return linesField }

func init() {
	Orders.Stateful(States)
	Orders.TitledBy("party")
	Orders.SeenVia("party")
	Orders.Rule(rule)
	Orders.Derive("profit", 30, "毛利", record.TypeMoney, func(_ record.Reader, row record.Row) record.Value {
		return record.MoneyMinor(row.Value(Orders.Field("sales")).N - row.Value(Orders.Field("cost")).N)
	})
	approval.For(Orders, string(Review), approval.Document{
		Title: func(r record.Reader, rec record.Record) string {
			o := rec.(*Order)
			return "销售订单 " + o.No + " " + r.Title(party.Customers.Kind, o.Party.ID())
		},
		Amount:    func(rec record.Record) decimal.Decimal { return rec.(*Order).InYuan() },
		Authority: authority,
		Passed:    passed,
		Refused:   func(tx record.Tx, rec record.Record) error { return into(tx, rec, Refused) },
		Returned:  func(tx record.Tx, rec record.Record) error { return into(tx, rec, Returned) },
		Withdrawn: func(tx record.Tx, rec record.Record) error { return into(tx, rec, Draft) },
	})
}

// InYuan is the order's total in 元.
func (o *Order) InYuan() decimal.Decimal { return record.Cents(o.Total.Mul(o.Rate)) }

func into(tx record.Tx, rec record.Record, s State) error {
	rec.(*Order).State = s
	return tx.ByRule().Save(rec)
}

func passed(tx record.Tx, rec record.Record) error {
	rec.(*Order).Passed = tx.Today()
	return into(tx, rec, Running)
}

// rule prices the lines and adds them up while the order may still change.
func rule(tx record.Tx, o, old *Order) error {
	what := "没有保存订单 " + o.No
	if o.Deliver != 0 && o.Deliver < o.Day {
		return record.RefuseField("order.dates", "deliveryDate", what, "交货日期早于订单日期", "改正日期")
	}
	if err := company.DefaultRate(tx, &o.Currency, &o.Rate); err != nil {
		return err
	}
	if !Editable(o.State) || old != nil && !Editable(old.State) {
		return nil
	}
	buyer, err := record.Get(tx, o.Party)
	if err != nil {
		return err
	}
	if o.Contact != 0 {
		c, err := record.Get(tx, o.Contact)
		if err != nil {
			return err
		}
		if c.Customer != o.Party {
			return record.RefuseField("order.contact", "contact", what, "联系人 "+c.Name+" 不属于这个客户", "换一个联系人")
		}
	}
	var before []sales.Line
	if old != nil {
		before = old.Lines
	}
	if err := sales.CheckLines(tx, what, o.Lines, before); err != nil {
		return err
	}
	day := o.Day
	if o.Quote != 0 { // what was quoted holds, also when a discount has ended since
		q, err := record.Get(tx, o.Quote)
		if err != nil {
			return err
		}
		day = q.Day
	}
	if err := sales.Price(tx, buyer, day, o.Rate, o.Lines); err != nil {
		return err
	}
	t := sales.Sum(o.Lines, o.Discount, o.VAT)
	o.Untaxed, o.Tax, o.Total, o.Cost = t.Untaxed, t.Tax, t.Total, t.Cost
	o.Sales = record.Cents(o.Untaxed.Mul(o.Rate))
	return nil
}

// Editable reports whether an order of this state may still be changed.
func Editable(s State) bool { return s == Draft || s == Returned || s == "" }

// Live reports whether an order of this state was approved and is not void.
func Live(s State) bool { return s == Running || s == Done || s == Ended }

// Check is one line of 提交前检查.
type Check struct {
	Name string // what is checked
	OK   bool
	Warn bool   // passes, but an approver has to have the authority
	Text string // the figures
	No   error  // the refusal when OK is false
}

// Checks are what must hold before an order is submitted, each with its figures.
func Checks(r record.Reader, o *Order) ([]Check, error) {
	what := "不能提交 " + o.No
	var out []Check
	add := func(name, text string, no error) {
		out = append(out, Check{Name: name, OK: no == nil, Text: text, No: no})
	}

	if len(o.Lines) == 0 || !o.Total.IsPositive() {
		add("订单明细", "没有明细，或金额为 0", record.Refuse("order.lines", what, "订单没有明细，或金额为 0", "编辑订单，增加产品"))
	} else {
		add("订单明细", fmt.Sprintf("%d 行，合计 %s", len(o.Lines), grouped(o.Total)), nil)
	}
	planned, n, err := Planned(r, o.ID)
	if err != nil {
		return nil, err
	}
	switch diff := o.Total.Sub(planned); {
	case n == 0:
		add("回款计划", "还没有回款计划", record.Refuse("plan.none", what, "还没有回款计划", "在回款计划里生成分期"))
	case diff.IsZero():
		add("回款计划", fmt.Sprintf("回款计划合计等于订单金额，%d 期", n), nil)
	default:
		word := "少"
		if diff.IsNegative() {
			word = "多"
		}
		text := fmt.Sprintf("计划合计 %s，比订单金额 %s %s %s", grouped(planned), grouped(o.Total), word, grouped(diff.Abs()))
		add("回款计划", text, record.Refuse("plan.total", what, "回款"+text, "改正回款计划，使各期合计等于订单金额"))
	}
	c, err := CreditOf(r, o.Party, o.ID)
	if err != nil {
		return nil, err
	}
	add("信用额度", c.Say(o.InYuan()), c.Refusal(what, o.InYuan()))
	d, err := discountCheck(r, o, what)
	if err != nil {
		return nil, err
	}
	return append(out, d), nil
}

func grouped(d decimal.Decimal) string { return record.GroupDigits(d.StringFixed(2)) }

// discountCheck compares what was given by hand with the hat's ceiling (职位折扣).
func discountCheck(r record.Reader, o *Order, what string) (Check, error) {
	given := sales.ByHand(o.Lines, o.Discount)
	if given.IsZero() {
		return Check{Name: "手工折扣", OK: true, Text: "没有手工折扣"}, nil
	}
	limit, office, err := ceiling(r, r.Hat())
	if err != nil {
		return Check{}, err
	}
	if given.LessThanOrEqual(limit) {
		return Check{Name: "手工折扣", OK: true, Text: fmt.Sprintf("折扣 %s%% 在职位上限 %s%% 以内", given, limit)}, nil
	}
	flow, err := approval.HasFlow(r, Orders.Name)
	if err != nil {
		return Check{}, err
	}
	text := fmt.Sprintf("折扣 %s%% 超过%s的上限 %s%%", given, office, limit)
	if flow {
		return Check{Name: "手工折扣", OK: true, Warn: true, Text: text + "，须由有权的人审批"}, nil
	}
	return Check{Name: "手工折扣", Text: text, No: record.Refuse("order.ceiling", what, text+"，而订单没有启用审批流程", "减小折扣，或启用审批流程后由有权的人审批")}, nil
}

// ceiling is the largest discount that a hat may give by hand. The program itself has none.
func ceiling(r record.Reader, h record.Hat) (decimal.Decimal, string, error) {
	if h.Position == 0 {
		return decimal.NewFromInt(100), "", nil
	}
	p, err := record.Get(r.Whole(), record.Ref[company.Position](h.Position))
	if err != nil {
		return decimal.Zero, "", err
	}
	return p.MaxDiscount, p.Name, nil
}

// authority refuses an approver whose own ceiling is below the discount that was given.
func authority(r record.Reader, rec record.Record, h record.Hat) error {
	o := rec.(*Order)
	given := sales.ByHand(o.Lines, o.Discount)
	limit, office, err := ceiling(r, h)
	if err != nil || given.LessThanOrEqual(limit) {
		return err
	}
	return record.Refuse("order.ceiling", "不能批准 "+o.No, fmt.Sprintf("手工折扣 %s%% 超过%s的上限 %s%%", given, office, limit), "退回修改折扣，或由折扣上限更高的人审批")
}
