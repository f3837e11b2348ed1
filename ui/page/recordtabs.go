package page

import (
	"fyne.io/fyne/v2"

	"crmlab/domain/attachment"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/theme"
)

const (
	relatedRows    = 10 // records of a related kind that a tab shows at once
	relatedColumns = 6
	historyTab     = "history"
)

// buildTabs puts the related kinds first, then the module's own tabs, then the history.
func (p *RecordPage) buildTabs(v *RecordView) *kit.Tabs {
	t := &kit.Tabs{}
	for _, rel := range v.Related {
		t.Items = append(t.Items, kit.Tab{ID: rel.Kind.Name + "." + rel.Field.Name, Title: rel.Label, Count: rel.Count,
			Build: func() fyne.CanvasObject { return p.related(rel) }})
	}
	for i, tab := range p.shape.Tabs {
		t.Items = append(t.Items, kit.Tab{ID: "own." + tab.Label, Title: tab.Label, Count: v.Counts[i],
			Build: func() fyne.CanvasObject { return tab.Build(p.host, p.route.ID) }})
	}
	if attachment.Taken(p.kind) {
		t.Items = append(t.Items, kit.Tab{ID: attachmentTab, Title: "附件", Count: len(v.Attachments), Build: func() fyne.CanvasObject { return p.attachments(v) }})
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

// relatedTab is a small table of the records that link here, with its own pages.
type relatedTab struct {
	host   Host
	rel    RelatedView
	parent record.Target // the record of the page
	answer *ListAnswer
	table  *kit.RowTable
}

func (p *RecordPage) related(rel RelatedView) fyne.CanvasObject {
	t := &relatedTab{host: p.host, rel: rel, parent: record.Target{Kind: p.entry.Kind.Name, ID: p.route.ID}}
	if err := t.read(1); err != nil {
		return kit.Inset(theme.Gap4, &kit.Paragraph{Text: err.Error(), Tone: kit.ToneRed})
	}
	return t.draw()
}

// read reads one page of the records.
func (t *relatedTab) read(page int) error {
	return t.host.Book().Read(t.host.Hat(), func(r record.Reader) error {
		q := ListQuery{Page: page, Size: relatedRows, Columns: t.columns(r)}
		if t.rel.Field.Cascade {
			q.Sort = record.Sort{Field: "no"} // parts of the record, in their order
		}
		a, err := LoadList(r, t.rel.Kind, t.rel.Preset, q)
		if err != nil {
			return err
		}
		t.answer = a
		if a.Create == nil && t.rel.Field.Type == record.TypeLink {
			rec, err := record.Blank(r, t.rel.Kind)
			if err != nil {
				return err
			}
			t.rel.Field.Set(rec, record.LinkValue(t.parent.ID))
			a.Create = t.rel.Kind.AddBlocked(r, rec)
		}
		return nil
	})
}

// columns are the first listed ones, without those that say the same as the page itself; the state
// is always among them.
func (t *relatedTab) columns(r record.Reader) []string {
	var out []string
	for _, f := range listColumns(r.Fields(t.rel.Kind), nil) {
		switch {
		case f == t.rel.Field || t.shared(f) != nil:
		case len(out) < relatedColumns:
			out = append(out, f.Name)
		case f.Name == "state" || f.Name == "status":
			out[len(out)-1] = f.Name
		}
	}
	return out
}

// shared is the field of the page's own kind that links to the same thing as a field of the
// related kind does, by name; nil if there is none.
func (t *relatedTab) shared(f *record.Field) *record.Field {
	mine := record.KindNamed(t.parent.Kind).Field(f.Name)
	if f.Type != record.TypeLink || f.Name == "owner" || f.Name == "dept" ||
		mine == nil || mine.Type != record.TypeLink || mine.Target() != f.Target() {
		return nil
	}
	return mine
}

func (t *relatedTab) draw() fyne.CanvasObject {
	a := t.answer
	columns := kitColumns(a.Columns)
	for i := range columns {
		columns[i].Sortable = false
	}
	t.table = &kit.RowTable{Columns: columns, Fit: true,
		Count:  func() int { return len(t.answer.Rows) },
		Cell:   func(row, column int) kit.Cell { return kitCell(t.answer.Rows[row].Cells[column]) },
		OnLink: t.follow,
		OnOpen: func(row int) { openTarget(t.host, record.Target{Kind: t.rel.Kind.Name, ID: t.answer.Rows[row].ID}) },
		Empty:  kit.EmptyState{Text: "还没有" + t.rel.Kind.Label + "。"},
	}
	entry, hasList := t.entry()
	hasList = hasList && !t.rel.Kind.Internal
	add := func() { t.host.Go(Route{Name: entry, View: New, Preset: t.newPreset()}) }
	if len(a.Rows) == 0 {
		switch {
		case !hasList:
		case a.Create == nil:
			t.table.Empty.Button, t.table.Empty.OnTapped = "新增"+t.rel.Kind.Label, add
		default:
			t.table.Empty.Text += reason(a.Create)
		}
		return t.table
	}
	if len(a.Sums) > 0 {
		t.table.Summary = func(column int) kit.Cell {
			if column == 0 {
				return kit.Cell{Text: "合计"}
			}
			return kit.Cell{Text: t.answer.Sums[t.answer.Columns[column]]}
		}
		sumsFit(t.table.Columns, t.table.Summary)
	}
	parts := []fyne.CanvasObject{t.table}
	if a.Pages > 1 {
		t.table.MinRows = relatedRows // the last page is as high as the others
		parts = append(parts, t.pager())
	}
	if hasList {
		button := &kit.Button{Text: "新增" + t.rel.Kind.Label, Small: true, Reason: reason(a.Create), OnTapped: add}
		parts = append(parts, &kit.Frame{Content: kit.Line{}.Of(button), PadX: 10, Height: 42})
	}
	return kit.Stack{}.Of(parts...)
}

// newPreset ties a new record to that of the page, and to what both kinds link to under the same
// name: a quote made at a task is for the task's customer.
func (t *relatedTab) newPreset() string {
	parts := []string{t.rel.Preset}
	err := t.host.Book().Read(t.host.Hat(), func(r record.Reader) error {
		parent := record.KindNamed(t.parent.Kind)
		row, ok := r.Row(parent, t.parent.ID)
		if !ok {
			return nil
		}
		for _, f := range editable(t.rel.Kind.Fields) {
			mine := t.shared(f)
			if f == t.rel.Field || mine == nil || !r.Access().Writes(f) {
				continue
			}
			if id := row.Value(mine).ID(); id != 0 {
				parts = append(parts, LinkPreset(r, f, id))
			}
		}
		return nil
	})
	if err != nil {
		t.host.Fail(err)
	}
	return JoinPresets(parts...)
}

func (t *relatedTab) pager() fyne.CanvasObject {
	p := &kit.Pager{PageSize: relatedRows, OnPage: func(page int) {
		if err := t.read(page); err != nil {
			t.host.Fail(err)
		}
		t.table.Reload()
	}}
	p.Set(t.answer.Total, 1)
	return p
}

func (t *relatedTab) follow(row int, column string) {
	for i, f := range t.answer.Columns {
		if f.Name == column {
			openTarget(t.host, t.answer.Rows[row].Cells[i].Link)
		}
	}
}

// entry is the name of an entry of the related kind, at best one that takes all its records.
func (t *relatedTab) entry() (name string, ok bool) {
	for _, e := range t.host.Registry().Entries {
		if e.Kind == t.rel.Kind && (!ok || e.Preset == "") {
			name, ok = e.Name, true
			if e.Preset == "" {
				break
			}
		}
	}
	return name, ok
}

// history is the table of what happened to the record.
func history(lines []HistoryLine) fyne.CanvasObject {
	return &kit.RowTable{
		Columns: []kit.Column{
			{ID: "when", Title: "电脑时间", Width: 132, MinWidth: 132, Kind: kit.DateColumn},
			{ID: "day", Title: "业务日期", Width: 98, Kind: kit.DateColumn},
			{ID: "who", Title: "人员", Width: 76, Weight: 0.1},
			{ID: "action", Title: "操作", Width: 140, Weight: 0.5},
			{ID: "field", Title: "字段", Width: 84, Weight: 0.3},
			{ID: "old", Title: "原值", Width: 110, MinWidth: 96, Weight: 0.8},
			{ID: "new", Title: "新值", Width: 150, MinWidth: 96, Weight: 1.2},
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
