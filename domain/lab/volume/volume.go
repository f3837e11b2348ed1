// Package volume makes histories of any size upon the company of the prepared case: ten
// years of customers, sales tasks, orders, instalments and receipts, for proving that the
// program carries a million orders. The records are not made through the gate, which would
// take an hour; they are added in bulk, as if taken over from another system, and are such
// that everything which verifying a file asks of them holds. The same seed and size give
// the same records.
package volume

import (
	"fmt"
	"time"

	"crmlab/domain/lab/prepared"
	"crmlab/domain/record"
)

// Size says how much is made.
type Size struct {
	Customers int
	Orders    int // of three lines
	Tasks     int // sales tasks, with two entries of progress
}

// The sizes that the program is measured at. S is the prepared case itself.
var (
	M = Size{Customers: 10_000, Orders: 100_000, Tasks: 10_000}
	L = Size{Customers: 100_000, Orders: 1_000_000, Tasks: 100_000}
)

// First and Last are the days between which everything happens; Last is the business date.
var (
	First = record.NewDate(2016, time.December, 1)
	Last  = prepared.Last
)

// Sink takes records in bulk. Records of a kind are added in the order of their IDs.
type Sink interface {
	NextID(k *record.Kind) record.ID
	Count(name string) int
	Add(e *record.Entry, recs ...record.Record) error
}

// batch is how many customers, tasks or orders one entry of the journal takes over.
const batch = 500

// Fill adds a history to a file that Found has made; book is a Book of that file, read at
// the start only. progress is told how many records of about how many were added.
func Fill(base Base, size Size, seed uint64, into Sink, progress func(done, about int)) error {
	w := newWriter(base, seed, into)
	about := size.Customers*2 + size.Tasks*3 + size.Orders*4
	told := func() { progress(w.added, about) }
	for _, part := range []struct {
		label string
		count int
		make  func(i, of int)
	}{
		{"转入客户和联系人", size.Customers, w.customer}, {"转入销售任务", size.Tasks, w.task}, {"转入订单、回款计划和收款", size.Orders, w.order},
	} {
		for i := range part.count {
			part.make(i, part.count)
			if (i+1)%batch == 0 || i+1 == part.count {
				if err := w.flush(part.label); err != nil {
					return fmt.Errorf("add records: %w", err)
				}
				told()
			}
		}
	}
	return into.Add(&record.Entry{Op: record.OpMark, Action: record.OpMark, Label: prepared.MarkLabel, Day: Last, Wall: w.wall})
}
