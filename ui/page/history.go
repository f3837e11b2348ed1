package page

import (
	"strings"
	"time"

	"crmlab/domain/record"
)

// HistoryLine is one field that one journal entry changed, or the entry as a whole where it made
// or deleted the record.
type HistoryLine struct {
	Seq      uint64
	When     string // wall time
	Day      string // business date
	Who      string
	Action   string
	First    bool // the first line of its entry: the others leave when, who and action out
	Field    string
	Old, New string
}

// HistoryOf tells what happened to a record, newest first, at most limit entries.
func HistoryOf(r record.Reader, t record.Target, limit int) ([]HistoryLine, error) {
	entries, err := r.History(t, limit)
	if err != nil {
		return nil, err
	}
	var out []HistoryLine
	for _, e := range entries {
		out = append(out, entryLines(r, e, t)...)
	}
	return out, nil
}

func entryLines(r record.Reader, e *record.Entry, t record.Target) []HistoryLine {
	head := HistoryLine{Seq: e.Seq, When: time.UnixMilli(e.Wall).Local().Format("2006-01-02 15:04"), Day: e.Day.String(),
		Who: whoOf(r, e.Hat), Action: e.Label, First: true}
	k := record.KindNamed(t.Kind)
	var out []HistoryLine
	for _, c := range e.Changes {
		if c.Kind != t.Kind || c.ID != t.ID {
			continue
		}
		if c.Op != record.Changed {
			// A record that comes or goes is one line: its fields are on the page already.
			head.Old, head.New = wholeText(r, k, c)
			return []HistoryLine{head}
		}
		for _, fc := range c.Fields {
			f := fieldOfTag(r, k, fc.Tag)
			if f == nil || f.Hidden || isHead(f) {
				continue
			}
			for _, d := range Differences(r, f, fc) {
				line := head
				line.Field, line.Old, line.New = d.Field, d.Old, d.New
				out = append(out, line)
				head = HistoryLine{Seq: e.Seq}
			}
		}
	}
	if len(out) == 0 {
		return []HistoryLine{head}
	}
	return out
}

// wholeText tells in one line what a new record held, or a deleted one.
func wholeText(r record.Reader, k *record.Kind, c record.Change) (before, after string) {
	var parts []string
	for _, fc := range c.Fields {
		f := fieldOfTag(r, k, fc.Tag)
		if f == nil || f.Hidden || isHead(f) || f.Name == "no" {
			continue
		}
		v := fc.New
		if c.Op == record.Deleted {
			v = fc.Old
		}
		if text := historyText(r, f, v); text != "" {
			parts = append(parts, f.Label+" "+text)
		}
	}
	text := strings.Join(parts, "，")
	if c.Op == record.Deleted {
		return text, ""
	}
	return "", text
}

func whoOf(r record.Reader, h record.Hat) string {
	k := record.KindNamed(record.EmployeeKind)
	if k == nil || h.Employee == 0 {
		return "系统"
	}
	return r.Whole().Title(k, h.Employee)
}

func fieldOfTag(r record.Reader, k *record.Kind, tag int) *record.Field {
	for _, f := range r.Fields(k) {
		if f.Tag == tag && !f.Derived() {
			return f
		}
	}
	return nil
}

func historyText(r record.Reader, f *record.Field, v record.Value) string {
	if v.Empty() {
		if f.Type == record.TypeBool && v.T == record.TypeBool {
			return "否"
		}
		return ""
	}
	return f.Show(v, r.Whole().Title)
}
