package desk

import (
	"fmt"

	"fyne.io/fyne/v2"

	"crmlab/domain/lab"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
)

// Spans of the schedule, in days from the business date on.
const (
	oneWeek  = 7
	oneMonth = 31
)

// appointment is one row of 日程.
type appointment struct {
	lab.Appointment
	week string // 星期一
	left string // 今天, 3 天后
	away int    // days from the business date
	open page.Route
}

// comingDays is the schedule of the coming month.
func comingDays(r record.Reader, reg *page.Registry) ([]appointment, error) {
	today := r.Today()
	all, err := lab.ScheduleOf(r, today, today.AddDays(oneMonth-1))
	if err != nil {
		return nil, err
	}
	out := make([]appointment, len(all))
	for i, a := range all {
		out[i] = appointment{Appointment: a, left: until(a.Day, today), away: int(a.Day - today),
			week: [...]string{"星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"}[a.Day.Time().Weekday()]}
		out[i].open, _ = openRoute(r, reg, a.Open)
	}
	return out, nil
}

// shownDays are the appointments of the span that is chosen.
func (p *deskPage) shownDays() []appointment {
	n := 0
	for n < len(p.answer.days) && p.answer.days[n].away < p.span {
		n++
	}
	return p.answer.days[:n]
}

// daysTab is the schedule, day by day.
func (p *deskPage) daysTab() fyne.CanvasObject {
	p.days = &kit.RowTable{
		MinRows: 4,
		Columns: []kit.Column{
			{ID: "day", Title: "日期", Kind: kit.DateColumn, Width: 98},
			{ID: "week", Title: "", Width: 62, Weight: 0.01},
			{ID: "word", Title: "类型", Kind: kit.ChipColumn, Width: 70},
			{ID: "title", Title: "事项", Kind: kit.LinkColumn, Width: 230, MinWidth: 140, Weight: 1.3},
			{ID: "detail", Title: "说明", Width: 190, MinWidth: 90},
			{ID: "left", Title: "还有", Width: 72, Align: kit.AlignRight, Weight: 0.01},
		},
		Count: func() int { return len(p.shownDays()) },
		Key: func(row int) string {
			a := p.shownDays()[row]
			return fmt.Sprint(a.Day, a.Word, a.Title)
		},
		Cell: func(row, column int) kit.Cell {
			all := p.shownDays()
			a := all[row]
			first := row == 0 || all[row-1].Day != a.Day
			switch column {
			case 0, 1, 5:
				if !first { // the day is said once
					return kit.Cell{}
				}
				return kit.Cell{Text: [...]string{0: a.Day.String(), 1: a.week, 5: a.left}[column]}
			case 2:
				return kit.Cell{Text: a.Word, Tone: wordTones[a.Word]}
			case 3:
				return kit.Cell{Text: a.Title, Plain: a.open == (page.Route{})}
			}
			return kit.Cell{Text: a.Detail, Tone: kit.ToneGrey}
		},
		OnOpen: func(row int) { p.open(p.shownDays()[row].open) },
		OnLink: func(row int, _ string) { p.open(p.shownDays()[row].open) },
		Empty:  kit.EmptyState{Text: "这些天没有安排。客户的下次联系、任务的日期、约好的下一步会排在这里。"},
	}
	p.spans = &kit.ChoiceField{Options: []kit.Option{{Value: "week", Label: "七天内"}, {Value: "month", Label: "一个月内"}}, MinWidth: 110}
	p.spans.SetValue("week")
	p.spans.OnChanged = func(v string) {
		p.span = oneWeek
		if v == "month" {
			p.span = oneMonth
		}
		p.tabs.SetCount(daysTab, len(p.shownDays()))
		p.days.Reload()
	}
	foot := &kit.Frame{Content: kit.Line{Gap: 8}.Of(kit.Hint("排出"), p.spans), PadX: 10, Height: 44, LineTop: true}
	return kit.Stack{Fill: p.days}.Of(p.days, foot)
}

var wordTones = map[string]kit.Tone{"联系": kit.ToneBlue, "任务": kit.ToneAmber, "进程": kit.ToneBlue, "回款": kit.ToneAmber, "报价": kit.ToneAmber,
	string(lab.TodoBirthday): kit.ToneGreen, string(lab.TodoDay): kit.ToneGreen}
