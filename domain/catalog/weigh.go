package catalog

import (
	"slices"

	"github.com/shopspring/decimal"

	"crmlab/domain/company"
	"crmlab/domain/party"
	"crmlab/domain/record"
)

const allProducts = 100

// covering are the fields of a discount that say what it covers, looked up once.
type covering struct{ no, product, category, from, to, off, percent *record.Field }

func coveringOf(k *record.Kind) *covering {
	return &covering{no: k.Field("no"), product: k.Field("product"), category: k.Field("category"), from: k.Field("validFrom"), to: k.Field("validTo"),
		off: k.Field("off"), percent: k.Field("discount")}
}

var (
	coverings      = map[*record.Kind]*covering{QtyDiscounts.Kind: qtyCovers, CustomerDiscounts.Kind: buyerCovers, PositionDiscounts.Kind: positionCovers}
	qtyCovers      = coveringOf(QtyDiscounts.Kind)
	buyerCovers    = coveringOf(CustomerDiscounts.Kind)
	positionCovers = coveringOf(PositionDiscounts.Kind)

	minQty, maxQty           = QtyDiscounts.Field("minQty"), QtyDiscounts.Field("maxQty")
	discountRole             = CustomerDiscounts.Field("role")
	discountParty            = CustomerDiscounts.Field("party")
	discountLevel, agentRank = CustomerDiscounts.Field("level"), CustomerDiscounts.Field("agentLevel")
	discountPosition         = PositionDiscounts.Field("position")
)

// quantities are the bounds of a quantity discount; a high of 0 is open.
func quantities(row record.Row) (low, high decimal.Decimal) {
	return record.FromMinor(row.Value(minQty).N, minQty.Places), record.FromMinor(row.Value(maxQty).N, maxQty.Places)
}

// miss says why a rule does not apply to an ask.
type miss uint8

const (
	applies     miss = iota
	elsewhere        // it covers other products
	off              // it is switched off
	early            // it is not yet valid
	late             // it is not valid any more
	tooFew           // the quantity is below its range
	tooMany          // the quantity is above its range
	noBuyer          // nobody buys
	otherRole        // it is for agents and the buyer is a customer, or the other way round
	otherParty       // it is for another party
	otherLevel       // it is for parties of another level
	otherOffice      // it is for another position
)

// The two sides of a price.
const (
	qtySide   = 0
	buyerSide = 1
)

// weighed is a rule with how it stands to an ask.
type weighed struct {
	*covering
	row  record.Row
	miss miss
	Offer
}

// question is an ask made ready for many rules.
type question struct {
	Ask
	path  []record.ID // the product's category and those above
	level string      // of a buying customer
	rank  record.ID   // of a buying agent
}

func questionOf(r record.Reader, a Ask) *question {
	q := &question{Ask: a, path: Path(r, a.Product.Category.ID())}
	switch {
	case a.Buyer == nil:
	case a.Buyer.Role == party.RoleAgent:
		q.rank = a.Buyer.AgentLevel.ID()
	default:
		q.level = a.Buyer.Level
	}
	return q
}

// discounts weighs every discount of the company; see gets all of them, also those that do not
// apply. This is the one place where it is decided which rules hold: a price, its explanation and
// a trial all come from here.
func (q *question) discounts(r record.Reader, see func(side int, w weighed)) error {
	err := q.each(r, QtyDiscounts.Kind, qtyCovers, q.missQty, func(w weighed) { see(qtySide, w) })
	if err != nil {
		return err
	}
	return q.each(r, CustomerDiscounts.Kind, buyerCovers, q.missBuyer, func(w weighed) { see(buyerSide, w) })
}

func (q *question) each(r record.Reader, k *record.Kind, c *covering, missed func(record.Row) miss, see func(weighed)) error {
	return r.Whole().Each(k, nil, func(row record.Row) bool {
		w := weighed{covering: c, row: row, miss: elsewhere}
		if width, fits := c.reaches(q.path, q.Product.ID, row); fits {
			w.width = width
			if w.miss = c.missDay(row, q.Day); w.miss == applies {
				w.miss = missed(row)
			}
			w.Percent = record.FromMinor(row.Value(c.percent).N, c.percent.Places)
			w.direct = k == CustomerDiscounts.Kind && row.Value(discountParty).N != 0
		}
		see(w)
		return true
	})
}

// reaches says how closely a discount's reach fits a product; ok is false when it does not.
func (c *covering) reaches(path []record.ID, product record.ID, row record.Row) (w int, ok bool) {
	if p := row.Value(c.product).ID(); p != 0 {
		return 0, p == product
	}
	class := row.Value(c.category).ID()
	if class == 0 {
		return allProducts, true
	}
	i := slices.Index(path, class)
	return i + 1, i >= 0
}

func (c *covering) missDay(row record.Row, day record.Date) miss {
	from, to := row.Value(c.from).Date(), row.Value(c.to).Date()
	switch {
	case row.Value(c.off).Bool():
		return off
	case from != 0 && day < from:
		return early
	case to != 0 && day > to:
		return late
	}
	return applies
}

func (q *question) missQty(row record.Row) miss {
	low, high := quantities(row)
	switch {
	case q.Qty.LessThan(low):
		return tooFew
	case !high.IsZero() && q.Qty.GreaterThan(high):
		return tooMany
	}
	return applies
}

func (q *question) missBuyer(row record.Row) miss {
	if q.Buyer == nil {
		return noBuyer
	}
	if party.Role(row.Value(discountRole).S) != q.Buyer.Role {
		return otherRole
	}
	if who := row.Value(discountParty).ID(); who != 0 {
		if who != q.Buyer.ID {
			return otherParty
		}
		return applies
	}
	if q.Buyer.Role == party.RoleAgent {
		if q.rank == 0 || row.Value(agentRank).ID() != q.rank {
			return otherLevel
		}
		return applies
	}
	if q.level == "" || row.Value(discountLevel).S != q.level {
		return otherLevel
	}
	return applies
}

// closer keeps the rule that counts of two that apply on one side; a may be nil.
func closer(a *weighed, b weighed) *weighed {
	if a == nil || better(&a.Offer, &b.Offer) > 0 {
		return &b
	}
	return a
}

// offer puts the words to the rule that counts; nil for none.
func (w *weighed) offer(r record.Reader) *Offer {
	if w == nil {
		return nil
	}
	w.No, w.Rule, w.Scope = w.row.Value(w.no).S, ruleOf(w.row), w.summary(r, w.row)
	return &w.Offer
}

// ruleOf is how the kind of a rule is called.
func ruleOf(row record.Row) string {
	if row.Kind() == CustomerDiscounts.Kind {
		return discountTo(party.Role(row.Value(discountRole).S))
	}
	return row.Kind().Label
}

// summary says what a rule covers: 激光打印机类，20–49.
func (c *covering) summary(r record.Reader, row record.Row) string {
	s := c.products(r, row)
	switch row.Kind() {
	case QtyDiscounts.Kind:
		return s + rangeOf(row)
	case PositionDiscounts.Kind:
		return s + r.Title(company.Positions.Kind, row.Value(discountPosition).ID())
	}
	if who := row.Value(discountParty).ID(); who != 0 {
		return s + r.Title(party.Customers.Kind, who)
	}
	if rank := row.Value(agentRank).ID(); rank != 0 {
		return s + r.Title(company.DictItems.Kind, rank)
	}
	return s + row.Value(discountLevel).S + " 级"
}

// rangeOf is the quantity of a discount in words: 20–49, or 50 以上.
func rangeOf(row record.Row) string {
	low, high := quantities(row)
	if high.IsZero() {
		return low.String() + " 以上"
	}
	return low.String() + "–" + high.String()
}

// products says which products a rule covers; "" for all.
func (c *covering) products(r record.Reader, row record.Row) string {
	if p := row.Value(c.product).ID(); p != 0 {
		return r.Title(Products.Kind, p) + "，"
	}
	if class := row.Value(c.category).ID(); class != 0 {
		return r.Title(Categories.Kind, class) + "类，"
	}
	return ""
}
