package prepared

import (
	"strings"

	"github.com/shopspring/decimal"

	"crmlab/domain/approval"
	"crmlab/domain/company"
	"crmlab/domain/order"
	"crmlab/domain/record"
	"crmlab/domain/task"
)

// submit hands the order in for approval. Now and then somebody takes it back the same day
// and submits it again the next.
func (b *builder) submit(s *sale) error {
	if _, err := b.do(s.buyer.owner.sell, order.Submit, s.id, nil); err != nil {
		return err
	}
	s.rounds++
	if s.rounds == 1 && b.hits(0.012) {
		if _, err := b.do(s.buyer.owner.sell, order.Orders.Action("withdraw"), s.id, nil); err != nil {
			return err
		}
		b.on(b.today.AddDays(1), func() error {
			if err := b.replan(s); err != nil {
				return err
			}
			return b.trySubmit(s)
		})
		return nil
	}
	b.wait(s, false)
	return nil
}

// wait plans the next answer, again being true when one approver has agreed and another
// follows.
func (b *builder) wait(s *sale, again bool) {
	if s.stop == asFirst || again && s.stop == asSecond {
		return
	}
	b.on(b.today.AddDays(pick(b.chance, []int{0, 0, 1, 1, 2})), func() error { return b.answer(s) })
}

// pending is the approver whose answer an order waits for, and how much is at stake.
func (b *builder) pending(s *sale) (who *worker, o *order.Order, more bool, err error) {
	err = b.book.Read(record.Hat{}, func(r record.Reader) error {
		if o, err = record.Get(r, record.Ref[order.Order](s.id)); err != nil {
			return err
		}
		in, err := approval.Under(r, record.TargetOf(o))
		if err != nil {
			return err
		}
		ts, err := record.Find(r, approval.Tasks, record.Where("instance", record.LinkValue(in.ID)), record.Where("answer", record.ChoiceValue(approval.Pending)))
		if err != nil {
			return err
		}
		more = in.More()
		for _, w := range b.staff {
			if w.id == ts[0].Approver.ID() {
				who = w
			}
		}
		return nil
	})
	return who, o, more, err
}

// answer is one approver's answer.
func (b *builder) answer(s *sale) error {
	who, o, more, err := b.pending(s)
	if err != nil {
		return err
	}
	ceiling := b.ceiling(who)
	given := o.Discount
	for _, l := range o.Lines {
		given = decimal.Max(given, l.ByHand(o.Discount))
	}
	beyond := given.GreaterThan(ceiling)
	reply := "pass"
	switch x := b.Float64(); {
	case beyond && !more:
		reply = "back"
	case s.stop == asBack || s.rounds == 1 && x < 0.045 && s.stop == 0:
		reply = "back"
	case s.stop == asSecond:
	case x > 0.978 && s.buyer.manner > prompt || x > 0.991:
		reply = "refuse"
	case more && !beyond && (who.No == director && x > 0.4 || x > 0.88):
		reply = "finish"
	}
	text := b.comment(reply, beyond && !more, more)
	if reply == "pass" && b.hits(0.35) {
		text = ""
	}
	if _, err := b.do(who.main, order.Orders.Action(reply), s.id, &approval.Opinion{Text: text}); err != nil {
		return err
	}
	switch reply {
	case "back":
		if s.stop != asBack {
			b.on(b.today.AddDays(b.between(1, 4)), func() error { return b.rework(s, text) })
		}
	case "refuse":
		return b.refused(s)
	case "pass":
		if more {
			b.wait(s, true)
			return nil
		}
		fallthrough
	default:
		return b.start(s)
	}
	return nil
}

func (b *builder) ceiling(w *worker) decimal.Decimal {
	for _, p := range b.positions {
		if p.Code == w.Position {
			return p.MaxDiscount
		}
	}
	return decimal.Zero
}

// rework mends what was sent back, by what the approver wrote, and submits it again.
func (b *builder) rework(s *sale, why string) error {
	if s.buyer.inherited() {
		if err := edit(b, b.staff[northwest].sell, s.id, func(o *order.Order) { o.Owner = s.buyer.owner.id }); err != nil {
			return err
		}
	}
	if err := edit(b, s.buyer.owner.sell, s.id, func(o *order.Order) {
		switch {
		case strings.Contains(why, "折扣"):
			for i := range o.Lines {
				if l := &o.Lines[i]; l.Manual {
					l.Discount = decimal.Min(l.Discount, decimal.NewFromInt(15))
				}
			}
			o.Discount = decimal.Zero
			o.Remark = "手工折扣已调到职位权限以内"
		case strings.Contains(why, "交货"):
			o.Deliver = workday(max(o.Deliver, b.today).AddDays(b.between(6, 10)))
			o.Remark = "交货日期已按备货周期改后"
		case strings.Contains(why, "盖章"):
			o.Remark = "客户盖章的报价确认已补"
		case strings.Contains(why, "地址"):
			o.Remark = "收货地址已补到门牌"
		default:
			o.Remark = "付款安排已与客户重新商定"
		}
	}); err != nil {
		return err
	}
	if strings.Contains(why, "期数") || strings.Contains(why, "付款条件") {
		s.terms.plan = order.Instalments{Mode: order.Deposits, Deposit: decimal.NewFromInt(30), First: b.today.AddDays(5), Months: 1, Remind: 3, Method: s.terms.plan.Method}
	}
	if err := b.replan(s); err != nil {
		return err
	}
	return b.trySubmit(s)
}

// refused ends what hung on a refused order; a part of these orders is made void later.
func (b *builder) refused(s *sale) error {
	if p := s.project; p != nil {
		p.closed = true
		if _, err := b.do(s.buyer.owner.sell, task.Terminate, p.task, &task.Loss{Reason: b.dict[company.GroupLostReason]["payterms"],
			Note: "订单审批没有通过，客户不接受调整后的条件"}); err != nil {
			return err
		}
	}
	if b.hits(0.35) {
		b.on(b.today.AddDays(b.between(5, 25)), func() error {
			_, err := b.do(b.hat(director), order.Void, s.id, &order.Why{Reason: "审批未通过，单据作废"})
			return err
		})
	}
	return nil
}
