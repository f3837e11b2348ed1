package main

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"

	"github.com/mattn/go-sqlite3"

	"crmlab/domain"
	"crmlab/domain/order"
	"crmlab/domain/record"
)

// mirror copies every record of the file into a new SQLite database, and makes its
// indexes. Records are read here and written by another goroutine.
func mirror(path string, book *record.Book, progress func(string)) error {
	l, err := openLite(path, forLoading)
	if err != nil {
		return err
	}
	defer func() { _ = l.Close() }() // closed before, if all went well
	conn, err := l.db.Conn(context.Background())
	if err != nil {
		return err
	}
	err = conn.Raw(func(c any) error {
		w := newWriter(c.(*sqlite3.SQLiteConn))
		w.do(func() error { return w.exec("BEGIN") })
		err := book.Read(record.Hat{}, func(r record.Reader) error {
			for _, k := range domain.Kinds {
				progress(k.Label)
				if err := mirrorKind(w, r, k); err != nil {
					return fmt.Errorf("mirror %s: %w", k.Name, err)
				}
			}
			return nil
		})
		w.do(func() error { return w.exec("COMMIT") })
		return errors.Join(err, w.close())
	})
	if err := errors.Join(err, conn.Close()); err != nil {
		return err
	}
	progress("索引")
	for _, s := range append(indexes(), "ANALYZE") {
		if _, err := l.db.Exec(s); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	return l.Close()
}

// writer does what it is given, one after the other, until something fails.
type writer struct {
	conn  *sqlite3.SQLiteConn
	queue chan func() error
	ended chan error
}

func newWriter(c *sqlite3.SQLiteConn) *writer {
	w := &writer{conn: c, queue: make(chan func() error, 16), ended: make(chan error, 1)}
	go func() {
		var failed error
		for do := range w.queue {
			if failed == nil {
				failed = do()
			}
		}
		w.ended <- failed
	}()
	return w
}

func (w *writer) do(what func() error) { w.queue <- what }

func (w *writer) close() error {
	close(w.queue)
	return <-w.ended
}

func (w *writer) exec(text string) error {
	if _, err := w.conn.Exec(text, nil); err != nil { //nolint:staticcheck // what takes a context takes longer
		return fmt.Errorf("%s: %w", text, err)
	}
	return nil
}

// batched is how many rows go to the writer at once.
const batched = 512

// filler inserts into one table.
type filler struct {
	w       *writer
	stmt    driver.Stmt
	waiting [][]driver.Value
}

// fills makes a table and what inserts into it.
func (w *writer) fills(table string, columns []string, options string) *filler {
	f := &filler{w: w}
	w.do(func() (err error) {
		if err := w.exec("CREATE TABLE " + table + " (" + strings.Join(columns, ", ") + ") " + options); err != nil {
			return err
		}
		n := len(columns)
		if strings.HasPrefix(columns[n-1], "PRIMARY KEY") {
			n--
		}
		f.stmt, err = w.conn.Prepare(insertion(table, n))
		return err
	})
	return f
}

func insertion(table string, columns int) string {
	return "INSERT INTO " + table + " VALUES (" + strings.Repeat("?,", columns-1) + "?)"
}

func (f *filler) add(cells []driver.Value) {
	if f.waiting = append(f.waiting, cells); len(f.waiting) == batched {
		f.flush()
	}
}

func (f *filler) flush() {
	rows := f.waiting
	f.waiting = make([][]driver.Value, 0, batched)
	f.w.do(func() error {
		for _, cells := range rows {
			if _, err := f.stmt.Exec(cells); err != nil { //nolint:staticcheck // as above
				return err
			}
		}
		return nil
	})
}

// finish inserts what waits and gives the statement back: left to the garbage collector,
// that would happen beside the writer, on a connection without locks.
func (f *filler) finish() {
	f.flush()
	f.w.do(func() error { return f.stmt.Close() })
}

// mirrored writes one kind.
type mirrored struct {
	kind   *record.Kind
	fields []*record.Field // beside the lines
	lines  []*record.Field
	insert *filler
	into   []*filler // for each of lines
	shares *shares   // orders only
}

func mirrorKind(w *writer, r record.Reader, k *record.Kind) error {
	m := &mirrored{kind: k}
	m.create(w, r)
	if k == order.Orders.Kind {
		var err error
		if m.shares, err = newShares(r); err != nil {
			return err
		}
	}
	var ids []record.ID
	if err := r.Each(k, nil, func(row record.Row) bool { ids = append(ids, row.ID()); return true }); err != nil {
		return err
	}
	for _, id := range ids {
		rec, err := r.Load(k, id)
		if err != nil {
			return err
		}
		m.write(r, rec)
	}
	for _, f := range append(m.into, m.insert) {
		f.finish()
	}
	return nil
}

// sort tells the fields of a row from those that are lines.
func (m *mirrored) sort(r record.Reader) {
	for _, f := range r.Fields(m.kind) {
		switch {
		case f.Derived():
		case f.Type == record.TypeRows:
			m.lines = append(m.lines, f)
		default:
			m.fields = append(m.fields, f)
		}
	}
}

func (m *mirrored) create(w *writer, r record.Reader) {
	m.sort(r)
	columns := []string{"id INTEGER PRIMARY KEY", "rev INTEGER NOT NULL"}
	for _, f := range m.fields {
		columns = append(columns, columnsFor(f)...)
	}
	for _, x := range extras[m.kind] {
		columns = append(columns, x.column)
	}
	m.insert = w.fills(tableOf(m.kind), columns, "")
	for _, f := range m.lines {
		// Lines lie together by their record, which is how they are read.
		columns := []string{"owner INTEGER NOT NULL", "pos INTEGER NOT NULL"}
		for _, c := range f.Columns {
			columns = append(columns, columnsFor(c)...)
		}
		if f == order.LinesField() {
			columns = append(columns, "share INTEGER NOT NULL")
		}
		m.into = append(m.into, w.fills(linesTableOf(m.kind, f), append(columns, "PRIMARY KEY (owner, pos)"), "WITHOUT ROWID"))
	}
}

func (m *mirrored) write(r record.Reader, rec record.Record) {
	m.insert.add(m.cellsOf(r, rec))
	var of []int64
	if m.shares != nil {
		of = m.shares.of(rec.(*order.Order))
	}
	for i, f := range m.lines {
		for pos, line := range f.Get(rec).R {
			var share *int64
			if of != nil {
				share = &of[pos]
			}
			m.into[i].add(m.lineCells(rec, f, pos, line, share))
		}
	}
}

// cellsOf is a record as a row of its table.
func (m *mirrored) cellsOf(r record.Reader, rec record.Record) []driver.Value {
	cells := []driver.Value{int64(rec.Head().ID), int64(rec.Head().Rev)}
	for _, f := range m.fields {
		cells = cellsFor(cells, f, f.Get(rec))
	}
	for _, x := range extras[m.kind] {
		cells = append(cells, x.value(r, rec))
	}
	return cells
}

// lineCells is a line as a row of its table; share is nil where the table has none.
func (m *mirrored) lineCells(rec record.Record, f *record.Field, pos int, line []record.Value, share *int64) []driver.Value {
	cells := []driver.Value{int64(rec.Head().ID), int64(pos)}
	for j, c := range f.Columns {
		cells = cellsFor(cells, c, line[j])
	}
	if share != nil {
		cells = append(cells, *share)
	}
	return cells
}
