package analysis

import (
	"crmlab/domain/catalog"
	"crmlab/domain/order"
	"crmlab/domain/record"
)

// By is what sales are grouped by.
type By string

// Groups of sales.
const (
	ByClass    By = "product-class"
	ByProduct  By = "product"
	ByCustomer By = "customer"
	ByEmployee By = "employee"
	ByDept     By = "department"
)

// Bys are the groups with their names on the screen.
var Bys = []record.Choice{{Code: string(ByClass), Label: "产品分类"}, {Code: string(ByProduct), Label: "产品"}, {Code: string(ByCustomer), Label: "客户"},
	{Code: string(ByEmployee), Label: "员工"}, {Code: string(ByDept), Label: "部门"}}

// sale is what one approved order contributes to one group, in 分.
type sale struct {
	day   record.Date
	group record.ID
	cents int64
}

// eachSale walks 销售额: the net amounts of approved orders within the reader's scope, by
// their order date, before tax unless withTax. Of a terminated order only what was
// executed counts; void and refused ones do not. The discount on the whole is spread
// over the lines, the last line taking the remainder.
func eachSale(r record.Reader, by By, withTax bool, fn func(sale)) error {
	f := order.Orders.Field
	state, day, party, owner, dept := f("state"), f("date"), f("party"), f("owner"), f("dept")
	sales, untaxed, total := f("sales"), f("untaxed"), f("total")
	lines := order.LinesField()
	product, net := lines.Column("product"), lines.Column("net")
	category := catalog.Products.Field("category")

	executed, err := executedNets(r)
	if err != nil {
		return err
	}
	group := func(o, line record.Row) record.ID {
		switch by {
		case ByCustomer:
			return o.Value(party).ID()
		case ByEmployee:
			return o.Value(owner).ID()
		case ByDept:
			return o.Value(dept).ID()
		case ByProduct:
			return line.Value(product).ID()
		case ByClass:
		}
		p, ok := r.Row(catalog.Products.Kind, line.Value(product).ID())
		if !ok {
			return 0
		}
		return topClass(r, p.Value(category).ID())
	}
	// Lines of one order follow each other; they are gathered and spread when the order ends.
	var at record.ID
	var pending []sale
	var nets []int64
	var whole int64
	flush := func() {
		var sum, given int64
		for _, n := range nets {
			sum += n
		}
		for i := range pending {
			switch {
			case sum == 0:
				pending[i].cents = 0
			case i == len(pending)-1:
				pending[i].cents = whole - given
			default:
				pending[i].cents = proportion(whole, nets[i], sum)
			}
			given += pending[i].cents
			fn(pending[i])
		}
		pending, nets = pending[:0], nets[:0]
	}
	err = r.Lines(lines, func(o, line record.Row) bool {
		s := order.State(o.Value(state).S)
		if !order.Live(s) {
			return true
		}
		if o.ID() != at {
			flush()
			at = o.ID()
			whole = o.Value(sales).N
			if withTax {
				whole = proportion(whole, o.Value(total).N, o.Value(untaxed).N)
			}
		}
		n := line.Value(net).N
		if s == order.Ended {
			n = executed[at][len(nets)]
		}
		pending = append(pending, sale{day: o.Value(day).Date(), group: group(o, line)})
		nets = append(nets, n)
		return true
	})
	flush()
	return err
}

// proportion is a × b ÷ c rounded half away from zero; 0 when c is 0.
func proportion(a, b, c int64) int64 {
	if c == 0 {
		return 0
	}
	return mulDiv(a, b, c)
}

// topClass is the category right below the root that a category belongs to, so that a
// class tree of any depth makes a readable composition.
func topClass(r record.Reader, c record.ID) record.ID {
	path := catalog.Path(r, c)
	if len(path) == 0 {
		return 0
	}
	return path[max(0, len(path)-2)]
}

type orderProduct struct{ order, product record.ID }

// executedNets is, for every terminated order, the part of each line's net amount that
// was executed, in 分. Deliveries of a product fill its lines in their order.
func executedNets(r record.Reader) (map[record.ID][]int64, error) {
	nets := map[record.ID][]int64{}
	ended := map[record.ID]bool{}
	if err := r.Each(order.Orders.Kind, []record.Cond{record.Where("state", record.ChoiceValue(order.Ended))}, func(row record.Row) bool {
		ended[row.ID()] = true
		return true
	}); err != nil || len(ended) == 0 {
		return nets, err
	}
	left := map[orderProduct]int64{} // delivered and not yet counted against a line
	exLines, exOrder := order.Executions.Field("lines"), order.Executions.Field("order")
	exProduct, exQty := exLines.Column("product"), exLines.Column("qty")
	if err := r.Whole().Lines(exLines, func(ex, line record.Row) bool {
		if o := ex.Value(exOrder).ID(); ended[o] {
			left[orderProduct{o, line.Value(exProduct).ID()}] += line.Value(exQty).N
		}
		return true
	}); err != nil {
		return nets, err
	}
	lines := order.LinesField()
	product, qty, net := lines.Column("product"), lines.Column("qty"), lines.Column("net")
	err := r.Lines(lines, func(o, line record.Row) bool {
		if !ended[o.ID()] {
			return true
		}
		key := orderProduct{o.ID(), line.Value(product).ID()}
		q := line.Value(qty).N
		done := min(left[key], q)
		left[key] -= done
		nets[o.ID()] = append(nets[o.ID()], proportion(line.Value(net).N, done, q))
		return true
	})
	return nets, err
}
