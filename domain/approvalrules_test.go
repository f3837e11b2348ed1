package domain_test

import (
	"slices"
	"strings"
	"testing"

	"crmlab/domain/approval"
	"crmlab/domain/company"
	"crmlab/domain/message"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
)

func ref(h record.Hat) record.Ref[company.Employee] { return record.Ref[company.Employee](h.Employee) }

// flow changes the flow of orders.
func (s *small) flow(change func(*approval.Flow)) {
	s.t.Helper()
	f := load[approval.Flow](s, 1)
	change(f)
	s.must(s.book.Save(record.Hat{}, f))
}

// submitted is an order of the seller that waits for its first answer.
func (s *small) submitted() *order.Order {
	s.t.Helper()
	o := s.planned()
	s.must(s.book.Do(s.seller, order.Submit, o.ID, nil))
	return load[order.Order](s, o.ID)
}

func (s *small) says(h record.Hat, answer string, o record.ID, in *approval.Opinion) (*record.Entry, error) {
	s.t.Helper()
	if in == nil {
		return s.book.Do(h, action(order.Orders.Kind, answer), o, nil)
	}
	return s.book.Do(h, action(order.Orders.Kind, answer), o, in)
}

func (s *small) state(o *order.Order, want order.State) {
	s.t.Helper()
	if got := load[order.Order](s, o.ID).State; got != want {
		s.t.Fatalf("the order is %s, want %s", got, want)
	}
}

// way is where a document stands, as one word a stop.
func (s *small) way(doc record.Record) (out []string, w *approval.Way) {
	s.t.Helper()
	if err := s.book.Read(s.seller, func(r record.Reader) (err error) {
		w, err = approval.WayOf(r, record.TargetOf(doc))
		return err
	}); err != nil {
		s.t.Fatal(err)
	}
	if w == nil {
		return nil, nil
	}
	for _, stop := range w.Stops {
		out = append(out, string(stop.Standing))
	}
	return out, w
}

func (s *small) stands(doc record.Record, want string) *approval.Way {
	s.t.Helper()
	got, w := s.way(doc)
	if strings.Join(got, " ") != want {
		s.t.Fatalf("the document stands at %v, want %s", got, want)
	}
	return w
}

func (s *small) inbox(h record.Hat) (titles []string, unread int) {
	s.t.Helper()
	if err := s.book.Read(h, func(r record.Reader) error {
		ms, n, err := message.Mine(r, 0)
		for _, m := range ms {
			titles = append(titles, m.Title)
		}
		unread = n
		return err
	}); err != nil {
		s.t.Fatal(err)
	}
	return titles, unread
}

func TestPointsThatDoNotApplyArePassedOver(t *testing.T) {
	for _, c := range []struct {
		name string
		set  func(*approval.Point)
		why  string // "" where the document stops
	}{
		{"amount below", func(p *approval.Point) { p.From = dec("43298.67") }, "金额 43,298.66 不到 43,298.67"},
		{"amount reached", func(p *approval.Point) { p.From = dec("43298.66") }, ""},
		{"amount at the end", func(p *approval.Point) { p.To = dec("43298.66") }, "金额 43,298.66 不低于 43,298.66"},
		{"amount before the end", func(p *approval.Point) { p.To = dec("43298.67") }, ""},
		{"discount not above", func(p *approval.Point) { p.Discount = dec("8") }, "折扣 8% 没有超过 8%"},
		{"discount above", func(p *approval.Point) { p.Discount = dec("7.99") }, ""},
		{"another level", func(p *approval.Point) { p.Levels = "c，b" }, "客户级别 A，不是 B、C"},
		{"its level", func(p *approval.Point) { p.Levels = "A B" }, ""},
	} {
		s := newSmall(t)
		s.flow(func(f *approval.Flow) { c.set(&f.Points[1]) })
		o := s.submitted()
		if c.why == "" {
			s.stands(o, "done now ahead ahead")
		} else if w := s.stands(o, "done now passed ahead"); w.Stops[2].Note != c.why {
			t.Errorf("%s: passed over because %q, want %q", c.name, w.Stops[2].Note, c.why)
		}
		s.must(s.says(s.manager, "pass", o.ID, nil))
		want := order.Running
		if c.why == "" {
			want = order.Review
		}
		s.state(o, want)
		s.sound()
	}
}

func TestACustomerWithoutALevelIsOfNone(t *testing.T) {
	s := newSmall(t)
	s.flow(func(f *approval.Flow) { f.Points[0].Levels = "A" })
	c := load[party.Customer](s, s.customer.ID)
	c.Level = ""
	s.must(s.book.Save(s.seller, c))
	if w := s.stands(s.submitted(), "done passed now ahead"); w.Stops[1].Note != "客户没有级别" {
		t.Errorf("passed over because %q", w.Stops[1].Note)
	}
}

func TestSeveralApproversOfOnePoint(t *testing.T) {
	both := func(mode approval.Mode) func(*approval.Flow) {
		return func(f *approval.Flow) {
			f.Points = []approval.Point{{Name: "会审", Who: approval.ByEmployee, Mode: mode, Employees: []record.Ref[company.Employee]{2, 3}}}
		}
	}
	t.Run("any: the first answer counts", func(t *testing.T) {
		s := newSmall(t)
		s.flow(both(approval.AnySign))
		o := s.submitted()
		s.must(s.says(s.director, "pass", o.ID, nil))
		s.state(o, order.Running)
		s.refused("right")(s.says(s.seller, "pass", o.ID, nil))
		s.refused("state")(s.says(s.manager, "pass", o.ID, nil))
	})
	t.Run("all: everybody must agree", func(t *testing.T) {
		s := newSmall(t)
		s.flow(both(approval.AllSign))
		o := s.submitted()
		s.must(s.says(s.director, "pass", o.ID, nil))
		s.state(o, order.Review)
		s.refused("approval.notyours")(s.says(s.director, "pass", o.ID, nil))
		w := s.stands(o, "done now ahead")
		if said := w.Stops[1].Said; len(said) != 2 || said[0].Answer != approval.Pending || said[1].Answer != approval.PassOn || w.Stops[1].Note != "会签" {
			t.Errorf("at the point there stand %+v (%s)", said, w.Stops[1].Note)
		}
		s.must(s.says(s.manager, "pass", o.ID, nil))
		s.state(o, order.Running)
	})
	t.Run("all: one no is enough", func(t *testing.T) {
		s := newSmall(t)
		s.flow(both(approval.AllSign))
		o := s.submitted()
		s.must(s.says(s.manager, "back", o.ID, say("缺盖章")))
		s.state(o, order.Returned)
	})
	t.Run("sequential: in the order of the list", func(t *testing.T) {
		s := newSmall(t)
		s.flow(both(approval.Sequential))
		o := s.submitted()
		s.refused("approval.notyours")(s.says(s.director, "pass", o.ID, nil))
		s.must(s.says(s.manager, "pass", o.ID, nil))
		s.must(s.says(s.director, "pass", o.ID, nil))
		s.state(o, order.Running)
	})
}

func TestWhatBecomesOfAPointThatNobodyFits(t *testing.T) {
	s := newSmall(t)
	empty := &company.Position{Name: "风控经理", Scope: company.ScopeAll}
	s.must(s.book.Save(record.Hat{}, empty))
	risk := func(n approval.Nobody, e record.Ref[company.Employee]) func(*approval.Flow) {
		return func(f *approval.Flow) {
			f.Points = []approval.Point{f.Points[0], {Name: "风控", Who: approval.ByPosition, Position: record.Ref[company.Position](empty.ID), Nobody: n, StandIn: e}}
		}
	}
	s.flow(risk(approval.NobodyRefuse, 0))
	o := s.planned()
	s.refused("approval.nobody")(s.book.Do(s.seller, order.Submit, o.ID, nil))
	s.flow(risk(approval.NobodyPass, 0))
	s.must(s.book.Do(s.seller, order.Submit, o.ID, nil))
	s.must(s.says(s.manager, "pass", o.ID, nil))
	s.state(o, order.Running)
	if w := s.stands(o, "done done passed done"); w.Stops[2].Note != "没有合适的审批人，自动通过" {
		t.Errorf("passed over because %q", w.Stops[2].Note)
	}
	c := load[party.Customer](s, s.customer.ID)
	c.Credit = dec("600000")
	s.must(s.book.Save(s.seller, c))
	s.flow(risk(approval.NobodyOther, ref(s.cashier)))
	o = s.submitted()
	s.must(s.says(s.manager, "pass", o.ID, nil))
	s.must(s.says(s.cashier, "pass", o.ID, nil))
	s.state(o, order.Running)
}

func TestWhatBecomesOfAPointWhoseApproverSubmitted(t *testing.T) {
	for _, c := range []struct {
		own  approval.Own
		then func(s *small, o *order.Order)
	}{
		{approval.OwnSkip, func(s *small, o *order.Order) {
			if w := s.stands(o, "done passed now ahead"); w.Stops[1].Note != "审批人就是提交人" {
				s.t.Errorf("passed over because %q", w.Stops[1].Note)
			}
		}},
		{approval.OwnAllow, func(s *small, o *order.Order) {
			s.stands(o, "done now ahead ahead")
			s.must(s.says(s.manager, "pass", o.ID, nil))
			s.refused("approval.self")(s.says(s.manager, "pass", o.ID, nil)) // the next point is not the submitter's
		}},
	} {
		s := newSmall(t)
		s.flow(func(f *approval.Flow) { f.Own = c.own })
		o := s.planned()
		s.must(s.book.Do(s.manager, order.Submit, o.ID, nil))
		c.then(s, o)
		s.must(s.says(s.director, "pass", o.ID, nil))
		s.state(o, order.Running)
	}
}

func TestWhoIsSparedByTheFlowStillNeedsAuthority(t *testing.T) {
	s := newSmall(t)
	s.flow(func(f *approval.Flow) {
		f.Own = approval.OwnSkip
		f.Points = f.Points[:1]
	})
	o := s.planned()
	o.Lines[1].Discount = dec("20") // the manager may give 18
	s.must(s.book.Save(s.seller, o))
	s.must(s.book.Do(s.seller, order.GeneratePlan, o.ID, &order.Instalments{Mode: order.Equal, Parts: 1, First: day("2026-12-10")}))
	s.refused("order.ceiling")(s.book.Do(s.manager, order.Submit, o.ID, nil))
}

func TestSentBackToAnEarlierPoint(t *testing.T) {
	s := newSmall(t)
	o := s.submitted()
	s.refused("approval.to")(s.says(s.manager, "back", o.ID, &approval.Opinion{Text: "先问总监", To: "销售总监"})) // it comes later
	s.must(s.says(s.manager, "pass", o.ID, say("可以")))
	s.refused("approval.to")(s.says(s.director, "back", o.ID, &approval.Opinion{Text: "再核价", To: "财务"}))
	s.must(s.says(s.director, "back", o.ID, &approval.Opinion{Text: "再核价", To: "部门主管"}))
	s.state(o, order.Review)
	if w := s.stands(o, "done now ahead ahead"); len(w.Stops[1].Said) != 1 || w.Stops[1].Said[0].Answer != approval.Pending {
		t.Errorf("the point shows what was said before it was opened again: %+v", w.Stops[1].Said)
	}
	o = load[order.Order](s, o.ID)
	o.Remark = "改一下"
	s.refused("state")(s.book.Save(s.seller, o)) // it stays in review, so it stays locked
	s.refused("approval.notyours")(s.says(s.director, "pass", o.ID, nil))
	s.must(s.says(s.manager, "pass", o.ID, say("核过了")))
	s.must(s.says(s.director, "pass", o.ID, nil))
	s.state(o, order.Running)
	s.sound()
}

func TestSubmittedAgainAfterItWasSentBack(t *testing.T) {
	back := func(t *testing.T, restart approval.Restart, mend func(*small, *order.Order)) (*small, *order.Order) {
		s := newSmall(t)
		s.flow(func(f *approval.Flow) { f.Restart = restart })
		o := s.submitted()
		s.must(s.says(s.manager, "pass", o.ID, nil))
		s.must(s.says(s.director, "back", o.ID, say("写明签约人")))
		s.stands(o, "done done back back")
		o = load[order.Order](s, o.ID)
		mend(s, o)
		s.must(s.book.Do(s.seller, order.Submit, o.ID, nil))
		return s, o
	}
	signer := func(s *small, o *order.Order) {
		o.Signer = "陈经理"
		s.must(s.book.Save(s.seller, o))
	}
	s, o := back(t, approval.FromFirst, signer)
	s.stands(o, "done now ahead ahead")

	s, o = back(t, approval.FromPoint, signer)
	w := s.stands(o, "done passed now ahead")
	if w.Stops[1].Note != "第 1 次提交时已同意" || !w.Instance.Changed || w.Instance.No != o.No+"#2" {
		t.Errorf("passed over because %q; changed %v; called %s", w.Stops[1].Note, w.Instance.Changed, w.Instance.No)
	}
	s.must(s.says(s.director, "pass", o.ID, nil))
	s.state(o, order.Running)
	s.sound()

	// What was agreed to is not what stands there now.
	s, o = back(t, approval.FromPoint, func(s *small, o *order.Order) {
		o.Lines[1].Discount = dec("9")
		s.must(s.book.Save(s.seller, o))
		s.must(s.book.Do(s.seller, order.GeneratePlan, o.ID, &order.Instalments{Mode: order.Equal, Parts: 1, First: day("2026-12-10")}))
	})
	s.stands(o, "done now ahead ahead")

	// Nor does an agreement count that was given before the submitter took the document back.
	s = newSmall(t)
	s.flow(func(f *approval.Flow) { f.Restart = approval.FromPoint })
	o = s.submitted()
	s.must(s.says(s.manager, "pass", o.ID, nil))
	s.must(s.says(s.seller, "withdraw", o.ID, nil))
	s.stands(o, "done done spared spared")
	s.must(s.book.Do(s.seller, order.Submit, o.ID, nil))
	if w = s.stands(o, "done now ahead ahead"); w.Instance.Changed {
		t.Error("what was submitted again as it was is called changed")
	}
}

func TestAChangedFlowIsANewVersion(t *testing.T) {
	s := newSmall(t)
	if v := load[approval.Flow](s, 1).Version; v != 1 {
		t.Fatalf("a new flow is version %d", v)
	}
	o := s.submitted()
	s.flow(func(f *approval.Flow) { f.Name = "订单审批（新）" })
	if v := load[approval.Flow](s, 1).Version; v != 1 {
		t.Errorf("another name alone makes version %d", v)
	}
	s.flow(func(f *approval.Flow) { f.Points = f.Points[:1] })
	if v := load[approval.Flow](s, 1).Version; v != 2 {
		t.Errorf("a point less makes version %d", v)
	}
	// What is under way keeps the points with which it was submitted.
	w := s.stands(o, "done now ahead ahead")
	if w.Instance.Version != 1 {
		t.Errorf("the order follows version %d", w.Instance.Version)
	}
	s.must(s.says(s.manager, "pass", o.ID, nil))
	s.state(o, order.Review)
	s.refused("linked")(s.book.Delete(s.director, approval.Flows.Kind, 1))
}

func TestAFlowThatCannotBeFollowedIsRefused(t *testing.T) {
	s := newSmall(t)
	for code, change := range map[string]func(*approval.Flow){
		"flow.points":    func(f *approval.Flow) { f.Points = nil },
		"flow.name":      func(f *approval.Flow) { f.Points[1].Name = f.Points[0].Name },
		"flow.position":  func(f *approval.Flow) { f.Points[0].Who = approval.ByPosition },
		"flow.employees": func(f *approval.Flow) { f.Points[1].Employees = nil },
		"flow.standIn":   func(f *approval.Flow) { f.Points[0].Nobody = approval.NobodyOther },
		"flow.to":        func(f *approval.Flow) { f.Points[0].From, f.Points[0].To = dec("100"), dec("100") },
		"flow.levels":    func(f *approval.Flow) { f.Points[0].Levels = "A、甲" },
	} {
		f := load[approval.Flow](s, 1)
		change(f)
		s.refused(code)(s.book.Save(record.Hat{}, f))
	}
	s.refused("flow.one")(s.book.Save(record.Hat{}, &approval.Flow{Name: "又一个", Doc: "order", Enabled: true, Points: load[approval.Flow](s, 1).Points}))
}

func TestWhatApprovalRefuses(t *testing.T) {
	s := newSmall(t)
	o := s.submitted()
	o.Remark = "改一下"
	_, err := s.book.Save(s.seller, o)
	if rs := record.RefusalsIn(err); len(rs) != 1 || rs[0].Fix != "先撤回再编辑" {
		t.Errorf("a change in review is refused with %v", err)
	}
	s.refused("state")(s.book.Delete(s.seller, order.Orders.Kind, o.ID))
	s.must(s.says(s.manager, "finish", o.ID, say("直接通过")))
	if w := s.stands(o, "done done spared done"); !w.Instance.Early {
		t.Error("a way that was ended early does not say so")
	}
	s.refused("state")(s.says(s.seller, "withdraw", o.ID, nil)) // it has passed
	s.refused("state")(s.book.Delete(s.seller, order.Orders.Kind, o.ID))
	o = load[order.Order](s, o.ID)
	o.Remark = "改一下"
	s.refused("state")(s.book.Save(s.seller, o))
	s.refused("state")(s.book.Do(s.seller, order.Submit, o.ID, nil))
}

func TestWhoIsTold(t *testing.T) {
	s := newSmall(t)
	c := load[party.Customer](s, s.customer.ID)
	c.Credit = dec("600000")
	s.must(s.book.Save(s.seller, c))

	passed := s.submitted()
	if titles, _ := s.inbox(s.manager); len(titles) != 0 {
		t.Errorf("what waits on the desk is told besides: %v", titles)
	}
	s.must(s.says(s.manager, "finish", passed.ID, say("价格合适")))
	back := s.submitted()
	s.must(s.says(s.manager, "back", back.ID, say("缺签约人"))) // waits on the owner's desk
	refused := s.submitted()
	s.must(s.says(s.manager, "refuse", refused.ID, say("付款太慢")))
	taken := s.submitted()
	s.must(s.says(s.seller, "withdraw", taken.ID, nil))

	titles, unread := s.inbox(s.seller)
	want := []string{"销售订单 " + refused.No + " 广州粤达电子商行 被拒绝", "销售订单 " + passed.No + " 广州粤达电子商行 审批通过"}
	if !slices.Equal(titles, want) || unread != 2 {
		t.Errorf("the seller is told %q, %d unread; want %q", titles, unread, want)
	}
	if titles, unread = s.inbox(s.manager); len(titles) != 1 || titles[0] != "销售订单 "+taken.No+" 广州粤达电子商行 已被提交人撤回" || unread != 1 {
		t.Errorf("the manager is told %q", titles)
	}
	// Undone is untold, and nobody reads the messages of others.
	s.must(s.book.Undo(s.seller))
	if titles, _ = s.inbox(s.manager); len(titles) != 0 {
		t.Errorf("the message outlives its step: %q", titles)
	}
	s.must(message.Read(s.book, s.seller, 1))
	if _, unread = s.inbox(s.seller); unread != 1 {
		t.Errorf("%d unread after one was read", unread)
	}
	s.must(message.Read(s.book, s.seller))
	if _, unread = s.inbox(s.seller); unread != 0 {
		t.Errorf("%d unread after all were read", unread)
	}
	if e, err := message.Read(s.book, s.seller); e != nil || err != nil {
		t.Errorf("reading nothing is a step: %v %v", e, err)
	}
}
