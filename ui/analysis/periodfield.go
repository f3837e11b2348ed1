package analysis

import (
	"time"

	figures "crmlab/domain/analysis"
	"crmlab/domain/record"
	"crmlab/ui/kit"
)

// periodField is the three inputs that choose a period: its name, and its two ends. Choosing a
// name fills the ends; typing an end leaves the name that fits, or none.
type periodField struct {
	name     *kit.ChoiceField
	from, to *kit.DateField
	today    record.Date
	spans    []span
}

// newPeriodField makes the inputs; chosen is called after a name was chosen.
func newPeriodField(chosen func()) *periodField {
	f := &periodField{}
	today := func() time.Time { return f.today.Time() }
	f.name = &kit.ChoiceField{Placeholder: "自选"}
	f.from, f.to = &kit.DateField{Today: today}, &kit.DateField{Today: today}
	f.name.OnChanged = func(id string) {
		for _, s := range f.spans {
			if s.id == id {
				f.set(s.period)
				chosen()
			}
		}
	}
	typed := func(string) {
		if p, err := f.period(); err == nil {
			f.name.SetValue(spanOf(f.spans, p))
		} else {
			f.name.SetValue("")
		}
	}
	f.from.OnChanged, f.to.OnChanged = typed, typed
	return f
}

func (f *periodField) inputs() []kit.QueryInput {
	return []kit.QueryInput{
		{ID: "span", Widget: f.name, Width: 78},
		{ID: "from", Widget: f.from, Width: 118},
		{ID: "to", Label: "至", Widget: f.to, Width: 118},
	}
}

// offer sets the periods that can be chosen by name.
func (f *periodField) offer(today record.Date, spans []span) {
	f.today, f.spans = today, spans
	options := make([]kit.Option, len(spans))
	for i, s := range spans {
		options[i] = kit.Option{Value: s.id, Label: s.label}
	}
	f.name.SetOptions(options)
}

// set shows a period.
func (f *periodField) set(p figures.Period) {
	f.from.SetValue(p.From.String())
	f.to.SetValue(p.To.String())
	f.name.SetValue(spanOf(f.spans, p))
	f.from.SetWrong(false)
	f.to.SetWrong(false)
}

// period reads the two ends; a refusal says which of them cannot be used.
func (f *periodField) period() (figures.Period, error) {
	const what = "没有查询"
	day := func(in *kit.DateField, end string) (record.Date, error) {
		in.SetWrong(true)
		if err := in.Problem(); err != nil {
			return 0, record.Refuse("period.date", what, end+"："+err.Error(), "改正日期")
		}
		d, ok := in.Date()
		if !ok {
			return 0, record.Refuse("period.date", what, "没有填写"+end, "填写日期，或选择本月、本季、本年")
		}
		in.SetWrong(false)
		return record.DateOf(d), nil
	}
	from, err := day(f.from, "开始日期")
	if err != nil {
		return figures.Period{}, err
	}
	to, err := day(f.to, "结束日期")
	if err != nil {
		return figures.Period{}, err
	}
	if to < from {
		f.to.SetWrong(true)
		return figures.Period{}, record.Refuse("period.order", what, "结束日期 "+to.String()+" 早于开始日期 "+from.String(), "改正日期")
	}
	return figures.Period{From: from, To: to}, nil
}
