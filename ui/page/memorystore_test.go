package page_test

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"crmlab/domain/record"
	"crmlab/ui/page"
)

// memoryStore is a record.Store of plain maps: pages are tested against the real Book, whatever
// file stands behind it.
type memoryStore struct {
	state  memoryState
	custom map[*record.Kind][]*record.Field
}

type memoryState struct {
	records map[*record.Kind]map[record.ID]record.Record
	ids     map[*record.Kind]record.ID
	counts  map[string]int
	journal []*record.Entry
}

func newMemoryStore() *memoryStore {
	return &memoryStore{state: memoryState{records: map[*record.Kind]map[record.ID]record.Record{}, ids: map[*record.Kind]record.ID{}, counts: map[string]int{}}}
}

func (s *memoryStore) View(fn func(record.StoreTx) error) error { return fn(&memoryTx{s}) }

func (s *memoryStore) Update(fn func(record.StoreTx) error) error {
	before := s.state
	s.state.records = map[*record.Kind]map[record.ID]record.Record{}
	for k, recs := range before.records {
		s.state.records[k] = maps.Clone(recs)
	}
	s.state.ids, s.state.counts = maps.Clone(before.ids), maps.Clone(before.counts)
	err := fn(&memoryTx{s})
	if err != nil {
		s.state = before
	}
	return err
}

func (s *memoryStore) Reshape(custom map[*record.Kind][]*record.Field) error {
	s.custom = custom
	return nil
}

type memoryTx struct{ s *memoryStore }

func (t *memoryTx) Get(k *record.Kind, id record.ID) (record.Record, error) {
	rec, ok := t.s.state.records[k][id]
	if !ok {
		return nil, nil
	}
	return page.Clone(k, rec), nil
}

func (t *memoryTx) Put(k *record.Kind, rec record.Record) error {
	if t.s.state.records[k] == nil {
		t.s.state.records[k] = map[record.ID]record.Record{}
	}
	t.s.state.records[k][rec.Head().ID] = page.Clone(k, rec)
	return nil
}

func (t *memoryTx) Drop(k *record.Kind, id record.ID) error {
	delete(t.s.state.records[k], id)
	return nil
}

func (t *memoryTx) NextID(k *record.Kind) (record.ID, error) {
	t.s.state.ids[k]++
	return t.s.state.ids[k], nil
}

func (t *memoryTx) Count(name string) (int, error) {
	t.s.state.counts[name]++
	return t.s.state.counts[name], nil
}

func (t *memoryTx) Find(f *record.Field, v record.Value) (record.ID, bool, error) {
	for id, rec := range t.s.state.records[f.Kind] {
		if f.Get(rec).Equal(v) {
			return id, true, nil
		}
	}
	return 0, false, nil
}

type memoryRow struct {
	k   *record.Kind
	rec record.Record
}

func (r memoryRow) ID() record.ID      { return r.rec.Head().ID }
func (r memoryRow) Kind() *record.Kind { return r.k }
func (r memoryRow) Value(f *record.Field) record.Value {
	if !f.Memory {
		return record.Value{}
	}
	return f.Get(r.rec)
}

func (t *memoryTx) Row(k *record.Kind, id record.ID) (record.Row, bool) {
	rec, ok := t.s.state.records[k][id]
	return memoryRow{k, rec}, ok
}

func (t *memoryTx) all(k *record.Kind) []record.Row {
	var rows []record.Row
	for _, rec := range t.s.state.records[k] {
		rows = append(rows, memoryRow{k, rec})
	}
	slices.SortFunc(rows, func(a, b record.Row) int { return cmp.Compare(b.ID(), a.ID()) })
	return rows
}

func (t *memoryTx) Select(s record.Selection) ([]record.Row, int, error) {
	var rows []record.Row
	for _, row := range t.all(s.Kind) {
		if t.matches(s, row) {
			rows = append(rows, row)
		}
	}
	if s.Oldest {
		slices.Reverse(rows)
	}
	slices.SortStableFunc(rows, func(a, b record.Row) int {
		for _, by := range s.Sort {
			x, y := a.Value(by.Field), b.Value(by.Field)
			c := cmp.Or(cmp.Compare(x.N, y.N), cmp.Compare(x.S, y.S))
			if by.Desc {
				c = -c
			}
			if c != 0 {
				return c
			}
		}
		return 0
	})
	total := len(rows)
	rows = rows[min(s.Offset, total):]
	if s.Limit > 0 {
		rows = rows[:min(s.Limit, len(rows))]
	}
	return rows, total, nil
}

func (t *memoryTx) matches(s record.Selection, row record.Row) bool {
	for _, test := range s.Where {
		v := row.Value(test.Field)
		if test.Field.Type == record.TypeLong {
			v = test.Field.Get(row.(memoryRow).rec)
		}
		if test.Op == record.Contains {
			if !t.Matches(v.S, test.Values[0].S) {
				return false
			}
		} else if !test.Holds(v) {
			return false
		}
	}
	if s.Text != "" && !slices.ContainsFunc(append(slices.Clip(s.Kind.Fields), t.s.custom[s.Kind]...), func(f *record.Field) bool {
		return f.Search && t.Matches(row.Value(f).S, s.Text)
	}) {
		return false
	}
	if s.Scope != nil && !s.Scope.Sees(row, t.Row) {
		return false
	}
	return s.Keep == nil || s.Keep(row)
}

func (t *memoryTx) Lines(rows *record.Field, fn func(owner, line record.Row) bool) error { return nil }

func (t *memoryTx) Tally(tally *record.Tally, id record.ID) (sum int64, count int) {
	t.TallyOver(tally, func(of record.ID, s int64, n int) {
		if of == id {
			sum, count = s, n
		}
	})
	return sum, count
}

func (t *memoryTx) TallyOver(tally *record.Tally, fn func(id record.ID, sum int64, count int)) {
	sums, counts := map[record.ID]int64{}, map[record.ID]int{}
	for _, row := range t.all(tally.Kind) {
		if slices.ContainsFunc(tally.Where, func(test record.Test) bool { return !test.Holds(row.Value(test.Field)) }) {
			continue
		}
		id := row.Value(tally.By).ID()
		counts[id]++
		if tally.Sum != nil {
			sums[id] += row.Value(tally.Sum).N
		}
	}
	for id, n := range counts {
		fn(id, sums[id], n)
	}
}

func (t *memoryTx) Linked(k *record.Kind, id record.ID, limit int) ([]record.Target, error) {
	var out []record.Target
	for other, recs := range t.s.state.records {
		for _, f := range other.Fields {
			if f.Derived() || f.Type != record.TypeLink || f.Target() != k {
				continue
			}
			for at, rec := range recs {
				if f.Get(rec).ID() == id && len(out) < limit {
					out = append(out, record.Target{Kind: other.Name, ID: at})
				}
			}
		}
	}
	return out, nil
}

func (t *memoryTx) Matches(text, query string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(query))
}

func (t *memoryTx) Append(e *record.Entry) error {
	e.Seq = t.LastSeq() + 1
	t.s.state.journal = append(slices.Clip(t.s.state.journal), e)
	return nil
}

func (t *memoryTx) Entry(seq uint64) (*record.Entry, error) {
	if seq == 0 {
		return &record.Entry{}, nil
	}
	return t.s.state.journal[seq-1], nil
}

func (t *memoryTx) LastSeq() uint64 { return uint64(len(t.s.state.journal)) }

func (t *memoryTx) Entries(before uint64, limit int) ([]*record.Entry, error) {
	var out []*record.Entry
	for _, e := range slices.Backward(t.s.state.journal) {
		if (before == 0 || e.Seq < before) && len(out) < limit {
			out = append(out, e)
		}
	}
	return out, nil
}

func (t *memoryTx) EntriesOf(target record.Target, limit int) ([]*record.Entry, error) {
	var out []*record.Entry
	for _, e := range slices.Backward(t.s.state.journal) {
		if len(out) < limit && slices.ContainsFunc(e.Changes, func(c record.Change) bool { return c.Kind == target.Kind && c.ID == target.ID }) {
			out = append(out, e)
		}
	}
	return out, nil
}
