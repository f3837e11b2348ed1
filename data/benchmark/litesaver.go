package main

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	"crmlab/domain/order"
	"crmlab/domain/record"
)

// liteSaver writes an order that the program has saved into SQLite, with its lines, its
// plan and an audit row that holds the same bytes as the journal's entry.
type liteSaver struct {
	*lite
	order, lines, plans, audit *sql.Stmt
	orderCells                 []driver.Value
	lineCells, planCells       [][]driver.Value
	change                     []byte
	last                       record.ID
	saved                      int
}

func newLiteSaver(path, pragmas string) (*liteSaver, error) {
	l, err := openLite(path, pragmas)
	if err != nil {
		return nil, err
	}
	s := &liteSaver{lite: l}
	if _, err := l.db.Exec("CREATE TABLE IF NOT EXISTS audit (seq INTEGER PRIMARY KEY, wall INTEGER NOT NULL, employee INTEGER NOT NULL, action TEXT NOT NULL, change BLOB NOT NULL)"); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	for table, into := range map[string]**sql.Stmt{"orders": &s.order, "order_lines": &s.lines, "plans": &s.plans, "audit": &s.audit} {
		columns := 0
		if err := l.db.QueryRow("SELECT count(*) FROM pragma_table_info(?)", table).Scan(&columns); err != nil {
			return nil, errors.Join(err, l.Close())
		}
		if *into, err = l.prepared(insertion(table, columns)); err != nil {
			return nil, errors.Join(err, l.Close())
		}
	}
	return s, nil
}

// take reads what was saved, outside the measured time.
func (s *liteSaver) take(book *record.Book, o *order.Order, change []byte) error {
	s.change, s.last, s.lineCells, s.planCells = change, o.ID, nil, nil
	return book.Read(record.Hat{}, func(r record.Reader) error {
		rec, err := r.Load(order.Orders.Kind, o.ID)
		if err != nil {
			return err
		}
		m := &mirrored{kind: order.Orders.Kind}
		m.sort(r)
		s.orderCells = m.cellsOf(r, rec)
		for pos, line := range order.LinesField().Get(rec).R {
			s.lineCells = append(s.lineCells, m.lineCells(rec, order.LinesField(), pos, line, new(int64)))
		}
		plans, err := order.PlansOf(r, o.ID)
		if err != nil {
			return err
		}
		p := &mirrored{kind: order.Plans.Kind}
		p.sort(r)
		for _, plan := range plans {
			s.planCells = append(s.planCells, p.cellsOf(r, plan))
		}
		return nil
	})
}

func (s *liteSaver) save() error {
	tx, err := s.db.Begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	exec := func(stmt *sql.Stmt, cells []driver.Value) {
		if err == nil {
			_, err = tx.Stmt(stmt).Exec(anys(cells)...)
		}
	}
	exec(s.order, s.orderCells)
	for _, cells := range s.lineCells {
		exec(s.lines, cells)
	}
	for _, cells := range s.planCells {
		exec(s.plans, cells)
	}
	exec(s.audit, []driver.Value{nil, time.Now().UnixMilli(), s.orderCells[1], "新增订单", s.change})
	if err != nil {
		return err
	}
	s.saved++
	return tx.Commit()
}

// check compares the last order that both have saved.
func (s *liteSaver) check(book *record.Book) error {
	return book.Read(record.Hat{}, func(r record.Reader) error {
		ours, err := r.Load(order.Orders.Kind, s.last)
		if err != nil {
			return err
		}
		theirs, err := readOrderFrom(s.lite, ours.Head().No)
		if err != nil {
			return err
		}
		plans, err := order.PlansOf(r, s.last)
		if err != nil {
			return err
		}
		var total int64
		var count int
		if err := s.one(`SELECT count(*), sum(amount) FROM plans WHERE "order" = ?`, []any{int64(s.last)}, &count, &total); err != nil {
			return err
		}
		sum := int64(0)
		for _, p := range plans {
			sum += cents(p.Amount)
		}
		if !same(ours, theirs) || len(theirs.Lines) != linesSaved || count != len(plans) || count != parts || sum != total {
			return &differs{"save/sqlite", 0, "", fmt.Sprint(ours, len(plans), sum), fmt.Sprint(theirs, count, total)}
		}
		return nil
	})
}

func anys(cells []driver.Value) []any {
	out := make([]any, len(cells))
	for i, c := range cells {
		out[i] = c
	}
	return out
}
