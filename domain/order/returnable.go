package order

import (
	"fmt"

	"github.com/shopspring/decimal"

	"crmlab/domain/catalog"
	"crmlab/domain/record"
	"crmlab/domain/sales"
)

// deliveredByLine is how much of each line of an order was executed: deliveries of a product
// fill its lines in their order. An order from before this system was used was delivered.
func deliveredByLine(r record.Reader, o *Order) ([]decimal.Decimal, error) {
	out := make([]decimal.Decimal, len(o.Lines))
	left, err := Remaining(r, o, 0)
	if err != nil {
		return nil, err
	}
	delivered := ordered(o)
	for product, open := range left {
		delivered[product] = delivered[product].Sub(open)
	}
	for i, l := range o.Lines {
		if o.Opening {
			out[i] = l.Qty
			continue
		}
		out[i] = decimal.Min(delivered[l.Product], l.Qty)
		delivered[l.Product] = delivered[l.Product].Sub(out[i])
	}
	return out, nil
}

// claims loads the other returns of an order that were submitted or approved.
func claims(r record.Reader, o *Order, except record.ID) ([]*Return, error) {
	all, err := record.Find(r.Whole(), Returns, record.Where("order", record.LinkValue(o.ID)), record.Where("state", claimed...))
	if err != nil {
		return nil, err
	}
	var out []*Return
	for _, t := range all {
		if t.ID != except {
			out = append(out, t)
		}
	}
	return out, nil
}

// returnable is how much of each line of an order can still come back: what was executed less
// what other returns take; except names a return that does not count.
func returnable(r record.Reader, o *Order, except record.ID) ([]decimal.Decimal, error) {
	left, err := deliveredByLine(r, o)
	if err != nil {
		return nil, err
	}
	others, err := claims(r, o, except)
	if err != nil {
		return nil, err
	}
	for _, t := range others {
		for _, l := range t.Lines {
			if l.Row >= 1 && l.Row <= len(left) {
				left[l.Row-1] = left[l.Row-1].Sub(l.Qty)
			}
		}
	}
	return left, nil
}

// mayReturn refuses a return of an order of which nothing can come back.
func mayReturn(r record.Reader, o *Order, except record.ID) error {
	what := "不能为订单 " + o.No + " 退货"
	if !Live(o.State) {
		return record.RefuseField("return.state", "order", what, "订单现在是「"+o.State.Label()+"」", "只有审批通过、执行过的订单才能退货；没有执行的，撤回或终止订单")
	}
	left, err := returnable(r, o, except)
	if err != nil {
		return err
	}
	for _, q := range left {
		if q.IsPositive() {
			return nil
		}
	}
	return record.RefuseField("return.nothing", "order", what, "没有可以退的货：还没有登记执行，或者已经全部退过", "先登记订单执行，或查看已有的退货单")
}

// returnRule finds the order's lines, prices what comes back as it was sold, and adds it up,
// while the return may change and once more when it is submitted.
func returnRule(tx record.Tx, t, old *Return) error {
	what := "没有保存退货单 " + t.No
	editable := func(s ReturnState) bool { return s == ReturnDraft || s == ReturnBack || s == "" }
	if old != nil && old.Order != t.Order {
		return record.RefuseField("return.order", "order", what, "退货单不能换到别的订单", "删除它，在那个订单上退货")
	}
	if !editable(t.State) && (t.State != ReturnReview || old == nil || !editable(old.State)) {
		return nil
	}
	o, err := record.Get(tx, t.Order)
	if err != nil {
		return err
	}
	t.Party, t.Currency, t.Rate = o.Party, o.Currency, o.Rate
	if old == nil {
		t.Owner, t.Dept = o.Owner, o.Dept
	}
	if err := mayReturn(tx, o, t.ID); err != nil {
		return err
	}
	if t.Day < o.Day || t.Day > tx.Today() {
		return record.RefuseField("return.day", "date", what, "退货日期应在订单日期 "+o.Day.String()+" 和业务日期 "+tx.Today().String()+" 之间", "改正日期")
	}
	if len(t.Lines) == 0 {
		return record.RefuseField("return.lines", "lines", what, "没有退货明细", "至少写一个产品的数量")
	}
	left, err := returnable(tx, o, t.ID)
	if err != nil {
		return err
	}
	for i := range t.Lines {
		if err := t.Lines[i].find(tx, o, left, what, i); err != nil {
			return err
		}
	}
	return t.price(tx, o)
}

// find gives a line its line of the order, and takes its quantity from what is left.
func (l *ReturnLine) find(r record.Reader, o *Order, left []decimal.Decimal, what string, i int) error {
	name := r.Title(catalog.Products.Kind, l.Product.ID())
	no := func(column, why, fix string) error {
		return record.RefuseField("return."+column, fmt.Sprintf("lines.%d.%s", i, column), what, why, fix)
	}
	if l.Row > len(o.Lines) || l.Row > 0 && o.Lines[l.Row-1].Product != l.Product {
		return no("row", fmt.Sprintf("订单 %s 的第 %d 行不是%s", o.No, l.Row, name), "改正行号，或者留空")
	}
	found := 0
	for j, sold := range o.Lines {
		if l.Row != 0 || sold.Product != l.Product {
			continue
		}
		if found == 0 || left[j].GreaterThanOrEqual(l.Qty) && left[found-1].LessThan(l.Qty) {
			found = j + 1
		}
	}
	if l.Row == 0 {
		l.Row = found
	}
	if l.Row == 0 {
		return no("product", name+" 不在订单 "+o.No+" 里", "换成订单里的产品")
	}
	if l.Qty.GreaterThan(left[l.Row-1]) {
		return no("qty", fmt.Sprintf("%s 最多还能退 %s，本次退 %s", name, left[l.Row-1], l.Qty), "改小数量；没有执行的部分不能退")
	}
	left[l.Row-1] = left[l.Row-1].Sub(l.Qty)
	return nil
}

// price gives every line its part of what was sold, and adds up. What comes back last takes
// what is left, so that the returns of a whole order total the order to the cent.
func (t *Return) price(r record.Reader, o *Order) error {
	others, err := claims(r, o, t.ID)
	if err != nil {
		return err
	}
	qty, net := make([]decimal.Decimal, len(o.Lines)), make([]decimal.Decimal, len(o.Lines))
	take := func(lines []ReturnLine) {
		for _, l := range lines {
			if l.Row >= 1 && l.Row <= len(qty) {
				qty[l.Row-1], net[l.Row-1] = qty[l.Row-1].Add(l.Qty), net[l.Row-1].Add(l.Net)
			}
		}
	}
	for _, other := range others {
		take(other.Lines)
	}
	var sold []sales.Line
	for i := range t.Lines {
		l := &t.Lines[i]
		from := o.Lines[l.Row-1]
		l.Unit, l.Net = from.Unit, record.Cents(from.Net.Mul(l.Qty).DivRound(from.Qty, 8))
		if qty[l.Row-1].Add(l.Qty).Equal(from.Qty) {
			l.Net = from.Net.Sub(net[l.Row-1])
		}
		take([]ReturnLine{*l})
		sold = append(sold, sales.Line{Net: l.Net})
	}
	sum := sales.Sum(sold, o.Discount, o.VAT)
	t.Untaxed, t.Tax, t.Total, t.Sales = sum.Untaxed, sum.Tax, sum.Total, record.Cents(sum.Untaxed.Mul(o.Rate))
	for i, l := range o.Lines {
		if !qty[i].Equal(l.Qty) {
			return nil
		}
	}
	t.Untaxed, t.Tax, t.Total, t.Sales = o.Untaxed, o.Tax, o.Total, record.Cents(o.Untaxed.Mul(o.Rate))
	for _, other := range others {
		t.Untaxed, t.Tax = t.Untaxed.Sub(other.Untaxed), t.Tax.Sub(other.Tax)
		t.Total, t.Sales = t.Total.Sub(other.Total), t.Sales.Sub(other.Sales)
	}
	return nil
}

// keepReturned refuses a change of executions that leaves less executed than came back; left is
// what would remain of each product.
func keepReturned(r record.Reader, o *Order, left map[record.Ref[catalog.Product]]decimal.Decimal, what string) error {
	if o.Opening {
		return nil
	}
	others, err := claims(r, o, 0)
	if err != nil {
		return err
	}
	done := ordered(o)
	for product, open := range left {
		done[product] = done[product].Sub(open)
	}
	for _, t := range others {
		for _, l := range t.Lines {
			if done[l.Product] = done[l.Product].Sub(l.Qty); done[l.Product].IsNegative() {
				return record.Refuse("execution.returned", what, "退货单 "+t.No+" 退的"+r.Title(catalog.Products.Kind, l.Product.ID())+"会多于执行的数量", "保留这条记录")
			}
		}
	}
	return nil
}
