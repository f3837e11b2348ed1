package main

import (
	"cmp"
	"strings"

	"crmlab/domain/record"
)

// Pages are as the program's lists show them: 20 rows, and nobody asks for the first only.
const (
	pageSize = 20
	thePage  = 3
)

// ask is one question of a list, in both languages.
type ask struct {
	hat   record.Hat
	query record.Query // the kind, page and size are the list's
	where string       // "" is all
	args  []any
}

// list is a list page of a kind, and how SQLite answers it.
type list[R any] struct {
	b      *bench
	kind   *record.Kind
	row    func(record.Reader, record.Row) R
	table  string // FROM, with its alias
	id     string // the row's own id, with the alias
	shown  string // columns of a page's rows
	joins  string // for what is shown
	scan   func(scanner) (R, error)
	needed string // joins that conditions or the order need

	counted string // joins that the count needs; "": the same
}

// answer is a page with its total.
type answer[R any] struct {
	Total, Page int
	Rows        []R
}

// ours asks the program.
func (l *list[R]) ours(a *ask) (any, error) {
	q := a.query
	q.Kind, q.Page, q.Size = l.kind, thePage, pageSize
	var out answer[R]
	err := l.b.book.Read(a.hat, func(r record.Reader) error {
		p, err := r.Query(q)
		if err != nil {
			return err
		}
		out = answer[R]{Total: p.Total, Page: p.Page, Rows: make([]R, 0, len(p.Rows))}
		for _, row := range p.Rows {
			out.Rows = append(out.Rows, l.row(r, row))
		}
		return nil
	})
	return &out, err
}

// ask asks SQLite: the count, then the page.
func (l *list[R]) ask(count, page string, args []any) (any, error) {
	out := answer[R]{Page: thePage, Rows: make([]R, 0, pageSize)}
	if err := l.b.lite.one(count, args, &out.Total); err != nil {
		return nil, err
	}
	out.Page = max(1, min(thePage, (out.Total+pageSize-1)/pageSize))
	err := l.b.lite.each(page, append(args[:len(args):len(args)], pageSize, (out.Page-1)*pageSize), func(rows scanner) error {
		r, err := l.scan(rows)
		out.Rows = append(out.Rows, r)
		return err
	})
	return &out, err
}

func filtered(where string) string {
	if where == "" {
		return ""
	}
	return " WHERE " + where
}

// ways are the usual manners of reading a page: in one go, or first the page's ids and then
// what it shows of them, and the latter together with the count.
func (l *list[R]) ways(order string) func(*ask) []way {
	return func(a *ask) []way {
		count := "SELECT count(*) FROM " + l.table + cmp.Or(l.counted, l.needed) + filtered(a.where)
		direct := "SELECT " + l.shown + " FROM " + l.table + l.needed + l.joins + filtered(a.where) + " ORDER BY " + order + " LIMIT ? OFFSET ?"
		alias := l.table[strings.LastIndexByte(l.table, ' ')+1:]
		idsFirst := "SELECT " + l.shown + " FROM (SELECT " + l.id + " AS id FROM " + l.table + l.needed + filtered(a.where) + " ORDER BY " + order +
			" LIMIT ? OFFSET ?) AS page CROSS JOIN " + l.table + " ON " + alias + ".id = page.id" + l.needed + l.joins + " ORDER BY " + order
		counting := "SELECT " + l.shown + ", page.n FROM (SELECT " + l.id + " AS id, count(*) OVER () AS n FROM " + l.table + l.needed + filtered(a.where) + " ORDER BY " + order +
			" LIMIT ? OFFSET ?) AS page CROSS JOIN " + l.table + " ON " + alias + ".id = page.id" + l.needed + l.joins + " ORDER BY " + order
		return []way{
			{"一次读出", func(int) (any, error) { return l.ask(count, direct, a.args) }},
			{"先取编号", func(int) (any, error) { return l.ask(count, idsFirst, a.args) }},
			{"同时计数", func(int) (any, error) { return l.askOnce(counting, count, direct, a.args) }},
		}
	}
}

// askOnce asks for the page and the count in one pass, which spares SQLite the second
// where it has no index. Where there are fewer pages, the usual way has to find the last.
func (l *list[R]) askOnce(counting, count, page string, args []any) (any, error) {
	out := answer[R]{Page: thePage, Rows: make([]R, 0, pageSize)}
	err := l.b.lite.each(counting, append(args[:len(args):len(args)], pageSize, (thePage-1)*pageSize), func(rows scanner) error {
		r, err := l.scan(behind{rows, &out.Total})
		out.Rows = append(out.Rows, r)
		return err
	})
	if err == nil && len(out.Rows) == 0 {
		return l.ask(count, page, args)
	}
	return &out, err
}

// behind is a row with one more number behind what is shown.
type behind struct {
	scanner
	last *int
}

func (b behind) Scan(into ...any) error { return b.scanner.Scan(append(into, b.last)...) }

// work makes a work of a list and its questions.
func (l *list[R]) work(name, label string, g goal, asks []ask, ways func(*ask) []way) *work {
	w := &work{name: name, label: label, goal: g, asks: len(asks)}
	w.ours = func(i int) (any, error) { return l.ours(&asks[i]) }
	byAsk := make([][]way, len(asks))
	for i := range asks {
		byAsk[i] = ways(&asks[i])
	}
	if len(asks) == 0 {
		return w
	}
	for j, first := range byAsk[0] {
		w.lite = append(w.lite, way{first.name, func(i int) (any, error) { return byAsk[i][j].run(i) }})
	}
	return w
}

// named puts a word before the names of ways.
func named(word string, ways []way) []way {
	for i := range ways {
		ways[i].name = word + "，" + ways[i].name
	}
	return ways
}
