package data

import (
	"fmt"
	"slices"
	"sync"

	"crmlab/domain/record"
)

// vectors hold derived fields by row. A field is worked out for all records when a list first
// filters or sorts by it, and anew when a step has touched what it depends on.
type vectors struct {
	mu    sync.Mutex
	known map[*record.Field]*vector
}

type vector struct {
	mu   sync.Mutex // while it is worked out
	asOf []uint64
	workedOut
}

// workedOut is a derived field by row; of a choice, also how often each place stands in a block.
type workedOut struct {
	c      *packed
	counts *choiceCounts
}

// of is a derived field of all committed records. compute is Selection.Vector.
func (v *vectors) of(t *tx, f *record.Field, compute func(*record.Field, *record.Batch, []int64) error) (workedOut, error) {
	v.mu.Lock()
	if v.known == nil {
		v.known = map[*record.Field]*vector{}
	}
	if v.known[f] == nil {
		v.known[f] = &vector{}
	}
	one := v.known[f]
	v.mu.Unlock()

	one.mu.Lock()
	defer one.mu.Unlock()
	asOf := []uint64{t.table(f.Kind).changes}
	for _, k := range f.Vector.Uses {
		asOf = append(asOf, t.table(k).changes)
	}
	if one.asOf != nil && slices.Equal(asOf, one.asOf) {
		return one.workedOut, nil
	}
	c := &packed{}
	var counts *choiceCounts
	if f.Type == record.TypeChoice {
		counts = &choiceCounts{}
	}
	out := make([]int64, blockRows)
	var failed error
	err := t.Batches(record.Selection{Kind: f.Kind}, f.Vector.Needs, func(b *record.Batch) bool {
		if failed = compute(f, b, out[:len(b.IDs)]); failed != nil {
			return false
		}
		for i, id := range b.IDs {
			c.set(int(id), out[i])
			if counts != nil {
				counts.add(int(id), out[i], 1)
			}
		}
		return true
	})
	if err == nil {
		err = failed
	}
	if err != nil {
		return workedOut{}, fmt.Errorf("work out %s.%s: %w", f.Kind.Name, f.Name, err)
	}
	c.settle()
	one.workedOut, one.asOf = workedOut{c, counts}, asOf
	return one.workedOut, nil
}

func (t *tx) Plain() bool { return t.over == nil }

func (t *tx) Sums(y *record.Tally, ids []record.ID, out []int64) {
	if t.over == nil {
		if base := t.table(y.Kind).tally(y); base != nil {
			for i, id := range ids {
				out[i] = base.sum.get(int(id))
			}
			return
		}
	}
	for i, id := range ids {
		out[i], _ = t.Tally(y, id)
	}
}

func (t *tx) Follow(f *record.Field, ids, out []int64) error {
	base := t.table(f.Kind)
	at := base.column(f.Tag)
	if at < 0 {
		return fmt.Errorf("memory does not hold %s.%s", f.Kind.Name, f.Name)
	}
	read, err := readerOf(base.cols[at], f)
	if err != nil {
		return fmt.Errorf("%s.%s: %w", f.Kind.Name, f.Name, err)
	}
	plain := t.over == nil
	for i, id := range ids {
		switch {
		case !plain:
			out[i] = t.follow(f, record.ID(id))
		case !base.has(record.ID(id)):
			out[i] = 0
		case read.places != nil:
			out[i] = read.places[read.c.get(int(id))]
		default:
			out[i] = read.c.get(int(id))
		}
	}
	return nil
}

// follow is Follow for one record, inside a step.
func (t *tx) follow(f *record.Field, id record.ID) int64 {
	c, at, ok := t.locate(f.Kind, id)
	if !ok {
		return 0
	}
	v, _ := c.value(at, f)
	if f.Type == record.TypeChoice {
		return f.Place(v.S)
	}
	return v.N
}
