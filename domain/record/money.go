package record

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// MaxMinor bounds every stored number: 10 trillion 元 in 分. Beyond it sums of a
// whole file could overflow an int64 column.
const MaxMinor = int64(1_000_000_000_000_000)

// Cents rounds an amount in 元 to two places, half away from zero, the rounding
// that every money rule of the manual uses.
func Cents(d decimal.Decimal) decimal.Decimal { return d.Round(2) }

// Minor returns d as a whole number of units of 10^-places; ok is false when d
// has more places than that or is out of bounds.
func Minor(d decimal.Decimal, places int32) (n int64, ok bool) {
	s := d.Shift(places)
	if !s.IsInteger() || s.Abs().GreaterThan(decimal.New(MaxMinor, 0)) {
		return 0, false
	}
	return s.IntPart(), true
}

// FromMinor is the inverse of Minor.
func FromMinor(n int64, places int32) decimal.Decimal { return decimal.New(n, -places) }

// Yuan prints an amount of 分 as people read it: 1,286,400.00.
func Yuan(minor int64) string { return GroupDigits(FromMinor(minor, 2).StringFixed(2)) }

// GroupDigits puts thousands separators into a plain decimal number.
func GroupDigits(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	whole, frac, dot := strings.Cut(s, ".")
	var b strings.Builder
	for i, c := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(c)
	}
	if dot {
		b.WriteByte('.')
		b.WriteString(frac)
	}
	return sign + b.String()
}

// digitsAndSigns maps full-width digits and signs to ASCII.
var digitsAndSigns = strings.NewReplacer(
	"０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7", "８", "8", "９", "9", "．", ".", "－", "-", "／", "/")

// ornaments drops what people put into numbers for the eye.
var ornaments = strings.NewReplacer("，", "", ",", "", "￥", "", "¥", "", "％", "", "%", "", " ", "", "　", "", "元", "")

// ParseNumber reads a number as people type it, with separators, ¥, % or
// full-width digits, of at most the given places. Empty text is zero, false.
func ParseNumber(s string, places int32) (n int64, given bool, err error) {
	plain := ornaments.Replace(digitsAndSigns.Replace(strings.TrimSpace(s)))
	if plain == "" {
		if strings.TrimSpace(s) == "" {
			return 0, false, nil
		}
		return 0, false, fmt.Errorf("「%s」不是数字", s)
	}
	if len(plain) > 40 || strings.ContainsAny(plain, "eE") {
		return 0, false, fmt.Errorf("「%s」不是数字", s)
	}
	d, err := decimal.NewFromString(plain)
	if err != nil {
		return 0, false, fmt.Errorf("「%s」不是数字", s)
	}
	n, ok := Minor(d, places)
	if !ok {
		if d.Shift(places).IsInteger() {
			return 0, false, fmt.Errorf("「%s」超出范围", s)
		}
		if places == 0 {
			return 0, false, fmt.Errorf("「%s」应为整数", s)
		}
		return 0, false, fmt.Errorf("「%s」最多 %d 位小数", s, places)
	}
	return n, true, nil
}
