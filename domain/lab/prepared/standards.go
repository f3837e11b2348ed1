package prepared

import (
	"strings"

	"github.com/shopspring/decimal"

	"crmlab/domain/approval"
	"crmlab/domain/company"
	"crmlab/domain/record"
)

// groups are the lists of the case that the company keeps itself.
var groups = map[string]company.DictGroup{
	"source": company.GroupSource, "industry": company.GroupIndustry, "customer_category": company.GroupCategory, "unit": company.GroupUnit,
	"pay_method": company.GroupPayMethod, "pay_terms": company.GroupPayTerms, "lost_reason": company.GroupLostReason,
	"progress_action": company.GroupProgress, "agent_level": company.GroupAgentLevel,
}

// seniorFrom is the order amount, in 元 with tax, from which the sales director answers too.
var seniorFrom = decimal.NewFromInt(100_000)

// makeStandards enters task statuses, lists, custom fields, currencies and the approval flow.
func (b *builder) makeStandards() error {
	h := b.hat(admin)
	for _, r := range b.source.stages {
		s := &company.TaskStatusDef{Domain: company.Domain(r.Domain), Name: r.Name, Order: r.Order, Type: company.StageType(r.Type),
			SuccessRate: r.Rate, RotDays: r.RotDays}
		s.Remark = r.Note
		if err := b.save(h, s); err != nil {
			return err
		}
		b.stages[r.Name] = record.Ref[company.TaskStatusDef](s.ID)
	}
	for _, r := range b.choices {
		g, kept := groups[r.List]
		if !kept {
			continue // levels are fixed, regions are plain text of the address
		}
		d := &company.DictItem{Group: g, Name: r.Label, Order: r.Order}
		if err := b.save(h, d); err != nil {
			return err
		}
		if b.dict[g] == nil {
			b.dict[g] = map[string]record.Ref[company.DictItem]{}
		}
		b.dict[g][r.Code] = record.Ref[company.DictItem](d.ID)
	}
	for _, r := range b.source.fields {
		if err := b.makeField(h, r); err != nil {
			return err
		}
	}
	for _, c := range []struct{ code, name, rate string }{{company.HomeCurrency, "人民币", "1"}, {"USD", "美元", "7.1"}, {"EUR", "欧元", "7.75"}} {
		cur := &company.Currency{Name: c.name, Rates: []company.CurrencyRate{{From: eve, Rate: decimal.RequireFromString(c.rate)}}}
		cur.No = c.code
		if err := b.save(h, cur); err != nil {
			return err
		}
	}
	return b.save(h, &approval.Flow{Name: "销售订单审批", Doc: "order", Enabled: true, Points: []approval.Point{
		{Name: "部门主管审批", Who: approval.ByManager, Mode: approval.AnySign},
		{Name: "销售总监审批", Who: approval.ByPosition, Position: record.Ref[company.Position](b.hat(director).Position), Mode: approval.AnySign, From: seniorFrom},
	}})
}

// makeField defines a custom attribute; agents are customers of another role, so theirs
// are attributes of customers.
func (b *builder) makeField(h record.Hat, r fieldRow) error {
	d := &company.FieldDef{Name: r.Label, Kind: r.Kind, Type: company.FieldType(r.Type), Options: strings.ReplaceAll(r.Options, "|", "、")}
	switch {
	case r.Kind == "agent":
		d.Kind, d.Hint = "customer", "代理填写"
	case r.Key == "print_volume":
		d.Unit, d.Hint = "页", "复印和打印合计"
	}
	switch {
	case r.Type == "percent":
		d.Type, d.Unit = "number", "%"
	case r.Type == "number":
		d.Type = "int"
	}
	if err := b.save(h, d); err != nil {
		return err
	}
	b.fields[r.Key] = d
	return nil
}

// custom gives a record the value of a custom attribute.
func (b *builder) custom(rec record.Record, key string, v record.Value) {
	h := rec.Head()
	if h.Custom == nil {
		h.Custom = map[int]record.Value{}
	}
	h.Custom[b.fields[key].Tag] = v
}
