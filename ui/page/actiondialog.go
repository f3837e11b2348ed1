package page

import (
	"fmt"

	"crmlab/domain/record"
	"crmlab/ui/kit"
)

// RunAction does a declared action on records of its kind: asks for its inputs, or the question of
// a dangerous one, and then does it in one step. done is called after it; the record that the
// action names as its result is opened instead.
func RunAction(h Host, a *record.Action, ids []record.ID, done func()) {
	if len(ids) == 0 {
		return
	}
	if err := h.Hat().Watching(); err != nil {
		h.Fail(err)
		return
	}
	if len(a.Inputs) > 0 {
		askInputs(h, a, ids, done)
		return
	}
	step := func() {
		work(h, func() (*record.Entry, error) { return doMany(h, a, ids, nil) }, func(e *record.Entry) { finish(h, e, len(ids) == 1, done) })
	}
	if !a.Danger {
		step()
		return
	}
	kit.ConfirmDanger(h.Window().Canvas(), kit.Question{Title: a.Label, Text: a.Confirm, Yes: a.Label, OnYes: step})
}

// manyInputs is how many inputs of an action stand under each other.
const manyInputs = 5

// finish tells of a step and shows what came of it; of many results none is shown.
func finish(h Host, e *record.Entry, single bool, done func()) {
	h.Done(e)
	if single && e != nil && e.Result.ID != 0 && e.Result != e.Target {
		if route, ok := routeTo(h, e.Result); ok {
			h.Go(route)
			return
		}
	}
	done()
}

// askInputs shows the inputs of an action as a form. It closes only when the step was made; what a
// rule refuses stands under the field concerned.
func askInputs(h Host, a *record.Action, ids []record.ID, done func()) {
	var start formStart
	warning := a.Confirm
	err := h.Book().Read(h.Hat(), func(r record.Reader) error {
		rec, err := r.Load(a.Kind, ids[0])
		if err != nil {
			return err
		}
		if w := a.Warning(r, rec); w != "" && len(ids) == 1 {
			warning = w + warning
		}
		start = startForm(r, subject{fields: editable(a.Asks(r)), value: a.NewInput(r, rec), about: rec})
		return nil
	})
	if err != nil {
		h.Fail(err)
		return
	}
	var dialog *kit.Modal
	form := newFieldForm(h, start, true, nil, func() { dialog.Relayout() })
	title := a.Label
	if len(ids) > 1 {
		title = fmt.Sprintf("%s（%d 条）", a.Label, len(ids))
	}
	width := float32(460)
	switch {
	case form.wide:
		width = 780
	case len(start.subject.fields) > manyInputs:
		width = 700 // two columns, so that the whole form is seen at once
	}
	dialog = kit.Ask(h.Window().Canvas(), kit.Dialog{Title: title, Content: form.form, Width: width, OK: a.Label, Danger: a.Danger, OnOK: func() error {
		if !form.read() {
			return &kit.FieldErrors{} // what is wrong stands at the lines already
		}
		e, err := doMany(h, a, ids, form.subject.value)
		if len(record.RefusalsIn(err)) > 0 {
			out, _ := form.errorsOf(err)
			return out
		}
		if err != nil {
			return err
		}
		finish(h, e, len(ids) == 1, done)
		return nil
	}})
	if warning != "" {
		form.form.Notice(warning, kit.ToneAmber)
		dialog.Relayout()
	}
}
