package main

import (
	"fmt"
	"strings"

	"crmlab/domain/company"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
)

// orderRow is what a list of orders shows.
type orderRow struct {
	ID                   record.ID
	No, Party, State     string
	Date, Deliver, Total int64
	Owner                string
}

var (
	orderNo, orderParty, orderState = order.Orders.Field("no"), order.Orders.Field("party"), order.Orders.Field("state")
	orderDate, orderDeliver         = order.Orders.Field("date"), order.Orders.Field("deliveryDate")
	orderTotal, orderOwner          = order.Orders.Field("total"), order.Orders.Field("owner")
)

func readOrder(r record.Reader, row record.Row) orderRow {
	return orderRow{ID: row.ID(), No: row.Value(orderNo).S, Party: r.Name(party.Customers.Kind, row.Value(orderParty).ID()),
		State: row.Value(orderState).S, Date: row.Value(orderDate).N, Deliver: row.Value(orderDeliver).N, Total: row.Value(orderTotal).N,
		Owner: r.Name(company.Employees.Kind, row.Value(orderOwner).ID())}
}

func scanOrder(rows scanner) (o orderRow, err error) {
	var state int64
	err = rows.Scan(&o.ID, &o.No, &o.Party, &state, &o.Date, &o.Deliver, &o.Total, &o.Owner)
	o.State = codeOf(orderState, state)
	return o, err
}

func (b *bench) orderList() *list[orderRow] {
	return &list[orderRow]{b: b, kind: order.Orders.Kind, row: readOrder, scan: scanOrder, table: "orders o", id: "o.id",
		shown: `o.id, o.no, coalesce(c.name, ''), o.state, o.date, o."deliveryDate", o.total, coalesce(e.name, '')`,
		joins: " LEFT JOIN customers c ON c.id = o.party LEFT JOIN employees e ON e.id = o.owner"}
}

// stateOf is an order state as SQLite keeps it.
func stateOf(s order.State) int64 { return placeOf(orderState, string(s)) }

// live are the states of approved orders that are not void, as SQLite lists them.
func live() string {
	return fmt.Sprintf("(%d, %d, %d)", stateOf(order.Running), stateOf(order.Done), stateOf(order.Ended))
}

func sortBy(field string, desc bool) []record.Sort { return []record.Sort{{Field: field, Desc: desc}} }

func within(field string, low, high record.Value) record.Cond {
	return record.Cond{Field: field, Op: record.Within, Values: []record.Value{low, high}}
}

// orderLists are lists of orders. Where the order of a list is not asked for, the newest
// come first; that is also how ties are broken.
func (b *bench) orderLists() []*work {
	l, f := b.orderList(), b.facts
	var all, byNumber, byState, byBuyer, weeks, years, amounts, two, byName, bare, cost []ask
	all = append(all, ask{query: record.Query{Sort: sortBy("date", true)}})
	byNumber = append(byNumber, ask{query: record.Query{Sort: sortBy("no", false)}})
	byName = append(byName, ask{query: record.Query{Sort: sortBy("party", false)}})
	for _, s := range []order.State{order.Running, order.Done, order.Ended, order.Review} {
		byState = append(byState, ask{query: record.Query{Where: []record.Cond{record.Where("state", record.ChoiceValue(s))}},
			where: "o.state = ?", args: []any{stateOf(s)}})
	}
	for i := range asked {
		share := float64(i) / asked
		buyer := f.buyers[min(len(f.buyers)-1, i*i)]
		byBuyer = append(byBuyer, ask{query: record.Query{Where: []record.Cond{record.Where("party", record.LinkValue(buyer))}},
			where: "o.party = ?", args: []any{int64(buyer)}})

		day := at(f.days, 0.2+0.75*share)
		weeks = append(weeks, ask{query: record.Query{Where: []record.Cond{within("date", record.DateValue(day), record.DateValue(day+6))}, Sort: sortBy("date", true)},
			where: "o.date BETWEEN ? AND ?", args: []any{int64(day), int64(day + 6)}})
		from := at(f.days, 0.5*share)
		years = append(years, ask{query: record.Query{Where: []record.Cond{within("date", record.DateValue(from), record.DateValue(from+365))}, Sort: sortBy("date", true)},
			where: "o.date BETWEEN ? AND ?", args: []any{int64(from), int64(from + 365)}})

		low, high := at(f.amounts, 0.5+0.4*share), at(f.amounts, 0.6+0.4*share)
		amounts = append(amounts, ask{query: record.Query{Where: []record.Cond{within("total", record.MoneyMinor(low), record.MoneyMinor(high))}, Sort: sortBy("total", true)},
			where: "o.total BETWEEN ? AND ?", args: []any{low, high}})

		seller := f.sellers[i%len(f.sellers)]
		state := []order.State{order.Running, order.Done}[i%2]
		two = append(two, ask{query: record.Query{Where: []record.Cond{record.Where("state", record.ChoiceValue(state)), record.Where("owner", record.LinkValue(seller))}, Sort: sortBy("total", true)},
			where: "o.state = ? AND o.owner = ?", args: []any{stateOf(state), int64(seller)}})

		least := at(f.amounts, 0.3+0.5*share)
		bare = append(bare, ask{query: record.Query{Where: []record.Cond{record.Where("owner", record.LinkValue(seller)),
			{Field: "total", Op: record.AtLeast, Values: []record.Value{record.MoneyMinor(least)}}}, Sort: sortBy("deliveryDate", false)},
			where: "o.owner = ? AND o.total >= ?", args: []any{int64(seller), least}})

		early, late := at(f.delivered, 0.8*share), at(f.delivered, 0.2+0.8*share)
		cost = append(cost, ask{query: record.Query{Where: []record.Cond{within("deliveryDate", record.DateValue(early), record.DateValue(late))}, Sort: sortBy("cost", true)},
			where: `o."deliveryDate" BETWEEN ? AND ?`, args: []any{int64(early), int64(late)}})
	}
	newest := l.ways("o.id DESC")
	byDate := l.ways("o.date DESC, o.id DESC")
	return []*work{
		l.work("list/date", "订单列表：全部，按日期从近到远", listIndexed, all, byDate),
		l.work("list/number", "订单列表：全部，按编号", listIndexed, byNumber, l.ways("o.no, o.id DESC")),
		l.work("list/state", "订单列表：一种状态", listIndexed, byState, newest),
		l.work("list/customer", "订单列表：一个客户", listIndexed, byBuyer, newest),
		l.work("list/week", "订单列表：一周之内，按日期", listIndexed, weeks, byDate),
		l.work("list/year", "订单列表：一年之内，按日期", listIndexed, years, byDate),
		l.work("list/amount", "订单列表：金额在两数之间，按金额", listIndexed, amounts, l.ways("o.total DESC, o.id DESC")),
		l.work("list/two", "订单列表：状态和负责人，按金额", listIndexed, two, l.ways("o.total DESC, o.id DESC")),
		l.work("list/name", "订单列表：全部，按客户名称", listIndexed, byName, l.waysByName()),
		l.work("list/bare", "订单列表：负责人和金额，按交货日期（无索引）", listBare, bare, l.ways(`o."deliveryDate", o.id DESC`)),
		l.work("list/bare2", "订单列表：交货日期，按成本（无索引）", listBare, cost, l.ways("o.cost DESC, o.id DESC")),
		b.scopedList(),
	}
}

// waysByName walks customers in the order of their names, and finds the orders of each.
func (l *list[R]) waysByName() func(*ask) []way {
	const order = "c.name_key, c.name, o.id DESC"
	count := "SELECT count(*) FROM orders o"
	walked := "SELECT " + l.shown + " FROM customers c CROSS JOIN orders o ON o.party = c.id LEFT JOIN employees e ON e.id = o.owner ORDER BY " + order + " LIMIT ? OFFSET ?"
	idsFirst := "SELECT " + l.shown + " FROM (SELECT o.id AS id FROM customers c CROSS JOIN orders o ON o.party = c.id ORDER BY " + order +
		" LIMIT ? OFFSET ?) AS page CROSS JOIN orders o ON o.id = page.id" + l.joins + " ORDER BY " + order
	return func(*ask) []way {
		return []way{
			{"顺着名称", func(int) (any, error) { return l.ask(count, walked, nil) }},
			{"先取编号", func(int) (any, error) { return l.ask(count, idsFirst, nil) }},
		}
	}
}

// scopedList is the list under a hat that sees its own orders, those of its departments,
// and those of customers that it sees.
func (b *bench) scopedList() *work {
	l := b.orderList()
	var asks []ask
	conds := map[record.Hat][2]string{}
	for _, h := range b.facts.hats {
		asks = append(asks, ask{hat: h, query: record.Query{Sort: sortBy("date", true)}})
		var a *record.Access
		if err := b.book.Read(h, func(r record.Reader) error { a = r.Access(); return nil }); err != nil {
			continue // the question itself will say it
		}
		conds[h] = scopeSQL(a)
	}
	order := "o.date DESC, o.id DESC"
	return l.work("list/scope", "订单列表：只看部门权限以内，按日期", listIndexed, asks, func(a *ask) []way {
		var out []way
		for i, name := range []string{"客户子查询", "逐张找客户"} {
			out = append(out, named(name, l.ways(order)(&ask{where: conds[a.hat][i]}))...)
		}
		return out
	})
}

// scopeSQL is what an access sees of orders, written in two ways.
func scopeSQL(a *record.Access) [2]string {
	var depts []record.ID
	for id, in := range a.Depts {
		if in {
			depts = append(depts, id)
		}
	}
	own := func(alias string, k *record.Kind) string {
		var granted []record.ID
		for id, right := range a.Grants[k] {
			if right&(record.View|record.Edit) != 0 {
				granted = append(granted, id)
			}
		}
		s := fmt.Sprintf("%s.owner = %d OR %s.dept IN (%s)", alias, a.Self, alias, idList(depts))
		if len(granted) > 0 {
			s += " OR " + alias + ".id IN (" + idList(granted) + ")"
		}
		return s
	}
	orders, customers := own("o", order.Orders.Kind), own("c", party.Customers.Kind)
	return [2]string{
		orders + " OR o.party IN (SELECT c.id FROM customers c WHERE " + customers + ")",
		orders + " OR EXISTS (SELECT 1 FROM customers c WHERE c.id = o.party AND (" + customers + "))",
	}
}

func idList(ids []record.ID) string {
	s := make([]string, len(ids))
	for i, id := range ids {
		s[i] = fmt.Sprint(id)
	}
	return strings.Join(s, ", ")
}
