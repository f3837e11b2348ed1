package main

import (
	"fmt"
	"reflect"
	"time"

	"crmlab/domain/record"
)

// work is something that a user waits for, done by both sides.
type work struct {
	name  string // for -only and benchstat
	label string // as the table calls it
	goal  goal
	asks  int // how many different questions it goes through in turn
	ours  func(i int) (any, error)
	lite  []way // none where SQLite has nothing like it
}

// way is one manner in which SQLite can do a work; the fastest counts.
type way struct {
	name string
	run  func(i int) (any, error)
}

// goal is what design/quality.md asks for at size L. The bounds of time hold for smaller
// sizes as they are.
type goal struct {
	within time.Duration // 0: none
	faster float64       // so many times as fast as SQLite; 0: none
}

// Goals of the speed table.
var (
	listIndexed = goal{5 * time.Millisecond, 1}
	listBare    = goal{5 * time.Millisecond, 10}
	searching   = goal{5 * time.Millisecond, 5}
	pointRead   = goal{10 * time.Microsecond, 2}
	figures     = goal{20 * time.Millisecond, 25}
)

// bench is one size, open on both sides.
type bench struct {
	*opened
	lite  *lite
	facts *facts
}

// works are all works that rotate through questions and change nothing.
func (b *bench) works() []*work {
	var out []*work
	out = append(out, b.orderLists()...)
	out = append(out, b.planLists()...)
	out = append(out, b.customerLists()...)
	out = append(out, b.searches()...)
	out = append(out, b.points()...)
	out = append(out, b.figures()...)
	return out
}

// check asks both sides every question and tells where the answers differ.
func (w *work) check() error {
	for i := range w.asks {
		ours, err := w.ours(i)
		if err != nil {
			return fmt.Errorf("%s, question %d: %w", w.name, i, err)
		}
		for _, way := range w.lite {
			theirs, err := way.run(i)
			if err != nil {
				return fmt.Errorf("%s, question %d, SQLite %s: %w", w.name, i, way.name, err)
			}
			if !same(ours, theirs) {
				return &differs{w.name, i, way.name, ours, theirs}
			}
		}
	}
	return nil
}

// differs is the one error that ends the program badly.
type differs struct {
	work         string
	question     int
	way          string
	ours, theirs any
}

func (d *differs) Error() string {
	return fmt.Sprintf("%s, question %d: the answers differ\nours:\n%s\nSQLite, %s:\n%s", d.work, d.question, excerpt(d.ours), d.way, excerpt(d.theirs))
}

func excerpt(v any) string {
	s := fmt.Sprintf("%+v", v)
	if len(s) > 2000 {
		s = s[:2000] + " …"
	}
	return s
}

// same compares answers. Records are compared by what their fields say.
func same(a, b any) bool {
	x, ok := a.(record.Record)
	y, also := b.(record.Record)
	if !ok || !also {
		return reflect.DeepEqual(a, b)
	}
	k := record.KindNamed(record.TargetOf(x).Kind)
	if x.Head().ID != y.Head().ID || x.Head().Rev != y.Head().Rev {
		return false
	}
	for _, f := range k.Fields {
		if !f.Derived() && !f.Get(x).Equal(f.Get(y)) {
			return false
		}
	}
	return true
}
