package page

import (
	"crmlab/domain/record"
	"crmlab/ui/kit"
)

// save stores the record away from the interface. next starts another form after it.
func (p *FormPage) save(next bool) {
	if p.form == nil || p.saving || !p.form.read() {
		return
	}
	p.saving = true
	p.setButtons("正在保存")
	rec := Clone(p.kind, p.record())
	p.host.Runner().Go(func() {
		e, err := p.host.Book().Save(p.host.Hat(), rec)
		p.host.Runner().UI(func() {
			p.saving = false
			p.setButtons("")
			if err != nil {
				p.refused(err)
				return
			}
			p.saved()
			p.host.Done(e)
			p.leaveTo(rec, next)
		})
	})
}

// saved forgets the draft: what was typed is stored.
func (p *FormPage) saved() {
	p.draft.drop()
	p.dropDraft()
	p.form.form.MarkClean()
	p.dropped, p.restored = true, false
	p.banner.Clear()
}

func (p *FormPage) leaveTo(rec record.Record, next bool) {
	switch {
	case next:
		p.dropped = false
		p.read(false)
	case p.route.View == New:
		p.host.Replace(Route{Name: p.entry.Name, View: Open, ID: rec.Head().ID})
	default:
		p.host.Back()
	}
}

// refused shows what is wrong at the fields. A record that was changed meanwhile can be opened
// anew from here.
func (p *FormPage) refused(err error) {
	if record.IsRefusal(err, "stale") {
		kit.Confirm(p.host.Window().Canvas(), kit.Question{Title: "没有保存", Yes: "重新打开", No: "留在这里",
			Text: err.Error() + "重新打开会放弃这里填写的内容。", OnYes: p.startAnew})
		return
	}
	if len(record.RefusalsIn(err)) == 0 {
		p.host.Fail(err)
		return
	}
	p.form.refuse(err)
}

// Leave asks before changes are lost.
func (p *FormPage) Leave(leave func()) {
	if p.form == nil || p.dropped || !p.restored && !p.form.form.Dirty() {
		leave()
		return
	}
	kit.Leave(p.host.Window().Canvas(), p.saveNow, func() {
		p.dropped = true
		p.draft.drop()
		p.dropDraft()
		leave()
	})
}

// saveNow stores the record at once, for a user who is leaving; it reports whether that was done.
func (p *FormPage) saveNow() bool {
	if !p.form.read() {
		return false
	}
	e, err := p.host.Book().Save(p.host.Hat(), Clone(p.kind, p.record()))
	if err != nil {
		p.refused(err)
		return false
	}
	p.saved()
	p.host.Done(e)
	return true
}
