package company

import (
	"fmt"
	"slices"
	"time"

	"crmlab/domain/record"
)

// FiscalYear 企业年度 is a year of the company's own calendar: twelve months without a gap, which
// need not be those of the calendar on the wall.
type FiscalYear struct {
	record.Base
	Name       string // 2027 年度, from Year
	Year       int    // the one in which it begins
	FirstMonth int    // 1 to 12
	Months     []FiscalMonth
}

// FiscalMonth is one month of a fiscal year, both ends included.
type FiscalMonth struct{ From, To record.Date }

// FiscalYears is the kind of 企业年度.
var FiscalYears = record.Define("fiscal-year", "企业年度", "company", "FY", []record.FieldOf[FiscalYear]{
	record.Text("name", 4, "名称", func(y *FiscalYear) *string { return &y.Name }, record.Computed, record.Listed),
	record.Int("year", 1, "年度", func(y *FiscalYear) *int { return &y.Year }, record.Required, record.Unique, record.Between(2000, 2100), record.Bare, record.Hint("年度开始的那一年")),
	record.Int("firstMonth", 2, "年度首月", func(y *FiscalYear) *int { return &y.FirstMonth }, record.Required, record.Between(1, 12), record.Unit("月"), record.Listed,
		record.StartsAt(record.IntValue(1))),
	record.Lines("months", 3, "月份日期", func(y *FiscalYear) *[]FiscalMonth { return &y.Months }, []record.FieldOf[FiscalMonth]{
		record.Day("from", 1, "开始日期", func(m *FiscalMonth) *record.Date { return &m.From }, record.Required),
		record.Day("to", 2, "结束日期", func(m *FiscalMonth) *record.Date { return &m.To }, record.Required),
	}, record.Hint("不填就按自然月排出十二个月")),
})

// monthsAYear is how many months every fiscal year has.
const monthsAYear = 12

func init() {
	FiscalYears.Derive("from", 10, "开始日期", record.TypeDate, func(_ record.Reader, row record.Row) record.Value {
		if m := monthsOf(row); len(m) > 0 {
			return record.DateValue(m[0].From)
		}
		return record.Value{}
	}, record.Listed)
	FiscalYears.Derive("to", 11, "结束日期", record.TypeDate, func(_ record.Reader, row record.Row) record.Value {
		if m := monthsOf(row); len(m) > 0 {
			return record.DateValue(m[len(m)-1].To)
		}
		return record.Value{}
	}, record.Listed)
	FiscalYears.Starts(func(r record.Reader, y *FiscalYear) error {
		y.Year = r.Today().Year()
		return r.Whole().Each(FiscalYears.Kind, nil, func(row record.Row) bool {
			y.Year = max(y.Year, int(row.Value(FiscalYears.Field("year")).N)+1) // the first that the calendar does not hold yet
			return true
		})
	})
	FiscalYears.Rule(checkYear)
}

// checkYear fills the months where none were given, and refuses gaps, months that overlap, and a
// year that runs into another one.
func checkYear(tx record.Tx, y, old *FiscalYear) error {
	what := fmt.Sprintf("没有保存企业年度 %d", y.Year)
	y.Name = fmt.Sprintf("%d 年度", y.Year)
	if len(y.Months) == 0 || old != nil && natural(old) && (old.Year != y.Year || old.FirstMonth != y.FirstMonth) && slices.Equal(old.Months, y.Months) {
		y.Months = naturalMonths(y.Year, y.FirstMonth)
	}
	if n := len(y.Months); n != monthsAYear {
		return record.RefuseField("fiscal.months", "months", what, fmt.Sprintf("一个年度有十二个月，这里有 %d 行", n), "补齐或删去多余的行；全部清空会按自然月排出")
	}
	for i, m := range y.Months {
		at := fmt.Sprintf("months.%d.", i)
		if m.To < m.From {
			return record.RefuseField("fiscal.order", at+"to", what, fmt.Sprintf("第 %d 个月的结束日期早于开始日期", i+1), "改正日期")
		}
		if i > 0 && m.From != y.Months[i-1].To.AddDays(1) {
			return record.RefuseField("fiscal.gap", at+"from", what, fmt.Sprintf("第 %d 个月应从 %s 开始，接着上个月，中间不能空也不能重叠", i+1, y.Months[i-1].To.AddDays(1)), "改正日期")
		}
	}
	first := y.Months[0].From
	// A month of the company may begin some days before the one that it is named after.
	if middle := first.AddDays(14); middle.Year() != y.Year || int(middle.Month()) != y.FirstMonth {
		return record.RefuseField("fiscal.first", "months.0.from", what, fmt.Sprintf("第一个月从 %s 开始，不是 %d 年 %d 月", first, y.Year, y.FirstMonth), "改正日期，或改正年度和首月")
	}
	var other record.Value
	err := tx.Each(FiscalYears.Kind, nil, func(row record.Row) bool {
		if row.ID() == y.ID || row.Value(FiscalYears.Field("year")).N == int64(y.Year) {
			return true // the same year twice is refused for its number
		}
		m := monthsOf(row)
		if len(m) > 0 && m[0].From <= y.Months[monthsAYear-1].To && m[len(m)-1].To >= first {
			other = row.Value(FiscalYears.Field("year"))
			return false
		}
		return true
	})
	if err == nil && other.N != 0 {
		err = record.RefuseField("fiscal.overlap", "months", what, fmt.Sprintf("与 %d 年度的日期重叠", other.N), "改正月份日期，使年度之间不重叠")
	}
	return err
}

// naturalMonths are twelve calendar months from the first one.
func naturalMonths(year, first int) []FiscalMonth {
	start := record.NewDate(year, time.Month(first), 1)
	out := make([]FiscalMonth, monthsAYear)
	for i := range out {
		from := start.AddMonths(i)
		out[i] = FiscalMonth{From: from, To: from.MonthEnd()}
	}
	return out
}

// natural reports whether the months of a year are calendar months.
func natural(y *FiscalYear) bool { return slices.Equal(y.Months, naturalMonths(y.Year, y.FirstMonth)) }

func monthsOf(row record.Row) []FiscalMonth {
	lines := row.Value(FiscalYears.Field("months")).R
	out := make([]FiscalMonth, len(lines))
	for i, l := range lines {
		out[i] = FiscalMonth{From: l[0].Date(), To: l[1].Date()}
	}
	return out
}

// Calendar answers in which year, quarter and month of the company a day lies.
type Calendar struct{ years []FiscalYear } // by beginning

// CalendarOf reads the company's calendar.
func CalendarOf(r record.Reader) (Calendar, error) {
	var c Calendar
	err := r.Whole().Each(FiscalYears.Kind, nil, func(row record.Row) bool {
		y := FiscalYear{Year: int(row.Value(FiscalYears.Field("year")).N), FirstMonth: int(row.Value(FiscalYears.Field("firstMonth")).N), Months: monthsOf(row)}
		if len(y.Months) == monthsAYear {
			c.years = append(c.years, y)
		}
		return true
	})
	slices.SortFunc(c.years, func(a, b FiscalYear) int { return int(a.Months[0].From - b.Months[0].From) })
	return c, err
}

// CalendarFrom is a calendar without any year of its own, whose years begin in a month.
func CalendarFrom(firstMonth int) Calendar {
	return Calendar{years: []FiscalYear{{FirstMonth: firstMonth}}}
}

// Year is the company's year of a day. A day for which no year was entered lies in a year of
// calendar months that begins like the last one entered before it; without any, in January.
func (c Calendar) Year(d record.Date) FiscalYear {
	first := 1
	for _, y := range c.years {
		if len(y.Months) == 0 || y.Months[0].From <= d {
			first = y.FirstMonth
		}
		if len(y.Months) > 0 && y.Months[0].From <= d && d <= y.Months[monthsAYear-1].To {
			return y
		}
	}
	year := d.Year()
	if int(d.Month()) < first {
		year--
	}
	return FiscalYear{Year: year, FirstMonth: first, Months: naturalMonths(year, first)}
}

// Month is the place of a day's month in its year, from 0.
func (y FiscalYear) Month(d record.Date) int {
	for i, m := range y.Months {
		if d <= m.To {
			return i
		}
	}
	return monthsAYear - 1
}
