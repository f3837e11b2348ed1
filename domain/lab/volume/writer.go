package volume

import (
	"math/rand/v2"
	"time"

	"crmlab/domain/company"
	"crmlab/domain/record"
)

// writer gathers records until they are added with their journal entry.
type writer struct {
	*rand.Rand
	Base
	sink      Sink
	open      []*company.TaskStatusDef
	won, lost *company.TaskStatusDef
	buyers    []buyer

	wall  int64
	batch []record.Record
	added int
}

func newWriter(base Base, seed uint64, into Sink) *writer {
	w := &writer{Rand: rand.New(rand.NewPCG(seed, 0x766f6c756d65)), Base: base, sink: into}
	w.wall = Last.Time().Add(time.Hour).UnixMilli() // nine in the morning in China
	for _, s := range base.stages {
		switch s.Type {
		case company.StageWon:
			w.won = s
		case company.StageLost:
			w.lost = s
		case company.StageOpen, company.StageOngoing:
			w.open = append(w.open, s)
		case company.StageOnHold:
		}
	}
	return w
}

// add numbers a record, gives it to whom it belongs, and keeps it for the next entry.
func (w *writer) add(k *record.Kind, rec record.Record, owner record.Hat, prefix string) {
	h := rec.Head()
	h.ID = w.sink.NextID(k)
	if h.No == "" {
		h.No = record.FormatNumber(prefix, w.sink.Count(record.NumberCounter(k, prefix)))
	}
	h.Owner, h.Dept = owner.Employee, owner.Dept
	h.CreatedAt, h.UpdatedAt = w.wall, w.wall
	w.batch = append(w.batch, rec)
}

func (w *writer) flush(label string) error {
	e := &record.Entry{Op: record.OpDo, Action: "write", Label: label, Day: Last, Wall: w.wall}
	err := w.sink.Add(e, w.batch...)
	w.added += len(w.batch)
	w.batch = nil
	w.wall += 20
	return err
}

// dayOf spreads things over the history: the i-th of so many.
func (w *writer) dayOf(i, of int) record.Date {
	days := int(Last - First)
	return First.AddDays(min(days-1, i*days/of+w.IntN(3)))
}

func (w *writer) choice(g company.DictGroup) record.Ref[company.DictItem] {
	if len(w.dict[g]) == 0 {
		return 0
	}
	return pick(w, w.dict[g])
}

func pick[T any](w *writer, xs []T) T { return xs[w.IntN(len(xs))] }

// weighted is a place in the weights, which total a hundred.
func (w *writer) weighted(weights []int) int {
	at := w.IntN(100)
	for i, x := range weights {
		if at -= x; at < 0 {
			return i
		}
	}
	return len(weights) - 1
}
