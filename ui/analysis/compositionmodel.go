package analysis

import (
	"maps"
	"net/url"
	"slices"

	"github.com/shopspring/decimal"

	figures "crmlab/domain/analysis"
	"crmlab/domain/catalog"
	"crmlab/domain/order"
	"crmlab/domain/record"
)

// groupings are the ways to divide the sales, in the order in which the page offers them.
var groupings = []figures.By{figures.ByClass, figures.ByCustomer, figures.ByEmployee, figures.ByDept, figures.ByProduct}

// groupingLabel is the name of a way to divide the sales.
func groupingLabel(by figures.By) string {
	for _, c := range figures.Bys {
		if c.Code == string(by) {
			return c.Label
		}
	}
	return string(by)
}

// compositionQuery is what the conditions of the composition page say.
type compositionQuery struct {
	period  figures.Period
	by      figures.By
	withTax bool
}

// encode writes the conditions into a route.
func (q compositionQuery) encode() string {
	v := url.Values{"from": {q.period.From.String()}, "to": {q.period.To.String()}, "by": {string(q.by)}}
	if q.withTax {
		v.Set("tax", "1")
	}
	return v.Encode()
}

// compositionQueryOf reads a route; what it does not say is taken from usual.
func compositionQueryOf(preset string, usual figures.Period) compositionQuery {
	q := compositionQuery{period: usual, by: figures.ByClass}
	v, err := url.ParseQuery(preset)
	if err != nil {
		return q
	}
	if p, ok := periodOf(v); ok {
		q.period = p
	}
	if by := figures.By(v.Get("by")); slices.Contains(groupings, by) {
		q.by = by
	}
	q.withTax = v.Has("tax")
	return q
}

// target is where a row of the table leads: a list of a kind, or one record of it.
type target struct {
	kind   *record.Kind
	preset string
	id     record.ID // not 0: the record itself
}

// compositionAnswer is all that the composition page shows.
type compositionAnswer struct {
	figures.Composition
	by      figures.By
	targets []target // beside Rows; the kind is nil where a row leads nowhere
	scope   string
	cut     int   // days of the period that are behind; 0: the period is over
	export  error // why the figures cannot be exported
}

// mostRows of a composition are shown one by one: more than anybody reads, few enough to lay
// out in a frame.
const mostRows = 500

func loadComposition(r record.Reader, q compositionQuery) (*compositionAnswer, error) {
	if err := figures.Allowed(r, record.View); err != nil {
		return nil, err
	}
	c, err := figures.CompositionOf(r, figures.CompositionAsk{Period: q.period, By: q.by, WithTax: q.withTax, Most: mostRows})
	if err != nil {
		return nil, err
	}
	a := &compositionAnswer{Composition: c, by: q.by, scope: scopeWords(r), export: figures.Allowed(r, record.Export)}
	if today := r.Today(); q.period.Holds(today) && today < q.period.To {
		a.cut = int(today-q.period.From) + 1
	}
	below := childCategories(r)
	for _, row := range c.Rows {
		a.targets = append(a.targets, targetOf(r, q, row.ID, below))
	}
	return a, nil
}

// targetOf finds what is behind a row: the orders of a customer, an employee or a department, the
// products of a class, a product itself.
func targetOf(r record.Reader, q compositionQuery, id record.ID, below map[record.ID][]record.ID) target {
	if id == 0 {
		return target{}
	}
	switch q.by {
	case figures.ByProduct:
		return target{kind: catalog.Products.Kind, id: id}
	case figures.ByClass:
		var classes []record.Value
		for _, c := range withBelow(id, below) {
			classes = append(classes, record.LinkValue(c))
		}
		return target{kind: catalog.Products.Kind,
			preset: record.FormatConds(r, catalog.Products.Kind, []record.Cond{record.Where("category", classes...)})}
	}
	field := map[figures.By]string{figures.ByCustomer: "party", figures.ByEmployee: "owner", figures.ByDept: "dept"}[q.by]
	return target{kind: order.Orders.Kind, preset: record.FormatConds(r, order.Orders.Kind, []record.Cond{
		{Field: "date", Op: record.Within, Values: []record.Value{record.DateValue(q.period.From), record.DateValue(q.period.To)}},
		record.Where("state", record.ChoiceValue(order.Running), record.ChoiceValue(order.Done), record.ChoiceValue(order.Ended)),
		record.Where(field, record.LinkValue(id)),
	})}
}

// childCategories lists the categories right below each category.
func childCategories(r record.Reader) map[record.ID][]record.ID {
	below := map[record.ID][]record.ID{}
	parent := catalog.Categories.Field("parent")
	// Each cannot fail here: it has no conditions, and the field is held in memory.
	_ = r.Whole().Each(catalog.Categories.Kind, nil, func(row record.Row) bool {
		p := row.Value(parent).ID()
		below[p] = append(below[p], row.ID())
		return true
	})
	return below
}

// withBelow is a category with everything below it, in order of number.
func withBelow(top record.ID, below map[record.ID][]record.ID) []record.ID {
	in := map[record.ID]bool{}
	var walk func(id record.ID)
	walk = func(id record.ID) {
		if in[id] {
			return
		}
		in[id] = true
		for _, c := range below[id] {
			walk(c)
		}
	}
	walk(top)
	return slices.Sorted(maps.Keys(in))
}

// largest is the row that contributed most to the growth over the previous period, or, while the
// total fell, most to its fall; false where there was nothing before.
func (a *compositionAnswer) largest() (figures.CompositionRow, bool) {
	single := a.Rows
	if n := len(single); n > 0 && single[n-1].Others > 0 {
		single = single[:n-1]
	}
	if a.Total.Previous.IsZero() || len(single) == 0 {
		return figures.CompositionRow{}, false
	}
	falling := a.Total.Current.LessThan(a.Total.Previous)
	return slices.MaxFunc(single, func(x, y figures.CompositionRow) int {
		if falling {
			return y.Contribution.Cmp(x.Contribution)
		}
		return x.Contribution.Cmp(y.Contribution)
	}), true
}

// contribution prints the points of a row; there are none where nothing was sold before.
func (a *compositionAnswer) contribution(row figures.CompositionRow) string {
	if a.Total.Previous.IsZero() {
		return "—"
	}
	return points(row.Contribution)
}

// nothing reports whether none of the three periods has sales.
func (a *compositionAnswer) nothing() bool {
	return a.Total.Current.IsZero() && a.Total.Previous.IsZero() && a.Total.LastYear.IsZero()
}

// table is the table as a file holds it, the totals last.
func (a *compositionAnswer) table() (header []string, kinds []record.Type, rows [][]string) {
	header = []string{groupingLabel(a.by), "本期 元", "上期 元", "环比", "去年同期 元", "同比", "占比 %", "贡献点"}
	kinds = []record.Type{record.TypeText, record.TypeMoney, record.TypeMoney, record.TypeText, record.TypeMoney, record.TypeText, record.TypeNumber, record.TypeNumber}
	for _, row := range append(a.Rows[:len(a.Rows):len(a.Rows)], a.Total) {
		contribution := ""
		if !a.Total.Previous.IsZero() {
			contribution = row.Contribution.StringFixed(2)
		}
		rows = append(rows, []string{row.Name, row.Current.StringFixed(2), row.Previous.StringFixed(2), row.PoP.String(),
			row.LastYear.StringFixed(2), row.YoY.String(), row.Share.StringFixed(2), contribution})
	}
	return header, kinds, rows
}

// tone is the direction of a change: 1 up, -1 down, 0 neither.
func tone(c figures.Change) int {
	switch {
	case c.New:
		return 1
	case c.None:
		return 0
	}
	return c.Percent.Cmp(decimal.Zero)
}
