// Package prepared makes the case that a new work file starts with: a company of our own
// invention with two years of history. It is made through the same actions that people
// take, each under the hat of the employee who would take it and on its own business
// date, so every rule has passed and the journal is true. The same seed gives the same
// case, to the byte. Nothing here may write a record past the gate.
package prepared

import (
	"fmt"

	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/record"
)

// Seed is the seed of the case that the program ships.
const Seed uint64 = 20261126

// MarkLabel is the journal's name for the start of the work file.
const MarkLabel = "实验开始"

// Options of Build.
type Options struct {
	Seed uint64 // 0: Seed
	// Clock is the clock that the Book was opened with, so that wall times follow the
	// simulated days. nil: the Book's own clock stamps the steps.
	Clock *Clock
}

// Build makes the case in an empty Book and ends with a mark, the start of the work file.
// It takes thousands of steps: a store that can share one transaction among them should be
// told to. An error leaves the Book half built.
func Build(book *record.Book, o Options) error {
	b, err := newBuilder(book, o)
	if err != nil {
		return err
	}
	for _, part := range []struct {
		what string
		make func() error
	}{
		{"organisation", b.makeOrganisation}, {"standards", b.makeStandards}, {"catalogue", b.makeCatalogue}, {"old customers", b.makeOldCustomers},
		{"history", b.live}, {"last day", b.settle},
		{"news", b.makeNews}, {"aftermath", b.aftermath}, {"customers", b.makeCustomerWork}, {"calendar", b.makeCalendar},
	} {
		if err := part.make(); err != nil {
			return fmt.Errorf("prepared case, %s, day %s: %w", part.what, b.today, err)
		}
	}
	b.clock.tick(600)
	if _, err := book.Mark(record.Hat{}, MarkLabel); err != nil {
		return fmt.Errorf("prepared case, mark: %w", err)
	}
	return nil
}

// Found makes only what the case begins with, its organisation, standards and catalogue with
// the discounts of the levels, and moves the business date to the day given. Histories of
// another size are made upon it.
func Found(book *record.Book, clock *Clock, today record.Date) error {
	b, err := newBuilder(book, Options{Seed: Seed, Clock: clock})
	if err != nil {
		return err
	}
	for _, make := range []func() error{b.makeOrganisation, b.makeStandards, b.makeCatalogue, func() error { return b.makeBuyerDiscounts(nil) }} {
		if err := make(); err != nil {
			return fmt.Errorf("found the company: %w", err)
		}
	}
	b.clock.open(today)
	_, err = company.MoveDate(book, b.hat(admin), today)
	return err
}

// builder is the case while it is being made.
type builder struct {
	chance
	*source
	agenda
	book  *record.Book
	clock *Clock
	seed  uint64
	today record.Date

	staff      map[string]*worker // by employee number
	dict       map[company.DictGroup]map[string]record.Ref[company.DictItem]
	stages     map[string]record.Ref[company.TaskStatusDef] // by name
	fields     map[string]*company.FieldDef                 // by key
	offices    map[string]record.Ref[company.Position]      // by code
	categories map[string]record.Ref[catalog.ProductCategory]
	items      []*item
	buyers     map[string]*buyer // by number
	order      []*buyer          // in order of creation, so that nothing depends on a map
	newcomers  []*buyer          // not yet created, by day
	projects   []*project
	expected   float64           // sales that the seasons up to today bring, 元 before tax
	booked     float64           // sales so far
	owed       [3]float64        // shares of the next project, refill and stock order that demand has built up
	oddities   []oddity          // payments still to be made odd
	turn       int               // counts working days
	dealt      map[record.ID]int // orders of the last days by the department of their first approver
}

// worker is an employee with the hats that the case wears.
type worker struct {
	employeeRow
	id   record.ID
	main record.Hat
	sell record.Hat // the post in a sales group, where the employee has one
}

func newBuilder(book *record.Book, o Options) (*builder, error) {
	src, err := load()
	if err != nil {
		return nil, err
	}
	if o.Seed == 0 {
		o.Seed = Seed
	}
	if o.Clock == nil {
		o.Clock = &Clock{}
	}
	return &builder{book: book, clock: o.Clock, seed: o.Seed, chance: newChance(o.Seed), source: src, staff: map[string]*worker{},
		dict: map[company.DictGroup]map[string]record.Ref[company.DictItem]{}, stages: map[string]record.Ref[company.TaskStatusDef]{},
		fields: map[string]*company.FieldDef{}, categories: map[string]record.Ref[catalog.ProductCategory]{}, buyers: map[string]*buyer{}, dealt: map[record.ID]int{}}, nil
}

// take passes a little time and wraps what went wrong with what was being done.
func (b *builder) take(what string, step func() (*record.Entry, error)) (*record.Entry, error) {
	b.clock.tick(b.between(20, 400))
	e, err := step()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	return e, nil
}

func (b *builder) save(h record.Hat, rec record.Record) error {
	_, err := b.take("save", func() (*record.Entry, error) { return b.book.Save(h, rec) })
	return err
}

// do performs an action and returns the record that it shows, if it makes one.
func (b *builder) do(h record.Hat, a *record.Action, id record.ID, in any) (record.ID, error) {
	e, err := b.take(a.Kind.Name+" "+a.Name, func() (*record.Entry, error) { return b.book.Do(h, a, id, in) })
	if err != nil || e == nil {
		return 0, err
	}
	return e.Result.ID, nil
}

// edit changes a record as its form would.
func edit[T any, P interface {
	*T
	record.Record
}](b *builder, h record.Hat, id record.ID, change func(P)) error {
	rec, err := get[T, P](b, id)
	if err != nil {
		return err
	}
	change(rec)
	return b.save(h, rec)
}

// get reads a record as the program itself sees it.
func get[T any, P interface {
	*T
	record.Record
}](b *builder, id record.ID) (rec P, err error) {
	err = b.book.Read(record.Hat{}, func(r record.Reader) error {
		p, err := record.Get(r, record.Ref[T](id))
		rec = P(p)
		return err
	})
	return rec, err
}
