package shell

import (
	"fmt"
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
			e, err := s.cfg.MoveDate(s.hat, record.DateOf(to))
			if err != nil {
				return err
			}
			s.Done(e)
			return nil
		},
	})
}

func (s *Shell) moveDate(to record.Date) {
	e, err := s.cfg.MoveDate(s.hat, to)
	if err != nil {
		s.Fail(err)
		return
	}
	s.Done(e)
}

// hatMenu lists every hat that can be worn, by department; typing narrows the list.
func (s *Shell) hatMenu(anchor fyne.CanvasObject) {
	all, err := s.cfg.Hats()
	if err != nil {
		s.Fail(err)
		return
	}
	f := &finder{on: s.canvas(), width: 320, anchor: anchor, none: "没有这个员工或职位。"}
	f.find = func(query string, show func([]foundGroup)) {
		var fit []HatChoice
		err := s.cfg.Book.Read(s.hat, func(r record.Reader) error {
			for _, h := range all {
				if query == "" || r.Matches(h.Name, query) || r.Matches(h.Position, query) || r.Matches(h.Dept, query) {
					fit = append(fit, h)
				}
			}
			return nil
		})
		if err != nil {
			f.close()
			s.Fail(err)
			return
		}
		show(s.hatGroups(fit))
	}
	f.show("姓名、职位或部门，也可用拼音首字母")
}

// hatGroups puts hats under their departments, in the order in which the departments come first.
func (s *Shell) hatGroups(hats []HatChoice) []foundGroup {
	var out []foundGroup
	at := map[string]int{}
	for _, h := range hats {
		i, ok := at[h.Dept]
		if !ok {
			i = len(out)
			at[h.Dept] = i
			out = append(out, foundGroup{Title: h.Dept})
		}
		line := found{Title: h.Name, Second: h.Position, Now: h.Hat == s.hat, open: func() { s.Wear(h.Hat) }}
		if line.Now {
			line.Right = "当前身份"
		}
		out[i].Lines = append(out[i].Lines, line)
	}
	return out
}

// hatText is the chip's name and position.
func (s *Shell) hatText() string {
	if s.cfg.Hats != nil {
		hats, err := s.cfg.Hats()
		if err != nil {
			s.Fail(fmt.Errorf("list hats: %w", err))
			return "选择身份"
		}
		for _, h := range hats {
			if h.Hat == s.hat {
				return h.Name + " · " + h.Position
			}
		}
	}
	return "选择身份"
}

// savedText is the save chip: the work is on this computer, and since when.
func (s *Shell) savedText() string {
	text := "已保存 本机"
	if s.cfg.Saved == nil {
		return text
	}
	path, at := s.cfg.Saved()
	s.frame.head.saved.tip = path
	if !at.IsZero() {
		text += " " + at.Format("15:04")
	}
	return text
}

// savedMenu tells where the work file is.
func (s *Shell) savedMenu(anchor fyne.CanvasObject) {
	if s.cfg.Saved == nil {
		return
	}
	path, at := s.cfg.Saved()
	items := []kit.MenuItem{{Text: path, Reason: "每一步完成时就已写入这个文件"}, {Separator: true},
		{Text: "复制文件位置", OnTapped: func() {
			fyne.CurrentApp().Clipboard().SetContent(path)
			kit.ShowToast(s.canvas(), kit.Toast{Text: "已复制文件位置"})
		}}}
	if !at.IsZero() {
		items[0].Shortcut = at.Format("2006-01-02 15:04")
	}
	kit.ShowMenuBelow(anchor, items)
}
