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
	What  string // 生日, 公司周年, 代理合同到期, 下次联系
}

const (
	birthdayAhead = 7  // days before a birthday
	contractAhead = 30 // days before an agent's contract ends
)

// Occasions lists what is due for a reader within its lead time, the nearest first: birthdays from
// seven days before, important dates from as many days before as they say, contracts that end from
// thirty. r limits whose.
func Occasions(r record.Reader) ([]Occasion, error) {
	today := r.Today()
	var out []Occasion
	add := func(of record.Target, party record.ID, day record.Date, what string, ahead int) {
		if day != 0 && day >= today && day <= today.AddDays(ahead) {
			out = append(out, Occasion{of, party, day, what})
		}
	}
	if r.Access().May(Contacts.Kind, record.View) {
		k := Contacts
		customer, birthday := k.Field("customer"), k.Field("birthday")
		if err := r.Each(k.Kind, []record.Cond{{Field: "birthday", Op: record.Filled}}, func(row record.Row) bool {
			add(record.Target{Kind: k.Name, ID: row.ID()}, row.Value(customer).ID(), nextYearly(row.Value(birthday).Date(), today), "生日", birthdayAhead)
			return true
		}); err != nil {
			return nil, err
		}
		dates := k.Field("dates")
		name, day, yearly, remind := dates.Column("name"), dates.Column("day"), dates.Column("yearly"), dates.Column("remind")
		if err := r.Lines(dates, func(owner, line record.Row) bool {
			on := line.Value(day).Date()
			if line.Value(yearly).Bool() {
				on = nextYearly(on, today)
			}
			add(record.Target{Kind: k.Name, ID: owner.ID()}, owner.Value(customer).ID(), on, line.Value(name).S, int(line.Value(remind).N))
			return true
		}); err != nil {
			return nil, err
		}
	}
	if r.Access().May(Customers.Kind, record.View) {
		k := Customers
		birthday, until := k.Field("birthday"), k.Field("signedTo")
		if err := r.Each(k.Kind, []record.Cond{{Field: "birthday", Op: record.Filled}}, func(row record.Row) bool {
			add(record.Target{Kind: k.Name, ID: row.ID()}, row.ID(), nextYearly(row.Value(birthday).Date(), today), "生日", birthdayAhead)
			return true
		}); err != nil {
			return nil, err
		}
		if err := r.Each(k.Kind, []record.Cond{{Field: "signedTo", Op: record.Within, Values: []record.Value{record.DateValue(today), record.DateValue(today.AddDays(contractAhead))}}},
			func(row record.Row) bool {
				add(record.Target{Kind: k.Name, ID: row.ID()}, row.ID(), row.Value(until).Date(), "代理合同到期", contractAhead)
				return true
			}); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(out, func(a, b Occasion) int { return cmp.Compare(a.Day, b.Day) })
	return out, nil
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
