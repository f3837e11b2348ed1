package analysis_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"crmlab/data"
	"crmlab/domain"
	"crmlab/domain/analysis"
	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/sales"
	"crmlab/domain/task"
)

// today is the business date of the shop.
const today = "2026-11-23"

// shop is a small company: a sales department with a branch below it, two sellers, a customer of
// each, three products in two classes, and the stages of sales tasks.
type shop struct {
	t    *testing.T
	book *record.Book

	sales, branch *company.Department
	boss, seller  record.Hat // of the department with those below; of the branch, own data only
	far, near     *party.Customer
	stages        map[string]*company.TaskStatusDef
	lost          *company.DictItem
	printers      *catalog.ProductCategory // a class with a class below it
	products      []*catalog.Product       // laser and colour printer, paper
}

func newShop(t *testing.T) *shop {
	t.Helper()
	store, err := data.Create(filepath.Join(t.TempDir(), "shop.crm"), domain.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	book, err := domain.Open(store, func() time.Time { return time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC) })
	if err != nil {
		t.Fatal(err)
	}
	s := &shop{t: t, book: book, stages: map[string]*company.TaskStatusDef{}}
	s.found()
	return s
}

// write makes one step as the program itself.
func (s *shop) write(fn func(tx record.Tx, save func(...record.Record)) error) {
	s.t.Helper()
	_, err := s.book.Write(record.Hat{}, "准备", func(tx record.Tx) error {
		var failed error
		save := func(recs ...record.Record) {
			for _, rec := range recs {
				if failed == nil {
					failed = tx.ByRule().Save(rec)
				}
			}
		}
		if err := fn(tx, save); err != nil {
			return err
		}
		return failed
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *shop) found() {
	s.write(func(tx record.Tx, save func(...record.Record)) error {
		set, err := record.Blank(tx, company.Settings.Kind)
		if err != nil {
			return err
		}
		set.(*company.Setting).Name, set.(*company.Setting).Today = "试验公司", day(s.t, today)
		s.sales = &company.Department{Name: "销售部"}
		save(set, s.sales)
		s.branch = &company.Department{Name: "西北销售组", Parent: record.Ref[company.Department](s.sales.ID)}
		var rights []company.ModuleRights
		for _, m := range record.Modules {
			rights = append(rights, company.RightsFromLetters(m, "vc"))
		}
		boss := &company.Position{Name: "销售总监", Scope: company.ScopeTree, Rights: rights}
		seller := &company.Position{Name: "销售代表", Scope: company.ScopeSelf, Rights: rights}
		save(s.branch, boss, seller)
		hat := func(name string, p *company.Position, d *company.Department) record.Hat {
			e := &company.Employee{Name: name, Standing: company.Working,
				Posts: []company.Post{{Department: record.Ref[company.Department](d.ID), Position: record.Ref[company.Position](p.ID)}}}
			save(e)
			return record.Hat{Employee: e.ID, Position: p.ID, Dept: d.ID}
		}
		s.boss, s.seller = hat("韩立群", boss, s.sales), hat("王芳", seller, s.branch)

		s.far = &party.Customer{Name: "西安古都旅行社", Role: party.RoleCustomer, Nature: party.Enterprise}
		s.near = &party.Customer{Name: "北京恒通科技", Role: party.RoleCustomer, Nature: party.Enterprise}
		s.far.Owner, s.far.Dept, s.near.Owner, s.near.Dept = s.seller.Employee, s.branch.ID, s.boss.Employee, s.sales.ID
		save(s.far, s.near)

		for i, st := range []struct {
			name string
			kind company.StageType
			rate int64
		}{{"验证客户", company.StageOpen, 10}, {"方案报价", company.StageOngoing, 50}, {"商务谈判", company.StageOngoing, 80},
			{"成功", company.StageWon, 100}, {"失败", company.StageLost, 0}} {
			def := &company.TaskStatusDef{Domain: company.Sales, Name: st.name, Order: i + 1, Type: st.kind, SuccessRate: decimal.NewFromInt(st.rate)}
			s.stages[st.name] = def
			save(def)
		}
		s.lost = &company.DictItem{Group: company.GroupLostReason, Name: "价格"}
		root := &catalog.ProductCategory{Name: "全部", Nature: catalog.Goods}
		save(s.lost, root)
		class := func(name string, up *catalog.ProductCategory) *catalog.ProductCategory {
			c := &catalog.ProductCategory{Name: name, Nature: catalog.Goods, Parent: record.Ref[catalog.ProductCategory](up.ID)}
			save(c)
			return c
		}
		s.printers = class("打印机", root)
		laser, paper := class("激光打印机", s.printers), class("耗材", root)
		for _, p := range []struct {
			name  string
			class *catalog.ProductCategory
		}{{"激光打印机 M203", laser}, {"彩色打印机 C30", s.printers}, {"复印纸 A4", paper}} {
			rec := &catalog.Product{Name: p.name, Category: record.Ref[catalog.ProductCategory](p.class.ID), Nature: catalog.Goods, Price: decimal.NewFromInt(1), Off: catalog.OnSale}
			s.products = append(s.products, rec)
			save(rec)
		}
		return nil
	})
}

// task adds an open sales task of the seller in a stage.
func (s *shop) task(stage string, forecast, rate int64, due string, products ...*catalog.Product) *task.Task {
	s.t.Helper()
	k := &task.Task{Name: stage + "任务", Domain: company.Sales, State: task.Active, Party: record.Ref[party.Customer](s.far.ID),
		Stage: record.Ref[company.TaskStatusDef](s.stages[stage].ID), SuccessRate: decimal.NewFromInt(rate), Forecast: decimal.NewFromInt(forecast), Due: day(s.t, due)}
	k.Owner, k.Dept = s.seller.Employee, s.branch.ID
	for _, p := range products {
		k.Products = append(k.Products, p.ID)
	}
	s.write(func(_ record.Tx, save func(...record.Record)) error { save(k); return nil })
	return k
}

// act does a declared action of tasks.
func (s *shop) act(a *record.Action, k *task.Task, in any) {
	s.t.Helper()
	s.write(func(tx record.Tx, _ func(...record.Record)) error {
		return tx.ByRule().Do(a, k.ID, in)
	})
}

// line is qty pieces of a product at a net amount in 元.
func (s *shop) line(p *catalog.Product, qty, net int64) sales.Line {
	return sales.Line{Product: record.Ref[catalog.Product](p.ID), Qty: decimal.NewFromInt(qty), List: decimal.NewFromInt(1), Net: decimal.NewFromInt(net)}
}

// order adds an order in a state, with the tax rate of 13 %.
func (s *shop) order(buyer *party.Customer, date string, state order.State, lines ...sales.Line) *order.Order {
	s.t.Helper()
	o := &order.Order{State: state, Party: record.Ref[party.Customer](buyer.ID), Day: day(s.t, date), Rate: decimal.NewFromInt(1), Lines: lines}
	o.Owner, o.Dept = buyer.Owner, buyer.Dept
	for _, l := range lines {
		o.Untaxed = o.Untaxed.Add(l.Net)
	}
	o.Tax = o.Untaxed.Mul(decimal.New(13, -2)).Round(2)
	o.Total, o.Sales = o.Untaxed.Add(o.Tax), o.Untaxed
	s.write(func(_ record.Tx, save func(...record.Record)) error { save(o); return nil })
	return o
}

// funnel asks as a hat.
func (s *shop) funnel(h record.Hat, ask analysis.FunnelAsk) (f analysis.Funnel) {
	s.t.Helper()
	if err := s.book.Read(h, func(r record.Reader) (err error) {
		f, err = analysis.FunnelOf(r, ask)
		return err
	}); err != nil {
		s.t.Fatal(err)
	}
	return f
}

// composition asks as a hat.
func (s *shop) composition(h record.Hat, ask analysis.CompositionAsk) (c analysis.Composition) {
	s.t.Helper()
	if err := s.book.Read(h, func(r record.Reader) (err error) {
		c, err = analysis.CompositionOf(r, ask)
		return err
	}); err != nil {
		s.t.Fatal(err)
	}
	return c
}

func equal(t *testing.T, what string, got decimal.Decimal, want string) {
	t.Helper()
	if !got.Equal(decimal.RequireFromString(want)) {
		t.Errorf("%s is %s, want %s", what, got, want)
	}
}
