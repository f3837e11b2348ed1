package sales

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"crmlab/domain/party"
	"crmlab/domain/record"
)

// Conversion 转化 says what a lead becomes.
type Conversion struct {
	Into     record.Ref[party.Customer] // a customer that is there already; 0: a new one
	Open     bool                       // an opportunity as well
	Name     string
	Amount   decimal.Decimal // 元
	Expected record.Date
}

// ConvertLead 转化 makes a customer and its contact of a lead, with an opportunity if one is seen,
// and hands over what was written about it. It warns of customers that it may be already.
var ConvertLead = record.Act(party.Leads, "convert", "转化", convertLead, record.From(party.LeadNew, party.LeadFollowing), record.Primary,
	record.Warn(warnAlike),
	record.Fill(func(r record.Reader, l *party.Lead, in *Conversion) { in.Open, in.Name = true, l.Name+"的采购" }),
	record.Input(
		record.Link("into", 1, "归入已有客户", func(c *Conversion) *record.Ref[party.Customer] { return &c.Into }, record.Hint("留空则新建客户；已经有这家时选它，不会重复建档")),
		record.Bool("open", 2, "同时登记销售机会", func(c *Conversion) *bool { return &c.Open }),
		record.Text("name", 3, "机会名称", func(c *Conversion) *string { return &c.Name }, record.Required, record.Max(80), record.Only("open", "true")),
		record.Money("amount", 4, "预计金额", func(c *Conversion) *decimal.Decimal { return &c.Amount }, record.NotNegative, record.Only("open", "true")),
		record.Day("expected", 5, "预计成交", func(c *Conversion) *record.Date { return &c.Expected }, record.Only("open", "true"))))

// mostWarned customers are named in the warning of a conversion.
const mostWarned = 3

func warnAlike(r record.Reader, l *party.Lead) string {
	alike, err := l.Alike(r)
	if err != nil || len(alike) == 0 {
		return "" // a fault of the file shows where it is read
	}
	k := party.Customers.Kind
	var names []string
	for _, m := range alike[:min(len(alike), mostWarned)] {
		row, _ := r.Whole().Row(k, m.Target.ID)
		names = append(names, fmt.Sprintf("%s %s（%s）", row.Value(k.Field("no")).S, r.Whole().Title(k, m.Target.ID), m.Why))
	}
	return "可能已经有这个客户：" + strings.Join(names, "、") + "。是同一家就选到「归入已有客户」。"
}

func convertLead(tx record.Tx, l *party.Lead, in *Conversion) error {
	if in.Into != 0 {
		if _, err := record.Get(tx, in.Into); err != nil {
			return err
		}
	}
	if err := l.Become(tx, in.Into); err != nil {
		return err
	}
	if in.Open {
		o := &Opportunity{Name: in.Name, Party: l.Customer, Contact: l.Contact, Source: l.Source, Need: l.Need, Amount: in.Amount, Expected: in.Expected, Found: tx.Today()}
		o.Owner, o.Dept = l.Owner, l.Dept
		if err := tx.ByRule().Save(o); err != nil {
			return err
		}
		l.Opportunity = o.ID
	}
	if err := tx.ByRule().Save(l); err != nil {
		return err
	}
	c, err := record.Get(tx, l.Customer)
	if err == nil {
		tx.Show(c)
	}
	return err
}
