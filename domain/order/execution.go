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
		{Code: "deliver", Label: "交货"}, {Code: "accept", Label: "验收"}, {Code: "service", Label: "服务"}}, record.Required, record.Listed,
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
	Executions.Rule(func(tx record.Tx, e, old *Execution) error {
		what := "没有登记订单执行"
		o, err := record.Get(tx, e.Order)
		if err != nil {
			return err
		}
		if o.State != Running && (old == nil || o.State != Done) {
			return record.RefuseField("execution.state", "order", what, "订单 "+o.No+" 现在是「"+o.State.Label()+"」", "只有执行中的订单才能登记执行")
		}
		if e.Day < o.Day || e.Day > tx.Today() {
			return record.RefuseField("execution.day", "day", what, "日期应在订单日期 "+o.Day.String()+" 和业务日期 "+tx.Today().String()+" 之间", "改正日期")
		}
		if len(e.Lines) == 0 {
			return record.RefuseField("execution.lines", "lines", what, "没有执行明细", "至少写一个产品的数量")
		}
		open, err := Remaining(tx, o, e.ID)
		if err != nil {
			return err
		}
		for i, l := range e.Lines {
			left, ordered := open[l.Product]
			if !ordered {
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
		return nil
	})
}

// Remaining is how much of each product of an order has not been executed; except names
// an execution that does not count.
func Remaining(r record.Reader, o *Order, except record.ID) (map[record.Ref[catalog.Product]]decimal.Decimal, error) {
	left := map[record.Ref[catalog.Product]]decimal.Decimal{}
	for _, l := range o.Lines {
		left[l.Product] = left[l.Product].Add(l.Qty)
	}
	done, err := record.Find(r.Whole(), Executions, record.Where("order", record.LinkValue(o.ID)))
	if err != nil {
		return nil, err
	}
	for _, e := range done {
		if e.ID == except || e.Nature == "accept" {
			continue
		}
		for _, l := range e.Lines {
			left[l.Product] = left[l.Product].Sub(l.Qty)
		}
	}
	return left, nil
}

// executedPart cuts sales and cost of an order down to what was executed.
func executedPart(r record.Reader, o *Order) (salesYuan, cost decimal.Decimal, err error) {
	left, err := Remaining(r, o, 0)
	if err != nil {
		return decimal.Zero, decimal.Zero, err
	}
	// Deliveries of a product fill its lines in their order.
	delivered := map[record.Ref[catalog.Product]]decimal.Decimal{}
	for _, l := range o.Lines {
		delivered[l.Product] = delivered[l.Product].Add(l.Qty)
	}
	for product, open := range left {
		delivered[product] = delivered[product].Sub(open)
	}
	var net, all decimal.Decimal
	for _, l := range o.Lines {
		done := decimal.Min(delivered[l.Product], l.Qty)
		delivered[l.Product] = delivered[l.Product].Sub(done)
		share := done.DivRound(l.Qty, 8)
		net, all = net.Add(l.Net.Mul(share)), all.Add(l.Net)
		cost = cost.Add(record.Cents(l.Cost.Mul(share)))
	}
	if all.IsZero() {
		return decimal.Zero, cost, nil
	}
	return record.Cents(o.Sales.Mul(net).DivRound(all, 8)), cost, nil
}
