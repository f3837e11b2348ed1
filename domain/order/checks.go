package order

import (
	"fmt"

	"github.com/shopspring/decimal"

	"crmlab/domain/approval"
	"crmlab/domain/catalog"
	"crmlab/domain/record"
	"crmlab/domain/sales"
)

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

	if n, product := sales.Unspecified(r, o.Lines); n > 0 {
		text := fmt.Sprintf("第 %d 行「%s」分规格销售，还没有选规格", n, product)
		add("订单明细", text, record.Refuse("order.spec", what, text, "编辑订单，为这一行选一个规格"))
	} else if len(o.Lines) == 0 || !o.Total.IsPositive() {
		add("订单明细", "没有明细，或金额为 0", record.Refuse("order.lines", what, "订单没有明细，或金额为 0", "编辑订单，增加产品"))
	} else {
		add("订单明细", fmt.Sprintf("%d 行，合计 %s", len(o.Lines), grouped(o.Total)), nil)
	}
	planned, n := Planned(r, o.ID)
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

// discountCheck compares what was given by hand with the hat's ceilings.
func discountCheck(r record.Reader, o *Order, what string) (Check, error) {
	h, err := handOf(r, o, r.Hat())
	if err != nil {
		return Check{}, err
	}
	switch {
	case h.given.IsZero():
		return Check{Name: "手工折扣", OK: true, Text: "没有手工折扣"}, nil
	case !h.over():
		return Check{Name: "手工折扣", OK: true, Text: fmt.Sprintf("折扣 %s%% 在职位上限 %s%% 以内%s", h.given, h.limit.Percent, h.limit.source())}, nil
	}
	flow, err := approval.HasFlow(r, Orders.Name)
	if err != nil {
		return Check{}, err
	}
	text := h.say("折扣")
	if flow {
		return Check{Name: "手工折扣", OK: true, Warn: true, Text: text + "，须由有权的人审批"}, nil
	}
	return Check{Name: "手工折扣", Text: text, No: record.Refuse("order.ceiling", what, text+"，而订单没有启用审批流程", "减小折扣，或启用审批流程后由有权的人审批")}, nil
}

// hand is the discount by hand that comes closest to a hat's ceiling on its product, or goes
// farthest above it.
type hand struct {
	given   decimal.Decimal
	limit   ceiling
	product string
}

// ceiling is how far a hat may go; that of the program itself has no office.
type ceiling struct{ catalog.Ceiling }

func (c ceiling) source() string {
	if c.Rule == "" {
		return ""
	}
	return "（职位折扣 " + c.Rule + "）"
}

func (h hand) over() bool { return h.given.GreaterThan(h.limit.Percent) }

// say is what is above the ceiling, in words. what is what the discount is called.
func (h hand) say(what string) string {
	on := ""
	if h.limit.Rule != "" {
		on = h.product + " 的"
	}
	return fmt.Sprintf("%s%s %s%% 超过%s的上限 %s%%%s", on, what, h.given, h.limit.Office, h.limit.Percent, h.limit.source())
}

// handOf looks at every line with the ceiling that a hat has on its product (职位折扣, or else that
// of the position).
func handOf(r record.Reader, o *Order, h record.Hat) (hand, error) {
	given, err := sales.GivenByHand(r, o.Rate, o.Lines, o.Discount)
	if err != nil {
		return hand{}, err
	}
	var most hand
	for i, g := range given {
		limit := catalog.Ceiling{Percent: decimal.NewFromInt(100)}
		if h.Position != 0 {
			if limit, err = catalog.CeilingOf(r, h.Position, g.Product, o.Day); err != nil {
				return hand{}, err
			}
		}
		if i == 0 || g.Percent.Sub(limit.Percent).GreaterThan(most.given.Sub(most.limit.Percent)) {
			most = hand{given: g.Percent, limit: ceiling{limit}, product: g.Product.Name}
		}
	}
	return most, nil
}

// authority refuses an approver whose own ceiling is below the discount that was given.
func authority(r record.Reader, o *Order, h record.Hat) error {
	most, err := handOf(r, o, h)
	if err != nil || !most.over() {
		return err
	}
	return record.Refuse("order.ceiling", "不能批准 "+o.No, most.say("手工折扣"), "退回修改折扣，或由折扣上限更高的人审批")
}

// creditHolds asks for the credit again when the order is approved: the limit may have been
// lowered, or a borrowed one have ended, while it waited.
func creditHolds(r record.Reader, o *Order) error {
	c, err := CreditOf(r, o.Party, o.ID)
	if err != nil {
		return err
	}
	return c.Refusal("不能批准 "+o.No, o.InYuan())
}
