package desk

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"crmlab/domain/record"
	"crmlab/domain/task"
	uianalysis "crmlab/ui/analysis"
	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/theme"
)

// IDs of the tabs.
const (
	todoTab   = "todo"
	taskTab   = "tasks"
	daysTab   = "days"
	letterTab = "messages"
)

// deskPage is 我的桌面.
type deskPage struct {
	host   page.Host
	route  page.Route
	answer *answer
	latest kit.Latest

	hat                                     *kit.Text
	approvals, collected, weighted, overdue *kit.FigureCard
	tabs                                    *kit.Tabs
	todos, tasks                            *kit.RowTable
	days, letters                           *kit.RowTable // nil before their tabs are shown
	readAll                                 *kit.Button
	spans                                   *kit.ChoiceField
	span                                    int // days that the schedule shows
	chartCard                               *kit.Card
	chart                                   *kit.ChartView
	steps                                   *fyne.Container
	object                                  fyne.CanvasObject
}

func newDeskPage(h page.Host, route page.Route) *deskPage {
	p := &deskPage{host: h, route: route, answer: &answer{}, span: oneWeek}
	p.build()
	p.Reload()
	return p
}

// Object is what the window shows.
func (p *deskPage) Object() fyne.CanvasObject { return p.object }

// Route names the page.
func (p *deskPage) Route() page.Route { return p.route }

// Trail is the breadcrumb.
func (p *deskPage) Trail() []page.Crumb { return []page.Crumb{{Label: title}} }

// Watches says yes to every step: each of them stands in 最近动态, and most change what waits.
func (p *deskPage) Watches(record.Event) bool { return true }

// Close drops answers and drawings under way.
func (p *deskPage) Close() {
	p.latest.Drop()
	p.chart.Stop()
}

// Reload looks again at what waits.
func (p *deskPage) Reload() {
	book, hat, reg := p.host.Book(), p.host.Hat(), p.host.Registry()
	kit.Fetch(p.host.Runner(), &p.latest, func() (*answer, error) {
		var a *answer
		err := book.Read(hat, func(r record.Reader) error {
			var err error
			a, err = load(r, reg)
			return err
		})
		return a, err
	}, p.show)
}

func (p *deskPage) show(a *answer, err error) {
	p.todos.Empty = kit.EmptyState{Text: "现在没有等着处理的事。"}
	p.tasks.Empty = kit.EmptyState{Text: "没有进行中的任务。"}
	if err != nil {
		a = &answer{}
		p.todos.Empty = kit.EmptyState{Text: err.Error()}
		p.tasks.Empty = kit.EmptyState{Text: err.Error()}
	} else if route, ok := uianalysis.ListRoute(p.host.Registry(), task.Tasks.Kind, "domain=sales"); ok && a.mayAddTask {
		p.tasks.Empty.Button = "新增任务"
		p.tasks.Empty.OnTapped = func() { p.host.Go(page.Route{Name: route.Name, View: page.New}) }
	}
	p.answer = a
	p.hat.SetText(a.hat)
	p.showCard(p.approvals, a.approvals, kit.TonePlain)
	if a.approvals.open == (page.Route{}) && len(a.todos) > 0 {
		p.approvals.OnTapped = func() { p.tabs.Select(todoTab) }
	}
	p.showCard(p.collected, a.collected, kit.TonePlain)
	p.showCard(p.weighted, a.weighted, kit.TonePlain)
	p.showCard(p.overdue, a.overdue, kit.TonePlain)
	p.tabs.SetCount(todoTab, len(a.todos))
	p.tabs.SetCount(taskTab, len(a.tasks))
	p.tabs.SetCount(daysTab, len(p.shownDays()))
	p.tabs.SetCount(letterTab, a.unread)
	p.todos.Reload()
	p.tasks.Reload()
	if p.days != nil {
		p.days.Reload()
	}
	p.showUnread()
	p.chartCard.Title = a.funnelTitle
	p.chartCard.Refresh()
	f := a.funnel // drawn away from the interface, so the picture gets figures of its own
	p.chart.Draw = func(ask kit.DrawRequest) (kit.Picture, error) { return uianalysis.FunnelPicture(ask, f), nil }
	p.chart.Reload()
	p.showSteps()
	p.object.Refresh()
}

func (p *deskPage) showCard(card *kit.FigureCard, f figure, tone kit.Tone) {
	if f.warn {
		tone = kit.ToneRed
	}
	card.OnTapped = nil
	if f.open != (page.Route{}) {
		card.OnTapped = func() { p.host.Go(f.open) }
	}
	card.Set(f.value, f.note, tone)
}

// showSteps fills 最近动态.
func (p *deskPage) showSteps() {
	p.steps.Objects = nil
	for _, s := range p.answer.steps {
		when := &kit.Text{Text: s.when, Color: theme.ColorTextSecond, MinWidth: 42}
		what := &kit.LinkText{Text: s.who + " " + s.what, Quiet: true, Truncate: true}
		if s.open != (page.Route{}) {
			what.OnTapped = func() { p.host.Go(s.open) }
		}
		p.steps.Add(&kit.Frame{Height: 26, Content: kit.Line{Gap: theme.Gap3, Fill: what}.Of(when, what)})
	}
	if len(p.answer.steps) == 0 {
		p.steps.Add(&kit.EmptyState{Text: "还没有动态。保存、提交、审批之后，这里会出现最近的步骤。"})
	}
	p.steps.Refresh()
}

func (p *deskPage) build() {
	p.hat = kit.Hint("")
	p.approvals = &kit.FigureCard{Label: "待我审批", Note: " "}
	p.collected = &kit.FigureCard{Label: "本月回款 / 计划", Note: " "}
	p.weighted = &kit.FigureCard{Label: "漏斗预测（本季）", Note: " "}
	p.overdue = &kit.FigureCard{Label: "逾期欠款", Note: " "}
	cards := kit.Tiles{Gap: 10, MinWidth: 165, Columns: 4}.Of(p.approvals, p.collected, p.weighted, p.overdue)

	p.todos, p.tasks = p.todoTable(), p.taskTable()
	p.tabs = &kit.Tabs{Items: []kit.Tab{
		{ID: todoTab, Title: "待办", Build: func() fyne.CanvasObject { return p.todos }},
		{ID: taskTab, Title: "我的任务", Build: func() fyne.CanvasObject { return p.tasks }},
		{ID: daysTab, Title: "日程", Build: p.daysTab},
		{ID: letterTab, Title: "消息", Build: p.letterTab},
	}}
	work := &kit.Card{Flush: true, Content: p.tabs}

	p.chart = &kit.ChartView{Runner: p.host.Runner(), MinHeight: 190, OnTap: func(string) { p.goFunnel() }}
	p.chartCard = &kit.Card{Title: "本部门漏斗", Content: p.chart}
	p.steps = kit.Stack{}.Of()
	recent := &kit.Card{Title: "最近动态", Content: &kit.Scroller{Content: p.steps, MinHeight: 190}}
	below := kit.Columns{Gap: 10}.Of(p.chartCard, recent)

	body := container.New(&deskLayout{}, cards, work, below)
	p.object = kit.Page{Title: kit.Heading(title), Beside: []fyne.CanvasObject{p.hat}, Scroll: true, Body: body}.Object()
}

func (p *deskPage) todoTable() *kit.RowTable {
	return &kit.RowTable{
		MinRows: 4,
		Columns: []kit.Column{
			{ID: "kind", Title: "类型", Kind: kit.ChipColumn, Width: 64},
			{ID: "title", Title: "事项", Kind: kit.LinkColumn, Width: 250, MinWidth: 150, Weight: 1.3},
			{ID: "detail", Title: "说明", Width: 210, MinWidth: 100},
			{ID: "when", Title: "时间", Width: 92, Align: kit.AlignRight, Weight: 0.01},
		},
		Count: func() int { return len(p.answer.todos) },
		Key: func(row int) string {
			t := p.answer.todos[row]
			return string(t.Kind) + t.Title
		},
		Cell: func(row, column int) kit.Cell {
			t := p.answer.todos[row]
			switch column {
			case 0:
				return kit.Cell{Text: string(t.Kind), Tone: page.ToneOf(t.Tone)}
			case 1:
				return kit.Cell{Text: t.Title, Plain: t.open == (page.Route{})}
			case 2:
				return kit.Cell{Text: t.Detail, Tone: kit.ToneGrey}
			}
			return kit.Cell{Text: t.When}
		},
		OnOpen: func(row int) { p.open(p.answer.todos[row].open) },
		OnLink: func(row int, _ string) { p.open(p.answer.todos[row].open) },
		Empty:  kit.EmptyState{Text: "正在读取…"},
	}
}

func (p *deskPage) taskTable() *kit.RowTable {
	return &kit.RowTable{
		MinRows: 4,
		Columns: []kit.Column{
			{ID: "domain", Title: "类别", Width: 58, Weight: 0.01},
			{ID: "name", Title: "任务", Kind: kit.LinkColumn, Width: 240, MinWidth: 140, Weight: 1.3},
			{ID: "party", Title: "客户", Width: 170, MinWidth: 90},
			{ID: "stage", Title: "阶段", Width: 90, Weight: 0.2},
			{ID: "due", Title: "计划完成", Kind: kit.DateColumn},
			{ID: "left", Title: "还有", Width: 92, Align: kit.AlignRight, Weight: 0.01},
		},
		Count: func() int { return len(p.answer.tasks) },
		Key:   func(row int) string { return strconv.FormatUint(uint64(p.answer.tasks[row].id), 10) },
		Cell: func(row, column int) kit.Cell {
			t := p.answer.tasks[row]
			switch column {
			case 0:
				return kit.Cell{Text: t.domain, Tone: kit.ToneGrey}
			case 1:
				return kit.Cell{Text: t.name, Plain: t.open == (page.Route{})}
			case 2:
				return kit.Cell{Text: t.customer}
			case 3:
				return kit.Cell{Text: t.stage, Tone: kit.ToneGrey}
			case 4:
				return kit.Cell{Text: t.due.String()}
			}
			if t.late {
				return kit.Cell{Text: t.left, Tone: kit.ToneRed}
			}
			return kit.Cell{Text: t.left}
		},
		OnOpen: func(row int) { p.open(p.answer.tasks[row].open) },
		OnLink: func(row int, _ string) { p.open(p.answer.tasks[row].open) },
		Empty:  kit.EmptyState{Text: "正在读取…"},
	}
}

func (p *deskPage) open(route page.Route) {
	if route != (page.Route{}) {
		p.host.Go(route)
	}
}

func (p *deskPage) goFunnel() { p.open(p.answer.weighted.open) }
