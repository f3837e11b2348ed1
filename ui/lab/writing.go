package lab

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"crmlab/domain/lab"
	"crmlab/domain/lab/report"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/theme"
)

// saveAfter is how long nothing is typed before a text is saved by itself: a step of the journal
// for every thought, not for every word.
const (
	saveAfter  = 5 * time.Second
	draftAfter = time.Second // before what is typed is kept beside the file
)

// text is one field of the page that saves itself.
type text struct {
	page   *reportPage
	id     string
	header bool // a line of the title page
	ask    *kit.Paragraph
	field  *kit.TextField
	note   *kit.Text // length, and when it was saved

	stored string // as the file has it
	saving bool
	again  bool // it was changed while it was being saved
	wait   kit.Latest

	drafted bool // a draft has been kept since the last saving
}

// draft is what a field held that was not saved yet.
type draft struct {
	Before string `json:"before"` // what the file had then
	Text   string `json:"text"`
}

func (p *reportPage) newText(id string, rows int) *text {
	t := &text{page: p, id: id, ask: &kit.Paragraph{Bold: true}, note: kit.Hint("")}
	t.field = &kit.TextField{Rows: rows, MaxRunes: lab.MostWords, Placeholder: "在这里写；停下来就会自动保存", OnCommit: func(string) { t.save() }}
	t.field.OnChanged = func(string) { t.changed() }
	return t
}

func (p *reportPage) newLine(l lab.HeaderLine) *text {
	t := &text{page: p, id: l.ID, header: true, note: kit.Hint("")}
	t.field = &kit.TextField{MaxRunes: l.Most, Placeholder: l.Usual, MinWidth: 120, OnCommit: func(string) { t.save() }}
	t.field.OnChanged = func(string) { t.changed() }
	return t
}

// object is the field under its question.
func (t *text) object() fyne.CanvasObject {
	t.note.Align = fyne.TextAlignTrailing
	return kit.Stack{Gap: 6}.Of(t.ask, t.field, t.note)
}

func (t *text) key() string { return fmt.Sprintf("report/%d/%s", t.page.no, t.id) }

func (t *text) dirty() bool {
	return strings.TrimSpace(t.field.Value()) != strings.TrimSpace(t.stored)
}

// take shows what the file has, unless something else is being typed.
func (t *text) take(stored string) {
	typing := t.dirty()
	t.stored = stored
	if !typing && t.field.Value() != stored {
		t.field.SetValue(stored)
		t.say("")
	}
}

// restore takes over what was not saved, after a crash or a fault of the disk.
func (t *text) restore() (restored bool) {
	drafts := t.page.drafts()
	if drafts == nil {
		return false
	}
	content, err := drafts.Load(t.key())
	if err != nil || content == nil {
		return false
	}
	var d draft
	if json.Unmarshal(content, &d) != nil || d.Before != t.stored || strings.TrimSpace(d.Text) == strings.TrimSpace(t.stored) {
		return false
	}
	t.field.SetValue(d.Text)
	t.drafted = true
	t.say("")
	return true
}

// changed keeps what is typed beside the file after a short pause, and saves it after a longer one.
func (t *text) changed() {
	t.say("")
	runner := t.page.host.Runner()
	newest := t.wait.Next()
	if kit.IsInline(runner) {
		t.keepDraft() // nobody pauses; the field is saved when it is left
		return
	}
	runner.Go(func() {
		time.Sleep(draftAfter)
		runner.UI(func() {
			if newest() && !t.page.closed {
				t.keepDraft()
			}
		})
		time.Sleep(saveAfter - draftAfter)
		runner.UI(func() {
			if newest() && !t.page.closed {
				t.save()
			}
		})
	})
}

// keepDraft keeps what has been typed beside the file.
func (t *text) keepDraft() {
	drafts := t.page.drafts()
	if drafts == nil || !t.dirty() {
		return
	}
	content, err := json.Marshal(draft{Before: t.stored, Text: t.field.Value()})
	if err != nil {
		t.page.host.Fail(err)
		return
	}
	key, runner := t.key(), t.page.host.Runner()
	t.drafted = true
	runner.Go(func() {
		if err := drafts.Save(key, content); err != nil {
			runner.UI(func() { t.page.host.Fail(err) })
		}
	})
}

// say shows the length, and what came of saving.
func (t *text) say(saved string) {
	n := utf8.RuneCountInString(strings.Join(strings.Fields(t.field.Value()), ""))
	words := ""
	if !t.header {
		words = fmt.Sprintf("%d 字", n)
	}
	switch {
	case saved != "":
		words = join(words, saved)
	case t.dirty():
		words = join(words, "还没有保存")
	}
	t.note.SetText(words)
	t.page.summarize()
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + " · " + b
}

func (t *text) write(value string) (*record.Entry, error) {
	p := t.page
	if t.header {
		return p.board.WriteHeader(p.host.Hat(), t.id, value)
	}
	return p.board.Write(p.host.Hat(), p.no, t.id, value)
}

// save stores the text away from the interface.
func (t *text) save() {
	if t.page.board == nil || !t.dirty() {
		return
	}
	if t.saving {
		t.again = true
		return
	}
	t.wait.Drop()
	t.saving = true
	value := t.field.Value()
	runner := t.page.host.Runner()
	runner.Go(func() {
		_, err := t.write(value)
		runner.UI(func() {
			t.saving = false
			t.saved(value, err)
			if t.again {
				t.again = false
				t.save()
			}
		})
	})
}

// saveNow stores the text before it returns, for a user who is leaving or exporting.
func (t *text) saveNow() error {
	if t.page.board == nil || !t.dirty() {
		return nil
	}
	t.wait.Drop()
	value := t.field.Value()
	_, err := t.write(value)
	t.saved(value, err)
	return err
}

func (t *text) saved(value string, err error) {
	if err != nil {
		t.note.Color = theme.ColorDanger
		t.say("没有保存：" + reasonOf(err))
		return
	}
	t.note.Color = theme.ColorTextSecond
	t.stored = strings.TrimSpace(value)
	if drafts := t.page.drafts(); drafts != nil && t.drafted && !t.dirty() {
		t.drafted = false
		if err := drafts.Drop(t.key()); err != nil {
			t.page.host.Fail(err)
		}
	}
	t.page.savedAt = t.page.host.Book().Now()
	if t.dirty() {
		t.say("")
	} else {
		t.say("已保存 " + t.page.savedAt.Format("15:04"))
	}
}

func reasonOf(err error) string {
	for _, r := range record.RefusalsIn(err) {
		return r.Why
	}
	return err.Error()
}

func (p *reportPage) drafts() page.Drafts {
	if d, ok := p.host.(page.DraftsHost); ok {
		return d.Drafts()
	}
	return nil
}

// texts are all fields of the page.
func (p *reportPage) texts() []*text {
	return append(append([]*text{}, p.lines...), p.parts...)
}

// takeTexts brings the fields to what the file has.
func (p *reportPage) takeTexts(r *report.Report) {
	for _, t := range p.lines {
		stored := ""
		for _, f := range r.Header {
			if f.ID == t.id {
				stored = f.Value
			}
		}
		t.take(stored)
	}
	for i, t := range p.parts {
		part := r.Summary
		if i < len(r.Parts) {
			part = r.Parts[i]
			t.ask.SetText(fmt.Sprintf("%d. %s", i+1, part.Ask))
		} else {
			t.ask.SetText("心得与总结：" + part.Ask)
		}
		t.take(part.Text)
	}
}
