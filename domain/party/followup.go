package party

import (
	"crmlab/domain/company"
	"crmlab/domain/record"
)

// FollowUp 跟进记录 is one contact with a customer or a lead outside any task.
type FollowUp struct {
	record.Base
	Customer record.Ref[Customer]
	Lead     record.Ref[Lead]
	Contact  record.Ref[Contact]
	Day      record.Date
	Action   record.Ref[company.DictItem]
	Content  string
	NextOn   record.Date // when to be in touch again
}

// FollowUps is the kind of 跟进记录.
var FollowUps = record.Define("follow-up", "跟进记录", "party", "FU", []record.FieldOf[FollowUp]{
	record.Text("content", 1, "内容", func(f *FollowUp) *string { return &f.Content }, record.Required, record.Max(300), record.Listed, record.Search),
	record.Link("customer", 2, "客户", func(f *FollowUp) *record.Ref[Customer] { return &f.Customer }, record.Filter),
	record.Link("lead", 3, "潜在客户", func(f *FollowUp) *record.Ref[Lead] { return &f.Lead }, record.Filter),
	record.Link("contact", 4, "联系人", func(f *FollowUp) *record.Ref[Contact] { return &f.Contact }, BelongsTo("customer")),
	record.Day("day", 5, "日期", func(f *FollowUp) *record.Date { return &f.Day }, record.Required, record.Listed, record.Filter,
		record.Starts(func(r record.Reader) record.Value { return record.DateValue(r.Today()) })),
	company.Dict(company.GroupProgress, "action", 6, "跟进方式", func(f *FollowUp) *record.Ref[company.DictItem] { return &f.Action }, record.Required, record.Listed, record.Filter),
	record.Day("nextOn", 7, "下次联系", func(f *FollowUp) *record.Date { return &f.NextOn }, record.Listed, record.Hint("会写到客户的下次联系，到时候出现在我的桌面")),
}, record.Owned)

func init() {
	FollowUps.TitledBy("content")
	FollowUps.SeenVia("customer", "lead")
	FollowUps.Derive("whom", 20, "对象", record.TypeTarget, func(_ record.Reader, row record.Row) record.Value {
		if id := row.Value(FollowUps.Field("customer")).ID(); id != 0 {
			return record.TargetValue(record.Target{Kind: Customers.Name, ID: id})
		}
		return record.TargetValue(record.Target{Kind: Leads.Name, ID: row.Value(FollowUps.Field("lead")).ID()})
	}, record.Listed)
	record.AddedTo(FollowUps, "lead", func(_ record.Reader, _ *FollowUp, l *Lead) error {
		switch l.State {
		case LeadConverted:
			return record.RefuseField("followup.converted", "lead", "没有保存跟进记录", "潜在客户 "+l.Name+" 已经转化成客户", "记到客户名下")
		case LeadInvalid:
			return record.RefuseField("followup.invalid", "lead", "没有保存跟进记录", "潜在客户 "+l.Name+" 已标为无效", "先恢复跟进")
		case LeadNew, LeadFollowing:
		}
		return nil
	})
	FollowUps.Rule(func(tx record.Tx, f, old *FollowUp) error {
		what := "没有保存跟进记录"
		switch {
		case f.Customer == 0 && f.Lead == 0:
			return record.RefuseField("followup.whom", "customer", what, "没有写跟进了谁", "选择客户或潜在客户")
		case f.Customer != 0 && f.Lead != 0 && !tx.Ruled():
			if was := old; was == nil || was.Customer != f.Customer || was.Lead != f.Lead {
				return record.RefuseField("followup.whom", "lead", what, "同时选了客户和潜在客户", "只选其中一个")
			}
		case f.Day > tx.Today():
			return record.RefuseField("followup.day", "day", what, "日期 "+f.Day.String()+" 在业务日期 "+tx.Today().String()+" 之后", "还没有发生的事写到下次联系")
		}
		if f.NextOn != 0 && f.NextOn < tx.Today() && (old == nil || old.NextOn != f.NextOn) {
			return record.RefuseField("followup.next", "nextOn", what, "下次联系 "+f.NextOn.String()+" 早于业务日期 "+tx.Today().String(), "选择今天或以后的日期")
		}
		if old == nil || old.Contact != f.Contact || old.Customer != f.Customer {
			if err := CheckContact(tx, what, f.Contact, f.Customer); err != nil {
				return err
			}
		}
		if old != nil && old.NextOn == f.NextOn {
			return nil
		}
		return schedule(tx, f)
	})
}

// schedule writes the next contact to whom it concerns. A contact that was made settles the day
// that had come; a lead is being followed from now on.
func schedule(tx record.Tx, f *FollowUp) error {
	next := func(now record.Date) record.Date {
		if f.NextOn != 0 {
			return f.NextOn
		}
		if now <= tx.Today() {
			return 0
		}
		return now
	}
	if f.Customer != 0 {
		c, err := record.Get(tx, f.Customer)
		if err != nil {
			return err
		}
		c.NextOn = next(c.NextOn)
		return tx.ByRule().Save(c)
	}
	l, err := record.Get(tx, f.Lead)
	if err != nil {
		return err
	}
	l.NextOn = next(l.NextOn)
	if l.State == LeadNew {
		l.State = LeadFollowing
	}
	return tx.ByRule().Save(l)
}

// followUpsMove gives the follow-ups of a lead to the customer that it became.
func followUpsMove(tx record.Tx, l *Lead) error {
	all, err := record.Find(tx, FollowUps, record.Where("lead", record.LinkValue(l.ID)))
	if err != nil {
		return err
	}
	for _, f := range all {
		f.Customer = l.Customer
		if err := tx.ByRule().Save(f); err != nil {
			return err
		}
	}
	return nil
}
