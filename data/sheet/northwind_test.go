package sheet_test

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"crmlab/assets"
	"crmlab/data"
	"crmlab/data/sheet"
	"crmlab/domain"
	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/exchange"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
)

// northwind unpacks the columns of the public sample that the mapping reads, broken
// addresses included.
func northwind(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	z, err := zip.OpenReader("testdata/northwind.zip")
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(in)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, filepath.Base(f.Name)), content, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// work is an open work file.
type work struct {
	testing.TB
	path  string
	store *data.Store
	book  *record.Book
}

func newWork(t *testing.T) *work {
	t.Helper()
	w := &work{TB: t, path: filepath.Join(t.TempDir(), "t.crmwork")}
	w.open(data.Create)
	t.Cleanup(w.close)
	return w
}

func (w *work) open(how func(string, []*record.Kind, ...data.Option) (*data.Store, error)) {
	w.Helper()
	var err error
	if w.store, err = how(w.path, domain.Kinds); err != nil {
		w.Fatal(err)
	}
	if w.book, err = domain.Open(w.store, func() time.Time { return time.UnixMilli(1_700_000_000_000) }); err != nil {
		w.Fatal(err)
	}
}

// close closes the file; nothing that is checked afterwards is in memory only.
func (w *work) close() {
	w.Helper()
	if err := w.store.Close(); err != nil {
		w.Error(err)
	}
}

// verify fails the test if anything at all is wrong with the file.
func (w *work) verify() {
	w.Helper()
	r, err := data.Verify(w.store, w.book, record.Hat{})
	if err != nil {
		w.Fatal(err)
	}
	for _, f := range r.Findings {
		w.Errorf("%s: %s", f.Check, f.Text)
	}
	if r.Records == 0 || r.Entries == 0 {
		w.Error("nothing was verified")
	}
}

// sums is what the golden numbers are about.
type sums struct {
	customers, contacts, products, off, orders, lines int
	total                                             string
}

var golden = sums{customers: 91, contacts: 91, products: 77, off: 8, orders: 830, lines: 2155, total: "1265793.29"}

func (w *work) sums() (s sums) {
	w.Helper()
	count := func(r record.Reader, k *record.Kind, conds ...record.Cond) int {
		p, err := r.Query(record.Query{Kind: k, Where: conds, Size: 1})
		if err != nil {
			w.Fatal(err)
		}
		return p.Total
	}
	err := w.book.Read(record.Hat{}, func(r record.Reader) error {
		s.customers, s.contacts = count(r, party.Customers.Kind), count(r, party.Contacts.Kind)
		s.products, s.off = count(r, catalog.Products.Kind), count(r, catalog.Products.Kind, record.Where("status", record.ChoiceValue(catalog.OffSale)))
		total, net := decimal.Zero, decimal.Zero
		orders, err := record.Find(r, order.Orders, record.Where("state", record.ChoiceValue(order.Done)))
		if err != nil {
			return err
		}
		for _, o := range orders {
			s.orders++
			s.lines += len(o.Lines)
			total = total.Add(o.Total)
			for _, l := range o.Lines {
				net = net.Add(l.Net)
			}
		}
		if !net.Equal(total) {
			w.Errorf("the lines add up to %s, the orders to %s", net, total)
		}
		s.total = total.StringFixed(2)
		return nil
	})
	if err != nil {
		w.Fatal(err)
	}
	return s
}

func (w *work) importAll(hat record.Hat, dir string, opt exchange.Options) *exchange.Result {
	w.Helper()
	content, _ := assets.ImportMapping("northwind")
	m, err := sheet.ParseMapping("northwind.toml", content)
	if err != nil {
		w.Fatal(err)
	}
	tables, err := sheet.Tables(dir, m)
	if err != nil {
		w.Fatal(err)
	}
	res, err := exchange.Run(context.Background(), w.book, hat, m, tables, opt)
	if err != nil {
		w.Fatal(err)
	}
	for _, x := range res.Refused[:min(len(res.Refused), 5)] {
		w.Errorf("%s %d %s: %s %s", x.File, x.Row, x.Column, x.What, x.Why)
	}
	return res
}

// director is a hat that may do everything, in a company with the usual tax: the mapping
// must not depend on the file that it is used on.
func (w *work) director() record.Hat {
	w.Helper()
	d := &company.Department{Name: "总经办"}
	p := &company.Position{Name: "总经理", Scope: company.ScopeAll}
	for _, m := range record.Modules {
		p.Rights = append(p.Rights, company.RightsFromLetters(m, "vcedixtao"))
	}
	e := &company.Employee{Name: "林晓", Standing: company.Working}
	_, err := w.book.Write(record.Hat{}, "开业", func(tx record.Tx) error {
		s := &company.Setting{Today: record.NewDate(2026, 11, 23), Terms: []company.Terms{{From: 1, VAT: decimal.NewFromInt(13)}}, Discounts: company.BestOf}
		s.Name = "测试公司"
		for _, rec := range []record.Record{s, d, p} {
			if err := tx.ByRule().Save(rec); err != nil {
				return err
			}
		}
		e.Posts = []company.Post{{Department: record.Ref[company.Department](d.ID), Position: record.Ref[company.Position](p.ID)}}
		return tx.ByRule().Save(e)
	})
	if err != nil {
		w.Fatal(err)
	}
	return record.Hat{Employee: e.ID, Position: p.ID, Dept: d.ID}
}

func TestNorthwind(t *testing.T) {
	w := newWork(t)
	hat, dir := w.director(), northwind(t)

	res := w.importAll(hat, dir, exchange.Options{DryRun: true})
	if got := w.sums(); got.customers+got.products+got.orders > 0 || res.Entry != nil {
		t.Errorf("a dry run left %+v", got)
	}
	res = w.importAll(hat, dir, exchange.Options{})
	for kind, want := range map[string]exchange.Count{
		"product-category": {Created: 8}, "product": {Created: 77}, "employee": {Created: 9},
		"customer": {Created: 91}, "contact": {Created: 91}, "order": {Created: 830, Lines: 2155}} {
		if got := res.Kinds[kind]; got == nil || *got != want {
			t.Errorf("%s: %+v, want %+v", kind, got, want)
		}
	}
	if want := "导入 Northwind：8 产品分类、77 产品、9 员工、91 客户、91 联系人、830 销售订单"; res.Entry == nil || res.Entry.Label != want {
		t.Errorf("the step is %+v", res.Entry)
	}
	check := func(when string, want sums) {
		t.Helper()
		if got := w.sums(); got != want {
			t.Errorf("%s: %+v, want %+v", when, got, want)
		}
	}
	check("after the import", golden)
	w.verify()
	if again := w.importAll(hat, dir, exchange.Options{}); again.Entry != nil || again.Kinds["order"].Unchanged != 830 {
		t.Errorf("the second import changed something: %s", again.Sentence())
	}
	undone := sums{total: "0.00"}
	if _, err := w.book.Undo(hat); err != nil {
		t.Fatal(err)
	}
	check("after undo", undone)
	w.verify()
	if _, err := w.book.Redo(hat); err != nil {
		t.Fatal(err)
	}
	check("after redo", golden)
	w.close()
	w.open(data.Open)
	check("after opening the file again", golden)
	w.verify()
}

// TestNorthwindInDetail looks at single records where the sample is difficult.
func TestNorthwindInDetail(t *testing.T) {
	w := newWork(t)
	w.importAll(w.director(), northwind(t), exchange.Options{})
	show := func(k *record.Kind, no string, fields ...string) string {
		t.Helper()
		var out []string
		err := w.book.Read(record.Hat{}, func(r record.Reader) error {
			id, ok, err := r.ByNumber(k, no)
			if err != nil || !ok {
				return fmt.Errorf("no %s %s: %w", k.Name, no, err)
			}
			row, _ := r.Row(k, id)
			for _, f := range fields {
				field := record.FieldNamed(r, k, f)
				out = append(out, field.Plain(row.Value(field), r.Title))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(out, "|")
	}
	cases := []struct {
		kind   *record.Kind
		no     string
		fields string
		want   string
	}{
		{party.Customers.Kind, "HANAR", "name address city country phone", "Hanari Carnes|Rua do Paço, 67|Rio de Janeiro|Brazil|(21) 555-0091"},
		{party.Customers.Kind, "ALFKI", "name province city", "Alfreds Futterkiste||Berlin"},
		{company.Employees.Kind, "NWE-01", "name superior birthday", "Nancy Davolio|Andrew Fuller|1948-12-08"},
		{company.Employees.Kind, "NWE-02", "superior", ""},
		{catalog.Products.Kind, "NWP-005", "category status", "Condiments|下架"},
		{order.Orders.Kind, "10250", "party owner date deliveryDate state total vatRate", "Hanari Carnes|Margaret Peacock|1996-07-08|1996-08-05|已完成|1552.60|0"},
	}
	for _, c := range cases {
		if got := show(c.kind, c.no, strings.Fields(c.fields)...); got != c.want {
			t.Errorf("%s: %s, want %s", c.no, got, c.want)
		}
	}
}
