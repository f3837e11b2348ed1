package sheet

import (
	"strings"

	"crmlab/domain/exchange"
	"crmlab/domain/record"
)

const (
	headRows  = 10 // a header stands among so many rows
	titleMost = 2  // cells that a title or a note above the header has at most
)

// headed takes the header off a table, or names the columns by letters. Spreadsheets that were made
// to be printed have a title above the header and merge cells of it: the title is passed over, and
// a header of two rows is read as one.
func headed(t *exchange.Table, opt Options) *exchange.Table {
	if len(t.Rows) == 0 {
		return t
	}
	if opt.NoHeader {
		width := 0
		for _, r := range t.Rows {
			width = max(width, len(r.Cells))
		}
		t.Header = exchange.Letters(width)
		return t
	}
	t.Rows = t.Rows[titles(t.Rows):]
	var below []string
	if len(t.Rows) > 1 {
		below = t.Rows[1].Cells
	}
	first := t.Rows[0].Cells
	t.Rows = t.Rows[1:]
	if secondHeader(first, below) {
		t.Rows = t.Rows[1:]
		for i := range max(len(first), len(below)) {
			h := cellAt(below, i)
			if h == "" {
				h = cellAt(first, i)
			}
			t.Header = append(t.Header, h)
		}
		return t
	}
	for _, h := range first {
		t.Header = append(t.Header, strings.TrimSpace(h))
	}
	return t
}

// titles counts the rows above the header: they have a cell or two, the table has more than twice
// as many.
func titles(rows []exchange.Row) int {
	most := 0
	for _, r := range rows[:min(len(rows), headRows)] {
		most = max(most, filled(r.Cells))
	}
	n := 0
	for n < min(len(rows)-1, headRows) && filled(rows[n].Cells) <= titleMost && 2*filled(rows[n].Cells) < most {
		n++
	}
	return n
}

// secondHeader reports whether the row below a header belongs to it: the header's first cell is
// merged with the blank one below, some cell of the row below stands under a group's name, and
// nothing in it is a number or a day, as records have them.
func secondHeader(first, below []string) bool {
	if cellAt(first, 0) == "" || cellAt(below, 0) != "" || filled(below) < 2 {
		return false
	}
	under := false
	for i, s := range below {
		s = strings.TrimSpace(s)
		if s == "" {
			continue
		}
		if _, err := record.ParseDate(s); err == nil {
			return false
		}
		if _, given, err := record.ParseNumber(s, 6); err == nil && given {
			return false
		}
		under = under || cellAt(first, i) == ""
	}
	return under
}

func cellAt(cells []string, i int) string {
	if i >= len(cells) {
		return ""
	}
	return strings.TrimSpace(cells[i])
}

func filled(cells []string) (n int) {
	for _, s := range cells {
		if strings.TrimSpace(s) != "" {
			n++
		}
	}
	return n
}
