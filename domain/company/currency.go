package company

import (
	"github.com/shopspring/decimal"

	"crmlab/domain/record"
)

// Currency 币种. Documents copy the rate of their day, so that history stays as it was.
type Currency struct {
	record.Base
	Name string
	Rate decimal.Decimal // 元 for one unit, six places
}

// Currencies is the kind of 币种; its number is the code: CNY, USD.
var Currencies = record.Define("currency", "币种", "company", "CU", []record.FieldOf[Currency]{
	record.Text("name", 1, "名称", func(c *Currency) *string { return &c.Name }, record.Required, record.Unique, record.Max(20), record.Listed, record.Search),
	record.Number("rate", 2, "汇率", func(c *Currency) *decimal.Decimal { return &c.Rate }, record.Places(6), record.Positive, record.Listed,
		record.Hint("一个单位折合人民币多少元")),
})

func init() {
	Currencies.Rule(func(_ record.Tx, c, _ *Currency) error {
		if c.No == HomeCurrency && !c.Rate.Equal(decimal.NewFromInt(1)) {
			return record.RefuseField("currency.home", "rate", "没有保存币种 "+c.Name, "本位币折合本位币的汇率是 1", "把汇率改为 1")
		}
		return nil
	})
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

// DefaultRate fills a document's currency and rate where nobody chose them: the
// currency's rate of today. The company's own currency is always at 1.
func DefaultRate(r record.Reader, cur *record.Ref[Currency], rate *decimal.Decimal) error {
	home := Home(r)
	if *cur == 0 {
		*cur = home
	}
	if *cur == home {
		*rate = decimal.NewFromInt(1)
		return nil
	}
	if !rate.IsZero() {
		return nil
	}
	c, err := record.Get(r, *cur)
	if err != nil {
		return err
	}
	*rate = c.Rate
	return nil
}
