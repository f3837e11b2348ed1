package main

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"crmlab/domain/analysis"
	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/order"
	"crmlab/domain/record"
	"crmlab/domain/task"
)

var (
	taskState, taskDomain = task.Tasks.Field("state"), task.Tasks.Field("domain")
)

// figures are the analyses of experiment 11. The program answers with everything that its
// pages show (shares, changes, contributions); SQLite only has to give the sums.
func (b *bench) figures() []*work {
	return []*work{
		b.composition("figure/class", "销售构成：一年，按产品分类", analysis.ByClass, byLines("p.class", "categories")),
		b.composition("figure/product", "销售构成：一年，按产品", analysis.ByProduct, byLines("l.product", "products")),
		b.composition("figure/customer", "销售构成：一年，按客户", analysis.ByCustomer, byOrders("party", "customers")),
		b.composition("figure/employee", "销售构成：一年，按员工", analysis.ByEmployee, byOrders("owner", "employees")),
		b.ranking(),
		b.months(),
		b.funnel(),
	}
}

// shown is how many groups the page of a composition shows; it sums up the others.
const shown = 500

// part is one group of a composition, or the sum of those beyond the most shown, in 分.
type part struct {
	ID                          record.ID
	Others                      int
	Name                        string
	Current, Previous, LastYear int64
}

// made is a composition without what follows from its sums.
type made struct {
	Parts []part
	Total part
}

func cents(d decimal.Decimal) int64 { return d.Shift(2).IntPart() }

func partOfRow(x analysis.CompositionRow) part {
	p := part{x.ID, x.Others, x.Name, cents(x.Current), cents(x.Previous), cents(x.LastYear)}
	if p.Others > 0 {
		p.Name = "" // words of the screen
	}
	return p
}

func (b *bench) compositionOf(by analysis.By, p analysis.Period, most int) (c analysis.Composition, err error) {
	err = b.book.Read(record.Hat{}, func(r record.Reader) error {
		c, err = analysis.CompositionOf(r, analysis.CompositionAsk{Period: p, By: by, Most: most})
		return err
	})
	return c, err
}

// grouping is how SQLite sums up by group: which table has the amounts, and where names stand.
type grouping struct{ from, group, amount, names string }

func byLines(group, names string) grouping {
	from := "orders o JOIN order_lines l ON l.owner = o.id"
	if group == "p.class" {
		from += " JOIN products p ON p.id = l.product"
	}
	return grouping{from, group, "l.share", names}
}

// byOrders needs no lines: their shares sum to the order's sales.
func byOrders(group, names string) grouping {
	return grouping{"orders o", "o." + group, "o.sales", names}
}

func (g grouping) sums() string {
	in := "o.date BETWEEN ? AND ?"
	when := func() string { return "sum(CASE WHEN " + in + " THEN " + g.amount + " ELSE 0 END)" }
	return "WITH sums AS MATERIALIZED (SELECT " + g.group + " AS g, " + when() + " AS a, " + when() + " AS b, " + when() + " AS c FROM " + g.from +
		" WHERE o.date BETWEEN ? AND ? AND o.state IN " + live() + " AND (" + in + " OR " + in + " OR " + in + ") GROUP BY g)" +
		" SELECT 0, count(*), '', coalesce(sum(a), 0), coalesce(sum(b), 0), coalesce(sum(c), 0) FROM sums UNION ALL" +
		" SELECT * FROM (SELECT g, 0, coalesce(n.name, '未分类'), a, b, c FROM (SELECT * FROM sums ORDER BY a DESC, g LIMIT ?) LEFT JOIN " + g.names + " n ON n.id = g ORDER BY a DESC, g)"
}

// composition compares a year with the one before.
func (b *bench) composition(name, label string, by analysis.By, g grouping) *work {
	periods := b.facts.periods
	w := &work{name: name, label: label, goal: figures, asks: len(periods)}
	w.ours = func(i int) (any, error) {
		c, err := b.compositionOf(by, periods[i], shown)
		if err != nil {
			return nil, err
		}
		out := &made{Parts: make([]part, len(c.Rows)), Total: partOfRow(c.Total)}
		for j, x := range c.Rows {
			out.Parts[j] = partOfRow(x)
		}
		return out, nil
	}
	text := g.sums()
	w.lite = []way{{"一条语句", func(i int) (any, error) {
		out := &made{Parts: make([]part, 0, shown+1), Total: part{Name: "合计"}}
		var rest *part // the first row is the total; what no row shows is left of it
		err := b.lite.each(text, append(b.rangesOf(periods[i]), shown), func(rows scanner) error {
			var x part
			if err := rows.Scan(&x.ID, &x.Others, &x.Name, &x.Current, &x.Previous, &x.LastYear); err != nil {
				return err
			}
			if rest == nil {
				out.Total.Current, out.Total.Previous, out.Total.LastYear = x.Current, x.Previous, x.LastYear
				rest = &x
				return nil
			}
			out.Parts = append(out.Parts, x)
			rest.Others--
			rest.Current, rest.Previous, rest.LastYear = rest.Current-x.Current, rest.Previous-x.Previous, rest.LastYear-x.LastYear
			return nil
		})
		if rest != nil && rest.Others > 0 {
			out.Parts = append(out.Parts, *rest)
		}
		return out, err
	}}}
	return w
}

// rangesOf are the arguments of a composition: its three periods, the days that they
// cover together, and the three again.
func (b *bench) rangesOf(p analysis.Period) []any {
	periods := []analysis.Period{p, p.Previous().Elapsed(p, b.facts.today), p.LastYear().Elapsed(p, b.facts.today)}
	low, high := p.From, p.To
	var three []any
	for _, q := range periods {
		low, high = min(low, q.From), max(high, q.To)
		three = append(three, int64(q.From), int64(q.To))
	}
	return slices.Concat(three, []any{int64(low), int64(high)}, three)
}

// top is how many customers a ranking shows.
const top = 20

// ranking is the customers that bought most in a year.
func (b *bench) ranking() *work {
	periods := b.facts.periods
	w := &work{name: "figure/ranking", label: "客户排名：一年，前二十名", goal: figures, asks: len(periods)}
	w.ours = func(i int) (any, error) {
		c, err := b.compositionOf(analysis.ByCustomer, periods[i], top)
		if err != nil {
			return nil, err
		}
		var out []part
		for _, x := range c.Rows[:min(top, len(c.Rows))] {
			out = append(out, part{ID: x.ID, Name: x.Name, Current: cents(x.Current)})
		}
		return out, nil
	}
	text := "SELECT g, n.name, a FROM (SELECT o.party AS g, sum(o.sales) AS a FROM orders o WHERE o.date BETWEEN ? AND ? AND o.state IN " + live() +
		" GROUP BY g ORDER BY a DESC, g LIMIT ?) JOIN customers n ON n.id = g ORDER BY a DESC, g"
	w.lite = []way{{"一条语句", func(i int) (any, error) {
		var out []part
		err := b.lite.each(text, []any{int64(periods[i].From), int64(periods[i].To), top}, func(rows scanner) error {
			var x part
			err := rows.Scan(&x.ID, &x.Name, &x.Current)
			out = append(out, x)
			return err
		})
		return out, err
	}}}
	return w
}

// monthSum is the net amount of the lines of a class in a month, in 分.
type monthSum struct {
	Month int64
	Class record.ID
	Net   int64
}

// months sums all approved orders by class and month.
func (b *bench) months() *work {
	w := &work{name: "figure/months", label: "销售：全部年份，按月份和产品分类", goal: figures, asks: 1}
	w.ours = func(int) (any, error) {
		var out []monthSum
		err := b.book.Read(record.Hat{}, func(r record.Reader) (err error) {
			out, err = monthsOf(r)
			return err
		})
		return out, err
	}
	text := "SELECT o.month AS m, p.class AS g, sum(l.net) FROM orders o JOIN order_lines l ON l.owner = o.id JOIN products p ON p.id = l.product WHERE o.state IN " +
		live() + " GROUP BY m, g ORDER BY m, g"
	w.lite = []way{{"一条语句", func(int) (any, error) {
		var out []monthSum
		err := b.lite.each(text, nil, func(rows scanner) error {
			var x monthSum
			err := rows.Scan(&x.Month, &x.Class, &x.Net)
			out = append(out, x)
			return err
		})
		return out, err
	}}}
	return w
}

// monthsOf goes through the columns as the domain's figures do: a class for every product,
// a month for every day, and sums by both in arrays.
func monthsOf(r record.Reader) ([]monthSum, error) {
	classes, err := classesOf(r)
	if err != nil {
		return nil, err
	}
	lines := order.LinesField()
	width := int(slices.Max(classes)) + 1
	// Several goroutines work; each has its own sums by class, and behind them how many lines.
	type share struct {
		months map[int64][]int64
		days   [][]int64 // the sums of a day's month
	}
	var shares [record.MostWorkers]share
	monthOfDay := func(s *share, day int64) []int64 {
		for int64(len(s.days)) <= day {
			s.days = append(s.days, nil)
		}
		if s.days[day] == nil {
			m := monthOf(record.Date(day))
			if s.months == nil {
				s.months = map[int64][]int64{}
			}
			if s.months[m] == nil {
				s.months[m] = make([]int64, 2*width)
			}
			s.days[day] = s.months[m]
		}
		return s.days[day]
	}
	err = r.LineBatches(lines, []record.Cond{order.WhereLive()}, []*record.Field{orderDate}, []*record.Field{lines.Column("product"), lines.Column("net")}, func(b *record.LineBatch) bool {
		s := &shares[b.Worker]
		for i, day := range b.Numbers[0] {
			sums := monthOfDay(s, day)
			for j := b.From[i]; j < b.From[i+1]; j++ {
				c := classes[b.Lines[0][j]]
				sums[c] += b.Lines[1][j]
				sums[int(c)+width]++
			}
		}
		return true
	})
	months := map[int64][]int64{}
	for _, s := range shares {
		for m, sums := range s.months {
			if months[m] == nil {
				months[m] = make([]int64, 2*width)
			}
			for i, n := range sums {
				months[m][i] += n
			}
		}
	}
	var out []monthSum
	for _, m := range slices.Sorted(maps.Keys(months)) {
		for c, net := range months[m][:width] {
			if months[m][width+c] > 0 {
				out = append(out, monthSum{m, record.ID(c), net})
			}
		}
	}
	return out, err
}

// classesOf is the class of every product, by its ID.
func classesOf(r record.Reader) ([]int64, error) {
	var out []int64
	category := catalog.Products.Field("category")
	err := r.Each(catalog.Products.Kind, nil, func(p record.Row) bool {
		for len(out) <= int(p.ID()) {
			out = append(out, 0)
		}
		if path := catalog.Path(r, p.Value(category).ID()); len(path) > 0 {
			out[p.ID()] = int64(path[max(0, len(path)-2)])
		}
		return true
	})
	return out, err
}

// station is one stage of a funnel.
type station struct {
	ID               record.ID
	Name             string
	Count            int
	Amount, Weighted int64
	Reached          int
}

// shape is a funnel without its percentages.
type shape struct {
	Stations  []station
	Won, Lost int
}

func (b *bench) funnel() *work {
	periods := slices.Concat(b.facts.quarters, b.facts.periods)
	w := &work{name: "figure/funnel", label: "销售漏斗：季度和年度", goal: figures, asks: len(periods)}
	w.ours = func(i int) (any, error) {
		var out shape
		err := b.book.Read(record.Hat{}, func(r record.Reader) error {
			f, err := analysis.FunnelOf(r, analysis.FunnelAsk{Period: periods[i]})
			if err != nil {
				return err
			}
			out.Won, out.Lost = f.Won, f.Lost
			for _, s := range f.Stages {
				out.Stations = append(out.Stations, station{s.Stage, s.Name, s.Count, cents(s.Amount), cents(s.Weighted), s.Reached})
			}
			return nil
		})
		return &out, err
	}
	w.lite = []way{{"一条语句", func(i int) (any, error) { return b.funnelInSQL(periods[i]) }}}
	return w
}

const (
	funnelStages = `SELECT id, name, way FROM stages WHERE domain = ? AND type NOT IN (?, ?) ORDER BY way < 0, way, "order", id DESC`
	funnelTasks  = `SELECT far, state, stage, count(*), sum(forecast), sum(weighted) FROM (
		SELECT state, stage, forecast, (forecast * "successRate" + 5000) / 10000 AS weighted, max(
			coalesce((SELECT max(s.way) FROM progress g JOIN stages s ON s.id = g."toStage" WHERE g.task = t.id), -1),
			coalesce((SELECT way FROM stages WHERE id = t.stage), -1),
			coalesce((SELECT way FROM stages WHERE id = t."lostAt"), -1)) AS far
		FROM tasks t WHERE domain = ? AND due BETWEEN ? AND ?) GROUP BY 1, 2, 3`
)

func (b *bench) funnelInSQL(p analysis.Period) (*shape, error) {
	var out shape
	at := map[record.ID]int{}
	onWay := 0
	domain, typ := placeOf(taskDomain, string(company.Sales)), company.TaskStatuses.Field("type")
	err := b.lite.each(funnelStages, []any{domain, placeOf(typ, string(company.StageWon)), placeOf(typ, string(company.StageLost))}, func(rows scanner) error {
		var s station
		var way int
		err := rows.Scan(&s.ID, &s.Name, &way)
		at[s.ID] = len(out.Stations)
		out.Stations = append(out.Stations, s)
		if way >= 0 {
			onWay++
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	active, done := placeOf(taskState, string(task.Active)), placeOf(taskState, string(task.Done))
	err = b.lite.each(funnelTasks, []any{domain, int64(p.From), int64(p.To)}, func(rows scanner) error {
		var far, count int
		var state, amount, weighted int64
		var stage record.ID
		if err := rows.Scan(&far, &state, &stage, &count, &amount, &weighted); err != nil {
			return err
		}
		switch state {
		case active:
			if i, ok := at[stage]; ok {
				s := &out.Stations[i]
				s.Count, s.Amount, s.Weighted = s.Count+count, s.Amount+amount, s.Weighted+weighted
			}
		case done:
			out.Won += count
			far = onWay - 1
		default:
			out.Lost += count
		}
		for i := 0; i <= far; i++ {
			out.Stations[i].Reached += count
		}
		return nil
	})
	return &out, err
}
