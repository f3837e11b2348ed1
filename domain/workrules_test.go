package domain_test

import (
	"testing"

	"crmlab/domain/approval"
	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/sales"
	"crmlab/domain/task"
)

func TestATaskAndItsDocumentsHaveOneCustomer(t *testing.T) {
	s := newSmall(t)
	tk := &task.Task{Name: "打印机更新", Domain: company.Sales, Party: record.Ref[party.Customer](s.customer.ID)}
	s.must(s.book.Save(s.seller, tk))
	of := record.Ref[task.Task](tk.ID)
	theirs := record.Ref[party.Customer](s.other.ID)
	s.refused("task.party")(s.book.Save(s.director, &order.Order{Party: theirs, Task: of, Day: day("2026-11-23"), Lines: s.line(s.printer, "1")}))
	s.refused("task.party")(s.book.Save(s.director, &sales.Quote{Party: theirs, Task: of, Day: day("2026-11-23"), Lines: s.line(s.printer, "1")}))
	tk.Domain = company.Service
	s.refused("task.domain")(s.book.Save(s.seller, tk))
}

func TestAContactThatMovedOnDoesNotBlockTheTask(t *testing.T) {
	s := newSmall(t)
	k := &party.Contact{Name: "林志伟", Customer: record.Ref[party.Customer](s.customer.ID)}
	s.must(s.book.Save(s.seller, k))
	tk := &task.Task{Name: "打印机更新", Domain: company.Sales, Party: k.Customer, Contact: record.Ref[party.Contact](k.ID)}
	s.must(s.book.Save(s.seller, tk))
	k.Customer = record.Ref[party.Customer](s.other.ID)
	s.must(s.book.Save(s.director, k))
	s.must(s.book.Do(s.seller, task.MoveStage, tk.ID, &task.Move{Stage: s.stages()["需求分析"]}))
	s.refused("narrow")(s.book.Save(s.director, &task.Task{Name: "又一个", Domain: company.Sales, Party: tk.Party, Contact: tk.Contact}))
}

func TestAStageInUseKeepsItsMeaning(t *testing.T) {
	s := newSmall(t)
	tk := &task.Task{Name: "打印机更新", Domain: company.Sales, Party: record.Ref[party.Customer](s.customer.ID)}
	s.must(s.book.Save(s.seller, tk))
	def := load[company.TaskStatusDef](s, s.stages()["验证客户"].ID())
	def.SuccessRate = dec("25")
	s.must(s.book.Save(s.director, def))
	if got := load[task.Task](s, tk.ID).SuccessRate; !got.Equal(dec("20")) {
		t.Errorf("the task's own rate became %s", got)
	}
	def.Domain = company.Market
	s.refused("stage.used")(s.book.Save(s.director, def))
	def.Domain, def.Type, def.SuccessRate = company.Sales, company.StageLost, dec("0")
	s.refused("stage.used")(s.book.Save(s.director, def))
	s.refused("linked")(s.book.Delete(s.director, company.TaskStatuses.Kind, def.ID))
}

func TestWhatIsHeldIsNotDeleted(t *testing.T) {
	s := newSmall(t)
	s.refused("department.members")(s.book.Delete(s.director, company.Departments.Kind, s.seller.Dept))
	s.refused("linked")(s.book.Delete(s.director, company.Positions.Kind, s.sellerOffice.ID))
	s.refused("linked")(s.book.Delete(s.director, company.Employees.Kind, s.seller.Employee))
	s.refused("linked")(s.book.Delete(s.director, catalog.Categories.Kind, s.printer.Category.ID()))
}

func TestTreesHaveNoCircles(t *testing.T) {
	s := newSmall(t)
	d := load[company.Department](s, s.seller.Dept)
	below := &company.Department{Name: "西北销售组", Parent: record.Ref[company.Department](d.ID)}
	s.must(s.book.Save(s.director, below))
	d.Parent = record.Ref[company.Department](below.ID)
	s.refused("department.cycle")(s.book.Save(s.director, d))
	a, b := load[party.Customer](s, s.customer.ID), load[party.Customer](s, s.other.ID)
	a.Parent = record.Ref[party.Customer](b.ID)
	s.must(s.book.Save(s.director, a))
	b.Parent = record.Ref[party.Customer](a.ID)
	s.refused("customer.parent")(s.book.Save(s.director, b))
	e := load[company.Employee](s, s.seller.Employee)
	e.Superior = record.Ref[company.Employee](e.ID)
	s.refused("employee.superior")(s.book.Save(s.director, e))
}

func TestAPointThatNobodyCanAnswerIsFoundAtSubmission(t *testing.T) {
	s := newSmall(t)
	empty := &company.Position{Name: "风控经理", Scope: company.ScopeAll}
	s.must(s.book.Save(record.Hat{}, empty))
	f := load[approval.Flow](s, 1)
	f.Points = append(f.Points, approval.Point{Name: "风控", Who: approval.ByPosition, Position: record.Ref[company.Position](empty.ID)})
	s.must(s.book.Save(record.Hat{}, f))
	s.refused("approval.nobody")(s.book.Do(s.seller, order.Submit, s.planned().ID, nil))
}

func TestWithdrawnAfterTheFirstPointAndSubmittedAgain(t *testing.T) {
	s := newSmall(t)
	o := s.planned()
	s.must(s.book.Do(s.seller, order.Submit, o.ID, nil))
	s.must(s.book.Do(s.manager, action(order.Orders.Kind, "pass"), o.ID, nil))
	s.refused("approval.withdraw")(s.book.Do(s.manager, action(order.Orders.Kind, "withdraw"), o.ID, nil))
	s.must(s.book.Do(s.seller, action(order.Orders.Kind, "withdraw"), o.ID, nil))
	s.must(s.book.Do(s.seller, order.Submit, o.ID, nil))
	s.must(s.book.Do(s.manager, action(order.Orders.Kind, "back"), o.ID, say("期数改为两期")))
	s.must(s.book.Do(s.seller, order.Submit, o.ID, nil))
	if err := s.book.Read(record.Hat{}, func(r record.Reader) error {
		in, err := approval.Under(r, record.TargetOf(o))
		if err != nil {
			return err
		}
		if in.Round != 3 || in.Point != 0 {
			t.Errorf("round %d starts at point %d, want round 3 at the first", in.Round, in.Point)
		}
		said, err := approval.Opinions(r, record.TargetOf(o))
		if err != nil {
			return err
		}
		var answers []approval.Answer
		for _, a := range said {
			answers = append(answers, a.Answer)
		}
		want := []approval.Answer{approval.PassOn, approval.Cancelled, approval.SendBack, approval.Pending}
		for i := range want {
			if len(answers) != len(want) || answers[i] != want[i] {
				t.Errorf("the history is %v, want %v", answers, want)
				break
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	s.sound()
	s.must(s.book.Do(s.manager, action(order.Orders.Kind, "finish"), o.ID, nil))
	s.refused("state")(s.book.Do(s.seller, action(order.Orders.Kind, "withdraw"), o.ID, nil))
}

func TestAnApproverDoesNotLeaveBeforeAnswering(t *testing.T) {
	s := newSmall(t)
	o := s.planned()
	s.must(s.book.Do(s.seller, order.Submit, o.ID, nil))
	e := load[company.Employee](s, s.manager.Employee)
	e.Standing = company.Left
	s.refused("employee.approvals")(s.book.Save(s.director, e))
	s.must(s.book.Do(s.manager, action(order.Orders.Kind, "pass"), o.ID, nil))
	s.must(s.book.Save(s.director, e))
	err := s.book.Read(s.manager, func(record.Reader) error { return nil })
	if !record.IsRefusal(err, "hat") {
		t.Errorf("somebody who has left still works: %v", err)
	}
}

func TestHistoryOfATaskStays(t *testing.T) {
	s := newSmall(t)
	tk := &task.Task{Name: "打印机更新", Domain: company.Sales, Party: record.Ref[party.Customer](s.customer.ID)}
	s.must(s.book.Save(s.seller, tk))
	call := &company.DictItem{Group: company.GroupProgress, Name: "打电话"}
	s.must(s.book.Save(s.director, call))
	s.must(s.book.Do(s.seller, task.AddProgress, tk.ID, &task.Log{Action: record.Ref[company.DictItem](call.ID), Text: "约见"}))
	s.refused("linked")(s.book.Delete(s.seller, task.Tasks.Kind, tk.ID))
	s.must(s.book.Do(s.seller, task.Complete, tk.ID, nil))
	p := load[task.Progress](s, 1)
	p.Text = "改写历史"
	s.refused("progress.past")(s.book.Save(s.seller, p))
	s.refused("progress.past")(s.book.Delete(s.seller, task.Progresses.Kind, p.ID))
	s.must(s.book.Do(s.seller, task.Reopen, tk.ID, nil))
	s.sound()
}

func TestItemsSwitchedOffAreNoLongerOffered(t *testing.T) {
	s := newSmall(t)
	item := &company.DictItem{Group: company.GroupSource, Name: "陌拜"}
	s.must(s.book.Save(s.director, item))
	c := load[party.Customer](s, s.customer.ID)
	c.Source = record.Ref[company.DictItem](item.ID)
	s.must(s.book.Save(s.seller, c))
	item.Off = true
	s.must(s.book.Save(s.director, item))
	c.City = "广州" // what had it keeps it
	s.must(s.book.Save(s.seller, c))
	other := load[party.Customer](s, s.other.ID)
	other.Source = c.Source
	s.refused("narrow")(s.book.Save(s.director, other))
	item.Group = company.GroupUnit
	s.refused("dict.group")(s.book.Save(s.director, item))
}

func TestADiscountNamesALevelThatExists(t *testing.T) {
	s := newSmall(t)
	d := &catalog.CustomerDiscount{Role: party.RoleCustomer, Level: "AA"}
	d.Percent = dec("5")
	s.refused("field")(s.book.Save(s.director, d))
	d.Level = "A"
	s.must(s.book.Save(s.director, d))
}
