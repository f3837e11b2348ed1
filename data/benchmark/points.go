package main

import (
	"github.com/shopspring/decimal"

	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/sales"
	"crmlab/domain/task"
)

// points read one record by its number, whole: an order with its lines.
func (b *bench) points() []*work {
	numbers := b.facts.numbers
	w := &work{name: "point/order", label: "一张订单：按编号，连同明细", goal: pointRead, asks: len(numbers)}
	w.ours = func(i int) (any, error) {
		var rec record.Record
		err := b.book.Read(record.Hat{}, func(r record.Reader) error {
			id, _, err := r.ByNumber(order.Orders.Kind, numbers[i])
			if err != nil {
				return err
			}
			rec, err = r.Load(order.Orders.Kind, id)
			return err
		})
		return rec, err
	}
	w.lite = []way{{"两条语句", func(i int) (any, error) { return readOrderFrom(b.lite, numbers[i]) }}}
	// The same without database/sql, which few programs do without.
	bare := &work{name: "point/order-driver", label: "一张订单：SQLite 绕过 database/sql，直接用驱动（参考）", asks: len(numbers), ours: w.ours}
	bare.lite = []way{{"驱动", func(i int) (any, error) { return b.lite.throughDriver(numbers[i]) }}}
	return []*work{w, bare}
}

// asker answers queries: a database, or its driver.
type asker interface {
	one(text string, args []any, into ...any) error
	each(text string, args []any, fn func(scanner) error) error
}

const (
	wholeOrder = `SELECT id, rev, no, party, state, contact, task, quote, date, "deliveryDate", currency, rate, terms, signer, discount, "vatRate", untaxed, tax, total,
		cost, sales, passed, opening, reason, owner, dept, "createdBy", "createdAt", "updatedBy", "updatedAt", remark FROM orders WHERE no = ?`
	wholeLines = `SELECT product, qty, "listPrice", manual, discount, rule, why, "unitPrice", net, cost FROM order_lines WHERE owner = ? ORDER BY pos`
)

// readOrderFrom reads an order into the same struct that the program uses.
func readOrderFrom(b asker, number string) (*order.Order, error) {
	o := &order.Order{}
	var state, rate, discount, vat, untaxed, tax, total, cost, net int64
	err := b.one(wholeOrder, []any{number}, &o.ID, &o.Rev, &o.No, &o.Party, &state, &o.Contact, &o.Task, &o.Quote, &o.Day, &o.Deliver, &o.Currency, &rate, &o.Terms,
		&o.Signer, &discount, &vat, &untaxed, &tax, &total, &cost, &net, &o.Passed, &o.Opening, &o.Reason, &o.Owner, &o.Dept,
		&o.CreatedBy, &o.CreatedAt, &o.UpdatedBy, &o.UpdatedAt, &o.Remark)
	if err != nil {
		return nil, err
	}
	o.State = order.State(codeOf(orderState, state))
	o.Rate = decimal.New(rate, -6)
	o.Discount, o.VAT = decimal.New(discount, -2), decimal.New(vat, -2)
	o.Untaxed, o.Tax, o.Total = decimal.New(untaxed, -2), decimal.New(tax, -2), decimal.New(total, -2)
	o.Cost, o.Sales = decimal.New(cost, -2), decimal.New(net, -2)
	err = b.each(wholeLines, []any{int64(o.ID)}, func(rows scanner) error {
		var l sales.Line
		var qty, list, discount, unit, net, cost int64
		if err := rows.Scan(&l.Product, &qty, &list, &l.Manual, &discount, &l.Rule, &l.Why, &unit, &net, &cost); err != nil {
			return err
		}
		l.Qty, l.List, l.Discount = decimal.New(qty, -3), decimal.New(list, -2), decimal.New(discount, -4)
		l.Unit, l.Net, l.Cost = decimal.New(unit, -2), decimal.New(net, -2), decimal.New(cost, -2)
		o.Lines = append(o.Lines, l)
		return nil
	})
	return o, err
}

// The links of an order, so that a change of one is noticed here.
var _ = order.Order{Party: record.Ref[party.Customer](0), Contact: record.Ref[party.Contact](0), Task: record.Ref[task.Task](0),
	Quote: record.Ref[sales.Quote](0), Currency: record.Ref[company.Currency](0), Terms: record.Ref[company.DictItem](0),
	Lines: []sales.Line{{Product: record.Ref[catalog.Product](0)}}}
