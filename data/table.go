package data

import (
	"fmt"
	"sync"
	"sync/atomic"

	"crmlab/domain/record"
)

// table is the memory of one kind. IDs are given in order and never again, so a record's
// ID is its row: links are followed without any lookup, and rows ascend by ID.
type table struct {
	*columns
	codec   *codec
	live    []bool
	liveIn  []uint16 // by block
	count   int
	changes uint64 // counts steps that touched the kind
	titled  titleKeys
	chains  sync.Mutex // while one is made
	tallies []*tally
	unique  []*record.Field

	ready  chan struct{} // closed when the file has been read
	loaded atomic.Bool
}

func newTable(k *record.Kind) *table {
	t := &table{columns: newColumns(newShape(k, nil)), codec: newCodec(k), unique: uniqueFields(k), ready: make(chan struct{})}
	for _, y := range k.Tallies {
		t.tallies = append(t.tallies, newTally(y))
	}
	t.extend(1)
	return t
}

func (t *table) extend(n int) {
	t.live = grown(t.live, n)
	t.liveIn = grown(t.liveIn, (len(t.live)+blockMask)>>blockShift)
}

// put sets a record from its stored form.
func (t *table) put(id record.ID, stored []byte) error {
	row := int(id)
	t.extend(row + 1)
	if t.live[row] {
		t.uncount(row)
	}
	if err := t.fill(row, stored); err != nil {
		return fmt.Errorf("%s %d: %w", t.kind.Name, id, err)
	}
	t.begin(row)
	for _, y := range t.tallies {
		y.add(t.columns, row, 1)
	}
	t.recount(row, 1)
	return nil
}

// begin makes a row living.
func (t *table) begin(row int) {
	if !t.live[row] {
		t.live[row] = true
		t.liveIn[row>>blockShift]++
		t.count++
	}
}

// remove empties a record's row.
func (t *table) remove(id record.ID) {
	row := int(id)
	if !t.has(id) {
		return
	}
	t.uncount(row)
	t.drop(row)
	t.live[row] = false
	t.liveIn[row>>blockShift]--
	t.count--
}

func (t *table) uncount(row int) {
	t.recount(row, -1)
	for _, y := range t.tallies {
		y.add(t.columns, row, -1)
	}
}

func (t *table) has(id record.ID) bool { return uint64(id) < uint64(len(t.live)) && t.live[id] }

func (t *table) tally(y *record.Tally) *tally {
	for _, have := range t.tallies {
		if have.of == y {
			return have
		}
	}
	return nil
}
