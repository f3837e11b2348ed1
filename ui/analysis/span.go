package analysis

import (
	figures "crmlab/domain/analysis"
	"crmlab/domain/company"
	"crmlab/domain/record"
)

// span is a period that the pages offer by name.
type span struct {
	id, label string
	period    figures.Period
}

// IDs of the spans.
const (
	thisMonth   = "month"
	thisQuarter = "quarter"
	thisYear    = "year"
	lastQuarter = "last-quarter"
	lastYear    = "last-year"
)

// spansAt are the periods that a day offers: months, quarters and years of the company's calendar.
func spansAt(today record.Date, c company.Calendar) []span {
	quarter, year := figures.QuarterOf(today, c), figures.YearOf(today, c)
	return []span{
		{thisMonth, "本月", figures.MonthOf(today, c)},
		{thisQuarter, "本季", quarter},
		{thisYear, "本年", year},
		{lastQuarter, "上季", figures.QuarterOf(quarter.From.AddDays(-1), c)},
		{lastYear, "去年", figures.YearOf(year.From.AddDays(-1), c)},
	}
}

// spanOf names a period; "" when it is none of the spans.
func spanOf(spans []span, p figures.Period) string {
	for _, s := range spans {
		if s.period == p {
			return s.id
		}
	}
	return ""
}

// words are the two ends of a period as the screen shows them.
func words(p figures.Period) string { return p.From.String() + " 至 " + p.To.String() }
