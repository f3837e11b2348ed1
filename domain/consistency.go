package domain

import (
	"cmp"
	"fmt"

	"github.com/shopspring/decimal"

	"crmlab/domain/approval"
	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/finance"
	"crmlab/domain/order"
	"crmlab/domain/record"
	"crmlab/domain/sales"
	"crmlab/domain/task"
)

// Check tests what records mean together, beyond what the gate sees at a single save. Run
// takes a reader of the whole file and gives a sentence for everything it finds wrong. It
// has the shape of data.Check.
type Check = struct {
	Name string
	Run  func(record.Reader) []string
}

// Checks are the business's part of verifying a file. They hold after every step, undo and
// redo included, and after an import.
func Checks() []Check {
	var out []Check
	for _, c := range []struct {
		name string
		run  func(*audit) error
	}{
		{"订单和报价的合计", totals}, {"回款计划合计", plansTotal}, {"收款冲抵", receipts}, {"回款状态", planStatuses}, {"订单执行", executions}, {"退货", returns},
		{"审批", approvals}, {"任务状态", tasks}, {"单据关系", chains}, {"负责人", owners},
	} {
		out = append(out, Check{Name: c.name, Run: func(r record.Reader) []string {
			a := &audit{Reader: r}
			if err := c.run(a); err != nil {
				a.say("检查没有做完：%v", err)
			}
			return a.found
		}})
	}
	return out
}

// audit is one check under way.
type audit struct {
	record.Reader
	found []string
}

func (a *audit) say(format string, args ...any) {
	a.found = append(a.found, fmt.Sprintf(format, args...))
}

// each walks a kind; get reads a field of the row by its name.
func (a *audit) each(k *record.Kind, fn func(row record.Row, get func(string) record.Value)) error {
	fields := map[string]*record.Field{}
	for _, f := range k.Fields {
		fields[f.Name] = f
	}
	return a.Each(k, nil, func(row record.Row) bool {
		fn(row, func(name string) record.Value { return row.Value(fields[name]) })
		return true
	})
}

func orderState(v record.Value) order.State { return order.State(v.S) }

// totals: every line is quantity × list price × (1 − discount), and the document adds up.
func totals(a *audit) error {
	for _, k := range []*record.Kind{order.Orders.Kind, sales.Quotes.Kind} {
		lines := map[record.ID][]sales.Line{}
		f := k.Field("lines")
		qty, list, off, net, cost := f.Column("qty"), f.Column("listPrice"), f.Column("discount"), f.Column("net"), f.Column("cost")
		if err := a.Lines(f, func(doc, line record.Row) bool {
			l := sales.Line{Net: line.Value(net).Money(), Cost: line.Value(cost).Money()}
			want := catalog.Net(record.FromMinor(line.Value(qty).N, qty.Places), line.Value(list).Money(), record.FromMinor(line.Value(off).N, off.Places))
			if !l.Net.Equal(want) {
				a.say("%s有一行小计 %s，按数量、标价和折扣应为 %s", a.call(k, doc.ID()), l.Net, want)
			}
			lines[doc.ID()] = append(lines[doc.ID()], l)
			return true
		}); err != nil {
			return err
		}
		if err := a.each(k, func(row record.Row, get func(string) record.Value) {
			t := sales.Sum(lines[row.ID()], record.FromMinor(get("discount").N, 2), record.FromMinor(get("vatRate").N, 2))
			same := func(field string, want decimal.Decimal) {
				if got := get(field).Money(); !got.Equal(want) {
					a.say("%s的%s是 %s，按明细应为 %s", a.call(k, row.ID()), k.Field(field).Label, got, want)
				}
			}
			same("untaxed", t.Untaxed)
			same("tax", t.Tax)
			same("total", t.Total)
			if k != order.Orders.Kind {
				return
			}
			sold := record.Cents(t.Untaxed.Mul(record.FromMinor(get("rate").N, 6)))
			if orderState(get("state")) != order.Ended {
				same("cost", t.Cost)
				same("sales", sold)
			} else if get("cost").Money().GreaterThan(t.Cost) || get("sales").Money().GreaterThan(sold) {
				a.say("%s已终止，计入的成本或销售额却多于整单", a.call(k, row.ID()))
			}
		}); err != nil {
			return err
		}
	}
	return nil
}

// call names a record in a sentence.
func (a *audit) call(k *record.Kind, id record.ID) string {
	if row, ok := a.Row(k, id); ok {
		return k.Label + " " + row.Value(k.Field("no")).S + " "
	}
	return fmt.Sprintf("%s（内部号 %d）", k.Label, id)
}

// plansTotal: the instalments of an order that was submitted total it to the cent; those
// of a terminated one total what was executed, and what came back is taken off.
func plansTotal(a *audit) error {
	var fault error
	err := a.each(order.Orders.Kind, func(row record.Row, get func(string) record.Value) {
		s := orderState(get("state"))
		if get("opening").Bool() || s != order.Review && !order.Live(s) {
			return
		}
		planned, _ := order.Planned(a, row.ID())
		owed := get("total").Money()
		if s == order.Ended || order.Live(s) && get("returned").N != 0 {
			if owed, fault = owedInTheEnd(a, row.ID(), planned); fault != nil {
				return
			}
		}
		if !planned.Equal(owed) {
			a.say("%s回款计划合计 %s，应为 %s", a.call(order.Orders.Kind, row.ID()), planned, owed)
		}
	})
	return cmp.Or(err, fault)
}

// owedInTheEnd is what the instalments of an order should total that was terminated, or of which
// something came back: what is owed for it, or what was received if that is more.
func owedInTheEnd(a *audit, id record.ID, planned decimal.Decimal) (decimal.Decimal, error) {
	o, err := record.Get(a, record.Ref[order.Order](id))
	if err != nil {
		return decimal.Zero, err
	}
	owed, err := order.Owed(a, o)
	if got := order.Money.OnOrder(a, id); planned.GreaterThan(owed) && got.Equal(planned) {
		return got, err
	}
	return owed, err
}

// receipts: no instalment has received more than it is, or less than nothing; a receipt
// and what it pays belong together; a reversal takes back exactly one receipt.
func receipts(a *audit) error {
	plans := map[record.ID]record.ID{} // order by instalment
	if err := a.each(order.Plans.Kind, func(row record.Row, get func(string) record.Value) {
		plans[row.ID()] = get("order").ID()
		got := order.Money.OnPlan(a, row.ID())
		if got.IsNegative() || got.GreaterThan(get("amount").Money()) {
			a.say("%s金额 %s，已收 %s", a.call(order.Plans.Kind, row.ID()), get("amount").Money(), got)
		}
	}); err != nil {
		return err
	}
	k := finance.Receipts.Kind
	parties, reversed := order.Orders.Field("party"), map[record.ID]int64{}
	if err := a.each(k, func(row record.Row, get func(string) record.Value) {
		reversed[get("reverses").ID()] += get("inYuan").N
		o := get("order").ID()
		if o == 0 {
			return
		}
		if plans[get("plan").ID()] != o {
			a.say("%s的回款计划不属于它的订单", a.call(k, row.ID()))
		}
		if doc, ok := a.Row(order.Orders.Kind, o); !ok || doc.Value(parties).ID() != get("party").ID() {
			a.say("%s的客户不是订单的客户", a.call(k, row.ID()))
		}
	}); err != nil {
		return err
	}
	return a.each(k, func(row record.Row, get func(string) record.Value) {
		back := reversed[row.ID()]
		if (finance.State(get("state").S) == finance.Reversed) != (back != 0) || back != 0 && back != -get("inYuan").N {
			a.say("%s金额 %s，冲销 %s", a.call(k, row.ID()), get("inYuan").Money(), record.FromMinor(back, 2))
		}
	})
}

// planStatuses: what is derived of an instalment fits the order, the money and the day.
func planStatuses(a *audit) error {
	state := order.Orders.Field("state")
	return a.each(order.Plans.Kind, func(row record.Row, get func(string) record.Value) {
		doc, ok := a.Row(order.Orders.Kind, get("order").ID())
		if !ok {
			return
		}
		s := orderState(doc.Value(state))
		due, left, status := get("due").Date(), get("outstanding").N, order.PlanStatus(get("status").S)
		fits := map[order.PlanStatus]bool{
			order.PlanVoid:    s == order.Refused || s == order.Voided,
			order.PlanWaiting: order.Editable(s) || s == order.Review,
			order.PlanPaid:    order.Live(s) && left == 0,
			order.PlanOverdue: order.Live(s) && left > 0 && due < a.Today(),
			order.PlanPart:    order.Live(s) && left > 0 && left < get("amount").N && due >= a.Today(),
			order.PlanOpen:    order.Live(s) && left == get("amount").N && due >= a.Today(),
		}
		if !fits[status] {
			a.say("%s的状态「%s」与订单、收款和业务日期不符", a.call(order.Plans.Kind, row.ID()), status)
		}
		if i := get("interest").N; i < 0 || i > 0 && due >= a.Today() {
			a.say("%s的逾期利息 %s 不合理", a.call(order.Plans.Kind, row.ID()), get("interest").Money())
		}
	})
}

// executions: nothing is delivered that was not ordered, and a finished order is delivered
// in full.
func executions(a *audit) error {
	type piece struct{ order, product record.ID }
	left, open := map[piece]int64{}, map[record.ID]bool{}
	f := order.LinesField()
	if err := a.Lines(f, func(doc, line record.Row) bool {
		left[piece{doc.ID(), line.Value(f.Column("product")).ID()}] += line.Value(f.Column("qty")).N
		return true
	}); err != nil {
		return err
	}
	x := order.Executions
	if err := a.Lines(x.Field("lines"), func(done, line record.Row) bool {
		if done.Value(x.Field("nature")).S == order.Acceptance {
			return true
		}
		p := piece{done.Value(x.Field("order")).ID(), line.Value(x.Field("lines").Column("product")).ID()}
		if left[p] -= line.Value(x.Field("lines").Column("qty")).N; left[p] < 0 {
			a.say("%s执行的「%s」多于订单数量", a.call(order.Orders.Kind, p.order), a.Title(catalog.Products.Kind, p.product))
		}
		return true
	}); err != nil {
		return err
	}
	for p, n := range left {
		open[p.order] = open[p.order] || n > 0
	}
	return a.each(order.Orders.Kind, func(row record.Row, get func(string) record.Value) {
		s := orderState(get("state"))
		if s == order.Done && open[row.ID()] && !get("opening").Bool() || s == order.Running && !open[row.ID()] {
			a.say("%s是「%s」，与执行数量不符", a.call(order.Orders.Kind, row.ID()), s.Label())
		}
	})
}

// approvals: a document has at most one approval under way, exactly while it is in review;
// what was decided is what the document's state says; nobody is asked in vain.
func approvals(a *audit) error {
	type way struct {
		running int
		last    approval.Status
	}
	ways, running := map[record.Target]*way{}, map[record.ID]bool{}
	if err := a.each(approval.Instances.Kind, func(row record.Row, get func(string) record.Value) {
		doc := record.Target{Kind: get("doc").S, ID: get("doc").ID()}
		if ways[doc] == nil {
			ways[doc] = &way{}
		}
		w := ways[doc]
		if w.last = approval.Status(get("status").S); w.last == approval.InReview {
			running[row.ID()] = true
			w.running++
		}
		if (w.last == approval.InReview) != (get("finished").N == 0) {
			a.say("%s的状态与结束日期不符", a.call(approval.Instances.Kind, row.ID()))
		}
	}); err != nil {
		return err
	}
	asked := map[record.ID]int{}
	if err := a.each(approval.Tasks.Kind, func(row record.Row, get func(string) record.Value) {
		if s := approval.Answer(get("answer").S); s == approval.Pending || s == approval.Queued {
			in := get("instance").ID()
			if asked[in]++; !running[in] {
				a.say("%s还在等意见，审批却已结束", a.call(approval.Tasks.Kind, row.ID()))
			}
		}
	}); err != nil {
		return err
	}
	for in := range running {
		if asked[in] == 0 {
			a.say("%s在审批中，却没有人可以审批", a.call(approval.Instances.Kind, in))
		}
	}
	ends := map[order.State]approval.Status{order.Review: approval.InReview, order.Running: approval.Passed, order.Done: approval.Passed,
		order.Ended: approval.Passed, order.Refused: approval.Refused, order.Returned: approval.SentBack}
	decided := func(k *record.Kind, id record.ID, label string, want approval.Status, decided, live bool) {
		w := ways[record.Target{Kind: k.Name, ID: id}]
		switch {
		case w == nil && live, !decided && (w == nil || w.running == 0): // without a flow, or from before; a draft or void
		case w == nil || w.last != want || w.running > 1:
			a.say("%s是「%s」，与它的审批不符", a.call(k, id), label)
		}
	}
	if err := a.each(order.Orders.Kind, func(row record.Row, get func(string) record.Value) {
		s := orderState(get("state"))
		want, ok := ends[s]
		decided(order.Orders.Kind, row.ID(), s.Label(), want, ok, order.Live(s))
	}); err != nil {
		return err
	}
	back := map[order.ReturnState]approval.Status{order.ReturnReview: approval.InReview, order.ReturnDue: approval.Passed, order.ReturnRefunded: approval.Passed, order.ReturnSettled: approval.Passed,
		order.ReturnRefused: approval.Refused, order.ReturnBack: approval.SentBack}
	return a.each(order.Returns.Kind, func(row record.Row, get func(string) record.Value) {
		s := order.ReturnState(get("state").S)
		want, ok := back[s]
		decided(order.Returns.Kind, row.ID(), order.Returns.States.Find(string(s)).Label, want, ok, ok && want == approval.Passed)
	})
}

// returns: nothing came back that was not executed, every return adds up, and
// no more is paid back than it is worth.
func returns(a *audit) error {
	type piece struct{ order, product record.ID }
	k, x := order.Returns, order.Executions
	old := map[record.ID]bool{}
	if err := a.each(order.Orders.Kind, func(row record.Row, get func(string) record.Value) { old[row.ID()] = get("opening").Bool() }); err != nil {
		return err
	}
	left := map[piece]int64{}
	if err := a.Lines(x.Field("lines"), func(done, line record.Row) bool {
		if done.Value(x.Field("nature")).S != order.Acceptance {
			left[piece{done.Value(x.Field("order")).ID(), line.Value(x.Field("lines").Column("product")).ID()}] += line.Value(x.Field("lines").Column("qty")).N
		}
		return true
	}); err != nil {
		return err
	}
	if err := a.Lines(k.Field("lines"), func(doc, line record.Row) bool {
		switch order.ReturnState(doc.Value(k.Field("state")).S) {
		case order.ReturnReview, order.ReturnDue, order.ReturnRefunded, order.ReturnSettled:
		default:
			return true
		}
		p := piece{doc.Value(k.Field("order")).ID(), line.Value(k.Field("lines").Column("product")).ID()}
		if left[p] -= line.Value(k.Field("lines").Column("qty")).N; left[p] < 0 && !old[p.order] {
			a.say("%s退的「%s」多于执行的数量", a.call(k.Kind, doc.ID()), a.Title(catalog.Products.Kind, p.product))
		}
		return true
	}); err != nil {
		return err
	}
	return a.each(k.Kind, func(row record.Row, get func(string) record.Value) {
		if got := get("untaxed").N + get("tax").N; got != get("total").N {
			a.say("%s退货金额 %s，未税与税额合计 %s", a.call(k.Kind, row.ID()), get("total").Money(), record.FromMinor(got, 2))
		}
		if r := get("refund").N; r < 0 || r > get("total").N {
			a.say("%s应退款 %s 不合理", a.call(k.Kind, row.ID()), get("refund").Money())
		}
	})
}

// tasks: stage, state and end of a task agree, and a lost sale has its reason.
func tasks(a *audit) error {
	types, domains := company.TaskStatuses.Field("type"), company.TaskStatuses.Field("domain")
	return a.each(task.Tasks.Kind, func(row record.Row, get func(string) record.Value) {
		s := task.State(get("state").S)
		name := a.call(task.Tasks.Kind, row.ID())
		if (s == task.Active) != (get("closed").N == 0) {
			a.say("%s的活动标志与结束日期不符", name)
		}
		stage, ok := a.Row(company.TaskStatuses.Kind, get("stage").ID())
		if !ok {
			return
		}
		if stage.Value(domains).S != get("domain").S {
			a.say("%s的阶段属于别的类别", name)
		}
		if company.Domain(get("domain").S) != company.Sales {
			return
		}
		if s == task.Ended && get("lostReason").N == 0 {
			a.say("%s已终止，没有丢单原因", name)
		}
		t := company.StageType(stage.Value(types).S)
		if (t == company.StageWon) != (s == task.Done) || (t == company.StageLost) != (s == task.Ended) {
			a.say("%s的阶段与活动标志不符", name)
		}
	})
}

// chains: documents that came from each other say the same of it.
func chains(a *audit) error {
	quotes := sales.Quotes
	if err := a.each(order.Orders.Kind, func(row record.Row, get func(string) record.Value) {
		q, ok := a.Row(quotes.Kind, get("quote").ID())
		if !ok {
			return
		}
		if q.Value(quotes.Field("party")).ID() != get("party").ID() || sales.QuoteState(q.Value(quotes.Field("state")).S) != sales.QuoteOrdered {
			a.say("%s与它的报价单不符", a.call(order.Orders.Kind, row.ID()))
		}
	}); err != nil {
		return err
	}
	return a.each(sales.Opportunities.Kind, func(row record.Row, get func(string) record.Value) {
		if (sales.OpportunityState(get("state").S) == sales.Converted) != (get("task").N != 0) {
			a.say("%s的状态与销售任务不符", a.call(sales.Opportunities.Kind, row.ID()))
		}
	})
}

// owners: who looks after a record exists.
func owners(a *audit) error {
	for _, k := range Kinds {
		if !k.Owned {
			continue
		}
		if err := a.each(k, func(row record.Row, get func(string) record.Value) {
			for name, target := range map[string]*record.Kind{"owner": company.Employees.Kind, "dept": company.Departments.Kind} {
				if id := get(name).ID(); id != 0 {
					if _, ok := a.Row(target, id); !ok {
						a.say("%s的%s不存在", a.call(k, row.ID()), k.Field(name).Label)
					}
				}
			}
		}); err != nil {
			return err
		}
	}
	return nil
}
