package company

import (
	"fmt"

	"fyne.io/fyne/v2"

	"crmlab/domain/company"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/theme"
)

// Explain asks for an employee in a post and tells why they may see, edit and delete a record, or
// why not (为什么能看).
func Explain(h page.Host, k *record.Kind, id record.ID) {
	var hats []company.HatChoice
	var name string
	if err := h.Book().Read(h.Hat(), func(r record.Reader) (err error) {
		name = r.Whole().Name(k, id)
		hats, err = company.Hats(r)
		return err
	}); err != nil {
		h.Fail(err)
		return
	}
	w := &whyView{host: h, kind: k, id: id, hats: hats, body: kit.Stack{Gap: theme.Gap3}.Of()}
	who := &kit.ChoiceField{OnChanged: func(value string) { w.show(value) }}
	who.SetOptions(w.options())
	content := kit.Stack{Gap: theme.Gap3}.Of(kit.Line{Gap: theme.Gap2, Fill: who}.Of(kit.Hint("员工"), who), w.body)
	w.dialog = kit.Ask(h.Window().Canvas(), kit.Dialog{Title: "为什么能看 " + name, Content: content, Width: 560, OK: "关闭", Cancel: "-", OnOK: func() error { return nil }})
	for i, c := range hats {
		if c.Hat.Employee == h.Hat().Employee && c.Hat.Position == h.Hat().Position && c.Hat.Dept == h.Hat().Dept {
			who.SetValue(fmt.Sprint(i))
			w.show(fmt.Sprint(i))
		}
	}
}

// whyView is what the dialog shows about one hat.
type whyView struct {
	host   page.Host
	kind   *record.Kind
	id     record.ID
	hats   []company.HatChoice
	body   *fyne.Container
	dialog *kit.Modal
}

func (w *whyView) options() []kit.Option {
	out := make([]kit.Option, len(w.hats))
	for i, c := range w.hats {
		out[i] = kit.Option{Value: fmt.Sprint(i), Label: c.Name + "　" + c.Office, Detail: c.Dept}
	}
	return out
}

func (w *whyView) show(value string) {
	var at int
	if _, err := fmt.Sscan(value, &at); err != nil || at >= len(w.hats) {
		return
	}
	var verdicts []record.Verdict
	err := w.host.Book().Read(w.host.Hat(), func(r record.Reader) error {
		as, err := record.As(r, w.hats[at].Hat)
		if err != nil {
			return err
		}
		verdicts, err = record.Why(as, w.kind, w.id)
		return err
	})
	if err != nil {
		w.host.Fail(err)
		return
	}
	w.body.Objects = nil
	for _, v := range verdicts {
		w.body.Objects = append(w.body.Objects, verdict(v))
	}
	w.body.Refresh()
	w.dialog.Relayout()
}

// verdict is one line of answer with its reasons under each other.
func verdict(v record.Verdict) fyne.CanvasObject {
	chip := &kit.StatusChip{Text: "能" + v.Verb, Tone: kit.ToneGreen}
	switch {
	case v.Verb == "字段":
		chip.Text, chip.Tone = "字段受限", kit.ToneAmber
	case !v.OK:
		chip.Text, chip.Tone = "不能"+v.Verb, kit.ToneRed
	}
	var lines []fyne.CanvasObject
	for _, reason := range v.Reasons {
		lines = append(lines, &kit.Paragraph{Text: reason})
	}
	reasons := kit.Stack{Gap: theme.Gap1}.Of(lines...)
	return kit.Line{Gap: theme.Gap3, Fill: reasons}.Of(kit.Fixed(84, chip), reasons)
}
