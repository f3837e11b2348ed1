package page

import (
	"slices"

	"fyne.io/fyne/v2"

	"crmlab/domain/record"
	"crmlab/ui/kit"
)

// buttonLimit bounds the actions that stand as buttons in the head of a record; the others are in
// 更多, so that number and name keep their room.
const buttonLimit = 3

// split divides the actions of a record: shown as buttons in order, the others in the menu, and
// the one that is the usual next step. What can be done now comes before what cannot, and what ends
// something comes last.
func split(actions []ActionView) (shown, rest []ActionView, main *ActionView) {
	for i := range actions {
		if actions[i].Action.Primary && actions[i].Blocked == nil {
			main = &actions[i]
			break
		}
	}
	var blocked, danger []ActionView
	for i := range actions {
		switch {
		case main == &actions[i]:
		case actions[i].Action.Danger:
			danger = append(danger, actions[i])
		case actions[i].Blocked != nil:
			blocked = append(blocked, actions[i])
		default:
			shown = append(shown, actions[i])
		}
	}
	all := slices.Concat(shown, blocked, danger)
	limit := buttonLimit
	if main != nil {
		limit--
	}
	if len(all) <= limit {
		return all, nil, main
	}
	return all[:limit], all[limit:], main
}

func (p *RecordPage) buttons(v *RecordView) []fyne.CanvasObject {
	shown, rest, main := split(v.Actions)
	var out []fyne.CanvasObject
	// What cannot be done now stands at the far left, away from the next step.
	for i := len(shown) - 1; i >= 0; i-- {
		a := shown[i]
		b := &kit.Button{Text: a.Action.Label, Reason: reason(a.Blocked), OnTapped: func() { p.run(a.Action) }}
		if a.Action.Danger {
			b.Kind = kit.Danger
		}
		out = append(out, b)
	}
	more := &kit.Button{Text: "更多"}
	more.OnTapped = func() { kit.ShowMenuBelow(more, p.more(v, rest)) }
	out = append(out, more)
	if !p.kind.Internal {
		out = append(out, &kit.Button{Text: "编辑", Tip: "F2", Reason: reason(v.Edit), OnTapped: p.edit})
	}
	if main != nil {
		out = append(out, &kit.Button{Text: main.Action.Label, Kind: kit.Primary, OnTapped: func() { p.run(main.Action) }})
	}
	return out
}

func (p *RecordPage) more(v *RecordView, rest []ActionView) []kit.MenuItem {
	var items []kit.MenuItem
	for _, a := range rest {
		items = append(items, kit.MenuItem{Text: a.Action.Label, Reason: reason(a.Blocked), Danger: a.Action.Danger, OnTapped: func() { p.run(a.Action) }})
	}
	if len(items) > 0 {
		items = append(items, kit.MenuItem{Separator: true})
	}
	if !p.kind.Internal && p.kind.Action("copy") == nil {
		items = append(items, kit.MenuItem{Text: "复制为新" + p.kind.Label, Reason: reason(v.Create), OnTapped: p.duplicate})
	}
	if explain := p.host.Registry().Explain; explain != nil {
		items = append(items, kit.MenuItem{Text: "为什么能看…", OnTapped: func() { explain(p.host, p.kind, p.route.ID) }})
	}
	if p.kind.Mergeable() {
		items = append(items, kit.MenuItem{Text: "合并重复的" + p.kind.Label + "…", Reason: reason(v.Edit), OnTapped: p.mergeAsk})
	}
	items = append(items, kit.MenuItem{Text: "复制编号", OnTapped: func() { fyne.CurrentApp().Clipboard().SetContent(v.No) }})
	if !p.kind.Internal {
		items = append(items, kit.MenuItem{Separator: true},
			kit.MenuItem{Text: "删除", Shortcut: "Delete", Danger: true, Reason: reason(v.Delete), OnTapped: p.remove})
	}
	return items
}

func (p *RecordPage) run(a *record.Action) {
	RunAction(p.host, a, []record.ID{p.route.ID}, p.Reload)
}

func (p *RecordPage) edit() { p.host.Go(Route{Name: p.entry.Name, View: Edit, ID: p.route.ID}) }

func (p *RecordPage) duplicate() {
	p.host.Go(Route{Name: p.entry.Name, View: New, Preset: copyPiece + record.EscapeCond(p.view.No)})
}

func (p *RecordPage) remove() {
	askDelete(p.host, p.kind, []record.ID{p.route.ID}, nameOf(p.kind, p.view.No, p.view.Title), func() {
		p.host.Replace(Route{Name: p.entry.Name})
	})
}
