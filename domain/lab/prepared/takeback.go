package prepared

import (
	"fmt"

	"github.com/shopspring/decimal"

	"crmlab/domain/approval"
	"crmlab/domain/company"
	"crmlab/domain/message"
	"crmlab/domain/order"
	"crmlab/domain/record"
)

// financeFrom is the amount from which a return needs the treasurer, too, in 元.
var financeFrom = decimal.NewFromInt(10_000)

// aftermath is what came later than the rest of the case: returns with their flow, and messages
// that were read long ago. It has accidents of its own, so that nothing before it changes with it.
func (b *builder) aftermath() error {
	b.chance = newChance(b.seed + 1)
	if err := b.readOldMessages(); err != nil {
		return err
	}
	if err := b.save(b.hat(admin), &approval.Flow{Name: "退货审批", Doc: order.Returns.Name, Enabled: true, Points: []approval.Point{
		{Name: "部门主管审批", Who: approval.ByManager, Mode: approval.AnySign},
		{Name: "财务主管审批", Who: approval.ByPosition, Position: record.Ref[company.Position](b.hat(treasurer).Position), Mode: approval.AnySign, From: financeFrom},
	}}); err != nil {
		return err
	}
	return b.makeReturns()
}

// readOldMessages has everybody read the messages but those of the last days.
func (b *builder) readOldMessages() error {
	for _, e := range b.employees {
		w := b.staff[e.No]
		var old []record.ID
		if err := b.book.Read(record.Hat{}, func(r record.Reader) error {
			if who, err := record.Get(r, record.Ref[company.Employee](w.id)); err != nil || who.Standing == company.Left {
				return err
			}
			return r.Each(message.Messages.Kind, []record.Cond{record.Where("to", record.LinkValue(w.id)),
				{Field: "day", Op: record.Less, Values: []record.Value{record.DateValue(Last.AddDays(-3))}}}, func(row record.Row) bool {
				old = append(old, row.ID())
				return true
			})
		}); err != nil {
			return err
		}
		if len(old) == 0 {
			continue
		}
		if _, err := b.take("read messages", func() (*record.Entry, error) { return message.Read(b.book, w.main, old...) }); err != nil {
			return err
		}
	}
	return nil
}

// comeBack are the returns of the case, each at another place of its way. The ones of a group
// wait for its manager.
var comeBack = []struct {
	dept, cause, note string
	answer            string // of the manager; "" while it waits, "-" for a draft
	opinion           string
}{
	{"SALES-N", "damage", "外箱压坏，机壳有裂纹，客户拒收", "", ""},
	{"SALES-SE", "wrong", "型号发错，客户要的是同系列的另一款", "back", "请写明客户什么时候提出的，原箱还在不在"},
	{"SALES-N", "surplus", "客户清点后发现多订了", "-", ""},
	{"SALES-SE", "fault", "进纸轮异响，上门检查后同意退货", "pass", "维修记录已看，同意退"},
}

func (b *builder) makeReturns() error {
	taken := map[record.ID]bool{} // customers that have one already
	for _, x := range comeBack {
		o, w, err := b.settledOrder(x.dept, taken)
		if err != nil {
			return err
		}
		taken[o.Party.ID()] = true
		id, err := b.do(w.sell, order.TakeBack, o.ID, &order.Goods{Cause: x.cause, Note: x.note, Lines: []order.ReturnLine{{Product: o.Lines[0].Product, Row: 1, Qty: decimal.NewFromInt(1)}}})
		if err != nil {
			return err
		}
		if x.answer == "-" {
			continue
		}
		if _, err := b.do(w.sell, order.SubmitReturn, id, nil); err != nil {
			return err
		}
		if x.answer == "" {
			continue
		}
		if _, err := b.do(b.staff[b.managerOf(x.dept)].main, order.Returns.Action(x.answer), id, &approval.Opinion{Text: x.opinion}); err != nil {
			return err
		}
	}
	return nil
}

// settledOrder is the newest order of a group that was delivered and paid for in full, of a
// customer that is not taken, whose first line is goods worth less than the treasurer asks for.
func (b *builder) settledOrder(dept string, taken map[record.ID]bool) (best *order.Order, w *worker, err error) {
	err = b.book.Read(record.Hat{}, func(r record.Reader) error {
		all, err := record.Find(r, order.Orders, record.Where("state", record.ChoiceValue(order.Done)), record.Where("opening", record.BoolValue(false)))
		if err != nil {
			return err
		}
		for _, o := range all {
			l := o.Lines[0]
			if taken[o.Party.ID()] || b.labour(l.Product.ID()) || !o.Rate.Equal(decimal.NewFromInt(1)) || l.Unit.GreaterThan(financeFrom.Div(decimal.NewFromInt(2))) ||
				l.Unit.LessThan(decimal.NewFromInt(300)) || order.Money.OnOrder(r, o.ID).LessThan(o.Total) {
				continue
			}
			for _, s := range b.staff {
				if s.id == o.Owner && s.Dept == dept {
					best, w = o, s
				}
			}
		}
		return nil
	})
	if err == nil && best == nil {
		err = fmt.Errorf("no order of %s was delivered and paid for", dept)
	}
	return best, w, err
}

func (b *builder) managerOf(dept string) string {
	for _, d := range b.departments {
		if d.Code == dept {
			return d.Manager
		}
	}
	return ""
}
