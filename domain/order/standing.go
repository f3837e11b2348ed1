package order

import (
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/task"
)

// What a party bought, and how many of its documents are open; kept as running sums.
var (
	bought   = record.SumBy(Orders.Kind, "bought", "party", "sales", WhereLive())
	undone   = record.SumBy(Returns.Kind, "undone", "party", "sales", WhereReturned())
	running  = record.SumBy(Orders.Kind, "running", "party", "", record.Where("state", record.ChoiceValue(Running)), record.Where("opening", record.BoolValue(false)))
	finished = record.SumBy(Orders.Kind, "finished", "party", "", record.Where("state", record.ChoiceValue(Done)))
	courting = record.SumBy(task.Tasks.Kind, "courting", "party", "", record.Where("state", record.ChoiceValue(task.Active)), record.Where("domain", record.ChoiceValue("sales")))
)

// Standing is where the business with a party stands (客户状态).
type Standing string

// Standings of parties; the most urgent one that applies is shown.
const (
	StandingOverdue  Standing = "overdue"
	StandingRunning  Standing = "running"
	StandingCourting Standing = "courting"
	StandingBought   Standing = "bought"
	StandingNew      Standing = "new"
)

func init() {
	party.Customers.Derive("sales", 60, "累计销售额", record.TypeMoney, func(r record.Reader, row record.Row) record.Value {
		sum, _ := r.Tally(bought, row.ID())
		back, _ := r.Tally(undone, row.ID())
		return record.MoneyMinor(sum - back)
	}, record.Listed).Vector = &record.Vector{Uses: []*record.Kind{Orders.Kind, Returns.Kind}, Fill: func(r record.Reader, b *record.Batch, out []int64) error {
		r.Sums(bought, b.IDs, out)
		back := make([]int64, len(out))
		r.Sums(undone, b.IDs, back)
		for i := range out {
			out[i] -= back[i]
		}
		return nil
	}}
	party.Dealt = func(r record.Reader, id record.ID) bool {
		_, n := r.Tally(bought, id)
		return n > 0
	}
	dealt := party.Customers.Derive("dealt", 65, "已成交", record.TypeBool, func(r record.Reader, row record.Row) record.Value {
		return record.BoolValue(party.Dealt(r, row.ID()))
	})
	dealt.Vector = &record.Vector{Uses: []*record.Kind{Orders.Kind}, Fill: func(r record.Reader, b *record.Batch, out []int64) error {
		for i, id := range b.IDs {
			out[i] = 0
			if party.Dealt(r, id) {
				out[i] = 1
			}
		}
		return nil
	}}
	party.Customers.Derive("standing", 61, "状态", record.TypeChoice, func(r record.Reader, row record.Row) record.Value {
		return record.ChoiceValue(StandingOf(r, row.ID()))
	}, record.Listed).Choices = []record.Choice{
		{Code: string(StandingOverdue), Label: "逾期", Tone: record.ToneRed}, {Code: string(StandingRunning), Label: "执行中", Tone: record.ToneGreen},
		{Code: string(StandingCourting), Label: "跟进中", Tone: record.ToneBlue}, {Code: string(StandingBought), Label: "成交", Tone: record.ToneGreen},
		{Code: string(StandingNew), Label: "新建", Tone: record.ToneGrey},
	}
}

// StandingOf is where the business with a party stands on the business date.
func StandingOf(r record.Reader, buyer record.ID) Standing {
	_, done := r.Tally(finished, buyer)
	_, open := r.Tally(running, buyer)
	if open+done > 0 && owesLate(r, buyer) {
		return StandingOverdue
	}
	if open > 0 {
		return StandingRunning
	}
	if _, n := r.Tally(courting, buyer); n > 0 {
		return StandingCourting
	}
	if done > 0 {
		return StandingBought
	}
	return StandingNew
}

// owesLate reports whether an instalment of the party's approved orders is overdue.
func owesLate(r record.Reader, buyer record.ID) (late bool) {
	// Conditions on declared fields cannot fail; a fault of the file shows where it is read.
	_ = r.Whole().Each(Orders.Kind, []record.Cond{record.Where("party", record.LinkValue(buyer)),
		WhereLive()}, func(o record.Row) bool {
		if Money.OnOrder(r, o.ID()).GreaterThanOrEqual(o.Value(totalField).Money()) {
			return true
		}
		_ = r.Whole().Each(Plans.Kind, []record.Cond{record.Where("order", record.LinkValue(o.ID()))}, func(p record.Row) bool {
			late = statusOf(r, p) == PlanOverdue
			return !late
		})
		return !late
	})
	return late
}
