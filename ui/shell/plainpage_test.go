package shell

import (
	"fyne.io/fyne/v2"

	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
)

// plainPage is a page that counts what the window asks of it.
type plainPage struct {
	route           page.Route
	object          fyne.CanvasObject
	reloads, closes int
	starts          int
	watches         *record.Kind
	keys            []string
}

func newPlainPage(h page.Host, r page.Route) page.Page {
	e, _ := h.Registry().Find(r.Name)
	p := &plainPage{route: r, watches: party.Customers.Kind}
	p.object = kit.Page{Title: kit.Heading(e.Label), Beside: []fyne.CanvasObject{kit.Hint("周强 · 销售经理 · 销售部")}, Body: &kit.Card{Content: kit.Space()}}.Object()
	return p
}

func (p *plainPage) Object() fyne.CanvasObject   { return p.object }
func (p *plainPage) Route() page.Route           { return p.route }
func (p *plainPage) Reload()                     { p.reloads++ }
func (p *plainPage) Watches(e record.Event) bool { return e.Touches(p.watches) }
func (p *plainPage) Close()                      { p.closes++ }

func (p *plainPage) Trail() []page.Crumb { return []page.Crumb{{Label: "我的桌面"}} }

// FocusFirst counts how often the page was opened.
func (p *plainPage) FocusFirst() { p.starts++ }

func (p *plainPage) Shortcut(key string) bool {
	p.keys = append(p.keys, key)
	return key != "Esc"
}

// holderPage is a page that may hold unsaved work.
type holderPage struct {
	*plainPage
	dirty   bool
	leaving func() // what waits for the user's answer
}

func newHolderPage(h page.Host, r page.Route) page.Page {
	return &holderPage{plainPage: newPlainPage(h, r).(*plainPage)}
}

func (p *holderPage) Leave(leave func()) {
	if p.dirty {
		p.leaving = leave
		return
	}
	leave()
}
