package shell

import (
	"fmt"

	"fyne.io/fyne/v2"

	"crmlab/domain/record"
)

// hatMenu lists every hat that can be worn, by department; typing narrows the list.
func (s *Shell) hatMenu(anchor fyne.CanvasObject) {
	s.chooseHat(anchor, "姓名、职位或部门，也可用拼音首字母", s.Wear)
}

// chooseHat lists all hats and does something with the one that is chosen.
func (s *Shell) chooseHat(anchor fyne.CanvasObject, hint string, do func(record.Hat)) {
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
		show(s.hatGroups(fit, do))
	}
	f.show(hint)
}

// hatGroups puts hats under their departments, in the order in which the departments come first.
func (s *Shell) hatGroups(hats []HatChoice, do func(record.Hat)) []foundGroup {
	var out []foundGroup
	at := map[string]int{}
	for _, h := range hats {
		i, ok := at[h.Dept]
		if !ok {
			i = len(out)
			at[h.Dept] = i
			out = append(out, foundGroup{Title: h.Dept})
		}
		line := found{Title: h.Name, Second: h.Position, Now: h.Hat == s.worn(), open: func() { do(h.Hat) }}
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
		worn := s.hat
		worn.Look = false
		for _, h := range hats {
			if h.Hat == worn {
				return h.Name + " · " + h.Position
			}
		}
	}
	return "选择身份"
}
