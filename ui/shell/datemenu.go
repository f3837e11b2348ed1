package shell

import (
	"time"

	"fyne.io/fyne/v2"

	"crmlab/domain/record"
	"crmlab/ui/kit"
)

// dateMenu offers to move the business date forward.
func (s *Shell) dateMenu(anchor fyne.CanvasObject) {
	today, err := s.cfg.Book.Today()
	if err != nil {
		s.Fail(err)
		return
	}
	item := func(text string, to record.Date) kit.MenuItem {
		return kit.MenuItem{Text: text, Shortcut: to.String(), OnTapped: func() { s.moveDate(to) }}
	}
	kit.ShowMenuBelow(anchor, []kit.MenuItem{
		item("推进一天", today.AddDays(1)),
		item("推进一周", today.AddDays(7)),
		item("推进一月", today.AddMonths(1)),
		{Separator: true},
		{Text: "推进到…", OnTapped: func() { s.askDate(today) }},
	})
}

func (s *Shell) askDate(today record.Date) {
	field := &kit.DateField{Today: func() time.Time { return today.Time() }}
	field.SetValue(today.AddDays(1).String())
	content := kit.Stack{Gap: 10}.Of(
		&kit.Paragraph{Text: "业务日期现在是 " + today.String() + "。推进之后，到期、逾期和利息都按新的日期计算。"},
		field,
	)
	kit.Ask(s.canvas(), kit.Dialog{
		Title: "推进业务日期", Content: content, Width: 360, OK: "推进", First: field.FocusTarget(),
		OnOK: func() error {
			to, ok := field.Date()
			if !ok {
				return record.Refuse("date", "没有推进日期", "没有填写日期", "写成 2026-11-23 这样的日期")
			}
			if day := record.DateOf(to); day >= today {
				s.moveDate(day)
				return nil
			}
			_, err := s.cfg.MoveDate(s.hat, record.DateOf(to)) // which refuses, at once
			return err
		},
	})
}

// moveDate moves the date away from the interface: everything that depends on the day is reckoned
// anew, which a large file takes a while for. The menu is gone meanwhile, and the date says that
// it is moving.
func (s *Shell) moveDate(to record.Date) {
	s.frame.head.date.set("推进到 " + to.String() + "…")
	s.frame.head.Refresh()
	wait := kit.ShowProgressLater(s.canvas(), kit.ProgressTask{Title: "正在推进业务日期", Text: "推进到 " + to.String() + "，重新计算到期和逾期"})
	hat := s.hat
	s.cfg.Runner.Go(func() {
		e, err := s.cfg.MoveDate(hat, to)
		s.cfg.Runner.UI(func() {
			wait()
			if s.closed {
				return
			}
			s.refreshHead()
			if err != nil {
				s.Fail(err)
				return
			}
			s.Done(e)
		})
	})
}
