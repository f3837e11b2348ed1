package order

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/shopspring/decimal"

	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/sales"
	"crmlab/domain/task"
)

// Concern is a product in the business with a party: what was bought of it, and where else it is
// spoken of.
type Concern struct {
	Product record.ID
	Qty     decimal.Decimal // of orders that were approved
	Net     decimal.Decimal // 元 before tax, in the currency of home
	Where   []string        // 联系人关心, 销售机会, 销售任务, 报价
}

// Concerns lists the products of a party as far as the reader sees: what was bought first, by its
// worth, then what is only spoken of.
func Concerns(r record.Reader, buyer record.ID) ([]Concern, error) {
	found := map[record.ID]*Concern{}
	at := func(product record.ID) *Concern {
		if found[product] == nil {
			found[product] = &Concern{Product: product}
		}
		return found[product]
	}
	lines := LinesField()
	product, qty, net := lines.Column("product"), lines.Column("qty"), lines.Column("net")
	var mu sync.Mutex
	err := r.LineBatches(lines, []record.Cond{record.Where("party", record.LinkValue(buyer)), WhereLive()}, []*record.Field{Orders.Field("rate")},
		[]*record.Field{product, qty, net}, func(b *record.LineBatch) bool {
			mu.Lock()
			defer mu.Unlock()
			for i := range b.IDs {
				rate := record.FromMinor(b.Numbers[0][i], rateField.Places)
				for j := b.From[i]; j < b.From[i+1]; j++ {
					in := at(record.ID(b.Lines[0][j]))
					in.Qty = in.Qty.Add(record.FromMinor(b.Lines[1][j], qty.Places))
					in.Net = in.Net.Add(record.Cents(record.FromMinor(b.Lines[2][j], 2).Mul(rate)))
				}
			}
			return true
		})
	if err != nil {
		return nil, err
	}
	for _, s := range []struct {
		kind        *record.Kind
		link, label string
	}{{party.Contacts.Kind, "customer", "联系人关心"}, {sales.Opportunities.Kind, "party", "销售机会"}, {task.Tasks.Kind, "party", "销售任务"}} {
		f := s.kind.Field("products")
		if err := r.Each(s.kind, []record.Cond{record.Where(s.link, record.LinkValue(buyer))}, func(row record.Row) bool {
			for _, id := range row.Value(f).L {
				if in := at(id); !slices.Contains(in.Where, s.label) {
					in.Where = append(in.Where, s.label)
				}
			}
			return true
		}); err != nil {
			return nil, err
		}
	}
	out := make([]Concern, 0, len(found))
	for _, in := range found {
		out = append(out, *in)
	}
	slices.SortFunc(out, func(a, b Concern) int {
		return cmp.Or(b.Net.Cmp(a.Net), strings.Compare(strings.Join(b.Where, ""), strings.Join(a.Where, "")), cmp.Compare(a.Product, b.Product))
	})
	return out, nil
}
