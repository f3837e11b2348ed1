package order

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"crmlab/domain/company"
	"crmlab/domain/record"
)

// PaymentPlan 回款计划 is one instalment of an order. The instalments of an order must
// total it to the cent before it is submitted.
type PaymentPlan struct {
	record.Base
	Order  record.Ref[Order]
	Seq    int // 期数, from 1
	Due    record.Date
	Share  decimal.Decimal // % of the order, for the eye
	Amount decimal.Decimal // in the order's currency
	Method record.Ref[company.DictItem]
	Remind int // days before Due
}

// PlanStatus of an instalment follows from the order, the money and the business date.
type PlanStatus string

// Statuses of instalments.
const (
	PlanWaiting PlanStatus = "waiting" // 待生效: the order is not approved
	PlanOpen    PlanStatus = "open"
	PlanPart    PlanStatus = "part"
	PlanPaid    PlanStatus = "paid"
	PlanOverdue PlanStatus = "overdue"
	PlanVoid    PlanStatus = "void"
)

var planStatuses = []record.Choice{
	{Code: string(PlanWaiting), Label: "待生效", Tone: record.ToneGrey}, {Code: string(PlanOpen), Label: "待回款", Tone: record.ToneBlue},
	{Code: string(PlanPart), Label: "部分回款", Tone: record.ToneAmber}, {Code: string(PlanPaid), Label: "回款完成", Tone: record.ToneGreen},
	{Code: string(PlanOverdue), Label: "逾期", Tone: record.ToneRed}, {Code: string(PlanVoid), Label: "作废", Tone: record.ToneGrey},
}

// Plans is the kind of 回款计划.
var Plans = record.Define("payment-plan", "回款计划", "order", "PP", []record.FieldOf[PaymentPlan]{
	record.Link("order", 1, "订单", func(p *PaymentPlan) *record.Ref[Order] { return &p.Order }, record.Required, record.Filter, record.Cascade),
	record.Int("seq", 2, "期数", func(p *PaymentPlan) *int { return &p.Seq }, record.NotNegative, record.Hint("不填按到期先后接着排")),
	record.Day("due", 3, "到期日", func(p *PaymentPlan) *record.Date { return &p.Due }, record.Required, record.Listed, record.Filter),
	record.Percent("share", 4, "比例", func(p *PaymentPlan) *decimal.Decimal { return &p.Share }, record.Computed),
	record.Money("amount", 5, "金额", func(p *PaymentPlan) *decimal.Decimal { return &p.Amount }, record.NotNegative, record.Listed),
	company.Dict(company.GroupPayMethod, "method", 6, "付款方式", func(p *PaymentPlan) *record.Ref[company.DictItem] { return &p.Method }),
	record.Int("remind", 7, "提前提醒", func(p *PaymentPlan) *int { return &p.Remind }, record.Between(0, 90), record.Unit("天"),
		record.Starts(func(r record.Reader) record.Value {
			s, err := company.Current(r)
			if err != nil {
				return record.IntValue(3)
			}
			return record.IntValue(int64(s.RemindDays))
		})),
}, record.Owned)

var planOrder, planAmount, planDue = Plans.Field("order"), Plans.Field("amount"), Plans.Field("due")

// planned sums the instalments by order.
var planned = record.SumBy(Plans.Kind, "planned", "order", "amount")

// Planned is what the instalments of an order total, and how many they are.
func Planned(r record.Reader, order record.ID) (decimal.Decimal, int) {
	sum, n := r.Tally(planned, order)
	return record.FromMinor(sum, 2), n
}

// PlansOf loads the instalments of an order, the one that is due first first.
func PlansOf(r record.Reader, order record.ID) ([]*PaymentPlan, error) {
	plans, err := record.Find(r.Whole(), Plans, record.Where("order", record.LinkValue(order)))
	slices.SortStableFunc(plans, func(a, b *PaymentPlan) int { return cmp.Compare(a.Due, b.Due) })
	return plans, err
}

// Collected is one receipt as overdue interest sees it.
type Collected struct {
	Day    record.Date
	Amount decimal.Decimal // in the order's currency
}

// Money tells what was collected; package finance supplies it.
var Money struct {
	OnPlan  func(r record.Reader, plan record.ID) decimal.Decimal  // in the order's currency
	OnPlans func(r record.Reader, plans []record.ID, out []int64)  // OnPlan of many, in minor units
	OnOrder func(r record.Reader, order record.ID) decimal.Decimal // in the order's currency
	List    func(r record.Reader, plan record.ID) []Collected      // oldest first
}

func init() {
	Plans.TitledBy("no")
	Plans.SeenVia("order")
	record.AddedTo(Plans, "order", func(_ record.Reader, _ *PaymentPlan, o *Order) error { return o.planLocked("不能新增回款计划") })
	record.HeldBy(Plans, "order", func(right record.Right, p *PaymentPlan, o *Order) error {
		return o.planLocked("不能" + record.RightLabel(right) + "回款计划 " + p.No)
	})
	Plans.Rule(planRule)

	Plans.Derive("party", 25, "客户", record.TypeLink, func(r record.Reader, row record.Row) record.Value {
		o, ok := r.Row(Orders.Kind, row.Value(planOrder).ID())
		if !ok {
			return record.LinkValue(0)
		}
		return o.Value(partyField)
	}, record.Listed, record.To("customer"))
	received := Plans.Derive("received", 20, "已收", record.TypeMoney, func(r record.Reader, row record.Row) record.Value {
		n, _ := record.Minor(Money.OnPlan(r, row.ID()), 2)
		return record.MoneyMinor(n)
	}, record.Listed)
	outstanding := Plans.Derive("outstanding", 21, "未收", record.TypeMoney, func(r record.Reader, row record.Row) record.Value {
		n, _ := record.Minor(row.Value(planAmount).Money().Sub(Money.OnPlan(r, row.ID())), 2)
		return record.MoneyMinor(n)
	}, record.Listed)
	status := Plans.Derive("status", 22, "状态", record.TypeChoice, func(r record.Reader, row record.Row) record.Value {
		return record.ChoiceValue(statusOf(r, row))
	}, record.Listed, record.Filter)
	status.Choices = planStatuses
	// Money and the day decide; package finance adds its receipts to what they depend on.
	received.Vector = &record.Vector{Fill: func(r record.Reader, b *record.Batch, out []int64) error {
		Money.OnPlans(r, b.IDs, out)
		return nil
	}}
	outstanding.Vector = &record.Vector{Needs: []*record.Field{planAmount}, Fill: func(r record.Reader, b *record.Batch, out []int64) error {
		Money.OnPlans(r, b.IDs, out)
		for i, amount := range b.Numbers[0] {
			out[i] = amount - out[i]
		}
		return nil
	}}
	status.Vector = &record.Vector{Needs: []*record.Field{planOrder, planAmount, planDue}, Uses: []*record.Kind{Orders.Kind, company.Settings.Kind}, Fill: statuses}
	Plans.Derive("overdueDays", 23, "逾期天数", record.TypeInt, func(r record.Reader, row record.Row) record.Value {
		if statusOf(r, row) != PlanOverdue {
			return record.IntValue(0)
		}
		return record.IntValue(int64(r.Today() - row.Value(planDue).Date()))
	})
	Plans.Derive("interest", 24, "逾期利息", record.TypeMoney, func(r record.Reader, row record.Row) record.Value {
		i, err := InterestOf(r, row)
		if err != nil {
			return record.MoneyMinor(0)
		}
		n, _ := record.Minor(i, 2)
		return record.MoneyMinor(n)
	})
	Plans.Derive("bucket", 26, "账龄", record.TypeText, func(r record.Reader, row record.Row) record.Value {
		switch statusOf(r, row) {
		case PlanWaiting, PlanPaid, PlanVoid: // nothing is owed
			return record.TextValue("")
		case PlanOpen, PlanPart, PlanOverdue:
		}
		return record.TextValue(string(BucketOf(row.Value(planDue).Date(), r.Today())))
	})
}

func statusOf(r record.Reader, row record.Row) PlanStatus {
	o, ok := r.Row(Orders.Kind, row.Value(planOrder).ID())
	if !ok {
		return PlanVoid
	}
	switch s := State(o.Value(stateField).S); {
	case s == Refused || s == Voided:
		return PlanVoid
	case !Live(s):
		return PlanWaiting
	}
	amount, got := row.Value(planAmount).Money(), Money.OnPlan(r, row.ID())
	switch {
	case got.GreaterThanOrEqual(amount):
		return PlanPaid
	case r.Today() > row.Value(planDue).Date():
		return PlanOverdue
	case got.IsPositive():
		return PlanPart
	}
	return PlanOpen
}

// statuses is statusOf of many instalments, as places among the choices.
func statuses(r record.Reader, b *record.Batch, out []int64) error {
	state := make([]int64, len(out))
	if err := r.Follow(stateField, b.Numbers[0], state); err != nil {
		return err
	}
	// What each state of an order makes of its instalments; "" where the money decides.
	fixed := []string{string(PlanVoid)}
	for _, s := range States {
		f := string(PlanWaiting)
		switch State(s.Code) {
		case Refused, Voided:
			f = string(PlanVoid)
		case Running, Done, Ended:
			f = ""
		case Draft, Returned, Review:
		}
		fixed = append(fixed, f)
	}
	status := Plans.Field("status")
	place := func(s PlanStatus) int64 { return status.Place(string(s)) }
	paid, overdue, part, open := place(PlanPaid), place(PlanOverdue), place(PlanPart), place(PlanOpen)
	today := int64(r.Today())
	Money.OnPlans(r, b.IDs, out)
	for i, got := range out {
		at := fixed[0]
		if state[i] < int64(len(fixed)) {
			at = fixed[state[i]]
		}
		switch {
		case at != "":
			out[i] = status.Place(at)
		case got >= b.Numbers[1][i]:
			out[i] = paid
		case today > b.Numbers[2][i]:
			out[i] = overdue
		case got > 0:
			out[i] = part
		default:
			out[i] = open
		}
	}
	return nil
}

// planLocked refuses every change of the plan of an order that is no longer a draft.
func (o *Order) planLocked(what string) error {
	if Editable(o.State) {
		return nil
	}
	fix := "先撤回订单，或请审批人退回"
	if o.State != Review {
		fix = "需要改动时，复制为新订单"
	}
	return record.Refuse("plan.locked", what, "订单 "+o.No+" 现在是「"+o.State.Label()+"」，回款计划已锁定", fix)
}

// Label is the name of the state on the screen.
func (s State) Label() string { return Orders.States.Find(string(s)).Label }

func planRule(tx record.Tx, p, old *PaymentPlan) error {
	what := "没有保存回款计划 " + p.No
	if old != nil && old.Order != p.Order {
		return record.RefuseField("plan.order", "order", what, "回款计划不能换到别的订单", "在那个订单里新增")
	}
	if !p.Amount.IsPositive() && !tx.Ruled() {
		return record.RefuseField("plan.amount", "amount", what, "金额应大于 0", "改正金额，或删除这一期")
	}
	o, err := record.Get(tx, p.Order)
	if err != nil {
		return err
	}
	if p.Due < o.Day {
		return record.RefuseField("plan.early", "due", what, "到期日 "+p.Due.String()+" 早于订单日期 "+o.Day.String(), "改正到期日")
	}
	others, err := PlansOf(tx, o.ID)
	if err != nil {
		return err
	}
	last := 0
	for _, q := range others {
		if q.ID == p.ID {
			continue
		}
		if q.Due == p.Due {
			return record.RefuseField("plan.sameday", "due", what, fmt.Sprintf("第 %d 期也在 %s 到期", q.Seq, p.Due), "每期用不同的到期日，或合并成一期")
		}
		last = max(last, q.Seq)
	}
	if p.Seq == 0 {
		p.Seq = last + 1
	}
	if old == nil {
		p.Owner, p.Dept = o.Owner, o.Dept
		if strings.HasPrefix(p.No, Plans.Prefix+"-") || p.No == "" {
			p.No = fmt.Sprintf("%s-%d", o.No, p.Seq)
		}
	}
	p.Share = decimal.Zero
	if o.Total.IsPositive() {
		p.Share = p.Amount.Mul(decimal.NewFromInt(100)).DivRound(o.Total, 2)
		if p.Share.GreaterThan(decimal.NewFromInt(100)) {
			p.Share = decimal.NewFromInt(100)
		}
	}
	return nil
}
