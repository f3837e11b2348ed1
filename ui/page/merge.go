package page

import (
	"fmt"
	"slices"
	"strings"

	"crmlab/domain/attachment"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/theme"
)

// mergeAsk asks which records are the same as the one of the page; those that look it are proposed.
func (p *RecordPage) mergeAsk() {
	var proposed []string
	err := p.host.Book().Read(p.host.Hat(), func(r record.Reader) error {
		alike, err := alikeTo(r, p.kind, p.route.ID)
		for _, id := range alike[:min(len(alike), record.MostMerged-1)] {
			proposed = append(proposed, idText(id))
		}
		return err
	})
	if err != nil {
		p.host.Fail(err)
		return
	}
	picker := &kit.PickerMulti{Find: p.others, Lookup: lookup(p.host, p.kind)}
	picker.SetValue(strings.Join(proposed, ","))
	hint := "最多再选 4 条；下一步逐项对照"
	if len(proposed) > 0 {
		hint = "名称、电话或税号相像的已经选上；下一步逐项对照"
	}
	form := &kit.EditForm{Columns: 1, Plain: true, Sections: []kit.Section{{Fields: []*kit.Field{{ID: "others", Label: "与它重复的" + p.kind.Label, Hint: hint, Widget: picker}}}}}
	var m *kit.Modal
	m = kit.Ask(p.host.Window().Canvas(), kit.Dialog{Title: "合并到" + p.kind.Label + " " + p.view.No, Content: form, Width: 520, OK: "下一步", OnOK: func() error {
		ids := []record.ID{p.route.ID}
		for part := range strings.SplitSeq(picker.Value(), ",") {
			if id := parseID(part); id != 0 {
				ids = append(ids, id)
			}
		}
		if err := mayMerge(p.host, p.kind, ids); err != nil {
			return err
		}
		m.Close()
		Merge(p.host, p.kind, ids, func() { p.Reload() })
		return nil
	}})
}

// others finds records of the kind but the page's own.
func (p *RecordPage) others(text string) []kit.Option {
	var out []kit.Option
	err := p.host.Book().Read(p.host.Hat(), func(r record.Reader) error {
		page, err := r.Query(record.Query{Kind: p.kind, Text: text, Size: pickLimit})
		if err != nil {
			return err
		}
		for _, row := range page.Rows {
			if row.ID() != p.route.ID {
				out = append(out, optionOf(r, p.kind, row))
			}
		}
		return nil
	})
	if err != nil {
		p.host.Fail(err)
	}
	return out
}

func mayMerge(h Host, k *record.Kind, ids []record.ID) error {
	return h.Book().Read(h.Hat(), func(r record.Reader) error { return h.Book().MergeBlocked(r, k, ids[0], ids[1:]) })
}

// merger is the comparison of records that are to become one.
type merger struct {
	host   Host
	kind   *record.Kind
	ids    []record.ID
	heads  []string // number and name
	rows   []mergeRow
	keep   int // which of them stays
	moving string
	table  *kit.RowTable
	note   *kit.Paragraph
}

// mergeRow is a field in which the records differ.
type mergeRow struct {
	field *record.Field
	texts []string
	from  int
}

// Merge compares records side by side and makes one of them. done is called after it, unless the
// one that stays is opened.
func Merge(h Host, k *record.Kind, ids []record.ID, done func()) {
	m := &merger{host: h, kind: k, ids: ids}
	if err := h.Book().Read(h.Hat(), m.load); err != nil {
		h.Fail(err)
		return
	}
	m.note = &kit.Paragraph{Color: theme.ColorTextSecond}
	m.table = &kit.RowTable{Fit: true, Columns: m.columns(), Count: func() int { return len(m.rows) + 1 }, Cell: m.cell, OnLink: m.choose}
	m.say()
	top := &kit.Paragraph{Text: "点要保留的内容：带 ✓ 的会留下。不同的项目才列出来。"}
	body := kit.Stack{Gap: theme.Gap3}.Of(top, m.table, m.note)
	kit.Ask(h.Window().Canvas(), kit.Dialog{Title: fmt.Sprintf("合并 %d 条%s", len(ids), k.Label), Content: body, Width: min(float32(220+len(ids)*230), 1100), OK: "合并", OnOK: func() error {
		e, err := m.merge()
		if err != nil {
			return err
		}
		h.Done(e)
		done()
		openTarget(h, record.Target{Kind: k.Name, ID: m.ids[m.keep]})
		return nil
	}})
}

func (m *merger) load(r record.Reader) error {
	if err := m.host.Book().MergeBlocked(r, m.kind, m.ids[0], m.ids[1:]); err != nil {
		return err
	}
	recs := make([]record.Record, len(m.ids))
	for i, id := range m.ids {
		rec, err := r.Load(m.kind, id)
		if err != nil {
			return err
		}
		recs[i] = rec
		m.heads = append(m.heads, rec.Head().No+"　"+r.Title(m.kind, id))
	}
	for _, f := range r.Fields(m.kind) {
		if !f.Editable() || f.Name == "no" || !r.Access().Writes(f) { // what the hat may not write stays as it is
			continue
		}
		row := mergeRow{field: f}
		same := true
		for _, rec := range recs {
			v := f.Get(rec)
			same = same && v.Equal(f.Get(recs[0]))
			text := ""
			if !v.Empty() {
				text = f.Show(v, r.Whole().Name)
			}
			row.texts = append(row.texts, text)
		}
		if same {
			continue
		}
		// What the first one lacks, the next that has it gives.
		row.from = max(0, slices.IndexFunc(row.texts, func(s string) bool { return s != "" }))
		m.rows = append(m.rows, row)
	}
	return m.count(r)
}

// count says what moves.
func (m *merger) count(r record.Reader) error {
	totals := map[string]int{}
	var order []string
	add := func(label string, n int) {
		if n == 0 {
			return
		}
		if totals[label] == 0 {
			order = append(order, label)
		}
		totals[label] += n
	}
	for _, id := range m.ids[1:] {
		related, err := relatedTo(r, m.host.Book().Kinds(), m.kind, id, nil)
		if err != nil {
			return err
		}
		for _, rel := range related {
			add(rel.Kind.Label, rel.Count)
		}
		n, err := attachment.Count(r, record.Target{Kind: m.kind.Name, ID: id})
		if err != nil {
			return err
		}
		add("附件", n)
	}
	var parts []string
	for _, label := range order {
		parts = append(parts, fmt.Sprintf("%s %d", label, totals[label]))
	}
	m.moving = strings.Join(parts, "、")
	return nil
}

func (m *merger) columns() []kit.Column {
	out := []kit.Column{{ID: "field", Title: "项目", Width: 92, MinWidth: 80}}
	for i, head := range m.heads {
		out = append(out, kit.Column{ID: fmt.Sprint(i), Title: head, Width: 210, MinWidth: 150, Weight: 1})
	}
	return out
}

func (m *merger) cell(row, column int) kit.Cell {
	chosen, text := m.keep, "留下这一条"
	label := "保留哪条"
	if row > 0 {
		r := m.rows[row-1]
		chosen, label = r.from, r.field.Label
		if column > 0 {
			text = r.texts[column-1]
		}
	}
	if column == 0 {
		return kit.Cell{Text: label, Tone: kit.ToneGrey}
	}
	if text == "" {
		text = "（空）"
	}
	if chosen == column-1 {
		return kit.Cell{Text: "✓ " + text, Bold: true}
	}
	return kit.Cell{Text: text, Link: true}
}

func (m *merger) choose(row int, column string) {
	at := 0
	if _, err := fmt.Sscan(column, &at); err != nil {
		return
	}
	if row == 0 {
		m.keep = at
	} else {
		m.rows[row-1].from = at
	}
	m.table.Reload()
	m.say()
}

func (m *merger) say() {
	text := "另外 " + fmt.Sprint(len(m.ids)-1) + " 条会删除。"
	if m.moving != "" {
		text += "它们名下的记录都归到留下的一条：" + m.moving + "。"
	}
	m.note.Text = text + "整个合并是一步，可以撤销。"
	m.note.Refresh()
}

func (m *merger) merge() (*record.Entry, error) {
	take := map[string]record.ID{}
	for _, r := range m.rows {
		if r.from != m.keep {
			take[r.field.Name] = m.ids[r.from]
		}
	}
	keep := m.ids[m.keep]
	gone := slices.DeleteFunc(slices.Clone(m.ids), func(id record.ID) bool { return id == keep })
	return m.host.Book().Merge(m.host.Hat(), m.kind, keep, gone, take)
}
