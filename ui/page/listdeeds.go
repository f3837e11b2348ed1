package page

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"

	"crmlab/domain/record"
	"crmlab/ui/kit"
)

func (p *ListPage) add() {
	preset := p.preset
	if p.side != nil {
		preset = JoinPresets(preset, p.side.preset())
	}
	p.host.Go(Route{Name: p.entry.Name, View: New, Preset: preset})
}

func (p *ListPage) goImport() {
	p.host.Go(Route{Name: "import", Preset: "kind=" + p.kind.Name})
}

func (p *ListPage) openRecord(id record.ID) {
	p.host.Go(Route{Name: p.entry.Name, View: Open, ID: id})
}

// edit opens the form, or the record where the form would refuse.
func (p *ListPage) edit(id record.ID) {
	view := Edit
	err := p.host.Book().Read(p.host.Hat(), func(r record.Reader) error {
		rec, err := r.Load(p.kind, id)
		if err != nil || changeBlocked(r, p.kind, rec, record.Edit) != nil {
			view = Open // a record that cannot be read says so itself
		}
		return nil
	})
	if err != nil {
		p.host.Fail(err)
		return
	}
	p.host.Go(Route{Name: p.entry.Name, View: view, ID: id})
}

// follow opens what a cell links to.
func (p *ListPage) follow(row int, column string) {
	for i, f := range p.answer.Columns {
		if f.Name != column {
			continue
		}
		link := p.answer.Rows[row].Cells[i].Link
		if link.Kind == p.kind.Name {
			p.openRecord(link.ID)
			return
		}
		openTarget(p.host, link)
	}
}

// menu is what the right button offers on a row.
func (p *ListPage) menu(row int) []kit.MenuItem {
	line := p.answer.Rows[row]
	var edit, remove error
	var actions []*record.Action // those that can be done now; the record's page says why others cannot
	err := p.host.Book().Read(p.host.Hat(), func(r record.Reader) error {
		rec, err := r.Load(p.kind, line.ID)
		if err != nil {
			return err
		}
		edit, remove = changeBlocked(r, p.kind, rec, record.Edit), changeBlocked(r, p.kind, rec, record.Delete)
		for _, a := range p.kind.Actions {
			if !a.Quiet && a.Blocked(r, rec) == nil {
				actions = append(actions, a)
			}
		}
		return nil
	})
	if err != nil {
		p.host.Fail(err)
		return nil
	}
	items := []kit.MenuItem{{Text: "打开", OnTapped: func() { p.openRecord(line.ID) }}}
	if !p.kind.Internal {
		items = append(items,
			kit.MenuItem{Text: "编辑", Shortcut: "F2", Reason: reason(edit), OnTapped: func() { p.edit(line.ID) }},
			kit.MenuItem{Text: "删除", Shortcut: "Delete", Reason: reason(remove), Danger: true, OnTapped: func() { p.remove([]record.ID{line.ID}) }})
	}
	items = append(items, kit.MenuItem{Text: "复制编号", OnTapped: func() { fyne.CurrentApp().Clipboard().SetContent(line.No) }})
	if len(actions) > 0 {
		items = append(items, kit.MenuItem{Separator: true})
	}
	for _, a := range actions {
		items = append(items, kit.MenuItem{Text: a.Label, Danger: a.Danger, OnTapped: func() { RunAction(p.host, a, []record.ID{line.ID}, p.Reload) }})
	}
	return items
}

// remove deletes records after a question, in one step.
func (p *ListPage) remove(ids []record.ID) {
	askDelete(p.host, p.kind, ids, p.name(ids), p.Reload)
}

// name says which records are meant.
func (p *ListPage) name(ids []record.ID) string {
	if len(ids) > 1 {
		return fmt.Sprintf("选中的 %d 条%s", len(ids), p.kind.Label)
	}
	for _, row := range p.answer.Rows {
		if row.ID == ids[0] {
			return nameOf(p.kind, row.No, row.Title)
		}
	}
	return p.kind.Label
}

// nameOf is how a question or a title calls a record: number and name.
func nameOf(k *record.Kind, no, title string) string {
	if title == "" || title == no {
		return k.Label + " " + no
	}
	return k.Label + " " + no + " " + title
}

// askDelete asks, deletes in one step, and tells of it.
func askDelete(h Host, k *record.Kind, ids []record.ID, name string, done func()) {
	kit.ConfirmDanger(h.Window().Canvas(), kit.Question{
		Title: "删除" + k.Label, Text: "删除" + name + "？删除后可以撤销。", Yes: "删除",
		OnYes: func() {
			work(h, func() (*record.Entry, error) { return h.Book().Delete(h.Hat(), k, ids...) }, func(e *record.Entry) {
				h.Done(e)
				done()
			})
		},
	})
}

// work makes a step away from the interface; a refusal or fault is shown.
func work(h Host, step func() (*record.Entry, error), done func(*record.Entry)) {
	h.Runner().Go(func() {
		e, err := step()
		h.Runner().UI(func() {
			if err != nil {
				h.Fail(err)
				return
			}
			done(e)
		})
	})
}

// chooseLook offers which columns and how many rows are shown.
func (p *ListPage) chooseLook(anchor fyne.CanvasObject) {
	items := []kit.MenuItem{
		{Text: "选择列…", OnTapped: p.chooseColumns},
		{Text: "恢复默认列", OnTapped: func() { p.setColumns(nil) }},
		{Text: "排序…", OnTapped: func() { p.chooseSort(anchor) }},
		{Separator: true},
	}
	for _, size := range pageSizes {
		items = append(items, kit.MenuItem{Text: fmt.Sprintf("每页 %d 条", size), Checked: size == p.query.Size, OnTapped: func() { p.setSize(size) }})
	}
	kit.ShowMenuBelow(anchor, items)
}

// chooseSort offers to a user without a mouse what a press on the head of a column does: up, down,
// and as it was.
func (p *ListPage) chooseSort(anchor fyne.CanvasObject) {
	var items []kit.MenuItem
	for _, c := range p.table.Columns {
		if !c.Sortable || c.Hidden {
			continue
		}
		item := kit.MenuItem{Text: c.Title, OnTapped: func() { p.table.SortBy(c.ID) }}
		if p.table.Sort.Column == c.ID && p.table.Sort.Order != kit.Unsorted {
			item.Checked, item.Shortcut = true, map[kit.SortOrder]string{kit.Ascending: "↑", kit.Descending: "↓"}[p.table.Sort.Order]
		}
		items = append(items, item)
	}
	kit.ShowMenuBelow(anchor, items)
}

func (p *ListPage) setSize(size int) {
	look := settingsOf(p.host).ListLook(p.entry.Name)
	look.Size = size
	settingsOf(p.host).SetListLook(p.entry.Name, look)
	p.query.Size, p.query.Page = size, 1
	p.table.ScrollToTop()
	p.Reload()
}

func (p *ListPage) setColumns(names []string) {
	look := settingsOf(p.host).ListLook(p.entry.Name)
	look.Columns, look.Widths = names, nil
	settingsOf(p.host).SetListLook(p.entry.Name, look)
	p.query.Columns = names
	p.table.SetWidths(nil)
	p.Reload()
}

func (p *ListPage) resized(column string, width float32) {
	look := settingsOf(p.host).ListLook(p.entry.Name)
	widths := map[string]float32{column: width}
	for name, w := range look.Widths {
		if name != column {
			widths[name] = w
		}
	}
	look.Widths = widths
	settingsOf(p.host).SetListLook(p.entry.Name, look)
}

// chooseColumns shows every field with a box to tick.
func (p *ListPage) chooseColumns() {
	if p.answer == nil {
		return
	}
	var boxes []*kit.CheckField
	var names []string
	var objects []fyne.CanvasObject
	for _, f := range p.answer.Fields {
		if !offered(f) {
			continue
		}
		box := &kit.CheckField{Text: f.Label}
		box.SetChecked(slices.Contains(p.answer.Columns, f))
		boxes, names, objects = append(boxes, box), append(names, f.Name), append(objects, box)
	}
	content := kit.Tiles{Gap: 8, MinWidth: 150, Columns: 3}.Of(objects...) // the dialog scrolls where they are many
	kit.Ask(p.host.Window().Canvas(), kit.Dialog{Title: "选择列", Content: content, Width: 560, OK: "确定", OnOK: func() error {
		var chosen []string
		for i, box := range boxes {
			if box.Checked() {
				chosen = append(chosen, names[i])
			}
		}
		if len(chosen) == 0 {
			return record.Refuse("columns", "没有选择列", "列表至少要有一列", "勾选要显示的列")
		}
		p.setColumns(chosen)
		return nil
	}})
}

// chooseExport offers what to write and in which format.
func (p *ListPage) chooseExport() {
	ids := p.ticked()
	what := "全部结果"
	if len(ids) > 0 {
		what = fmt.Sprintf("选中的 %d 条", len(ids))
	}
	item := func(text, ext string, all bool) kit.MenuItem {
		return kit.MenuItem{Text: text, OnTapped: func() { p.exportTo(ext, ids, all) }}
	}
	kit.ShowMenuBelow(p.export, []kit.MenuItem{
		item(what+"，当前列（xlsx）", ".xlsx", false),
		item(what+"，当前列（csv）", ".csv", false),
		{Separator: true},
		item(what+"，全部字段（xlsx）", ".xlsx", true),
		item(what+"，全部字段（csv）", ".csv", true),
	})
}
