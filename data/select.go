package data

import (
	"slices"
	"sort"

	"crmlab/domain/record"
)

// blockRows is how many rows go through the filters at a time: few enough that what one
// filter leaves is still in the processor's cache for the next.
const blockRows = 4096

// scan walks the rows of one set of columns that a selection asks for.
type scan struct {
	c       *columns
	live    []bool
	full    bool        // no dead rows but row 0
	ids     []record.ID // by row; nil: the row is the ID
	masked  []uint32    // rows to leave out, ascending
	filters []filter
	buf     []uint32
}

func (s *scan) idOf(row uint32) record.ID {
	if s.ids == nil {
		return record.ID(row)
	}
	return s.ids[row]
}

// block is the rows of [from, to) that pass.
func (s *scan) block(from, to int) []uint32 {
	var rows []uint32
	if s.full {
		rows = s.buf[:to-from]
		for i := range rows {
			rows[i] = uint32(from + i)
		}
	} else {
		all := s.buf[:to-from]
		n := 0
		for i, live := range s.live[from:to] {
			all[n] = uint32(from + i)
			if live {
				n++
			}
		}
		rows = all[:n]
	}
	if len(s.masked) > 0 {
		rows = s.unmask(rows, from, to)
	}
	for _, f := range s.filters {
		if len(rows) == 0 {
			break
		}
		rows = f.keep(rows)
	}
	return rows
}

func (s *scan) unmask(rows []uint32, from, to int) []uint32 {
	at := sort.Search(len(s.masked), func(i int) bool { return int(s.masked[i]) >= from })
	end := sort.Search(len(s.masked), func(i int) bool { return int(s.masked[i]) >= to })
	if at == end {
		return rows
	}
	hidden := s.masked[at:end]
	return slices.DeleteFunc(rows, func(r uint32) bool {
		_, found := slices.BinarySearch(hidden, r)
		return found
	})
}

// each gives the passing rows block by block, ascending or descending; rows of a block
// always ascend.
func (s *scan) each(descending bool, fn func(rows []uint32)) {
	end := len(s.live)
	if descending {
		for to := end; to > 0; to -= blockRows {
			fn(s.block(max(0, to-blockRows), to))
		}
		return
	}
	for from := 0; from < end; from += blockRows {
		fn(s.block(from, min(end, from+blockRows)))
	}
}

// baseScan is the scan of committed rows.
func (t *tx) baseScan(sel *record.Selection) *scan {
	base := t.table(sel.Kind)
	s := &scan{c: base.columns, live: base.live, buf: make([]uint32, blockRows)}
	if o := t.touched(sel.Kind); o != nil {
		s.masked = o.masked
	}
	if base.count == len(base.live)-1 {
		s.live, s.full = base.live, true
	}
	t.addFilters(s, sel)
	return s
}

// ownScan is the scan of rows that the step wrote; nil if there are none.
func (t *tx) ownScan(sel *record.Selection) *scan {
	o := t.touched(sel.Kind)
	if o == nil || o.count == 0 {
		return nil
	}
	s := &scan{c: o.columns, live: o.live, ids: o.ids, buf: make([]uint32, blockRows)}
	t.addFilters(s, sel)
	return s
}

func (t *tx) addFilters(s *scan, sel *record.Selection) {
	if s.full {
		// Row 0 is nobody's; it is the one dead row that the fast path would let through.
		s.filters = append(s.filters, notZero{})
	}
	s.filters = append(s.filters, t.compile(sel.Where, s.c, s.idOf)...)
	if sel.Text != "" {
		s.filters = append(s.filters, t.textFilter(s, sel.Text))
	}
	if f := t.scopeFilter(s, sel.Scope); f != nil {
		s.filters = append(s.filters, f)
	}
	if sel.Keep != nil {
		s.filters = append(s.filters, &byRow{row: row{tx: t, c: s.c}, idOf: s.idOf, ask: sel.Keep})
	}
}

// notZero drops row 0, which can only be the first of its block.
type notZero struct{}

func (notZero) keep(rows []uint32) []uint32 {
	if len(rows) > 0 && rows[0] == 0 {
		return rows[1:]
	}
	return rows
}

// textFilter passes rows in which a searched field contains the text.
func (t *tx) textFilter(s *scan, text string) filter {
	f := &anyOf{}
	var only filter // where one column is all that is searched
	for i, field := range s.c.fields {
		if !field.Search {
			continue
		}
		switch col := s.c.cols[i].(type) {
		case texted:
			ok := col.dictionary().matching(text)
			f.marks = append(f.marks, func(r uint32) bool { return ok[col.code(int(r))] })
			if c, long := col.(*texts[uint32]); long {
				only = &ofCodes[uint32]{c.codes, ok}
			}
		case *numbers[uint32]:
			f.marks = append(f.marks, t.titleMark(field, col, text))
		}
	}
	for _, field := range s.c.kind.Fields {
		if field.Search && field.Type == record.TypeLong && !field.Derived() {
			f.marks = append(f.marks, func(r uint32) bool {
				return textMatches(t.fieldInFile(s.c.kind, s.idOf(r), field).S, text)
			})
		}
	}
	if len(f.marks) == 1 && only != nil {
		return only
	}
	return f
}

// titleMark lets rows through whose linked record's title contains the text. Every
// target is asked once.
func (t *tx) titleMark(f *record.Field, col *numbers[uint32], text string) func(uint32) bool {
	target := f.Target()
	known := map[uint32]bool{}
	return func(r uint32) bool {
		id := col.data[r]
		if id == 0 || target == nil {
			return false
		}
		ok, seen := known[id]
		if !seen {
			ok = textMatches(t.title(target, record.ID(id)), text)
			known[id] = ok
		}
		return ok
	}
}

// title is how a record is called: its title field, or its number.
func (t *tx) title(k *record.Kind, id record.ID) string {
	title, number := t.namesOf(k, id)
	if title != "" {
		return title
	}
	return number
}

func (t *tx) namesOf(k *record.Kind, id record.ID) (title, number string) {
	c, at, ok := t.locate(k, id)
	if !ok {
		return "", ""
	}
	if f := k.TitleField; f != nil {
		v, _ := c.value(at, f)
		title = v.S
	}
	v, _ := c.value(at, numberField(k))
	return title, v.S
}

// numberField is the shared field 编号, the first of every kind.
func numberField(k *record.Kind) *record.Field { return k.Fields[0] }

func (t *tx) Select(sel record.Selection) ([]record.Row, int, error) {
	if sel.Offset < 0 {
		sel.Offset = 0
	}
	base, own := t.baseScan(&sel), t.ownScan(&sel)
	if own == nil {
		rows, total := t.collect(base, &sel, sel.Offset, sel.Limit)
		return t.rowsOf(base, rows), total, nil
	}
	return t.merge(base, own, &sel)
}

// collect gives the rows from offset on, at most limit (0: all), in the order asked
// for, and how many there are.
func (t *tx) collect(s *scan, sel *record.Selection, offset, limit int) (rows []uint32, total int) {
	if len(sel.Sort) > 0 {
		return t.collectSorted(s, sel, offset, limit)
	}
	end := offset + limit
	if limit == 0 {
		end = int(^uint(0) >> 1)
	}
	s.each(!sel.Oldest, func(block []uint32) {
		if total+len(block) > offset && total < end {
			if !sel.Oldest {
				slices.Reverse(block)
			}
			rows = append(rows, block[max(0, offset-total):min(len(block), end-total)]...)
		}
		total += len(block)
	})
	return rows, total
}

func (t *tx) rowsOf(s *scan, rows []uint32) []record.Row {
	out, back := make([]record.Row, len(rows)), make([]row, len(rows))
	for i, r := range rows {
		back[i] = row{tx: t, c: s.c, at: int(r), id: s.idOf(r)}
		out[i] = &back[i]
	}
	return out
}
