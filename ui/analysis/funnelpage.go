package analysis

import (
	"strconv"

	"fyne.io/fyne/v2"

	"crmlab/charts"
	figures "crmlab/domain/analysis"
	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/task"
	"crmlab/ui/kit"
	"crmlab/ui/page"
)

const (
	funnelTitle = "销售漏斗"
	funnelEmpty = "没有进行中的销售任务"
	funnelHelp  = "这个期间没有进行中的销售任务。换一个期间或范围，或者新增计划完成在这个期间的销售任务。"
	funnelNote  = "丢单任务不计入当前漏斗，计入到达数。转下一步是到达过该阶段的任务里又到达下一阶段的比例，最后一个阶段是赢单的比例。"
)

// funnelPage is 销售漏斗.
type funnelPage struct {
	host   page.Host
	route  page.Route
	query  funnelQuery
	answer *funnelAnswer
	latest kit.Latest

	period         *periodField
	scope          *kit.ChoiceField
	party, product *kit.Picker
	bar            *kit.QueryBar

	open, amount, weighted, conversion *kit.FigureCard

	savePicture, saveTable *kit.Button
	chart                  *kit.ChartView
	table                  *kit.RowTable
	note                   *kit.Paragraph
	object                 fyne.CanvasObject
}

func newFunnelPage(h page.Host, route page.Route) *funnelPage {
	p := &funnelPage{host: h, route: route}
	p.build()
	usual := p.prepare()
	p.query = funnelQueryOf(route.Preset, usual)
	p.showConditions()
	p.read()
	return p
}

// Object is what the window shows.
func (p *funnelPage) Object() fyne.CanvasObject { return p.object }

// Route names the page with its conditions.
func (p *funnelPage) Route() page.Route { return p.route }

// Trail is the breadcrumb.
func (p *funnelPage) Trail() []page.Crumb { return []page.Crumb{{Label: funnelTitle}} }

// Close drops answers and drawings under way.
func (p *funnelPage) Close() {
	p.latest.Drop()
	p.chart.Stop()
}

// Watches reports whether a step may change the funnel.
func (p *funnelPage) Watches(ev record.Event) bool {
	return shaped(ev) || ev.Touches(task.Tasks.Kind, task.Progresses.Kind, company.TaskStatuses.Kind)
}

// shaped reports whether a step may change what hats see, or the names of departments.
func shaped(ev record.Event) bool {
	for k := range ev.Kinds {
		if k.Shapes {
			return true
		}
	}
	return ev.Touches(company.Departments.Kind)
}

// Shortcut answers the keys of the page.
func (p *funnelPage) Shortcut(key string) bool {
	switch key {
	case "F5":
		p.Reload()
	case "Ctrl+F":
		p.bar.Focus()
	default:
		return false
	}
	return true
}

// Reload reads the figures again under the conditions that were last asked for.
func (p *funnelPage) Reload() {
	p.prepare()
	p.showConditions()
	p.read()
}

// prepare sets what the conditions offer to this hat and day, and returns the usual period.
func (p *funnelPage) prepare() figures.Period {
	var usual figures.Period
	err := p.host.Book().Read(p.host.Hat(), func(r record.Reader) error {
		calendar, err := company.CalendarOf(r)
		if err != nil {
			return err
		}
		usual = figures.QuarterOf(r.Today(), calendar)
		p.period.offer(r.Today(), spansAt(r.Today(), calendar)[:3])
		choices, err := scopeChoices(r)
		p.scope.SetOptions(options(choices))
		return err
	})
	if err != nil {
		p.host.Fail(err)
	}
	return usual
}

func options(choices []choice) []kit.Option {
	out := make([]kit.Option, len(choices))
	for i, c := range choices {
		out[i] = kit.Option{Value: c.value, Label: c.label}
	}
	return out
}

// showConditions brings the inputs to what was asked. A department that this hat cannot choose
// gives way to all that it sees.
func (p *funnelPage) showConditions() {
	known := false
	for _, o := range p.scope.Options {
		known = known || o.Value == p.query.scope
	}
	if !known {
		p.query.scope = scopeAll
	}
	p.period.set(p.query.period)
	p.scope.SetValue(p.query.scope)
	p.party.SetValue(idText(p.query.party))
	p.product.SetValue(idText(p.query.product))
}

// ask takes the conditions over.
func (p *funnelPage) ask() {
	period, err := p.period.period()
	if err != nil {
		p.host.Fail(err)
		return
	}
	p.query = funnelQuery{period: period, scope: p.scope.Value(), party: parseID(p.party.Value()), product: parseID(p.product.Value())}
	p.read()
}

func (p *funnelPage) read() {
	p.route.Preset = p.query.encode()
	book, hat, q := p.host.Book(), p.host.Hat(), p.query
	kit.Fetch(p.host.Runner(), &p.latest, func() (*funnelAnswer, error) {
		var a *funnelAnswer
		err := book.Read(hat, func(r record.Reader) error {
			var err error
			a, err = loadFunnel(r, q)
			return err
		})
		return a, err
	}, p.show)
}

func (p *funnelPage) show(a *funnelAnswer, err error) {
	p.answer = a
	if err != nil {
		p.answer = nil
		p.table.Empty = kit.EmptyState{Text: err.Error()}
		a = &funnelAnswer{before: "—", now: "—", export: err}
	} else {
		p.table.Empty = kit.EmptyState{Text: "还没有定义销售任务的阶段。在任务状态定义里增加。"}
	}
	f := a.funnel
	p.open.Set(count(f.Count), "", kit.TonePlain)
	p.amount.Set(yuan(f.Amount), "", kit.TonePlain)
	p.weighted.Set(yuan(f.Weighted), "", kit.ToneBlue)
	p.conversion.Set(a.before+" → "+a.now, "", kit.TonePlain)
	for _, card := range []*kit.FigureCard{p.open, p.amount, p.weighted} {
		card.OnTapped = nil
		if f.Count > 0 {
			card.OnTapped = func() { p.goTasks(a.tasks) }
		}
	}
	reason := refusalText(a.export)
	if reason == "" && f.Count == 0 {
		reason = "没有可以导出的数据"
	}
	p.savePicture.SetReason(reason)
	p.saveTable.SetReason(reason)
	p.note.Text = ""
	if err == nil {
		p.note.Text = "按数据权限：" + a.scope + "。" + funnelNote
		if f.Count == 0 {
			p.note.Text = funnelHelp + p.note.Text
		}
	}
	p.note.Refresh()
	p.table.Reload()
	p.chart.Draw = func(ask kit.DrawRequest) (kit.Picture, error) { return FunnelPicture(ask, f), nil }
	p.chart.Reload()
	p.object.Refresh()
}

func (p *funnelPage) build() {
	p.period = newPeriodField(p.ask)
	p.scope = &kit.ChoiceField{OnChanged: func(string) { p.ask() }}
	p.party = pickerOf(p.host, party.Customers.Kind, "客户")
	p.product = pickerOf(p.host, catalog.Products.Kind, "产品")
	p.bar = &kit.QueryBar{OnQuery: p.ask, Inputs: append(p.period.inputs(),
		kit.QueryInput{ID: "scope", Widget: p.scope, Width: 126},
		kit.QueryInput{ID: "party", Widget: p.party, Width: 96},
		kit.QueryInput{ID: "product", Widget: p.product, Width: 96})}

	p.open = &kit.FigureCard{Label: "进行中的任务"}
	p.amount = &kit.FigureCard{Label: "预测金额合计"}
	p.weighted = &kit.FigureCard{Label: "按成功率预测", Tone: kit.ToneBlue}
	p.conversion = &kit.FigureCard{Label: "上期转化率 → 本期"}
	cards := kit.Tiles{Gap: 10, MinWidth: 165, Columns: 4}.Of(p.open, p.amount, p.weighted, p.conversion)

	p.savePicture = &kit.Button{Text: "导出图片", OnTapped: p.exportPicture}
	p.saveTable = &kit.Button{Text: "导出 xlsx", OnTapped: p.exportTable}

	p.chart = &kit.ChartView{Runner: p.host.Runner(), MinHeight: 180, OnTap: p.tapStage}
	p.note = &kit.Paragraph{Color: noteColor}
	p.table = p.buildTable()
	left := &kit.Card{Title: "阶段分布", Content: p.chart}
	right := &kit.Card{Flush: true, Content: kit.Stack{}.Of(p.table, kit.Inset(12, p.note))}
	body := kit.Split{From: 700, Share: 0.375, Least: 250}.Of(left, right)
	p.object = kit.Page{Title: kit.Heading(funnelTitle), Actions: []fyne.CanvasObject{p.savePicture, p.saveTable}, Scroll: true,
		Body: kit.Stack{Gap: 10, Fill: body}.Of(p.bar, cards, body)}.Object()
}

func (p *funnelPage) stages() []figures.FunnelStage {
	if p.answer == nil {
		return nil
	}
	return p.answer.funnel.Stages
}

func (p *funnelPage) buildTable() *kit.RowTable {
	return &kit.RowTable{
		Fit: true,
		Columns: []kit.Column{
			{ID: "stage", Title: "阶段", Width: 90, MinWidth: 72},
			{ID: "rate", Title: "成功率", Kind: kit.NumberColumn, Width: 64},
			{ID: "tasks", Title: "任务", Kind: kit.NumberColumn, Width: 54},
			{ID: "amount", Title: "预测金额", Kind: kit.MoneyColumn, Width: 112, MinWidth: 104, Weight: 0.4},
			{ID: "weighted", Title: "期望值", Kind: kit.MoneyColumn, Width: 104, MinWidth: 104, Weight: 0.4},
			{ID: "next", Title: "转下一步", Kind: kit.NumberColumn, Width: 76},
		},
		Count: func() int { return len(p.stages()) },
		Key:   func(row int) string { return idText(p.stages()[row].Stage) },
		Cell: func(row, column int) kit.Cell {
			s := p.stages()[row]
			switch column {
			case 0:
				return kit.Cell{Text: s.Name}
			case 1:
				return kit.Cell{Text: s.Rate.String() + "%"}
			case 2:
				return kit.Cell{Text: count(s.Count), Link: s.Count > 0, Tip: "查看这个阶段的任务"}
			case 3:
				return kit.Cell{Text: yuan(s.Amount)}
			case 4:
				return kit.Cell{Text: yuan(s.Weighted)}
			}
			switch {
			case s.OnHold:
				return kit.Cell{Text: "—", Tip: "搁置的任务不在推进之中，不画入漏斗"}
			case s.Reached == 0:
				return kit.Cell{Text: "—", Tip: "还没有任务到达过这个阶段"}
			}
			return kit.Cell{Text: s.Next.StringFixed(1) + "%", Tip: count(s.Reached) + " 个任务到达过这个阶段"}
		},
		Summary: func(column int) kit.Cell {
			if p.answer == nil {
				return kit.Cell{}
			}
			f := p.answer.funnel
			return kit.Cell{Text: [...]string{"合计", "", count(f.Count), yuan(f.Amount), yuan(f.Weighted), ""}[column], Bold: true}
		},
		OnOpen: p.goStage,
		OnLink: func(row int, _ string) { p.goStage(row) },
	}
}

// FunnelPicture draws a funnel for a view; the IDs of its areas are the positions of the stages.
func FunnelPicture(ask kit.DrawRequest, f figures.Funnel) kit.Picture {
	o := drawOptions(ask)
	o.Empty = funnelEmpty
	return shown(charts.Funnel(o, charts.ByAmount, "个", funnelStages(f)), ask, func(a charts.Area) (id, tip string) {
		s := f.Stages[a.Index]
		return strconv.Itoa(a.Index), s.Name + "：" + count(s.Count) + " 个任务，期望值 " + yuan(s.Weighted) + " 元"
	})
}

func (p *funnelPage) tapStage(id string) {
	if i, err := strconv.Atoi(id); err == nil {
		p.goStage(i)
	}
}

// goStage lists the tasks of a stage.
func (p *funnelPage) goStage(i int) {
	if p.answer != nil && i >= 0 && i < len(p.answer.stageTasks) {
		p.goTasks(p.answer.stageTasks[i])
	}
}

func (p *funnelPage) goTasks(preset string) {
	if route, ok := ListRoute(p.host.Registry(), task.Tasks.Kind, preset); ok {
		p.host.Go(route)
	}
}

// picture is the chart as it leaves the program, as high as its stages.
func (p *funnelPage) picture() charts.Picture {
	const head, stage = 60, 92
	title, stages := funnelTitle+"　"+words(p.query.period), funnelStages(p.answer.funnel)
	return charts.Funnel(saveOptions(title, charts.Size{W: 760, H: head + stage*len(stages)}), charts.ByAmount, "个", stages)
}

func (p *funnelPage) exportPicture() { savePicture(p.host, funnelTitle, p.picture()) }

func (p *funnelPage) exportTable() {
	header, kinds, rows := funnelTable(p.answer.funnel)
	saveTable(p.host, funnelTitle, header, kinds, rows)
}
