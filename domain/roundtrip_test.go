package domain_test

import (
	"context"
	"testing"

	"crmlab/domain"
	"crmlab/domain/exchange"
	"crmlab/domain/record"
)

// What an export of every kind of the prepared case writes, an import reads back without
// changing anything: no field is lost, none is read as something else.
func TestExportThenImportIsTheIdentityOnEveryKind(t *testing.T) {
	book := preparedBook(t)
	for _, k := range domain.Kinds {
		if k.Internal {
			continue
		}
		var ex *exchange.Export
		var file exchange.File
		table := &exchange.Table{File: k.Name + ".csv"}
		if err := book.Read(record.Hat{}, func(r record.Reader) (err error) {
			if ex, err = exchange.Rows(r, record.Query{Kind: k}, nil, exchange.ExportOptions{LinksByNumber: true}); err != nil {
				return err
			}
			table.Header = ex.Header
			for i, cells := range ex.Rows {
				table.Rows = append(table.Rows, exchange.Row{No: i + 2, Cells: cells})
			}
			file = exchange.Guess(r, k, table)
			return nil
		}); err != nil {
			t.Fatalf("%s: %v", k.Name, err)
		}
		if len(table.Rows) == 0 {
			continue // the case has no saved queries
		}
		res, err := exchange.Run(context.Background(), book, record.Hat{}, &exchange.Mapping{Files: []exchange.File{file}},
			[]*exchange.Table{table}, exchange.Options{DryRun: true})
		if err != nil {
			t.Errorf("%s: %v", k.Name, err)
			continue
		}
		c := res.Kinds[k.Name]
		if c.Unchanged != len(table.Rows) {
			first := ""
			if len(res.Refused) > 0 {
				first = res.Refused[0].Column + ": " + res.Refused[0].Why
			}
			t.Errorf("%s: of %d rows %d are unchanged, %d updated, %d created, %d refused; %s", k.Name, len(table.Rows), c.Unchanged, c.Updated, c.Created, c.Refused, first)
		}
	}
}
