package lab

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"crmlab/domain/party"
	"crmlab/domain/record"
)

// birthday is what the date of birth of a contact is called among the other dates.
const birthday = "生日"

// namedDay is a day that comes round every year.
type namedDay struct {
	name string
	day  record.Date
}

// eachDate goes through the birthdays and important dates of contacts of the hat's own customers
// that come round between two days. who is the contact with the customer's name.
func eachDate(r record.Reader, from, to record.Date, fn func(contact record.ID, who string, x namedDay)) error {
	k := party.Contacts
	if !r.Access().May(k.Kind, record.View) {
		return nil
	}
	name, customer, born, special := k.Field("name"), k.Field("customer"), k.Field("birthday"), k.Field("special")
	return r.Each(k.Kind, []record.Cond{record.Where("owner", record.LinkValue(r.Hat().Employee))}, func(row record.Row) bool {
		for _, x := range daysOf(row.Value(born).Date(), row.Value(special).S) {
			if x.day = comesRound(x.day, from); x.day > to {
				continue
			}
			fn(row.ID(), row.Value(name).S+"（"+r.Title(party.Customers.Kind, row.Value(customer).ID())+"）", x)
		}
		return true
	})
}

// monthDay finds dates in a text: 9月1日, 9-1, 09/01.
var monthDay = regexp.MustCompile(`(\d{1,2})\s*[月\-/.]\s*(\d{1,2})\s*日?`)

// daysOf reads the dates of a contact: the birthday, and those written as text with their names
// before them (公司周年 9月1日；入职 3-15).
func daysOf(born record.Date, special string) []namedDay {
	var out []namedDay
	if born != 0 {
		out = append(out, namedDay{birthday, born})
	}
	rest := special
	for {
		at := monthDay.FindStringSubmatchIndex(rest)
		if at == nil {
			return out
		}
		month, _ := strconv.Atoi(rest[at[2]:at[3]]) // the pattern lets only digits through
		day, _ := strconv.Atoi(rest[at[4]:at[5]])
		name := strings.Trim(rest[:at[0]], " 　、,，;；:：（(")
		rest = strings.TrimLeft(rest[at[1]:], "）)")
		if month < 1 || month > 12 || day < 1 || day > 31 {
			continue
		}
		if name == "" {
			name = "重要日期"
		}
		const leap = 2000 // has every day of the year
		out = append(out, namedDay{name, record.NewDate(leap, time.Month(month), day)})
	}
}

// comesRound is the first day on or after from on which a day of the year comes round; a 29
// February is kept on the 1 March of other years.
func comesRound(d, from record.Date) record.Date {
	next := record.NewDate(from.Year(), d.Month(), d.Day())
	if next < from {
		next = record.NewDate(from.Year()+1, d.Month(), d.Day())
	}
	return next
}
