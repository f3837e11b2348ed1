package party

import (
	"github.com/shopspring/decimal"

	"crmlab/domain/record"
)

// Competitor 竞争对手 is a rival seller. How often we met, won and lost is derived from the sales
// tasks in which it was met (see task.Meetings).
type Competitor struct {
	record.Base
	Name       string
	Web        string
	Region     string
	Threat     string
	PriceLevel string
	Offers     string      // what it sells
	Against    []record.ID // our products that compete with them
	Strengths  string
	Weaknesses string
	Prices     []RivalPrice
}

// RivalPrice is what a competitor asked for something.
type RivalPrice struct {
	Product string
	Price   decimal.Decimal // 元
	Seen    record.Date
	Note    string
}

// Competitors is the kind of 竞争对手.
var Competitors = record.Define("competitor", "竞争对手", "party", "CP", []record.FieldOf[Competitor]{
	record.Text("name", 1, "名称", func(c *Competitor) *string { return &c.Name }, record.Required, record.Unique, record.Max(100), record.Listed, record.Search),
	record.Pick("threat", 2, "威胁程度", func(c *Competitor) *string { return &c.Threat }, []record.Choice{
		{Code: "high", Label: "高", Tone: record.ToneRed}, {Code: "middle", Label: "中", Tone: record.ToneAmber}, {Code: "low", Label: "低", Tone: record.ToneGrey}},
		record.Listed, record.Filter, record.StartsAt(record.ChoiceValue("middle"))),
	record.Pick("priceLevel", 3, "价格水平", func(c *Competitor) *string { return &c.PriceLevel }, []record.Choice{
		{Code: "higher", Label: "高于我们"}, {Code: "same", Label: "与我们相当"}, {Code: "lower", Label: "低于我们"}}, record.Filter),
	record.Text("region", 4, "活动区域", func(c *Competitor) *string { return &c.Region }, record.Max(60), record.Listed),
	record.Text("web", 5, "网址", func(c *Competitor) *string { return &c.Web }, record.Max(120)),
	record.Text("offers", 6, "主要产品", func(c *Competitor) *string { return &c.Offers }, record.Max(120), record.Search),
	record.LinksTo("against", 7, "与我们竞争的产品", "product", func(c *Competitor) *[]record.ID { return &c.Against }),
	record.Long("strengths", 8, "优势", func(c *Competitor) *string { return &c.Strengths }, record.Max(500)),
	record.Long("weaknesses", 9, "劣势", func(c *Competitor) *string { return &c.Weaknesses }, record.Max(500)),
	record.Lines("prices", 10, "对手报价", func(c *Competitor) *[]RivalPrice { return &c.Prices }, []record.FieldOf[RivalPrice]{
		record.Text("product", 1, "产品", func(p *RivalPrice) *string { return &p.Product }, record.Required, record.Max(60)),
		record.Money("price", 2, "单价", func(p *RivalPrice) *decimal.Decimal { return &p.Price }, record.Positive),
		record.Day("seen", 3, "得知日期", func(p *RivalPrice) *record.Date { return &p.Seen }),
		record.Text("note", 4, "说明", func(p *RivalPrice) *string { return &p.Note }, record.Max(80)),
	}),
})
