package domain_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"crmlab/domain/analysis"
	"crmlab/domain/company"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/sales"
	"crmlab/domain/task"
)

func TestTermsInForceAreNeverChanged(t *testing.T) {
	s := newSmall(t)
	set := func(change func(*company.Setting)) record.Record { return changed(s, 1, change) }
	s.refused("terms.past")(s.book.Save(s.director, set(func(c *company.Setting) { c.Terms[0].Overdue = dec("0.08") })))
	s.refused("terms.past")(s.book.Save(s.director, set(func(c *company.Setting) { c.Terms = nil })))
	s.refused("terms.past")(s.book.Save(s.director, set(func(c *company.Setting) {
		c.Terms = append(c.Terms, company.Terms{From: day("2026-11-01"), Overdue: dec("0.08"), VAT: dec("13")})
	})))
	s.refused("terms.twice")(s.book.Save(s.director, set(func(c *company.Setting) {
		c.Terms = append(c.Terms, company.Terms{From: day("2026-12-01")}, company.Terms{From: day("2026-12-01")})
	})))
	s.must(s.book.Save(s.director, set(func(c *company.Setting) {
		c.Terms = append(c.Terms, company.Terms{From: day("2027-01-01"), Overdue: dec("0.1"), VAT: dec("9")}, company.Terms{From: day("2026-12-01"), Overdue: dec("0.08"), VAT: dec("13")})
	})))
	got := load[company.Setting](s, 1).Terms
	if len(got) != 3 || got[1].From != day("2026-12-01") || got[2].From != day("2027-01-01") {
		t.Errorf("the terms are not in order: %+v", got)
	}
	// What is not in force yet may still be changed.
	s.must(s.book.Save(s.director, set(func(c *company.Setting) { c.Terms[2].VAT = dec("10") })))
}

func TestOverdueInterestKeepsTheRateOfEachDay(t *testing.T) {
	s := newSmall(t)
	o := s.running()
	p := s.plans(o.ID)[0]
	s.must(company.MoveDate(s.book, s.director, p.Due.AddDays(10)))
	before := s.interest(p.ID)
	s.must(s.book.Save(s.director, changed(s, 1, func(c *company.Setting) {
		c.Terms = append(c.Terms, company.Terms{From: p.Due.AddDays(11), Overdue: dec("0.1"), VAT: dec("13")})
	})))
	if got := s.interest(p.ID); !got.Equal(before) {
		t.Errorf("a rate of tomorrow changed the interest of the past from %s to %s", before, got)
	}
	s.must(company.MoveDate(s.book, s.director, p.Due.AddDays(20)))
	want := record.Cents(p.Amount.Mul(dec("0.0005")).Mul(dec("10")).Add(p.Amount.Mul(dec("0.001")).Mul(dec("10"))))
	if got := s.interest(p.ID); !got.Equal(want) {
		t.Errorf("ten days at each rate make %s, want %s", got, want)
	}
}

func (s *small) interest(plan record.ID) (d decimal.Decimal) {
	s.t.Helper()
	s.as(record.Hat{}, func(r record.Reader) {
		row, _ := r.Row(order.Plans.Kind, plan)
		n, err := order.InterestOf(r, row)
		if err != nil {
			s.t.Fatal(err)
		}
		d = n
	})
	return d
}

func TestDocumentsTakeTheRatesOfTheirDay(t *testing.T) {
	s := newSmall(t)
	s.must(s.book.Save(record.Hat{}, changed(s, 1, func(c *company.Setting) {
		c.Terms = []company.Terms{{From: day("2025-01-01"), VAT: dec("16")}, {From: day("2026-11-01"), VAT: dec("13")}}
	})))
	usd := &company.Currency{Base: record.Base{No: "USD"}, Name: "美元", Rates: []company.CurrencyRate{{From: day("2026-11-01"), Rate: dec("7.05")}, {From: day("2026-01-01"), Rate: dec("7.2")}}}
	s.must(s.book.Save(s.director, usd))
	for _, c := range []struct{ day, vat, rate string }{{"2026-11-23", "13", "7.05"}, {"2026-10-31", "16", "7.2"}, {"2026-11-01", "13", "7.05"}, {"2025-06-01", "16", "7.2"}} {
		var blank record.Record
		s.as(s.seller, func(r record.Reader) {
			var err error
			if blank, err = record.Blank(r, order.Orders.Kind); err != nil {
				t.Fatal(err)
			}
		})
		o := blank.(*order.Order)
		o.Party, o.Day, o.Deliver, o.Currency, o.Lines = record.Ref[party.Customer](s.customer.ID), day(c.day), 0, record.Ref[company.Currency](usd.ID), s.line(s.printer, "1")
		s.must(s.book.Save(s.seller, o))
		if o = load[order.Order](s, o.ID); !o.VAT.Equal(dec(c.vat)) || !o.Rate.Equal(dec(c.rate)) {
			t.Errorf("an order of %s is taxed %s%% at %s, want %s%% at %s", c.day, o.VAT, o.Rate, c.vat, c.rate)
		}
	}
	s.refused("currency.twice")(s.book.Save(s.director, changed(s, usd.ID, func(c *company.Currency) {
		c.Rates = append(c.Rates, company.CurrencyRate{From: day("2026-11-01"), Rate: dec("7")})
	})))
	s.as(s.director, func(r record.Reader) {
		row, _ := r.Row(company.Currencies.Kind, usd.ID)
		if got := record.FromMinor(row.Value(company.Currencies.Field("rate")).N, 6); !got.Equal(dec("7.05")) {
			t.Errorf("the present rate is %s", got)
		}
	})
}

func TestAFiscalYearHasTwelveMonthsWithoutAGap(t *testing.T) {
	s := newSmall(t)
	y := &company.FiscalYear{Year: 2027, FirstMonth: 4}
	s.must(s.book.Save(s.director, y))
	if y = load[company.FiscalYear](s, y.ID); len(y.Months) != 12 || y.Months[0].From != day("2027-04-01") || y.Months[11].To != day("2028-03-31") {
		t.Fatalf("the months are %+v", y.Months)
	}
	bad := func(code string, change func(*company.FiscalYear)) {
		t.Helper()
		s.refused(code)(s.book.Save(s.director, changed(s, y.ID, change)))
	}
	bad("fiscal.months", func(y *company.FiscalYear) { y.Months = y.Months[:11] })
	bad("fiscal.gap", func(y *company.FiscalYear) { y.Months[3].From = y.Months[3].From.AddDays(1) })
	bad("fiscal.gap", func(y *company.FiscalYear) { y.Months[3].To = y.Months[3].To.AddDays(2) })
	bad("fiscal.order", func(y *company.FiscalYear) { y.Months[0].To = day("2027-03-01") })
	bad("fiscal.first", func(y *company.FiscalYear) {
		y.FirstMonth = 6
		y.Months[0].To = day("2027-04-29")
		y.Months[1].From = day("2027-04-30")
	})
	bad("field", func(y *company.FiscalYear) { y.FirstMonth = 13 })
	s.refused("unique")(s.book.Save(s.director, &company.FiscalYear{Year: 2027, FirstMonth: 1}))
	s.refused("fiscal.overlap")(s.book.Save(s.director, &company.FiscalYear{Year: 2028, FirstMonth: 1}))
	s.must(s.book.Save(s.director, &company.FiscalYear{Year: 2028, FirstMonth: 4}))
	// Another first month makes other months, as long as they are those of the wall calendar.
	s.must(s.book.Save(s.director, changed(s, y.ID, func(y *company.FiscalYear) { y.FirstMonth = 3 })))
	if got := load[company.FiscalYear](s, y.ID).Months[11].To; got != day("2028-02-29") {
		t.Errorf("the year ends on %s", got)
	}
}

func TestPeriodsFollowTheCompanysOwnMonths(t *testing.T) {
	s := newSmall(t)
	y := &company.FiscalYear{Year: 2026, FirstMonth: 1}
	for i := range 12 { // from the 26th to the 25th
		from := day("2025-12-26").AddMonths(i)
		y.Months = append(y.Months, company.FiscalMonth{From: from, To: from.AddMonths(1).AddDays(-1)})
	}
	s.must(s.book.Save(s.director, y))
	s.as(s.director, func(r record.Reader) {
		c, err := company.CalendarOf(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []struct {
			what string
			got  analysis.Period
			from string
			to   string
		}{
			{"month", analysis.MonthOf(day("2026-11-26"), c), "2026-11-26", "2026-12-25"},
			{"quarter", analysis.QuarterOf(day("2026-03-26"), c), "2026-03-26", "2026-06-25"},
			{"year", analysis.YearOf(day("2025-12-31"), c), "2025-12-26", "2026-12-25"},
			{"a day before any year", analysis.QuarterOf(day("2024-05-05"), c), "2024-04-01", "2024-06-30"},
		} {
			if want.got != (analysis.Period{From: day(want.from), To: day(want.to)}) {
				t.Errorf("the %s is %v, want %s to %s", want.what, want.got, want.from, want.to)
			}
		}
	})
}

func TestNumbersFollowTheCompanysRule(t *testing.T) {
	s := newSmall(t)
	rule := func(reset string, parts ...company.NumberPart) *company.NumberRule {
		return &company.NumberRule{Sort: "customer.C", Reset: reset, Parts: parts}
	}
	text, counter := company.NumberPart{Type: company.PartText, Text: "KH"}, company.NumberPart{Type: company.PartCounter, Width: 3}
	month := company.NumberPart{Type: company.PartDay, Day: "200601"}
	s.refused("number.parts")(s.book.Save(s.director, rule(company.ResetNever, counter)))
	s.refused("number.counter")(s.book.Save(s.director, rule(company.ResetNever, text, month)))
	s.refused("number.counter")(s.book.Save(s.director, rule(company.ResetNever, counter, counter)))
	s.refused("number.reset")(s.book.Save(s.director, rule(company.ResetMonthly, text, counter)))
	s.refused("number.reset")(s.book.Save(s.director, rule(company.ResetDaily, text, month, counter)))
	s.refused("number.text")(s.book.Save(s.director, rule(company.ResetNever, company.NumberPart{Type: company.PartText}, counter)))
	s.must(s.book.Save(s.director, rule(company.ResetMonthly, text, month, counter)))
	s.refused("number.twice")(s.book.Save(s.director, rule(company.ResetNever, text, counter)))

	next := func() string {
		t.Helper()
		c := &party.Customer{Name: "新客户", Role: party.RoleCustomer, Nature: party.Enterprise}
		s.must(s.book.Save(s.seller, c))
		return c.No
	}
	got := []string{next(), next()}
	s.must(company.MoveDate(s.book, s.director, day("2026-12-01")))
	got = append(got, next())
	if want := []string{"KH202611001", "KH202611002", "KH202612001"}; !slices.Equal(got, want) {
		t.Errorf("the numbers are %v, want %v", got, want)
	}
	agent := &party.Customer{Name: "代理商", Role: party.RoleAgent, Nature: party.Enterprise}
	s.must(s.book.Save(s.seller, agent))
	if agent.No != "D-0001" {
		t.Errorf("an agent, for whom no rule was made, is %s", agent.No)
	}
	s.must(s.book.Save(s.director, changed(s, 1, func(n *company.NumberRule) { n.Off = true })))
	if no := next(); no != "C-0003" {
		t.Errorf("with the rule switched off the next customer is %s", no)
	}
}

func TestAttributesOfEveryTypeHoldWhatTheyAllow(t *testing.T) {
	s := newSmall(t)
	define := func(d company.FieldDef) *company.FieldDef {
		t.Helper()
		d.Kind = "customer"
		s.must(s.book.Save(s.director, &d))
		return &d
	}
	set := func(d *company.FieldDef, v record.Value) (*record.Entry, error) {
		return s.book.Save(s.seller, changed(s, s.customer.ID, func(c *party.Customer) {
			if c.Custom == nil {
				c.Custom = map[int]record.Value{}
			}
			c.Custom[d.Tag] = v
		}))
	}
	phone := define(company.FieldDef{Name: "值班电话", Type: "phone"})
	s.refused("field")(set(phone, record.TextValue("没有")))
	s.must(set(phone, record.TextValue("029-88550010")))
	mail := define(company.FieldDef{Name: "对账邮箱", Type: "email"})
	s.refused("field")(set(mail, record.TextValue("caiwu@")))
	s.must(set(mail, record.TextValue("caiwu@example.com")))
	share := define(company.FieldDef{Name: "占比", Type: "percent"})
	s.refused("field")(set(share, record.Value{T: record.TypeNumber, N: 10001}))
	s.must(set(share, record.Value{T: record.TypeNumber, N: 3550}))
	many := define(company.FieldDef{Name: "业务", Type: "many", Options: "打印、复印、扫描"})
	s.refused("field")(set(many, record.TextValue("打印、传真")))
	s.must(set(many, record.TextValue("打印、扫描")))
	who := define(company.FieldDef{Name: "服务专员", Type: "person"})
	s.refused("link")(set(who, record.LinkValue(999)))
	s.must(set(who, record.LinkValue(s.manager.Employee)))
	s.refused("linked")(s.book.Delete(s.director, company.Employees.Kind, s.manager.Employee))
	short := define(company.FieldDef{Name: "简称", Type: "text", Length: 3})
	s.refused("field")(set(short, record.TextValue("粤达商行")))
	s.must(set(short, record.TextValue("粤达")))
	id := define(company.FieldDef{Name: "会员号", Type: "text", Unique: true})
	s.must(set(id, record.TextValue("V1")))
	twice := &party.Customer{Base: record.Base{Custom: map[int]record.Value{id.Tag: record.TextValue("V1")}}, Name: "另一个", Role: party.RoleCustomer, Nature: party.Enterprise}
	s.refused("unique")(s.book.Save(s.seller, twice))

	// An option in use is kept, and a value that two share cannot be made unique.
	s.refused("field.used")(s.book.Save(s.director, changed(s, many.ID, func(d *company.FieldDef) { d.Options = "打印、复印" })))
	s.must(s.book.Save(s.director, changed(s, many.ID, func(d *company.FieldDef) { d.Options = "打印、扫描、装订" })))
	plain := define(company.FieldDef{Name: "区域码", Type: "text"})
	s.must(set(plain, record.TextValue("A")))
	other := load[party.Customer](s, s.other.ID)
	other.Custom = map[int]record.Value{plain.Tag: record.TextValue("A")}
	s.must(s.book.Save(s.director, other))
	s.refused("field.repeated")(s.book.Save(s.director, changed(s, plain.ID, func(d *company.FieldDef) { d.Unique = true })))
	s.refused("field.type")(s.book.Save(s.director, changed(s, plain.ID, func(d *company.FieldDef) { d.Type = "int" })))
	s.refused("field.default")(s.book.Save(s.director, changed(s, share.ID, func(d *company.FieldDef) { d.Default = "很多" })))
	s.refused("field.default")(s.book.Save(s.director, changed(s, share.ID, func(d *company.FieldDef) { d.Default = "120" })))
	s.must(s.book.Save(s.director, changed(s, share.ID, func(d *company.FieldDef) { d.Default = "50" })))
	s.as(s.seller, func(r record.Reader) {
		rec, err := record.Blank(r, party.Customers.Kind)
		if err != nil {
			t.Fatal(err)
		}
		if v := record.FieldNamed(r, party.Customers.Kind, fmt.Sprintf("x%d", share.Tag)).Get(rec); v.N != 5000 {
			t.Errorf("a new customer begins with %d", v.N)
		}
	})
}

func TestAnAttributeMayBelongToCategoriesOnly(t *testing.T) {
	s := newSmall(t)
	category := func(name string) *company.DictItem {
		d := &company.DictItem{Group: company.GroupCategory, Name: name}
		s.must(s.book.Save(s.director, d))
		return d
	}
	school, shop := category("学校"), category("商铺")
	def := &company.FieldDef{Name: "学生人数", Kind: "customer", Type: "int", Required: true, Categories: []record.Ref[company.DictItem]{record.Ref[company.DictItem](school.ID)}}
	def.Type, def.Default = "text", ""
	s.must(s.book.Save(s.director, def))
	c := &party.Customer{Name: "某商铺", Role: party.RoleCustomer, Nature: party.Enterprise, Category: record.Ref[company.DictItem](shop.ID)}
	s.must(s.book.Save(s.seller, c)) // required only where it belongs
	c = &party.Customer{Name: "某学校", Role: party.RoleCustomer, Nature: party.Enterprise, Category: record.Ref[company.DictItem](school.ID)}
	s.refused("field")(s.book.Save(s.seller, c))
	c.Custom = map[int]record.Value{def.Tag: record.TextValue("1200")}
	s.must(s.book.Save(s.seller, c))
	s.refused("dict.used")(s.book.Save(s.director, changed(s, school.ID, func(d *company.DictItem) { d.Off = true })))
}

func TestAKindHasAHundredAttributesAtMost(t *testing.T) {
	s := newSmall(t)
	_, err := s.book.Write(record.Hat{}, "属性", func(tx record.Tx) error {
		for i := range 100 {
			if err := tx.Save(&company.FieldDef{Name: fmt.Sprint("属性", i), Kind: "contact", Type: "text"}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	s.refused("field.most")(s.book.Save(s.director, &company.FieldDef{Name: "再一个", Kind: "contact", Type: "text"}))
	s.must(s.book.Save(s.director, &company.FieldDef{Name: "再一个", Kind: "customer", Type: "text"}))
}

func TestAStageThatIsLeftForwardsOnly(t *testing.T) {
	s := newSmall(t)
	tk := &task.Task{Name: "采购打印机", Domain: company.Sales, Party: record.Ref[party.Customer](s.customer.ID)}
	s.must(s.book.Save(s.seller, tk))
	stage := func(i record.ID) *task.Move { return &task.Move{Stage: record.Ref[company.TaskStatusDef](i)} }
	s.must(s.book.Do(s.seller, task.MoveStage, tk.ID, stage(3)))
	s.must(s.book.Do(s.seller, task.MoveStage, tk.ID, stage(2)))
	s.must(s.book.Do(s.seller, task.MoveStage, tk.ID, stage(3)))
	one := func(id record.ID) {
		t.Helper()
		s.must(s.book.Save(s.director, changed(s, id, func(d *company.TaskStatusDef) { d.OneWay = true })))
	}
	one(3)
	s.refused("task.oneway")(s.book.Do(s.seller, task.MoveStage, tk.ID, stage(2)))
	one(4)
	s.must(s.book.Do(s.seller, task.Complete, tk.ID, nil))
	s.refused("task.oneway")(s.book.Do(s.seller, task.Reopen, tk.ID, nil))
	s.refused("field")(s.book.Save(s.director, changed(s, 2, func(d *company.TaskStatusDef) { d.SuccessRate = dec("101") })))
	s.refused("linked")(s.book.Delete(s.director, company.TaskStatuses.Kind, 4))
}

func TestLeavingHandsOverWhatIsInHand(t *testing.T) {
	s := newSmall(t)
	contact := &party.Contact{Customer: record.Ref[party.Customer](s.customer.ID), Name: "刘经理"}
	s.must(s.book.Save(s.seller, contact))
	tk := &task.Task{Name: "采购打印机", Domain: company.Sales, Party: record.Ref[party.Customer](s.customer.ID)}
	s.must(s.book.Save(s.seller, tk))
	done := &task.Task{Name: "旧任务", Domain: company.Sales, Party: record.Ref[party.Customer](s.customer.ID)}
	s.must(s.book.Save(s.seller, done))
	s.must(s.book.Do(s.seller, task.Complete, done.ID, nil))
	q := &sales.Quote{Party: record.Ref[party.Customer](s.customer.ID), Day: day("2026-11-23"), Lines: s.line(s.printer, "1")}
	s.must(s.book.Save(s.seller, q))
	s.must(s.book.Save(record.Hat{}, changed(s, s.manager.Employee, func(e *company.Employee) { e.Superior = record.Ref[company.Employee](s.seller.Employee) })))

	s.refused("employee.inhand")(s.book.Save(s.director, changed(s, s.seller.Employee, func(e *company.Employee) { e.Standing = company.Left })))
	to := func(id record.ID) *company.Leaving {
		return &company.Leaving{Successor: record.Ref[company.Employee](id)}
	}
	s.refused("leave.self")(s.book.Do(s.director, company.Leave, s.seller.Employee, to(s.seller.Employee)))
	s.must(s.book.Do(s.director, company.Leave, s.seller.Employee, to(s.cashier.Employee)))
	for what, owner := range map[string]record.ID{"customer": load[party.Customer](s, s.customer.ID).Owner, "contact": load[party.Contact](s, contact.ID).Owner,
		"task": load[task.Task](s, tk.ID).Owner, "quote": load[sales.Quote](s, q.ID).Owner} {
		if owner != s.cashier.Employee {
			t.Errorf("the %s still belongs to %d", what, owner)
		}
	}
	if load[task.Task](s, done.ID).Owner != s.seller.Employee {
		t.Error("what is done changed its owner")
	}
	if load[company.Employee](s, s.manager.Employee).Superior != 0 {
		t.Error("the subordinate still reports to who has left")
	}
	s.refused("employee.left")(s.book.Do(s.director, company.Leave, s.seller.Employee, to(s.cashier.Employee)))
	s.must(s.book.Undo(s.director))
	if load[party.Customer](s, s.customer.ID).Owner != s.seller.Employee || load[company.Employee](s, s.seller.Employee).Standing != company.Working {
		t.Error("one step took it all back? It did not")
	}
}

func TestCustomersAreAssigned(t *testing.T) {
	s := newSmall(t)
	in := func(who record.ID, p party.Power, until string) *party.Assignment {
		a := &party.Assignment{Employee: record.Ref[company.Employee](who), Power: p}
		if until != "" {
			a.Until = day(until)
		}
		return a
	}
	s.refused("right")(s.book.Do(s.manager, party.Assign, s.other.ID, in(s.seller.Employee, party.PowerRead, "")))
	s.must(s.book.Do(s.director, party.Assign, s.other.ID, in(s.seller.Employee, party.PowerRead, "2026-11-30")))
	sees := func(want bool) {
		t.Helper()
		s.as(s.seller, func(r record.Reader) {
			if _, err := r.Load(party.Customers.Kind, s.other.ID); (err == nil) != want {
				t.Errorf("the customer is seen: %v", err)
			}
		})
	}
	sees(true)
	edit := func() (*record.Entry, error) {
		return s.book.Save(s.seller, changed(s, s.other.ID, func(c *party.Customer) { c.City += "区" }))
	}
	s.refused("scope")(edit())
	s.must(s.book.Do(s.director, party.Assign, s.other.ID, in(s.seller.Employee, party.PowerWrite, "2026-11-30"))) // the same grant, wider
	s.must(edit())
	if n := len(s.idsOf(party.Grants.Kind)); n != 1 {
		t.Errorf("there are %d grants", n)
	}
	s.refused("grant.twice")(s.book.Save(s.director, &party.Grant{Customer: record.Ref[party.Customer](s.other.ID), Employee: record.Ref[company.Employee](s.seller.Employee), Power: party.PowerRead}))
	s.refused("grant.owner")(s.book.Do(s.director, party.Assign, s.customer.ID, in(s.seller.Employee, party.PowerRead, "")))
	s.refused("grant.until")(s.book.Do(s.director, party.Assign, s.customer.ID, in(s.manager.Employee, party.PowerRead, "2026-11-01")))
	s.must(company.MoveDate(s.book, s.director, day("2026-12-01")))
	sees(false)
	s.must(s.book.Do(s.director, party.Assign, s.other.ID, in(s.seller.Employee, party.PowerOwner, "")))
	sees(true)
	if n := len(s.idsOf(party.Grants.Kind)); n != 0 {
		t.Errorf("the owner is still a member: %d grants", n)
	}
	s.refused("grant.owner")(s.book.Do(s.director, party.Assign, s.other.ID, in(s.seller.Employee, party.PowerOwner, "")))
}

func (s *small) idsOf(k *record.Kind) (ids []record.ID) {
	s.as(record.Hat{}, func(r record.Reader) {
		if err := r.Each(k, nil, func(row record.Row) bool { ids = append(ids, row.ID()); return true }); err != nil {
			s.t.Fatal(err)
		}
	})
	return ids
}
