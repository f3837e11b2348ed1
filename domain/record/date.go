package record

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Date is a calendar day, counted from 1970-01-01; 0 means "no date".
// It has no time zone: the business date of the file is one for everybody.
type Date int32

// NewDate returns the day y-m-d. Values out of range roll over as in time.Date.
func NewDate(y int, m time.Month, d int) Date {
	return DateOf(time.Date(y, m, d, 0, 0, 0, 0, time.UTC))
}

// DateOf returns the calendar day of t in t's own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// Time returns midnight UTC of the day.
func (d Date) Time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// Year, Month and Day are the parts of the date in the Gregorian calendar.
func (d Date) Year() int { return d.Time().Year() }

// Month of the year.
func (d Date) Month() time.Month { return d.Time().Month() }

// Day of the month.
func (d Date) Day() int { return d.Time().Day() }

// AddDays moves the date by n days.
func (d Date) AddDays(n int) Date { return d + Date(n) }

// AddMonths moves the date by n months and stays in the wanted month: 31 January
// plus one month is the last day of February.
func (d Date) AddMonths(n int) Date {
	t := d.Time()
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return NewDate(first.Year(), first.Month(), min(t.Day(), last))
}

// MonthStart is the first day of the date's month.
func (d Date) MonthStart() Date { return NewDate(d.Year(), d.Month(), 1) }

// MonthEnd is the last day of the date's month.
func (d Date) MonthEnd() Date { return NewDate(d.Year(), d.Month()+1, 0) }

// String is 2006-01-02, or "" for no date.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	return d.Time().Format("2006-01-02")
}

// dateLayouts are what people and files write; the first is how crmlab writes.
var dateLayouts = []string{
	"2006-1-2", "2006/1/2", "2006.1.2", "20060102", "2006年1月2日",
	"2006-1-2 15:04:05", "2006-1-2 15:04:05.000", "2006-1-2 15:04", "2006/1/2 15:04:05", "2006/1/2 15:04",
	time.RFC3339,
}

// ParseDate reads a day as people write it (2026-11-23, 2026/11/23, 20261123,
// 2026年11月23日, with or without a time). Empty text is no date.
func ParseDate(s string) (Date, error) { return ParseDateAs(s, "") }

// ParseDateAs reads a day in the Go layout given; with an empty layout it takes
// any form that ParseDate knows.
func ParseDateAs(s, layout string) (Date, error) {
	s = digitsAndSigns.Replace(strings.TrimSpace(s))
	if s == "" {
		return 0, nil
	}
	layouts := dateLayouts
	if layout != "" {
		layouts = []string{layout}
	}
	for _, l := range layouts {
		if t, err := time.Parse(l, s); err == nil {
			if y := t.Year(); y < 1900 || y > 2200 {
				return 0, fmt.Errorf("年份 %d 不在 1900 到 2200 之间", y)
			}
			d := DateOf(t)
			if d == 0 {
				return 0, errors.New("1970-01-01 在这里表示没有日期，不能填写")
			}
			return d, nil
		}
	}
	return 0, fmt.Errorf("「%s」不是日期，应写成 2026-11-23", s)
}
