package company

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"crmlab/domain/record"
)

// Currency 币种. Documents copy the rate of their day, so that history stays as it was.
type Currency struct {
	record.Base
	Name  string
	Rates []CurrencyRate // oldest first
}

// CurrencyRate is what one unit is worth from a day on.
type CurrencyRate struct {
	From record.Date
	Rate decimal.Decimal // 元 for one unit, six places
}

const currencyPlaces = 6

// Currencies is the kind of 币种; its number is the code: CNY, USD.
var Currencies = record.Define("currency", "币种", "company", "CU", []record.FieldOf[Currency]{
	record.Text("name", 1, "名称", func(c *Currency) *string { return &c.Name }, record.Required, record.Unique, record.Max(20), record.Listed, record.Search),
	record.Lines("rates", 3, "汇率", func(c *Currency) *[]CurrencyRate { return &c.Rates }, []record.FieldOf[CurrencyRate]{
		record.Day("from", 1, "生效日期", func(c *CurrencyRate) *record.Date { return &c.From }, record.Required,
			record.Starts(func(r record.Reader) record.Value { return record.DateValue(r.Today()) })),
		record.Number("rate", 2, "汇率", func(c *CurrencyRate) *decimal.Decimal { return &c.Rate }, record.Places(currencyPlaces), record.Positive,
			record.Hint("一个单位折合人民币多少元")),
	}, record.Required, record.Hint("一个单位折合人民币多少元，从生效日期起使用")),
})

func init() {
	Currencies.Derive("rate", 10, "现行汇率", record.TypeNumber, func(r record.Reader, row record.Row) record.Value {
		n, _ := record.Minor(rateIn(row, r.Today()), currencyPlaces)
		return record.Value{N: n}
	}, record.Places(currencyPlaces), record.Listed)
	Currencies.Rule(func(_ record.Tx, c, _ *Currency) error {
		what := "没有保存币种 " + c.Name
		slices.SortStableFunc(c.Rates, func(a, b CurrencyRate) int { return cmp.Compare(a.From, b.From) })
		for i, r := range c.Rates {
			at := fmt.Sprintf("rates.%d.", i)
			if c.No == HomeCurrency && !r.Rate.Equal(decimal.NewFromInt(1)) {
				return record.RefuseField("currency.home", at+"rate", what, "本位币折合本位币的汇率是 1", "把汇率改为 1")
			}
			if i > 0 && r.From == c.Rates[i-1].From {
				return record.RefuseField("currency.twice", at+"from", what, r.From.String()+" 有两个汇率", "合并成一行")
			}
		}
		return nil
	})
}

// RateOn is what one unit of a currency was worth on a day, in 元; before the first rate it is
// that one, and 0 where there is none at all.
func RateOn(r record.Reader, cur record.Ref[Currency], day record.Date) decimal.Decimal {
	row, ok := r.Whole().Row(Currencies.Kind, cur.ID())
	if !ok {
		return decimal.Zero
	}
	return rateIn(row, day)
}

func rateIn(row record.Row, day record.Date) decimal.Decimal {
	lines := row.Value(Currencies.Field("rates")).R
	n := int64(0)
	for i, l := range lines {
		if i == 0 || l[0].Date() <= day {
			n = l[1].N
		}
	}
	return record.FromMinor(n, currencyPlaces)
}

// HomeCurrency is the number of the company's own currency.
const HomeCurrency = "CNY"

// Home finds the company's own currency; 0 while the file has none.
func Home(r record.Reader) record.Ref[Currency] {
	id, _, err := r.ByNumber(Currencies.Kind, HomeCurrency)
	if err != nil {
		return 0
	}
	return record.Ref[Currency](id)
}

// DefaultRate fills a document's currency and rate where nobody chose them: the currency's rate
// of the document's day. The company's own currency is always at 1.
func DefaultRate(r record.Reader, cur *record.Ref[Currency], rate *decimal.Decimal, day record.Date) error {
	home := Home(r)
	if *cur == 0 {
		*cur = home
	}
	if *cur == home {
		*rate = decimal.NewFromInt(1)
		return nil
	}
	if rate.IsZero() {
		*rate = RateOn(r, *cur, day)
	}
	return nil
}
