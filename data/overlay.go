package data

import (
	"crypto/sha256"
	"slices"

	"crmlab/domain/record"
)

// overlay is everything that a step has written so far. It lies over the columns and
// the file for the step's own questions, goes to the file when the step is committed,
// and to the columns after that. Dropping it is all that taking a step back needs.
type overlay struct {
	kinds     map[*record.Kind]*touched
	unique    map[*record.Field]map[string]record.ID // 0: the value is free again
	contested []contest
	counters  map[string]uint64
	contents  map[string][]byte // of attached files, by the raw hash

	entries [][]byte // sealed, from firstSeq
	touches [][]byte // keys of the journal's index by record
	journalEnd

	txid int // of the transaction that commits it
	size int // bytes to write, roughly
}

// journalEnd is where the journal goes on.
type journalEnd struct {
	seq  uint64
	hash [sha256.Size]byte
}

// contest notes that a step gave a unique value to one record while another had it;
// the other must have let go of it by the end of the step.
type contest struct {
	field *record.Field
	key   string
	loser record.ID
}

func newOverlay(end journalEnd) *overlay {
	return &overlay{kinds: map[*record.Kind]*touched{}, unique: map[*record.Field]map[string]record.ID{},
		counters: map[string]uint64{}, contents: map[string][]byte{}, journalEnd: end}
}

func (o *overlay) empty() bool {
	return len(o.kinds) == 0 && len(o.counters) == 0 && len(o.entries) == 0 && len(o.unique) == 0 && len(o.contents) == 0
}

// touched is what a step did to one kind: the records it wrote, in columns like all
// others, and which rows of the committed columns no longer count.
type touched struct {
	*columns
	base   *table
	ids    []record.ID // by row
	rowOf  map[record.ID]int
	stored [][]byte // nil: dropped
	live   []bool
	count  int      // living rows
	masked []uint32 // committed rows that are hidden, ascending
	lastID uint64   // last ID given; 0: none
	sums   map[*record.Tally]map[record.ID]tallied
}

func newTouched(base *table) *touched {
	t := &touched{columns: newColumns(base.shape), base: base, rowOf: map[record.ID]int{}}
	if len(base.tallies) > 0 {
		t.sums = map[*record.Tally]map[record.ID]tallied{}
	}
	return t
}

// set notes the new stored form of a record; nil drops it.
func (t *touched) set(id record.ID, stored []byte) error {
	row, seen := t.rowOf[id]
	if !seen {
		row = len(t.ids)
		t.rowOf[id] = row
		t.ids, t.stored, t.live = append(t.ids, id), append(t.stored, nil), append(t.live, false)
		if t.base.has(id) {
			at, _ := slices.BinarySearch(t.masked, uint32(id))
			t.masked = slices.Insert(t.masked, at, uint32(id))
			t.tallyDelta(t.base.columns, int(id), -1)
		}
	} else if t.live[row] {
		t.tallyDelta(t.columns, row, -1)
		t.live[row] = false
		t.count--
	}
	t.stored[row] = stored
	if stored == nil {
		t.drop(row)
		return nil
	}
	if err := t.fill(row, stored); err != nil {
		return err
	}
	t.live[row] = true
	t.count++
	t.tallyDelta(t.columns, row, 1)
	return nil
}

// tallyDelta keeps by how much the step changes the committed sums.
func (t *touched) tallyDelta(c *columns, row int, sign int64) {
	for _, y := range t.base.tallies {
		target, amount, ok := counts(y.of, c, row)
		if !ok {
			continue
		}
		if t.sums[y.of] == nil {
			t.sums[y.of] = map[record.ID]tallied{}
		}
		d := t.sums[y.of][target]
		t.sums[y.of][target] = tallied{d.sum + sign*amount, d.count + int(sign)}
	}
}

// hides reports whether the step touched a committed row.
func (t *touched) hides(id record.ID) bool {
	if t == nil {
		return false
	}
	_, ok := t.rowOf[id]
	return ok
}
