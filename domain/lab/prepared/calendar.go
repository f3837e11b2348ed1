package prepared

import (
	"math"
	"time"

	"crmlab/domain/record"
)

// The history runs from First to Last; Last is the business date of the finished case.
var (
	First = record.NewDate(2024, time.November, 1)
	Last  = record.NewDate(2026, time.November, 23)
)

// closedDays are the public holidays of the history, from and to.
var closedDays = [][2]record.Date{
	days(2025, 1, 1, 1, 1), days(2025, 1, 28, 2, 4), days(2025, 4, 4, 4, 6), days(2025, 5, 1, 5, 5), days(2025, 5, 31, 6, 2), days(2025, 10, 1, 10, 8),
	days(2026, 1, 1, 1, 3), days(2026, 2, 15, 2, 23), days(2026, 4, 4, 4, 6), days(2026, 5, 1, 5, 5), days(2026, 6, 19, 6, 21), days(2026, 9, 25, 9, 27), days(2026, 10, 1, 10, 7),
}

func days(year int, m1 time.Month, d1 int, m2 time.Month, d2 int) [2]record.Date {
	return [2]record.Date{record.NewDate(year, m1, d1), record.NewDate(year, m2, d2)}
}

// working reports whether the company works on the day.
func working(d record.Date) bool {
	if w := d.Time().Weekday(); w == time.Saturday || w == time.Sunday {
		return false
	}
	for _, c := range closedDays {
		if d >= c[0] && d <= c[1] {
			return false
		}
	}
	return true
}

// workday is the first working day from d on.
func workday(d record.Date) record.Date {
	for !working(d) {
		d++
	}
	return d
}

// seasons is how much is bought in a month, compared with an average month: budgets are
// spent at the end of the year, schools and new offices buy in September, and February
// is the spring festival.
var seasons = [12]float64{0.90, 0.50, 1.10, 0.90, 0.85, 1.10, 0.90, 1.05, 1.45, 0.90, 1.20, 1.35}

// season is smooth between the middles of months, so that no month begins with a jump.
func season(d record.Date) float64 {
	m, at := int(d.Month())-1, float64(d.Day())/30
	if at < 0.5 {
		return mix(seasons[(m+11)%12], seasons[m], at+0.5)
	}
	return mix(seasons[m], seasons[(m+1)%12], at-0.5)
}

func mix(a, b, part float64) float64 { return a + (b-a)*part }

// yearlyGrowth is by how much the demand of a year exceeds that of the year before.
const yearlyGrowth = 1.20

// demand is the season with the growth since the first day.
func demand(d record.Date) float64 {
	return season(d) * math.Pow(yearlyGrowth, float64(d-First)/365)
}
