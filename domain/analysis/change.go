package analysis

import (
	"math"

	"github.com/shopspring/decimal"

	"crmlab/domain/record"
)

// Change compares a figure with an earlier one (环比, 同比).
type Change struct {
	Percent decimal.Decimal // two places; meaningless when New
	New     bool            // there was nothing before: 新增, not a number
	Lost    bool            // there is nothing now: 流失
	None    bool            // nothing before and nothing now
}

// ChangeOf compares current with previous, both in 分.
func ChangeOf(current, previous int64) Change {
	switch {
	case previous == 0 && current == 0:
		return Change{None: true}
	case previous == 0:
		return Change{New: true}
	}
	return Change{Percent: shareOf(current-previous, max(previous, -previous)), Lost: current == 0}
}

// shareOf is part of whole in %, two places, half away from zero; 0 when there is no whole.
func shareOf(part, whole int64) decimal.Decimal {
	switch {
	case whole == 0:
		return decimal.Zero
	case whole < 0:
		part, whole = -part, -whole
	}
	if part > math.MaxInt64/10_000 || part < -math.MaxInt64/10_000 {
		return decimal.NewFromInt(part).Mul(decimal.NewFromInt(100)).DivRound(decimal.NewFromInt(whole), 2)
	}
	return record.FromMinor(record.MulDiv(part, 10_000, whole), 2)
}

// String is how tables print a change.
func (c Change) String() string {
	switch {
	case c.None:
		return "—"
	case c.New:
		return "新增"
	case c.Lost:
		return c.Percent.StringFixed(2) + "% 流失"
	case c.Percent.IsPositive():
		return "+" + c.Percent.StringFixed(2) + "%"
	}
	return c.Percent.StringFixed(2) + "%"
}
