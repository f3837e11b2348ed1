package domain_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"crmlab/data"
	"crmlab/domain"
	"crmlab/domain/approval"
	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/sales"
)

// small is a company just large enough for one sale: a seller, two approvers, a cashier,
// one customer, two products.
type small struct {
	t     testing.TB
	book  *record.Book
	store *data.Store

	seller, manager, director, cashier record.Hat
	customer                           *party.Customer
	printer, shredder                  *catalog.Product
	sellerOffice                       *company.Position
	other                              *party.Customer // of somebody else
}

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func day(s string) record.Date {
	d, err := record.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func clock() time.Time { return time.Date(2026, 11, 23, 14, 32, 0, 0, time.UTC) }

func newSmall(t testing.TB) *small {
	t.Helper()
	store, err := data.Create(filepath.Join(t.TempDir(), "small.crmwork"), domain.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	book, err := domain.Open(store, clock)
	if err != nil {
		t.Fatal(err)
	}
	s := &small{t: t, book: book, store: store}
	s.must(book.Save(record.Hat{}, &company.Setting{Name: "华云办公设备有限公司", Today: day("2026-11-23"),
		Terms: []company.Terms{{From: 1, Overdue: dec("0.05"), VAT: dec("13")}}, Discounts: company.BestOf, RemindDays: 3}))
	s.must(book.Save(record.Hat{}, &company.Currency{Base: record.Base{No: "CNY"}, Name: "人民币", Rates: []company.CurrencyRate{{From: 1, Rate: dec("1")}}}))
	dept := &company.Department{Name: "销售部"}
	s.must(book.Save(record.Hat{}, dept))
	all := func(letters string) (rs []company.ModuleRights) {
		for _, m := range record.Modules {
			rs = append(rs, company.RightsFromLetters(m, letters))
		}
		return rs
	}
	s.sellerOffice = &company.Position{Name: "销售代表", Scope: company.ScopeSelf, MaxDiscount: dec("15"), Rights: all("vcedt")}
	managerOffice := &company.Position{Name: "销售经理", Scope: company.ScopeTree, MaxDiscount: dec("18"), Rights: all("vceda")}
	directorOffice := &company.Position{Name: "销售总监", Scope: company.ScopeAll, MaxDiscount: dec("40"), Rights: all("vcedixtao")}
	for _, p := range []*company.Position{s.sellerOffice, managerOffice, directorOffice} {
		s.must(book.Save(record.Hat{}, p))
	}
	hire := func(name string, p *company.Position) record.Hat {
		e := &company.Employee{Name: name, Standing: company.Working,
			Posts: []company.Post{{Department: record.Ref[company.Department](dept.ID), Position: record.Ref[company.Position](p.ID)}}}
		s.must(book.Save(record.Hat{}, e))
		return record.Hat{Employee: e.ID, Position: p.ID, Dept: dept.ID}
	}
	s.seller, s.manager = hire("王芳", s.sellerOffice), hire("周强", managerOffice)
	s.director, s.cashier = hire("陈晨", directorOffice), hire("赵静", directorOffice)
	other := hire("李军", s.sellerOffice)
	dept.Manager = record.Ref[company.Employee](s.manager.Employee)
	s.must(book.Save(record.Hat{}, s.reload(dept, func(d *company.Department) { d.Manager = dept.Manager })))
	s.must(book.Save(record.Hat{}, &approval.Flow{Name: "订单审批", Doc: "order", Enabled: true, Points: []approval.Point{
		{Name: "部门主管", Who: approval.ByManager}, {Name: "销售总监", Who: approval.ByEmployee, Employees: []record.Ref[company.Employee]{record.Ref[company.Employee](s.director.Employee)}}}}))

	for i, st := range []struct {
		name string
		typ  company.StageType
		rate string
	}{{"验证客户", company.StageOpen, "20"}, {"需求分析", company.StageOngoing, "30"}, {"方案报价", company.StageOngoing, "50"},
		{"赢单", company.StageWon, "100"}, {"丢单", company.StageLost, "0"}} {
		s.must(book.Save(record.Hat{}, &company.TaskStatusDef{Domain: company.Sales, Name: st.name, Order: i + 1, Type: st.typ, SuccessRate: dec(st.rate)}))
	}
	class := &catalog.ProductCategory{Name: "打印机", Nature: catalog.Goods}
	s.must(book.Save(record.Hat{}, class))
	product := func(name, price, cost string) *catalog.Product {
		p := &catalog.Product{Name: name, Category: record.Ref[catalog.ProductCategory](class.ID), Nature: catalog.Goods, Price: dec(price), Cost: dec(cost), Off: catalog.OnSale}
		s.must(book.Save(record.Hat{}, p))
		return p
	}
	s.printer, s.shredder = product("激光打印机 M203", "1899", "1400"), product("碎纸机 S8", "899", "600")
	s.must(book.Save(record.Hat{}, qty(class, "20", "49", "10")))

	s.customer = &party.Customer{Name: "广州粤达电子商行", Role: party.RoleCustomer, Nature: party.Enterprise, Level: "A", Credit: dec("60000")}
	s.must(book.Save(s.seller, s.customer))
	s.other = &party.Customer{Name: "成都锦城设计院", Role: party.RoleCustomer, Nature: party.Enterprise}
	s.must(book.Save(other, s.other))
	return s
}

func qty(class *catalog.ProductCategory, from, to, percent string) *catalog.QtyDiscount {
	d := &catalog.QtyDiscount{Min: dec(from), Max: dec(to)}
	d.Category, d.Percent = record.Ref[catalog.ProductCategory](class.ID), dec(percent)
	return d
}

// must fails the test when a step did not go through; it returns the step.
func (s *small) must(e *record.Entry, err error) *record.Entry {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
	return e
}

// refused fails the test unless the rule of that code said no.
func (s *small) refused(code string) func(*record.Entry, error) {
	return func(_ *record.Entry, err error) {
		s.t.Helper()
		if !record.IsRefusal(err, code) {
			s.t.Fatalf("want the refusal %q, got %v", code, err)
		}
		for _, r := range record.RefusalsIn(err) {
			if r.What == "" || r.Why == "" || r.Fix == "" {
				s.t.Errorf("refusal %q does not say what, why and how to go on: %+v", r.Code, r)
			}
		}
	}
}

func (s *small) reload(d *company.Department, change func(*company.Department)) *company.Department {
	got := load[company.Department](s, d.ID)
	change(got)
	return got
}

func load[T any](s *small, id record.ID) *T {
	s.t.Helper()
	var out *T
	if err := s.book.Read(record.Hat{}, func(r record.Reader) (err error) {
		out, err = record.Get(r, record.Ref[T](id))
		return err
	}); err != nil {
		s.t.Fatal(err)
	}
	return out
}

// draft makes an order of 20 printers at 10 % by quantity and 5 shredders: 44,654.66.
func (s *small) draft() *order.Order {
	o := &order.Order{Party: record.Ref[party.Customer](s.customer.ID), Day: day("2026-11-23"), VAT: dec("13"), Lines: []sales.Line{
		{Product: record.Ref[catalog.Product](s.printer.ID), Qty: dec("20")},
		{Product: record.Ref[catalog.Product](s.shredder.ID), Qty: dec("5"), List: dec("899"), Manual: true, Discount: dec("8")}}}
	s.must(s.book.Save(s.seller, o))
	return o
}

// planned gives the order a plan of three instalments from 2026-12-10.
func (s *small) planned() *order.Order {
	o := s.draft()
	s.must(s.book.Do(s.seller, order.GeneratePlan, o.ID, &order.Instalments{Mode: order.ByShares, Shares: "40、30、30", First: day("2026-12-10"), Months: 1, Remind: 3}))
	return load[order.Order](s, o.ID)
}

func (s *small) plans(o record.ID) []*order.PaymentPlan {
	s.t.Helper()
	var out []*order.PaymentPlan
	if err := s.book.Read(record.Hat{}, func(r record.Reader) (err error) {
		out, err = record.Find(r, order.Plans, record.Where("order", record.LinkValue(o)))
		return err
	}); err != nil {
		s.t.Fatal(err)
	}
	return out
}

func action(k *record.Kind, name string) *record.Action {
	a := k.Action(name)
	if a == nil {
		panic("no action " + name)
	}
	return a
}

func say(text string) *approval.Opinion { return &approval.Opinion{Text: text} }
