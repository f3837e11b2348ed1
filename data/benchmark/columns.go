package main

import (
	"database/sql/driver"
	"encoding/json"
	"strings"

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
func cellsFor(to []driver.Value, f *record.Field, v record.Value) []driver.Value {
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
