// Package party is experiment 3: the parties that the company deals with (customers and
// agents in one kind, told apart by their role), their contacts, and which employee may
// look after which of them. It knows no product and no document.
package party

import (
	"github.com/shopspring/decimal"

	"crmlab/domain/company"
	"crmlab/domain/record"
)

// Role tells customers from agents.
type Role string

// Roles of a party.
const (
	RoleCustomer Role = "customer"
	RoleAgent    Role = "agent"
)

// Nature tells companies from persons.
type Nature string

// Natures of a party.
const (
	Enterprise Nature = "enterprise"
	Person     Nature = "person"
)

// Natures are the choices of 性质.
var Natures = []record.Choice{{Code: string(Enterprise), Label: "企业"}, {Code: string(Person), Label: "个人"}}

// Levels are the grades of customers; customer discounts may be given by level.
var Levels = []record.Choice{{Code: "A", Label: "A 重点"}, {Code: "B", Label: "B 普通"}, {Code: "C", Label: "C 非优先"}}

// Scales are the sizes of enterprises.
var Scales = []record.Choice{{Code: "s", Label: "50 人以下"}, {Code: "m", Label: "50 至 200 人"}, {Code: "l", Label: "200 至 1000 人"}, {Code: "xl", Label: "1000 人以上"}}

// Customer 客户 is a buying party: a customer or, with the other role, an agent.
// Orders, quotes, discounts and rankings take either.
type Customer struct {
	record.Base
	Name       string
	Role       Role
	Nature     Nature
	Category   record.Ref[company.DictItem]
	Industry   record.Ref[company.DictItem]
	Level      string // A, B, C or empty
	AgentLevel record.Ref[company.DictItem]
	Source     record.Ref[company.DictItem]
	Phone      string
	Mobile     string
	Email      string
	Web        string
	Country    string
	Province   string
	City       string
	District   string
	Address    string
	PostCode   string
	Parent     record.Ref[Customer] // group company
	Credit     decimal.Decimal      // 元; 0: no limit is set
	Opening    decimal.Decimal      // 元 owed when the books start (客户初始帐务)
	TaxNo      string
	Bank       string
	Account    string
	Since      record.Date
	NextOn     record.Date // next planned contact
	Legal      string      // 法定代表人 of an enterprise
	Scale      string      // of an enterprise
	Sex        company.Sex // of a person, as the following ones
	Birthday   record.Date
	Occupation string
	Region     string      // that an agent works in
	SignedOn   record.Date // an agent's contract
	SignedTo   record.Date
	Locked     bool // see Lock
}

// Customers is the kind of customers and agents.
var Customers = record.Define("customer", "客户", "party", "C", []record.FieldOf[Customer]{
	record.Text("name", 1, "客户名称", func(c *Customer) *string { return &c.Name }, record.Required, record.Max(100), record.Listed, record.Search),
	record.Pick("role", 2, "角色", func(c *Customer) *Role { return &c.Role }, []record.Choice{
		{Code: string(RoleCustomer), Label: "客户"}, {Code: string(RoleAgent), Label: "代理"}}, record.Required,
		record.StartsAt(record.ChoiceValue(RoleCustomer))),
	record.Pick("nature", 3, "性质", func(c *Customer) *Nature { return &c.Nature }, Natures, record.Required,
		record.StartsAt(record.ChoiceValue(Enterprise))),
	company.Dict(company.GroupCategory, "category", 4, "分类", func(c *Customer) *record.Ref[company.DictItem] { return &c.Category }, record.Listed, record.Filter),
	record.Pick("level", 5, "级别", func(c *Customer) *string { return &c.Level }, Levels, record.Listed, record.Filter,
		record.Only("role", string(RoleCustomer))),
	company.Dict(company.GroupAgentLevel, "agentLevel", 6, "代理级别", func(c *Customer) *record.Ref[company.DictItem] { return &c.AgentLevel },
		record.Only("role", string(RoleAgent))),
	company.Dict(company.GroupIndustry, "industry", 7, "行业", func(c *Customer) *record.Ref[company.DictItem] { return &c.Industry },
		record.Only("nature", string(Enterprise))),
	record.Pick("scale", 12, "规模", func(c *Customer) *string { return &c.Scale }, Scales, record.Only("nature", string(Enterprise))),
	record.Text("legal", 13, "法定代表人", func(c *Customer) *string { return &c.Legal }, record.Max(40), record.Only("nature", string(Enterprise))),
	record.Pick("sex", 14, "性别", func(c *Customer) *company.Sex { return &c.Sex }, company.Sexes, record.Only("nature", string(Person))),
	record.Day("birthday", 15, "生日", func(c *Customer) *record.Date { return &c.Birthday }, record.Only("nature", string(Person))),
	record.Text("occupation", 16, "职业", func(c *Customer) *string { return &c.Occupation }, record.Max(40), record.Only("nature", string(Person))),
	company.Dict(company.GroupSource, "source", 8, "客户来源", func(c *Customer) *record.Ref[company.DictItem] { return &c.Source }),
	record.Day("since", 9, "建档日期", func(c *Customer) *record.Date { return &c.Since }, record.Starts(func(r record.Reader) record.Value { return record.DateValue(r.Today()) })),
	record.Day("nextOn", 10, "下次联系", func(c *Customer) *record.Date { return &c.NextOn }),
	record.Bool("locked", 17, "已锁定", func(c *Customer) *bool { return &c.Locked }, record.System),
	record.Link("parent", 11, "上级单位", func(c *Customer) *record.Ref[Customer] { return &c.Parent },
		record.Beyond(func(record.Row) bool { return true })), // a group is a fact, whoever looks after its companies

	record.Text("phone", 20, "电话", func(c *Customer) *string { return &c.Phone }, record.Max(40), record.Search, record.Section("联系方式")),
	record.Text("mobile", 21, "手机", func(c *Customer) *string { return &c.Mobile }, record.Max(40), record.Section("联系方式")),
	record.Text("email", 22, "邮箱", func(c *Customer) *string { return &c.Email }, record.Max(80), record.Section("联系方式")),
	record.Text("web", 23, "网址", func(c *Customer) *string { return &c.Web }, record.Max(120), record.Section("联系方式")),
	record.Text("country", 24, "国家", func(c *Customer) *string { return &c.Country }, record.Max(20), record.Section("联系方式")),
	record.Text("province", 25, "省份", func(c *Customer) *string { return &c.Province }, record.Max(20), record.Section("联系方式")),
	record.Text("city", 26, "城市", func(c *Customer) *string { return &c.City }, record.Max(20), record.Listed, record.Section("联系方式")),
	record.Text("district", 27, "区县", func(c *Customer) *string { return &c.District }, record.Max(20), record.Section("联系方式")),
	record.Text("address", 28, "地址", func(c *Customer) *string { return &c.Address }, record.Max(120), record.Section("联系方式")),
	record.Text("postCode", 29, "邮编", func(c *Customer) *string { return &c.PostCode }, record.Max(20), record.Section("联系方式")),

	record.Text("region", 30, "代理区域", func(c *Customer) *string { return &c.Region }, record.Max(60), record.Section("代理合同"), record.Only("role", string(RoleAgent))),
	record.Day("signedOn", 31, "合同开始", func(c *Customer) *record.Date { return &c.SignedOn }, record.Section("代理合同"), record.Only("role", string(RoleAgent))),
	record.Day("signedTo", 32, "合同到期", func(c *Customer) *record.Date { return &c.SignedTo }, record.Section("代理合同"), record.Only("role", string(RoleAgent)),
		record.Hint("到期前 30 天开始提醒")),

	record.Money("credit", 40, "信用额度", func(c *Customer) *decimal.Decimal { return &c.Credit }, record.NotNegative, record.Section("财务"),
		record.Hint("最多可以欠款多少；0 表示没有设定额度")),
	record.Money("opening", 41, "期初欠款", func(c *Customer) *decimal.Decimal { return &c.Opening }, record.Section("财务"),
		record.Hint("开始使用本系统时客户尚欠的金额")),
	record.Text("taxNo", 42, "税号", func(c *Customer) *string { return &c.TaxNo }, record.Max(30), record.Section("财务")),
	record.Text("bank", 43, "开户行", func(c *Customer) *string { return &c.Bank }, record.Max(60), record.Section("财务")),
	record.Text("account", 44, "账号", func(c *Customer) *string { return &c.Account }, record.Max(40), record.Section("财务")),
}, record.Owned)

func init() {
	Customers.NumberedBy(func(c *Customer) string {
		if c.Role == RoleAgent {
			return "D"
		}
		return "C"
	})
	Customers.Rule(func(tx record.Tx, c, old *Customer) error {
		if record.Circular(tx, Customers.Field("parent"), c.ID, c.Parent.ID()) {
			return record.RefuseField("customer.parent", "parent", "没有保存客户 "+c.Name, "上级单位是它自己或它的下级", "换一个上级单位")
		}
		if c.NextOn != 0 && c.NextOn < tx.Today() && (old == nil || old.NextOn != c.NextOn) {
			return record.RefuseField("customer.next", "nextOn", "没有保存客户 "+c.Name, "下次联系 "+c.NextOn.String()+" 早于业务日期 "+tx.Today().String(), "选择今天或以后的日期")
		}
		if c.SignedOn != 0 && c.SignedTo != 0 && c.SignedTo < c.SignedOn {
			return record.RefuseField("customer.contract", "signedTo", "没有保存代理 "+c.Name, "合同到期 "+c.SignedTo.String()+" 早于合同开始 "+c.SignedOn.String(), "改正日期")
		}
		if c.Birthday > tx.Today() {
			return record.RefuseField("customer.birthday", "birthday", "没有保存客户 "+c.Name, "生日 "+c.Birthday.String()+" 在业务日期之后", "改正生日")
		}
		if old != nil && old.Owner != c.Owner && c.Locked {
			return record.RefuseField("customer.locked", "owner", "没有保存客户 "+c.Name, "客户已锁定，归属不能改变", "先解锁")
		}
		if old != nil && old.Owner != c.Owner {
			return contactsFollow(tx, c, old.Owner)
		}
		return nil
	})
}
