package task

import (
	"crmlab/domain/party"
	"crmlab/domain/record"
)

// Last contact of a customer: the newest of its follow-ups and of the progress of its tasks.

var (
	progressTask, progressDay = Progresses.Field("task"), Progresses.Field("day")
	followCustomer, followDay = party.FollowUps.Field("customer"), party.FollowUps.Field("day")
	taskParty                 = Tasks.Field("party")
)

func init() {
	f := party.Customers.Derive("lastFollow", 66, "最近跟进", record.TypeDate, func(r record.Reader, row record.Row) record.Value {
		return record.DateValue(LastContact(r, row.ID()))
	})
	f.Vector = &record.Vector{Uses: []*record.Kind{party.FollowUps.Kind, Progresses.Kind, Tasks.Kind}, Fill: lastContacts}
}

// LastContact is the day of the newest follow-up or progress of a customer; 0 if there is none.
func LastContact(r record.Reader, id record.ID) (last record.Date) {
	w := r.Whole()
	newest := func(day *record.Field) func(record.Row) bool {
		return func(row record.Row) bool {
			last = max(last, row.Value(day).Date())
			return true
		}
	}
	// Conditions on declared fields cannot fail; a fault of the file shows where it is read.
	_ = w.Each(party.FollowUps.Kind, []record.Cond{record.Where("customer", record.LinkValue(id))}, newest(followDay))
	_ = w.Each(Tasks.Kind, []record.Cond{record.Where("party", record.LinkValue(id))}, func(t record.Row) bool {
		_ = w.Each(Progresses.Kind, []record.Cond{record.Where("task", record.LinkValue(t.ID()))}, newest(progressDay))
		return true
	})
	return last
}

// lastContacts is LastContact for many customers.
func lastContacts(r record.Reader, b *record.Batch, out []int64) error {
	at := make(map[int64]int, len(b.IDs))
	for i, id := range b.IDs {
		at[int64(id)], out[i] = i, 0
	}
	take := func(of, days []int64) {
		for i, id := range of {
			if j, ok := at[id]; ok {
				out[j] = max(out[j], days[i])
			}
		}
	}
	w := r.Whole()
	if err := w.Batches(party.FollowUps.Kind, nil, []*record.Field{followCustomer, followDay}, func(b *record.Batch) bool {
		take(b.Numbers[0], b.Numbers[1])
		return true
	}); err != nil {
		return err
	}
	var failed error
	err := w.Batches(Progresses.Kind, nil, []*record.Field{progressTask, progressDay}, func(b *record.Batch) bool {
		of := make([]int64, len(b.IDs))
		if failed = r.Follow(taskParty, b.Numbers[0], of); failed != nil {
			return false
		}
		take(of, b.Numbers[1])
		return true
	})
	if err == nil {
		err = failed
	}
	return err
}
