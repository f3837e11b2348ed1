package party

import (
	"cmp"
	"slices"
	"time"

	"crmlab/domain/record"
)

// Occasion is a day that somebody should think of: a birthday, an important date, the end of an
// agent's contract, a contact that was planned.
type Occasion struct {
	Of    record.Target // contact, customer or lead
	Party record.ID     // the customer that it belongs to; 0 for a lead
	Day   record.Date
	What  string // 生日, 公司周年, 代理合同到期
	Owner record.ID
	Ahead int // days before it that somebody should be told
}

// Birthday is what a birthday is called among the occasions.
const Birthday = "生日"

const (
	birthdayAhead = 7  // days before a birthday
	contractAhead = 30 // days before an agent's contract ends
	longestAhead  = 60 // days before an important date, at most
)

// Occasions lists what comes round from a day to another, both included, as far as the reader sees,
// the nearest first: birthdays, important dates, the ends of agents' contracts.
func Occasions(r record.Reader, from, to record.Date) ([]Occasion, error) {
	var out []Occasion
	add := func(of record.Row, party record.ID, day record.Date, what string, ahead int) {
		if day != 0 && day >= from && day <= to {
			k := of.Kind()
			out = append(out, Occasion{record.Target{Kind: k.Name, ID: of.ID()}, party, day, what, of.Value(k.Field("owner")).ID(), ahead})
		}
	}
	if r.Access().May(Contacts.Kind, record.View) {
		k := Contacts
		customer, birthday := k.Field("customer"), k.Field("birthday")
		if err := r.Each(k.Kind, []record.Cond{{Field: "birthday", Op: record.Filled}}, func(row record.Row) bool {
			add(row, row.Value(customer).ID(), nextYearly(row.Value(birthday).Date(), from), Birthday, birthdayAhead)
			return true
		}); err != nil {
			return nil, err
		}
		dates := k.Field("dates")
		name, day, yearly, remind := dates.Column("name"), dates.Column("day"), dates.Column("yearly"), dates.Column("remind")
		if err := r.Lines(dates, func(owner, line record.Row) bool {
			on := line.Value(day).Date()
			if line.Value(yearly).Bool() {
				on = nextYearly(on, from)
			}
			add(owner, owner.Value(customer).ID(), on, line.Value(name).S, int(line.Value(remind).N))
			return true
		}); err != nil {
			return nil, err
		}
	}
	if r.Access().May(Customers.Kind, record.View) {
		k := Customers
		birthday, until := k.Field("birthday"), k.Field("signedTo")
		if err := r.Each(k.Kind, []record.Cond{{Field: "birthday", Op: record.Filled}}, func(row record.Row) bool {
			add(row, row.ID(), nextYearly(row.Value(birthday).Date(), from), Birthday, birthdayAhead)
			return true
		}); err != nil {
			return nil, err
		}
		if err := r.Each(k.Kind, []record.Cond{{Field: "signedTo", Op: record.Within, Values: []record.Value{record.DateValue(from), record.DateValue(to)}}},
			func(row record.Row) bool {
				add(row, row.ID(), row.Value(until).Date(), "代理合同到期", contractAhead)
				return true
			}); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(out, func(a, b Occasion) int { return cmp.Compare(a.Day, b.Day) })
	return out, nil
}

// Due lists what somebody should be told of today.
func Due(r record.Reader) ([]Occasion, error) {
	all, err := Occasions(r, r.Today(), r.Today().AddDays(longestAhead))
	return slices.DeleteFunc(all, func(o Occasion) bool { return o.Day > r.Today().AddDays(o.Ahead) }), err
}

// nextYearly is when a day comes again, today included; the 29th of February on the 28th in other
// years.
func nextYearly(day, today record.Date) record.Date {
	if day == 0 {
		return 0
	}
	for year := today.Year(); ; year++ {
		on := record.NewDate(year, day.Month(), day.Day())
		if on.Month() != day.Month() {
			on = record.NewDate(year, time.February, 28)
		}
		if on >= today {
			return on
		}
	}
}
