package catalog

import (
	"slices"

	"github.com/shopspring/decimal"

	"crmlab/domain/company"
	"crmlab/domain/party"
	"crmlab/domain/record"
)

// reach is which products a discount covers: one product, a category with what is
// below it, or all.
type reach struct {
	Product  record.Ref[Product]
	Category record.Ref[ProductCategory]
	From, To record.Date // valid from and to, both included; 0 is open
	Off      bool
	Percent  decimal.Decimal // % off the list price
}

func reachFields[T any](at func(*T) *reach) []record.FieldOf[T] {
	return []record.FieldOf[T]{
		record.Link("product", 1, "产品", func(t *T) *record.Ref[Product] { return &at(t).Product }, record.Listed, record.Filter, record.Hint("不选产品时按分类；都不选时适用全部产品")),
		record.Link("category", 2, "产品分类", func(t *T) *record.Ref[ProductCategory] { return &at(t).Category }, record.Listed, record.Filter, record.Hint("包括它的下级分类")),
		record.Percent("discount", 3, "折扣", func(t *T) *decimal.Decimal { return &at(t).Percent }, record.Required, record.Listed, record.Hint("标价减去百分之几")),
		record.Day("validFrom", 4, "生效日期", func(t *T) *record.Date { return &at(t).From }, record.Listed),
		record.Day("validTo", 5, "失效日期", func(t *T) *record.Date { return &at(t).To }, record.Listed),
		record.Bool("off", 6, "停用", func(t *T) *bool { return &at(t).Off }, record.Listed),
	}
}

func (d *reach) valid(what string) error {
	if d.Product != 0 && d.Category != 0 {
		return record.RefuseField("discount.scope", "category", what, "同时选了产品和产品分类", "只留一个")
	}
	if d.From != 0 && d.To != 0 && d.To < d.From {
		return record.RefuseField("discount.dates", "validTo", what, "失效日期早于生效日期", "改正日期")
	}
	if !d.Percent.IsPositive() {
		return record.RefuseField("discount.percent", "discount", what, "折扣应大于 0", "改正后再保存")
	}
	return nil
}

func (d *reach) sameDays(o *reach) bool {
	return (d.To == 0 || o.From == 0 || o.From <= d.To) && (o.To == 0 || d.From == 0 || d.From <= o.To)
}

// QtyDiscount 销量折扣 depends on how many are bought in one line.
type QtyDiscount struct {
	record.Base
	reach
	Min, Max decimal.Decimal // quantity, both included; Max 0 is open
}

// QtyDiscounts is the kind of 销量折扣.
var QtyDiscounts = record.Define("qty-discount", "销量折扣", "catalog", "QD", append(reachFields(func(d *QtyDiscount) *reach { return &d.reach }),
	record.Number("minQty", 10, "数量从", func(d *QtyDiscount) *decimal.Decimal { return &d.Min }, record.Places(3), record.Positive, record.Listed),
	record.Number("maxQty", 11, "数量到", func(d *QtyDiscount) *decimal.Decimal { return &d.Max }, record.Places(3), record.NotNegative, record.Listed, record.Hint("0 表示不封顶")),
))

// CustomerDiscount 客户折扣 and 代理折扣 depend on the buyer: one party, or a level.
type CustomerDiscount struct {
	record.Base
	reach
	Party record.Ref[party.Customer]
	Level string // customer level (A) or the name of an agent level
}

// CustomerDiscounts is the kind of 客户折扣, agents included.
var CustomerDiscounts = record.Define("customer-discount", "客户折扣", "catalog", "CD", append(reachFields(func(d *CustomerDiscount) *reach { return &d.reach }),
	record.Link("party", 10, "客户或代理", func(d *CustomerDiscount) *record.Ref[party.Customer] { return &d.Party }, record.Listed, record.Filter, record.Hint("不选时按级别")),
	record.Text("level", 11, "级别", func(d *CustomerDiscount) *string { return &d.Level }, record.Max(20), record.Listed, record.Hint("客户级别 A、B、C，或代理级别的名称")),
))

// levelKnown reports whether customers or agents can have the level: a discount for any
// other would silently never apply.
func levelKnown(r record.Reader, level string) (known bool, err error) {
	if slices.ContainsFunc(party.Levels, func(c record.Choice) bool { return c.Code == level }) {
		return true, nil
	}
	err = r.Each(company.DictItems.Kind, []record.Cond{record.Where("group", record.ChoiceValue(company.GroupAgentLevel)), record.Where("name", record.TextValue(level))},
		func(record.Row) bool { known = true; return false })
	return known, err
}

func init() {
	QtyDiscounts.TitledBy("no")
	CustomerDiscounts.TitledBy("no")
	QtyDiscounts.Rule(func(tx record.Tx, d, _ *QtyDiscount) error {
		what := "没有保存销量折扣"
		if err := d.valid(what); err != nil {
			return err
		}
		if !d.Max.IsZero() && d.Max.LessThan(d.Min) {
			return record.RefuseField("discount.range", "maxQty", what, "数量到 小于 数量从", "改正数量")
		}
		others, err := record.Find(tx, QtyDiscounts, record.Where("product", record.LinkValue(d.Product.ID())), record.Where("category", record.LinkValue(d.Category.ID())))
		if err != nil {
			return err
		}
		for _, o := range others {
			overlap := (d.Max.IsZero() || o.Min.LessThanOrEqual(d.Max)) && (o.Max.IsZero() || d.Min.LessThanOrEqual(o.Max))
			if o.ID != d.ID && !o.Off && !d.Off && overlap && d.sameDays(&o.reach) {
				return record.RefuseField("discount.overlap", "minQty", what, "数量区间与 "+o.No+" 重叠", "改正数量区间，或停用 "+o.No)
			}
		}
		return nil
	})
	CustomerDiscounts.Rule(func(tx record.Tx, d, _ *CustomerDiscount) error {
		what := "没有保存客户折扣"
		if err := d.valid(what); err != nil {
			return err
		}
		if (d.Party != 0) == (d.Level != "") {
			return record.RefuseField("discount.buyer", "party", what, "应选一个客户或代理，或者填一个级别，二者只取其一", "留下一项")
		}
		if d.Level != "" {
			known, err := levelKnown(tx, d.Level)
			if err != nil {
				return err
			}
			if !known {
				return record.RefuseField("discount.level", "level", what, "没有级别「"+d.Level+"」", "填客户级别 A、B、C，或一个代理级别的名称")
			}
		}
		others, err := record.Find(tx, CustomerDiscounts, record.Where("product", record.LinkValue(d.Product.ID())), record.Where("category", record.LinkValue(d.Category.ID())),
			record.Where("party", record.LinkValue(d.Party.ID())), record.Where("level", record.TextValue(d.Level)))
		if err != nil {
			return err
		}
		for _, o := range others {
			if o.ID != d.ID && !o.Off && !d.Off && d.sameDays(&o.reach) {
				return record.RefuseField("discount.overlap", "validFrom", what, "与 "+o.No+" 的对象和日期重叠", "改正日期，或停用 "+o.No)
			}
		}
		return nil
	})
}
