package page

import (
	"encoding/json"
	"fmt"

	"crmlab/ui/kit"
)

// Kept is what is being typed beside a record and was not given yet, such as the opinion of an
// approver. It outlives the page as the drafts of forms do, so leaving the page to look something
// up needs no question: what was typed stands there again. It belongs to the goroutine of the
// interface.
type Kept struct {
	host  Host
	key   string
	form  *kit.EditForm
	wait  *pause
	given bool
}

// Keep brings back what was typed into a form under a key and not given, and keeps what is typed
// from then on. The key names the record, the form and whoever types.
func Keep(h Host, key string, form *kit.EditForm) *Kept {
	k := &Kept{host: h, key: key, form: form, wait: newPause(h.Runner(), draftWait)}
	form.OnChanged = func(string) { k.wait.start(k.Flush) }
	if d := draftsOf(h); d != nil {
		content, err := d.Load(key)
		var values map[string]string
		if err == nil && content != nil {
			err = json.Unmarshal(content, &values)
		}
		if err != nil {
			h.Fail(fmt.Errorf("read what was typed: %w", err))
		}
		form.MarkClean() // what was brought back is still to be kept
		form.SetValues(values)
	}
	return k
}

// Flush keeps what is typed now, without waiting.
func (k *Kept) Flush() {
	d := draftsOf(k.host)
	if d == nil || k.given {
		return
	}
	var err error
	if k.form.Dirty() {
		var content []byte
		if content, err = json.Marshal(k.form.Values()); err == nil {
			err = d.Save(k.key, content)
		}
	} else {
		err = d.Drop(k.key)
	}
	if err != nil {
		k.host.Fail(fmt.Errorf("keep what was typed: %w", err))
	}
}

// Give forgets what was typed: it was used.
func (k *Kept) Give() {
	k.given = true
	k.wait.drop()
	if d := draftsOf(k.host); d != nil {
		if err := d.Drop(k.key); err != nil {
			k.host.Fail(err)
		}
	}
}

// TakeBack keeps what was typed again: the step that it was given to was refused.
func (k *Kept) TakeBack() {
	k.given = false
	k.Flush()
}

func draftsOf(h Host) Drafts {
	if d, ok := h.(DraftsHost); ok {
		return d.Drafts()
	}
	return nil
}
