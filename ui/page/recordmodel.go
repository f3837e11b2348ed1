package page

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"crmlab/domain/attachment"
	"crmlab/domain/record"
)

// RecordView is one record, ready to be drawn.
type RecordView struct {
	ID       record.ID
	No       string
	Title    string // "" where the record has no name of its own
	State    Shown  // Text "" where the kind has no states
	Actions  []ActionView
	Create   error // why 复制 cannot make another; nil if it can
	Edit     error
	Delete   error
	Chain    []Link
	Sections []FactSection
	Lines    []LinesView
	Totals   []Fact // computed money of the record, under the last lines
	Made     string // who made and who changed the record, and when
	Related  []RelatedView
	Counts   []int // of the shape's tabs; -1: no count
	History  []HistoryLine

	Attachments []AttachmentView
	Attach      error // why no file can be added; nil if one can
}

// ActionView is an action as a button.
type ActionView struct {
	Action  *record.Action
	Blocked error // why it cannot be done now; nil if it can
}

// FactSection is a group of facts under a heading.
type FactSection struct {
	Title string // "" for the first
	Facts []Fact
}

// Fact is one field of a record with its value.
type Fact struct {
	Field *record.Field
	Label string
	Value Shown
	Wide  bool // text of several lines, over the whole width
}

// LinesView is a TypeRows field as a table.
type LinesView struct {
	Field   *record.Field
	Columns []*record.Field
	Rows    [][]Shown
	Sums    map[*record.Field]string // money columns; nil where there is nothing to add
	Why     []string                 // beside Rows: how each line came about; nil where the lines do not say
}

// RelatedView is a kind whose records link here.
type RelatedView struct {
	Kind   *record.Kind
	Field  *record.Field // the link
	Label  string
	Count  int
	Preset string // narrows that kind's list, and fills its form
}

// historyLimit bounds the journal entries that a record page shows.
const historyLimit = 60

// LoadRecord reads all that the page of one record shows. shape may be nil.
func LoadRecord(r record.Reader, kinds []*record.Kind, k *record.Kind, id record.ID, shape *Shape) (*RecordView, error) {
	rec, err := r.Load(k, id)
	if err != nil {
		return nil, err
	}
	if shape == nil {
		shape = &Shape{}
	}
	row := record.RowOf(r, k, rec)
	v := &RecordView{ID: id, No: rec.Head().No, Create: addBlocked(r, k, rec),
		Edit: changeBlocked(r, k, rec, record.Edit), Delete: changeBlocked(r, k, rec, record.Delete)}
	if t := r.Title(k, id); t != v.No {
		v.Title = t
	}
	if k.States != nil {
		s := k.StateOf(rec)
		v.State = Shown{Text: s.Label, Tone: s.Tone, Chip: true}
	}
	for _, a := range k.Actions {
		if a.Offered(rec) {
			v.Actions = append(v.Actions, ActionView{Action: a, Blocked: a.Blocked(r, rec)})
		}
	}
	if shape.Chain != nil {
		v.Chain = shape.Chain(r, rec)
	}
	for _, t := range shape.Tabs {
		n := -1
		if t.Count != nil {
			n = t.Count(r, id)
		}
		v.Counts = append(v.Counts, n)
	}
	v.Lines = linesOf(r, k, rec)
	v.Sections, v.Totals = factsOf(r, k, row, rec, len(v.Lines) > 0)
	v.Made = madeBy(r, rec.Head())
	if len(v.Totals) > 0 {
		v.Lines[len(v.Lines)-1].Sums = nil // said below already
	}
	if v.Related, err = relatedTo(r, kinds, k, id, shape.Related); err != nil {
		return nil, err
	}
	of := record.Target{Kind: k.Name, ID: id}
	if attachment.Taken(k) {
		if v.Attachments, v.Attach, err = attachmentsOf(r, of); err != nil {
			return nil, err
		}
	}
	v.History, err = HistoryOf(r, of, historyLimit)
	return v, err
}

// factsOf lists the fields that say something, by section. What the head of the page already says
// is left out; where the record has lines, the amounts that they add up to stand under them.
func factsOf(r record.Reader, k *record.Kind, row record.Row, rec record.Record, lines bool) (sections []FactSection, totals []Fact) {
	under := map[*record.Field]bool{}
	if lines {
		under = totalFields(r.Fields(k))
	}
	for _, f := range r.Fields(k) {
		if f.Hidden || f.Type == record.TypeRows || f.Name == "no" || isHead(f) || k.States != nil && f == k.States.Field {
			continue
		}
		if f == k.TitleField && f.Type != record.TypeLink {
			continue
		}
		if !f.Counts(r.Fields(k), rec) {
			continue
		}
		v := valueOf(row, f, func() record.Record { return rec })
		fact := Fact{Field: f, Label: f.Label, Value: show(r, f, v), Wide: f.Type == record.TypeLong}
		if under[f] {
			totals = append(totals, fact)
			continue
		}
		if v.Empty() || fact.Value.Text == "" {
			continue
		}
		i := slices.IndexFunc(sections, func(s FactSection) bool { return s.Title == f.Section })
		if i < 0 {
			i = len(sections)
			sections = append(sections, FactSection{Title: f.Section})
		}
		sections[i].Facts = append(sections[i].Facts, fact)
	}
	slices.SortStableFunc(sections, func(a, b FactSection) int {
		return cmp.Compare(min(len(a.Title), 1), min(len(b.Title), 1)) // the one without a heading first
	})
	return sections, totals
}

// totalFields are the computed amounts of a record up to the one that lists show: what follows it
// (its cost) is a fact like any other.
func totalFields(fields []*record.Field) map[*record.Field]bool {
	out := map[*record.Field]bool{}
	for _, f := range fields {
		if f.Computed && f.Type == record.TypeMoney && !f.Hidden {
			out[f] = true
			if f.Listed {
				break
			}
		}
	}
	return out
}

// isHead reports whether a field says who made or changed the record.
func isHead(f *record.Field) bool {
	switch f.Name {
	case "createdBy", "createdAt", "updatedBy", "updatedAt":
		return true
	}
	return false
}

// madeBy says who made the record and who changed it last. The moments are the computer's, which
// stand beside business dates of quite another time and so have to say what they are.
func madeBy(r record.Reader, h *record.Base) string {
	say := func(who record.ID, at int64, what string) string {
		if at == 0 {
			return ""
		}
		return whoOf(r, record.Hat{Employee: who}) + " " + time.UnixMilli(at).Local().Format("2006-01-02 15:04") + " " + what
	}
	made, changed := say(h.CreatedBy, h.CreatedAt, "新增"), say(h.UpdatedBy, h.UpdatedAt, "修改")
	if h.UpdatedAt != h.CreatedAt && changed != "" {
		made += " · " + changed
	}
	if made == "" {
		return ""
	}
	return made + "（电脑时间）"
}

// linesOf shows the lines of the record; columns without any value are left out.
func linesOf(r record.Reader, k *record.Kind, rec record.Record) []LinesView {
	var out []LinesView
	for _, f := range r.Fields(k) {
		if f.Type != record.TypeRows || f.Hidden {
			continue
		}
		rows := f.Get(rec).R
		if len(rows) == 0 {
			continue
		}
		v := LinesView{Field: f}
		var at []int
		for j, c := range f.Columns {
			if c.Explains && !r.Access().Hides(c) {
				for _, line := range rows {
					v.Why = append(v.Why, line[j].S)
				}
			}
			if !c.Hidden && !r.Access().Hides(c) && slices.ContainsFunc(rows, func(line []record.Value) bool { return !line[j].Empty() }) {
				v.Columns, at = append(v.Columns, c), append(at, j)
			}
		}
		for _, line := range rows {
			cells := make([]Shown, len(at))
			for i, j := range at {
				cells[i] = show(r, v.Columns[i], line[j])
			}
			v.Rows = append(v.Rows, cells)
		}
		v.Sums = lineSums(rows, v.Columns, at)
		out = append(out, v)
	}
	return out
}

// lineSums adds up amounts. The sum of unit prices would say nothing.
func lineSums(rows [][]record.Value, columns []*record.Field, at []int) map[*record.Field]string {
	var out map[*record.Field]string
	for i, c := range columns {
		if c.Type != record.TypeMoney || strings.Contains(c.Label, "价") || len(rows) < 2 {
			continue
		}
		total := int64(0)
		for _, line := range rows {
			total += line[at[i]].N
		}
		if out == nil {
			out = map[*record.Field]string{}
		}
		out[c] = record.Yuan(total)
	}
	return out
}

// relatedTo lists the kinds that link to kind k with the number of their records. names limits and
// orders them; nil takes every kind with a list of its own, without the links that every record
// has (负责人, 部门, 创建人).
func relatedTo(r record.Reader, kinds []*record.Kind, k *record.Kind, id record.ID, names []string) ([]RelatedView, error) {
	var out []RelatedView
	for _, other := range kinds {
		named := slices.Contains(names, other.Name)
		if names != nil && !named || names == nil && other.Internal || !r.Access().May(other, record.View) {
			continue
		}
		links := linksTo(other, k, named)
		for _, f := range links {
			if r.Access().Hides(f) {
				continue
			}
			label := other.Label
			if len(links) > 1 || other == k {
				label += "（" + f.Label + "）"
			}
			page, err := r.Query(record.Query{Kind: other, Where: []record.Cond{record.Where(f.Name, record.LinkValue(id))}, Size: 1})
			if err != nil {
				return nil, err
			}
			out = append(out, RelatedView{Kind: other, Field: f, Label: label, Count: page.Total, Preset: LinkPreset(r, f, id)})
		}
	}
	if names != nil {
		slices.SortStableFunc(out, func(a, b RelatedView) int {
			return slices.Index(names, a.Kind.Name) - slices.Index(names, b.Kind.Name)
		})
	}
	return out, nil
}

// linksTo are the fields of a kind that point to kind k. The links that every record has count only
// where the module asks for the kind by name.
func linksTo(other, k *record.Kind, named bool) []*record.Field {
	var own, shared []*record.Field
	for _, f := range other.Fields {
		if f.Derived() || f.Type != record.TypeLink && f.Type != record.TypeLinks || f.Target() != k {
			continue
		}
		if isHead(f) {
			continue
		}
		if f.Name == "owner" || f.Name == "dept" {
			shared = append(shared, f)
		} else {
			own = append(own, f)
		}
	}
	if len(own) == 0 && named {
		return shared
	}
	return own
}
