package catalog

import (
	"slices"

	"github.com/shopspring/decimal"

	"crmlab/domain/company"
	"crmlab/domain/party"
	"crmlab/domain/record"
)

// reach is which products a discount covers and when: one product, a category with what is
// below it, or all.
type reach struct {
	Product  record.Ref[Product]
	Category record.Ref[ProductCategory]
	From, To record.Date // valid from and to, both included; 0 is open
	Off      bool
	Percent  decimal.Decimal // % off the list price
}

// reachFields are the fields of every discount: what it covers, then its own that say when it
// applies, then how much and how long. label and hint say what its percentage is.
func reachFields[T any](label, hint string, at func(*T) *reach, own ...record.FieldOf[T]) []record.FieldOf[T] {
	return slices.Concat([]record.FieldOf[T]{
		record.Link("product", 1, "产品", func(t *T) *record.Ref[Product] { return &at(t).Product }, record.Filter, record.Hint("不选产品时按分类；都不选时适用全部产品")),
		record.Link("category", 2, "产品分类", func(t *T) *record.Ref[ProductCategory] { return &at(t).Category }, record.Filter, record.Hint("包括它的下级分类")),
	}, own, []record.FieldOf[T]{
		record.Percent("discount", 3, label, func(t *T) *decimal.Decimal { return &at(t).Percent }, record.Required, record.Listed, record.Hint(hint)),
		record.Day("validFrom", 4, "生效日期", func(t *T) *record.Date { return &at(t).From }, record.Listed),
		record.Day("validTo", 5, "失效日期", func(t *T) *record.Date { return &at(t).To }, record.Listed),
		record.Bool("off", 6, "停用", func(t *T) *bool { return &at(t).Off }, record.Listed),
	})
}

// covered adds to a kind of discounts what it covers in words, and the class in which people look
// for it: that of its product where it is for one.
func covered(k *record.Kind) {
	k.Derive("covers", 30, "适用范围", record.TypeText, func(r record.Reader, row record.Row) record.Value {
		c := coverings[k]
		switch product, class := row.Value(c.product).ID(), row.Value(c.category).ID(); {
		case product != 0:
			return record.TextValue(r.Whole().Title(Products.Kind, product))
		case class != 0:
			return record.TextValue(r.Whole().Title(Categories.Kind, class) + "类")
		}
		return record.TextValue("全部产品")
	}, record.Listed)
	k.Derive("within", 31, "所在分类", record.TypeLink, func(r record.Reader, row record.Row) record.Value {
		c := coverings[k]
		if p, ok := r.Whole().Row(Products.Kind, row.Value(c.product).ID()); ok {
			return p.Value(productCategory)
		}
		return row.Value(c.category)
	}, record.To("product-category"), record.Hidden)
	force := k.Derive("standing", 32, "状态", record.TypeChoice, func(r record.Reader, row record.Row) record.Value {
		return record.ChoiceValue(forces[coverings[k].missDay(row, r.Today())])
	}, record.Listed)
	force.Choices = []record.Choice{{Code: "on", Label: "生效中", Tone: record.ToneGreen}, {Code: "early", Label: "未生效", Tone: record.ToneAmber},
		{Code: "late", Label: "已失效", Tone: record.ToneGrey}, {Code: "off", Label: "停用", Tone: record.ToneGrey}}
}

// forces are the codes of what a discount's days say today.
var forces = map[miss]string{applies: "on", early: "early", late: "late", off: "off"}

const offTheList = "标价减去百分之几"

func (d *reach) valid(what string) error {
	if d.Product != 0 && d.Category != 0 {
		return record.RefuseField("discount.scope", "category", what, "同时选了产品和产品分类", "只留一个")
	}
	if d.From != 0 && d.To != 0 && d.To < d.From {
		return record.RefuseField("discount.dates", "validTo", what, "失效日期早于生效日期", "改正日期")
	}
	return nil
}

func (d *reach) positive(what string) error {
	if !d.Percent.IsPositive() {
		return record.RefuseField("discount.percent", "discount", what, "折扣应大于 0", "改正后再保存")
	}
	return nil
}

// same are the conditions under which another discount covers the very same products.
func (d *reach) same(more ...record.Cond) []record.Cond {
	return append([]record.Cond{record.Where("product", record.LinkValue(d.Product.ID())), record.Where("category", record.LinkValue(d.Category.ID())),
		record.Where("off", record.BoolValue(false))}, more...)
}

func (d *reach) sameDays(from, to record.Date) bool {
	return (d.To == 0 || from == 0 || from <= d.To) && (to == 0 || d.From == 0 || d.From <= to)
}

// QtyDiscount 销量折扣 depends on how many are bought in one line.
type QtyDiscount struct {
	record.Base
	reach
	Min, Max decimal.Decimal // quantity, both included; Max 0 is open
}

// QtyDiscounts is the kind of 销量折扣.
var QtyDiscounts = record.Define("qty-discount", "销量折扣", "catalog", "QD", reachFields("折扣", offTheList, func(d *QtyDiscount) *reach { return &d.reach },
	record.Number("minQty", 10, "数量从", func(d *QtyDiscount) *decimal.Decimal { return &d.Min }, record.Places(3), record.Positive, record.Listed),
	record.Number("maxQty", 11, "数量到", func(d *QtyDiscount) *decimal.Decimal { return &d.Max }, record.Places(3), record.NotNegative, record.Listed, record.Hint("0 表示不封顶")),
))

// CustomerDiscount 客户折扣 or, with the other role, 代理折扣 depends on the buyer: one party, or all
// of a level.
type CustomerDiscount struct {
	record.Base
	reach
	Role       party.Role
	Party      record.Ref[party.Customer]
	Level      string // A, B, C
	AgentLevel record.Ref[company.DictItem]
}

// CustomerDiscounts is the kind of 客户折扣 and 代理折扣.
var CustomerDiscounts = record.Define("customer-discount", "客户折扣", "catalog", "CD", reachFields("折扣", offTheList, func(d *CustomerDiscount) *reach { return &d.reach },
	record.Pick("role", 12, "给谁", func(d *CustomerDiscount) *party.Role { return &d.Role }, []record.Choice{
		{Code: string(party.RoleCustomer), Label: "客户"}, {Code: string(party.RoleAgent), Label: "代理"}}, record.Required,
		record.StartsAt(record.ChoiceValue(party.RoleCustomer))),
	record.Link("party", 10, "客户或代理", func(d *CustomerDiscount) *record.Ref[party.Customer] { return &d.Party }, record.Listed, record.Filter, record.Hint("不选时按级别"),
		record.NarrowBy(func(row record.Row) []record.Cond {
			return []record.Cond{record.Where("role", record.Beside(row, "role"))}
		})),
	record.Pick("level", 13, "客户级别", func(d *CustomerDiscount) *string { return &d.Level }, party.Levels, record.Listed, record.Filter,
		record.Only("role", string(party.RoleCustomer))),
	company.Dict(company.GroupAgentLevel, "agentLevel", 14, "代理级别", func(d *CustomerDiscount) *record.Ref[company.DictItem] { return &d.AgentLevel }, record.Listed, record.Filter,
		record.Only("role", string(party.RoleAgent))),
))

// PositionDiscount 职位折扣 is the most that a position may give by hand on some products. It comes
// before the ceiling of the position itself, and may be higher or lower.
type PositionDiscount struct {
	record.Base
	reach
	Position record.Ref[company.Position]
}

// PositionDiscounts is the kind of 职位折扣.
var PositionDiscounts = record.Define("position-discount", "职位折扣", "catalog", "PD", reachFields("折扣上限", "这个职位手工给出的折扣不超过百分之几；0 表示不许手工打折",
	func(d *PositionDiscount) *reach { return &d.reach },
	record.Link("position", 10, "职位", func(d *PositionDiscount) *record.Ref[company.Position] { return &d.Position }, record.Required, record.Listed, record.Filter),
))

func init() {
	for _, k := range []*record.Kind{QtyDiscounts.Kind, CustomerDiscounts.Kind, PositionDiscounts.Kind} {
		k.TitledBy("no")
		covered(k)
	}
	QtyDiscounts.Derive("range", 33, "数量", record.TypeText, func(_ record.Reader, row record.Row) record.Value {
		return record.TextValue(rangeOf(row))
	}, record.Listed)
	QtyDiscounts.Rule(func(tx record.Tx, d, _ *QtyDiscount) error {
		what := "没有保存销量折扣"
		if err := d.valid(what); err != nil {
			return err
		}
		if err := d.positive(what); err != nil {
			return err
		}
		if !d.Max.IsZero() && d.Max.LessThan(d.Min) {
			return record.RefuseField("discount.range", "maxQty", what, "数量到 小于 数量从", "改正数量")
		}
		same := d.same()
		if !d.Max.IsZero() {
			same = append(same, record.Cond{Field: "minQty", Op: record.AtMost, Values: []record.Value{maxQty.Get(d)}})
		}
		low := minQty.Get(d).N
		return alone(tx, QtyDiscounts.Kind, d.ID, &d.reach, same, what, "minQty", func(row record.Row) bool {
			high := row.Value(maxQty).N
			return high == 0 || low <= high
		})
	})
	CustomerDiscounts.Rule(func(tx record.Tx, d, _ *CustomerDiscount) error {
		what := "没有保存" + discountTo(d.Role)
		if err := d.valid(what); err != nil {
			return err
		}
		if err := d.positive(what); err != nil {
			return err
		}
		if d.Role == party.RoleAgent { // what belongs to the other role says nothing
			d.Level = ""
		} else {
			d.AgentLevel = 0
		}
		if (d.Party != 0) == (d.Level != "" || d.AgentLevel != 0) {
			return record.RefuseField("discount.buyer", "party", what, "应选一个"+roleLabel(d.Role)+"，或者选一个级别，二者只取其一", "留下一项")
		}
		return alone(tx, CustomerDiscounts.Kind, d.ID, &d.reach, d.same(record.Where("party", record.LinkValue(d.Party.ID())),
			record.Where("level", record.ChoiceValue(d.Level)), record.Where("agentLevel", record.LinkValue(d.AgentLevel.ID()))), what, "validFrom", nil)
	})
	PositionDiscounts.Rule(func(tx record.Tx, d, _ *PositionDiscount) error {
		what := "没有保存职位折扣"
		if err := d.valid(what); err != nil {
			return err
		}
		return alone(tx, PositionDiscounts.Kind, d.ID, &d.reach, d.same(record.Where("position", record.LinkValue(d.Position.ID()))), what, "validFrom", nil)
	})
}

// discountTo is how a discount for buyers of a role is called.
func discountTo(r party.Role) string { return roleLabel(r) + "折扣" }

func roleLabel(r party.Role) string {
	if r == party.RoleAgent {
		return "代理"
	}
	return "客户"
}

// alone refuses a discount while another one that is in force says something on the same products,
// days and case: nobody could tell which of the two holds. meets is a further condition on the
// other one; nil for none.
func alone(tx record.Tx, k *record.Kind, self record.ID, d *reach, same []record.Cond, what, field string, meets func(record.Row) bool) error {
	if d.Off {
		return nil
	}
	c := coverings[k]
	var other record.Row
	err := tx.Each(k, same, func(row record.Row) bool {
		if row.ID() != self && (meets == nil || meets(row)) && d.sameDays(row.Value(c.from).Date(), row.Value(c.to).Date()) {
			other = row
		}
		return other == nil
	})
	if err != nil || other == nil {
		return err
	}
	no := other.Value(c.no).S
	return record.RefuseField("discount.overlap", field, what, "与 "+no+"（"+c.summary(tx, other)+"）重叠", "改成不重叠的范围或日期，或停用 "+no)
}
