package prepared

import (
	"github.com/shopspring/decimal"

	"crmlab/domain/company"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
)

// sale is an order on its way from draft to the last payment.
type sale struct {
	buyer   *buyer
	who     person
	project *project // nil for an order without a sales task
	id      record.ID
	terms   terms
	rounds  int // how often it was submitted
	waits   int // how often it waited for room in the credit limit
	stop    stop
}

// stop is the state in which an order of the last days stays until the experiments begin.
type stop int

const (
	asDraft  stop = iota + 1
	asFirst       // waits for its first approver
	asSecond      // waits for its second approver, where it has one
	asBack        // sent back, not yet mended
)

// stops are dealt out in turn to the orders that one approver will see in the last days;
// 0 goes on as usual.
var stops = []stop{asFirst, asDraft, asSecond, asBack, asFirst, 0, asSecond, asFirst, asDraft, 0}

func (b *builder) deal(s *sale) {
	if b.today <= Last.AddDays(-13) {
		return
	}
	approver := s.buyer.owner.sell.Dept
	if s.buyer.owner.Position == "area_manager" {
		approver = b.hat(director).Dept
	}
	s.stop = stops[b.dealt[approver]%len(stops)]
	b.dealt[approver]++
}

// terms is how an order is paid.
type terms struct {
	code string // of the list pay_terms
	plan order.Instalments
}

// orderDirectly has a party order without a sales task before.
func (b *builder) orderDirectly(y *buyer, ws []want) {
	b.on(b.today, func() error {
		s := &sale{buyer: y, who: b.contact(y)}
		if y.person() {
			ws = shrink(ws, y.credit.InexactFloat64()*0.8)
		}
		o := &order.Order{Party: y.ref(), Contact: s.who.ref(), Day: b.today, Lines: lines(ws), VAT: b.vat()}
		if err := b.save(y.owner.sell, o); err != nil {
			return err
		}
		s.id = o.ID
		return b.agree(s)
	})
}

func (b *builder) vat() decimal.Decimal { return decimal.RequireFromString(b.settings["vat_rate"]) }

// agree completes the draft with what was agreed, and submits it once the buyer's credit
// has room.
func (b *builder) agree(s *sale) error {
	b.deal(s)
	if err := b.settleTerms(s, s.stop != asDraft || b.hits(0.5)); err != nil || s.stop == asDraft {
		return err
	}
	return b.trySubmit(s)
}

// settleTerms writes delivery, payment terms and signer into the draft, with the plan.
func (b *builder) settleTerms(s *sale, plan bool) error {
	h := s.buyer.owner.sell
	var total decimal.Decimal
	if err := edit(b, h, s.id, func(o *order.Order) {
		days := b.between(9, 24)
		if len(o.Lines) > 4 {
			days += b.between(5, 18)
		}
		o.Deliver = workday(o.Day.AddDays(days))
		s.terms = b.termsFor(s.buyer, o)
		o.Terms = b.dict[company.GroupPayTerms][s.terms.code]
		o.Signer = s.who.name
		if b.hits(0.3) {
			o.Remark = b.orderNote(b.classesOf(o.Lines), s.terms.code)
		}
		total = o.Total
		b.booked += o.Untaxed.Mul(o.Rate).InexactFloat64()
	}); err != nil {
		return err
	}
	if !plan || !total.IsPositive() {
		return nil
	}
	s.terms.plan.Method = b.dict[company.GroupPayMethod][b.method(s.buyer)]
	return b.replan(s)
}

func (b *builder) method(y *buyer) string {
	if y.person() {
		return pick(b.chance, []string{"wechat", "alipay", "cash"})
	}
	return pick(b.chance, []string{"transfer", "transfer", "transfer", "wire", "wire", "cheque", "draft"})
}

// termsFor chooses terms by the buyer and the size of the order.
func (b *builder) termsFor(y *buyer, o *order.Order) terms {
	amount := o.Total.InexactFloat64()
	one := func(code string, due record.Date) terms {
		return terms{code, order.Instalments{Mode: order.Equal, Parts: 1, First: due, Months: 1, Remind: 3}}
	}
	switch {
	case y.person():
		return one("prepay", o.Day.AddDays(b.between(1, 4)))
	case y.agent() && amount > 150_000 && b.hits(0.4):
		return terms{"quarter", order.Instalments{Mode: order.Equal, Parts: 3, First: o.Deliver.AddDays(15), Months: 1, Remind: 5}}
	case y.agent() && y.AgentLevel == "L1":
		return one("net60", o.Deliver.AddDays(60))
	case y.agent():
		return one("net30", o.Deliver.AddDays(30))
	case amount > 120_000 && b.hits(0.2):
		return terms{"retain5", order.Instalments{Mode: order.ByShares, Shares: "95、5", First: o.Deliver.AddDays(10), Months: 12, Remind: 5}}
	case amount > 50_000 && b.hits(0.6):
		return terms{"split343", order.Instalments{Mode: order.ByShares, Shares: "30、40、30", First: o.Day.AddDays(7), Months: 1, Remind: 5}}
	case amount > 50_000:
		return one("net60", o.Deliver.AddDays(60))
	case amount > 12_000 && b.hits(0.4):
		return terms{"split37", order.Instalments{Mode: order.Deposits, Deposit: decimal.NewFromInt(30), First: o.Day.AddDays(5), Months: 1, Remind: 3}}
	case amount > 12_000 || b.hits(0.4):
		return one("net30", o.Deliver.AddDays(30))
	}
	return one("cod", o.Deliver.AddDays(b.between(2, 5)))
}

// trySubmit submits the order if the buyer's credit has room. If not, the treasurer raises
// the limit of a buyer who has grown into it, or the order waits for the next payments.
func (b *builder) trySubmit(s *sale) error {
	var room order.Credit
	var need decimal.Decimal
	if err := b.book.Read(record.Hat{}, func(r record.Reader) error {
		o, err := record.Get(r, record.Ref[order.Order](s.id))
		if err != nil {
			return err
		}
		need = o.InYuan()
		room, err = order.CreditOf(r, o.Party, o.ID)
		return err
	}); err != nil {
		return err
	}
	if room.Refusal("", need) == nil {
		return b.submit(s)
	}
	// What a customer of this size may owe at most, in 元.
	most := decimal.NewFromInt(int64(30_000 + 9_000*s.buyer.Size*s.buyer.Size))
	limit := room.Used.Add(need).Mul(decimal.NewFromFloat(1.1)).Shift(-4).Ceil().Shift(4)
	if s.waits++; s.waits > 4 || s.buyer.manner < slow && limit.LessThanOrEqual(most) {
		if err := edit(b, b.hat(treasurer), s.buyer.id, func(c *party.Customer) { c.Credit = limit }); err != nil {
			return err
		}
		s.buyer.credit = limit
		return b.submit(s)
	}
	b.on(b.today.AddDays(b.between(6, 12)), func() error {
		if err := b.replan(s); err != nil {
			return err
		}
		return b.trySubmit(s)
	})
	return nil
}

// replan makes the plan anew, from today on where its first day has passed.
func (b *builder) replan(s *sale) error {
	s.terms.plan.First = max(s.terms.plan.First, b.today)
	in := s.terms.plan
	_, err := b.do(s.buyer.owner.sell, order.GeneratePlan, s.id, &in)
	return err
}
