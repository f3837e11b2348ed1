package domain_test

import (
	"slices"
	"strings"
	"testing"

	"crmlab/domain/company"
	"crmlab/domain/exchange"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/task"
)

// limit sets the right of the sellers' position on a field.
func (s *small) limit(field, right string) {
	s.t.Helper()
	s.must(s.book.Save(s.director, changed(s, s.sellerOffice.ID, func(p *company.Position) {
		p.Fields = append(p.Fields, company.FieldLimit{Field: field, Right: right})
	})))
}

// changed is a record as it is now with a change, to be saved.
func changed[T any](s *small, id record.ID, change func(*T)) record.Record {
	s.t.Helper()
	rec := load[T](s, id)
	change(rec)
	return any(rec).(record.Record)
}

// as reads as a hat sees the file.
func (s *small) as(h record.Hat, read func(record.Reader)) {
	s.t.Helper()
	if err := s.book.Read(h, func(r record.Reader) error { read(r); return nil }); err != nil {
		s.t.Fatal(err)
	}
}

func TestAHiddenFieldIsFoundByNoWay(t *testing.T) {
	s := newSmall(t)
	c := load[party.Customer](s, s.customer.ID)
	c.Phone = "029-88551234"
	s.must(s.book.Save(s.seller, c))
	for _, f := range []string{"customer.credit", "customer.phone", "customer.sales", "order.lines.discount", "task.forecast"} {
		s.limit(f, company.LimitHidden)
	}
	k := party.Customers.Kind
	credit, phone := k.Field("credit"), k.Field("phone")
	s.as(s.seller, func(r record.Reader) {
		if slices.Contains(r.Fields(k), credit) || record.FieldNamed(r, k, "phone") != nil {
			t.Error("lists and forms are offered the field")
		}
		for _, q := range []record.Query{
			{Kind: k, Where: []record.Cond{{Field: "credit", Op: record.AtLeast, Values: []record.Value{record.MoneyMinor(1)}}}},
			{Kind: k, Sort: []record.Sort{{Field: "credit"}}},
			{Kind: k, Where: []record.Cond{{Field: "sales", Op: record.AtLeast, Values: []record.Value{record.MoneyMinor(0)}}}},
			{Kind: k, Sort: []record.Sort{{Field: "sales", Desc: true}}},
		} {
			if _, err := r.Query(q); !record.IsRefusal(err, "field.hidden") {
				t.Errorf("the query %+v answers: %v", q, err)
			}
		}
		page, err := r.Query(record.Query{Kind: k, Text: "88551234"})
		if err != nil || page.Total != 0 {
			t.Errorf("the search finds %d by a hidden telephone number, %v", page.Total, err)
		}
		page, err = r.Query(record.Query{Kind: k})
		if err != nil || page.Total == 0 {
			t.Fatal("the customers are gone:", err)
		}
		for _, row := range page.Rows {
			if v := row.Value(credit); !v.Empty() {
				t.Errorf("a row tells the credit %d", v.N)
			}
		}
		row, _ := r.Row(k, c.ID)
		if !row.Value(phone).Empty() || !row.Value(k.Field("sales")).Empty() {
			t.Error("the row tells the telephone number or the sales")
		}
		if err := r.Each(k, []record.Cond{{Field: "credit", Op: record.Filled}}, func(record.Row) bool { return true }); !record.IsRefusal(err, "field.hidden") {
			t.Errorf("figures may ask for the field: %v", err)
		}
		if err := r.Batches(k, nil, []*record.Field{credit}, func(*record.Batch) bool { return true }); !record.IsRefusal(err, "field.hidden") {
			t.Errorf("figures may add up the field: %v", err)
		}
		if err := r.Batches(task.Tasks.Kind, nil, []*record.Field{task.Tasks.Field("forecast")}, func(*record.Batch) bool { return true }); !record.IsRefusal(err, "field.hidden") {
			t.Errorf("the funnel may add up the forecast: %v", err)
		}
		lines := order.Orders.Field("lines")
		if err := r.LineBatches(lines, nil, nil, []*record.Field{lines.Column("discount")}, func(*record.LineBatch) bool { return true }); !record.IsRefusal(err, "field.hidden") {
			t.Errorf("figures may add up the costs of lines: %v", err)
		}
	})
	s.as(s.director, func(r record.Reader) {
		page, err := r.Query(record.Query{Kind: k, Text: "88551234"})
		if err != nil || page.Total != 1 {
			t.Errorf("who may see the number finds %d, %v", page.Total, err)
		}
	})
}

func TestAHiddenFieldIsInNoFile(t *testing.T) {
	s := newSmall(t)
	s.limit("customer.credit", company.LimitHidden)
	s.must(s.book.Save(s.director, changed(s, s.sellerOffice.ID, func(p *company.Position) {
		for i := range p.Rights {
			p.Rights[i].Export = true
		}
	})))
	s.as(s.seller, func(r record.Reader) {
		q := record.Query{Kind: party.Customers.Kind}
		all, err := exchange.Rows(r, q, nil, exchange.ExportOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if slices.Contains(all.Names, "credit") {
			t.Error("the export has the column")
		}
		if _, err := exchange.Rows(r, q, []string{"name", "credit"}, exchange.ExportOptions{}); err == nil {
			t.Error("an export of the column by its name is written")
		}
	})
}

func TestAHiddenCreditIsNotToldByTheChecksOfAnOrder(t *testing.T) {
	s := newSmall(t)
	s.limit("customer.credit", company.LimitHidden)
	o := &order.Order{Party: record.Ref[party.Customer](s.customer.ID), Day: day("2026-11-23"), Lines: s.line(s.printer, "40")}
	s.must(s.book.Save(s.seller, o))
	s.as(s.seller, func(r record.Reader) {
		checks, err := order.Checks(r, load[order.Order](s, o.ID))
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range checks {
			if c.Name != "信用额度" {
				continue
			}
			if c.OK || strings.ContainsAny(c.Text+c.No.Error(), "0123456789") && strings.Contains(c.Text+c.No.Error(), "60,000") {
				t.Errorf("the check says %q, %v", c.Text, c.No)
			}
			if c.Text != "信用额度不足" {
				t.Errorf("the check says %q", c.Text)
			}
		}
	})
}

func TestAFieldThatIsOnlyReadIsNotSet(t *testing.T) {
	s := newSmall(t)
	s.limit("customer.credit", company.LimitRead)
	s.limit("customer.phone", company.LimitHidden)
	c := load[party.Customer](s, s.customer.ID)
	c.Credit = dec("900000")
	s.refused("field.right")(s.book.Save(s.seller, c))
	c = load[party.Customer](s, s.customer.ID)
	c.Phone = "029-88550000"
	s.refused("field.right")(s.book.Save(s.seller, c))
	c = load[party.Customer](s, s.customer.ID)
	c.City = "广州"
	s.must(s.book.Save(s.seller, c))
	if got := load[party.Customer](s, c.ID); !got.Credit.Equal(dec("60000")) {
		t.Errorf("saving another field changed the credit to %s", got.Credit)
	}
	s.refused("field.right")(s.book.Save(s.seller, &party.Customer{Name: "新客户", Role: party.RoleCustomer, Nature: party.Enterprise, Credit: dec("1")}))
	s.must(s.book.Save(s.seller, &party.Customer{Name: "新客户", Role: party.RoleCustomer, Nature: party.Enterprise}))
	s.must(s.book.Save(s.director, changed(s, c.ID, func(c *party.Customer) { c.Credit = dec("80000") })))
}

func TestWhatEverybodyHasToKnowCannotBeHidden(t *testing.T) {
	s := newSmall(t)
	for _, field := range []string{"customer.name", "customer.no", "customer.owner", "order.state", "customer.role"} {
		p := load[company.Position](s, s.sellerOffice.ID)
		p.Fields = []company.FieldLimit{{Field: field, Right: company.LimitHidden}}
		s.refused("position.open")(s.book.Save(s.director, p))
	}
	p := load[company.Position](s, s.sellerOffice.ID)
	p.Fields = []company.FieldLimit{{Field: "customer.nosuch", Right: company.LimitHidden}}
	s.refused("position.field")(s.book.Save(s.director, p))
}

func TestRightsFollowThePostThatIsWorn(t *testing.T) {
	s := newSmall(t)
	s.limit("customer.credit", company.LimitHidden)
	e := load[company.Employee](s, s.seller.Employee)
	e.Posts = append(e.Posts, company.Post{Department: e.Posts[0].Department, Position: record.Ref[company.Position](s.director.Position)})
	s.must(s.book.Save(s.director, e))
	second := record.Hat{Employee: e.ID, Position: s.director.Position, Dept: s.seller.Dept}
	credit := party.Customers.Field("credit")
	s.as(s.seller, func(r record.Reader) {
		if slices.Contains(r.Fields(party.Customers.Kind), credit) {
			t.Error("as a seller the employee sees the credit")
		}
		if _, err := r.Load(party.Customers.Kind, s.other.ID); !record.IsRefusal(err, "scope") {
			t.Errorf("as a seller the employee sees a colleague's customer: %v", err)
		}
	})
	s.as(second, func(r record.Reader) {
		if !slices.Contains(r.Fields(party.Customers.Kind), credit) {
			t.Error("as a director the employee does not see the credit")
		}
		if _, err := r.Load(party.Customers.Kind, s.other.ID); err != nil {
			t.Errorf("as a director the employee does not see every customer: %v", err)
		}
	})
}

// The five scopes, on customers of the hat itself, of a subordinate in another department, of a
// colleague, of a department below, and of somebody else.
func TestFiveScopesReachWhatTheyName(t *testing.T) {
	s := newSmall(t)
	dept := func(name string, up record.ID) record.ID {
		d := &company.Department{Name: name, Parent: record.Ref[company.Department](up)}
		s.must(s.book.Save(record.Hat{}, d))
		return d.ID
	}
	mine := s.seller.Dept
	below, elsewhere := dept("西北组", mine), dept("服务部", 0)
	office := &company.Position{Name: "测试职位", Scope: company.ScopeSelf, Rights: s.sellerOffice.Rights}
	s.must(s.book.Save(record.Hat{}, office))
	hire := func(name string, in, up record.ID) record.Hat {
		e := &company.Employee{Name: name, Standing: company.Working, Superior: record.Ref[company.Employee](up),
			Posts: []company.Post{{Department: record.Ref[company.Department](in), Position: record.Ref[company.Position](office.ID)}}}
		s.must(s.book.Save(record.Hat{}, e))
		return record.Hat{Employee: e.ID, Position: office.ID, Dept: in}
	}
	me := hire("本人", mine, 0)
	team := hire("下属", elsewhere, me.Employee)
	deeper := hire("下属的下属", elsewhere, team.Employee)
	colleague, lower, stranger := hire("同事", mine, 0), hire("下级部门", below, 0), hire("别人", elsewhere, 0)
	owners := []record.Hat{me, team, deeper, colleague, lower, stranger}
	ids := make([]record.ID, len(owners))
	for i, h := range owners {
		c := &party.Customer{Name: "客户" + string(rune('A'+i)), Role: party.RoleCustomer, Nature: party.Enterprise}
		s.must(s.book.Save(h, c))
		ids[i] = c.ID
	}
	for scope, want := range map[company.Scope]string{
		company.ScopeSelf: "y.....", company.ScopeTeam: "yyy...", company.ScopeDept: "y..y..", company.ScopeTree: "y..yy.", company.ScopeAll: "yyyyyy"} {
		s.must(s.book.Save(record.Hat{}, changed(s, office.ID, func(p *company.Position) { p.Scope = scope })))
		s.as(me, func(r record.Reader) {
			page, err := r.Query(record.Query{Kind: party.Customers.Kind})
			if err != nil {
				t.Fatal(err)
			}
			got, one := "", ""
			for _, id := range ids {
				seen := slices.ContainsFunc(page.Rows, func(row record.Row) bool { return row.ID() == id })
				got += map[bool]string{true: "y", false: "."}[seen]
				_, err := r.Load(party.Customers.Kind, id)
				one += map[bool]string{true: "y", false: "."}[err == nil]
			}
			if got != want || one != want {
				t.Errorf("scope %s lists %s and opens %s, want %s", scope, got, one, want)
			}
		})
	}
}

func TestWhyARecordIsSeenOrNot(t *testing.T) {
	s := newSmall(t)
	why := func(h record.Hat, k *record.Kind, id record.ID) []record.Verdict {
		t.Helper()
		var out []record.Verdict
		s.as(record.Hat{}, func(r record.Reader) {
			as, err := record.As(r, h)
			if err != nil {
				t.Fatal(err)
			}
			if out, err = record.Why(as, k, id); err != nil {
				t.Fatal(err)
			}
			_, err = as.Load(k, id)
			if out[0].OK != (err == nil) {
				t.Errorf("the verdict is %v, opening says %v", out[0], err)
			}
		})
		return out
	}
	says := func(v record.Verdict, ok bool, words string) {
		t.Helper()
		if v.OK != ok || !strings.Contains(strings.Join(v.Reasons, "；"), words) {
			t.Errorf("%s: %v %q, want %v %q", v.Verb, v.OK, v.Reasons, ok, words)
		}
	}
	k := party.Customers.Kind
	own := why(s.seller, k, s.customer.ID)
	says(own[0], true, "本人就是负责人")
	says(own[1], true, "本人就是负责人")
	says(why(s.manager, k, s.customer.ID)[0], true, "属于本部门 销售部，数据权限是「本部门及下属部门」")
	says(why(s.director, k, s.customer.ID)[0], true, "数据权限是「全部」")
	no := why(s.seller, k, s.other.ID)
	says(no[0], false, "负责人是 李军，属于 销售部，不在数据权限「本人」之内")
	says(no[1], false, "够不到")

	s.must(s.book.Save(record.Hat{}, &party.Grant{Customer: record.Ref[party.Customer](s.other.ID), Employee: record.Ref[company.Employee](s.seller.Employee),
		Power: party.PowerRead, Until: day("2026-12-31")}))
	given := why(s.seller, k, s.other.ID)
	says(given[0], true, "客户分配 GR-0001 给了「只读」权限，到 2026-12-31")
	says(given[1], false, "够不到")
	says(given[2], false, "够不到")

	o := &order.Order{Party: record.Ref[party.Customer](s.other.ID), Day: day("2026-11-23"), Lines: s.line(s.printer, "1")}
	s.must(s.book.Save(s.director, o))
	through := why(s.seller, order.Orders.Kind, o.ID)
	says(through[0], true, "能看它的客户 成都锦城设计院（客户分配 GR-0001")
	says(through[1], false, "够不到")

	s.limit("customer.credit", company.LimitHidden)
	fields := why(s.seller, k, s.customer.ID)
	says(fields[3], false, "看不到：信用额度")

	s.must(s.book.Save(record.Hat{}, changed(s, s.sellerOffice.ID, func(p *company.Position) {
		for i := range p.Rights {
			p.Rights[i].View = p.Rights[i].Module != "party"
		}
	})))
	says(why(s.seller, k, s.customer.ID)[0], false, "没有客户管理的「查看」权限")
}

func TestLookingThroughAnothersHatChangesNothing(t *testing.T) {
	s := newSmall(t)
	look := s.seller
	look.Look = true
	s.as(look, func(r record.Reader) {
		page, err := r.Query(record.Query{Kind: party.Customers.Kind})
		if err != nil || page.Total != 1 {
			t.Errorf("looking shows %d customers, %v", page.Total, err)
		}
	})
	c := load[party.Customer](s, s.customer.ID)
	c.City = "广州"
	s.refused("look")(s.book.Save(look, c))
	s.refused("look")(s.book.Undo(look))
	s.refused("look")(company.MoveDate(s.book, look, day("2026-12-01")))
	s.refused("look")(s.book.Do(look, party.Assign, c.ID, &party.Assignment{Employee: record.Ref[company.Employee](s.manager.Employee), Power: party.PowerRead}))
	if load[party.Customer](s, c.ID).City == "广州" {
		t.Error("looking wrote")
	}
}

func TestColumnsOfLinesHaveRightsToo(t *testing.T) {
	s := newSmall(t)
	s.limit("order.lines.discount", company.LimitRead)
	o := &order.Order{Party: record.Ref[party.Customer](s.customer.ID), Day: day("2026-11-23"), Lines: s.line(s.printer, "1")}
	s.must(s.book.Save(s.seller, o))
	o = load[order.Order](s, o.ID)
	o.Lines[0].Manual, o.Lines[0].Discount = true, dec("12")
	s.refused("field.right")(s.book.Save(s.seller, o))
	o = load[order.Order](s, o.ID)
	o.Lines = append(o.Lines, s.line(s.shredder, "2")...)
	s.must(s.book.Save(s.seller, o)) // lines come and go without it
	o = load[order.Order](s, o.ID)
	o.Lines[1].Manual, o.Lines[1].Discount = true, dec("5")
	s.must(s.book.Save(s.director, o))
}

func TestAnAttributeMayBeHiddenLikeAnyField(t *testing.T) {
	s := newSmall(t)
	def := &company.FieldDef{Name: "毛利底线", Kind: "customer", Type: "percent", Listed: true}
	s.must(s.book.Save(s.director, def))
	code, err := record.FieldCodeOf("客户·毛利底线")
	if err != nil || record.FieldWords(code) != "客户·毛利底线" {
		t.Fatalf("the attribute is called %s, %s, %v", code, record.FieldWords(code), err)
	}
	s.limit(code, company.LimitHidden)
	name := code[len("customer."):]
	s.as(s.seller, func(r record.Reader) {
		if record.FieldNamed(r, party.Customers.Kind, name) != nil {
			t.Error("the seller is offered the attribute")
		}
	})
	s.as(s.director, func(r record.Reader) {
		if record.FieldNamed(r, party.Customers.Kind, name) == nil {
			t.Error("the director is not offered the attribute")
		}
	})
	// A limit on an attribute that is gone limits nothing, and does not keep the position from being read.
	s.must(s.book.Delete(s.director, company.FieldDefs.Kind, def.ID))
	s.as(s.seller, func(r record.Reader) {
		if _, err := r.Query(record.Query{Kind: party.Customers.Kind}); err != nil {
			t.Error(err)
		}
	})
}

// A merge takes values over, so it is a way to write a field, and to read one.
func TestAMergeTakesNoFieldThatIsNotTheHatsToWrite(t *testing.T) {
	for _, right := range []string{company.LimitRead, company.LimitHidden} {
		s := newSmall(t)
		twin := &party.Customer{Name: s.customer.Name + "（重复）", Role: party.RoleCustomer, Nature: party.Enterprise, Phone: "020-88886666", City: "佛山"}
		s.must(s.book.Save(s.seller, twin))
		s.limit("customer.phone", right)
		s.refused("merge.field")(s.book.Merge(s.seller, party.Customers.Kind, s.customer.ID, []record.ID{twin.ID}, map[string]record.ID{"phone": twin.ID}))
		s.must(s.book.Merge(s.seller, party.Customers.Kind, s.customer.ID, []record.ID{twin.ID}, map[string]record.ID{"city": twin.ID}))
		if got := load[party.Customer](s, s.customer.ID); got.City != "佛山" || got.Phone == twin.Phone {
			t.Errorf("%s: the merged customer has city %s, phone %s", right, got.City, got.Phone)
		}
	}
}
