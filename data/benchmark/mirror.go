package main

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"crmlab/domain"
	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/task"
)

// tables are the names of the kinds that the works ask for; all others get one made from
// the kind's name.
var tables = map[string]string{
	"order": "orders", "payment-plan": "plans", "receipt": "receipts", "task": "tasks", "progress": "progress",
	"customer": "customers", "employee": "employees", "department": "departments", "product": "products",
	"product-category": "categories", "dict": "dicts", "task-status": "stages", "execution": "executions",
}

func tableOf(k *record.Kind) string {
	if t, ok := tables[k.Name]; ok {
		return t
	}
	return "kind_" + strings.ReplaceAll(k.Name, "-", "_")
}

func linesTableOf(k *record.Kind, f *record.Field) string {
	if f == order.LinesField() {
		return "order_lines"
	}
	return tableOf(k) + "_" + f.Name
}

// placeOf is a choice as SQLite keeps it: its place in the list as declared, from 1; 0 is
// none. That is smaller than the code, and sorts as lists do.
func placeOf(f *record.Field, code string) int64 {
	for i, c := range f.Choices {
		if c.Code == code {
			return int64(i) + 1
		}
	}
	return 0
}

// codeOf is the inverse of placeOf.
func codeOf(f *record.Field, place int64) string {
	if place < 1 || int(place) > len(f.Choices) {
		return ""
	}
	return f.Choices[place-1].Code
}

// columnsFor declares the columns of one field.
func columnsFor(f *record.Field) []string {
	name := `"` + f.Name + `"`
	switch f.Type {
	case record.TypeText, record.TypeLong, record.TypeLinks:
		return []string{name + " TEXT NOT NULL"}
	case record.TypeTarget:
		return []string{`"` + f.Name + `_kind" TEXT NOT NULL`, name + " INTEGER NOT NULL"}
	}
	return []string{name + " INTEGER NOT NULL"}
}

// cellsFor are the values of one field in these columns.
func cellsFor(to []any, f *record.Field, v record.Value) []any {
	switch f.Type {
	case record.TypeText, record.TypeLong:
		return append(to, v.S)
	case record.TypeChoice:
		return append(to, placeOf(f, v.S))
	case record.TypeLinks:
		b, _ := json.Marshal(v.L) // numbers cannot fail
		return append(to, string(b))
	case record.TypeTarget:
		return append(to, v.S, v.N)
	}
	return append(to, v.N)
}

// extra is a column that SQLite is given beyond the fields, because an index needs it.
type extra struct {
	column string
	value  func(r record.Reader, rec record.Record) any
}

// extras by kind. A program on SQLite would fill them when it saves the record.
var extras = map[*record.Kind][]extra{
	// Names sort in Chinese order by the bytes of their collation key.
	party.Customers.Kind: {
		{"name_key BLOB NOT NULL", func(_ record.Reader, rec record.Record) any { return collationKey(rec.(*party.Customer).Name) }},
		{"initials TEXT NOT NULL", func(_ record.Reader, rec record.Record) any { return initialsOf(rec.(*party.Customer).Name) }},
		{"search TEXT NOT NULL", func(_ record.Reader, rec record.Record) any {
			c := rec.(*party.Customer)
			return searchForm(c.No) + "\n" + searchForm(c.Name) + "\n" + searchForm(c.Phone)
		}},
		{"sold INTEGER NOT NULL", derived("sales")},
	},
	order.Orders.Kind: {
		{"month INTEGER NOT NULL", func(_ record.Reader, rec record.Record) any { return monthOf(rec.(*order.Order).Day) }},
	},
	// What an instalment has received, for the work that grants SQLite a stored sum.
	order.Plans.Kind: {{"received INTEGER NOT NULL", derived("received")}},
	// The class that a product's sales are shown under, and where a stage stands on the way
	// of the funnel: definitions that hardly ever change.
	catalog.Products.Kind:     {{"class INTEGER NOT NULL", classOf}},
	company.TaskStatuses.Kind: {{"way INTEGER NOT NULL", wayOf}},
}

// derived stores what a derived field says now.
func derived(name string) func(record.Reader, record.Record) any {
	return func(r record.Reader, rec record.Record) any {
		k := record.KindNamed(record.TargetOf(rec).Kind)
		return record.RowOf(r, k, rec).Value(k.Field(name)).N
	}
}

// classOf is the category right below the root that a product belongs to.
func classOf(r record.Reader, rec record.Record) any {
	path := catalog.Path(r, rec.(*catalog.Product).Category.ID())
	if len(path) == 0 {
		return int64(0)
	}
	return int64(path[max(0, len(path)-2)])
}

// wayOf is a stage's place on the way to the sale, from 0; -1 for those beside it.
func wayOf(r record.Reader, rec record.Record) any {
	if rec.(*company.TaskStatusDef).Domain != company.Sales {
		return int64(-1)
	}
	stages, err := task.Stages(r, company.Sales)
	if err != nil {
		return int64(-1) // the answers will differ
	}
	at := int64(0)
	for _, s := range stages {
		beside := s.Type == company.StageWon || s.Type == company.StageLost || s.Type == company.StageOnHold
		if s.ID == rec.Head().ID && !beside {
			return at
		}
		if !beside {
			at++
		}
	}
	return int64(-1)
}

// monthOf numbers the calendar months.
func monthOf(d record.Date) int64 { return int64(d.Year())*12 + int64(d.Month()) - 1 }

// mirrored writes one kind.
type mirrored struct {
	kind   *record.Kind
	fields []*record.Field // beside the lines
	lines  []*record.Field
	insert *sql.Stmt
	into   []*sql.Stmt // for each of lines
	shares *shares     // orders only
}

// mirror copies every record of the file into a new SQLite database, and makes its indexes.
func mirror(path string, book *record.Book, progress func(string)) error {
	l, err := openLite(path, forLoading)
	if err != nil {
		return err
	}
	defer func() { _ = l.Close() }() // closed before, if all went well
	tx, err := l.db.Begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	err = book.Read(record.Hat{}, func(r record.Reader) error {
		for _, k := range domain.Kinds {
			progress(k.Label)
			if err := mirrorKind(tx, r, k); err != nil {
				return fmt.Errorf("mirror %s: %w", k.Name, err)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
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

func mirrorKind(tx *sql.Tx, r record.Reader, k *record.Kind) error {
	m := &mirrored{kind: k}
	if err := m.create(tx, r); err != nil {
		return err
	}
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
		if err := m.write(r, rec); err != nil {
			return err
		}
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

func (m *mirrored) create(tx *sql.Tx, r record.Reader) (err error) {
	m.sort(r)
	columns := []string{"id INTEGER PRIMARY KEY", "rev INTEGER NOT NULL"}
	for _, f := range m.fields {
		columns = append(columns, columnsFor(f)...)
	}
	for _, x := range extras[m.kind] {
		columns = append(columns, x.column)
	}
	if m.insert, err = createTable(tx, tableOf(m.kind), columns, ""); err != nil {
		return err
	}
	for _, f := range m.lines {
		// Lines lie together by their record, which is how they are read.
		columns := []string{"owner INTEGER NOT NULL", "pos INTEGER NOT NULL"}
		for _, c := range f.Columns {
			columns = append(columns, columnsFor(c)...)
		}
		if f == order.LinesField() {
			columns = append(columns, "share INTEGER NOT NULL")
		}
		s, err := createTable(tx, linesTableOf(m.kind, f), append(columns, "PRIMARY KEY (owner, pos)"), "WITHOUT ROWID")
		if err != nil {
			return err
		}
		m.into = append(m.into, s)
	}
	return nil
}

// createTable makes a table and prepares the insertion into it.
func createTable(tx *sql.Tx, name string, columns []string, options string) (*sql.Stmt, error) {
	if _, err := tx.Exec("CREATE TABLE " + name + " (" + strings.Join(columns, ", ") + ") " + options); err != nil {
		return nil, err
	}
	n := len(columns)
	if strings.HasPrefix(columns[n-1], "PRIMARY KEY") {
		n--
	}
	return tx.Prepare(insertion(name, n))
}

func insertion(table string, columns int) string {
	return "INSERT INTO " + table + " VALUES (" + strings.Repeat("?,", columns-1) + "?)"
}

func (m *mirrored) write(r record.Reader, rec record.Record) error {
	if _, err := m.insert.Exec(m.cellsOf(r, rec)...); err != nil {
		return err
	}
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
			if _, err := m.into[i].Exec(m.lineCells(rec, f, pos, line, share)...); err != nil {
				return err
			}
		}
	}
	return nil
}

// cellsOf is a record as a row of its table.
func (m *mirrored) cellsOf(r record.Reader, rec record.Record) []any {
	cells := []any{int64(rec.Head().ID), int64(rec.Head().Rev)}
	for _, f := range m.fields {
		cells = cellsFor(cells, f, f.Get(rec))
	}
	for _, x := range extras[m.kind] {
		cells = append(cells, x.value(r, rec))
	}
	return cells
}

// lineCells is a line as a row of its table; share is nil where the table has none.
func (m *mirrored) lineCells(rec record.Record, f *record.Field, pos int, line []record.Value, share *int64) []any {
	cells := []any{int64(rec.Head().ID), int64(pos)}
	for j, c := range f.Columns {
		cells = cellsFor(cells, c, line[j])
	}
	if share != nil {
		cells = append(cells, *share)
	}
	return cells
}
