package approval

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"crmlab/domain/record"
)

// Document is what approval needs to know of a kind whose records it takes through a
// flow: the module that owns the kind supplies it.
type Document struct {
	Title  func(record.Reader, record.Record) string
	Amount func(record.Record) decimal.Decimal // 元; decides which points apply
	// Discount is the largest discount of the document, in %. nil: it has none.
	Discount func(record.Reader, record.Record) (decimal.Decimal, error)
	// Level is the level of the document's customer, a code of party.Levels. nil: it has no customer.
	Level func(record.Reader, record.Record) (string, error)
	// Authority refuses when the approver may not give the last word on the document (a
	// discount above the position's ceiling). nil: everybody may.
	Authority func(record.Reader, record.Record, record.Hat) error
	// The four ends; each saves the document in its new state.
	Passed, Refused, Returned, Withdrawn func(record.Tx, record.Record) error
}

var documents = map[string]Document{}

// Kinds lists the kinds whose documents can be put under a flow, in the order in which flows
// offer them.
func Kinds() []*record.Kind {
	var out []*record.Kind
	for _, c := range docChoices {
		if _, ok := documents[c.Code]; ok {
			out = append(out, record.KindNamed(c.Code))
		}
	}
	return out
}

// facts are what the conditions of points look at.
type facts struct {
	amount, discount decimal.Decimal
	level            string
}

func factsOf(r record.Reader, d Document, doc record.Record) (f facts, err error) {
	f.amount = d.Amount(doc)
	if d.Discount != nil {
		if f.discount, err = d.Discount(r, doc); err != nil {
			return f, err
		}
	}
	if d.Level != nil {
		f.level, err = d.Level(r, doc)
	}
	return f, err
}

// AmountOf is what a document is about, in 元; false for a kind that is not approved.
func AmountOf(doc record.Record) (decimal.Decimal, bool) {
	d, ok := documents[record.KindOfRecord(doc).Name]
	if !ok {
		return decimal.Zero, false
	}
	return d.Amount(doc), true
}

// passedOver says why a document with these facts does not stop at the point; "" if it does.
func (p *Point) passedOver(f facts) string {
	levels, _ := readLevels(p.Levels) // the flow's rule refused what cannot be read
	in := len(levels) == 0
	for _, l := range levels {
		in = in || l == f.level
	}
	yuan := func(d decimal.Decimal) string { return record.GroupDigits(d.StringFixed(2)) }
	switch {
	case f.amount.LessThan(p.From):
		return "金额 " + yuan(f.amount) + " 不到 " + yuan(p.From)
	case p.To.IsPositive() && f.amount.GreaterThanOrEqual(p.To):
		return "金额 " + yuan(f.amount) + " 不低于 " + yuan(p.To)
	case p.Discount.IsPositive() && f.discount.LessThanOrEqual(p.Discount):
		return "折扣 " + f.discount.Round(2).String() + "% 没有超过 " + p.Discount.String() + "%"
	case !in && f.level == "":
		return "客户没有级别"
	case !in:
		return "客户级别 " + f.level + "，不是 " + p.Levels
	}
	return ""
}

// content are marks of what a document says: two that are the same say the same.
type content struct {
	figures string // of figures, days, links and choices
	whole   string // of texts, too
}

// contentOf marks what users have put into a document. Whose document it is does not count.
func contentOf(r record.Reader, doc record.Record) content {
	figures, whole := sha256.New(), sha256.New()
	say := func(c *record.Field, v record.Value) {
		line := fmt.Sprintf("%d=%v;", c.Tag, v)
		fmt.Fprint(whole, line)
		if c.Type != record.TypeText && c.Type != record.TypeLong {
			fmt.Fprint(figures, line)
		}
	}
	for _, f := range r.Fields(record.KindOfRecord(doc)) {
		switch {
		case !f.Editable() || f.Name == "owner" || f.Name == "dept":
		case f.Type != record.TypeRows:
			say(f, f.Get(doc))
		default:
			for _, line := range f.RowsOf(doc) {
				for _, c := range f.Columns {
					if c.Editable() {
						say(c, c.Get(line))
					}
				}
			}
		}
	}
	return content{hex.EncodeToString(figures.Sum(nil)), hex.EncodeToString(whole.Sum(nil))}
}

func (c content) String() string { return c.figures + " " + c.whole }

func readContent(s string) (c content) {
	c.figures, c.whole, _ = strings.Cut(s, " ")
	return c
}
