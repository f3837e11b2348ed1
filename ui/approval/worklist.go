package approval

import (
	"fmt"
	"strconv"

	"fyne.io/fyne/v2"

	"crmlab/domain/approval"
	"crmlab/domain/company"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
)

// Entry is the route name of 审批管理.
const Entry = "approval"

// Worklist is the entry of 审批管理: what waits for the hat, what it submitted, what it answered.
// The list of all approvals under conditions, and one approval by itself, are the generic pages.
func Worklist(experiment int, label string) page.Entry {
	e := page.Entry{Name: Entry, Experiment: experiment, Label: label, Kind: approval.Instances.Kind}
	e.Build = func(h page.Host, r page.Route) page.Page {
		if r.View != page.List || r.Preset != "" {
			return page.Generic(h, e, r)
		}
		return newWorklist(h, r, label)
	}
	return e
}

// IDs of the tabs.
const (
	waitingTab  = "waiting"
	sentTab     = "sent"
	answeredTab = "answered"
	allTab      = "all"
)

const rowsShown = 20

// item is one row: an approval, or one's own part in it.
type item struct {
	id        record.ID
	title     string
	amount    string
	submitter string
	day       string
	point     string
	state     string
	tone      kit.Tone
	note      string
	open      page.Route
}

// tabList is one tab of the page.
type tabList struct {
	id, title, empty string
	of               *record.Kind // Instances, or Tasks for one's own part
	conds            func(record.Reader) []record.Cond
	oldest           bool // first
	columns          []kit.Column

	page  int
	total int
	rows  []item
	table *kit.RowTable
	pager *kit.Pager
}

type worklist struct {
	host   page.Host
	route  page.Route
	label  string
	lists  []*tabList
	tabs   *kit.Tabs
	latest kit.Latest
	object fyne.CanvasObject
}

func me(r record.Reader) record.Value { return record.LinkValue(r.Hat().Employee) }

func answered(as ...approval.Answer) record.Cond {
	var codes []record.Value
	for _, a := range as {
		codes = append(codes, record.ChoiceValue(a))
	}
	return record.Where("answer", codes...)
}

func newWorklist(h page.Host, route page.Route, label string) *worklist {
	p := &worklist{host: h, route: route, label: label}
	doc := kit.Column{ID: "title", Title: "单据", Kind: kit.LinkColumn, Width: 300, MinWidth: 180, Weight: 2}
	amount := kit.Column{ID: "amount", Title: "金额(元)", Kind: kit.MoneyColumn, Width: 108}
	submitter := kit.Column{ID: "submitter", Title: "提交人", Width: 72, Weight: 0.2}
	day := kit.Column{ID: "day", Title: "提交日期", Kind: kit.DateColumn, Width: 98}
	point := kit.Column{ID: "point", Title: "审批点", Width: 130, Weight: 0.6}
	state := kit.Column{ID: "state", Title: "状态", Kind: kit.ChipColumn, Width: 110, Weight: 0.2}
	note := func(title string) kit.Column { return kit.Column{ID: "note", Title: title, Width: 150, Weight: 1} }
	p.lists = []*tabList{
		{id: waitingTab, title: "待我审批", empty: "没有等你审批的单据。", of: approval.Tasks.Kind, oldest: true,
			conds: func(r record.Reader) []record.Cond {
				return []record.Cond{record.Where("approver", me(r)), answered(approval.Pending)}
			}, columns: []kit.Column{doc, amount, submitter, day, point, note("等待")}},
		{id: sentTab, title: "我提交的", empty: "你还没有提交过审批。", of: approval.Instances.Kind,
			conds: func(r record.Reader) []record.Cond { return []record.Cond{record.Where("submitter", me(r))} }, columns: []kit.Column{doc, amount, day, state, note("现在")}},
		{id: answeredTab, title: "我审批过的", empty: "你还没有审批过单据。", of: approval.Tasks.Kind,
			conds: func(r record.Reader) []record.Cond {
				return []record.Cond{record.Where("approver", me(r)), answered(approval.PassOn, approval.Finish, approval.SendBack, approval.Reject)}
			}, columns: []kit.Column{doc, amount, submitter, {ID: "day", Title: "审批日期", Kind: kit.DateColumn, Width: 98}, point, {ID: "state", Title: "我的意见", Kind: kit.ChipColumn, Width: 130, Weight: 0.2}, note("说明")}},
		{id: allTab, title: "全部", empty: "数据权限内还没有提交过审批的单据。", of: approval.Instances.Kind, conds: scoped, columns: []kit.Column{doc, amount, submitter, day, state, note("现在")}},
	}
	p.build()
	p.Reload()
	return p
}

// scoped are the conditions on the approvals that the hat's data scope covers by who submitted
// them.
func scoped(r record.Reader) []record.Cond {
	a := r.Access()
	if a.Everything {
		return nil
	}
	if len(a.Depts) == 0 {
		return []record.Cond{record.Where("submitter", me(r))}
	}
	var depts []record.Value
	for d := range a.Depts {
		depts = append(depts, record.LinkValue(d))
	}
	return []record.Cond{record.Where("submitterDept", depts...)}
}

func (p *worklist) build() {
	p.tabs = &kit.Tabs{}
	for _, l := range p.lists {
		l.page = 1
		l.table = p.tableOf(l)
		l.pager = &kit.Pager{PageSize: rowsShown, OnPage: func(n int) { l.page = n; l.table.ScrollToTop(); p.Reload() }}
		p.tabs.Items = append(p.tabs.Items, kit.Tab{ID: l.id, Title: l.title, Build: func() fyne.CanvasObject {
			return kit.Stack{Fill: l.table}.Of(l.table, &kit.Frame{Content: l.pager, LineTop: true})
		}})
	}
	hint := kit.Hint("点开单据，看全部内容和其他人的意见，再签署自己的意见")
	p.object = kit.Page{Title: kit.Heading(p.label), Beside: []fyne.CanvasObject{hint}, Body: &kit.Card{Flush: true, Content: p.tabs}}.Object()
}

func (p *worklist) tableOf(l *tabList) *kit.RowTable {
	open := func(row int) {
		if to := l.rows[row].open; to != (page.Route{}) {
			p.host.Go(to)
		}
	}
	return &kit.RowTable{
		Columns: l.columns,
		Count:   func() int { return len(l.rows) },
		Key:     func(row int) string { return strconv.FormatUint(uint64(l.rows[row].id), 10) },
		Cell:    func(row, column int) kit.Cell { return l.rows[row].cell(l.columns[column].ID) },
		OnOpen:  open,
		OnLink:  func(row int, _ string) { open(row) },
		Empty:   kit.EmptyState{Text: "正在读取…"},
	}
}

func (i item) cell(column string) kit.Cell {
	switch column {
	case "title":
		return kit.Cell{Text: i.title, Plain: i.open == (page.Route{})}
	case "amount":
		return kit.Cell{Text: i.amount}
	case "submitter":
		return kit.Cell{Text: i.submitter}
	case "day":
		return kit.Cell{Text: i.day}
	case "point":
		return kit.Cell{Text: i.point}
	case "state":
		return kit.Cell{Text: i.state, Tone: i.tone}
	}
	return kit.Cell{Text: i.note, Tone: kit.ToneGrey}
}

// Object is what the window shows.
func (p *worklist) Object() fyne.CanvasObject { return p.object }

// Route names the page.
func (p *worklist) Route() page.Route { return p.route }

// Trail is the breadcrumb.
func (p *worklist) Trail() []page.Crumb { return []page.Crumb{{Label: p.label}} }

// Close drops answers under way.
func (p *worklist) Close() { p.latest.Drop() }

// Watches says yes to steps on approvals and on what decides who sees them.
func (p *worklist) Watches(ev record.Event) bool {
	return ev.Touches(approval.Instances.Kind, approval.Tasks.Kind, company.Settings.Kind, company.Employees.Kind)
}

// Shortcut answers the keys of the page.
func (p *worklist) Shortcut(key string) bool {
	if key != "F5" {
		return false
	}
	p.Reload()
	return true
}

// answer is what all tabs show.
type answer struct {
	rows  [][]item
	total []int
	page  []int
}

// Reload reads all tabs again.
func (p *worklist) Reload() {
	book, hat, reg := p.host.Book(), p.host.Hat(), p.host.Registry()
	pages := make([]int, len(p.lists))
	for i, l := range p.lists {
		pages[i] = l.page
	}
	kit.Fetch(p.host.Runner(), &p.latest, func() (*answer, error) {
		a := &answer{}
		err := book.Read(hat, func(r record.Reader) error {
			for i, l := range p.lists {
				rows, found, err := l.load(r, reg, pages[i])
				if err != nil {
					return err
				}
				a.rows, a.total, a.page = append(a.rows, rows), append(a.total, found.Total), append(a.page, found.Page)
			}
			return nil
		})
		return a, err
	}, p.show)
}

func (p *worklist) show(a *answer, err error) {
	for i, l := range p.lists {
		l.table.Empty = kit.EmptyState{Text: l.empty}
		if err != nil {
			l.rows, l.total = nil, 0
			l.table.Empty = kit.EmptyState{Text: err.Error()}
		} else {
			l.rows, l.total, l.page = a.rows[i], a.total[i], a.page[i]
		}
		l.table.Reload()
		l.pager.Set(l.total, l.page)
		p.tabs.SetCount(l.id, l.total)
	}
	p.object.Refresh()
}

// load reads one page of a tab.
func (l *tabList) load(r record.Reader, reg *page.Registry, at int) ([]item, *record.Page, error) {
	q := record.Query{Kind: l.of, Where: l.conds(r), Page: at, Size: rowsShown}
	if l.oldest {
		q.Sort = []record.Sort{{Field: "createdAt"}, {Field: "no"}}
	}
	found, err := r.Whole().Query(q)
	if err != nil {
		return nil, nil, err
	}
	var out []item
	for _, row := range found.Rows {
		if l.of == approval.Tasks.Kind {
			out = append(out, ofTask(r, reg, row))
		} else {
			out = append(out, ofInstance(r, reg, row))
		}
	}
	return out, found, nil
}

// ofInstance shows an approval.
func ofInstance(r record.Reader, reg *page.Registry, row record.Row) item {
	f, all := approval.Instances.Field, r.Whole()
	doc := row.Value(f("doc"))
	i := item{id: row.ID(), title: row.Value(f("title")).S, submitter: all.Title(company.Employees.Kind, row.Value(f("submitter")).ID()), day: row.Value(f("day")).Date().String()}
	if c, ok := f("status").Choice(row.Value(f("status")).S); ok {
		i.state, i.tone = c.Label, page.ToneOf(c.Tone)
	}
	switch approval.Status(row.Value(f("status")).S) {
	case approval.InReview:
		i.note = "等 " + approval.WaitingFor(r, row.ID())
	case approval.Passed, approval.Refused, approval.SentBack, approval.Withdrawn:
		i.note = row.Value(f("finished")).Date().String() + " 结束"
		if row.Value(f("early")).Bool() {
			i.note = row.Value(f("finished")).Date().String() + " 提前通过"
		}
	}
	i.of(r, reg, record.Target{Kind: doc.S, ID: doc.ID()})
	return i
}

// ofTask shows the hat's own part in an approval.
func ofTask(r record.Reader, reg *page.Registry, row record.Row) item {
	f, all := approval.Tasks.Field, r.Whole()
	i := item{id: row.ID(), point: row.Value(f("name")).S, note: row.Value(f("opinion")).S, day: row.Value(f("day")).Date().String()}
	if c, ok := f("answer").Choice(row.Value(f("answer")).S); ok {
		i.state, i.tone = c.Label, page.ToneOf(c.Tone)
	}
	if in, ok := record.Recall(all, record.Ref[approval.Instance](row.Value(f("instance")).ID())); ok {
		i.title, i.submitter = in.Title, all.Title(company.Employees.Kind, in.Submitter.ID())
		if approval.Answer(row.Value(f("answer")).S) == approval.Pending {
			i.day, i.note = in.Day.String(), "今天"
			if n := int(r.Today() - in.Day); n > 0 {
				i.note = fmt.Sprintf("%d 天", n)
			}
		}
	}
	doc := row.Value(f("doc"))
	i.of(r, reg, record.Target{Kind: doc.S, ID: doc.ID()})
	return i
}

// of adds what the document itself says, and the way to it where the hat may open it.
func (i *item) of(r record.Reader, reg *page.Registry, doc record.Target) {
	k := record.KindNamed(doc.Kind)
	if k == nil {
		return
	}
	row, ok := r.Row(k, doc.ID)
	if !ok {
		return
	}
	if total := k.Field("total"); total != nil {
		i.amount = record.Yuan(row.Value(total).N)
	}
	if a := r.Access(); a.May(k, record.View) && a.Sees(row, r.Row) {
		i.open, _ = reg.RouteTo(r, doc)
	}
}
