package sheet_test

import (
	"context"
	"path/filepath"
	"testing"

	"crmlab/data/sheet"
	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/exchange"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
)

// TestExportedFilesImportUnchanged goes the whole way of a user: records become a file,
// the file is opened again, the wizard guesses what it holds, and importing it changes
// nothing.
func TestExportedFilesImportUnchanged(t *testing.T) {
	w := newWork(t)
	hat := w.director()
	w.importAll(hat, northwind(t), exchange.Options{})
	lines := order.LinesField()
	for _, ext := range []string{".csv", ".xlsx"} {
		for _, k := range []*record.Kind{company.Settings.Kind, company.Departments.Kind, company.Positions.Kind, company.Employees.Kind, catalog.Categories.Kind,
			catalog.Products.Kind, party.Customers.Kind, party.Contacts.Kind, order.Orders.Kind} {
			t.Run(k.Name+ext, func(t *testing.T) {
				w.unchanged(t, hat, ext, k, nil)
			})
		}
		t.Run("lines"+ext, func(t *testing.T) { w.unchanged(t, hat, ext, order.Orders.Kind, lines) })
	}
}

func (w *work) unchanged(t *testing.T, hat record.Hat, ext string, k *record.Kind, lines *record.Field) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "t"+ext)
	m := &exchange.Mapping{Title: k.Label}
	var table *exchange.Table
	err := w.book.Read(hat, func(r record.Reader) error {
		q := record.Query{Kind: k}
		x, err := exchange.Rows(r, q, nil, exchange.ExportOptions{})
		if lines != nil {
			x, err = exchange.LineRows(r, q, lines, exchange.ExportOptions{})
		}
		if err != nil {
			return err
		}
		if len(x.Rows) == 0 {
			t.Fatal("nothing to export")
		}
		if err := sheet.Save(path, k.Label, x.Header, x.Types, x.Rows); err != nil {
			return err
		}
		if table, err = sheet.Read(path, sheet.Options{}); err != nil {
			return err
		}
		f := exchange.Guess(r, k, table)
		if lines != nil {
			f = exchange.GuessLines(k, lines, table)
		}
		if len(f.Columns) < 2 {
			t.Errorf("guessed only %v", f.Columns)
		}
		m.Files = append(m.Files, f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	res, err := exchange.Run(context.Background(), w.book, hat, m, []*exchange.Table{table}, exchange.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if res.Entry != nil || len(res.Refused) > 0 {
		t.Errorf("%s", res.Sentence())
		for _, x := range res.Refused[:min(len(res.Refused), 3)] {
			t.Errorf("row %d %s: %s", x.Row, x.Column, x.Why)
		}
		if res.Entry != nil {
			t.Errorf("first change: %+v", res.Entry.Changes[0])
		}
	}
}
