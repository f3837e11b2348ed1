package page

import (
	"encoding/json"
	"fmt"

	"crmlab/domain/record"
	"crmlab/ui/kit"
)

// draft is an unsaved form as it is kept beside the file: texts by name of field, and lines by
// name of field and column.
type draft struct {
	Rev   uint64                         `json:"rev"` // of the record that was being edited
	Texts map[string]string              `json:"texts"`
	Lines map[string][]map[string]string `json:"lines,omitempty"`
}

// draftOf takes down what the form has filled in.
func draftOf(s subject, rev uint64) ([]byte, error) {
	d := draft{Rev: rev, Texts: map[string]string{}, Lines: map[string][]map[string]string{}}
	for _, f := range s.fields {
		v := f.Get(s.value)
		if f.Type != record.TypeRows {
			d.Texts[f.Name] = textOf(f, v)
			continue
		}
		lines := make([]map[string]string, len(v.R))
		for i, line := range v.R {
			lines[i] = map[string]string{}
			for j, c := range f.Columns {
				if text := textOf(c, line[j]); text != "" {
					lines[i][c.Name] = text
				}
			}
		}
		d.Lines[f.Name] = lines
	}
	return json.Marshal(d)
}

// applyDraft fills a form's record with a draft. A draft of an older revision is not taken: the
// record has changed since.
func applyDraft(s subject, rev uint64, content []byte) (taken bool, err error) {
	var d draft
	if err := json.Unmarshal(content, &d); err != nil {
		return false, fmt.Errorf("read draft: %w", err)
	}
	if d.Rev != rev {
		return false, nil
	}
	_ = s.read(d.Texts) // what could not be read then cannot be read now; the form starts without it
	for _, f := range s.fields {
		lines, ok := d.Lines[f.Name]
		if f.Type != record.TypeRows || !ok {
			continue
		}
		v := record.Value{T: record.TypeRows}
		for _, line := range lines {
			row := make([]record.Value, len(f.Columns))
			for j, c := range f.Columns {
				if cell, err := readText(c, line[c.Name]); err == nil {
					row[j] = cell
				}
			}
			v.R = append(v.R, row)
		}
		f.Set(s.value, v)
	}
	return true, nil
}

func (p *FormPage) drafts() Drafts { return draftsOf(p.host) }

// draftKey tells forms apart: one draft a record, and one for a new record of an entry.
func (p *FormPage) draftKey() string {
	if p.route.View == Edit {
		return p.kind.Name + "/" + idText(p.route.ID)
	}
	return p.entry.Name + "/new"
}

func (p *FormPage) keepDraft() {
	if p.form == nil || p.dropped {
		return
	}
	if !p.form.form.Dirty() { // everything was taken back by hand
		p.dropDraft()
		return
	}
	_ = p.form.commitLines() // a draft keeps what can be read
	content, err := draftOf(p.start.subject, p.record().Head().Rev)
	if err != nil {
		p.host.Fail(err)
		return
	}
	key := p.draftKey()
	p.host.Runner().Go(func() {
		if err := p.drafts().Save(key, content); err != nil {
			p.host.Runner().UI(func() { p.host.Fail(err) })
		}
	})
}

func (p *FormPage) dropDraft() {
	if d := p.drafts(); d != nil {
		if err := d.Drop(p.draftKey()); err != nil {
			p.host.Fail(err)
		}
	}
}

func (p *FormPage) takeDraft(rec record.Record, content []byte) {
	taken, err := applyDraft(p.start.subject, rec.Head().Rev, content)
	if err != nil {
		p.host.Fail(err)
		return
	}
	p.restored = taken
	if taken {
		p.banner.Action, p.banner.OnTap = "放弃这些内容", p.startAnew
		p.banner.Set("", "已恢复上次没有保存的内容。", kit.ToneBlue)
	}
}

// startAnew throws the draft away and shows the record as it is stored.
func (p *FormPage) startAnew() {
	p.dropDraft()
	p.banner.Clear()
	p.restored = false
	p.read(false)
}
