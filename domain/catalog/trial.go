package catalog

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"crmlab/domain/company"
	"crmlab/domain/party"
	"crmlab/domain/record"
)

// Standing says what became of a rule in a trial.
type Standing string

// Standings, in the order in which a trial lists rules.
const (
	Applied Standing = "applied" // it makes the price, or the ceiling
	Lost    Standing = "lost"    // it applies, and another one counts
	Idle    Standing = "idle"    // it covers the product and does not apply now
)

// Standings are the standings with their words.
var Standings = []record.Choice{{Code: string(Applied), Label: "采用", Tone: record.ToneGreen}, {Code: string(Lost), Label: "落选", Tone: record.ToneAmber},
	{Code: string(Idle), Label: "不适用", Tone: record.ToneGrey}}

// Considered is one rule of a trial.
type Considered struct {
	Target   record.Target // the rule's record
	No       string
	Rule     string // 销量折扣, 客户折扣, 代理折扣, 职位折扣
	Percent  decimal.Decimal
	Scope    string // 激光打印机类，20–49
	Standing Standing
	Why      string // one sentence
}

// Trial 价格试算 is a price with everything that it was made from. Rules that cover other products
// are only counted.
type Trial struct {
	Ask
	Price
	Mode      company.DiscountMode
	Net       decimal.Decimal // 元, of the whole quantity before tax
	Gross     decimal.Decimal // 元, with the product's rate of tax
	Rules     []Considered    // discounts, those that apply first
	Elsewhere int             // rules that cover other products

	Seller   bool // a position was asked for; what follows is about it
	Ceiling  Ceiling
	Lowest   decimal.Decimal // 元 a piece: the list price less the ceiling
	Ceilings []Considered    // 职位折扣, as Rules
}

// TrialOf prices an ask and explains the price. position is who sells; 0 for nobody in particular.
func TrialOf(r record.Reader, a Ask, position record.ID) (*Trial, error) {
	s, err := company.Current(r)
	if err != nil {
		return nil, err
	}
	t := &Trial{Ask: a, Mode: s.Discounts}
	q := questionOf(r, a)
	var sides [2][]weighed
	if err := q.discounts(r, func(side int, w weighed) { t.collect(&sides[side], w) }); err != nil {
		return nil, err
	}
	best := [2]*weighed{first(sides[qtySide]), first(sides[buyerSide])}
	t.Price = Combine(a.ListPrice(), best[qtySide].offer(r), best[buyerSide].offer(r), s.Discounts)
	for side, all := range sides {
		for _, w := range all {
			t.Rules = append(t.Rules, t.consider(r, w, best[side], best[1-side], side))
		}
	}
	byStanding(t.Rules)
	t.Net = Net(a.Qty, t.List, t.Discount)
	t.Gross = t.Net.Add(record.Cents(t.Net.Mul(a.Product.Tax).Div(hundred)))
	if position == 0 {
		return t, nil
	}
	return t, t.sell(r, q, position)
}

func (t *Trial) collect(all *[]weighed, w weighed) {
	if w.miss == elsewhere {
		t.Elsewhere++
		return
	}
	*all = append(*all, w)
}

// first is the rule that counts on one side; nil for none.
func first(all []weighed) (best *weighed) {
	for _, w := range all {
		if w.miss == applies {
			best = closer(best, w)
		}
	}
	return best
}

// sell finds how far the seller may go by hand.
func (t *Trial) sell(r record.Reader, q *question, position record.ID) (err error) {
	t.Seller = true
	if t.Ceiling, err = CeilingOf(r, position, t.Product, t.Day); err != nil {
		return err
	}
	var all []weighed
	if err := q.ceilings(r, position, func(w weighed) {
		if w.miss != elsewhere && w.miss != otherOffice { // nobody asks what other positions may give
			all = append(all, w)
		}
	}); err != nil {
		return err
	}
	best := first(all)
	for _, w := range all {
		t.Ceilings = append(t.Ceilings, t.consider(r, w, best, nil, qtySide))
	}
	byStanding(t.Ceilings)
	t.Lowest = Net(decimal.NewFromInt(1), t.List, t.Ceiling.Percent)
	return nil
}

// consider puts into words how a rule stands: own is the one that counts on its side, other the one
// of the other side.
func (t *Trial) consider(r record.Reader, w weighed, own, other *weighed, side int) Considered {
	c := Considered{Target: record.Target{Kind: w.row.Kind().Name, ID: w.row.ID()}, No: w.row.Value(w.no).S, Rule: ruleOf(w.row), Percent: w.Percent,
		Scope: w.summary(r, w.row), Standing: Applied}
	switch {
	case w.miss != applies:
		c.Standing, c.Why = Idle, t.idle(r, w)
	case own.row.ID() != w.row.ID():
		c.Standing, c.Why = Lost, behind(&w, own)
	case w.row.Kind() == PositionDiscounts.Kind:
		c.Why = "最贴近这个产品，先于职位自己的上限"
	case other == nil:
		c.Why = "最贴近的一条，另一侧没有适用的折扣"
	case t.Mode == company.Multiply:
		c.Why = "连乘：与 " + other.No + " 的 " + other.Percent.String() + "% 先后相乘"
	case buyerWins(t.winner(own, other, side)) == (side == buyerSide):
		c.Why = fmt.Sprintf("择优：%s%% 不小于 %s 的 %s%%", w.Percent, other.No, other.Percent)
	default:
		c.Standing = Lost
		c.Why = fmt.Sprintf("择优：让位于 %s 的 %s%%", other.No, other.Percent)
		if other.Percent.Equal(w.Percent) {
			c.Why = fmt.Sprintf("择优：与 %s 同为 %s%%，取销量折扣", other.No, other.Percent)
		}
	}
	return c
}

// winner orders the rules that count as quantity and buyer.
func (t *Trial) winner(own, other *weighed, side int) (qty, buyer *Offer) {
	if side == qtySide {
		return &own.Offer, &other.Offer
	}
	return &other.Offer, &own.Offer
}

// behind says why a rule that applies does not count on its side.
func behind(w, own *weighed) string {
	no := own.row.Value(own.no).S
	switch {
	case own.width < w.width && own.width == 0:
		return "让位于 " + no + "：它针对产品本身"
	case own.width < w.width && w.width == allProducts:
		return "让位于 " + no + "：它针对分类"
	case own.width < w.width:
		return "让位于 " + no + "：它的分类更细"
	case own.direct && !w.direct:
		return "让位于 " + no + "：它针对这个" + roleLabel(party.Role(w.row.Value(discountRole).S))
	case own.Percent.GreaterThan(w.Percent):
		return fmt.Sprintf("让位于 %s：它的 %s%% 更大", no, own.Percent)
	}
	return "与 " + no + " 相同，取先登记的一条"
}

// idle says why a rule does not apply.
func (t *Trial) idle(r record.Reader, w weighed) string {
	low, high := decimal.Zero, decimal.Zero
	if w.row.Kind() == QtyDiscounts.Kind {
		low, high = quantities(w.row)
	}
	switch w.miss {
	case off:
		return "已停用"
	case early:
		return w.row.Value(w.from).Date().String() + " 才生效"
	case late:
		return w.row.Value(w.to).Date().String() + " 已失效"
	case tooFew:
		return fmt.Sprintf("数量 %s 不到 %s", t.Qty, low)
	case tooMany:
		return fmt.Sprintf("数量 %s 超过 %s", t.Qty, high)
	case noBuyer:
		return "没有选买方"
	case otherRole:
		return "买方是" + roleLabel(t.Buyer.Role) + "，这条给" + roleLabel(party.Role(w.row.Value(discountRole).S))
	case otherParty:
		return "买方是 " + t.Buyer.Name
	case otherLevel:
		return t.levelWords(r)
	case applies, elsewhere, otherOffice:
	}
	return ""
}

func (t *Trial) levelWords(r record.Reader) string {
	level := t.Buyer.Level
	if t.Buyer.Role == party.RoleAgent {
		level = r.Title(company.DictItems.Kind, t.Buyer.AgentLevel.ID())
	} else if level != "" {
		level += " 级"
	}
	if level == "" {
		return "买方没有定级别"
	}
	return "买方是 " + level
}

func byStanding(all []Considered) {
	place := map[Standing]int{Applied: 0, Lost: 1, Idle: 2}
	slices.SortStableFunc(all, func(a, b Considered) int { return cmp.Compare(place[a.Standing], place[b.Standing]) })
}

// Say is the ceiling in one sentence.
func (c Ceiling) Say() string {
	if c.Rule == "" {
		return fmt.Sprintf("%s手工折扣最多 %s%%（职位自己的折扣上限）", c.Office, c.Percent)
	}
	return fmt.Sprintf("%s手工折扣最多 %s%%（职位折扣 %s）", c.Office, c.Percent, c.Rule)
}
