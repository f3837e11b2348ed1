package catalog

import (
	"github.com/shopspring/decimal"

	"crmlab/domain/company"
	"crmlab/domain/record"
)

// Ceiling is the most that a position may give by hand on a product.
type Ceiling struct {
	Percent decimal.Decimal
	Office  string // name of the position
	Rule    string // number of the 职位折扣; "" where the position's own ceiling holds
}

// CeilingOf finds how far a position may go by hand on a product: the closest 职位折扣 in force, or
// else the position's own ceiling.
func CeilingOf(r record.Reader, position record.ID, p *Product, day record.Date) (Ceiling, error) {
	office, err := record.Get(r.Whole(), record.Ref[company.Position](position))
	if err != nil {
		return Ceiling{}, err
	}
	c := Ceiling{Percent: office.MaxDiscount, Office: office.Name}
	q := questionOf(r, Ask{Product: p, Day: day})
	var best *weighed
	err = q.ceilings(r, position, func(w weighed) {
		if w.miss == applies {
			best = closer(best, w)
		}
	})
	if best != nil {
		c.Percent, c.Rule = best.Percent, best.row.Value(best.no).S
	}
	return c, err
}

// ceilings weighs every 职位折扣; see gets all of them, also those that do not apply.
func (q *question) ceilings(r record.Reader, position record.ID, see func(weighed)) error {
	return q.each(r, PositionDiscounts.Kind, positionCovers, func(row record.Row) miss {
		if row.Value(discountPosition).ID() != position {
			return otherOffice
		}
		return applies
	}, see)
}
