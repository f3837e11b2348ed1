package prepared

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"crmlab/domain/order"
	"crmlab/domain/record"
	"crmlab/domain/task"
)

// start is what follows when an order has passed: the sales task is won, goods go out and
// money comes in.
func (b *builder) start(s *sale) error {
	o, err := get[order.Order](b, s.id)
	if err != nil {
		return err
	}
	if p := s.project; p != nil {
		p.closed = true
		_, text := b.story("赢单", p.classes(), &p.told)
		if _, err := b.do(s.buyer.owner.sell, task.Complete, p.task, &task.Loss{Note: text}); err != nil {
			return err
		}
	}
	if b.hits(0.011) && b.today < Last.AddDays(-4) {
		b.on(b.today.AddDays(1), func() error {
			_, err := b.do(b.hat(director), order.Void, s.id, &order.Why{Reason: pick(b.chance, []string{"客户单位撤并，合同解除", "客户重复下单，作废其一", "客户预算收回，双方同意解除合同"})})
			return err
		})
		return nil
	}
	var plans []*order.PaymentPlan
	if err := b.book.Read(record.Hat{}, func(r record.Reader) (err error) {
		plans, err = record.Find(r, order.Plans, record.Where("order", record.LinkValue(s.id)))
		return err
	}); err != nil {
		return err
	}
	b.planDelivery(s, o, plans[len(plans)-1].Due)
	b.planMoney(s, plans)
	return nil
}

// planDelivery divides the lines into goods and work; large orders go out in two lots.
// lastDue is when the last instalment is due.
func (b *builder) planDelivery(s *sale, o *order.Order, lastDue record.Date) {
	var goods, rest, work []order.Executed
	large := o.InYuan().GreaterThan(decimal.NewFromInt(60_000))
	// Now and then a buyer does not take the second lot; only where its money is not due
	// before the experiments, so that nobody is dunned for goods that never came.
	ended := large && lastDue > Last && b.today > Last.AddDays(-70) && b.today < Last.AddDays(-14) && b.hits(0.25)
	split := ended || large && b.hits(0.4)
	for _, l := range o.Lines {
		e := order.Executed{Product: l.Product, Qty: l.Qty}
		switch {
		case b.labour(l.Product.ID()):
			work = append(work, e)
		case split && l.Qty.GreaterThan(decimal.NewFromInt(3)):
			first := l.Qty.Mul(decimal.NewFromFloat(0.6)).Floor()
			goods = append(goods, order.Executed{Product: l.Product, Qty: first})
			rest = append(rest, order.Executed{Product: l.Product, Qty: l.Qty.Sub(first)})
		default:
			goods = append(goods, e)
		}
	}
	day := max(b.today.AddDays(b.between(1, 4)), o.Deliver.AddDays(-b.between(0, 4)))
	if b.hits(0.08) {
		day = o.Deliver.AddDays(b.between(1, 6)) // late
	}
	b.on(day, func() error { return b.deliver(s, "deliver", goods) })
	if ended && len(rest) > 0 {
		b.on(workday(day)+2, func() error {
			_, err := b.do(s.buyer.owner.sell, order.Terminate, s.id, &order.Why{Reason: pick(b.chance, []string{"客户项目缩减，余下部分不再采购", "余下机型客户改选新款，另开订单", "客户办公地点变更，余量取消"})})
			return err
		})
		return
	}
	if len(rest) > 0 {
		day = day.AddDays(b.between(6, 24))
		b.on(day, func() error { return b.deliver(s, "deliver", rest) })
	}
	if len(work) > 0 {
		b.on(day.AddDays(b.between(1, 7)), func() error { return b.deliver(s, "service", work) })
	}
}

func (b *builder) labour(id record.ID) bool {
	for _, it := range b.items {
		if it.id == id {
			return it.Kind == "service"
		}
	}
	return false
}

// deliver registers what went out; the sales assistant does most of it.
func (b *builder) deliver(s *sale, nature string, ls []order.Executed) error {
	if len(ls) == 0 {
		return nil
	}
	h := b.hat(assistant)
	if b.hits(0.2) && !s.buyer.inherited() { // the successor does not own the leaver's orders
		h = s.buyer.owner.sell
	}
	in := &order.Delivery{Day: b.today, Nature: nature, Lines: ls}
	if nature == "deliver" {
		in.Logistics = fmt.Sprintf("YD%s%04d", strings.ReplaceAll(b.today.String(), "-", "")[2:], b.between(100, 9999))
	}
	_, err := b.do(h, order.Execute, s.id, in)
	return err
}

// planMoney plans the payments of an order's instalments by the manner of the buyer.
func (b *builder) planMoney(s *sale, plans []*order.PaymentPlan) {
	for _, p := range plans {
		day := max(p.Due.AddDays(b.lateness(s.buyer.manner)), b.today.AddDays(1))
		b.on(day, func() error { return b.collect(s, p) })
		if ahead := int(p.Due - b.today); ahead > 20 && p.Amount.GreaterThan(decimal.NewFromInt(25_000)) && b.hits(0.2) {
			b.on(b.today.AddDays(b.between(8, ahead-8)), func() error { return b.collectPart(p) })
		}
	}
}

// lateness is the days from due date to payment.
func (b *builder) lateness(m manner) int {
	switch m {
	case prompt:
		return -b.between(0, 4)
	case slack:
		if b.hits(0.6) {
			return -b.between(0, 2)
		}
		return b.between(1, 11)
	case slow:
		return b.between(6, 38)
	case sore:
	}
	return b.between(45, 110)
}
