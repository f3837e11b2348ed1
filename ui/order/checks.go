// Package order holds what is special about the pages of experiment 8, and of the sales
// documents that lead to an order: the checks before submission and the chain of
// documents. Lists, forms and record pages come from package page.
package order

import (
	"fyne.io/fyne/v2"

	"crmlab/domain/order"
	"crmlab/domain/record"
	"crmlab/ui/approval"
	"crmlab/ui/kit"
	"crmlab/ui/page"
)

// checkLine is one line of 提交前检查 as the card shows it.
type checkLine struct {
	mark string
	tone kit.Tone
	text string
}

// checkLines reads the checks of a draft; nothing for an order that was submitted.
func checkLines(r record.Reader, id record.ID) ([]checkLine, error) {
	rec, err := r.Load(order.Orders.Kind, id)
	if err != nil {
		return nil, err
	}
	o := rec.(*order.Order)
	if !order.Editable(o.State) {
		return nil, nil
	}
	checks, err := order.Checks(r, o)
	if err != nil {
		return nil, err
	}
	out := make([]checkLine, len(checks))
	for i, c := range checks {
		out[i] = checkLine{mark: "✓", tone: kit.ToneGreen, text: c.Name + "：" + c.Text}
		switch {
		case !c.OK:
			out[i].mark, out[i].tone = "✗", kit.ToneRed
		case c.Warn:
			out[i].mark, out[i].tone = "!", kit.ToneAmber
		}
	}
	return out, nil
}

// aside is what stands beside the facts of an order: the checks while it is a draft, the
// answers while it waits for the hat's own.
func aside(h page.Host, id record.ID) fyne.CanvasObject {
	if card := checksCard(h, id); card != nil {
		return card
	}
	return approval.AnswerCard(h, order.Orders.Kind, id)
}

// checksCard draws 提交前检查 beside the facts of an order; nil once it was submitted.
func checksCard(h page.Host, id record.ID) fyne.CanvasObject {
	var lines []checkLine
	if err := h.Book().Read(h.Hat(), func(r record.Reader) (err error) {
		lines, err = checkLines(r, id)
		return err
	}); err != nil || len(lines) == 0 {
		return nil // the record page itself reports what it cannot read
	}
	rows := make([]fyne.CanvasObject, len(lines))
	for i, l := range lines {
		text := &kit.Paragraph{Text: l.text}
		if l.tone == kit.ToneRed {
			text.Tone = kit.ToneRed
		}
		rows[i] = kit.Line{Gap: 6, Fill: text}.Of(&kit.Text{Text: l.mark, Tone: l.tone, Bold: true, MinWidth: 14}, text)
	}
	return &kit.Card{Title: "提交前检查", Content: kit.Stack{Gap: 6}.Of(rows...)}
}
