package analysis

import "github.com/shopspring/decimal"

// Change compares a figure with an earlier one (环比, 同比).
type Change struct {
	Percent decimal.Decimal // two places; meaningless when New
	New     bool            // there was nothing before: 新增, not a number
	Lost    bool            // there is nothing now: 流失
	None    bool            // nothing before and nothing now
}

// ChangeOf compares current with previous.
func ChangeOf(current, previous decimal.Decimal) Change {
	switch {
	case previous.IsZero() && current.IsZero():
		return Change{None: true}
	case previous.IsZero():
		return Change{New: true}
	}
	return Change{Percent: current.Sub(previous).Mul(decimal.NewFromInt(100)).DivRound(previous.Abs(), 2), Lost: current.IsZero()}
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
