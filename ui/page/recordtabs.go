package page

import (
	"fmt"

	"fyne.io/fyne/v2"

	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/theme"
)

const (
	relatedRows    = 10 // records of a related kind that a tab shows; the others are in its list
	relatedColumns = 6
	historyTab     = "history"
)

// buildTabs puts the module's own tabs first, then the related kinds, then the history.
func (p *RecordPage) buildTabs(v *RecordView) *kit.Tabs {
	t := &kit.Tabs{}
	for i, tab := range p.shape.Tabs {
		t.Items = append(t.Items, kit.Tab{ID: "own." + tab.Label, Title: tab.Label, Count: v.Counts[i],
			Build: func() fyne.CanvasObject { return tab.Build(p.host, p.route.ID) }})
	}
	for _, rel := range v.Related {
		t.Items = append(t.Items, kit.Tab{ID: rel.Kind.Name + "." + rel.Field.Name, Title: rel.Label, Count: rel.Count,
			Build: func() fyne.CanvasObject { return p.related(rel) }})
	}
	t.Items = append(t.Items, kit.Tab{ID: historyTab, Title: "日志", Count: v.entries(), Build: func() fyne.CanvasObject { return history(v.History) }})
	t.Select(firstTab(t.Items, p.tab))
	return t
}

// firstTab is the tab that stays open, or else the first that has something to show.
func firstTab(items []kit.Tab, open string) string {
	for _, item := range items {
		if item.ID == open {
			return open
		}
	}
	for _, item := range items {
		if item.Count > 0 && item.ID != historyTab {
			return item.ID
		}
	}
	return items[0].ID
}

// entries is the number of journal entries behind the history.
func (v *RecordView) entries() int {
	n := 0
	for _, l := range v.History {
		if l.First {
			n++
		}
	}
	return n
}

// related is a small table of the records that link here.
func (p *RecordPage) related(rel RelatedView) fyne.CanvasObject {
	var a *ListAnswer
	err := p.host.Book().Read(p.host.Hat(), func(r record.Reader) error {
		var columns []string
		for _, f := range listColumns(r.Fields(rel.Kind), nil) {
			if f != rel.Field && len(columns) < relatedColumns {
				columns = append(columns, f.Name)
			}
		}
		var err error
		a, err = LoadList(r, rel.Kind, rel.Preset, ListQuery{Page: 1, Size: relatedRows, Columns: columns})
		return err
	})
	if err != nil {
		return kit.Inset(theme.Gap4, &kit.Paragraph{Text: err.Error(), Tone: kit.ToneRed})
	}
	list, hasList := p.listRoute(rel)
	columns := kitColumns(a.Columns)
	for i := range columns {
		columns[i].Sortable = false
	}
	t := &kit.RowTable{Columns: columns, Fit: true, Count: func() int { return len(a.Rows) },
		Cell: func(row, column int) kit.Cell { return kitCell(a.Rows[row].Cells[column]) },
		OnLink: func(row int, column string) {
			for i, f := range a.Columns {
				if f.Name == column {
					openTarget(p.host, a.Rows[row].Cells[i].Link)
				}
			}
		},
		OnOpen: func(row int) { openTarget(p.host, record.Target{Kind: rel.Kind.Name, ID: a.Rows[row].ID}) },
		Empty:  kit.EmptyState{Text: "还没有" + rel.Kind.Label + "。"},
	}
	space := kit.Space()
	foot := []fyne.CanvasObject{space}
	if hasList && !rel.Kind.Internal {
		add := func() { p.host.Go(Route{Name: list.Name, View: New, Preset: rel.Preset}) }
		if len(a.Rows) == 0 && a.Create == nil {
			t.Empty.Button, t.Empty.OnTapped = "新增"+rel.Kind.Label, add
			return t
		}
		foot = append([]fyne.CanvasObject{&kit.Button{Text: "新增" + rel.Kind.Label, Small: true, Reason: reason(a.Create), OnTapped: add}}, foot...)
	}
	if a.Total > len(a.Rows) && hasList {
		foot = append(foot, &kit.LinkText{Text: fmt.Sprintf("查看全部 %d 条", a.Total), OnTapped: func() { p.host.Go(list) }})
	}
	if len(foot) == 1 {
		return t
	}
	return kit.Stack{}.Of(t, &kit.Frame{Content: kit.Line{Fill: space}.Of(foot...), PadX: 10, Height: 42})
}

// listRoute is the list of a related kind, narrowed to the records that link here.
func (p *RecordPage) listRoute(rel RelatedView) (Route, bool) {
	route, ok := p.host.Registry().OpenRoute(rel.Kind, 0)
	return Route{Name: route.Name, Preset: rel.Preset}, ok
}

// history is the table of what happened to the record.
func history(lines []HistoryLine) fyne.CanvasObject {
	return &kit.RowTable{
		Columns: []kit.Column{
			{ID: "when", Title: "时间", Width: 132, MinWidth: 132, Kind: kit.DateColumn},
			{ID: "day", Title: "业务日期", Width: 98, Kind: kit.DateColumn},
			{ID: "who", Title: "人员", Width: 76, Weight: 0.1},
			{ID: "action", Title: "操作", Width: 150, Weight: 1},
			{ID: "field", Title: "字段", Width: 96, Weight: 0.3},
			{ID: "old", Title: "原值", Width: 110, Weight: 0.8},
			{ID: "new", Title: "新值", Width: 110, Weight: 0.8},
		},
		Fit:   true,
		Count: func() int { return len(lines) },
		Cell: func(row, column int) kit.Cell {
			l := lines[row]
			switch column {
			case 0:
				return kit.Cell{Text: l.When}
			case 1:
				return kit.Cell{Text: l.Day}
			case 2:
				return kit.Cell{Text: l.Who}
			case 3:
				return kit.Cell{Text: l.Action}
			case 4:
				return kit.Cell{Text: l.Field}
			case 5:
				return kit.Cell{Text: l.Old, Tone: kit.ToneGrey}
			}
			return kit.Cell{Text: l.New}
		},
		Empty: kit.EmptyState{Text: "没有日志。"},
	}
}
