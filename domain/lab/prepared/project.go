package prepared

import (
	"math"
	"strings"

	"github.com/shopspring/decimal"

	"crmlab/domain/company"
	"crmlab/domain/order"
	"crmlab/domain/record"
	"crmlab/domain/sales"
	"crmlab/domain/task"
)

// project is a purchase on its way from opportunity to order, or to its loss.
type project struct {
	buyer  *buyer
	who    person
	need   needRow
	basket []want
	opp    record.ID
	task   record.ID
	quote  record.ID
	stage  int      // index into salesStages
	lostAt int      // stage in which it will be lost; -1: it will be won
	pace   float64  // of its own time
	told   []string // what has been written about it
	closed bool
}

func (p *project) classes() []string { return strings.Split(p.need.Classes, "|") }

// salesStages are the stages that a sales task passes, with the days it stays in each and
// the part of the lost ones that end there.
var salesStages = []struct {
	name      string
	low, high int
	lost      float64
}{
	{"验证客户", 4, 13, 0.2}, {"需求分析", 6, 19, 0.25}, {"方案报价", 9, 24, 0.33}, {"商务谈判", 5, 19, 0.22},
}

const (
	quoting   = 2 // index of 方案报价
	bargain   = 3 // index of 商务谈判
	onHold    = "暂缓"
	winChance = 0.52
)

func yuan(x float64) decimal.Decimal { return decimal.NewFromFloat(math.Round(x)).Round(0) }

// beginProject has a colleague find an opportunity.
func (b *builder) beginProject(y *buyer) {
	n, ok := b.need(y)
	if !ok {
		return
	}
	p := &project{buyer: y, who: b.contact(y), need: n, lostAt: -1, pace: b.around(0.9, 1.6)}
	if b.today < First.AddDays(12) {
		p.pace = 0.3 // what was under way before the books began is farther on
	}
	p.basket = b.basket(p.classes(), b.budget(n, y)*b.appetite())
	if len(p.basket) == 0 {
		return
	}
	if y.person() {
		p.basket = shrink(p.basket, y.credit.InexactFloat64()*0.85)
		p.pace *= 0.4
	}
	if !b.hits(winChance + float64(y.Size-5)*0.015) {
		p.lostAt, _ = draw(b.chance, []int{0, 1, 2, 3}, func(i int) float64 { return salesStages[i].lost })
	}
	y.busy = b.today.AddDays(b.between(50, 170))
	b.on(b.today, func() error { return b.findOpportunity(p) })
}

func (b *builder) findOpportunity(p *project) error {
	y := p.buyer
	amount := worth(p.basket) * b.around(0.85, 1.1)
	o := &sales.Opportunity{Name: strings.ReplaceAll(p.need.Title, "{customer}", y.Short), Party: y.ref(), Contact: p.who.ref(),
		Source: b.dict[company.GroupSource][p.need.Source], Need: p.need.Need, Products: mainProducts(p.basket),
		Amount: yuan(math.Round(amount/100) * 100), Found: b.today, Expected: b.today.AddDays(int(float64(b.between(38, 75)) * max(p.pace, 0.6))),
		Probability: decimal.NewFromInt(int64(b.between(2, 7) * 10))}
	if err := b.save(y.owner.sell, o); err != nil {
		return err
	}
	p.opp = o.ID
	b.projects = append(b.projects, p)
	wait := b.between(1, 8)
	if b.today > Last.AddDays(-26) && b.hits(0.62) {
		wait += 40 // still open when the experiments begin
	}
	if p.lostAt == 0 && b.hits(0.3) {
		b.on(b.today.AddDays(wait+10), func() error {
			p.closed = true
			_, err := b.do(y.owner.sell, sales.VoidOpportunity, p.opp, nil)
			return err
		})
		return nil
	}
	b.on(b.today.AddDays(wait), func() error { return b.convert(p) })
	return nil
}

func (b *builder) convert(p *project) (err error) {
	if p.task, err = b.do(p.buyer.owner.sell, sales.Convert, p.opp, nil); err != nil {
		return err
	}
	return b.work(p)
}

// work is one stage of a sales task: a step or two, and then what comes next.
func (b *builder) work(p *project) error {
	s := salesStages[p.stage]
	stay := max(1, int(float64(b.between(s.low, s.high))*p.pace))
	next := b.today.AddDays(stay)
	if b.hits(0.75) && stay > 2 {
		at := b.today.AddDays(b.between(1, stay-1))
		b.on(at, func() error { return b.report(p, next) })
	}
	switch {
	case p.stage == quoting:
		b.on(b.today.AddDays(min(b.between(0, 3), stay)), func() error { return b.makeQuote(p) })
	case p.stage == bargain && b.hits(0.4):
		b.on(b.today.AddDays(min(b.between(1, 4), stay)), func() error { return b.revise(p) })
	}
	switch {
	case p.lostAt == p.stage:
		b.on(next, func() error { return b.lose(p) })
	case (p.stage == 1 || p.stage == quoting) && p.pace > 0.4 && b.hits(0.13):
		b.on(next, func() error { return b.pause(p) })
	case p.stage == bargain:
		b.on(next, func() error { return b.win(p) })
	default:
		b.on(next, func() error { return b.move(p, p.stage+1) })
	}
	return nil
}

var intents = []string{"电话跟进", "上门拜访", "确认采购时间", "跟进评审结果", "发送补充资料", "约见分管领导", "核对数量和安装位置"}

func (b *builder) report(p *project, next record.Date) error {
	if p.closed {
		return nil
	}
	action, text := b.story(salesStages[p.stage].name, p.classes(), &p.told)
	return b.log(p.buyer.owner.sell, p.task, &task.Log{Action: action, Text: text, NextOn: max(next, b.today), Next: pick(b.chance, intents)})
}

func (b *builder) log(h record.Hat, id record.ID, in *task.Log) error {
	_, err := b.do(h, task.AddProgress, id, in)
	return err
}

func (b *builder) move(p *project, to int) error {
	p.stage = to
	action, text := b.story(salesStages[to].name, p.classes(), &p.told)
	if err := b.enter(p.buyer.owner.sell, p.task, salesStages[to].name, action, text); err != nil {
		return err
	}
	return b.work(p)
}

func (b *builder) enter(h record.Hat, id record.ID, stage string, action record.Ref[company.DictItem], text string) error {
	_, err := b.do(h, task.MoveStage, id, &task.Move{Stage: b.stages[stage], Action: action, Note: text})
	return err
}

// pause puts a task on hold for some weeks; most come back, some are lost then.
func (b *builder) pause(p *project) error {
	h := p.buyer.owner.sell
	action, text := b.story(onHold, nil, &p.told)
	if err := b.enter(h, p.task, onHold, action, text); err != nil {
		return err
	}
	back := b.today.AddDays(b.between(28, 75))
	if err := edit(b, h, p.task, func(t *task.Task) { t.Due = max(t.Due, back.AddDays(b.between(15, 40))) }); err != nil {
		return err
	}
	if b.hits(0.35) {
		p.lostAt = p.stage
		b.on(back, func() error { return b.lose(p) })
		return nil
	}
	b.on(back, func() error { return b.move(p, max(p.stage, quoting-1)+1) })
	return nil
}

// makeQuote prices the basket; the customer has changed a quantity or two meanwhile.
func (b *builder) makeQuote(p *project) (err error) {
	if p.closed || p.quote != 0 {
		return nil
	}
	h := p.buyer.owner.sell
	if p.quote, err = b.do(h, sales.MakeQuote, p.task, nil); err != nil {
		return err
	}
	for i := range p.basket {
		if w := &p.basket[i]; b.hits(0.25) {
			low, _ := w.item.limits()
			w.qty = max(low, tidy(w.qty*b.between(85, 115)/100), 1)
		}
	}
	var untaxed decimal.Decimal
	if err := edit(b, h, p.quote, func(q *sales.Quote) {
		q.ValidUntil = b.today.AddDays(pick(b.chance, []int{15, 20, 30, 30, 30, 45}))
		q.Lines = lines(p.basket)
		for _, w := range p.basket {
			untaxed = untaxed.Add(w.item.Price.Mul(decimal.NewFromInt(int64(w.qty))))
		}
	}); err != nil {
		return err
	}
	return edit(b, h, p.task, func(t *task.Task) {
		t.Forecast = untaxed.Mul(decimal.NewFromFloat(0.95)).Round(-2)
		t.Due = max(t.Due, b.today.AddDays(14))
		if b.hits(0.15) {
			t.Priority = "high"
		}
	})
}

// revise makes a new version of the quote: the customer has asked for a better price, and
// some get one by hand.
func (b *builder) revise(p *project) (err error) {
	if p.closed || p.quote == 0 {
		return nil
	}
	h := p.buyer.owner.sell
	if p.quote, err = b.do(h, sales.Revise, p.quote, nil); err != nil || b.hits(0.25) {
		return err
	}
	return edit(b, h, p.quote, func(q *sales.Quote) {
		extra := float64(b.between(2, 5))
		if b.hits(0.16) {
			extra += float64(b.between(5, 12))
		}
		b.concede(q.Lines, extra)
		if len(q.Lines) > 2 && b.hits(0.12) {
			q.Discount = decimal.NewFromInt(1)
		}
	})
}

// concede gives a hand discount on the largest line on top of what rules give.
func (b *builder) concede(ls []sales.Line, extra float64) {
	most := 0
	for i := range ls {
		if ls[i].Net.GreaterThan(ls[most].Net) {
			most = i
		}
	}
	l := &ls[most]
	l.Manual, l.Discount = true, l.Discount.Add(decimal.NewFromFloat(extra)).Round(1)
}

// win turns the quote into an order; an expired quote is renewed first.
func (b *builder) win(p *project) (err error) {
	h := p.buyer.owner.sell
	if p.quote == 0 {
		return b.lose(p)
	}
	q, err := get[sales.Quote](b, p.quote)
	if err != nil {
		return err
	}
	if q.ValidUntil < b.today {
		if p.quote, err = b.do(h, sales.Revise, p.quote, nil); err != nil {
			return err
		}
	}
	s := &sale{buyer: p.buyer, who: p.who, project: p}
	if s.id, err = b.do(h, order.FromQuote, p.quote, nil); err != nil {
		return err
	}
	return b.agree(s)
}

// lose gives the task up, with the reason.
func (b *builder) lose(p *project) error {
	if p.closed {
		return nil
	}
	p.closed = true
	h := p.buyer.owner.sell
	l := b.whyLost(p)
	if p.quote != 0 {
		q, err := get[sales.Quote](b, p.quote)
		if err != nil {
			return err
		}
		if q.State == sales.QuoteActive {
			if _, err := b.do(h, sales.EndQuote, p.quote, nil); err != nil {
				return err
			}
		}
	}
	_, err := b.do(h, task.Terminate, p.task, &task.Loss{Reason: b.dict[company.GroupLostReason][l.Reason], Note: l.Text})
	return err
}
