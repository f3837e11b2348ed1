package analysis

import (
	"slices"

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

// sales are what approved orders contribute, column by column.
type sales struct {
	days   []int64 // record.Date of each order
	groups []int64 // ID of the group
	cents  []int64
}

// eachSale goes through 销售额: the net amounts of approved orders within the reader's scope
// that are dated in the span, before tax unless withTax. Of a terminated order only what was
// executed counts; void and refused ones do not. Grouped by what orders have, an order is
// one sale. Grouped by what lines have, every line is one: the discount on the whole is
// spread over the lines, the last line taking the remainder.
func eachSale(r record.Reader, by By, withTax bool, span Period, fn func(sales)) error {
	f := order.Orders.Field
	conds := []record.Cond{order.WhereLive(), {Field: "date", Op: record.Within, Values: []record.Value{record.DateValue(span.From), record.DateValue(span.To)}}}
	fields := []*record.Field{f("date"), f("sales"), f("total"), f("untaxed")}
	switch by {
	case ByCustomer:
		fields = append(fields, f("party"))
	case ByEmployee:
		fields = append(fields, f("owner"))
	case ByDept:
		fields = append(fields, f("dept"))
	case ByProduct, ByClass:
		return eachSoldLine(r, by, withTax, conds, fields, fn)
	}
	return r.Batches(order.Orders.Kind, conds, fields, func(b *record.Batch) bool {
		fn(sales{days: b.Numbers[0], groups: b.Numbers[4], cents: wholes(b, withTax)})
		return true
	})
}

// wholes are the sales of the orders of a batch, whose first fields are those of eachSale.
func wholes(b *record.Batch, withTax bool) []int64 {
	whole := b.Numbers[1]
	if withTax {
		for i := range whole {
			whole[i] = proportion(whole[i], b.Numbers[2][i], b.Numbers[3][i])
		}
	}
	return whole
}

func eachSoldLine(r record.Reader, by By, withTax bool, conds []record.Cond, of []*record.Field, fn func(sales)) error {
	ended, err := executedNets(r)
	if err != nil {
		return err
	}
	group, err := productGroups(r, by)
	if err != nil {
		return err
	}
	lines := order.LinesField()
	var out sales
	return r.LineBatches(lines, conds, of, []*record.Field{lines.Column("product"), lines.Column("net")}, func(b *record.LineBatch) bool {
		products, nets := b.Lines[0], b.Lines[1]
		whole := wholes(&b.Batch, withTax)
		out.days = slices.Grow(out.days[:0], len(nets))[:len(nets)]
		for i, id := range b.IDs {
			from, to := b.From[i], b.From[i+1]
			if done, ok := ended[id]; ok {
				copy(nets[from:to], done)
			}
			spread(whole[i], nets[from:to])
			for j := from; j < to; j++ {
				out.days[j] = b.Numbers[0][i]
			}
		}
		for i, p := range products {
			products[i] = 0
			if p < int64(len(group)) {
				products[i] = group[p]
			}
		}
		out.groups, out.cents = products, nets
		fn(out)
		return true
	})
}

// spread turns the net amounts of lines into their parts of the whole, the last of which
// takes the remainder.
func spread(whole int64, nets []int64) {
	var sum, given int64
	for _, n := range nets {
		sum += n
	}
	if sum == whole {
		return
	}
	for i, n := range nets {
		switch {
		case sum == 0:
			nets[i] = 0
		case i == len(nets)-1:
			nets[i] = whole - given
		default:
			nets[i] = proportion(whole, n, sum)
		}
		given += nets[i]
	}
}

// productGroups is the group of every product, by the product's ID.
func productGroups(r record.Reader, by By) ([]int64, error) {
	var group []int64
	category := catalog.Products.Field("category")
	err := r.Whole().Each(catalog.Products.Kind, nil, func(p record.Row) bool {
		id := p.ID()
		for int64(len(group)) <= int64(id) {
			group = append(group, 0)
		}
		if group[id] = int64(id); by == ByClass {
			group[id] = int64(topClass(r, p.Value(category).ID()))
		}
		return true
	})
	return group, err
}

// proportion is a × b ÷ c rounded half away from zero; 0 when c is 0.
func proportion(a, b, c int64) int64 {
	if c == 0 {
		return 0
	}
	return record.MulDiv(a, b, c)
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
// was executed, in 分. Deliveries of a product fill its lines in their order; what was only
// accepted (验收) was delivered before.
func executedNets(r record.Reader) (map[record.ID][]int64, error) {
	nets := map[record.ID][]int64{}
	lines, isEnded := order.LinesField(), []record.Cond{record.Where("state", record.ChoiceValue(order.Ended))}
	ended := map[record.ID]bool{}
	if err := r.Batches(order.Orders.Kind, isEnded, nil, func(b *record.Batch) bool {
		for _, id := range b.IDs {
			ended[id] = true
		}
		return true
	}); err != nil || len(ended) == 0 {
		return nets, err
	}
	left := map[orderProduct]int64{} // delivered and not yet counted against a line
	of := order.Executions.Field
	done, accepted := of("lines"), of("nature").Place(order.Acceptance)
	if err := r.Whole().LineBatches(done, nil, []*record.Field{of("order"), of("nature")}, []*record.Field{done.Column("product"), done.Column("qty")}, func(b *record.LineBatch) bool {
		for i, o := range b.Numbers[0] {
			if b.Numbers[1][i] == accepted || !ended[record.ID(o)] {
				continue
			}
			for j := b.From[i]; j < b.From[i+1]; j++ {
				left[orderProduct{record.ID(o), record.ID(b.Lines[0][j])}] += b.Lines[1][j]
			}
		}
		return true
	}); err != nil {
		return nets, err
	}
	err := r.LineBatches(lines, isEnded, nil, []*record.Field{lines.Column("product"), lines.Column("qty"), lines.Column("net")}, func(b *record.LineBatch) bool {
		for i, o := range b.IDs {
			for j := b.From[i]; j < b.From[i+1]; j++ {
				key, qty := orderProduct{o, record.ID(b.Lines[0][j])}, b.Lines[1][j]
				part := min(left[key], qty)
				left[key] -= part
				nets[o] = append(nets[o], proportion(b.Lines[2][j], part, qty))
			}
		}
		return true
	})
	return nets, err
}
