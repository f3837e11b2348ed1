package data

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync/atomic"

	"crmlab/domain/record"
)

// Walk goes through committed rows a block at a time. Inside a step, whose own rows have
// their places among them, it answers as Select does.
func (t *tx) Walk(sel record.Selection, fn func(record.Row) bool) error {
	base, own := t.baseScan(&sel), t.ownScan(&sel)
	if own != nil {
		sel.Sort, sel.Offset, sel.Limit, sel.Oldest = nil, 0, 0, true
		rows, _, err := t.merge(base, own, &sel)
		for _, row := range rows {
			if err != nil || !fn(row) {
				break
			}
		}
		return err
	}
	for _, b := range base.allBlocks() {
		_, found := base.block(b, true)
		// fn may ask for other rows, and base.buf is only good until the next block.
		for _, row := range t.rowsOf(base, found) {
			if !fn(row) {
				return nil
			}
		}
	}
	return nil
}

func (t *tx) Batches(sel record.Selection, fields []*record.Field, fn func(*record.Batch) bool) error {
	return t.eachBatch(&sel, fields, func(_ *scan, _ []uint32, b *record.Batch) bool { return fn(b) })
}

// eachBatch gives the passing rows of every block, committed ones first.
func (t *tx) eachBatch(sel *record.Selection, fields []*record.Field, fn func(s *scan, rows []uint32, b *record.Batch) bool) error {
	for _, s := range []*scan{t.baseScan(sel), t.ownScan(sel)} {
		if s == nil {
			continue
		}
		read, err := s.readers(fields)
		if err != nil {
			return err
		}
		if !s.batches(s.allBlocks(), read, fn) {
			return nil
		}
	}
	return nil
}

// batches gives the passing rows of some blocks; false if fn wants no more.
func (s *scan) batches(blocks []int, read []batchReader, fn func(s *scan, rows []uint32, b *record.Batch) bool) bool {
	b := &record.Batch{IDs: make([]record.ID, 0, blockRows), Numbers: make([][]int64, len(read))}
	for _, at := range blocks {
		_, rows := s.block(at, true)
		if len(rows) == 0 {
			continue
		}
		b.IDs = b.IDs[:0]
		for _, r := range rows {
			b.IDs = append(b.IDs, s.idOf(r))
		}
		for i := range read {
			b.Numbers[i] = read[i].rows(rows, b.Numbers[i])
		}
		if !fn(s, rows, b) {
			return false
		}
	}
	return true
}

// batchReader reads one column for batches.
type batchReader struct {
	c      *packed
	places []int64 // of a choice: the place of every code among the choices
}

func (s *scan) readers(fields []*record.Field) ([]batchReader, error) {
	out := make([]batchReader, len(fields))
	for i, f := range fields {
		at := s.c.column(f.Tag)
		if at < 0 {
			return nil, fmt.Errorf("memory does not hold %s.%s", s.c.kind.Name, f.Name)
		}
		var err error
		if out[i], err = readerOf(s.c.cols[at], f); err != nil {
			return nil, fmt.Errorf("%s.%s: %w", s.c.kind.Name, f.Name, err)
		}
	}
	return out, nil
}

func readerOf(col column, f *record.Field) (batchReader, error) {
	switch col := col.(type) {
	case *numbers:
		return batchReader{c: &col.packed}, nil
	case *texts:
		if col.typ != record.TypeChoice {
			break
		}
		r := batchReader{c: &col.codes, places: make([]int64, col.dict.words.len())}
		for code := range r.places {
			r.places[code] = f.Place(col.dict.words.at(uint32(code)))
		}
		return r, nil
	}
	return batchReader{}, fmt.Errorf("a batch has no values of type %d", f.Type)
}

// rows reads the rows of one block into out, whose room is used again.
func (r batchReader) rows(rows []uint32, out []int64) []int64 {
	out = slices.Grow(out[:0], len(rows))[:len(rows)]
	from, to := int(rows[0]), int(rows[len(rows)-1])+1
	if to-from == len(rows) && to <= r.c.rows {
		r.c.span(from, to, out)
	} else {
		r.c.gather(rows, out)
	}
	return r.placed(out)
}

func (r batchReader) placed(out []int64) []int64 {
	if r.places != nil {
		for i, code := range out {
			out[i] = r.places[code]
		}
	}
	return out
}

// fewBlocks are answered by one goroutine: starting more would take longer.
const fewBlocks = 16

func (t *tx) LineBatches(rows *record.Field, sel record.Selection, of, fields []*record.Field, fn func(*record.LineBatch) bool) error {
	sel.Kind = rows.Kind
	base, own := t.baseScan(&sel), t.ownScan(&sel)
	blocks := base.allBlocks()
	if len(blocks) <= fewBlocks || sel.Keep != nil {
		for _, s := range []*scan{base, own} {
			if s == nil {
				continue
			}
			if more, err := s.lineBatches(s.allBlocks(), 0, rows, of, fields, fn); err != nil || !more {
				return err
			}
		}
		return nil
	}
	workers := min(runtime.GOMAXPROCS(0), record.MostWorkers)
	var stopped atomic.Bool
	type end struct {
		err      error
		panicked any
	}
	ends := make(chan end, workers)
	for w := range workers {
		s := t.baseScan(&sel) // filters keep room of their own
		part := blocks[w*len(blocks)/workers : (w+1)*len(blocks)/workers]
		go func() {
			var e end
			defer func() {
				e.panicked = recover() // it goes on in the goroutine that asked
				ends <- e
			}()
			_, e.err = s.lineBatches(part, w, rows, of, fields, func(b *record.LineBatch) bool {
				if stopped.Load() {
					return false
				}
				more := fn(b)
				if !more {
					stopped.Store(true)
				}
				return more
			})
		}()
	}
	var err error
	var panicked any
	for range workers {
		e := <-ends
		err = errors.Join(err, e.err)
		if e.panicked != nil {
			panicked = e.panicked
		}
	}
	if panicked != nil {
		panic(panicked)
	}
	if err == nil && own != nil && !stopped.Load() {
		_, err = own.lineBatches(own.allBlocks(), 0, rows, of, fields, fn)
	}
	return err
}

// lineBatches gives the passing rows of some blocks with their lines.
func (s *scan) lineBatches(blocks []int, worker int, rows *record.Field, of, fields []*record.Field, fn func(*record.LineBatch) bool) (more bool, err error) {
	lines := s.c.linesOf(rows)
	if lines == nil {
		return false, fmt.Errorf("%s.%s has no lines", rows.Kind.Name, rows.Name)
	}
	ofOwner, err := s.readers(of)
	if err != nil {
		return false, err
	}
	read, err := lines.readers(fields)
	if err != nil {
		return false, err
	}
	b := &record.LineBatch{Worker: worker, Lines: make([][]int64, len(fields))}
	starts, counts := make([]int64, blockRows), make([]int64, blockRows)
	return s.batches(blocks, ofOwner, func(_ *scan, owners []uint32, owner *record.Batch) bool {
		b.Batch = *owner
		starts, counts := starts[:len(owners)], counts[:len(owners)]
		lines.start.gather(owners, starts)
		lines.count.gather(owners, counts)
		b.From = append(b.From[:0], 0)
		for i, n := range counts {
			b.From = append(b.From, b.From[i]+int(n))
		}
		for i := range read {
			b.Lines[i] = read[i].lines(starts, counts, b.From, b.Lines[i])
		}
		return fn(b)
	}), nil
}

func (t *lineTable) readers(fields []*record.Field) ([]batchReader, error) {
	out := make([]batchReader, len(fields))
	for i, f := range fields {
		at := t.column(f.Tag)
		if at < 0 {
			return nil, fmt.Errorf("memory does not hold the column %s", f.Name)
		}
		var err error
		if out[i], err = readerOf(t.cols[at], f); err != nil {
			return nil, fmt.Errorf("column %s: %w", f.Name, err)
		}
	}
	return out, nil
}

// lines reads the lines of many owners, which mostly lie behind one another, into out.
func (r batchReader) lines(starts, counts []int64, from []int, out []int64) []int64 {
	total := from[len(counts)]
	out = slices.Grow(out[:0], total)[:total]
	for i := 0; i < len(counts); {
		j, end := i, starts[i]
		for j < len(counts) && (counts[j] == 0 || starts[j] == end) {
			end += counts[j]
			j++
		}
		if end > starts[i] && from[j] > from[i] {
			r.c.span(int(starts[i]), int(starts[i])+from[j]-from[i], out[from[i]:from[j]])
		}
		i = j
	}
	return r.placed(out)
}
