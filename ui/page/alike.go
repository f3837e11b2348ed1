package page

import (
	"fmt"
	"slices"
	"strings"

	"crmlab/domain/record"
	"crmlab/ui/kit"
)

// mostAlike records that may be there already are listed for a form.
const mostAlike = 8

// alike warns, while a form is being filled, of records that may be there already. It never keeps
// anybody from saving.
type alike struct {
	page   *FormPage
	find   func(record.Record) []record.Match // nil until what is there has been read
	banner *kit.Banner
	pause  *pause
	latest kit.Latest
	last   string // what was looked for
}

func newAlike(p *FormPage) *alike {
	a := &alike{page: p, banner: &kit.Banner{Tone: kit.ToneAmber}, pause: newPause(p.host.Runner(), liveWait)}
	a.banner.Clear()
	return a
}

// read reads what is there, away from the interface.
func (a *alike) read() {
	k := a.page.kind
	if len(k.DoubleFields()) == 0 {
		return
	}
	book, hat := a.page.host.Book(), a.page.host.Hat()
	kit.Fetch(a.page.host.Runner(), &a.latest, func() (find func(record.Record) []record.Match, err error) {
		err = book.Read(hat, func(r record.Reader) error {
			find, err = k.DoubleFinder(r, false)
			return err
		})
		return find, err
	}, func(find func(record.Record) []record.Match, err error) {
		if err == nil { // without it the form is as good as before
			a.find = find
			a.look()
		}
	})
}

// changed looks again once the user has stopped typing.
func (a *alike) changed() {
	if a.find != nil {
		a.pause.run(a.look)
	}
}

func (a *alike) drop() {
	a.latest.Drop()
	a.pause.drop()
}

func (a *alike) look() {
	p := a.page
	if p.form == nil || a.find == nil {
		return
	}
	rec := p.record()
	var typed []string
	for _, name := range p.kind.DoubleFields() {
		typed = append(typed, p.kind.Field(name).Get(rec).S)
	}
	key := strings.Join(typed, "\x00")
	if key == a.last {
		return
	}
	a.last = key
	found := a.find(rec)
	if len(found) == 0 {
		a.banner.Clear()
	} else {
		a.say(found)
	}
	p.body.Refresh()
}

func (a *alike) say(found []record.Match) {
	host := a.page.host
	first := alikeRows(host, found[:1])
	if len(first) == 0 {
		return
	}
	text := fmt.Sprintf("%s %s，%s。", first[0].no, first[0].title, first[0].why)
	if len(found) > 1 {
		text = fmt.Sprintf("%s %s（%s）等 %d 条。", first[0].no, first[0].title, first[0].why, len(found))
	}
	a.banner.Action, a.banner.OnTap = "查看", func() { showAlike(host, found) }
	a.banner.Set("", "可能已经有了："+text+"是同一家就不要再建；不是就接着填，可以保存。", kit.ToneAmber)
}

// alikeRow is a record that may be the same, as the dialog lists it.
type alikeRow struct {
	target                 record.Target
	link                   bool
	kind, no, title, owner string
	why                    string
}

func alikeRows(h Host, found []record.Match) (out []alikeRow) {
	err := h.Book().Read(h.Hat(), func(r record.Reader) error {
		for _, m := range found[:min(len(found), mostAlike)] {
			k := record.KindNamed(m.Target.Kind)
			row, ok := r.Whole().Row(k, m.Target.ID)
			if !ok {
				continue
			}
			out = append(out, alikeRow{target: m.Target, link: visible(r, k, m.Target.ID).ID != 0, kind: k.Label, no: row.Value(k.Field("no")).S,
				title: r.Whole().Title(k, m.Target.ID), owner: whoOf(r, record.Hat{Employee: row.Value(k.Field("owner")).ID()}), why: m.Why})
		}
		return nil
	})
	if err != nil {
		h.Fail(err)
	}
	return out
}

func showAlike(h Host, found []record.Match) {
	rows := alikeRows(h, found)
	var m *kit.Modal
	t := &kit.RowTable{Fit: true, Columns: []kit.Column{
		{ID: "no", Title: "编号", Width: 84, MinWidth: 84}, {ID: "title", Title: "名称", Width: 220, MinWidth: 140, Weight: 3},
		{ID: "kind", Title: "在哪里", Width: 84, MinWidth: 76}, {ID: "owner", Title: "负责人", Width: 76, MinWidth: 66}, {ID: "why", Title: "哪里相像", Width: 150, MinWidth: 120, Weight: 1}},
		Count: func() int { return len(rows) },
		Cell: func(row, column int) kit.Cell {
			r := rows[row]
			return kit.Cell{Text: []string{r.no, r.title, r.kind, r.owner, r.why}[column], Link: column == 0 && r.link}
		},
	}
	t.OnLink = func(row int, _ string) {
		m.Close()
		openTarget(h, rows[row].target)
	}
	m = kit.Ask(h.Window().Canvas(), kit.Dialog{Title: "可能已经有了", Content: t, Width: 680, OK: "知道了", Cancel: "-"})
}

// alikeTo lists records of the kind itself that may be the same as one that is there.
func alikeTo(r record.Reader, k *record.Kind, id record.ID) (out []record.ID, err error) {
	find, err := k.DoubleFinder(r, false)
	if err != nil || find == nil {
		return nil, err
	}
	rec, err := r.Load(k, id)
	if err != nil {
		return nil, err
	}
	for _, m := range find(rec) {
		if m.Target.Kind == k.Name && visible(r, k, m.Target.ID).ID != 0 && !slices.Contains(out, m.Target.ID) {
			out = append(out, m.Target.ID)
		}
	}
	return out, nil
}
