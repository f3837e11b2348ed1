package exchange

import (
	"strings"

	"crmlab/domain/record"
)

// Export is a table of records, ready for a file or the command line.
type Export struct {
	Names  []string // of the fields
	Header []string // their labels, each different from the others
	Types  []record.Type
	Rows   [][]string
}

// ExportOptions of Rows and LineRows.
type ExportOptions struct {
	// LinksByNumber writes every link as a number. Otherwise a link is written by its
	// title where the title means one record only.
	LinksByNumber bool
}

// Columns lists the fields of a kind that an export may show, in the order of the kind:
// all but lines, which LineRows exports, and hidden ones.
func Columns(r record.Reader, k *record.Kind) []*record.Field {
	var out []*record.Field
	for _, f := range r.Fields(k) {
		if f.Type != record.TypeRows && !f.Hidden {
			out = append(out, f)
		}
	}
	return out
}

// Rows answers a query as a table. columns are names of fields; none means Columns. The
// table can be imported again: texts, numbers and links are written as fields read them.
func Rows(r record.Reader, q record.Query, columns []string, opt ExportOptions) (*Export, error) {
	fields, err := chosen(r, q.Kind, columns)
	if err != nil {
		return nil, err
	}
	if err := mayExport(r, q.Kind); err != nil {
		return nil, err
	}
	page, err := r.Query(q)
	if err != nil {
		return nil, err
	}
	x := newExport(fields)
	w := &writer{r: r, opt: opt, shared: map[*record.Kind]map[string]int{}}
	for _, row := range page.Rows {
		value, err := w.reader(q.Kind, row, fields)
		if err != nil {
			return nil, err
		}
		line := make([]string, len(fields))
		for i, f := range fields {
			line[i] = f.Plain(value(f), w.title)
		}
		x.Rows = append(x.Rows, line)
	}
	return x, nil
}

// LineRows answers a query as a table of the lines of its records: the number of the
// record, then the columns of the lines.
func LineRows(r record.Reader, q record.Query, into *record.Field, opt ExportOptions) (*Export, error) {
	if err := mayExport(r, q.Kind); err != nil {
		return nil, err
	}
	page, err := r.Query(q)
	if err != nil {
		return nil, err
	}
	if r.Access().Hides(into) {
		return nil, record.RefuseField("export.field", into.Name, "不能导出"+q.Kind.Label, "当前职位看不到「"+into.Label+"」", "换一个能看到它的身份")
	}
	no := q.Kind.Field("no")
	fields := []*record.Field{no}
	for _, c := range into.Columns {
		if !c.Hidden && !r.Access().Hides(c) {
			fields = append(fields, c)
		}
	}
	x := newExport(fields)
	w := &writer{r: r, opt: opt, shared: map[*record.Kind]map[string]int{}}
	for _, row := range page.Rows {
		rec, err := r.Load(q.Kind, row.ID())
		if err != nil {
			return nil, err
		}
		for _, l := range into.RowsOf(rec) {
			line := []string{row.Value(no).S}
			for _, c := range fields[1:] {
				line = append(line, c.Plain(c.Get(l), w.title))
			}
			x.Rows = append(x.Rows, line)
		}
	}
	return x, nil
}

func mayExport(r record.Reader, k *record.Kind) error {
	if r.Access().May(k, record.Export) {
		return nil
	}
	return record.Refuse("right", "不能导出"+k.Label, "当前职位没有"+record.ModuleLabels[k.Module]+"的「导出」权限", "换一个有权限的身份，或在职位权限管理里授权")
}

func chosen(r record.Reader, k *record.Kind, names []string) ([]*record.Field, error) {
	if len(names) == 0 {
		return Columns(r, k), nil
	}
	var out []*record.Field
	for _, n := range names {
		f := record.FieldNamed(r, k, n)
		if f == nil {
			return nil, record.RefuseField("export.field", n, "不能导出"+k.Label, "没有「"+n+"」这个字段", "从它的字段里选择")
		}
		out = append(out, f)
	}
	return out, nil
}

func newExport(fields []*record.Field) *Export {
	x := &Export{Rows: [][]string{}}
	for i, f := range fields {
		x.Names = append(x.Names, f.Name)
		x.Types = append(x.Types, f.Type)
		x.Header = append(x.Header, heading(fields, i))
	}
	return x
}

// heading is a field's label; with the name where two fields share the label.
func heading(fields []*record.Field, i int) string {
	for k, f := range fields {
		if k != i && f.Label == fields[i].Label {
			return fields[i].Label + "（" + fields[i].Name + "）"
		}
	}
	return fields[i].Label
}

// writer prints values for files.
type writer struct {
	r      record.Reader
	opt    ExportOptions
	shared map[*record.Kind]map[string]int // how many records a title or number means
}

// reader gives the values of a row; the record itself is loaded only where a column is
// kept in the file and not in memory.
func (w *writer) reader(k *record.Kind, row record.Row, fields []*record.Field) (func(*record.Field) record.Value, error) {
	for _, f := range fields {
		if f.Memory || f.Derived() {
			continue
		}
		rec, err := w.r.Load(k, row.ID())
		if err != nil {
			return nil, err
		}
		return func(f *record.Field) record.Value {
			if f.Derived() {
				return row.Value(f)
			}
			return f.Get(rec)
		}, nil
	}
	return row.Value, nil
}

// title is how a linked record is written: its title, or its number where the title is
// shared, is another record's number, or holds a sign that separates several links.
func (w *writer) title(k *record.Kind, id record.ID) string {
	row, ok := w.r.Whole().Row(k, id)
	if !ok {
		return ""
	}
	no := row.Value(k.Field("no")).S
	if w.opt.LinksByNumber || k.TitleField == nil || k.TitleField.Type != record.TypeText || k.TitleField.Derived() {
		return no
	}
	title := row.Value(k.TitleField).S
	if title == "" || strings.ContainsAny(title, "、;；|") || w.count(k)[title] > 1 {
		return no
	}
	return title
}

func (w *writer) count(k *record.Kind) map[string]int {
	if n, ok := w.shared[k]; ok {
		return n
	}
	n := map[string]int{}
	number := k.Field("no")
	// Without conditions Each fails only when the file does, and then the query has failed.
	_ = w.r.Whole().Each(k, nil, func(row record.Row) bool {
		no, title := row.Value(number).S, row.Value(k.TitleField).S
		n[no]++
		if title != no {
			n[title]++
		}
		return true
	})
	w.shared[k] = n
	return n
}
