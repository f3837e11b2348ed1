package order

import (
	"fmt"

	"github.com/shopspring/decimal"

	"crmlab/domain/catalog"
	"crmlab/domain/record"
)

// Execution 订单执行 is one delivery, acceptance or service done for an order.
type Execution struct {
	record.Base
	Order     record.Ref[Order]
	Day       record.Date
	Nature    string
	Lines     []Executed
	Logistics string
}

// Acceptance 验收 confirms what was delivered; it executes nothing itself.
const Acceptance = "accept"

// Executed is how much of a product was delivered.
type Executed struct {
	Product record.Ref[catalog.Product]
	Qty     decimal.Decimal
}

// Executions is the kind of 订单执行.
var Executions = record.Define("execution", "订单执行", "order", "EX", []record.FieldOf[Execution]{
	record.Link("order", 1, "订单", func(e *Execution) *record.Ref[Order] { return &e.Order }, record.Required, record.Listed, record.Filter),
	record.Day("day", 2, "日期", func(e *Execution) *record.Date { return &e.Day }, record.Required, record.Listed, record.Filter,
		record.Starts(func(r record.Reader) record.Value { return record.DateValue(r.Today()) })),
	record.Pick("nature", 3, "类型", func(e *Execution) *string { return &e.Nature }, []record.Choice{
		{Code: "deliver", Label: "交货"}, {Code: Acceptance, Label: "验收"}, {Code: "service", Label: "服务"}}, record.Required, record.Listed,
		record.StartsAt(record.ChoiceValue("deliver"))),
	record.Lines("lines", 4, "明细", func(e *Execution) *[]Executed { return &e.Lines }, deliveryColumns()),
	record.Text("logistics", 5, "物流单号", func(e *Execution) *string { return &e.Logistics }, record.Max(40), record.Listed),
}, record.Owned)

// deliveryColumns are the columns of what was delivered, for the record and the dialog.
func deliveryColumns() []record.FieldOf[Executed] {
	return []record.FieldOf[Executed]{
		record.Link("product", 1, "产品", func(e *Executed) *record.Ref[catalog.Product] { return &e.Product }, record.Required),
		record.Number("qty", 2, "数量", func(e *Executed) *decimal.Decimal { return &e.Qty }, record.Places(3), record.Positive),
	}
}

func init() {
	Executions.TitledBy("no")
	Executions.SeenVia("order")
	record.AddedTo(Executions, "order", func(_ record.Reader, _ *Execution, o *Order) error {
		if o.State == Running || o.State == Done { // what was executed is still accepted; the rule looks at the nature
			return nil
		}
		return notRunning(o)
	})
	record.HeldBy(Executions, "order", func(right record.Right, e *Execution, o *Order) error {
		if o.State == Running || o.State == Done {
			return nil
		}
		return record.Refuse("execution.state", "不能"+record.RightLabel(right)+"订单执行 "+e.No, "订单 "+o.No+" 现在是「"+o.State.Label()+"」，已执行的部分已经算定", "保留这条记录")
	})
	Executions.OnDelete(func(tx record.Tx, e *Execution) error {
		o, err := record.Get(tx, e.Order)
		if err != nil {
			return err
		}
		return settle(tx, o, e.ID, nil)
	})
	Executions.Rule(func(tx record.Tx, e, old *Execution) error {
		what := "没有登记订单执行"
		if old != nil && old.Order != e.Order {
			return record.RefuseField("execution.order", "order", what, "执行记录不能换到别的订单", "删除它，在那个订单里登记")
		}
		o, err := record.Get(tx, e.Order)
		if err != nil {
			return err
		}
		if o.State != Running && (o.State != Done || old == nil && e.Nature != Acceptance) {
			return notRunning(o)
		}
		if e.Day < o.Day || e.Day > tx.Today() {
			return record.RefuseField("execution.day", "day", what, "日期应在订单日期 "+o.Day.String()+" 和业务日期 "+tx.Today().String()+" 之间", "改正日期")
		}
		if len(e.Lines) == 0 {
			return record.RefuseField("execution.lines", "lines", what, "没有执行明细", "至少写一个产品的数量")
		}
		open := ordered(o)
		if e.Nature != Acceptance {
			if open, err = Remaining(tx, o, e.ID); err != nil {
				return err
			}
		}
		for i, l := range e.Lines {
			left, has := open[l.Product]
			if !has {
				return record.RefuseField("execution.product", fmt.Sprintf("lines.%d.product", i), what, tx.Title(catalog.Products.Kind, l.Product.ID())+" 不在订单 "+o.No+" 里", "换成订单里的产品")
			}
			if l.Qty.GreaterThan(left) {
				return record.RefuseField("execution.over", fmt.Sprintf("lines.%d.qty", i), what,
					fmt.Sprintf("%s 还剩 %s 未执行，本次登记 %s", tx.Title(catalog.Products.Kind, l.Product.ID()), left, l.Qty), "改小数量")
			}
			open[l.Product] = left.Sub(l.Qty)
		}
		if old == nil {
			e.Owner, e.Dept = o.Owner, o.Dept
		}
		return settle(tx, o, e.ID, e)
	})
}

func notRunning(o *Order) error {
	return record.RefuseField("execution.state", "order", "没有登记订单执行", "订单 "+o.No+" 现在是「"+o.State.Label()+"」", "只有执行中的订单才能登记执行")
}

// settle makes an order done when nothing is left to execute, and running again when
// something is. The execution in hand is not stored yet: it stands for the one of its ID;
// nil when that one is about to be deleted.
func settle(tx record.Tx, o *Order, stored record.ID, inHand *Execution) error {
	left, err := Remaining(tx, o, stored)
	if err != nil {
		return err
	}
	if inHand != nil {
		inHand.takeFrom(left)
	}
	if stored != 0 {
		if err := keepReturned(tx, o, left, "不能改动订单 "+o.No+" 的执行"); err != nil {
			return err
		}
	}
	next := Done
	for _, q := range left {
		if q.IsPositive() {
			next = Running
		}
	}
	if next == o.State || o.Opening {
		return nil
	}
	return into(tx, o, next)
}

// takeFrom counts what was executed against what was left.
func (e *Execution) takeFrom(left map[record.Ref[catalog.Product]]decimal.Decimal) {
	if e.Nature == Acceptance {
		return
	}
	for _, l := range e.Lines {
		left[l.Product] = left[l.Product].Sub(l.Qty)
	}
}

// ordered is how much of each product an order has.
func ordered(o *Order) map[record.Ref[catalog.Product]]decimal.Decimal {
	all := map[record.Ref[catalog.Product]]decimal.Decimal{}
	for _, l := range o.Lines {
		all[l.Product] = all[l.Product].Add(l.Qty)
	}
	return all
}

// Remaining is how much of each product of an order has not been executed; except names
// an execution that does not count.
func Remaining(r record.Reader, o *Order, except record.ID) (map[record.Ref[catalog.Product]]decimal.Decimal, error) {
	left := ordered(o)
	done, err := record.Find(r.Whole(), Executions, record.Where("order", record.LinkValue(o.ID)))
	if err != nil {
		return nil, err
	}
	for _, e := range done {
		if e.ID != except {
			e.takeFrom(left)
		}
	}
	return left, nil
}
