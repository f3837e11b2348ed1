// Package analysis is experiment 11: every figure that a chart or a report shows. It
// reads memory columns within the reader's data scope and returns plain figures; it
// draws nothing and stores nothing.
package analysis

import (
	"crmlab/domain/company"
	"crmlab/domain/record"
)

// Period is a stretch of days, both ends included.
type Period struct{ From, To record.Date }

// Holds reports whether the day is in the period.
func (p Period) Holds(d record.Date) bool { return d >= p.From && d <= p.To }

// Days is the length of the period.
func (p Period) Days() int { return int(p.To-p.From) + 1 }

// wholeMonths is how many calendar months the period covers exactly; 0 if it does not.
func (p Period) wholeMonths() int {
	if p.From != p.From.MonthStart() || p.To != p.To.MonthEnd() {
		return 0
	}
	return (p.To.Year()-p.From.Year())*12 + int(p.To.Month()) - int(p.From.Month()) + 1
}

// Previous is the period before (上期): as many calendar months for whole months, the
// same number of days otherwise.
func (p Period) Previous() Period {
	if n := p.wholeMonths(); n > 0 {
		return Period{From: p.From.AddMonths(-n), To: p.From.AddDays(-1)}
	}
	return Period{From: p.From.AddDays(-p.Days()), To: p.From.AddDays(-1)}
}

// LastYear is the same period a year ago (去年同期).
func (p Period) LastYear() Period {
	q := Period{From: p.From.AddMonths(-12), To: p.To.AddMonths(-12)}
	if p.wholeMonths() > 0 {
		q.To = q.To.MonthEnd()
	}
	return q
}

// Around is the shortest period that holds both.
func (p Period) Around(q Period) Period {
	return Period{From: min(p.From, q.From), To: max(p.To, q.To)}
}

// Elapsed is the part of p, which stands beside the period whole, that is as many days old as
// whole is today: a period that is still running is compared with the same number of days.
func (p Period) Elapsed(whole Period, today record.Date) Period {
	if !whole.Holds(today) || today == whole.To {
		return p
	}
	return Period{From: p.From, To: min(p.To, p.From+(today-whole.From))}
}

// QuarterName is the quarter of a day in the company's calendar, and the year to which it belongs:
// the one in which the fiscal year begins.
func QuarterName(d record.Date, c company.Calendar) (year, quarter int) {
	y := c.Year(d)
	return y.Year, y.Month(d)/3 + 1
}

// QuarterOf is the fiscal quarter that a day lies in, as a period.
func QuarterOf(d record.Date, c company.Calendar) Period {
	y := c.Year(d)
	first := y.Month(d) / 3 * 3
	return Period{From: y.Months[first].From, To: y.Months[first+2].To}
}

// MonthOf is the month of the company's calendar that a day lies in, as a period.
func MonthOf(d record.Date, c company.Calendar) Period {
	y := c.Year(d)
	m := y.Months[y.Month(d)]
	return Period{From: m.From, To: m.To}
}

// YearOf is the fiscal year that a day lies in, as a period.
func YearOf(d record.Date, c company.Calendar) Period {
	y := c.Year(d)
	return Period{From: y.Months[0].From, To: y.Months[len(y.Months)-1].To}
}
