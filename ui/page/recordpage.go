package page

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/theme"
)

// RecordPage is one record: what can be done with it, its facts and lines, the documents before
// and after it, the records that belong to it, and its history.
type RecordPage struct {
	host  Host
	route Route
	entry Entry
	kind  *record.Kind
	shape *Shape

	view   *RecordView
	latest kit.Latest
	tabs   *kit.Tabs
	tab    string        // ID of the tab that stays open over a reload
	scroll *kit.Scroller // stays over a reload, so that the place does
	holder *fyne.Container
}

// NewRecordPage builds the page of a record and starts reading.
func NewRecordPage(h Host, e Entry, route Route) *RecordPage {
	p := &RecordPage{host: h, route: route, entry: e, kind: e.Kind, shape: shapeOf(h, e.Kind)}
	p.holder, p.scroll = container.NewStack(), &kit.Scroller{Content: kit.Space()}
	p.Reload()
	return p
}

// Object is what the window shows.
func (p *RecordPage) Object() fyne.CanvasObject { return p.holder }

// Route names the page.
func (p *RecordPage) Route() Route { return p.route }

// Trail is the breadcrumb.
func (p *RecordPage) Trail() []Crumb {
	own := p.kind.Label
	if p.view != nil {
		own = p.view.No
	}
	return []Crumb{{Label: p.entry.Label, Route: Route{Name: p.entry.Name}}, {Label: own}}
}

// Close drops answers under way.
func (p *RecordPage) Close() { p.latest.Drop() }

// Watches is always true: derived facts, related records, what an action still lacks and the
// chain of documents may follow from any step.
func (p *RecordPage) Watches(record.Event) bool { return true }

// Reload reads the record again.
func (p *RecordPage) Reload() {
	book, hat := p.host.Book(), p.host.Hat()
	kit.Fetch(p.host.Runner(), &p.latest, func() (*RecordView, error) {
		var v *RecordView
		err := book.Read(hat, func(r record.Reader) error {
			var err error
			v, err = LoadRecord(r, book.Kinds(), p.kind, p.route.ID, p.shape)
			return err
		})
		return v, err
	}, p.show)
}

func (p *RecordPage) show(v *RecordView, err error) {
	if p.tabs != nil {
		p.tab = p.tabs.Selected()
	}
	if p.view != nil && record.IsRefusal(err, "missing") {
		// It was here and is gone: taken back, deleted, or of a time that was left. The toast tells.
		p.host.Replace(Route{Name: p.entry.Name})
		return
	}
	p.view = v
	if err != nil {
		p.view, p.tabs = nil, nil
		gone := &kit.EmptyState{Text: err.Error(), Button: "返回列表", OnTapped: func() { p.host.Replace(Route{Name: p.entry.Name}) }}
		p.put(kit.Page{Title: kit.Heading(p.entry.Label), Body: &kit.Card{Content: gone}}.Object())
		return
	}
	p.put(p.draw(v))
}

func (p *RecordPage) put(o fyne.CanvasObject) {
	p.holder.Objects = []fyne.CanvasObject{o}
	p.holder.Refresh()
}

func (p *RecordPage) draw(v *RecordView) fyne.CanvasObject {
	title := v.No
	if v.Title != "" {
		title += "　" + v.Title
	}
	var chips []fyne.CanvasObject
	if v.State.Text != "" {
		chips = append(chips, &kit.StatusChip{Text: v.State.Text, Tone: ToneOf(v.State.Tone)})
	}
	var parts []fyne.CanvasObject
	if p.shape.Above != nil {
		if above := p.shape.Above(p.host, p.route.ID); above != nil {
			parts = append(parts, above)
		}
	}
	parts = append(parts, p.facts(v))
	for i, l := range v.Lines {
		var totals []Fact
		if i == len(v.Lines)-1 {
			totals = v.Totals
		}
		parts = append(parts, p.lines(l, totals, len(v.Lines) > 1 || len(v.Totals) == 0))
	}
	p.tabs = p.buildTabs(v)
	parts = append(parts, &kit.Card{Flush: true, Content: p.tabs})
	p.scroll.Content = kit.Stack{Gap: 10}.Of(parts...)
	p.scroll.Refresh()
	whole := []fyne.CanvasObject{kit.RecordHead(kit.Heading(title), chips, p.buttons(v))}
	if len(v.Chain) > 0 {
		whole = append(whole, p.chain(v.Chain))
	}
	return kit.Inset(theme.Gap4, kit.Stack{Gap: 10, Fill: p.scroll}.Of(append(whole, p.scroll)...))
}

func (p *RecordPage) chain(links []Link) fyne.CanvasObject {
	c := &kit.Chain{}
	for _, l := range links {
		link := kit.ChainLink{Text: l.Text, Here: p.isHere(l.Route)}
		if !link.Here && l.Route.Name != "" {
			link.OnTapped = func() { p.host.Go(l.Route) }
		}
		c.Links = append(c.Links, link)
	}
	return c
}

// isHere says whether a route leads to the record of this page, which may have been opened from
// another list of its kind.
func (p *RecordPage) isHere(r Route) bool {
	e, ok := p.host.Registry().Find(r.Name)
	return ok && e.Kind == p.entry.Kind && r.View == Open && r.ID == p.route.ID
}

func (p *RecordPage) facts(v *RecordView) fyne.CanvasObject {
	var parts []fyne.CanvasObject
	for _, s := range v.Sections {
		if s.Title != "" {
			if len(parts) > 0 {
				parts = append(parts, kit.Divider())
			}
			parts = append(parts, kit.Hint(s.Title))
		}
		f := &kit.Facts{Columns: 2}
		for _, fact := range s.Facts {
			item := kit.Fact{Label: fact.Label, Value: fact.Value.Text, Tone: ToneOf(fact.Value.Tone), Chip: fact.Value.Chip, Wide: fact.Wide}
			if fact.Field.Type == record.TypeMoney || fact.Field.Unit != "" && fact.Field.Unit != "%" {
				item.Value += " " + fact.Field.Unit
			}
			if hasPage(p.host, fact.Value.Link) {
				item.OnTapped = func() { openTarget(p.host, fact.Value.Link) }
			}
			f.Items = append(f.Items, item)
		}
		parts = append(parts, f)
	}
	if v.Made != "" {
		made := kit.Hint(v.Made)
		made.Color, made.Truncate = theme.ColorTextFaint, true
		parts = append(parts, made)
	}
	facts := &kit.Card{Content: kit.Stack{Gap: theme.Gap3}.Of(parts...)}
	if p.shape.Aside == nil {
		return facts
	}
	aside := p.shape.Aside(p.host, p.route.ID)
	if aside == nil {
		return facts
	}
	return kit.Aside(facts, aside)
}

// whyLine says under a table how the chosen line came about; the first one until another is
// chosen.
func whyLine(t *kit.RowTable, why []string) fyne.CanvasObject {
	say := func(row int) string { return fmt.Sprintf("第 %d 行：%s", row+1, why[row]) }
	text := &kit.Text{Text: say(0), Tone: kit.ToneGrey, Truncate: true}
	t.OnSelect = func(row int) {
		if row >= 0 && row < len(why) {
			text.SetText(say(row))
		}
	}
	return &kit.Frame{Content: text, PadX: 12, Height: theme.RowHeight, Ground: theme.ColorGround}
}

// spread lets columns that would all keep their width share what the table has over: the column of
// numbers before them is not to take it.
func spread(columns []kit.Column) {
	for _, c := range columns {
		if c.Weight > 0 || c.Kind == kit.TextColumn || c.Kind == kit.LinkColumn {
			return
		}
	}
	for i := range columns {
		columns[i].Weight = 1
	}
}

// lines is a table of the record's lines, with what the record adds up to under the last one.
func (p *RecordPage) lines(l LinesView, totals []Fact, titled bool) fyne.CanvasObject {
	columns := append([]kit.Column{{ID: "#", Title: "", Width: 38, MinWidth: 38, Align: kit.AlignLeft}}, kitColumns(l.Columns)...)
	columns[0].Weight = 0.001
	for i, f := range l.Columns {
		if f.Type == record.TypeLink {
			columns[i+1].Weight, columns[i+1].MinWidth = 2, 120
		}
	}
	spread(columns[1:])
	for i := range columns {
		columns[i].Sortable = false
	}
	t := &kit.RowTable{Columns: columns, Fit: true, Count: func() int { return len(l.Rows) }}
	t.Cell = func(row, column int) kit.Cell {
		if column == 0 {
			return kit.Cell{Text: fmt.Sprint(row + 1), Tone: kit.ToneGrey}
		}
		return kitCell(l.Rows[row][column-1])
	}
	t.OnLink = func(row int, column string) {
		for i, f := range l.Columns {
			if f.Name == column {
				openTarget(p.host, l.Rows[row][i].Link)
			}
		}
	}
	if l.Sums != nil {
		t.Summary = func(column int) kit.Cell {
			if column == 0 {
				return kit.Cell{}
			}
			return kit.Cell{Text: l.Sums[l.Columns[column-1]]}
		}
	}
	under := []fyne.CanvasObject{t}
	if l.Why != nil {
		under = append(under, whyLine(t, l.Why))
	}
	if len(totals) > 0 {
		space := kit.Space()
		parts := append([]fyne.CanvasObject{space}, totalTexts(totals)...)
		under = append(under, &kit.Frame{Content: kit.Line{Gap: theme.Gap3, Fill: space}.Of(parts...), PadX: 12, Height: theme.RowHeight})
	}
	card := &kit.Card{Flush: true, Content: kit.Stack{}.Of(under...)}
	if titled {
		card.Title = l.Field.Label
	}
	return card
}

// Shortcut answers the keys of a record.
func (p *RecordPage) Shortcut(key string) bool {
	if p.view == nil {
		return false
	}
	switch key {
	case "F2":
		if p.view.Edit != nil {
			return false
		}
		p.edit()
	case "F5":
		p.Reload()
	case "Delete":
		if p.view.Delete != nil {
			return false
		}
		p.remove()
	default:
		return false
	}
	return true
}
