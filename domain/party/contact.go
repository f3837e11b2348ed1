package party

import (
	"crmlab/domain/company"
	"crmlab/domain/record"
)

// Contact 联系人 is a person at a party.
type Contact struct {
	record.Base
	Customer record.Ref[Customer]
	Name     string
	Sex      company.Sex
	Title    string
	Mobile   string
	Phone    string
	Email    string
	Birthday record.Date
	Dates    []Special
	Key      bool
	Role     string
	Products []record.ID // products that the person cares about
}

// Special 重要日期 is a day that matters to a contact besides the birthday.
type Special struct {
	Name   string
	Day    record.Date
	Yearly bool // comes again every year
	Remind int  // days before
}

// Contacts is the kind of 联系人.
var Contacts = record.Define("contact", "联系人", "party", "K", []record.FieldOf[Contact]{
	record.Text("name", 2, "姓名", func(c *Contact) *string { return &c.Name }, record.Required, record.Max(40), record.Listed, record.Search),
	record.Link("customer", 1, "客户", func(c *Contact) *record.Ref[Customer] { return &c.Customer }, record.Required, record.Listed, record.Filter),
	record.Pick("sex", 3, "性别", func(c *Contact) *company.Sex { return &c.Sex }, company.Sexes),
	record.Text("title", 4, "职务", func(c *Contact) *string { return &c.Title }, record.Max(40), record.Listed),
	record.Text("mobile", 5, "手机", func(c *Contact) *string { return &c.Mobile }, record.Max(40), record.Listed, record.Search),
	record.Text("phone", 6, "电话", func(c *Contact) *string { return &c.Phone }, record.Max(40)),
	record.Text("email", 7, "邮箱", func(c *Contact) *string { return &c.Email }, record.Max(80)),
	record.Day("birthday", 8, "生日", func(c *Contact) *record.Date { return &c.Birthday }, record.Listed),
	record.Bool("key", 10, "关键决策人", func(c *Contact) *bool { return &c.Key }, record.Listed, record.Filter),
	record.Pick("role", 11, "采购角色", func(c *Contact) *string { return &c.Role }, []record.Choice{
		{Code: "decision", Label: "决策者"}, {Code: "evaluator", Label: "评估者"}, {Code: "influencer", Label: "影响者"}, {Code: "user", Label: "使用者"}}, record.Listed),
	record.LinksTo("products", 12, "关心的产品", "product", func(c *Contact) *[]record.ID { return &c.Products }),
	record.Lines("dates", 13, "重要日期", func(c *Contact) *[]Special { return &c.Dates }, []record.FieldOf[Special]{
		record.Text("name", 1, "是什么日子", func(s *Special) *string { return &s.Name }, record.Required, record.Max(40), record.Hint("如 公司周年")),
		record.Day("day", 2, "日期", func(s *Special) *record.Date { return &s.Day }, record.Required),
		record.Bool("yearly", 3, "每年", func(s *Special) *bool { return &s.Yearly }, record.StartsAt(record.BoolValue(true))),
		record.Int("remind", 4, "提前提醒", func(s *Special) *int { return &s.Remind }, record.Between(0, 60), record.Unit("天"), record.StartsAt(record.IntValue(7))),
	}, record.Hint("生日另填；到日子前会出现在我的桌面")),
}, record.Owned)

func init() {
	Contacts.SeenVia("customer")
	Contacts.Rule(func(tx record.Tx, c, old *Contact) error {
		if old == nil {
			// A contact belongs to whoever looks after the customer.
			cu, err := record.Get(tx, c.Customer)
			if err != nil {
				return err
			}
			c.Owner, c.Dept = cu.Owner, cu.Dept
		}
		if c.Birthday > tx.Today() {
			return record.RefuseField("contact.birthday", "birthday", "没有保存联系人 "+c.Name, "生日 "+c.Birthday.String()+" 在业务日期之后", "改正生日")
		}
		return nil
	})
}

// contactsFollow gives the contacts that the former owner looked after to the customer's
// new owner.
func contactsFollow(tx record.Tx, c *Customer, former record.ID) error {
	contacts, err := record.Find(tx, Contacts, record.Where("customer", record.LinkValue(c.ID)), record.Where("owner", record.LinkValue(former)))
	if err != nil {
		return err
	}
	for _, k := range contacts {
		k.Owner, k.Dept = c.Owner, c.Dept
		if err := tx.ByRule().Save(k); err != nil {
			return err
		}
	}
	return nil
}

// CheckContact refuses a document whose contact is not one of its party. Documents of the
// past keep a contact that has moved on since, so it is asked when one of the two is chosen.
func CheckContact(r record.Reader, what string, contact record.Ref[Contact], of record.Ref[Customer]) error {
	if contact == 0 {
		return nil
	}
	c, err := record.Get(r, contact)
	if err != nil {
		return err
	}
	if c.Customer != of {
		return record.RefuseField("contact.party", "contact", what, "联系人 "+c.Name+" 不属于这个客户", "换一个联系人")
	}
	return nil
}

// BelongsTo narrows a link to contacts of the party that the record names in its field.
func BelongsTo(field string) record.Option {
	return record.NarrowBy(func(row record.Row) []record.Cond {
		p := row.Value(row.Kind().Field(field))
		if p.N == 0 {
			return nil
		}
		return []record.Cond{record.Where("customer", p)}
	})
}
