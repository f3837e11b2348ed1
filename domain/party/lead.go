package party

import (
	"crmlab/domain/company"
	"crmlab/domain/record"
)

// LeadState of a lead.
type LeadState string

// States of leads.
const (
	LeadNew       LeadState = "new"
	LeadFollowing LeadState = "following"
	LeadConverted LeadState = "converted"
	LeadInvalid   LeadState = "invalid"
)

// LeadStates in order.
var LeadStates = []record.State{
	{Code: string(LeadNew), Label: "新建", Tone: record.ToneAmber, Edit: true, Delete: true},
	{Code: string(LeadFollowing), Label: "跟进中", Tone: record.ToneBlue, Edit: true, Delete: true},
	{Code: string(LeadConverted), Label: "已转化", Tone: record.ToneGreen},
	{Code: string(LeadInvalid), Label: "无效", Tone: record.ToneGrey, Delete: true},
}

// Lead 潜在客户 is somebody who may become a customer; nobody knows yet.
type Lead struct {
	record.Base
	Name     string // of the company, or of the person
	State    LeadState
	Nature   Nature
	Person   string // whom one talks to
	Title    string
	Phone    string
	Mobile   string
	Email    string
	Province string
	City     string
	Address  string
	Industry record.Ref[company.DictItem]
	Source   record.Ref[company.DictItem]
	Level    string
	Need     string
	Found    record.Date
	NextOn   record.Date
	Reason   string // why it is 无效

	ConvertedOn record.Date
	Customer    record.Ref[Customer]
	Contact     record.Ref[Contact]
	Opportunity record.ID
}

// Leads is the kind of 潜在客户.
var Leads = record.Define("lead", "潜在客户", "party", "L", []record.FieldOf[Lead]{
	record.Text("name", 1, "名称", func(l *Lead) *string { return &l.Name }, record.Required, record.Max(100), record.Listed, record.Search),
	record.StateField(2, "状态", func(l *Lead) *LeadState { return &l.State }, LeadStates),
	record.Pick("nature", 3, "性质", func(l *Lead) *Nature { return &l.Nature }, Natures, record.Required, record.StartsAt(record.ChoiceValue(Enterprise))),
	record.Text("person", 4, "联系人", func(l *Lead) *string { return &l.Person }, record.Max(40), record.Listed, record.Search, record.Only("nature", string(Enterprise))),
	record.Text("title", 5, "职务", func(l *Lead) *string { return &l.Title }, record.Max(40), record.Only("nature", string(Enterprise))),
	company.Dict(company.GroupSource, "source", 6, "客户来源", func(l *Lead) *record.Ref[company.DictItem] { return &l.Source }, record.Listed, record.Filter),
	company.Dict(company.GroupIndustry, "industry", 7, "行业", func(l *Lead) *record.Ref[company.DictItem] { return &l.Industry }, record.Only("nature", string(Enterprise))),
	record.Pick("level", 8, "意向级别", func(l *Lead) *string { return &l.Level }, Levels, record.Listed),
	record.Day("found", 9, "登记日期", func(l *Lead) *record.Date { return &l.Found },
		record.Starts(func(r record.Reader) record.Value { return record.DateValue(r.Today()) })),
	record.Day("nextOn", 10, "下次联系", func(l *Lead) *record.Date { return &l.NextOn }, record.Listed),
	record.Long("need", 11, "需求", func(l *Lead) *string { return &l.Need }, record.Max(500)),
	record.Text("reason", 12, "无效原因", func(l *Lead) *string { return &l.Reason }, record.Max(200), record.System),

	record.Text("phone", 20, "电话", func(l *Lead) *string { return &l.Phone }, record.Max(40), record.Search, record.Section("联系方式")),
	record.Text("mobile", 21, "手机", func(l *Lead) *string { return &l.Mobile }, record.Max(40), record.Search, record.Section("联系方式")),
	record.Text("email", 22, "邮箱", func(l *Lead) *string { return &l.Email }, record.Max(80), record.Section("联系方式")),
	record.Text("province", 23, "省份", func(l *Lead) *string { return &l.Province }, record.Max(20), record.Section("联系方式")),
	record.Text("city", 24, "城市", func(l *Lead) *string { return &l.City }, record.Max(20), record.Section("联系方式")),
	record.Text("address", 25, "地址", func(l *Lead) *string { return &l.Address }, record.Max(120), record.Section("联系方式")),

	record.Day("convertedOn", 30, "转化日期", func(l *Lead) *record.Date { return &l.ConvertedOn }, record.System, record.Section("转化结果")),
	record.Link("customer", 31, "客户", func(l *Lead) *record.Ref[Customer] { return &l.Customer }, record.System, record.Section("转化结果")),
	record.Link("contact", 32, "建成的联系人", func(l *Lead) *record.Ref[Contact] { return &l.Contact }, record.System, record.Section("转化结果")),
	record.LinkTo("opportunity", 33, "销售机会", "opportunity", func(l *Lead) *record.ID { return &l.Opportunity }, record.System, record.Section("转化结果")),
}, record.Owned)

// Discard 作废 says why nothing will come of a lead.
type Discard struct{ Reason string }

// The actions of leads; sales.ConvertLead makes customers of them.
var (
	Invalidate = record.Act(Leads, "invalidate", "标为无效", func(tx record.Tx, l *Lead, in *Discard) error {
		l.State, l.Reason, l.NextOn = LeadInvalid, in.Reason, 0
		return tx.ByRule().Save(l)
	}, record.From(LeadNew, LeadFollowing), record.OfferedFor(func(l *Lead) bool { return l.State != LeadInvalid }), record.Input(
		record.Text("reason", 1, "原因", func(d *Discard) *string { return &d.Reason }, record.Required, record.Max(200))))

	Recover = record.Act(Leads, "recover", "恢复跟进", func(tx record.Tx, l *Lead, _ *record.None) error {
		l.State, l.Reason = LeadFollowing, ""
		return tx.ByRule().Save(l)
	}, record.From(LeadInvalid), record.OfferedFor(func(l *Lead) bool { return l.State == LeadInvalid }))
)

func init() {
	Leads.Stateful(LeadStates)
	Leads.HandOver(record.Where("state", record.ChoiceValue(LeadNew), record.ChoiceValue(LeadFollowing)))
	Leads.Rule(func(tx record.Tx, l, old *Lead) error {
		if l.NextOn != 0 && l.NextOn < tx.Today() && (old == nil || old.NextOn != l.NextOn) {
			return record.RefuseField("lead.next", "nextOn", "没有保存潜在客户 "+l.Name, "下次联系 "+l.NextOn.String()+" 早于业务日期 "+tx.Today().String(), "选择今天或以后的日期")
		}
		return nil
	})
}

// Become makes the customer and the contact of a lead, or adds the contact to a customer that is
// there already, and hands the follow-ups over. The caller notes what came of it.
func (l *Lead) Become(tx record.Tx, into record.Ref[Customer]) error {
	by := tx.ByRule()
	if into == 0 {
		c := &Customer{Name: l.Name, Role: RoleCustomer, Nature: l.Nature, Industry: l.Industry, Level: l.Level, Source: l.Source, Phone: l.Phone,
			Mobile: l.Mobile, Email: l.Email, Province: l.Province, City: l.City, Address: l.Address, Since: tx.Today(), NextOn: l.next(tx)}
		c.Owner, c.Dept, c.Remark = l.Owner, l.Dept, l.Remark
		if err := by.Save(c); err != nil {
			return err
		}
		into = record.Ref[Customer](c.ID)
	}
	l.Customer, l.ConvertedOn, l.State = into, tx.Today(), LeadConverted
	if l.Nature == Enterprise && l.Person != "" {
		k := &Contact{Customer: into, Name: l.Person, Title: l.Title, Mobile: l.Mobile, Phone: l.Phone, Email: l.Email}
		if err := by.Save(k); err != nil {
			return err
		}
		l.Contact = record.Ref[Contact](k.ID)
	}
	return followUpsMove(tx, l)
}

// next is when the lead is to be contacted, if that is still to come.
func (l *Lead) next(r record.Reader) record.Date {
	if l.NextOn < r.Today() {
		return 0
	}
	return l.NextOn
}
