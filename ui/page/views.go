package page

import (
	"fyne.io/fyne/v2"

	"crmlab/domain/company"
	"crmlab/domain/record"
	"crmlab/ui/kit"
)

// savedView is a query that was saved, as the panel lists it.
type savedView struct {
	id    record.ID
	name  string
	query string
	words string // its conditions as people read them
	who   string
}

// savedViews reads the saved queries of a kind. They are settings, not records: every hat may use
// them.
func savedViews(r record.Reader, k *record.Kind) ([]savedView, error) {
	views, err := record.Find(r.Whole(), company.Views, record.Where("kind", record.TextValue(k.Name)))
	var out []savedView
	for _, v := range views {
		s := savedView{id: v.ID, name: v.Name, query: v.Query, who: whoOf(r, record.Hat{Employee: v.CreatedBy})}
		conds, err := record.ParseConds(r, k, v.Query)
		if err != nil {
			s.words = "用到的内容已经不在，不能再查"
		}
		for i, c := range conds {
			if i > 0 {
				s.words += "；"
			}
			s.words += CondText(r, k, c)
		}
		out = append(out, s)
	}
	return out, err
}

// manage is the panel of the saved queries of a list: pick, rename, delete.
func (a *advancedPanel) manage() {
	var views []savedView
	var table *kit.RowTable
	read := func() bool {
		err := a.page.host.Book().Read(a.page.host.Hat(), func(r record.Reader) (err error) {
			views, err = savedViews(r, a.page.kind)
			return err
		})
		if err != nil {
			a.page.host.Fail(err)
		}
		return err == nil
	}
	if !read() {
		return
	}
	var m *kit.Modal
	table = &kit.RowTable{Fit: true, MinRows: 4, Columns: []kit.Column{
		{ID: "name", Title: "名称", Width: 150, MinWidth: 110, Weight: 1}, {ID: "words", Title: "条件", Width: 320, MinWidth: 200, Weight: 3}, {ID: "who", Title: "保存人", Width: 76, MinWidth: 66}},
		Count: func() int { return len(views) },
		Cell: func(row, column int) kit.Cell {
			v := views[row]
			return kit.Cell{Text: []string{v.name, v.words, v.who}[column], Link: column == 0}
		},
		Empty: kit.EmptyState{Text: "还没有保存的查询。设好条件，填上名称，点「保存查询」。"},
	}
	use := func(row int) {
		m.Close()
		a.choose(idText(views[row].id))
	}
	table.OnLink = func(row int, _ string) { use(row) }
	table.OnOpen = use
	changed := func(e *record.Entry) {
		a.page.host.Done(e)
		a.readSaved()
		if read() {
			table.Reload()
			m.Relayout()
		}
	}
	rename := &kit.Button{Text: "重命名"}
	drop := &kit.Button{Text: "删除", Kind: kit.Danger}
	chosen := func(row int) {
		if row < 0 || row >= len(views) {
			rename.SetReason("先点一下要改的查询")
			drop.SetReason("先点一下要删除的查询")
			return
		}
		v := views[row]
		rename.OnTapped = func() { a.rename(v, changed) }
		drop.OnTapped = func() {
			kit.ConfirmDanger(a.page.host.Window().Canvas(), kit.Question{Title: "删除查询", Text: "删除「" + v.name + "」？可以撤销。", Yes: "删除", OnYes: func() {
				work(a.page.host, func() (*record.Entry, error) { return company.DropView(a.page.host.Book(), a.page.host.Hat(), v.id) }, changed)
			}})
		}
		rename.SetReason("")
		drop.SetReason("")
	}
	chosen(-1)
	table.OnSelect = chosen
	m = kit.Ask(a.page.host.Window().Canvas(), kit.Dialog{Title: a.page.entry.Label + "的查询", Content: table, Width: 680, OK: "关闭", Cancel: "-", Extra: []*kit.Button{rename, drop}})
}

func (a *advancedPanel) rename(v savedView, done func(*record.Entry)) {
	name := &kit.TextField{MaxRunes: 40}
	form := &kit.EditForm{Columns: 1, Plain: true, Sections: []kit.Section{{Fields: []*kit.Field{{ID: "name", Label: "名称", Widget: name, Required: true}}}}}
	form.SetValues(map[string]string{"name": v.name})
	form.MarkClean()
	kit.Ask(a.page.host.Window().Canvas(), kit.Dialog{Title: "重命名查询", Content: form, OK: "重命名", OnOK: func() error {
		e, err := company.RenameView(a.page.host.Book(), a.page.host.Hat(), v.id, name.Value())
		if err != nil {
			return err
		}
		done(e)
		return nil
	}})
}

// offerViews is the quick way to the saved queries; nil while there are none.
func (p *ListPage) offerViews() fyne.CanvasObject {
	if p.advanced.readSaved(); len(p.advanced.views) == 0 {
		return nil
	}
	b := &kit.Button{Text: "查询 ▾", Kind: kit.Ghost, Tip: "用保存过的查询"}
	b.OnTapped = func() {
		p.advanced.readSaved()
		var items []kit.MenuItem
		for _, v := range p.advanced.views {
			items = append(items, kit.MenuItem{Text: v.name, OnTapped: func() {
				if !p.advanced.open() {
					p.advanced.toggle()
				}
				p.advanced.choose(idText(v.id))
			}})
		}
		items = append(items, kit.MenuItem{Separator: true}, kit.MenuItem{Text: "管理查询…", OnTapped: p.advanced.manage})
		kit.ShowMenuBelow(b, items)
	}
	return b
}
