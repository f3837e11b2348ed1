package analysis

import (
	"slices"
	"sync"

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
	worker int     // goroutines that work at the same time have different ones
	marks  []uint8 // of the day of each order
	groups []int64 // ID of the group
	cents  []int64
}

// dayMarks says of every day of a span which of the asked periods it lies in, a bit each.
type dayMarks struct {
	from  int64
	marks []uint8
}

func markDays(span Period, periods ...Period) dayMarks {
	d := dayMarks{from: int64(span.From), marks: make([]uint8, max(0, span.Days()))}
	for i := range d.marks {
		for bit, p := range periods {
			if p.Holds(span.From.AddDays(i)) {
				d.marks[i] |= 1 << bit
			}
		}
	}
	return d
}

// eachSale goes through 销售额: the net amounts of approved orders within the reader's scope
// that are dated in the span of the days, before tax unless withTax, and with the other sign the
// returns that were approved in it. Of a terminated order only what was executed counts; void and
// refused ones do not. Grouped by what orders have, an order is one sale. Grouped by what lines
// have, every line is one: the discount on the whole is spread over the lines, the last line
// taking the remainder. Several goroutines may call fn at the same time.
func eachSale(r record.Reader, by By, withTax bool, days dayMarks, fn func(sales)) error {
	if len(days.marks) == 0 {
		return nil
	}
	for _, d := range []saleDocs{
		{kind: order.Orders.Kind, lines: order.LinesField(), day: "date", live: order.WhereLive(), sign: 1},
		{kind: order.Returns.Kind, lines: order.Returns.Field("lines"), day: "passed", live: order.WhereReturned(), sign: -1},
	} {
		if err := d.each(r, by, withTax, days, fn); err != nil {
			return err
		}
	}
	return nil
}

// saleDocs are the documents that add to sales, or take from them.
type saleDocs struct {
	kind  *record.Kind
	lines *record.Field
	day   string // field of the day on which they count
	live  record.Cond
	sign  int64
}

func (d saleDocs) each(r record.Reader, by By, withTax bool, days dayMarks, fn func(sales)) error {
	f := d.kind.Field
	conds := []record.Cond{d.live, {Field: d.day, Op: record.Within,
		Values: []record.Value{record.DateValue(record.Date(days.from)), record.DateValue(record.Date(days.from) + record.Date(len(days.marks)-1))}}}
	fields := []*record.Field{f(d.day), f("sales")}
	if withTax {
		fields = append(fields, f("total"), f("untaxed"))
	}
	switch by {
	case ByCustomer:
		fields = append(fields, f("party"))
	case ByEmployee:
		fields = append(fields, f("owner"))
	case ByDept:
		fields = append(fields, f("dept"))
	case ByProduct, ByClass:
		return d.eachLine(r, by, withTax, days, conds, fields, fn)
	}
	var out sales
	return r.Batches(d.kind, conds, fields, func(b *record.Batch) bool {
		out.marks = days.of(b.Numbers[0], out.marks)
		out.groups, out.cents = b.Numbers[len(fields)-1], d.wholes(b, withTax)
		fn(out)
		return true
	})
}

// of gives the marks of days, in room that is used again.
func (d dayMarks) of(days []int64, room []uint8) []uint8 {
	room = slices.Grow(room[:0], len(days))[:len(days)]
	for i, day := range days {
		room[i] = d.marks[day-d.from]
	}
	return room
}

// wholes are the sales of the documents of a batch, whose first fields are those of each.
func (d saleDocs) wholes(b *record.Batch, withTax bool) []int64 {
	whole := b.Numbers[1]
	if withTax {
		for i := range whole {
			whole[i] = proportion(whole[i], b.Numbers[2][i], b.Numbers[3][i])
		}
	}
	if d.sign < 0 {
		for i := range whole {
			whole[i] = -whole[i]
		}
	}
	return whole
}

func (d saleDocs) eachLine(r record.Reader, by By, withTax bool, days dayMarks, conds []record.Cond, of []*record.Field, fn func(sales)) error {
	var ended map[record.ID][]int64
	if d.kind == order.Orders.Kind {
		var err error
		if ended, err = executedNets(r); err != nil {
			return err
		}
	}
	group, err := productGroups(r, by)
	if err != nil {
		return err
	}
	var room [record.MostWorkers]sales
	return r.LineBatches(d.lines, conds, of, []*record.Field{d.lines.Column("product"), d.lines.Column("net")}, func(b *record.LineBatch) bool {
		out := &room[b.Worker]
		products, nets := b.Lines[0], b.Lines[1]
		whole := d.wholes(&b.Batch, withTax)
		out.marks = slices.Grow(out.marks[:0], len(nets))[:len(nets)]
		for i, id := range b.IDs {
			from, to := b.From[i], b.From[i+1]
			if len(ended) > 0 {
				if done, ok := ended[id]; ok {
					copy(nets[from:to], done)
				}
			}
			spread(whole[i], nets[from:to])
			mark := days.marks[b.Numbers[0][i]-days.from]
			for j := from; j < to; j++ {
				out.marks[j] = mark
			}
		}
		for i, p := range products {
			products[i] = 0
			if p < int64(len(group)) {
				products[i] = group[p]
			}
		}
		out.worker, out.groups, out.cents = b.Worker, products, nets
		fn(*out)
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
	var mu sync.Mutex
	left := map[orderProduct]int64{} // delivered and not yet counted against a line
	of := order.Executions.Field
	done, accepted := of("lines"), of("nature").Place(order.Acceptance)
	if err := r.Whole().LineBatches(done, nil, []*record.Field{of("order"), of("nature")}, []*record.Field{done.Column("product"), done.Column("qty")}, func(b *record.LineBatch) bool {
		mu.Lock()
		defer mu.Unlock()
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
		mu.Lock()
		defer mu.Unlock()
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
