package page

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"

	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/theme"
)

// manyBar offers what can be done with all ticked rows at once, in one step. It takes no room
// while nothing is ticked.
type manyBar struct {
	page   *ListPage
	text   *kit.Text
	merge  *kit.Button // nil where records of the kind cannot be merged
	line   *fyne.Container
	object *kit.Frame
}

func newManyBar(p *ListPage) *manyBar {
	m := &manyBar{page: p, text: kit.Strong("")}
	space := kit.Space()
	parts := []fyne.CanvasObject{m.text, space}
	if slices.ContainsFunc(p.kind.Actions, func(a *record.Action) bool { return !a.Quiet }) {
		act := &kit.Button{Text: "操作 ▾", Small: true}
		act.OnTapped = func() { kit.ShowMenuBelow(act, m.menu()) }
		parts = append(parts, act)
	}
	if p.kind.Mergeable() {
		m.merge = &kit.Button{Text: "合并", Small: true, OnTapped: func() { Merge(p.host, p.kind, p.ticked(), m.done) }}
		parts = append(parts, m.merge)
	}
	if !p.kind.Internal {
		parts = append(parts, &kit.Button{Text: "删除", Kind: kit.Danger, Small: true, OnTapped: func() {
			askDelete(p.host, p.kind, p.ticked(), p.name(p.ticked()), m.done)
		}})
	}
	parts = append(parts, &kit.Button{Text: "取消选择", Kind: kit.Ghost, Small: true, OnTapped: func() { p.table.CheckAll(false) }})
	m.line = kit.Line{Gap: theme.Gap2, Fill: space}.Of(parts...)
	m.object = &kit.Frame{Content: m.line, PadX: 10, Height: 40, Ground: theme.ColorTintBrand, LineBottom: true}
	m.object.Hide()
	return m
}

// menu offers every action; one that a ticked record does not allow says why.
func (m *manyBar) menu() []kit.MenuItem {
	p, ids := m.page, m.page.ticked()
	var items []kit.MenuItem
	err := p.host.Book().Read(p.host.Hat(), func(r record.Reader) error {
		for _, a := range p.kind.Actions {
			if a.Quiet {
				continue
			}
			item := kit.MenuItem{Text: a.Label, Danger: a.Danger, OnTapped: func() { RunAction(p.host, a, ids, m.done) }}
			for _, id := range ids {
				rec, err := r.Load(p.kind, id)
				if err != nil {
					return err
				}
				if item.Reason = reason(a.Blocked(r, rec)); item.Reason != "" {
					item.Reason = rec.Head().No + "：" + item.Reason
					break
				}
			}
			items = append(items, item)
		}
		return nil
	})
	if err != nil {
		p.host.Fail(err)
	}
	return items
}

// done shows the list as it is after the step, with nothing ticked.
func (m *manyBar) done() {
	m.page.table.CheckAll(false)
	m.page.Reload()
}

func (m *manyBar) refresh() {
	n := len(m.page.table.Checked())
	m.text.SetText(fmt.Sprintf("已选 %d 条", n))
	if m.merge != nil {
		why := ""
		if n < 2 || n > record.MostMerged {
			why = fmt.Sprintf("选 2 到 %d 条重复的记录再合并", record.MostMerged)
		}
		m.merge.SetReason(why)
	}
	m.line.Refresh()
	if shown := n > 0; shown != m.object.Visible() {
		m.object.Hidden = !shown
		m.page.relayout()
	}
}

// doMany does an action on several records in one step. What it asks for was answered once for
// all of them.
func doMany(h Host, a *record.Action, ids []record.ID, in any) (*record.Entry, error) {
	if len(ids) == 1 {
		return h.Book().Do(h.Hat(), a, ids[0], in)
	}
	return h.Book().Write(h.Hat(), fmt.Sprintf("%s %d 条%s", a.Label, len(ids), a.Kind.Label), func(tx record.Tx) error {
		for _, id := range ids {
			if err := tx.Do(a, id, in); err != nil {
				return err
			}
		}
		return nil
	})
}
