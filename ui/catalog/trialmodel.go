package catalog

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/party"
	"crmlab/domain/record"
)

// trialQuery is what the conditions of 价格试算 ask for.
type trialQuery struct {
	product, spec, buyer, position record.ID
	qty                            decimal.Decimal
	day                            record.Date
}

// The names of the conditions in a route's preset.
const (
	askProduct  = "product"
	askSpec     = "spec"
	askBuyer    = "buyer"
	askPosition = "position"
	askQty      = "qty"
	askDay      = "day"
)

// encode writes the conditions as a preset, so that the history keeps them.
func (q trialQuery) encode() string {
	var parts []string
	add := func(name, value string) {
		if value != "" && value != "0" {
			parts = append(parts, name+"="+value)
		}
	}
	id := func(id record.ID) string { return strconv.FormatUint(uint64(id), 10) }
	add(askProduct, id(q.product))
	add(askSpec, id(q.spec))
	add(askBuyer, id(q.buyer))
	add(askPosition, id(q.position))
	add(askQty, q.qty.String())
	add(askDay, q.day.String())
	return strings.Join(parts, "&")
}

// trialQueryOf reads a preset; what it does not say is as in usual.
func trialQueryOf(preset string, usual trialQuery) trialQuery {
	q := usual
	for part := range strings.SplitSeq(preset, "&") {
		name, value, _ := strings.Cut(part, "=")
		n, _ := strconv.ParseUint(value, 10, 64)
		switch name {
		case askProduct:
			q.product = record.ID(n)
		case askSpec:
			q.spec = record.ID(n)
		case askBuyer:
			q.buyer = record.ID(n)
		case askPosition:
			q.position = record.ID(n)
		case askQty:
			if d, err := decimal.NewFromString(value); err == nil {
				q.qty = d
			}
		case askDay:
			if d, err := record.ParseDate(value); err == nil && d != 0 {
				q.day = d
			}
		}
	}
	return q
}

// usualTrial is what a hat begins with: one piece today, sold by its own position.
func usualTrial(r record.Reader) trialQuery {
	return trialQuery{qty: decimal.NewFromInt(1), day: r.Today(), position: r.Hat().Position}
}

// loadTrial makes the trial; nil while no product is chosen.
func loadTrial(r record.Reader, q trialQuery) (*catalog.Trial, error) {
	if !r.Access().May(catalog.Products.Kind, record.View) {
		return nil, record.Refuse("right", "不能试算价格", "当前职位没有产品管理的「查看」权限", "换一个有权限的身份")
	}
	if _, ok := r.Row(catalog.Products.Kind, q.product); !ok {
		return nil, nil
	}
	if !q.qty.IsPositive() {
		return nil, record.RefuseField("trial.qty", askQty, "没有试算", "数量应大于 0", "改正数量")
	}
	a := catalog.Ask{Qty: q.qty, Day: q.day}
	var err error
	if a.Product, err = record.Get(r.Whole(), record.Ref[catalog.Product](q.product)); err != nil {
		return nil, err
	}
	if row, ok := r.Row(catalog.Specs.Kind, q.spec); ok && row.Value(catalog.Specs.Field("product")).ID() == q.product {
		if a.Spec, err = record.Get(r.Whole(), record.Ref[catalog.Spec](q.spec)); err != nil {
			return nil, err
		}
	}
	if q.buyer != 0 {
		if a.Buyer, err = record.Get(r, record.Ref[party.Customer](q.buyer)); err != nil { // within the data scope
			return nil, err
		}
	}
	position := q.position
	if _, ok := r.Whole().Row(company.Positions.Kind, position); !ok {
		position = 0
	}
	return catalog.TrialOf(r, a, position)
}

// steps are the sentences of how the price came about, from the list price down.
func steps(t *catalog.Trial) []string {
	mode := "公司规定择优：两侧取折扣大的一条。"
	if t.Mode == company.Multiply {
		mode = "公司规定连乘：两侧的折扣先后相乘。"
	}
	var out []string
	if t.Spec != nil {
		out = append(out, "规格「"+t.Spec.Name+"」：产品标价 "+money(t.Product.Price)+"，价差 "+money(t.Spec.Diff)+"。")
	}
	return append(out, t.Why+"。", mode)
}

// sellerSays is how far the seller may go by hand.
func sellerSays(t *catalog.Trial) string {
	s := t.Ceiling.Say() + "：每件最低 " + money(t.Lowest) + " 元，再低须由有权的人审批。"
	if t.Discount.GreaterThanOrEqual(t.Ceiling.Percent) {
		s += "规则给的价格已经不高于它，不用再手工打折。"
	}
	return s
}

func money(d decimal.Decimal) string { return record.GroupDigits(d.StringFixed(2)) }
