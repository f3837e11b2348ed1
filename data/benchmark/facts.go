package main

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"unicode/utf8"

	"crmlab/domain/analysis"
	"crmlab/domain/company"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
)

// facts are what is known of a file's rows, from which questions are made: always the
// same ones for the same file.
type facts struct {
	today     record.Date
	customers int
	orders    int
	amounts   []int64       // totals of orders in 分, ascending
	days      []record.Date // of orders, ascending
	delivered []record.Date // delivery dates, ascending
	buyers    []record.ID   // customers with orders, those with most first
	sellers   []record.ID   // owners of orders, those with most first
	numbers   []string      // of orders, some
	words     []string      // two characters of customers' names
	initials  []string      // four letters of customers' names
	hats      []record.Hat  // that see a part of the orders
	periods   []analysis.Period
	quarters  []analysis.Period
}

// asked is how many questions a list rotates through.
const asked = 8

func factsOf(book *record.Book) (*facts, error) {
	f := &facts{}
	dice := rand.New(rand.NewPCG(11, 23))
	err := book.Read(record.Hat{}, func(r record.Reader) error {
		f.today = r.Today()
		bought, sold := map[record.ID]int{}, map[record.ID]int{}
		var numbers []string
		o := order.Orders.Field
		number, day, deliver, total, buyer, seller := o("no"), o("date"), o("deliveryDate"), o("total"), o("party"), o("owner")
		if err := r.Each(order.Orders.Kind, nil, func(row record.Row) bool {
			f.orders++
			f.amounts = append(f.amounts, row.Value(total).N)
			f.days = append(f.days, row.Value(day).Date())
			if d := row.Value(deliver).Date(); d != 0 {
				f.delivered = append(f.delivered, d)
			}
			bought[row.Value(buyer).ID()]++
			sold[row.Value(seller).ID()]++
			numbers = append(numbers, row.Value(number).S)
			return true
		}); err != nil {
			return err
		}
		slices.Sort(f.amounts)
		slices.Sort(f.days)
		slices.Sort(f.delivered)
		f.buyers, f.sellers = ranked(bought), ranked(sold)
		for range 64 {
			f.numbers = append(f.numbers, numbers[dice.IntN(len(numbers))])
		}
		var names []string
		name := party.Customers.Field("name")
		if err := r.Each(party.Customers.Kind, nil, func(row record.Row) bool {
			f.customers++
			names = append(names, row.Value(name).S)
			return true
		}); err != nil {
			return err
		}
		f.wordsOf(names, dice)
		for back := range 2 {
			y := analysis.YearOf(f.today.AddMonths(-12*back), company.Calendar{})
			f.periods = append(f.periods, y)
		}
		for back := range 4 {
			f.quarters = append(f.quarters, analysis.QuarterOf(f.today.AddMonths(-3*back), company.Calendar{}))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return f, f.hatsOf(book)
}

// ranked lists the keys of a count, the most frequent first.
func ranked(count map[record.ID]int) []record.ID {
	var out []record.ID
	for id := range count {
		out = append(out, id)
	}
	slices.SortFunc(out, func(a, b record.ID) int { return cmp.Or(count[b]-count[a], cmp.Compare(a, b)) })
	return out
}

// wordsOf picks what people would type to find a customer.
func (f *facts) wordsOf(names []string, dice *rand.Rand) {
	for len(f.words) < asked || len(f.initials) < asked {
		name := []rune(names[dice.IntN(len(names))])
		if len(name) < 6 {
			continue
		}
		if at := dice.IntN(len(name) - 2); len(f.words) < asked {
			f.words = append(f.words, string(name[at:at+2]))
		}
		if in := initialsOf(string(name)); len(f.initials) < asked && utf8.RuneCountInString(in) >= 6 {
			f.initials = append(f.initials, in[:4])
		}
	}
}

// hatsOf finds hats of the most different data scopes that do not see everything.
func (f *facts) hatsOf(book *record.Book) error {
	var all []company.HatChoice
	err := book.Read(record.Hat{}, func(r record.Reader) (err error) {
		all, err = company.Hats(r)
		return err
	})
	if err != nil {
		return err
	}
	seen := map[int]bool{} // how many orders a hat sees
	for _, h := range all {
		if len(f.hats) == 3 {
			break
		}
		err := book.Read(h.Hat, func(r record.Reader) error {
			if a := r.Access(); a.Everything || len(a.Depts) == 0 || !a.May(order.Orders.Kind, record.View) {
				return nil
			}
			p, err := r.Query(record.Query{Kind: order.Orders.Kind, Size: 1})
			if err == nil && p.Total > f.orders/50 && p.Total < f.orders && !seen[p.Total] {
				seen[p.Total] = true
				f.hats = append(f.hats, h.Hat)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// at picks from an ascending list by a share of its length.
func at[T any](list []T, share float64) T {
	return list[min(len(list)-1, int(share*float64(len(list))))]
}
