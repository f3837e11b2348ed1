package domain_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"crmlab/domain/attachment"
	"crmlab/domain/company"
	"crmlab/domain/exchange"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/sales"
	"crmlab/domain/task"
)

func (s *small) at(when record.Hat, fn func(r record.Reader)) {
	s.t.Helper()
	if err := s.book.Read(when, func(r record.Reader) error { fn(r); return nil }); err != nil {
		s.t.Fatal(err)
	}
}

// value is a field of a record, derived ones included.
func (s *small) value(k *record.Kind, id record.ID, field string) (v record.Value) {
	s.t.Helper()
	s.at(record.Hat{}, func(r record.Reader) {
		row, ok := r.Row(k, id)
		if !ok {
			s.t.Fatalf("no %s %d", k.Name, id)
		}
		v = row.Value(k.Field(field))
	})
	return v
}

func (s *small) action(group company.DictGroup, name string) record.Ref[company.DictItem] {
	s.t.Helper()
	d := &company.DictItem{Group: group, Name: name}
	s.must(s.book.Save(record.Hat{}, d))
	return record.Ref[company.DictItem](d.ID)
}

func (s *small) lead() *party.Lead {
	s.t.Helper()
	l := &party.Lead{Name: "西安长庆文印店", Nature: party.Enterprise, Person: "何倩", Title: "店长", Mobile: "13800011122", City: "西安", Level: "B",
		Source: s.action(company.GroupSource, "展会"), Need: "两台复合机", NextOn: day("2026-11-25")}
	s.must(s.book.Save(s.seller, l))
	return l
}

func TestALeadBecomesACustomerWithWhatIsKnownOfIt(t *testing.T) {
	s := newSmall(t)
	l := s.lead()
	f := &party.FollowUp{Lead: record.Ref[party.Lead](l.ID), Day: day("2026-11-23"), Action: s.action(company.GroupProgress, "电话"), Content: "问了价格"}
	s.must(s.book.Save(s.seller, f))
	if l = load[party.Lead](s, l.ID); l.State != party.LeadFollowing {
		t.Errorf("after a contact the lead is %s", l.State)
	}
	e := s.must(s.book.Do(s.seller, sales.ConvertLead, l.ID, nil))
	l = load[party.Lead](s, l.ID)
	c, k := load[party.Customer](s, l.Customer.ID()), load[party.Contact](s, l.Contact.ID())
	o := load[sales.Opportunity](s, l.Opportunity)
	if e.Result != customerTarget(c) || l.State != party.LeadConverted || l.ConvertedOn != day("2026-11-23") {
		t.Errorf("%+v", l)
	}
	if c.Name != l.Name || c.Source != l.Source || c.City != "西安" || c.Mobile != l.Mobile || c.Level != "B" || c.Owner != s.seller.Employee || c.NextOn != day("2026-11-25") {
		t.Errorf("the customer is %+v", c)
	}
	if k.Name != "何倩" || k.Title != "店长" || k.Customer.ID() != c.ID || o.Party.ID() != c.ID || o.Contact.ID() != k.ID || o.Need != "两台复合机" {
		t.Errorf("contact %+v, opportunity %+v", k, o)
	}
	if f = load[party.FollowUp](s, f.ID); f.Customer.ID() != c.ID || f.Lead.ID() != l.ID {
		t.Errorf("the follow-up is with customer %d, lead %d", f.Customer, f.Lead)
	}
	s.refused("state")(s.book.Do(s.seller, sales.ConvertLead, l.ID, nil)) // twice
	s.refused("followup.converted")(s.book.Save(s.seller, &party.FollowUp{Lead: record.Ref[party.Lead](l.ID), Day: day("2026-11-23"), Action: f.Action, Content: "又问"}))
	s.must(s.book.Undo(s.seller))
	if n := s.count(party.Customers.Kind); n != 2 || load[party.Lead](s, l.ID).State != party.LeadFollowing {
		t.Errorf("after undo there are %d customers", n)
	}
	s.sound()
}

func TestALeadThatIsThereAlreadyIsWarnedOfAndJoinsIt(t *testing.T) {
	s := newSmall(t)
	l := &party.Lead{Name: "广州粤达电子有限公司", Nature: party.Enterprise, Person: "林志伟", Phone: "020-8000 1234"}
	s.must(s.book.Save(s.seller, l))
	c := load[party.Customer](s, s.customer.ID)
	c.Phone = "(020)80001234"
	s.must(s.book.Save(s.seller, c))
	s.at(s.seller, func(r record.Reader) {
		says := sales.ConvertLead.Warning(r, load[party.Lead](s, l.ID))
		if !strings.Contains(says, s.customer.No+" 广州粤达电子商行（名称相近、电话相同）") {
			t.Errorf("the warning is %q", says)
		}
	})
	s.must(s.book.Do(s.seller, sales.ConvertLead, l.ID, &sales.Conversion{Into: record.Ref[party.Customer](s.customer.ID)}))
	if n := s.count(party.Customers.Kind); n != 2 {
		t.Errorf("%d customers", n)
	}
	if l = load[party.Lead](s, l.ID); l.Customer.ID() != s.customer.ID || l.Contact == 0 || l.Opportunity != 0 {
		t.Errorf("%+v", l)
	}
}

func TestALeadThatComesToNothingSaysWhy(t *testing.T) {
	s := newSmall(t)
	l := s.lead()
	s.refused("field")(s.book.Do(s.seller, party.Invalidate, l.ID, &party.Discard{}))
	s.must(s.book.Do(s.seller, party.Invalidate, l.ID, &party.Discard{Reason: "号码是空号"}))
	s.refused("state")(s.book.Do(s.seller, sales.ConvertLead, l.ID, nil))
	s.must(s.book.Do(s.seller, party.Recover, l.ID, nil))
	s.must(s.book.Do(s.seller, sales.ConvertLead, l.ID, nil))
	s.refused("lead.next")(s.book.Save(s.seller, &party.Lead{Name: "昨天", Nature: party.Person, NextOn: day("2026-11-22")}))
}

func TestAFollowUpPlansTheNextContact(t *testing.T) {
	s := newSmall(t)
	call := s.action(company.GroupProgress, "电话")
	of := record.Ref[party.Customer](s.customer.ID)
	note := func(f *party.FollowUp) *party.FollowUp {
		f.Customer, f.Action, f.Content = of, call, "联系"
		if f.Day == 0 {
			f.Day = day("2026-11-23")
		}
		return f
	}
	s.must(s.book.Save(s.seller, note(&party.FollowUp{NextOn: day("2026-11-26")})))
	if c := load[party.Customer](s, s.customer.ID); c.NextOn != day("2026-11-26") {
		t.Errorf("the next contact is %s", c.NextOn)
	}
	if got := s.value(party.Customers.Kind, s.customer.ID, "lastFollow").Date(); got != day("2026-11-23") {
		t.Errorf("the last contact was %s", got)
	}
	s.must(company.MoveDate(s.book, s.seller, day("2026-11-26")))
	s.must(s.book.Save(s.seller, note(&party.FollowUp{})))
	if c := load[party.Customer](s, s.customer.ID); c.NextOn != 0 {
		t.Errorf("the contact was made, the next one is still %s", c.NextOn)
	}
	s.refused("followup.next")(s.book.Save(s.seller, note(&party.FollowUp{NextOn: day("2026-11-25")})))
	s.refused("followup.day")(s.book.Save(s.seller, note(&party.FollowUp{Day: day("2026-11-30")})))
	s.refused("followup.whom")(s.book.Save(s.seller, &party.FollowUp{Action: call, Content: "谁", Day: day("2026-11-23")}))
	s.refused("link.scope")(s.book.Save(s.seller, &party.FollowUp{Customer: record.Ref[party.Customer](s.other.ID), Action: call, Content: "别人的", Day: day("2026-11-23")}))
	theirs := &party.Contact{Name: "陈敏", Customer: record.Ref[party.Customer](s.other.ID)}
	s.must(s.book.Save(record.Hat{}, theirs))
	f := note(&party.FollowUp{})
	f.Contact = record.Ref[party.Contact](theirs.ID)
	s.refused("narrow")(s.book.Save(record.Hat{}, f))
}

func TestProgressOfTasksIsContactToo(t *testing.T) {
	s := newSmall(t)
	tk := &task.Task{Name: "打印机", Domain: company.Sales, Party: record.Ref[party.Customer](s.customer.ID)}
	s.must(s.book.Save(s.seller, tk))
	s.must(s.book.Do(s.seller, task.AddProgress, tk.ID, &task.Log{Action: s.action(company.GroupProgress, "拜访"), Text: "看了现场"}))
	if got := s.value(party.Customers.Kind, s.customer.ID, "lastFollow").Date(); got != day("2026-11-23") {
		t.Errorf("the last contact was %s", got)
	}
	s.at(record.Hat{}, func(r record.Reader) {
		page, err := r.Query(record.Query{Kind: party.Customers.Kind, Where: []record.Cond{record.Where("lastFollow", record.DateValue(day("2026-11-23")))}})
		if err != nil || page.Total != 1 {
			t.Errorf("%d customers were contacted today: %v", page.Total, err)
		}
	})
}

func TestALockProtectsWhoseACustomerIs(t *testing.T) {
	s := newSmall(t)
	id := s.customer.ID
	s.must(s.book.Do(s.seller, party.Lock, id, nil))
	s.refused("customer.locked")(s.book.Do(s.seller, party.Lock, id, nil))
	c := load[party.Customer](s, id)
	c.Owner = s.other.Owner
	s.refused("customer.locked")(s.book.Save(s.manager, c))
	s.refused("customer.locked")(s.book.Delete(s.seller, party.Customers.Kind, id))
	s.running() // business goes on
	s.must(s.book.Do(s.seller, party.Unlock, id, nil))
	s.refused("customer.unlocked")(s.book.Do(s.seller, party.Unlock, id, nil))
	s.refused("customer.dealt")(s.book.Do(s.seller, party.Lock, id, nil))
	if !s.value(party.Customers.Kind, id, "dealt").Bool() || s.value(party.Customers.Kind, s.other.ID, "dealt").Bool() {
		t.Error("who has bought is not told")
	}
}

func TestEnterpriseAndPersonHaveAttributesOfTheirOwn(t *testing.T) {
	s := newSmall(t)
	s.at(s.seller, func(r record.Reader) {
		fields := r.Fields(party.Customers.Kind)
		for nature, want := range map[party.Nature]string{party.Enterprise: "industry legal scale", party.Person: "birthday occupation sex"} {
			c := &party.Customer{Nature: nature, Role: party.RoleCustomer}
			var own []string
			for _, f := range fields {
				if on, _ := f.Depends(); on == "nature" && f.Counts(fields, c) {
					own = append(own, f.Name)
				}
			}
			if slices.Sort(own); strings.Join(own, " ") != want {
				t.Errorf("%s has %v", nature, own)
			}
		}
	})
	s.refused("customer.contract")(s.book.Save(s.seller, &party.Customer{Name: "代理", Role: party.RoleAgent, Nature: party.Enterprise, SignedOn: day("2026-01-01"), SignedTo: day("2025-01-01")}))
	s.refused("customer.birthday")(s.book.Save(s.seller, &party.Customer{Name: "李雷", Role: party.RoleCustomer, Nature: party.Person, Birthday: day("2030-01-01")}))
}

func TestOccasionsComeInTimeAndEveryYear(t *testing.T) {
	s := newSmall(t)
	of := record.Ref[party.Customer](s.customer.ID)
	s.must(s.book.Save(s.seller, &party.Contact{Name: "林志伟", Customer: of, Birthday: day("1980-11-28"), Dates: []party.Special{
		{Name: "公司周年", Day: day("2010-12-05"), Yearly: true, Remind: 14}, {Name: "合同评审", Day: day("2026-12-20"), Remind: 7}, {Name: "往年活动", Day: day("2025-11-24"), Remind: 7}}}))
	s.must(s.book.Save(s.seller, &party.Customer{Name: "西安启辰", Role: party.RoleAgent, Nature: party.Enterprise, SignedOn: day("2024-12-20"), SignedTo: day("2026-12-19")}))
	s.must(s.book.Save(record.Hat{}, &party.Contact{Name: "别人", Customer: record.Ref[party.Customer](s.other.ID), Birthday: day("1992-02-29")}))
	says := func(h record.Hat) string {
		var out []string
		s.at(h, func(r record.Reader) {
			all, err := party.Due(r)
			if err != nil {
				t.Fatal(err)
			}
			for _, o := range all {
				out = append(out, o.Day.String()+" "+o.What)
			}
		})
		return strings.Join(out, "，")
	}
	if got := says(s.seller); got != "2026-11-28 生日，2026-12-05 公司周年，2026-12-19 代理合同到期" {
		t.Error(got)
	}
	s.must(company.MoveDate(s.book, s.seller, day("2027-02-22")))
	if got := says(s.director); got != "2027-02-28 生日" {
		t.Error(got)
	}
}

// Of ten sales in which competitors were met we won 6, X got 3, and another one 1: against X we
// won 6 of 9.
func TestWinsAndLossesOfACompetitor(t *testing.T) {
	s := newSmall(t)
	x, y := &party.Competitor{Name: "锐捷文印"}, &party.Competitor{Name: "恒通办公"}
	s.must(s.book.Save(s.director, x))
	s.must(s.book.Save(s.director, y))
	s.refused("unique")(s.book.Save(s.director, &party.Competitor{Name: "锐捷文印"}))
	reason := s.action(company.GroupLostReason, "选择竞争对手")
	ref := func(c *party.Competitor) record.Ref[party.Competitor] { return record.Ref[party.Competitor](c.ID) }
	var first record.ID
	for i := range 10 {
		tk := &task.Task{Name: fmt.Sprintf("任务 %d", i), Domain: company.Sales, Party: record.Ref[party.Customer](s.customer.ID)}
		s.must(s.book.Save(s.seller, tk))
		if i == 0 {
			first = tk.ID
		}
		s.must(s.book.Save(s.seller, &task.Meeting{Task: record.Ref[task.Task](tk.ID), Competitor: ref(x)}))
		switch {
		case i < 6:
			s.must(s.book.Do(s.seller, task.Complete, tk.ID, nil))
		case i < 9:
			s.must(s.book.Do(s.seller, task.Terminate, tk.ID, &task.Loss{Reason: reason, To: ref(x)}))
		default:
			s.must(s.book.Do(s.seller, task.Terminate, tk.ID, &task.Loss{Reason: reason, To: ref(y)}))
		}
	}
	k := party.Competitors.Kind
	for field, want := range map[string]int64{"met": 10, "won": 6, "lost": 3, "winRate": 6667} {
		if got := s.value(k, x.ID, field).N; got != want {
			t.Errorf("%s of X is %d, want %d", field, got, want)
		}
	}
	if got := s.value(k, y.ID, "met").N; got != 1 { // noted when the sale was lost to it
		t.Errorf("Y was met %d times", got)
	}
	s.at(s.director, func(r record.Reader) { // as lists ask
		page, err := r.Query(record.Query{Kind: k, Where: []record.Cond{{Field: "won", Op: record.AtLeast, Values: []record.Value{record.IntValue(6)}}}})
		if err != nil || page.Total != 1 || page.Rows[0].ID() != x.ID {
			t.Errorf("%v, %v", page, err)
		}
	})
	s.refused("meeting.twice")(s.book.Save(s.seller, &task.Meeting{Task: record.Ref[task.Task](first), Competitor: ref(x)}))
	service := &task.Task{Name: "维修", Domain: company.Service, Party: record.Ref[party.Customer](s.customer.ID)}
	s.must(s.book.Save(s.seller, service))
	s.refused("narrow")(s.book.Save(s.seller, &task.Meeting{Task: record.Ref[task.Task](service.ID), Competitor: ref(x)}))
	s.refused("task.rival")(s.book.Do(s.seller, task.Terminate, service.ID, &task.Loss{To: ref(x)}))
	s.must(s.book.Do(s.seller, task.Reopen, first, nil))
	if got := s.value(k, x.ID, "won").N; got != 5 {
		t.Errorf("of a reopened task the win still counts: %d", got)
	}
	// Two files of one competitor become one, and a task in which both were met knows it once.
	s.must(s.book.Merge(s.director, k, x.ID, []record.ID{y.ID}, nil))
	if met, lost := s.value(k, x.ID, "met").N, s.value(k, x.ID, "lost").N; met != 10 || lost != 4 {
		t.Errorf("after the merge met %d, lost %d", met, lost)
	}
	s.sound()
}

func TestNamesAndNumbersAreComparedWithoutTheirDress(t *testing.T) {
	for name, want := range map[string]string{"咸阳 渭滨纺织有限公司": "咸阳渭滨纺织", "兰州白塔设计咨询有限责任公司": "兰州白塔设计咨询", "恒屿（北京）科技股份有限公司": "恒屿北京科技", "ＡＢＣ科技": "abc科技",
		"华云集团有限公司": "华云"} {
		if got := party.NormalName(name); got != want {
			t.Errorf("%s becomes %s, want %s", name, got, want)
		}
	}
	for number, want := range map[string]string{"029-8855 9090": "02988559090", "+86 138 0001 1122": "13800011122", "0086-13800011122": "13800011122", "8855": "", "０２９８８５５９０９０": "02988559090"} {
		if got := party.NormalPhone(number); got != want {
			t.Errorf("%s becomes %s, want %s", number, got, want)
		}
	}
}

func TestWhoMayBeThereAlready(t *testing.T) {
	s := newSmall(t)
	add := func(c *party.Customer) *party.Customer {
		c.Role, c.Nature = party.RoleCustomer, party.Enterprise
		s.must(s.book.Save(s.seller, c))
		return c
	}
	cotton := add(&party.Customer{Name: "咸阳渭滨纺织有限公司", Phone: "029-88559090", TaxNo: "91610400000003340F"})
	add(&party.Customer{Name: "宝鸡纺织城", Phone: "0917-88559090"}) // another town's number
	tower := add(&party.Customer{Name: "兰州白塔设计咨询有限公司"})
	look := func(c *party.Customer) (out []string) {
		s.at(record.Hat{}, func(r record.Reader) {
			find, err := party.Customers.DoubleFinder(r, false)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range find(c) {
				out = append(out, r.Title(record.KindNamed(m.Target.Kind), m.Target.ID)+" "+m.Why)
			}
		})
		return out
	}
	for _, c := range []struct {
		of   party.Customer
		want string
	}{
		{party.Customer{Name: "咸阳 渭滨纺织有限责任公司"}, cotton.Name + " 名称相同"},
		{party.Customer{Name: "渭滨纺织"}, cotton.Name + " 名称相近"},
		{party.Customer{Name: "渭滨"}, ""}, // three characters and less say nothing
		{party.Customer{Name: "别的", Phone: "(029) 88559090"}, cotton.Name + " 电话相同"},
		{party.Customer{Name: "别的", TaxNo: "91610400 0000 03340f"}, cotton.Name + " 税号相同"},
		{party.Customer{Name: "甘肃兰州白塔设计咨询"}, tower.Name + " 名称相近"},
		{*tower, ""}, // itself
	} {
		if got := strings.Join(look(&c.of), "，"); got != c.want {
			t.Errorf("%s %s%s: %q, want %q", c.of.Name, c.of.Phone, c.of.TaxNo, got, c.want)
		}
	}
}

// content is everything that a file says, record by record.
func (s *small) content() map[record.Target]string {
	out := map[record.Target]string{}
	s.at(record.Hat{}, func(r record.Reader) {
		for _, k := range s.book.Kinds() {
			for _, rec := range s.all(r, k) {
				var b strings.Builder
				for _, f := range k.Fields {
					if !f.Derived() {
						fmt.Fprintf(&b, "%s=%v;", f.Name, f.Get(rec))
					}
				}
				fmt.Fprint(&b, rec.Head().Custom)
				out[record.TargetOf(rec)] = b.String()
			}
		}
	})
	return out
}

func TestAMergeMovesTheWholeHistoryAndIsTakenBackWhole(t *testing.T) {
	s := newSmall(t)
	call := s.action(company.GroupProgress, "电话")
	double := &party.Customer{Name: "广州 粤达电子", Role: party.RoleCustomer, Nature: party.Enterprise, Phone: "020-80001234", City: "广州", Level: "C"}
	s.must(s.book.Save(s.seller, double))
	of := record.Ref[party.Customer](double.ID)
	k := &party.Contact{Name: "林志伟", Customer: of}
	s.must(s.book.Save(s.seller, k))
	branch := &party.Customer{Name: "粤达佛山店", Role: party.RoleCustomer, Nature: party.Enterprise, Parent: of}
	s.must(s.book.Save(s.seller, branch))
	tk := &task.Task{Name: "打印机", Domain: company.Sales, Party: of, Contact: record.Ref[party.Contact](k.ID)}
	s.must(s.book.Save(s.seller, tk))
	q := &sales.Quote{Party: of, Task: record.Ref[task.Task](tk.ID), Contact: record.Ref[party.Contact](k.ID), Day: day("2026-11-23"), Lines: s.line(s.printer, "2")}
	s.must(s.book.Save(s.seller, q))
	e := s.must(s.book.Do(s.seller, action(sales.Quotes.Kind, "order"), q.ID, nil))
	f := &party.FollowUp{Customer: of, Action: call, Content: "回访", Day: day("2026-11-23")}
	s.must(s.book.Save(s.seller, f))
	s.must(attachment.Attach(s.book, s.seller, customerTarget(double), "名片.png", []byte("png"), ""))
	grant := func(c record.ID, h record.Hat, power string) {
		s.must(s.book.Save(record.Hat{}, &party.Grant{Customer: record.Ref[party.Customer](c), Employee: record.Ref[company.Employee](h.Employee), Power: party.Power(power)}))
	}
	grant(s.customer.ID, s.cashier, "read")
	grant(double.ID, s.cashier, "write")

	s.refused("right")(s.book.Merge(s.cashierWithoutRights(), party.Customers.Kind, s.customer.ID, []record.ID{double.ID}, nil))
	before := s.content()
	merged := s.must(s.book.Merge(s.seller, party.Customers.Kind, s.customer.ID, []record.ID{double.ID}, map[string]record.ID{"phone": double.ID, "city": double.ID}))
	if merged.Action != "merge" || merged.Label != "合并客户 "+s.customer.No+"、"+double.No {
		t.Errorf("the step is called %q", merged.Label)
	}
	c := load[party.Customer](s, s.customer.ID)
	if c.Phone != "020-80001234" || c.City != "广州" || c.Level != "A" || c.Name != "广州粤达电子商行" {
		t.Errorf("the merged customer is %+v", c)
	}
	for name, got := range map[string]record.ID{"contact": load[party.Contact](s, k.ID).Customer.ID(), "branch": load[party.Customer](s, branch.ID).Parent.ID(),
		"task": load[task.Task](s, tk.ID).Party.ID(), "quote": load[sales.Quote](s, q.ID).Party.ID(), "order": load[order.Order](s, e.Result.ID).Party.ID(),
		"follow-up": load[party.FollowUp](s, f.ID).Customer.ID()} {
		if got != s.customer.ID {
			t.Errorf("the %s belongs to %d", name, got)
		}
	}
	if names := s.attached(s.seller, customerTarget(c)); len(names) != 1 {
		t.Errorf("attachments: %v", names)
	}
	var grants []string
	s.at(record.Hat{}, func(r record.Reader) {
		all, _ := record.Find(r, party.Grants)
		for _, g := range all {
			grants = append(grants, string(g.Power))
		}
	})
	if !slices.Equal(grants, []string{"write"}) {
		t.Errorf("the cashier's grants are %v", grants)
	}
	s.sound()
	s.verified()
	after := s.content()
	s.must(s.book.Undo(s.seller))
	if back := s.content(); !maps.Equal(back, before) {
		for t2, text := range before {
			if back[t2] != text {
				t.Errorf("%v was %s\nis %s", t2, text, back[t2])
			}
		}
		t.Error("undo does not bring everything back")
	}
	s.must(s.book.Redo(s.seller))
	if again := s.content(); !maps.Equal(again, after) {
		t.Error("redo makes something else")
	}
	s.verified()
}

// cashierWithoutRights is an employee who may see customers and change none.
func (s *small) cashierWithoutRights() record.Hat {
	s.t.Helper()
	p := &company.Position{Name: "出纳", Scope: company.ScopeAll, Rights: []company.ModuleRights{company.RightsFromLetters("party", "v")}}
	s.must(s.book.Save(record.Hat{}, p))
	d := load[company.Department](s, s.seller.Dept)
	e := &company.Employee{Name: "邵敏", Standing: company.Working, Posts: []company.Post{{Department: record.Ref[company.Department](d.ID), Position: record.Ref[company.Position](p.ID)}}}
	s.must(s.book.Save(record.Hat{}, e))
	return record.Hat{Employee: e.ID, Position: p.ID, Dept: d.ID}
}

func TestMergesThatWouldBreakRulesAreRefused(t *testing.T) {
	s := newSmall(t)
	k := party.Customers.Kind
	add := func(c *party.Customer) record.ID {
		if c.Role == "" {
			c.Role = party.RoleCustomer
		}
		c.Nature = party.Enterprise
		s.must(s.book.Save(s.seller, c))
		return c.ID
	}
	keep := s.customer.ID
	branch := add(&party.Customer{Name: "粤达佛山店", Parent: record.Ref[party.Customer](keep)})
	agent := add(&party.Customer{Name: "粤达代理", Role: party.RoleAgent})
	locked := add(&party.Customer{Name: "粤达锁定"})
	s.must(s.book.Do(s.seller, party.Lock, locked, nil))
	before := s.content()
	s.refused("merge.self")(s.book.Merge(s.seller, k, keep, []record.ID{branch}, nil)) // into its own parent
	s.refused("merge.self")(s.book.Merge(s.seller, k, branch, []record.ID{keep}, nil)) // the parent into its branch
	s.refused("merge.role")(s.book.Merge(s.seller, k, keep, []record.ID{agent}, nil))
	s.refused("customer.locked")(s.book.Merge(s.seller, k, keep, []record.ID{locked}, nil))
	s.refused("merge.few")(s.book.Merge(s.seller, k, keep, nil, nil))
	s.refused("merge.same")(s.book.Merge(s.seller, k, keep, []record.ID{keep}, nil))
	s.refused("merge.many")(s.book.Merge(s.seller, k, keep, []record.ID{1, 2, 3, 4, 5, 6}, nil))
	s.refused("scope")(s.book.Merge(s.seller, k, keep, []record.ID{s.other.ID}, nil)) // a colleague's
	s.refused("merge.kind")(s.book.Merge(s.director, order.Orders.Kind, 1, []record.ID{2}, nil))
	s.refused("merge.field")(s.book.Merge(s.director, k, keep, []record.ID{s.other.ID}, map[string]record.ID{"no": s.other.ID}))
	a, b := &party.Contact{Name: "甲", Customer: record.Ref[party.Customer](keep)}, &party.Contact{Name: "甲", Customer: record.Ref[party.Customer](agent)}
	s.must(s.book.Save(s.seller, a))
	s.must(s.book.Save(s.seller, b))
	s.refused("merge.customer")(s.book.Merge(s.seller, party.Contacts.Kind, a.ID, []record.ID{b.ID}, nil))
	s.must(s.book.Undo(s.seller))
	s.must(s.book.Undo(s.seller))
	if !maps.Equal(s.content(), before) {
		t.Error("a refused merge left something behind")
	}
	s.must(s.book.Merge(s.director, k, keep, []record.ID{s.other.ID}, nil)) // whoever looks after both may
}

// At a hundred thousand customers the search is fast enough to be asked while somebody types.
func BenchmarkAlike(b *testing.B) {
	s := newSmall(b)
	if err := s.store.Bulk(func() error {
		for i := range 20 {
			if _, err := s.book.Write(record.Hat{}, "准备", func(tx record.Tx) error {
				for j := range 5000 {
					n := i*5000 + j
					if err := tx.ByRule().Save(&party.Customer{Name: fmt.Sprintf("%s%s第%d贸易有限公司", []string{"西安", "咸阳", "宝鸡", "兰州"}[n%4], []string{"恒屿", "渭滨", "白塔"}[n%3], n),
						Role: party.RoleCustomer, Nature: party.Enterprise, Phone: fmt.Sprintf("029-8%07d", n)}); err != nil {
						return err
					}
				}
				return nil
			}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	var find func(record.Record) []record.Match
	s.at(record.Hat{}, func(r record.Reader) {
		begun := time.Now()
		var err error
		if find, err = party.Customers.DoubleFinder(r, false); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(time.Since(begun).Milliseconds()), "ms-to-read")
	})
	for b.Loop() {
		find(&party.Customer{Name: "西安恒屿第4711贸易", Phone: "029-80004712"})
	}
}

func TestAnImportWarnsOfWhatMayBeThereAlreadyAndImportsIt(t *testing.T) {
	s := newSmall(t)
	m := &exchange.Mapping{Title: "名单", Files: []exchange.File{{Name: "a.csv", Kind: "customer", Columns: []exchange.Column{
		{Field: "name", From: "名称"}, {Field: "phone", From: "电话"}, {Field: "role", From: "角色"}, {Field: "nature", From: "性质"}}}}}
	table := &exchange.Table{File: "a.csv", Header: []string{"名称", "电话", "角色", "性质"}, Rows: []exchange.Row{
		{No: 2, Cells: []string{"广州 粤达电子商行（有限公司）", "", "客户", "企业"}}, {No: 3, Cells: []string{"昆明新客户", "", "客户", "企业"}}}}
	for _, dry := range []bool{true, false} {
		res, err := exchange.Run(context.Background(), s.book, record.Hat{}, m, []*exchange.Table{table}, exchange.Options{DryRun: dry})
		if err != nil {
			t.Fatal(err)
		}
		if len(res.Warned) != 1 || res.Warned[0].Row != 2 || res.Warned[0].Says != "可能已经有了：客户 C-0001 广州粤达电子商行，名称相同" || res.Kinds["customer"].Created != 2 {
			t.Errorf("dry %v: %+v, %+v", dry, res.Warned, res.Kinds["customer"])
		}
	}
}
