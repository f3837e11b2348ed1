package shell

import (
	"fmt"

	"fyne.io/fyne/v2"

	"crmlab/domain/record"
)

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
