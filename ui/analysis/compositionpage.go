package analysis

import (
	"fmt"
	"strconv"

	"fyne.io/fyne/v2"

	"crmlab/charts"
	figures "crmlab/domain/analysis"
	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
)

const (
	compositionTitle = "销售构成分析"
	compositionEmpty = "没有已通过审批的订单"
	compositionHelp  = "本期、上期和去年同期都没有已通过审批的订单。换一个期间，或者提交并审批订单。"

	comparisonTab = "comparison"
	shareTab      = "share"

	untaxed = "untaxed"
	taxed   = "taxed"
)

// compositionPage is 销售构成分析.
type compositionPage struct {
	host   page.Host
	route  page.Route
	query  compositionQuery
	answer *compositionAnswer
	latest kit.Latest

	period  *periodField
	by, tax *kit.ChoiceField
	bar     *kit.QueryBar

	current, previous, lastYear, largest *kit.FigureCard

	savePicture, saveTable *kit.Button
	comparison, share      *kit.ChartView
	views                  *kit.Tabs
	table                  *kit.RowTable
	note                   *kit.Paragraph
	object                 fyne.CanvasObject
}

func newCompositionPage(h page.Host, route page.Route) *compositionPage {
	p := &compositionPage{host: h, route: route}
	p.build()
	p.query = compositionQueryOf(route.Preset, p.prepare())
	p.showConditions()
	p.read()
	return p
}

// Object is what the window shows.
func (p *compositionPage) Object() fyne.CanvasObject { return p.object }

// Route names the page with its conditions.
func (p *compositionPage) Route() page.Route { return p.route }

// Trail is the breadcrumb.
func (p *compositionPage) Trail() []page.Crumb { return []page.Crumb{{Label: compositionTitle}} }

// Close drops answers and drawings under way.
func (p *compositionPage) Close() {
	p.latest.Drop()
	p.comparison.Stop()
	p.share.Stop()
}

// Watches reports whether a step may change the composition: its orders, or the names and classes
// that divide them.
func (p *compositionPage) Watches(ev record.Event) bool {
	return shaped(ev) || ev.Touches(order.Orders.Kind, order.Executions.Kind, catalog.Products.Kind, catalog.Categories.Kind, party.Customers.Kind)
}

// Shortcut answers the keys of the page.
func (p *compositionPage) Shortcut(key string) bool {
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
func (p *compositionPage) Reload() {
	p.prepare()
	p.showConditions()
	p.read()
}

// prepare sets what the conditions offer on this day, and returns the usual period.
func (p *compositionPage) prepare() figures.Period {
	var usual figures.Period
	err := p.host.Book().Read(p.host.Hat(), func(r record.Reader) error {
		calendar, err := company.CalendarOf(r)
		if err != nil {
			return err
		}
		usual = figures.QuarterOf(r.Today(), calendar)
		p.period.offer(r.Today(), spansAt(r.Today(), calendar))
		return nil
	})
	if err != nil {
		p.host.Fail(err)
	}
	return usual
}

func (p *compositionPage) showConditions() {
	p.period.set(p.query.period)
	p.by.SetValue(string(p.query.by))
	p.tax.SetValue(untaxed)
	if p.query.withTax {
		p.tax.SetValue(taxed)
	}
}

// ask takes the conditions over.
func (p *compositionPage) ask() {
	period, err := p.period.period()
	if err != nil {
		p.host.Fail(err)
		return
	}
	p.query = compositionQuery{period: period, by: figures.By(p.by.Value()), withTax: p.tax.Value() == taxed}
	p.table.ScrollToTop()
	p.read()
}

func (p *compositionPage) read() {
	p.route.Preset = p.query.encode()
	book, hat, q := p.host.Book(), p.host.Hat(), p.query
	kit.Fetch(p.host.Runner(), &p.latest, func() (*compositionAnswer, error) {
		var a *compositionAnswer
		err := book.Read(hat, func(r record.Reader) error {
			var err error
			a, err = loadComposition(r, q)
			return err
		})
		return a, err
	}, p.show)
}

func (p *compositionPage) show(a *compositionAnswer, err error) {
	p.table.Empty = kit.EmptyState{Text: compositionHelp}
	if route, ok := ListRoute(p.host.Registry(), order.Orders.Kind, ""); ok {
		p.table.Empty.Button, p.table.Empty.OnTapped = "查看订单", func() { p.host.Go(route) }
	}
	if err != nil {
		a = &compositionAnswer{by: p.query.by, export: err}
		p.table.Empty = kit.EmptyState{Text: err.Error()}
	}
	p.answer = a
	p.showFigures()
	reason := refusalText(a.export)
	if reason == "" && a.nothing() {
		reason = "没有可以导出的数据"
	}
	p.savePicture.SetReason(reason)
	p.saveTable.SetReason(reason)
	p.note.Text = p.noteText(err)
	p.note.Refresh()
	p.table.Columns[0].Title = groupingLabel(a.by)
	p.table.Reload()
	p.comparison.Draw = func(ask kit.DrawRequest) (kit.Picture, error) { return a.comparison(ask), nil }
	p.share.Draw = func(ask kit.DrawRequest) (kit.Picture, error) { return a.donut(ask), nil }
	p.comparison.Reload()
	p.share.Reload()
	p.object.Refresh()
}

func (p *compositionPage) showFigures() {
	a := p.answer
	p.current.Set(yuan(a.Total.Current), words(p.query.period), kit.ToneBlue)
	p.previous.Set(yuan(a.Total.Previous), "环比 "+a.Total.PoP.String(), kit.TonePlain)
	p.lastYear.Set(yuan(a.Total.LastYear), "同比 "+a.Total.YoY.String(), kit.TonePlain)
	if row, ok := a.largest(); ok {
		p.largest.Set(row.Name, points(row.Contribution)+" 个百分点", kit.TonePlain)
	} else {
		p.largest.Set("—", "上期没有销售额", kit.TonePlain)
	}
}

// noteText says what is counted and which days are compared.
func (p *compositionPage) noteText(err error) string {
	a := p.answer
	if err != nil {
		return ""
	}
	tax := "按未税金额"
	if p.query.withTax {
		tax = "按含税金额"
	}
	text := "统计已通过审批的订单，" + tax + "，按订单日期；已终止的订单只计已执行的部分。数据权限：" + a.scope + "。上期 " + words(a.Previous) + "，去年同期 " + words(a.LastYear)
	if a.cut > 0 {
		return text + fmt.Sprintf("；本期尚未结束，两个对比期间都只计前 %d 天。", a.cut)
	}
	return text + "。"
}

func (p *compositionPage) build() {
	p.period = newPeriodField(p.ask)
	p.by = &kit.ChoiceField{OnChanged: func(string) { p.ask() }}
	for _, by := range groupings {
		p.by.Options = append(p.by.Options, kit.Option{Value: string(by), Label: "按" + groupingLabel(by)})
	}
	p.tax = &kit.ChoiceField{Options: []kit.Option{{Value: untaxed, Label: "未税"}, {Value: taxed, Label: "含税"}}, OnChanged: func(string) { p.ask() }}
	p.bar = &kit.QueryBar{OnQuery: p.ask, Inputs: append(p.period.inputs(),
		kit.QueryInput{ID: "by", Widget: p.by, Width: 112}, kit.QueryInput{ID: "tax", Widget: p.tax, Width: 78})}

	p.current = &kit.FigureCard{Label: "本期销售额"}
	p.previous = &kit.FigureCard{Label: "上期"}
	p.lastYear = &kit.FigureCard{Label: "去年同期"}
	p.largest = &kit.FigureCard{Label: "贡献最大"}
	cards := kit.Tiles{Gap: 10, MinWidth: 165, Columns: 4}.Of(p.current, p.previous, p.lastYear, p.largest)

	p.savePicture = &kit.Button{Text: "导出图片", OnTapped: p.exportPicture}
	p.saveTable = &kit.Button{Text: "导出 xlsx", OnTapped: p.exportTable}

	p.comparison = &kit.ChartView{Runner: p.host.Runner(), OnTap: p.tap}
	p.share = &kit.ChartView{Runner: p.host.Runner(), OnTap: p.tap}
	p.views = &kit.Tabs{Items: []kit.Tab{
		{ID: comparisonTab, Title: "同期对比", Count: kit.NoCount, Build: func() fyne.CanvasObject { return kit.Inset(8, p.comparison) }},
		{ID: shareTab, Title: "本期占比", Count: kit.NoCount, Build: func() fyne.CanvasObject { return kit.Inset(8, p.share) }},
	}}
	p.note = &kit.Paragraph{Color: noteColor}
	p.table = p.buildTable()
	left := &kit.Card{Flush: true, Content: p.views}
	note := kit.Inset(10, p.note)
	right := &kit.Card{Flush: true, Content: kit.Stack{Fill: p.table}.Of(p.table, note)}
	body := kit.Split{From: 1180, Share: 0.4, Least: 236}.Of(left, right)
	p.object = kit.Page{Title: kit.Heading(compositionTitle), Actions: []fyne.CanvasObject{p.savePicture, p.saveTable}, Scroll: true,
		Body: kit.Stack{Gap: 10, Fill: body}.Of(p.bar, cards, body)}.Object()
}

func (p *compositionPage) buildTable() *kit.RowTable {
	money := func(id, title string) kit.Column {
		return kit.Column{ID: id, Title: title, Kind: kit.MoneyColumn, Width: 110, MinWidth: 110, Weight: 0.3}
	}
	number := func(id, title string, width float32) kit.Column {
		return kit.Column{ID: id, Title: title, Kind: kit.NumberColumn, Width: width, MinWidth: width, Weight: 0.2}
	}
	return &kit.RowTable{
		MinRows: 3,
		Columns: []kit.Column{
			{ID: "name", Title: "名称", Kind: kit.LinkColumn, Width: 130, MinWidth: 84},
			money("current", "本期"), money("previous", "上期"), number("pop", "环比", 104), money("lastYear", "去年同期"), number("yoy", "同比", 104),
			number("share", "占比", 76), number("contribution", "贡献点", 66),
		},
		Count: func() int {
			if p.answer == nil {
				return 0
			}
			return len(p.answer.Rows)
		},
		Key:     func(row int) string { return idText(p.answer.Rows[row].ID) },
		Cell:    func(row, column int) kit.Cell { return p.cell(p.answer.Rows[row], row, column) },
		Summary: func(column int) kit.Cell { return p.cell(p.answer.Total, -1, column) },
		OnOpen:  p.goRow,
		OnLink:  func(row int, _ string) { p.goRow(row) },
	}
}

// cell is one figure of a row; row is -1 for the totals.
func (p *compositionPage) cell(x figures.CompositionRow, row, column int) kit.Cell {
	a := p.answer
	if a == nil {
		return kit.Cell{}
	}
	change := func(c figures.Change) kit.Cell {
		return kit.Cell{Text: c.String(), Tone: [...]kit.Tone{kit.ToneRed, kit.TonePlain, kit.ToneGreen}[tone(c)+1], Bold: row < 0}
	}
	out := kit.Cell{Bold: row < 0}
	switch column {
	case 0:
		out.Text, out.Plain = x.Name, row < 0 || a.targets[row].kind == nil
	case 1:
		out.Text = yuan(x.Current)
	case 2:
		out.Text = yuan(x.Previous)
	case 3:
		return change(x.PoP)
	case 4:
		out.Text = yuan(x.LastYear)
	case 5:
		return change(x.YoY)
	case 6:
		out.Text = x.Share.StringFixed(1) + "%"
	case 7:
		out.Text = a.contribution(x)
	}
	return out
}

func (p *compositionPage) tap(id string) {
	if i, err := strconv.Atoi(id); err == nil {
		p.goRow(i)
	}
}

// goRow shows the records behind a row.
func (p *compositionPage) goRow(row int) {
	if p.answer == nil || row < 0 || row >= len(p.answer.targets) {
		return
	}
	t := p.answer.targets[row]
	if t.kind == nil {
		return
	}
	reg := p.host.Registry()
	route, ok := reg.OpenRoute(t.kind, t.id)
	if t.id == 0 {
		route, ok = ListRoute(reg, t.kind, t.preset)
	}
	if ok {
		p.host.Go(route)
	}
}

func (p *compositionPage) title() string {
	return compositionTitle + "（按" + groupingLabel(p.query.by) + "）　" + words(p.query.period)
}

// picture is the chart that is shown as it leaves the program.
func (p *compositionPage) picture() charts.Picture {
	o := saveOptions(p.title(), charts.Size{W: 960, H: 600})
	if p.views.Selected() == shareTab {
		return charts.Donut(o, "合计", rest, p.answer.items())
	}
	o.Unit = "元"
	return charts.Composition(o, charts.Auto, periodNames, rest, p.answer.shares())
}

func (p *compositionPage) exportPicture() { savePicture(p.host, compositionTitle, p.picture()) }

func (p *compositionPage) exportTable() {
	header, kinds, rows := p.answer.table()
	saveTable(p.host, compositionTitle, header, kinds, rows)
}
