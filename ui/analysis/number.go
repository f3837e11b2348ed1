package analysis

import (
	"strconv"

	"github.com/shopspring/decimal"

	"crmlab/domain/record"
)

// yuan prints an amount with separators and two places.
func yuan(d decimal.Decimal) string { return record.GroupDigits(d.StringFixed(2)) }

func count(n int) string { return strconv.Itoa(n) }

// points prints percentage points with their sign.
func points(d decimal.Decimal) string {
	if d.IsPositive() {
		return "+" + d.StringFixed(2)
	}
	return d.StringFixed(2)
}
