package approval

import (
	"errors"
	"fmt"

	"fyne.io/fyne/v2"

	"crmlab/domain/approval"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/theme"
)

// answers are the four answers of an approver in the order in which they are offered.
var answers = []struct {
	name string
	kind kit.ButtonKind
}{{"pass", kit.Primary}, {"finish", kit.Secondary}, {"back", kit.Secondary}, {"refuse", kit.Danger}}

// AnswerCard lets the approver whose turn it is write an opinion and choose one of the four
// answers; nil for everybody else. An opinion that was not given yet is kept, so that the approver
// may look at the customer and the earlier orders in between.
func AnswerCard(h page.Host, k *record.Kind, id record.ID) fyne.CanvasObject {
	mine, doc := false, record.Target{Kind: k.Name, ID: id}
	var said []opinion
	var earlier []string
	if err := h.Book().Read(h.Hat(), func(r record.Reader) error {
		rec, err := r.Load(k, id)
		if err != nil {
			return err
		}
		if mine = k.Action("pass").Blocked(r, rec) == nil; !mine {
			return nil
		}
		if said, err = opinionsOf(r, doc); err == nil {
			earlier, err = approval.Earlier(r, doc)
		}
		return err
	}); err != nil || !mine {
		return nil // the record page itself reports what it cannot read
	}
	opinion := kit.TextArea(2)
	opinion.MaxRunes = 300
	opinion.Placeholder = "审批意见；不同意时必须写明理由"
	field := &kit.Field{ID: "opinion", Label: "审批意见", Widget: opinion, Span: -1}
	fields := []*kit.Field{field}
	back := &kit.ChoiceField{Options: []kit.Option{{Value: approval.ToSubmitter, Label: approval.ToSubmitter}}}
	for _, name := range earlier {
		back.Options = append(back.Options, kit.Option{Value: name, Label: name, Detail: "请他再批一次"})
	}
	if back.SetValue(approval.ToSubmitter); len(earlier) > 0 {
		fields = append(fields, &kit.Field{ID: "to", Label: "退回到（选「不同意，退回」时）", Widget: back, Span: -1})
	}
	form := &kit.EditForm{Plain: true, Columns: 1, Sections: []kit.Section{{Fields: fields}}}
	kept := page.Keep(h, fmt.Sprintf("%s/%d/answer/%d", k.Name, id, h.Hat().Employee), form)
	opinion.OnCommit = func(string) { kept.Flush() } // whoever goes elsewhere leaves the field first
	var buttons []fyne.CanvasObject
	for _, a := range answers {
		action := k.Action(a.name)
		give := func() error {
			kept.Give() // the step shows this page again, perhaps for the next answer
			in := &approval.Opinion{Text: opinion.Value()}
			if action.Name == "back" {
				in.To = back.Value()
			}
			e, err := h.Book().Do(h.Hat(), action, id, in)
			if err != nil {
				kept.TakeBack()
			} else {
				h.Done(e)
			}
			return err
		}
		buttons = append(buttons, &kit.Button{Text: action.Label, Kind: a.kind, Small: true, OnTapped: func() {
			if !action.Danger {
				refused(h, form, give())
				return
			}
			kit.ConfirmDanger(h.Window().Canvas(), kit.Question{Title: action.Label, Text: action.Confirm, Yes: action.Label, OnYes: func() { refused(h, form, give()) }})
		}})
	}
	parts := append(saidBefore(said), form, kit.Flow{Gap: 8}.Of(buttons...))
	return &kit.Card{Title: "审批", Content: kit.Stack{Gap: 8}.Of(parts...)}
}

// lastSaid bounds the opinions of others that stand above the form; the tab 审批 has all of them.
const lastSaid = 4

// saidBefore is what the other approvers said, the newest last.
func saidBefore(all []opinion) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, o := range all {
		if o.given {
			text := o.approver + "（" + o.point + "，" + o.day[5:] + "）" + o.answer
			if o.text != "" {
				text += "：" + o.text
			}
			out = append(out, &kit.Paragraph{Text: text, TextSize: theme.SizeSmall, Color: theme.ColorTextSecond})
		}
	}
	if len(out) > lastSaid {
		out = out[len(out)-lastSaid:]
	}
	if len(out) > 0 {
		out = append([]fyne.CanvasObject{kit.Hint("其他审批人意见")}, out...)
	}
	return out
}

// refused puts a refusal that concerns the opinion under it, any other where the window
// shows refusals.
func refused(h page.Host, form *kit.EditForm, err error) {
	var no *record.Refusal
	switch {
	case err == nil:
	case errors.As(err, &no) && no.Field == "opinion":
		form.SetErrors(map[string]string{"opinion": no.Why})
	default:
		h.Fail(err)
	}
}
