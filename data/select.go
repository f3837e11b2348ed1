package data

import (
	"slices"
	"sort"

	"crmlab/domain/record"
)

// scan walks the rows of one set of columns that a selection asks for, a block at a time.
type scan struct {
	c       *columns
	live    []bool
	liveIn  []uint16    // living rows by block; nil: not counted
	ids     []record.ID // by row; nil: the row is the ID
	masked  []uint32    // rows to leave out, ascending
	only    []uint32    // the rows that alone can pass, ascending
	listed  bool        // only is to be used
	filters []filter
	asked   []filter // those that must be asked of the rows of the block in hand
	buf     []uint32
}

func (s *scan) idOf(row uint32) record.ID {
	if s.ids == nil {
		return record.ID(row)
	}
	return s.ids[row]
}

func (s *scan) blocks() int { return (len(s.live) + blockMask) >> blockShift }

// allBlocks lists the blocks that may hold rows, ascending.
func (s *scan) allBlocks() []int {
	var out []int
	if !s.listed {
		for b := range s.blocks() {
			out = append(out, b)
		}
		return out
	}
	for _, r := range s.only {
		if b := int(r >> blockShift); len(out) == 0 || out[len(out)-1] != b {
			out = append(out, b)
		}
	}
	return out
}

// block tells how many rows of a block pass, and which they are if that is wanted.
func (s *scan) block(b int, wanted bool) (n int, rows []uint32) {
	from := b << blockShift
	to := min(from+blockRows, len(s.live))
	s.asked = s.asked[:0]
	for _, f := range s.filters {
		v := some
		if j, ok := f.(judge); ok {
			v = j.judge(b)
		}
		if v == none {
			return 0, nil
		}
		if v == some {
			s.asked = append(s.asked, f)
		}
	}
	if !wanted && !s.listed && s.liveIn != nil {
		if len(s.asked) == 0 {
			return int(s.liveIn[b]) - s.maskedIn(from, to), nil
		}
		if c, ok := s.asked[0].(counter); ok && len(s.asked) == 1 && s.maskedIn(from, to) == 0 {
			if n, known := c.count(b); known {
				return n, nil
			}
		}
	}
	rows = s.candidates(b, from, to)
	for _, f := range s.asked {
		if len(rows) == 0 {
			break
		}
		rows = f.keep(rows)
	}
	return len(rows), rows
}

// counter is a filter that knows how many living rows of a block pass.
type counter interface {
	count(block int) (n int, known bool)
}

// candidates are the living rows of a block that no filter has been asked about.
func (s *scan) candidates(b, from, to int) []uint32 {
	rows := s.buf[:0]
	switch {
	case s.listed:
		at := sort.Search(len(s.only), func(i int) bool { return int(s.only[i]) >= from })
		for ; at < len(s.only) && int(s.only[at]) < to; at++ {
			if r := s.only[at]; s.live[r] {
				rows = append(rows, r)
			}
		}
	case s.liveIn != nil && int(s.liveIn[b]) == blockRows:
		rows = s.buf[:blockRows]
		for i := range rows {
			rows[i] = uint32(from + i)
		}
	default:
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
	if s.maskedIn(from, to) > 0 {
		rows = slices.DeleteFunc(rows, func(r uint32) bool {
			_, found := slices.BinarySearch(s.masked, r)
			return found
		})
	}
	return rows
}

// maskedIn counts the living rows between from and to that are left out.
func (s *scan) maskedIn(from, to int) int {
	if len(s.masked) == 0 {
		return 0
	}
	at, _ := slices.BinarySearch(s.masked, uint32(from))
	end, _ := slices.BinarySearch(s.masked, uint32(to))
	return end - at
}

// baseScan is the scan of committed rows.
func (t *tx) baseScan(sel *record.Selection) *scan {
	base := t.table(sel.Kind)
	s := &scan{c: base.columns, live: base.live, liveIn: base.liveIn}
	if o := t.touched(sel.Kind); o != nil {
		s.masked = o.masked
	}
	s.only, s.listed = t.pointing(base, sel.Where)
	room := blockRows
	if s.listed {
		room = min(len(s.only), blockRows)
	}
	s.buf = make([]uint32, room)
	t.addFilters(s, sel)
	return s
}

// pointing looks for a test that few rows can pass because they point to one record, and
// lists them.
func (t *tx) pointing(base *table, tests []record.Test) (rows []uint32, found bool) {
	for _, test := range tests {
		if test.Op != record.Is || len(test.Values) != 1 || test.Values[0].N <= 0 || test.Values[0].S != "" {
			continue
		}
		i := base.column(test.Field.Tag)
		if i < 0 {
			continue
		}
		h := t.chainOf(base, i)
		if h == nil {
			continue
		}
		if rows, whole := h.rows(test.Values[0].N, len(base.live)/64); whole {
			slices.Sort(rows)
			return rows, true
		}
	}
	return nil, false
}

// chainOf is the chain of a link's column, made now if need be; nil where one would be of
// no use.
func (t *tx) chainOf(base *table, i int) *chain {
	col, ok := base.cols[i].(*numbers)
	if !ok || col.typ != record.TypeLink || len(base.live) < blockRows {
		return nil
	}
	target := base.fields[i].Target()
	if target == nil || t.table(target).count*longChains < base.count {
		return nil
	}
	base.chains.Lock()
	defer base.chains.Unlock()
	if col.chain.Load() == nil {
		col.chain.Store(newChain(&col.packed, base.live))
	}
	return col.chain.Load()
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
	s.filters = append(s.filters, t.compile(sel, s.c, s.idOf)...)
	if sel.Text != "" {
		s.filters = append(s.filters, t.textFilter(s, sel.Text, sel.Scope))
	}
	if f := t.scopeFilter(s, sel.Scope); f != nil {
		s.filters = append(s.filters, f)
	}
	if sel.Keep != nil {
		s.filters = append(s.filters, &byRow{row: row{tx: t, c: s.c}, idOf: s.idOf, ask: sel.Keep})
	}
}

// textFilter passes rows in which a searched field that the access may see contains the text.
func (t *tx) textFilter(s *scan, text string, a *record.Access) filter {
	f := &anyOf{}
	for i, field := range s.c.fields {
		if !field.Search || a.Hides(field) {
			continue
		}
		switch col := s.c.cols[i].(type) {
		case *texts:
			f.mark(&col.codes, col.dict.matching(text))
		case *numbers:
			f.mark(&col.packed, t.titlesMatching(field, text))
		}
	}
	for _, field := range s.c.kind.Fields {
		if field.Search && !field.Memory && !field.Derived() && !a.Hides(field) {
			f.slow = append(f.slow, func(r uint32) bool {
				return textMatches(t.fieldInFile(s.c.kind, s.idOf(r), field).S, text)
			})
		}
	}
	switch {
	case len(f.slow) > 0 || len(f.marks) > 1:
		return f
	case len(f.marks) == 0:
		return constant(false)
	}
	return f.marks[0]
}

// titlesMatching marks the targets of a link whose title contains the text, by ID.
func (t *tx) titlesMatching(f *record.Field, text string) []bool {
	k := f.Target()
	if k == nil {
		return nil
	}
	base := t.table(k)
	ok := make([]bool, len(base.live))
	titles, numbers := base.columnOf(k.TitleField), base.columnOf(numberField(k))
	var in, inNumber []bool
	if titles != nil {
		in = titles.dict.matching(text)
	}
	if numbers != nil {
		inNumber = numbers.dict.matching(text)
	}
	for id, live := range base.live {
		switch {
		case !live:
		case titles != nil && titles.codes.get(id) != 0:
			ok[id] = in[titles.codes.get(id)]
		case numbers != nil:
			ok[id] = inNumber[numbers.codes.get(id)]
		}
	}
	if o := t.touched(k); o != nil {
		for _, id := range o.ids {
			ok = grown(ok, int(id)+1)
			ok[id] = textMatches(t.title(k, id), text)
		}
	}
	if len(ok) > 0 {
		ok[0] = false
	}
	return ok
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
	blocks := s.allBlocks()
	if !sel.Oldest {
		slices.Reverse(blocks)
	}
	for _, b := range blocks {
		n, found := s.block(b, total < end)
		if total+n > offset && total < end {
			if !sel.Oldest {
				slices.Reverse(found)
			}
			rows = append(rows, found[max(0, offset-total):min(n, end-total)]...)
		}
		total += n
	}
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
