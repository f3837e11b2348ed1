package page

import (
	"strings"

	"fyne.io/fyne/v2"

	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/theme"
)

// askedBy is the searched text and the order that a route asks for beside its conditions.
func askedBy(preset string) (text string, order record.Sort) {
	for piece := range strings.SplitSeq(preset, "&") {
		if s, ok := strings.CutPrefix(piece, record.PieceText); ok {
			text = record.UnescapeCond(s)
		}
		if s, ok := strings.CutPrefix(piece, record.PieceSort); ok && order.Field == "" {
			order.Field, order.Desc = strings.CutPrefix(s, "-")
		}
	}
	return text, order
}

// rebuildBar makes the query bar anew when the fields to filter by are others than before: at the
// start, and when a field was defined at run time. What was typed stays.
func (p *ListPage) rebuildBar() {
	var quick []*record.Field
	var today record.Date
	err := p.host.Book().Read(p.host.Hat(), func(r record.Reader) error {
		preset, err := record.ParseConds(r, p.kind, p.preset)
		quick, today = quickFields(r.Fields(p.kind), preset), r.Today()
		p.advanced.setFields(r.Fields(p.kind))
		return err
	})
	if err != nil {
		p.host.Fail(err)
	}
	views := p.offerViews()
	if p.bar != nil && sameFields(quick, p.quick) && (views != nil) == p.viewed {
		return
	}
	p.viewed = views != nil
	values := map[string]string{quickText: p.query.Text}
	if p.bar != nil {
		values = p.bar.Values()
	}
	p.quick = quick
	look := &kit.Button{Text: "列 ▾", Kind: kit.Ghost, Tip: "显示哪些列，每页多少条"}
	look.OnTapped = func() { p.chooseLook(look) }
	right := []fyne.CanvasObject{look}
	if views != nil {
		right = []fyne.CanvasObject{views, look}
	}
	p.bar = &kit.QueryBar{Inputs: quickInputs(p.host, quick, today), OnQuery: p.ask, OnReset: p.clear,
		OnAdvanced: p.advanced.toggle, Right: right}
	p.bar.SetValues(values)
	p.barAt.Objects = []fyne.CanvasObject{p.bar}
	p.barAt.Refresh()
}

func sameFields(a, b []*record.Field) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Name != b[i].Name || a[i].Label != b[i].Label || len(a[i].Choices) != len(b[i].Choices) {
			return false
		}
	}
	return true
}

// ask takes the conditions of the query bar over and starts at the first page.
func (p *ListPage) ask() {
	values := p.bar.Values()
	p.query.Text, p.query.Quick, p.query.Page = values[quickText], quickConds(p.quick, values), 1
	p.table.ScrollToTop()
	p.Reload()
}

// clear takes all conditions away but those of the entry itself.
func (p *ListPage) clear() {
	p.bar.SetValues(nil)
	p.advanced.setConds(nil)
	p.query.Text, p.query.Quick, p.query.Advanced, p.query.Page = "", nil, nil, 1
	if p.side != nil {
		p.side.all()
	}
	if p.route.Preset != "" {
		p.route.Preset, p.preset = "", p.entry.Preset
		p.host.Replace(p.route)
		return
	}
	p.Reload()
}

func (p *ListPage) sort(s kit.Sort) {
	p.query.Sort = record.Sort{}
	if s.Order != kit.Unsorted {
		p.query.Sort = record.Sort{Field: s.Column, Desc: s.Order == kit.Descending}
	}
	p.query.Page = 1
	p.Reload()
}

// narrowWords tell what narrows the list beyond what the query bar shows.
func (p *ListPage) narrowWords() []string {
	var words []string
	if p.route.Preset != "" {
		err := p.host.Book().Read(p.host.Hat(), func(r record.Reader) error {
			conds, err := record.ParseConds(r, p.kind, p.route.Preset)
			for _, c := range conds {
				words = append(words, CondText(r, p.kind, c))
			}
			return err
		})
		if err != nil {
			p.host.Fail(err)
		}
	}
	if p.answer != nil && !p.advanced.open() {
		words = append(words, p.answer.Narrow...)
	}
	return words
}

// narrowLine says what narrows a list and takes it away.
type narrowLine struct {
	text   *kit.Text
	object *kit.Frame
}

func newNarrowLine(clear func()) *narrowLine {
	n := &narrowLine{text: &kit.Text{TextSize: theme.SizeSmall, Color: theme.ColorTextSecond, Truncate: true}}
	link := &kit.LinkText{Text: "清除条件", TextSize: theme.SizeSmall, OnTapped: clear}
	n.object = &kit.Frame{Content: kit.Line{Gap: theme.Gap3, Fill: n.text}.Of(n.text, link), PadX: 2}
	n.object.Hide()
	return n
}

func (n *narrowLine) set(words []string) {
	if len(words) == 0 {
		n.object.Hide()
		return
	}
	text := "条件　"
	for i, w := range words {
		if i > 0 {
			text += "；"
		}
		text += w
	}
	n.text.SetText(text)
	n.object.Show()
}
