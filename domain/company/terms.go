package company

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"crmlab/domain/record"
)

// Terms are the rates that hold from a day on. Those in force are never changed: what was owed
// for a day that is over stays what it was.
type Terms struct {
	From    record.Date
	Overdue decimal.Decimal // % a day, simple interest on what is overdue
	VAT     decimal.Decimal // %
}

// ratePlaces are the decimal places of the daily rate.
const ratePlaces = 4

func termsColumns() []record.FieldOf[Terms] {
	return []record.FieldOf[Terms]{
		record.Day("from", 1, "生效日期", func(t *Terms) *record.Date { return &t.From }, record.Required),
		record.Number("overdue", 2, "逾期欠款日利率", func(t *Terms) *decimal.Decimal { return &t.Overdue }, record.Places(ratePlaces), record.Unit("%"), record.Between(0, 1)),
		record.Percent("vat", 3, "增值税税率", func(t *Terms) *decimal.Decimal { return &t.VAT }),
	}
}

// AllTerms are the terms of a company, oldest first.
type AllTerms []Terms

// On is what holds on a day; nothing before the first terms.
func (a AllTerms) On(day record.Date) Terms {
	for _, t := range slices.Backward(a) {
		if t.From <= day {
			return t
		}
	}
	return Terms{}
}

// Interest is simple interest on a balance for the days after from, up to and with to, each at
// the rate of its day; it is not rounded.
func (a AllTerms) Interest(balance decimal.Decimal, from, to record.Date) decimal.Decimal {
	sum := decimal.Zero
	for i, t := range a {
		first, last := max(from+1, t.From), to
		if i+1 < len(a) {
			last = min(to, a[i+1].From-1)
		}
		if days := int64(last-first) + 1; days > 0 {
			sum = sum.Add(balance.Mul(t.Overdue).Shift(-2).Mul(decimal.NewFromInt(days)))
		}
	}
	return sum
}

// TermsOf are the company's terms as memory holds them.
func TermsOf(r record.Reader) AllTerms {
	var out AllTerms
	// Each cannot fail here: it has no conditions, and the lines are held in memory.
	_ = r.Whole().Each(Settings.Kind, nil, func(row record.Row) bool {
		out = termsOf(row)
		return false
	})
	return out
}

func termsOf(row record.Row) AllTerms {
	lines := row.Value(Settings.Field("terms")).R
	out := make(AllTerms, len(lines))
	for i, l := range lines {
		out[i] = Terms{From: l[0].Date(), Overdue: record.FromMinor(l[1].N, ratePlaces), VAT: record.FromMinor(l[2].N, 2)}
	}
	return out
}

// keepTerms puts the terms in order and refuses to change the past: terms in force, and new ones
// that would have begun before today. The first terms of a company may begin on any day, and the
// program itself may write any.
func keepTerms(tx record.Tx, s, old *Setting) error {
	what := "没有保存企业参数"
	slices.SortStableFunc(s.Terms, func(a, b Terms) int { return cmp.Compare(a.From, b.From) })
	for i := 1; i < len(s.Terms); i++ {
		if s.Terms[i].From == s.Terms[i-1].From {
			return record.RefuseField("terms.twice", fmt.Sprintf("terms.%d.from", i), what, s.Terms[i].From.String()+" 有两行日利率和税率", "合并成一行")
		}
	}
	if len(old.Terms) == 0 || tx.Ruled() || tx.Hat() == (record.Hat{}) {
		return nil
	}
	today := tx.Today()
	for _, t := range old.Terms {
		if t.From <= today && !slices.ContainsFunc(s.Terms, func(n Terms) bool {
			return n.From == t.From && n.Overdue.Equal(t.Overdue) && n.VAT.Equal(t.VAT)
		}) {
			return record.RefuseField("terms.past", "terms", what, "自 "+t.From.String()+" 起的日利率和税率已经生效，不能改动或删除", "改回原值，另加一行今天或以后生效的")
		}
	}
	for i, t := range s.Terms {
		if t.From < today && !slices.ContainsFunc(old.Terms, func(o Terms) bool { return o.From == t.From }) {
			return record.RefuseField("terms.past", fmt.Sprintf("terms.%d.from", i), what, "生效日期 "+t.From.String()+" 早于业务日期 "+today.String()+"，会改变已经算过的利息",
				"改成今天或以后")
		}
	}
	return nil
}
