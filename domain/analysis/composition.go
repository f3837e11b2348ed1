package analysis

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/party"
	"crmlab/domain/record"
)

// CompositionAsk chooses the sales of a composition.
type CompositionAsk struct {
	Period
	By      By
	WithTax bool
	Most    int // rows; the groups beyond them are summed up in one more. 0: all
}

// CompositionRow is one group's sales in the period, the one before and a year ago, in 元.
type CompositionRow struct {
	ID       record.ID
	Others   int // how many groups this row sums up; 0: it is one group
	Name     string
	Current  decimal.Decimal
	Previous decimal.Decimal
	LastYear decimal.Decimal
	Share    decimal.Decimal // % of all current sales
	PoP      Change          // 环比
	YoY      Change          // 同比
	// Contribution is how many points of the total's growth over the previous period come
	// from this group: (current − previous) ÷ total previous. They sum to the total growth.
	Contribution decimal.Decimal
}

// Composition 销售构成: who or what the sales are made of, and what changed. While the period is
// running, Previous and LastYear end after as many days as it has behind it.
type Composition struct {
	Rows                       []CompositionRow
	Total                      CompositionRow
	Period, Previous, LastYear Period
}

// CompositionOf computes the composition, largest current sales first.
func CompositionOf(r record.Reader, ask CompositionAsk) (Composition, error) {
	c := Composition{Period: ask.Period}
	c.Previous = ask.Period.Previous().Elapsed(ask.Period, r.Today())
	c.LastYear = ask.Period.LastYear().Elapsed(ask.Period, r.Today())
	const current, previous, lastYear = 1, 2, 4 // marks of days
	type sums struct {
		cur, prev, last int64
		sold            bool
	}
	var by []sums // by the group's ID
	var all sums
	span := c.Period.Around(c.Previous).Around(c.LastYear)
	// Sums by the group's ID and the marks of the day; those of no mark count the sales.
	var parts [record.MostWorkers][][8]int64
	err := eachSale(r, ask.By, ask.WithTax, markDays(span, c.Period, c.Previous, c.LastYear), func(s sales) {
		byMark := parts[s.worker]
		for i, g := range s.groups {
			mark := s.marks[i] & 7
			if mark == 0 {
				continue
			}
			if g >= int64(len(byMark)) {
				byMark = append(byMark, make([][8]int64, g+1)...)
			}
			at := &byMark[g]
			at[mark] += s.cents[i]
			at[0]++
		}
		parts[s.worker] = byMark
	})
	byMark := parts[0]
	for _, part := range parts[1:] {
		if len(part) > len(byMark) {
			byMark = append(byMark, make([][8]int64, len(part)-len(byMark))...)
		}
		for id := range part {
			for mark, n := range part[id] {
				byMark[id][mark] += n
			}
		}
	}
	if err != nil {
		return c, err
	}
	for _, marked := range byMark {
		s := sums{sold: marked[0] > 0}
		for mark, cents := range marked[1:] {
			mark++
			if mark&current != 0 {
				s.cur += cents
			}
			if mark&previous != 0 {
				s.prev += cents
			}
			if mark&lastYear != 0 {
				s.last += cents
			}
		}
		by = append(by, s)
		all = sums{all.cur + s.cur, all.prev + s.prev, all.last + s.last, true}
	}
	var groups []int // IDs, largest current sales first
	for id, s := range by {
		if s.sold {
			groups = append(groups, id)
		}
	}
	larger := func(a, b int) int { return cmp.Or(cmp.Compare(by[b].cur, by[a].cur), cmp.Compare(a, b)) }
	if ask.Most > 0 && len(groups) > 4*ask.Most {
		groups = largestFirst(groups, ask.Most, func(id int) int64 { return by[id].cur }, larger)
	} else {
		slices.SortFunc(groups, larger)
	}
	row := func(id record.ID, name string, s sums) CompositionRow {
		cents := func(n int64) decimal.Decimal { return record.FromMinor(n, 2) }
		return CompositionRow{ID: id, Name: name, Current: cents(s.cur), Previous: cents(s.prev), LastYear: cents(s.last), Share: shareOf(s.cur, all.cur),
			PoP: ChangeOf(s.cur, s.prev), YoY: ChangeOf(s.cur, s.last), Contribution: shareOf(s.cur-s.prev, all.prev)}
	}
	k := groupKind(ask.By)
	shown := groups
	if ask.Most > 0 && len(groups) > ask.Most {
		shown = groups[:ask.Most]
	}
	c.Rows = make([]CompositionRow, 0, len(shown)+1)
	for _, id := range shown {
		name := "未分类"
		if id != 0 {
			name = r.Title(k, record.ID(id))
		}
		c.Rows = append(c.Rows, row(record.ID(id), name, by[id]))
	}
	if others := groups[len(shown):]; len(others) > 0 {
		var rest sums
		for _, id := range others {
			rest.cur, rest.prev, rest.last = rest.cur+by[id].cur, rest.prev+by[id].prev, rest.last+by[id].last
		}
		last := row(0, fmt.Sprintf("其余 %d 个%s", len(others), k.Label), rest)
		last.Others = len(others)
		c.Rows = append(c.Rows, last)
	}
	c.Total = row(0, "合计", all)
	return c, nil
}

// largestFirst brings the most largest groups to the front, in their order; the rest follow in
// none. Of a hundred thousand customers nobody reads more.
func largestFirst(groups []int, most int, size func(int) int64, larger func(a, b int) int) []int {
	sizes := make([]int64, len(groups))
	for i, g := range groups {
		sizes[i] = size(g)
	}
	slices.Sort(sizes)
	least := sizes[len(sizes)-most]
	var front, rest []int
	for _, g := range groups {
		if size(g) >= least {
			front = append(front, g)
		} else {
			rest = append(rest, g)
		}
	}
	slices.SortFunc(front, larger)
	return append(front, rest...)
}

func groupKind(by By) *record.Kind {
	switch by {
	case ByCustomer:
		return party.Customers.Kind
	case ByEmployee:
		return company.Employees.Kind
	case ByDept:
		return company.Departments.Kind
	case ByProduct:
		return catalog.Products.Kind
	case ByClass:
	}
	return catalog.Categories.Kind
}
