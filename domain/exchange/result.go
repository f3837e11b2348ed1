package exchange

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"crmlab/domain/record"
)

// Result is what an import did, or would do. Its JSON form is that of the command line.
type Result struct {
	Kinds   map[string]*Count `json:"kinds"`
	Refused []Refused         `json:"refused"`
	// Warned are rows that were imported, or would be, although they look like something that
	// was there before; at most mostWarned.
	Warned []Warned `json:"warned,omitempty"`
	// Entry is the step in the journal; nil for a dry run and when nothing changed.
	Entry *record.Entry `json:"-"`

	order []*record.Kind // as the mapping names them
}

// Count tells what happened to the records of one kind.
type Count struct {
	Created   int `json:"created"`
	Updated   int `json:"updated"`
	Unchanged int `json:"unchanged"` // as they already were
	Refused   int `json:"refused"`   // rows that became no record
	Lines     int `json:"lines,omitempty"`
}

// Refused is one reason why a row was not imported; a row may have several.
type Refused struct {
	File   string `json:"file"`
	Sheet  string `json:"sheet,omitempty"`
	Row    int    `json:"row"` // as a spreadsheet counts: the header is row 1
	Kind   string `json:"kind"`
	Field  string `json:"field"`            // name of the field, "" if none is to blame
	Column string `json:"column,omitempty"` // what the file calls it
	What   string `json:"what"`
	Why    string `json:"why"`
	Fix    string `json:"fix"`
	// Cells are the row as it was read, a broken text put together again.
	Cells []string `json:"-"`
}

// Warned is a row that may be there already.
type Warned struct {
	File  string `json:"file"`
	Sheet string `json:"sheet,omitempty"`
	Row   int    `json:"row"`
	Kind  string `json:"kind"`
	Says  string `json:"says"` // one sentence
}

// mostWarned rows are listed.
const mostWarned = 200

// Order lists the kinds in the order in which they were imported.
func (r *Result) Order() []*record.Kind { return r.order }

// Sentence sums the result up: 新增 91 个客户，更新 2 个产品，3 行没有导入。
func (r *Result) Sentence() string {
	var parts []string
	add := func(verb string, of func(*Count) int) {
		for _, k := range r.order {
			if n := of(r.Kinds[k.Name]); n > 0 {
				parts = append(parts, fmt.Sprintf("%s %d 个%s", verb, n, k.Label))
			}
		}
	}
	add("新增", func(c *Count) int { return c.Created })
	add("更新", func(c *Count) int { return c.Updated })
	add("未变", func(c *Count) int { return c.Unchanged })
	if n := r.RefusedRows(); n > 0 {
		parts = append(parts, fmt.Sprintf("%d 行没有导入", n))
	}
	if len(parts) == 0 {
		return "文件里没有可以导入的行"
	}
	return strings.Join(parts, "，")
}

// RefusedRows counts the rows of the files that were refused, lines included.
func (r *Result) RefusedRows() int {
	type line struct {
		file, sheet, kind string
		row               int
	}
	seen := map[line]bool{}
	for _, x := range r.Refused {
		seen[line{x.File, x.Sheet, x.Kind, x.Row}] = true
	}
	return len(seen)
}

// label names the step in the journal.
func label(title string, order []*record.Kind, count func(*record.Kind) int) string {
	var parts []string
	for _, k := range order {
		if n := count(k); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, k.Label))
		}
	}
	s := "导入 " + title
	if len(parts) > 0 {
		s += "：" + strings.Join(parts, "、")
	}
	return s
}

// place is a row of a job.
type place struct{ job, row int }

// list puts the refusals into the order of the files and rows.
func list(refused map[place][]Refused) []Refused {
	places := make([]place, 0, len(refused))
	for at := range refused {
		places = append(places, at)
	}
	slices.SortFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.job, b.job), cmp.Compare(a.row, b.row))
	})
	out := []Refused{}
	for _, at := range places {
		out = append(out, refused[at]...)
	}
	return out
}
