package prepared

import (
	"strings"

	"github.com/shopspring/decimal"

	"crmlab/domain/company"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/sales"
	"crmlab/domain/task"
)

// buyer is a customer or agent with what the case knows of it.
type buyer struct {
	customerRow
	id       record.ID
	owner    *worker
	contacts []person
	credit   decimal.Decimal
	manner   manner
	busy     record.Date // no new project before this day
	refill   record.Date // no new refill order before this day
}

type person struct {
	id   record.ID
	name string
}

// manner is how a buyer pays.
type manner int

const (
	prompt manner = iota
	slack         // some days late
	slow          // weeks late
	sore          // months late, and in parts
)

func (y *buyer) agent() bool  { return y.Role == string(party.RoleAgent) }
func (y *buyer) person() bool { return y.Category == "person" }

func (y *buyer) ref() record.Ref[party.Customer] { return record.Ref[party.Customer](y.id) }

// contact is whom one talks to: mostly the first, the decider.
func (b *builder) contact(y *buyer) person {
	if len(y.contacts) == 0 {
		return person{name: y.Name}
	}
	if b.hits(0.7) {
		return y.contacts[0]
	}
	return pick(b.chance, y.contacts)
}

func (p person) ref() record.Ref[party.Contact] { return record.Ref[party.Contact](p.id) }

// inherited reports whether the customer was looked after by the employee who left.
func (r customerRow) inherited() bool { return strings.HasPrefix(r.Remark, "原负责人") }

// makeOldCustomers takes over the customers from before the history, as an import by the
// administrator, with the discounts; the others come on their day.
func (b *builder) makeOldCustomers() error {
	if err := b.makeBuyerDiscounts(nil); err != nil {
		return err
	}
	for _, r := range b.customers {
		y := &buyer{customerRow: r, owner: b.staff[r.Owner], credit: r.Credit}
		if r.inherited() {
			y.owner = b.staff[leaver]
		}
		switch x := b.Float64(); {
		case x < 0.60:
			y.manner = prompt
		case x < 0.84:
			y.manner = slack
		case x < 0.95:
			y.manner = slow
		default:
			y.manner = sore
		}
		b.buyers[r.No] = y
		if r.Created >= First {
			b.newcomers = append(b.newcomers, y)
			continue
		}
		if err := b.makeParty(b.hat(admin), y); err != nil {
			return err
		}
	}
	b.on(b.staff[leaver].Left, b.farewell)
	for _, y := range b.newcomers {
		b.on(y.Created, func() error { return b.makeParty(y.owner.sell, y) })
	}
	return nil
}

// makeParty enters one party with its contacts and its own discounts.
func (b *builder) makeParty(h record.Hat, y *buyer) error {
	c := &party.Customer{Name: y.Name, Role: party.Role(y.Role), Nature: party.Enterprise, Category: b.dict[company.GroupCategory][y.Category],
		Industry: b.dict[company.GroupIndustry][y.Industry], Level: y.Level, Source: b.dict[company.GroupSource][y.Source], Phone: y.Phone,
		Email: y.Email, Web: y.Web, Country: "中国", Province: y.Province, City: y.City, District: y.District, Address: y.Address,
		Credit: y.credit, TaxNo: y.TaxNo, Bank: y.Bank, Account: y.Account, Since: y.Created}
	c.No, c.Owner, c.Dept = y.No, y.owner.id, y.owner.sell.Dept
	if !y.inherited() {
		c.Remark = y.Remark
	}
	if y.agent() {
		c.Level, c.AgentLevel = "", b.dict[company.GroupAgentLevel][y.AgentLevel]
		c.Region, c.SignedOn, c.SignedTo = y.Province, y.Created, y.contractEnd()
	}
	if y.person() {
		c.Nature, c.Mobile, c.Phone = party.Person, y.Phone, ""
	}
	if c.Nature == party.Enterprise {
		c.Scale = []string{"s", "m", "l", "xl"}[min(y.Size/3, 3)]
	}
	if up := b.buyers[y.Parent]; up != nil {
		c.Parent = up.ref()
	}
	b.describe(c, y)
	if err := b.save(h, c); err != nil {
		return err
	}
	y.id = c.ID
	b.order = append(b.order, y)
	for _, r := range b.source.contacts {
		if r.Customer == y.No {
			if err := b.makeContact(h, y, r); err != nil {
				return err
			}
		}
	}
	return b.makeBuyerDiscounts(y)
}

// contractEnd is when an agent's contract ends: whole years after it began, one at least to go on
// the last day.
func (y *buyer) contractEnd() record.Date {
	end := y.Created
	for end <= Last {
		end = end.AddMonths(12)
	}
	return end.AddDays(-1)
}

// describe fills custom attributes of some parties.
func (b *builder) describe(c *party.Customer, y *buyer) {
	switch {
	case y.agent():
		b.custom(c, "sign_date", record.DateValue(y.Created.AddDays(b.between(2, 20))))
		b.custom(c, "return_rate", record.Value{T: record.TypeNumber, N: int64(b.between(2, 6)) * 50})
		if y.AgentLevel == "L1" {
			b.custom(c, "exclusive", record.BoolValue(true))
		}
	case !y.person() && b.hits(0.6):
		b.custom(c, "staff_count", record.IntValue(int64(y.Size*y.Size*b.between(4, 12)+b.between(5, 30))))
		b.custom(c, "print_volume", record.IntValue(int64(y.Size*y.Size*b.between(2, 9))*100))
		if b.hits(0.6) {
			b.custom(c, "founded_year", record.IntValue(int64(b.between(1988, 2021))))
		}
		if b.hits(0.5) {
			b.custom(c, "budget_month", record.ChoiceValue(pick(b.chance, []string{"1月", "3月", "9月", "10月", "12月"})))
		}
	}
}

// hobbies are what a note must speak of to be a hobby; other notes are remarks.
var hobbies = []string{"爱", "喜", "业余", "集邮", "书法", "足球", "乒乓", "羽毛球", "马拉松", "太极"}

func (b *builder) makeContact(h record.Hat, y *buyer, r contactRow) error {
	k := &party.Contact{Customer: y.ref(), Name: r.Name, Sex: sexes[r.Sex], Title: r.Title, Mobile: r.Mobile, Phone: r.Phone, Email: r.Email,
		Birthday: r.Birthday, Key: r.Key, Role: r.Role}
	k.Remark = r.Note
	for _, word := range hobbies {
		if strings.Contains(r.Note, word) && !strings.Contains(r.Note, "不喜") {
			k.Remark = ""
			b.custom(k, "hobby", record.TextValue(r.Note))
			break
		}
	}
	if b.hits(0.4) {
		b.custom(k, "prefer_channel", record.ChoiceValue(pick(b.chance, []string{"电话", "微信", "微信", "邮件", "当面"})))
	}
	if err := b.save(h, k); err != nil {
		return err
	}
	at := len(y.contacts)
	y.contacts = append(y.contacts, person{k.ID, k.Name})
	if r.Key {
		y.contacts[0], y.contacts[at] = y.contacts[at], y.contacts[0]
	}
	return nil
}

// handOver gives the leaver's customers, and everything about them that is still open, to
// the colleagues who look after them now; the manager of the group does it.
func (b *builder) handOver() error {
	h := b.staff[northwest].sell
	for _, y := range b.order {
		if y.owner.No != leaver {
			continue
		}
		y.owner = b.staff[y.Owner]
		if err := edit(b, h, y.id, func(c *party.Customer) { c.Owner, c.Remark = y.owner.id, y.Remark }); err != nil {
			return err
		}
		for _, p := range y.contacts {
			if err := edit(b, h, p.id, func(c *party.Contact) { c.Owner = y.owner.id }); err != nil {
				return err
			}
		}
		for _, open := range []struct {
			kind   *record.Kind
			states []record.Value
		}{
			{task.Tasks.Kind, []record.Value{record.ChoiceValue(task.Active)}},
			{sales.Opportunities.Kind, []record.Value{record.ChoiceValue(sales.Open)}},
			{sales.Quotes.Kind, []record.Value{record.ChoiceValue(sales.QuoteActive)}},
			{order.Orders.Kind, []record.Value{record.ChoiceValue(order.Draft), record.ChoiceValue(order.Returned)}},
		} {
			if err := b.reassign(h, y, open.kind, open.states); err != nil {
				return err
			}
		}
	}
	return nil
}

// reassign makes the party's owner the owner of its open documents.
func (b *builder) reassign(h record.Hat, y *buyer, k *record.Kind, states []record.Value) error {
	var recs []record.Record
	if err := b.book.Read(record.Hat{}, func(r record.Reader) error {
		var ids []record.ID
		if err := r.Each(k, []record.Cond{record.Where("party", record.LinkValue(y.id)), record.Where("state", states...)}, func(row record.Row) bool {
			ids = append(ids, row.ID())
			return true
		}); err != nil {
			return err
		}
		for _, id := range ids {
			rec, err := r.Load(k, id)
			if err != nil {
				return err
			}
			recs = append(recs, rec)
		}
		return nil
	}); err != nil {
		return err
	}
	for _, rec := range recs {
		rec.Head().Owner = y.owner.id
		if err := b.save(h, rec); err != nil {
			return err
		}
	}
	return nil
}
