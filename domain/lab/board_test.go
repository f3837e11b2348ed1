package lab_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"crmlab/data"
	"crmlab/domain"
	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/finance"
	"crmlab/domain/lab"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/sales"
)

// school is a company just large enough for an experiment: orders pass without approval.
type school struct {
	t     *testing.T
	path  string
	store *data.Store
	book  *record.Book

	seller, cashier record.Hat
	buyer, other    *party.Customer
	printer         *catalog.Product
	old             *order.Order // from before the start
}

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func clock() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }

var monday = record.NewDate(2026, time.November, 23)

func newSchool(t *testing.T) *school {
	t.Helper()
	s := &school{t: t, path: filepath.Join(t.TempDir(), "school.crmwork")}
	var err error
	if s.store, err = data.Create(s.path, domain.Kinds); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.store.Close() })
	if s.book, err = domain.Open(s.store, clock); err != nil {
		t.Fatal(err)
	}
	var system record.Hat
	s.save(system, &company.Setting{Name: "学校", Today: monday, Terms: []company.Terms{{From: 1, Overdue: dec("0.05")}}, Discounts: company.BestOf, RemindDays: 3})
	s.save(system, &company.Currency{Base: record.Base{No: "CNY"}, Name: "人民币", Rates: []company.CurrencyRate{{From: 1, Rate: dec("1")}}})
	dept := &company.Department{Name: "销售部"}
	s.save(system, dept)
	var rights []company.ModuleRights
	for _, m := range record.Modules {
		rights = append(rights, company.RightsFromLetters(m, "vcedtao"))
	}
	hire := func(name, office string) record.Hat {
		p := &company.Position{Name: office, Scope: company.ScopeAll, MaxDiscount: dec("50"), Rights: rights}
		s.save(system, p)
		e := &company.Employee{Name: name, Standing: company.Working, Posts: []company.Post{{Department: record.Ref[company.Department](dept.ID), Position: record.Ref[company.Position](p.ID)}}}
		s.save(system, e)
		return record.Hat{Employee: e.ID, Position: p.ID, Dept: dept.ID}
	}
	s.seller, s.cashier = hire("王芳", "销售代表"), hire("邵敏", "出纳")
	class := &catalog.ProductCategory{Name: "打印机", Nature: catalog.Goods}
	s.save(system, class)
	s.printer = &catalog.Product{Name: "激光打印机 M203", Category: record.Ref[catalog.ProductCategory](class.ID), Nature: catalog.Goods, Price: dec("1000"), Off: catalog.OnSale}
	s.save(system, s.printer)
	s.buyer = &party.Customer{Base: record.Base{No: "C-0001"}, Name: "广州粤达", Role: party.RoleCustomer, Nature: party.Enterprise}
	s.other = &party.Customer{Base: record.Base{No: "C-0002"}, Name: "成都锦城", Role: party.RoleCustomer, Nature: party.Enterprise}
	s.save(s.seller, s.buyer)
	s.save(s.seller, s.other)
	s.old = s.order(s.buyer, "10")
	if _, err := s.book.Mark(system, "实验开始"); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *school) save(h record.Hat, rec record.Record) {
	s.t.Helper()
	if _, err := s.book.Save(h, rec); err != nil {
		s.t.Fatal(err)
	}
}

func (s *school) do(h record.Hat, a *record.Action, id record.ID, in any) {
	s.t.Helper()
	if _, err := s.book.Do(h, a, id, in); err != nil {
		s.t.Fatal(err)
	}
}

func (s *school) order(c *party.Customer, qty string) *order.Order {
	s.t.Helper()
	o := &order.Order{Party: record.Ref[party.Customer](c.ID), Day: monday, Lines: []sales.Line{{Product: record.Ref[catalog.Product](s.printer.ID), Qty: dec(qty)}}}
	s.save(s.seller, o)
	return o
}

func (s *school) plan(o *order.Order, amounts ...string) {
	s.t.Helper()
	for i, a := range amounts {
		s.save(s.seller, &order.PaymentPlan{Order: record.Ref[order.Order](o.ID), Due: monday.AddDays(10 * (i + 1)), Amount: dec(a)})
	}
}

// watch follows the file with an experiment of these checks; every check gets what a test
// does not care about.
func (s *school) watch(x *lab.Experiment) *lab.Board {
	s.t.Helper()
	x.No, x.Title, x.Overview, x.Objectives, x.Tasks = 8, "订单", "订单", []string{"订单"}, []lab.Task{{ID: "t", Title: "任务"}}
	left := 100
	for i := range x.Subjects {
		x.Subjects[i].None, x.Subjects[i].Next = "还没有"+x.Subjects[i].Name, "新增一个"
	}
	for i := range x.Checks {
		c := &x.Checks[i]
		c.Task, c.Title, c.Hints, c.Show = "t", "检查 "+c.ID, []string{"一", "二", "三"}, &lab.Place{Page: "order", View: "open", Record: c.On}
		if c.Next == "" {
			c.Next = "再做一次"
		}
		c.Points = left / (len(x.Checks) - i)
		left -= c.Points
	}
	course := &lab.Course{Pack: "test", Experiments: []*lab.Experiment{x}}
	if err := course.Prepare(); err != nil {
		s.t.Fatal(err)
	}
	d, err := lab.Watch(s.book, course)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(d.Close)
	return d
}

func (s *school) look(d *lab.Board) *lab.Progress {
	s.t.Helper()
	p, err := d.Look(8)
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

// expect compares a check's outcome and what it found.
func (s *school) expect(d *lab.Board, id string, want lab.Outcome, found string) *lab.State {
	s.t.Helper()
	st := s.look(d).Check(id)
	if st.Outcome != want || !strings.Contains(st.Found, found) {
		s.t.Errorf("check %s is %s: %q, want %s: %q", id, st.Outcome, st.Found, want, found)
	}
	if (st.Outcome == lab.Fulfilled) != (st.Earned == st.Points) || st.Outcome != lab.Fulfilled && st.Outcome != lab.RuleError && (st.Wanted == "" || st.Next == "") {
		s.t.Errorf("check %s: %+v does not fit together", id, st)
	}
	return st
}

var anOrder = []lab.Subject{{Name: "order", Label: "订单", Kind: "order"}}

func TestTheBestOfSeveralCandidatesIsJudgedAndNamed(t *testing.T) {
	s := newSchool(t)
	d := s.watch(&lab.Experiment{Subjects: anOrder, Checks: []lab.Check{
		{ID: "customer", Kind: lab.FieldsAre, On: "order", Require: []lab.Cond{{Field: "party", Is: "C-0001"}, {Field: "total", AtLeast: "5000"}}},
		{ID: "plan", Kind: lab.SumEquals, On: "order", Of: "payment-plan", By: "order", Field: "amount", Whole: "total", Min: "2", Measure: "期"},
	}})
	s.expect(d, "customer", lab.NotStarted, "还没有order") // the order from before the start is not the student's
	wrong := s.order(s.other, "5")
	s.expect(d, "customer", lab.Partly, "成都锦城")
	right := s.order(s.buyer, "5")
	st := s.expect(d, "customer", lab.Fulfilled, "订单 "+right.No)
	if !strings.Contains(st.Candidate, right.No) || st.Record != record.TargetOf(right) || st.Entry == 0 {
		t.Errorf("evidence: %+v", st)
	}
	s.plan(right, "2000")
	if st := s.expect(d, "plan", lab.Missing, "还差 3,000.00 元"); st.Earned != 0 {
		t.Errorf("%d points for one part that is short", st.Earned)
	}
	s.plan(wrong, "2000", "3000") // worth more than what the right one has
	s.expect(d, "plan", lab.Fulfilled, wrong.No)
	s.save(s.seller, &order.PaymentPlan{Order: record.Ref[order.Order](right.ID), Due: monday.AddDays(40), Amount: dec("3000.00")})
	s.expect(d, "plan", lab.Fulfilled, right.No)
	s.expect(d, "customer", lab.Fulfilled, right.No)
	if p := s.look(d); p.Score != (lab.Score{Earned: 100, Possible: 100}) || p.Next != nil {
		t.Errorf("score %+v, next %v", p.Score, p.Next)
	}
}

func TestEveryKindOfCheckFindsAndMisses(t *testing.T) {
	s := newSchool(t)
	x := &lab.Experiment{Subjects: []lab.Subject{{Name: "order", Label: "订单", Kind: "order"}, {Name: "quote", Label: "报价单", Kind: "quote"}}, Checks: []lab.Check{
		{ID: "exists", Kind: lab.Exists, On: "order", Of: "payment-plan", By: "order", Require: []lab.Cond{{Field: "amount", AtLeast: "500"}}},
		{ID: "count", Kind: lab.Counts, On: "order", Rows: "lines", Min: "2", Measure: "行", Filter: []lab.Cond{{Field: "qty", AtLeast: "3"}}},
		{ID: "unique", Kind: lab.Unique, Of: "customer", Own: true, Field: "name"},
		{ID: "linked", Kind: lab.Linked, On: "order", Path: "quote", To: "quote", Same: []string{"party", "total"}},
		{ID: "event", Kind: lab.Happened, On: "order", Event: &lab.Event{Action: []string{"submit"}, Office: []string{"销售代表"}}},
		{ID: "order_of", Kind: lab.OrderOf, On: "order", First: &lab.Event{Action: []string{"submit"}}, Then: &lab.Event{Made: "receipt", By: "order"}},
		{ID: "different", Kind: lab.DifferentActor, On: "order", First: &lab.Event{Action: []string{"submit"}}, Then: &lab.Event{Made: "receipt", By: "order"}},
		{ID: "max", Kind: lab.Counts, On: "order", Of: "receipt", By: "order", Max: "1"},
	}}
	d := s.watch(x)
	s.expect(d, "unique", lab.NotStarted, "你还没有客户")

	q := &sales.Quote{Party: record.Ref[party.Customer](s.buyer.ID), Day: monday, Lines: []sales.Line{{Product: record.Ref[catalog.Product](s.printer.ID), Qty: dec("3")}}}
	s.save(s.seller, q)
	s.order(s.buyer, "3")
	s.expect(d, "exists", lab.Missing, "还没有回款计划")
	s.expect(d, "linked", lab.Missing, "还没有连着报价单")
	s.expect(d, "event", lab.Missing, "还没有由销售代表提交审批")
	s.expect(d, "order_of", lab.Missing, "也没有登记收款")
	s.expect(d, "max", lab.Fulfilled, "收款有 0 条")
	if st := s.expect(d, "count", lab.Partly, "合乎要求的 1 行"); st.Earned*2 > st.Points+1 {
		t.Errorf("one line of two earns %d of %d", st.Earned, st.Points)
	}
	s.do(s.seller, order.FromQuote, q.ID, nil)
	made := s.newest(order.Orders.Kind)
	s.expect(d, "linked", lab.Fulfilled, "连着报价单 "+q.No)
	edited := s.load(made).(*order.Order)
	edited.Lines = append(edited.Lines, sales.Line{Product: record.Ref[catalog.Product](s.printer.ID), Qty: dec("4")})
	s.save(s.seller, edited)
	s.expect(d, "linked", lab.Partly, "合计是 7,000.00 元，报价单 "+q.No+" 的是 3,000.00 元")
	s.expect(d, "count", lab.Fulfilled, "合乎要求的 2 行")
	o := edited
	s.plan(o, "400", "6600")
	s.expect(d, "exists", lab.Fulfilled, o.No+"-2")
	s.do(s.seller, order.Submit, o.ID, nil)
	s.expect(d, "event", lab.Fulfilled, "由王芳提交审批")
	s.expect(d, "order_of", lab.Missing, "已提交审批，还没有登记收款")
	pay := func(h record.Hat) {
		s.save(h, &finance.Receipt{Nature: finance.ForSale, Order: record.Ref[order.Order](o.ID), Amount: dec("100"), Day: monday})
	}
	pay(s.seller)
	s.expect(d, "order_of", lab.Fulfilled, "先提交审批，后登记收款")
	s.expect(d, "different", lab.Missing, "都是王芳")
	pay(s.cashier)
	s.expect(d, "different", lab.Fulfilled, "登记收款的是邵敏")
	s.expect(d, "max", lab.Missing, "收款有 2 条")

	s.save(s.seller, &party.Customer{Name: "新客户", Role: party.RoleCustomer, Nature: party.Enterprise})
	s.save(s.seller, &party.Customer{Name: "新 客户", Role: party.RoleCustomer, Nature: party.Enterprise})
	s.expect(d, "unique", lab.Missing, "都是「新 客户」")
}

func (s *school) newest(k *record.Kind) (t record.Target) {
	s.t.Helper()
	if err := s.book.Read(record.Hat{}, func(r record.Reader) error {
		p, err := r.Query(record.Query{Kind: k, Size: 1})
		if err == nil {
			t = record.Target{Kind: k.Name, ID: p.Rows[0].ID()}
		}
		return err
	}); err != nil {
		s.t.Fatal(err)
	}
	return t
}

func (s *school) load(t record.Target) (rec record.Record) {
	s.t.Helper()
	if err := s.book.Read(record.Hat{}, func(r record.Reader) (err error) {
		rec, err = r.Load(record.KindNamed(t.Kind), t.ID)
		return err
	}); err != nil {
		s.t.Fatal(err)
	}
	return rec
}

func submitted() *lab.Experiment {
	return &lab.Experiment{Subjects: anOrder, Checks: []lab.Check{
		{ID: "order", Kind: lab.Exists, On: "order"},
		{ID: "submit", Kind: lab.Happened, On: "order", Event: &lab.Event{Action: []string{"submit"}}, Needs: []string{"order"}},
		{ID: "date", Kind: lab.Happened, Event: &lab.Event{Changed: "setting.today"}},
	}}
}

func TestUndoRedoAndRestoreAreFollowed(t *testing.T) {
	s := newSchool(t)
	d := s.watch(submitted())
	stand := func() string {
		out := ""
		for _, st := range s.look(d).Checks {
			out += string(st.Outcome)[:1]
		}
		return out
	}
	is := func(after, want string) {
		t.Helper()
		if got := stand(); got != want {
			t.Errorf("after %s: %s, want %s", after, got, want)
		}
	}
	undo := func() { s.step(s.book.Undo(s.seller)) }
	redo := func() { s.step(s.book.Redo(s.seller)) }
	is("nothing", "nnn")
	o := s.order(s.buyer, "1")
	s.plan(o, "1000")
	s.do(s.seller, order.Submit, o.ID, nil)
	is("the submission", "ddn")
	undo()
	is("its undo", "dmn")
	redo()
	is("its redo", "ddn")
	undo()
	undo()
	undo()
	is("undoing everything", "nnn")
	redo()
	redo()
	redo()
	is("redoing everything", "ddn")
	s.step(company.MoveDate(s.book, s.seller, monday.AddDays(1)))
	is("moving the date", "ddd")
	s.step(s.book.Restore(s.seller, "回到开始"))
	is("going back to the start", "nnn")
	undo()
	is("undoing that", "ddd")
	redo()
	is("redoing that", "nnn")
	s.order(s.buyer, "2")
	is("a new order", "dmn")

	// The same from the journal alone, when the file is opened again.
	before := stand()
	if err := s.store.Close(); err != nil {
		t.Fatal(err)
	}
	var err error
	if s.store, err = data.Open(s.path, domain.Kinds); err != nil {
		t.Fatal(err)
	}
	if s.book, err = domain.Open(s.store, clock); err != nil {
		t.Fatal(err)
	}
	d = s.watch(submitted())
	is("reopening", before)
	undo()
	is("undoing after reopening", "nnn")
	undo()
	is("undoing the way back, too", "ddd")
}

func (s *school) step(e *record.Entry, err error) {
	s.t.Helper()
	if err != nil || e == nil {
		s.t.Fatalf("no step was made: %v", err)
	}
}

func TestTheNextStepIsTheFirstUnmetCheckWhoseNeedsAreMet(t *testing.T) {
	s := newSchool(t)
	x := submitted()
	x.Checks[0], x.Checks[1] = x.Checks[1], x.Checks[0] // submit stands before order, which it needs
	d := s.watch(x)
	if n := s.look(d).Next; n == nil || n.ID != "order" {
		t.Errorf("next is %+v", n)
	}
	s.order(s.buyer, "1")
	if n := s.look(d).Next; n == nil || n.ID != "submit" {
		t.Errorf("next is %+v", n)
	}
}

func TestAnErrorOfTheRuleIsNeverMarks(t *testing.T) {
	s := newSchool(t)
	d := s.watch(&lab.Experiment{Subjects: anOrder, Checks: []lab.Check{
		{ID: "broken", Kind: lab.FieldsAre, On: "order", Require: []lab.Cond{{Field: "party", Is: "C-9999"}}},
		{ID: "sound", Kind: lab.Exists, On: "order"},
	}})
	s.order(s.buyer, "1")
	p := s.look(d)
	if st := p.Check("broken"); st.Outcome != lab.RuleError || st.Earned != 0 || !strings.Contains(st.Found, "C-9999") {
		t.Errorf("%+v", st)
	}
	if p.Score != (lab.Score{Earned: 50, Possible: 50, Faulty: 50}) || p.Next != nil {
		t.Errorf("score %+v, next %+v", p.Score, p.Next)
	}
}

func TestAProbeIsTriedAndTakenBackEvenWhereStepsArePublished(t *testing.T) {
	s := newSchool(t)
	order1 := []lab.Step{{As: "王芳", Do: "submit", On: "order"}}
	d := s.watch(&lab.Experiment{Subjects: anOrder, Checks: []lab.Check{
		{ID: "refused", Kind: lab.Probed, On: "order", Probe: &lab.Probe{Steps: order1, Refused: "plan.none"}},
		{ID: "value", Kind: lab.Probed, Probe: &lab.Probe{Field: "total", Is: "3000", Steps: []lab.Step{{As: "王芳", Create: "order",
			Set: map[string]any{"party": "C-0001", "lines": []any{map[string]any{"product": "激光打印机 M203", "qty": "3"}}}}}}},
	}})
	s.expect(d, "value", lab.Fulfilled, "合计是 3,000.00 元")
	seen := ""
	d.OnChange(func() { // as pages without a background do
		p, err := d.Look(8)
		if err != nil {
			t.Error(err)
			return
		}
		seen = string(p.Check("refused").Outcome)
	})
	o := s.order(s.buyer, "1")
	if seen != string(lab.Fulfilled) {
		t.Errorf("while the step was published the probe was %s", seen)
	}
	s.expect(d, "refused", lab.Fulfilled, "还没有回款计划")
	if got := s.load(record.TargetOf(o)).(*order.Order).State; got != order.Draft {
		t.Errorf("the probe left the order %s", got)
	}
	s.plan(o, "1000")
	s.expect(d, "refused", lab.Missing, "没有被拒绝")
	s.printer = s.load(record.TargetOf(s.printer)).(*catalog.Product)
	s.printer.Price = dec("900")
	s.save(record.Hat{}, s.printer)
	s.expect(d, "value", lab.Missing, "合计是 2,700.00 元")
}

func TestAnAnswerThatWasRightStaysRight(t *testing.T) {
	s := newSchool(t)
	d := s.watch(&lab.Experiment{Subjects: anOrder, Checks: []lab.Check{
		{ID: "total", Kind: lab.Answered, On: "order", Ask: "{order} 合计多少？", Unit: "元", Value: "order.total", Tolerance: "0.01"},
		{ID: "count", Kind: lab.Answered, Ask: "有几张订单？", Of: "order", Office: []string{"出纳"}},
		{ID: "share", Kind: lab.Answered, Ask: "合计？", Of: "order", Field: "total", Tolerance: "1%"},
	}})
	give := func(h record.Hat, id, typed string) {
		t.Helper()
		s.step(d.Answer(h, 8, id, typed))
	}
	o := s.order(s.buyer, "2")
	if st := s.expect(d, "total", lab.NotStarted, "还没有作答"); st.Ask != o.No+" 合计多少？" {
		t.Errorf("the question is %q", st.Ask)
	}
	give(s.seller, "total", "1999")
	s.expect(d, "total", lab.Missing, "你填的 1999 元偏小")
	give(s.seller, "total", "２，０００．００元")
	s.expect(d, "total", lab.Fulfilled, "相符")
	give(s.seller, "count", "2")
	s.expect(d, "count", lab.Missing, "以「销售代表」的身份")
	give(s.cashier, "count", "2")
	s.expect(d, "count", lab.Fulfilled, "相符")
	give(s.cashier, "share", "12100")
	s.expect(d, "share", lab.Fulfilled, "相符")
	s.order(s.other, "7") // what was read off has changed since
	s.expect(d, "count", lab.Fulfilled, "相符")
	s.expect(d, "share", lab.Fulfilled, "相符")
	if _, err := d.Answer(s.cashier, 8, "count", "很多"); !record.IsRefusal(err, "answer.number") {
		t.Errorf("%v", err)
	}
	if _, err := d.Answer(s.cashier, 8, "nothing", "1"); !record.IsRefusal(err, "answer.check") {
		t.Errorf("%v", err)
	}
	give(s.cashier, "count", "9") // the last answer counts
	s.expect(d, "count", lab.Missing, "偏大")
	s.step(s.book.Undo(s.cashier))
	s.expect(d, "count", lab.Fulfilled, "相符")
}

func TestHintsLeadToThePageTheHatAndTheRecord(t *testing.T) {
	s := newSchool(t)
	x := submitted()
	d := s.watch(x)
	x.Checks[0].Show.Hat, x.Checks[0].Show.Control = "王芳", "提交审批"
	h, err := d.Help(8, "order")
	if err != nil || len(h.Hints) != 3 || h.Lead.Hat != s.seller || h.Lead.View != "list" || h.Lead.Record.ID != 0 {
		t.Errorf("%+v, %v", h, err)
	}
	o := s.order(s.buyer, "1")
	s.look(d)
	if h, err = d.Help(8, "order"); err != nil || h.Lead.View != "open" || h.Lead.Record != record.TargetOf(o) || h.Lead.Control != "提交审批" {
		t.Errorf("%+v, %v", h, err)
	}
}

func TestAStudentIsEnrolledBeforeTheWorkBegins(t *testing.T) {
	s := newSchool(t)
	x := &lab.Experiment{Params: []lab.Param{{Name: "customer", Kind: "customer", Pick: []string{"C-0001", "C-0002"}}}, Subjects: anOrder,
		Checks: []lab.Check{{ID: "1", Kind: lab.FieldsAre, On: "order", Require: []lab.Cond{{Field: "party", Is: "{customer}"}}}}}
	d := s.watch(x)
	seen := map[string]bool{}
	for _, no := range []string{"1", "2", "3", "4", "5", "6"} {
		if err := lab.Enrol(s.book, "电商1班", no, "李明"); err != nil {
			t.Fatal(err)
		}
		seen[d.Values(8)["customer"]] = true
	}
	if len(seen) != 2 {
		t.Errorf("six students all got %v", seen)
	}
	if e, err := s.book.Undo(record.Hat{}); e != nil || err != nil {
		t.Errorf("the enrolment was undone: %v", err)
	}
	s.order(s.buyer, "1")
	if err := lab.Enrol(s.book, "电商1班", "7", "王芳"); !record.IsRefusal(err, "student.started") {
		t.Errorf("%v", err)
	}
	if err := lab.Enrol(s.book, "电商1班", "6", "李明"); err != nil {
		t.Errorf("the same student again: %v", err)
	}
}

// Pages look from goroutines of their own while steps are made and probes are tried: nobody
// waits for anybody who waits.
func TestLookingWhileStepsAreMade(t *testing.T) {
	s := newSchool(t)
	x := submitted()
	x.Checks = append(x.Checks, lab.Check{ID: "probe", Kind: lab.Probed, On: "order", Probe: &lab.Probe{Refused: "plan.none", Steps: []lab.Step{{As: "王芳", Do: "submit", On: "order"}}}},
		lab.Check{ID: "answer", Kind: lab.Answered, On: "order", Ask: "合计？", Value: "order.total"})
	d := s.watch(x)
	stop, ended := make(chan struct{}), make(chan error, 2)
	for range 2 {
		go func() {
			for {
				select {
				case <-stop:
					ended <- nil
					return
				default:
				}
				if _, err := d.Look(8); err != nil {
					ended <- err
					return
				}
			}
		}()
	}
	for range 20 {
		s.order(s.buyer, "1")
		s.step(d.Answer(s.seller, 8, "answer", "1000"))
	}
	close(stop)
	for range 2 {
		select {
		case err := <-ended:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(time.Minute):
			t.Fatal("somebody waits for ever")
		}
	}
	s.expect(d, "answer", lab.Fulfilled, "相符")
	s.expect(d, "probe", lab.Fulfilled, "被拒绝")
}
