package page

import (
	"slices"

	"crmlab/domain/record"
)

// pageSizes are the rows a page that a list offers; the first is the usual one.
var pageSizes = []int{20, 50, 100, 200}

// sumLimit bounds the rows that a list adds up for its totals row; above it the row is left out,
// because it would be read at every turn of a page.
const sumLimit = 2000

// ListQuery is what a list page asks for, apart from the preset of its entry.
type ListQuery struct {
	Text     string        // number, name, pinyin initials
	Quick    []record.Cond // from the query bar
	Advanced []record.Cond // from 高级查询 or a saved view
	Side     []record.Cond // from the tree beside the list
	Sort     record.Sort   // Field "" is the kind's own order, see listOrder
	Page     int
	Size     int
	Columns  []string // names of fields to show; nil: those listed by declaration

	Closed map[record.ID]bool // of a tree: records whose branches are hidden
}

// ListAnswer is one page of a list, ready to be drawn.
type ListAnswer struct {
	Fields  []*record.Field // every field of the kind, for columns and queries
	Columns []*record.Field
	Rows    []ListRow
	Total   int
	Page    int
	Pages   int
	Sums    map[*record.Field]string // totals over all pages of money columns; nil: none
	Narrow  []string                 // the conditions of the preset and of 高级查询 in words
	Create  error                    // why the hat cannot add a record; nil if it can
	Import  error
	Export  error
	// Unnarrowed reports that nothing but the entry's own preset limits the list.
	Unnarrowed bool
}

// ListRow is one record of a list.
type ListRow struct {
	ID    record.ID
	No    string
	Title string
	Cells []Shown // beside Columns
	Tree  TreePlace
}

// query makes the record query: the preset always holds.
func (q ListQuery) query(r record.Reader, k *record.Kind, preset string) (record.Query, error) {
	conds, err := record.ParseConds(r, k, preset)
	if err != nil {
		return record.Query{}, err
	}
	rq := record.Query{Kind: k, Text: q.Text, Page: q.Page, Size: q.Size}
	rq.Where = slices.Concat(conds, q.Quick, q.Advanced, q.Side)
	if record.FieldNamed(r, k, q.Sort.Field) != nil { // a field defined at run time may be gone again
		rq.Sort = []record.Sort{q.Sort}
	} else {
		rq.Sort = slices.DeleteFunc(listOrder(k), func(s record.Sort) bool { return record.FieldNamed(r, k, s.Field) == nil })
	}
	return rq, nil
}

// listOrder is the order of a list that nobody has sorted: records are shown newest first, the
// company's definitions in the order it gave them, each list of theirs by itself.
func listOrder(k *record.Kind) []record.Sort {
	if k.Module != "company" && k.Parent == nil {
		return nil
	}
	out := pickOrder(k)
	for _, f := range k.Fields {
		if ordered(k) && f.Type == record.TypeChoice && f.Required {
			return append([]record.Sort{{Field: f.Name}}, out...)
		}
	}
	return out
}

// LoadList answers one page of a kind's records under a preset.
func LoadList(r record.Reader, k *record.Kind, preset string, q ListQuery) (*ListAnswer, error) {
	rq, err := q.query(r, k, preset)
	if err != nil {
		return nil, err
	}
	tree := q.treeOf(k)
	if tree {
		rq.Page, rq.Size = 1, 0
	}
	page, err := r.Query(rq)
	if err != nil {
		return nil, err
	}
	a := &ListAnswer{Fields: r.Fields(k), Total: page.Total, Page: page.Page, Pages: page.Pages,
		Create: createBlocked(r, k), Import: importBlocked(r, k), Export: exportBlocked(r, k),
		Unnarrowed: q.Text == "" && len(q.Quick) == 0 && len(q.Advanced) == 0 && len(q.Side) == 0}
	a.Columns = listColumns(a.Fields, q.Columns)
	for _, c := range q.Advanced {
		a.Narrow = append(a.Narrow, CondText(r, k, c))
	}
	rows, places := page.Rows, []TreePlace(nil)
	if tree {
		rows, places = treeOrder(k, rows, q.Closed)
	}
	for i, row := range rows {
		line := listRow(r, k, row, a.Columns)
		if tree {
			line.Tree = places[i]
		}
		a.Rows = append(a.Rows, line)
	}
	if len(page.Rows) > 0 && k.States != nil && page.Total <= sumLimit {
		a.Sums, err = sums(r, rq, a.Columns)
	}
	return a, err
}

func listRow(r record.Reader, k *record.Kind, row record.Row, columns []*record.Field) ListRow {
	out := ListRow{ID: row.ID(), No: row.Value(k.Field("no")).S, Title: r.Title(k, row.ID()), Cells: make([]Shown, len(columns))}
	load := loadOnce(r, row)
	for i, f := range columns {
		out.Cells[i] = show(r, f, valueOf(row, f, load))
		if f.Name == "no" || f == k.TitleField && f.Target() == nil {
			out.Cells[i].Link = record.Target{Kind: k.Name, ID: row.ID()}
		}
	}
	return out
}

// loadOnce decodes the record of a row when it is first asked for.
func loadOnce(r record.Reader, row record.Row) func() record.Record {
	var rec record.Record
	asked := false
	return func() record.Record {
		if !asked {
			asked = true
			if got, err := r.Load(row.Kind(), row.ID()); err == nil {
				rec = got
			}
		}
		return rec
	}
}

// sums adds up the money columns over all rows of a query; nil where there are none.
func sums(r record.Reader, q record.Query, columns []*record.Field) (map[*record.Field]string, error) {
	var money []*record.Field
	for _, f := range columns {
		if f.Type == record.TypeMoney {
			money = append(money, f)
		}
	}
	if len(money) == 0 {
		return nil, nil
	}
	q.Page, q.Size = 0, 0
	all, err := r.Query(q)
	if err != nil {
		return nil, err
	}
	out := map[*record.Field]string{}
	for _, f := range money {
		total := int64(0)
		for _, row := range all.Rows {
			total += row.Value(f).N
		}
		out[f] = record.Yuan(total)
	}
	return out, nil
}

// ExportTable reads all rows of a query as a file shows them: plain numbers and dates. ids, if
// not empty, limits it to these records. all takes every field instead of the columns shown.
func ExportTable(r record.Reader, k *record.Kind, preset string, q ListQuery, ids []record.ID, all bool) (
	header []string, types []record.Type, rows [][]string, err error) {
	if err := exportBlocked(r, k); err != nil {
		return nil, nil, nil, err
	}
	q.Page, q.Size = 0, 0
	rq, err := q.query(r, k, preset)
	if err != nil {
		return nil, nil, nil, err
	}
	page, err := r.Query(rq)
	if err != nil {
		return nil, nil, nil, err
	}
	columns := listColumns(r.Fields(k), q.Columns)
	if all {
		columns = slices.DeleteFunc(slices.Clone(r.Fields(k)), func(f *record.Field) bool { return !offered(f) })
	}
	for _, f := range columns {
		header, types = append(header, labelWithUnit(f)), append(types, f.Type)
	}
	for _, row := range page.Rows {
		if len(ids) > 0 && !slices.Contains(ids, row.ID()) {
			continue
		}
		load := loadOnce(r, row)
		line := make([]string, len(columns))
		for i, f := range columns {
			if v := valueOf(row, f, load); !v.Empty() || f.Type == record.TypeMoney || f.Type == record.TypeBool {
				line[i] = f.Plain(v, r.Whole().Title)
			}
		}
		rows = append(rows, line)
	}
	return header, types, rows, nil
}
