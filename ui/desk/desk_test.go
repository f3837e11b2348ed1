package desk

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"crmlab/domain/lab"
	"crmlab/domain/order"
	"crmlab/domain/record"
	"crmlab/domain/task"
	"crmlab/ui/analysis"
	"crmlab/ui/page"
	"crmlab/ui/theme"
)

func TestDeskShowsWhatWaits(t *testing.T) {
	s := newStage(t)
	s.office.fill(s)
	p := s.open()
	s.says("我的桌面", "周强 · 销售经理 · 销售部", "待我审批", "最早 今天",
		"12,000.00", "计划 92,000.00 · 13.0%", "819,000.00", "7 个进行中的任务", "40,000.00", "1 个订单 · 利息 240.00", "本部门漏斗", "最近动态")
	var kinds []lab.TodoKind
	for _, todo := range p.answer.todos {
		kinds = append(kinds, todo.Kind)
	}
	want := []lab.TodoKind{lab.TodoApproval, lab.TodoOverdue, lab.TodoPlan, lab.TodoTask, lab.TodoBirthday}
	if !slices.Equal(kinds, want) {
		t.Errorf("there wait %v, want %v", kinds, want)
	}
	if n := len(p.answer.tasks); n != 4 {
		t.Errorf("%d own tasks, want 4", n)
	}
	s.shoot("desk", 846, 722)
	s.shoot("desk-wide", 1400, 900)
	s.shoot("desk-narrow", 504, 654)
	p.tabs.Select(taskTab)
	if name, left := p.tasks.Cell(0, 1).Text, p.tasks.Cell(0, 5).Text; name != "回访装机进度" || left != "明天" {
		t.Errorf("the most urgent task is %s, due %s", name, left)
	}
	s.shoot("desk-tasks", 846, 722)
	p.tabs.Select(todoTab)
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Dark))
	p.chart.Reload()
	s.shoot("desk-dark", 846, 722)
}

func TestEveryRowOpensItsRecord(t *testing.T) {
	s := newStage(t)
	s.office.fill(s)
	p := s.open()
	names := map[lab.TodoKind]string{lab.TodoApproval: "order", lab.TodoOverdue: "order", lab.TodoPlan: "order", lab.TodoTask: "task", lab.TodoBirthday: "contact"}
	for i, todo := range p.answer.todos {
		p.todos.OnLink(i, "title")
		if want := (page.Route{Name: names[todo.Kind], View: page.Open, ID: todo.Open.ID}); s.last() != want {
			t.Errorf("%s %s leads to %+v, want %+v", todo.Kind, todo.Title, s.last(), want)
		}
	}
	for i, own := range p.answer.tasks {
		p.tasks.OnOpen(i)
		if want := (page.Route{Name: "task", View: page.Open, ID: own.id}); s.last() != want {
			t.Errorf("%s leads to %+v, want %+v", own.name, s.last(), want)
		}
	}
}

func TestCardsLeadToWhatTheyCount(t *testing.T) {
	s := newStage(t)
	s.office.fill(s)
	p := s.open()
	test.Tap(p.collected)
	if want := (page.Route{Name: "receipt", Preset: "date=2026-11-01..2026-11-30"}); s.last() != want {
		t.Errorf("the month's receipts are at %+v, want %+v", s.last(), want)
	}
	test.Tap(p.weighted)
	if want := (page.Route{Name: analysis.FunnelEntry}); s.last() != want {
		t.Errorf("the forecast leads to %+v, want %+v", s.last(), want)
	}
	test.Tap(p.overdue)
	if want := (page.Route{Name: "overdue"}); s.last() != want {
		t.Errorf("overdue money is at %+v, want %+v", s.last(), want)
	}
	p.tabs.Select(taskTab)
	test.Tap(p.approvals)
	if got := p.tabs.Selected(); got != todoTab {
		t.Errorf("the approvals are in tab %s", got)
	}
}

func TestDeskFollowsTheHat(t *testing.T) {
	s := newStage(t)
	s.office.fill(s)
	p := s.open()
	s.hat = s.office.seller
	p.Reload()
	s.says("王芳 · 销售代表 · 销售部", "我的漏斗", "没有等待审批的单据", "没有逾期的回款")
	for _, todo := range p.answer.todos {
		if todo.Kind == lab.TodoApproval || todo.Kind == lab.TodoOverdue {
			t.Errorf("%s %s waits for the seller", todo.Kind, todo.Title)
		}
	}
	for _, step := range p.answer.steps {
		if step.open.Name == "order" && step.open.ID == 1 {
			t.Errorf("the seller reads of the manager's order: %s", step.what)
		}
	}
}

func TestDoneRowsLeaveAtOnce(t *testing.T) {
	s := newStage(t)
	s.office.fill(s)
	p := s.open()
	doc := p.answer.todos[0].Open.ID
	s.do(s.hat, order.Orders.Action("pass"), doc)
	if !p.Watches(record.Event{}) {
		t.Error("the desk does not follow the step")
	}
	p.Reload()
	for _, todo := range p.answer.todos {
		if todo.Kind == lab.TodoApproval {
			t.Errorf("%s still waits", todo.Title)
		}
	}
	if got := p.answer.steps[0]; got.who != "周强" || got.when != "14:20" || got.open.ID != doc {
		t.Errorf("the newest step is %+v", got)
	}
}

func TestCountIsTheNumberOfRows(t *testing.T) {
	s := newStage(t)
	count := func() (n int) {
		t.Helper()
		if err := s.book.Read(s.hat, func(r record.Reader) (err error) {
			n, err = Count(r)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := count(); n != 0 {
		t.Errorf("%d wait in an empty office", n)
	}
	s.office.fill(s)
	if n := count(); n != 5 {
		t.Errorf("%d wait, want 5", n)
	}
}

func TestEmptyDeskSaysSo(t *testing.T) {
	s := newStage(t)
	p := s.open()
	s.says("现在没有等着处理的事。", "没有等待审批的单据", "没有逾期的回款")
	p.tabs.Select(taskTab)
	s.says("没有进行中的任务。")
	p.tasks.Empty.OnTapped()
	if want := (page.Route{Name: "task", View: page.New}); s.last() != want {
		t.Errorf("the button leads to %+v, want %+v", s.last(), want)
	}
	s.shoot("desk-empty", 846, 722)
}

func TestRecordOpensInTheListThatHoldsIt(t *testing.T) {
	s := newStage(t)
	own := s.office.task(s, s.hat, "门店打印机", "武汉东湖医院", 0, 100, on(11, 30))
	if err := s.book.Read(s.hat, func(r record.Reader) error {
		got, ok := openRoute(r, s.registry, record.Target{Kind: task.Tasks.Name, ID: own.ID})
		if want := (page.Route{Name: "task", View: page.Open, ID: own.ID}); !ok || got != want {
			t.Errorf("a sales task opens at %+v, want %+v", got, want)
		}
		for _, gone := range []record.Target{{}, {Kind: task.Tasks.Name, ID: 99}, {Kind: "unknown", ID: 1}} {
			if got, ok := openRoute(r, s.registry, gone); ok {
				t.Errorf("%+v opens at %+v", gone, got)
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

func TestDaysInWords(t *testing.T) {
	today := on(11, 23)
	for day, want := range map[record.Date]string{today: "今天", today + 1: "今天", today - 1: "昨天", today - 3: "3 天前", today - 40: "2026-10-14"} {
		if got := daysAgo(day, today); got != want {
			t.Errorf("%s was %s, want %s", day, got, want)
		}
	}
	for day, want := range map[record.Date]string{today: "今天", today + 1: "明天", today + 5: "5 天后", today - 2: "过期 2 天"} {
		if got := until(day, today); got != want {
			t.Errorf("%s is %s, want %s", day, got, want)
		}
	}
}

func TestMessagesAreReadOnce(t *testing.T) {
	s := newStage(t)
	s.office.fill(s)
	waits := s.open().answer.todos[0].Open.ID
	s.do(s.hat, order.Orders.Action("pass"), waits)
	given := s.office.task(s, s.hat, "接待考察团", "广州粤达电子商行", 0, 100, on(12, 1))
	if _, err := s.book.Write(s.hat, "分派", func(tx record.Tx) error {
		given.Owner = s.office.seller.Employee
		return tx.ByRule().Save(given)
	}); err != nil {
		t.Fatal(err)
	}
	s.hat = s.office.seller
	p := s.open()
	p.tabs.Select(letterTab)
	for column, want := range []string{"未读", "交给你一项任务：「接待考察团」", "计划 2026-12-01 完成", "今天"} {
		if got := p.letters.Cell(0, column).Text; got != want {
			t.Errorf("the newest message says %q, want %q", got, want)
		}
	}
	if p.answer.unread != 2 || p.letters.Count() != 2 {
		t.Fatalf("%d messages, %d unread, want 2 of 2", p.letters.Count(), p.answer.unread)
	}
	s.shoot("desk-messages", 846, 722)
	p.letters.OnLink(0, "title")
	if want := (page.Route{Name: "task", View: page.Open, ID: given.ID}); s.last() != want || p.answer.unread != 1 {
		t.Errorf("the message leads to %+v, and %d are unread", s.last(), p.answer.unread)
	}
	test.Tap(p.readAll)
	if p.answer.unread != 0 || !p.readAll.Disabled() {
		t.Errorf("%d are unread after all were read", p.answer.unread)
	}
	for _, step := range p.answer.steps {
		if step.what == "消息标为已读" {
			t.Error("reading a message stands among the newest steps")
		}
	}
}

func TestScheduleShowsTheComingDays(t *testing.T) {
	s := newStage(t)
	s.office.fill(s)
	p := s.open()
	p.tabs.Select(daysTab)
	if p.days.Count() != 2 {
		t.Errorf("%d appointments within the week, want the task and the birthday", p.days.Count())
	}
	for column, want := range []string{"2026-11-24", "星期二", "任务", "回访装机进度", "计划完成 · 武汉东湖医院 · 阶段 方案报价", "明天"} {
		if got := p.days.Cell(0, column).Text; got != want {
			t.Errorf("the first day says %q, want %q", got, want)
		}
	}
	p.spans.SetValue("month")
	p.spans.OnChanged("month")
	if n := p.days.Count(); n != 5 {
		t.Errorf("%d appointments within the month, want 5", n)
	}
	s.shoot("desk-days", 846, 722)
	p.days.OnLink(0, "title")
	if s.last().Name != "task" {
		t.Errorf("the first day leads to %+v", s.last())
	}
}
