package prepared

import (
	"crmlab/domain/company"
	"crmlab/domain/record"
)

// makeCalendar enters the company's years, and a rule for the numbers of quotes that is not in use.
// It draws no chance: what was made before stays what it is, to the byte.
func (b *builder) makeCalendar() error {
	save := func(rec record.Record) error {
		b.clock.tick(60)
		_, err := b.book.Save(b.hat(admin), rec)
		return err
	}
	for year := First.Year(); year <= Last.Year(); year++ {
		if err := save(&company.FiscalYear{Year: year, FirstMonth: 1}); err != nil {
			return err
		}
	}
	rule := &company.NumberRule{Sort: "quote.QT", Reset: company.ResetMonthly, Off: true, Parts: []company.NumberPart{
		{Type: company.PartText, Text: "BJ"}, {Type: company.PartDay, Day: "200601"}, {Type: company.PartCounter, Width: 4}}}
	rule.Remark = "财务建议从明年起按月编号，尚未启用"
	return save(rule)
}
