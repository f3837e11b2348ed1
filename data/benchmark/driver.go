package main

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"reflect"

	"github.com/mattn/go-sqlite3"

	"crmlab/domain/order"
)

// direct asks SQLite through its driver alone, without what database/sql adds.
type direct struct {
	conn  *sqlite3.SQLiteConn
	stmts map[string]driver.Stmt
	cells map[string]cells
}

// throughDriver reads an order past database/sql; the one connection is only borrowed from it.
func (l *lite) throughDriver(number string) (o *order.Order, err error) {
	if l.direct == nil {
		l.direct = &direct{stmts: map[string]driver.Stmt{}, cells: map[string]cells{}}
	}
	conn, err := l.db.Conn(context.Background())
	if err != nil {
		return nil, err
	}
	err = conn.Raw(func(c any) error {
		l.direct.conn = c.(*sqlite3.SQLiteConn)
		o, err = readOrderFrom(l.direct, number)
		return err
	})
	return o, errors.Join(err, conn.Close())
}

func (d *direct) prepared(text string) (driver.Stmt, error) {
	if s := d.stmts[text]; s != nil {
		return s, nil
	}
	s, err := d.conn.Prepare(text)
	if err == nil {
		d.stmts[text] = s
	}
	return s, err
}

func (d *direct) each(text string, args []any, fn func(scanner) error) error {
	s, err := d.prepared(text)
	if err != nil {
		return err
	}
	values := make([]driver.Value, len(args))
	for i, a := range args {
		values[i] = a
	}
	rows, err := s.Query(values) //nolint:staticcheck // the form without a context is the one without its cost
	if err != nil {
		return err
	}
	row := d.cells[text]
	if row == nil {
		row = make(cells, len(rows.Columns()))
		d.cells[text] = row
	}
	for err == nil {
		if err = rows.Next(row); err == nil {
			err = fn(row)
		}
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return errors.Join(err, rows.Close())
}

func (d *direct) one(text string, args []any, into ...any) error {
	found := false
	err := d.each(text, args, func(row scanner) error {
		found = true
		return row.Scan(into...)
	})
	if err == nil && !found {
		err = fmt.Errorf("%s: no row", text)
	}
	return err
}

// cells are one row of the driver.
type cells []driver.Value

// Scan fills what the columns of the benchmark hold: whole numbers, texts, yes or no.
func (c cells) Scan(into ...any) error {
	for i, to := range into {
		switch v := c[i].(type) {
		case string:
			if s, ok := to.(*string); ok {
				*s = v
				continue
			}
		case int64:
			switch to := to.(type) {
			case *int64:
				*to = v
				continue
			case *bool:
				*to = v != 0
				continue
			}
			switch e := reflect.ValueOf(to).Elem(); {
			case e.CanInt():
				e.SetInt(v)
				continue
			case e.CanUint():
				e.SetUint(uint64(v))
				continue
			}
		}
		return fmt.Errorf("column %d is %T, wanted %T", i, c[i], to)
	}
	return nil
}
