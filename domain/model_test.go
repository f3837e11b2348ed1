package domain_test

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"crmlab/data"
	"crmlab/domain"
	"crmlab/domain/approval"
	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/finance"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/sales"
)

// firm is what the company must be: plain values, copied before every step, so that undo
// is looking at an older copy. Amounts are in 分.
type firm struct {
	customers map[record.ID]string
	orders    map[record.ID]sale
	receipts  map[record.ID]payment // by receipt
	today     record.Date
}

// sale is an order.
type sale struct {
	customer record.ID
	state    order.State
	total    int64
	passed   int // approvals so far
	plan     []instalment
}

type instalment struct {
	id     record.ID
	amount int64
}

// payment is a receipt against an instalment that was not reversed.
type payment struct {
	plan   record.ID
	amount int64
}

func (f firm) copy() firm {
	f.customers, f.orders, f.receipts = maps.Clone(f.customers), maps.Clone(f.orders), maps.Clone(f.receipts)
	return f
}

func (f firm) received(plan record.ID) (sum int64) {
	for _, p := range f.receipts {
		if p.plan == plan {
			sum += p.amount
		}
	}
	return sum
}

func (o sale) planned() (sum int64) {
	for _, p := range o.plan {
		sum += p.amount
	}
	return sum
}

// firmMachine drives a work file and its model side by side.
type firmMachine struct {
	s          *small
	path       string
	now        firm
	undo, redo []firm
	names      int
	done       map[string]int
}

// TestACompanyBehavesLikePlainMaps makes random steps of a sale, from the customer to the
// payment that is taken back, in any order, with undo, redo and closing in between. What
// the model says is allowed goes through, everything else is refused in words, and the file
// says what the model says.
func TestACompanyBehavesLikePlainMaps(t *testing.T) {
	whole := companyFile(t)
	done := map[string]int{}
	rapid.Check(t, func(rt *rapid.T) {
		path := filepath.Join(t.TempDir(), "model.crmwork")
		m := &firmMachine{s: openSmall(t, path, whole), path: path, done: done,
			now: firm{customers: map[record.ID]string{}, orders: map[record.ID]sale{}, receipts: map[record.ID]payment{}, today: day("2026-11-23")}}
		defer func() { m.s.store.Close() }()
		m.hats(rt)
		rt.Repeat(map[string]func(*rapid.T){
			"customer": m.customer, "rename": m.rename, "drop customer": m.dropCustomer,
			"order": m.order, "change order": m.change, "drop order": m.dropOrder,
			"plan": m.of(m.plan), "submit": m.of(m.submit), "answer": m.of(m.answer), "withdraw": m.withdraw,
			"pay": m.of(m.pay), "reverse": m.reverse, "deliver": m.of(m.deliver), "move date": m.moveDate,
			// Most of what is asked at random is refused, so that some steps go on as people do.
			"go on": m.goOn, "go on 2": m.goOn, "go on 3": m.goOn, "go on 4": m.goOn, "go on 5": m.goOn, "go on 6": m.goOn,
			"undo": m.undoStep, "redo": m.redoStep, "redo again": m.redoStep, "reopen": m.reopen,
			"": m.compare,
		})
		m.verify(rt)
	})
	t.Logf("steps: %v", done)
}

// companyFile is a work file of the small company that marks its start.
func companyFile(t *testing.T) []byte {
	t.Helper()
	s := newSmall(t)
	s.must(s.book.Mark(record.Hat{}, "开始"))
	path := filepath.Join(t.TempDir(), "start.crmwork")
	if err := s.store.CopyTo(path); err != nil {
		t.Fatal(err)
	}
	return readAll(t, path)
}

// hats finds who acts in a file that was opened.
func (m *firmMachine) hats(t *rapid.T) {
	m.read(t, func(r record.Reader) error {
		all, err := company.Hats(r)
		for _, h := range all {
			switch h.Name {
			case "王芳":
				m.s.seller = h.Hat
			case "周强":
				m.s.manager = h.Hat
			case "陈晨":
				m.s.director = h.Hat
			case "赵静":
				m.s.cashier = h.Hat
			}
		}
		products, err2 := record.Find(r, catalog.Products, record.Where("name", record.TextValue("碎纸机 S8")))
		if err2 == nil {
			m.s.shredder = products[0]
		}
		return err
	})
}

func (m *firmMachine) read(t *rapid.T, fn func(record.Reader) error) {
	if err := m.s.book.Read(record.Hat{}, fn); err != nil {
		t.Fatal(err)
	}
}

// step makes a step that the model allows or not; then is how the model looks afterwards.
func (m *firmMachine) step(t *rapid.T, name string, allowed bool, act func() (*record.Entry, error), then func(next *firm, e *record.Entry)) {
	e, err := act()
	if !allowed {
		refused := record.RefusalsIn(err)
		if len(refused) == 0 {
			t.Fatalf("%s should be refused; got %v, %v", name, e, err)
		}
		for _, r := range refused {
			if r.What == "" || r.Why == "" || r.Fix == "" {
				t.Errorf("%s is refused without words: %+v", name, r)
			}
		}
		m.done[name+", refused"]++
		return
	}
	if err != nil || e == nil {
		t.Fatalf("%s: %v, %v", name, e, err)
	}
	next := m.now.copy()
	then(&next, e)
	m.undo, m.redo, m.now = append(m.undo, m.now), nil, next
	m.done[name]++
}

func someKey[V any](t *rapid.T, of map[record.ID]V) (record.ID, bool) {
	if len(of) == 0 {
		return 0, false
	}
	return rapid.SampledFrom(slices.Sorted(maps.Keys(of))).Draw(t, "which"), true
}

// of makes an action of one order an action of any.
func (m *firmMachine) of(act func(*rapid.T, record.ID)) func(*rapid.T) {
	return func(t *rapid.T) {
		if id, ok := someKey(t, m.now.orders); ok {
			act(t, id)
		}
	}
}

// goOn makes the step that an order most likely waits for, or a new order.
func (m *firmMachine) goOn(t *rapid.T) {
	id, ok := someKey(t, m.now.orders)
	o := m.now.orders[id]
	switch {
	case len(m.now.customers) == 0:
		m.customer(t)
	case !ok || o.state == order.Refused:
		m.order(t)
	case editable(o.state) && (len(o.plan) == 0 || o.planned() != o.total):
		m.plan(t, id)
	case editable(o.state):
		m.submit(t, id)
	case o.state == order.Review:
		m.answer(t, id)
	case o.state == order.Running && rapid.IntRange(0, 3).Draw(t, "deliver") == 0:
		m.deliver(t, id)
	default:
		m.pay(t, id)
	}
}

func (m *firmMachine) freshName() string {
	m.names++
	return fmt.Sprint("客户", m.names)
}

func (m *firmMachine) customer(t *rapid.T) {
	c := &party.Customer{Name: m.freshName(), Role: party.RoleCustomer, Nature: party.Enterprise, Credit: dec("100000000")}
	m.step(t, "customer", true, func() (*record.Entry, error) { return m.s.book.Save(m.s.seller, c) }, func(next *firm, _ *record.Entry) {
		next.customers[c.ID] = c.Name
	})
}

func (m *firmMachine) rename(t *rapid.T) {
	id, ok := someKey(t, m.now.customers)
	if !ok {
		return
	}
	c := load[party.Customer](m.s, id)
	c.Name = m.freshName()
	m.step(t, "rename", true, func() (*record.Entry, error) { return m.s.book.Save(m.s.seller, c) }, func(next *firm, _ *record.Entry) {
		next.customers[id] = c.Name
	})
}

func (m *firmMachine) dropCustomer(t *rapid.T) {
	id, ok := someKey(t, m.now.customers)
	if !ok {
		return
	}
	free := true
	for _, o := range m.now.orders {
		free = free && o.customer != id
	}
	m.step(t, "drop customer", free, func() (*record.Entry, error) { return m.s.book.Delete(m.s.seller, party.Customers.Kind, id) }, func(next *firm, _ *record.Entry) {
		delete(next.customers, id)
	})
}

// lines are some of an order, and what they come to with 13 % tax.
func (m *firmMachine) lines(t *rapid.T) (out []sales.Line, total int64) {
	net := int64(0)
	for range rapid.IntRange(1, 3).Draw(t, "lines") {
		// Within what every hat may give.
		qty, off := rapid.Int64Range(1, 30).Draw(t, "qty"), rapid.Int64Range(0, 10).Draw(t, "off")
		out = append(out, sales.Line{Product: record.Ref[catalog.Product](m.s.shredder.ID), Qty: decimal.NewFromInt(qty), List: m.s.shredder.Price,
			Manual: true, Discount: decimal.NewFromInt(off)})
		net += qty * 899 * (100 - off)
	}
	return out, net + (net*13+50)/100
}

func (m *firmMachine) order(t *rapid.T) {
	id, ok := someKey(t, m.now.customers)
	if !ok {
		return
	}
	lines, total := m.lines(t)
	o := &order.Order{Party: record.Ref[party.Customer](id), Day: m.now.today, VAT: dec("13"), Lines: lines}
	m.step(t, "order", true, func() (*record.Entry, error) { return m.s.book.Save(m.s.seller, o) }, func(next *firm, _ *record.Entry) {
		next.orders[o.ID] = sale{customer: id, state: order.Draft, total: total}
	})
}

func editable(s order.State) bool { return s == order.Draft || s == order.Returned }

func (m *firmMachine) change(t *rapid.T) {
	id, ok := someKey(t, m.now.orders)
	if !ok {
		return
	}
	o := load[order.Order](m.s, id)
	var total int64
	o.Lines, total = m.lines(t)
	o.Remark = m.freshName()
	m.step(t, "change order", editable(m.now.orders[id].state), func() (*record.Entry, error) { return m.s.book.Save(m.s.seller, o) }, func(next *firm, _ *record.Entry) {
		was := next.orders[id]
		was.total = total
		next.orders[id] = was
	})
}

func (m *firmMachine) dropOrder(t *rapid.T) {
	id, ok := someKey(t, m.now.orders)
	if !ok {
		return
	}
	m.step(t, "drop order", editable(m.now.orders[id].state), func() (*record.Entry, error) { return m.s.book.Delete(m.s.seller, order.Orders.Kind, id) }, func(next *firm, _ *record.Entry) {
		delete(next.orders, id)
	})
}

func (m *firmMachine) plan(t *rapid.T, id record.ID) {
	o := m.now.orders[id]
	parts := rapid.IntRange(1, 4).Draw(t, "parts")
	in := &order.Instalments{Mode: order.Equal, Parts: parts, First: m.now.today.AddDays(10), Months: 1}
	m.step(t, "plan", editable(o.state), func() (*record.Entry, error) { return m.s.book.Do(m.s.seller, order.GeneratePlan, id, in) }, func(next *firm, _ *record.Entry) {
		o.plan = nil
		for _, p := range m.s.plans(id) { // how the cents are spread is the order's business, but they add up
			o.plan = append(o.plan, instalment{p.ID, p.Amount.Shift(2).IntPart()})
		}
		if len(o.plan) != parts || o.planned() != o.total {
			t.Errorf("%d instalments of %d, in %d parts of %d", len(o.plan), o.planned(), parts, o.total)
		}
		next.orders[id] = o
	})
}

func (m *firmMachine) submit(t *rapid.T, id record.ID) {
	o := m.now.orders[id]
	m.step(t, "submit", editable(o.state) && len(o.plan) > 0 && o.planned() == o.total, func() (*record.Entry, error) { return m.s.book.Do(m.s.seller, order.Submit, id, nil) }, func(next *firm, _ *record.Entry) {
		o.state, o.passed = order.Review, 0
		next.orders[id] = o
	})
}

// answer has one of the two approvers answer, in turn or not.
func (m *firmMachine) answer(t *rapid.T, id record.ID) {
	o := m.now.orders[id]
	by := rapid.SampledFrom([]int{o.passed, 0, 1}).Draw(t, "approver")
	name := rapid.SampledFrom([]string{"pass", "pass", "pass", "finish", "back", "refuse"}).Draw(t, "answer")
	m.step(t, name, o.state == order.Review && o.passed == by, func() (*record.Entry, error) {
		return m.s.book.Do([]record.Hat{m.s.manager, m.s.director}[by], action(order.Orders.Kind, name), id, &approval.Opinion{Text: "按规定"})
	}, func(next *firm, _ *record.Entry) {
		switch {
		case name == "back":
			o.state = order.Returned
		case name == "refuse":
			o.state = order.Refused
		case name == "finish" || by == 1:
			o.state = order.Running
		default:
			o.passed++
		}
		next.orders[id] = o
	})
}

func (m *firmMachine) withdraw(t *rapid.T) {
	id, ok := someKey(t, m.now.orders)
	if !ok {
		return
	}
	o := m.now.orders[id]
	m.step(t, "withdraw", o.state == order.Review, func() (*record.Entry, error) {
		return m.s.book.Do(m.s.seller, action(order.Orders.Kind, "withdraw"), id, nil)
	}, func(next *firm, _ *record.Entry) {
		o.state = order.Draft
		next.orders[id] = o
	})
}

func (m *firmMachine) pay(t *rapid.T, id record.ID) {
	o := m.now.orders[id]
	if len(o.plan) == 0 {
		return
	}
	p := rapid.SampledFrom(o.plan).Draw(t, "instalment")
	left := p.amount - m.now.received(p.id)
	amount := rapid.Int64Range(1, p.amount).Draw(t, "amount")
	if rapid.Bool().Draw(t, "all of it") && left > 0 {
		amount = left
	}
	m.step(t, "pay", order.Live(o.state) && amount <= left, func() (*record.Entry, error) {
		return m.s.book.Do(m.s.cashier, finance.Collect, p.id, &finance.Cash{Day: m.now.today, Amount: decimal.New(amount, -2), Excess: finance.ExcessRefuse})
	}, func(next *firm, e *record.Entry) {
		next.receipts[receiptIn(e)] = payment{p.id, amount}
	})
}

func (m *firmMachine) reverse(t *rapid.T) {
	id, ok := someKey(t, m.now.receipts)
	if !ok {
		return
	}
	m.step(t, "reverse", true, func() (*record.Entry, error) {
		return m.s.book.Do(m.s.director, finance.Reverse, id, &finance.Reason{Text: "记错"})
	}, func(next *firm, _ *record.Entry) {
		delete(next.receipts, id)
	})
}

func (m *firmMachine) deliver(t *rapid.T, id record.ID) {
	o := m.now.orders[id]
	m.step(t, "deliver", o.state == order.Running, func() (*record.Entry, error) { return m.s.book.Do(m.s.seller, order.Execute, id, nil) }, func(next *firm, _ *record.Entry) {
		o.state = order.Done
		next.orders[id] = o
	})
}

func (m *firmMachine) moveDate(t *rapid.T) {
	to := m.now.today.AddDays(rapid.OneOf(rapid.IntRange(1, 40), rapid.IntRange(-3, -1)).Draw(t, "days"))
	m.step(t, "move date", to > m.now.today, func() (*record.Entry, error) { return company.MoveDate(m.s.book, m.s.seller, to) }, func(next *firm, _ *record.Entry) {
		next.today = to
	})
}

func (m *firmMachine) undoStep(t *rapid.T) { m.travel(t, "undo", m.s.book.Undo, &m.undo, &m.redo) }
func (m *firmMachine) redoStep(t *rapid.T) { m.travel(t, "redo", m.s.book.Redo, &m.redo, &m.undo) }

func (m *firmMachine) travel(t *rapid.T, name string, act func(record.Hat) (*record.Entry, error), from, to *[]firm) {
	e, err := act(m.s.seller)
	if err != nil || (e == nil) != (len(*from) == 0) {
		t.Fatalf("%s gave %v, %v, with %d states to go to", name, e, err, len(*from))
	}
	if e == nil {
		return
	}
	last := len(*from) - 1
	*to = append(*to, m.now)
	m.now, *from = (*from)[last], (*from)[:last]
	m.done[name]++
}

func (m *firmMachine) reopen(t *rapid.T) {
	if err := m.s.store.Close(); err != nil {
		t.Fatal(err)
	}
	store, err := data.Open(m.path, domain.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	m.s.store = store
	if m.s.book, err = domain.Open(store, clock); err != nil {
		t.Fatal(err)
	}
	m.done["reopen"]++
}

// compare holds the file against the model.
func (m *firmMachine) compare(t *rapid.T) {
	m.read(t, func(r record.Reader) error {
		if r.Today() != m.now.today {
			t.Errorf("the date is %s, the model says %s", r.Today(), m.now.today)
		}
		customers := map[record.ID]string{}
		if err := r.Each(party.Customers.Kind, []record.Cond{record.Where("owner", record.LinkValue(m.s.seller.Employee))}, func(row record.Row) bool {
			if name := row.Value(party.Customers.Field("name")).S; name != "广州粤达电子商行" {
				customers[row.ID()] = name
			}
			return true
		}); err != nil {
			return err
		}
		if !maps.Equal(customers, m.now.customers) {
			t.Errorf("customers %v, the model says %v", customers, m.now.customers)
		}
		page, err := r.Query(record.Query{Kind: order.Orders.Kind, Size: 1})
		if err != nil || page.Total != len(m.now.orders) {
			t.Errorf("%d orders, the model has %d; %v", page.Total, len(m.now.orders), err)
		}
		for id, want := range m.now.orders {
			o, err := record.Get(r, record.Ref[order.Order](id))
			if err != nil {
				return err
			}
			if o.State != want.state || o.Total.Shift(2).IntPart() != want.total || o.Party.ID() != want.customer {
				t.Errorf("%s is %s of %s, the model says %s of %d", o.No, o.State, o.Total, want.state, want.total)
			}
			plans, err := order.PlansOf(r, id)
			if err != nil {
				return err
			}
			if len(plans) != len(want.plan) {
				t.Errorf("%s has %d instalments, the model %d", o.No, len(plans), len(want.plan))
				continue
			}
			for i, p := range plans {
				got := order.Money.OnPlan(r, p.ID).Shift(2).IntPart()
				if p.ID != want.plan[i].id || p.Amount.Shift(2).IntPart() != want.plan[i].amount || got != m.now.received(p.ID) {
					t.Errorf("instalment %d of %s: %s, received %d; the model says %+v, %d", i+1, o.No, p.Amount, got, want.plan[i], m.now.received(p.ID))
				}
			}
		}
		return nil
	})
}

// verify holds that the file is sound and that every check of the business agrees.
func (m *firmMachine) verify(t *rapid.T) {
	var checks []data.Check
	for _, c := range domain.Checks() {
		checks = append(checks, data.Check(c))
	}
	r, err := data.Verify(m.s.store, m.s.book, record.Hat{}, checks...)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Findings {
		t.Errorf("%s: %s", f.Check, f.Text)
	}
}
