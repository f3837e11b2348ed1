package company

import "crmlab/domain/record"

// DiscountMode says how several discounts on one line combine.
type DiscountMode string

// Discount modes.
const (
	BestOf   DiscountMode = "best"     // 择优: the larger of customer side and quantity
	Multiply DiscountMode = "multiply" // 连乘: one after the other
)

// Setting 企业参数: there is one record of it in a file.
type Setting struct {
	record.Base
	Name       string
	ShortName  string
	Address    string
	Phone      string
	Today      record.Date // business date of the file; moves forward only
	Discounts  DiscountMode
	RemindDays int     // default of payment plans
	Terms      []Terms // oldest first
}

// Settings is the kind of 企业参数.
var Settings = record.Define("setting", "企业参数", "company", "CO", []record.FieldOf[Setting]{
	record.Text("name", 1, "企业名称", func(s *Setting) *string { return &s.Name }, record.Required, record.Max(60), record.Listed, record.Search),
	record.Text("shortName", 2, "简称", func(s *Setting) *string { return &s.ShortName }, record.Max(20)),
	record.Text("address", 3, "地址", func(s *Setting) *string { return &s.Address }, record.Max(120)),
	record.Text("phone", 4, "电话", func(s *Setting) *string { return &s.Phone }, record.Max(30)),
	record.Day("today", 5, "业务日期", func(s *Setting) *record.Date { return &s.Today }, record.Listed, record.System),
	record.Lines("terms", 11, "日利率和税率", func(s *Setting) *[]Terms { return &s.Terms }, termsColumns(), record.Hint("从生效日期起使用，直到下一行生效")),
	record.Pick("discounts", 9, "多种折扣并存时", func(s *Setting) *DiscountMode { return &s.Discounts }, []record.Choice{
		{Code: string(BestOf), Label: "择优"}, {Code: string(Multiply), Label: "连乘"}}, record.Required, record.Section("销售规则"),
		record.StartsAt(record.ChoiceValue(BestOf))),
	record.Int("remindDays", 10, "回款提前提醒", func(s *Setting) *int { return &s.RemindDays }, record.Between(0, 60), record.Unit("天"), record.Section("销售规则"),
		record.StartsAt(record.IntValue(3))),
}, record.Shapes)

func init() {
	Settings.Rule(func(tx record.Tx, s, old *Setting) error {
		if old != nil {
			return keepTerms(tx, s, old)
		}
		n := 0
		if err := tx.Each(Settings.Kind, nil, func(record.Row) bool { n++; return true }); err != nil {
			return err
		}
		if n > 0 {
			return record.Refuse("setting.one", "没有新增企业参数", "一个文件只有一份企业参数", "编辑已有的那一份")
		}
		return keepTerms(tx, s, &Setting{})
	})
	Settings.Derive("overdueDailyRate", 20, "现行逾期日利率", record.TypeNumber, func(r record.Reader, row record.Row) record.Value {
		n, _ := record.Minor(termsOf(row).On(r.Today()).Overdue, ratePlaces)
		return record.Value{N: n}
	}, record.Places(ratePlaces), record.Unit("%"), record.Listed)
	Settings.Derive("vatRate", 21, "现行增值税税率", record.TypeNumber, func(r record.Reader, row record.Row) record.Value {
		n, _ := record.Minor(termsOf(row).On(r.Today()).VAT, 2)
		return record.Value{N: n}
	}, record.Places(2), record.Unit("%"), record.Listed)
	Settings.OnDelete(func(record.Tx, *Setting) error {
		return record.Refuse("setting.keep", "不能删除企业参数", "业务日期和税率都在其中", "编辑需要改动的项目")
	})
}

// Current is the company's settings as memory holds them, without the terms; ordinary defaults
// while the file has none. It is for reading: what is saved is loaded.
func Current(r record.Reader) (*Setting, error) {
	all, err := record.RecallAll(r.Whole(), Settings)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return &Setting{Discounts: BestOf, RemindDays: 3}, nil
	}
	return all[0], nil
}

// Today is the business date of the file; 0 while it has no settings.
func Today(r record.Reader) record.Date {
	day := record.Date(0)
	// Each cannot fail here: it has no conditions, and the field is held in memory.
	_ = r.Whole().Each(Settings.Kind, nil, func(row record.Row) bool {
		day = row.Value(Settings.Field("today")).Date()
		return false
	})
	return day
}

// MoveDate 推进日期 moves the business date forward, as one step of its own. Every hat may
// do it: it is the clock of the lesson, not a right of the company.
func MoveDate(b *record.Book, h record.Hat, to record.Date) (*record.Entry, error) {
	return b.Write(h, "推进日期到 "+to.String(), func(tx record.Tx) error {
		all, err := record.Find(tx, Settings)
		if err != nil {
			return err
		}
		if len(all) == 0 {
			return record.Refuse("setting.none", "没有推进日期", "文件里还没有企业参数", "先在企业日历与参数里新增")
		}
		s := all[0]
		if to < s.Today {
			return record.Refuse("date.back", "没有推进日期", "业务日期已是 "+s.Today.String()+"，只能向后推进", "选择更晚的日期；要回到过去，用撤销")
		}
		if to > s.Today.AddDays(3660) {
			return record.Refuse("date.far", "没有推进日期", "一次最多推进十年", "选择更近的日期")
		}
		s.Today = to
		return tx.ByRule().Save(s)
	})
}
