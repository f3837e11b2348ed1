package exchange

import "strings"

// The columns that a file of refused rows has behind its own; an import passes over them.
const (
	MarkRow = "原文件行号"
	MarkWhy = "原因"
)

// Table is the content of one table file, all of it text.
type Table struct {
	File   string // name of the file without its folder
	Sheet  string // "" for csv
	Comma  string // what stood between the cells; "" for workbooks
	Header []string
	Rows   []Row
}

// Row is one row below the header. Cells may be fewer or more than the header has.
type Row struct {
	No    int // as a spreadsheet counts: the header is row 1
	Cells []string
}

// Ragged lists the numbers of the rows that have more cells than the header: mostly texts
// that hold the separator without quotes.
func (t *Table) Ragged() []int {
	var out []int
	for _, r := range t.Rows {
		if len(r.Cells) > len(t.Header) {
			out = append(out, r.No)
		}
	}
	return out
}

// Column finds a column by its name, -1 if there is none. Spaces at the ends and case do
// not matter.
func (t *Table) Column(name string) int {
	name = strings.TrimSpace(name)
	for i, h := range t.Header {
		if strings.EqualFold(strings.TrimSpace(h), name) {
			return i
		}
	}
	return -1
}

// own counts the columns in front of the marks of a file of refused rows.
func (t *Table) own() int {
	n := len(t.Header)
	if n >= 2 && t.Header[n-2] == MarkRow && t.Header[n-1] == MarkWhy {
		return n - 2
	}
	return n
}

// nameless reports whether a column has neither a name nor anything in it, as trailing
// separators leave them.
func (t *Table) nameless(column int) bool {
	if strings.TrimSpace(t.Header[column]) != "" {
		return false
	}
	for _, r := range t.Rows {
		if column < len(r.Cells) && strings.TrimSpace(r.Cells[column]) != "" {
			return false
		}
	}
	return true
}

// Letters names the columns of a table without a header: A, B, ... Z, AA.
func Letters(n int) []string {
	out := make([]string, n)
	for i := range out {
		s := ""
		for k := i + 1; k > 0; k = (k - 1) / 26 {
			s = string(rune('A'+(k-1)%26)) + s
		}
		out[i] = s
	}
	return out
}

// joined is the row with its surplus cells put back into column at; ok is false when the
// row is wider than the header and there is no such column.
func (t *Table) joined(r Row, at int) (cells []string, ok bool) {
	extra := len(r.Cells) - len(t.Header)
	if extra <= 0 {
		return r.Cells, true
	}
	if at < 0 {
		return r.Cells, false
	}
	cells = append(cells, r.Cells[:at]...)
	cells = append(cells, strings.Join(r.Cells[at:at+extra+1], t.Comma))
	return append(cells, r.Cells[at+extra+1:]...), true
}

func blankRow(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}
