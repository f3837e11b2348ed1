package kit

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

const isoDate = "2006-01-02"

var errNotDate = errors.New("日期请写成 2026-01-05")

// ParseDate reads a day as people type it: 2026-1-5, 2026/1/5, 2026.1.5, 2026年1月5日, 20260105,
// and without a year 1-5 or 1月5日, which belongs to the year of near. The errors are sentences.
func ParseDate(text string, near time.Time) (time.Time, error) {
	parts := strings.FieldsFunc(plainDigits(text), func(r rune) bool { return r < '0' || r > '9' })
	for _, r := range text {
		if !strings.ContainsRune("0123456789０１２３４５６７８９-/.－／．年月日号 ", r) {
			return time.Time{}, errNotDate
		}
	}
	year, month, day := near.Year(), 0, 0
	switch {
	case len(parts) == 3:
		year, month, day = number(parts[0]), number(parts[1]), number(parts[2])
		if len(parts[0]) == 2 {
			year += 2000
		}
	case len(parts) == 2:
		month, day = number(parts[0]), number(parts[1])
	case len(parts) == 1 && len(parts[0]) == 8:
		year, month, day = number(parts[0][:4]), number(parts[0][4:6]), number(parts[0][6:])
	case len(parts) == 1 && len(parts[0]) == 4:
		month, day = number(parts[0][:2]), number(parts[0][2:])
	default:
		return time.Time{}, errNotDate
	}
	if year < 1900 || year > 2200 {
		return time.Time{}, errors.New("年份要在 1900 到 2200 之间")
	}
	d := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if d.Year() != year || int(d.Month()) != month || d.Day() != day {
		return time.Time{}, errors.New("没有这一天，请检查月和日")
	}
	return d, nil
}

// plainDigits maps full-width digits to plain ones.
func plainDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, text)
}

// number reads a run of digits; one too long for an int reads as a number that no date has.
func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return -1
	}
	return n
}
