package kit

import (
	"errors"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

var (
	errNotNumber = errors.New("这里只能填数字")
	errNotWhole  = errors.New("这里只能填整数")
)

// ParseNumber reads a number as people type it: full-width digits, separators between thousands,
// spaces, a currency or percent sign around it. Empty text is zero. The errors are sentences.
func ParseNumber(text string, places int, negative bool) (decimal.Decimal, error) {
	plain := plainNumber(text)
	if plain == "" {
		if strings.TrimSpace(text) == "" {
			return decimal.Zero, nil
		}
		return decimal.Zero, errNotNumber
	}
	if strings.ContainsAny(plain, "eE") {
		return decimal.Zero, errNotNumber
	}
	d, err := decimal.NewFromString(plain)
	if err != nil {
		return decimal.Zero, errNotNumber
	}
	switch {
	case d.IsNegative() && !negative:
		return decimal.Zero, errors.New("这里不能填负数")
	case places == 0 && !d.Equal(d.Truncate(0)):
		return decimal.Zero, errNotWhole
	case !d.Equal(d.Truncate(int32(places))):
		return decimal.Zero, fmt.Errorf("最多 %d 位小数", places)
	}
	return d, nil
}

// plainNumber maps full-width signs to plain ones and drops separators and units.
func plainNumber(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == '．' || r == '。':
			return '.'
		case r == '－' || r == '−':
			return '-'
		case r == ',' || r == '，' || r == ' ' || r == '　' || r == '¥' || r == '￥' || r == '%' || r == '％' || r == '元':
			return -1
		}
		return r
	}, text)
}

// FormatNumber writes a number with a count of places, or as many as it has for -1, and with
// separators between thousands where grouped.
func FormatNumber(d decimal.Decimal, places int, grouped bool) string {
	text := d.String()
	if places >= 0 {
		text = d.StringFixed(int32(places))
	}
	if !grouped {
		return text
	}
	sign := ""
	if strings.HasPrefix(text, "-") {
		sign, text = "-", text[1:]
	}
	whole, fraction, hasFraction := strings.Cut(text, ".")
	var out strings.Builder
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			out.WriteByte(',')
		}
		out.WriteRune(r)
	}
	if hasFraction {
		return sign + out.String() + "." + fraction
	}
	return sign + out.String()
}
