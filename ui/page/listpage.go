package page

import (
	"fmt"

	"fyne.io/fyne/v2"

	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/theme"
)

// ListPage is the list of a kind's records: query, table, pager, and what can be done with one
// or with many of them.
type ListPage struct {
	host   Host
	route  Route
	entry  Entry
	kind   *record.Kind
	preset string // of the entry and of the route together

	query  ListQuery
	answer *ListAnswer
	latest kit.Latest

	count    *kit.Text
	create   *kit.Button
	imports  *kit.Button
	export   *kit.Button
	bar      *kit.QueryBar
	barAt    *fyne.Container // holds bar, which is made anew when the fields change
	quick    []*record.Field
	viewed   bool // the bar offers saved queries
	advanced *advancedPanel
	narrowed *narrowLine
	many     *manyBar
	side     *sideTree // nil where the entry has none
	table    *kit.RowTable
	pager    *kit.Pager
	card     *fyne.Container // what stands in the card of the table
	body     *fyne.Container // what stands under the title
	object   fyne.CanvasObject
}

// NewListPage builds the list of an entry and starts reading.
func NewListPage(h Host, e Entry, route Route) *ListPage {
	look := settingsOf(h).ListLook(e.Name)
	p := &ListPage{host: h, route: route, entry: e, kind: e.Kind, preset: JoinPresets(e.Preset, route.Preset)}
	p.query = ListQuery{Page: 1, Size: look.Size, Columns: look.Columns}
	if p.query.Columns == nil {
		p.query.Columns = e.Columns
	}
	if p.query.Size == 0 {
		p.query.Size = pageSizes[0]
	}
	p.query.Text, p.query.Sort = askedBy(route.Preset)
	p.build(look)
	p.Reload()
	return p
}

// Object is what the window shows.
func (p *ListPage) Object() fyne.CanvasObject { return p.object }

// Route names the page.
func (p *ListPage) Route() Route { return p.route }

// Trail is the breadcrumb.
func (p *ListPage) Trail() []Crumb { return []Crumb{{Label: p.entry.Label}} }

// Close drops answers under way.
func (p *ListPage) Close() { p.latest.Drop() }

// Watches reports whether a step may change what the list shows: its records, the names of what
// they link to, or the fields and rights themselves. Derived columns may follow from anything.
func (p *ListPage) Watches(ev record.Event) bool {
	if ev.Touches(p.kind) || p.side != nil && p.side.watches(ev) {
		return true
	}
	for k := range ev.Kinds {
		if k.Shapes {
			return true
		}
	}
	if p.answer == nil {
		return false
	}
	for _, f := range p.answer.Columns {
		if f.Derived() || f.Target() != nil && ev.Touches(f.Target()) {
			return true
		}
	}
	return false
}

// Reload reads the page of the list again.
func (p *ListPage) Reload() {
	p.rebuildBar()
	if p.side != nil {
		p.side.reload()
	}
	p.read()
}

// turnTo reads another page of the list.
func (p *ListPage) turnTo(page int) {
	p.query.Page = page
	p.table.ScrollToTop()
	p.read()
}

func (p *ListPage) read() {
	q, side := p.query, p.side
	if side != nil {
		chosen := *side // the answer is read on another goroutine
		side = &chosen
	}
	book, hat := p.host.Book(), p.host.Hat()
	kit.Fetch(p.host.Runner(), &p.latest, func() (*ListAnswer, error) {
		var a *ListAnswer
		err := book.Read(hat, func(r record.Reader) error {
			var err error
			if side != nil {
				q.Side = side.conds(r)
			}
			a, err = LoadList(r, p.kind, p.preset, q)
			return err
		})
		return a, err
	}, p.show)
}

func (p *ListPage) show(a *ListAnswer, err error) {
	if err != nil {
		p.answer = nil
		p.count.SetText("")
		p.setEmpty(err.Error(), "", nil)
		p.table.Reload()
		p.pager.Set(0, 1)
		return
	}
	p.answer, p.query.Page = a, a.Page
	p.count.SetText(fmt.Sprintf("共 %d 条", a.Total))
	p.create.SetReason(reason(a.Create))
	p.imports.SetReason(reason(a.Import))
	exportReason := reason(a.Export)
	if exportReason == "" && a.Total == 0 {
		exportReason = "没有可以导出的记录"
	}
	p.export.SetReason(exportReason)
	p.table.Columns = numberFits(kitColumns(a.Columns), a.Rows)
	p.table.Summary = p.summary()
	sumsFit(p.table.Columns, p.table.Summary)
	p.showEmpty()
	p.table.Reload()
	p.pager.PageSize = p.query.Size
	if p.query.treeOf(p.kind) {
		p.pager.PageSize = max(p.query.Size, a.Total) // a tree is shown whole
	}
	p.pager.Set(a.Total, a.Page)
	p.narrowed.set(p.narrowWords())
	p.many.refresh()
	p.relayout()
}

// relayout gives every part its place after one came, went or changed its height.
func (p *ListPage) relayout() {
	if p.body != nil {
		p.card.Refresh()
		p.body.Refresh()
	}
}

// summary shows the totals of the money columns under the rows; nil where there are none.
func (p *ListPage) summary() func(int) kit.Cell {
	a := p.answer
	if len(a.Sums) == 0 {
		return nil
	}
	return func(column int) kit.Cell {
		switch {
		case column >= len(a.Columns):
			return kit.Cell{}
		case column == 0:
			return kit.Cell{Text: "合计"}
		}
		return kit.Cell{Text: a.Sums[a.Columns[column]]}
	}
}

// showEmpty says what stands in the place of the rows when there are none.
func (p *ListPage) showEmpty() {
	switch {
	case !p.answer.Unnarrowed:
		p.setEmpty("没有符合条件的"+p.entry.Label+"。", "清除条件", p.clear)
	case p.answer.Create == nil:
		p.setEmpty("还没有"+p.entry.noun()+"。", "新增"+p.entry.noun(), p.add)
	default:
		p.setEmpty("还没有"+p.entry.noun()+"。", "", nil)
	}
}

func (p *ListPage) setEmpty(text, button string, tapped func()) {
	p.table.Empty.Text, p.table.Empty.Button, p.table.Empty.OnTapped = text, button, tapped
}

func (p *ListPage) build(look ListLook) {
	p.count = kit.Hint("")
	p.create = &kit.Button{Text: "新增" + p.entry.noun(), Kind: kit.Primary, Tip: "Ctrl+N", OnTapped: p.add}
	p.imports = &kit.Button{Text: "导入", OnTapped: p.goImport}
	p.export = &kit.Button{Text: "导出"}
	p.export.OnTapped = p.chooseExport
	actions := []fyne.CanvasObject{p.export}
	if _, ok := p.host.Registry().Find("import"); ok && !p.kind.Internal {
		actions = append([]fyne.CanvasObject{p.imports}, actions...)
	}
	if !p.kind.Internal {
		actions = append(actions, p.create)
	}

	p.table = &kit.RowTable{
		Checks: true,
		Count: func() int {
			if p.answer == nil {
				return 0
			}
			return len(p.answer.Rows)
		},
		Cell: func(row, column int) kit.Cell {
			cells := p.answer.Rows[row].Cells
			if column >= len(cells) {
				return kit.Cell{}
			}
			cell := kitCell(cells[column])
			if place := p.answer.Rows[row].Tree; place.Fold != kit.NoTree && column == treeColumn(p.kind, p.answer.Columns) {
				cell.Depth, cell.Fold = place.Depth, place.Fold
			}
			return cell
		},
		Key:       func(row int) string { return idText(p.answer.Rows[row].ID) },
		OnOpen:    func(row int) { p.edit(p.answer.Rows[row].ID) },
		OnLink:    p.follow,
		OnMenu:    p.menu,
		OnSort:    p.sort,
		OnChecks:  func() { p.many.refresh() },
		OnResized: p.resized,
		OnFold:    p.fold,
		OnTurn:    func(pages int) { p.pager.Step(pages) },
		Empty:     kit.EmptyState{Text: "正在读取…"},
	}
	p.table.SetWidths(look.Widths)
	p.pager = &kit.Pager{PageSize: p.query.Size, OnPage: func(page int) { p.query.Page = page; p.table.ScrollToTop(); p.Reload() }}
	p.barAt = kit.Stack{}.Of()
	p.advanced = newAdvancedPanel(p)
	p.narrowed = newNarrowLine(p.clear)
	p.many = newManyBar(p)

	p.card = kit.Stack{Fill: p.table}.Of(p.many.object, p.table, &kit.Frame{Content: p.pager, LineTop: true})
	var card fyne.CanvasObject = &kit.Card{Flush: true, Content: p.card}
	if p.entry.Side != nil {
		p.side = newSideTree(p, *p.entry.Side)
		card = p.side.beside(card)
	}
	p.body = kit.Stack{Gap: 10, Fill: card}.Of(p.barAt, p.advanced.object, p.narrowed.object, card)
	p.object = kit.Page{Title: kit.Heading(p.entry.Label), Beside: []fyne.CanvasObject{p.count}, Actions: actions, Body: p.body}.Object()
}

// Shortcut answers the keys of the list.
func (p *ListPage) Shortcut(key string) bool {
	switch key {
	case "Ctrl+N":
		if p.create.Disabled() || p.kind.Internal {
			return false
		}
		p.add()
	case "Ctrl+F":
		p.bar.Focus()
	case "F5":
		p.Reload()
	case "PgDn":
		p.pager.Step(1)
	case "PgUp":
		p.pager.Step(-1)
	case "F2", "Enter":
		id, ok := p.selected()
		if !ok {
			return false
		}
		p.edit(id)
	case "Delete":
		ids := p.ticked()
		if id, ok := p.selected(); ok && len(ids) == 0 {
			ids = []record.ID{id}
		}
		if len(ids) == 0 {
			return false
		}
		p.remove(ids)
	default:
		return false
	}
	return true
}

func (p *ListPage) selected() (record.ID, bool) {
	row := p.table.Selected()
	if p.answer == nil || row < 0 || row >= len(p.answer.Rows) {
		return 0, false
	}
	return p.answer.Rows[row].ID, true
}

func (p *ListPage) ticked() []record.ID {
	var ids []record.ID
	for _, key := range p.table.Checked() {
		ids = append(ids, parseID(key))
	}
	return ids
}

// numberFits makes the column of numbers wide enough for those that are shown: SO-0797-1 is
// longer than C-0201, and a number that is cut names nothing.
func numberFits(columns []kit.Column, rows []ListRow) []kit.Column {
	longest := 0
	for _, row := range rows {
		longest = max(longest, len([]rune(row.No)))
	}
	for i := range columns {
		if columns[i].ID == "no" {
			columns[i].MinWidth = max(columns[i].MinWidth, float32(longest)*8+24)
			columns[i].Width = max(columns[i].Width, columns[i].MinWidth)
		}
	}
	return columns
}

// sumsFit makes columns wide enough for their sums, which are bold and longer than what they add up.
func sumsFit(columns []kit.Column, sum func(column int) kit.Cell) {
	if sum == nil {
		return
	}
	for i := range columns {
		if text := sum(i).Text; text != "" && i > 0 { // the first says that these are sums
			wide := fyne.MeasureText(text, theme.Size(theme.SizeText), fyne.TextStyle{Bold: true}).Width + 24
			columns[i].MinWidth = max(columns[i].MinWidth, wide)
			columns[i].Width = max(columns[i].Width, wide)
		}
	}
}
