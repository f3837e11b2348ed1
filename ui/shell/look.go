package shell

import (
	"fyne.io/fyne/v2"

	"crmlab/domain/record"
	"crmlab/ui/kit"
)

// Looking through another's hat (以他人身份查看): the pages show what that employee sees, and no
// step can be made. Whoever looks keeps their own hat for when the look ends.

// Look shows the window as another hat sees it.
func (s *Shell) Look(h record.Hat) {
	own := s.worn()
	if h == own {
		s.EndLook()
		return
	}
	h.Look = true
	s.wear(h, func() {
		s.mine = own
		s.show()
	})
}

// EndLook puts the own hat on again.
func (s *Shell) EndLook() {
	if !s.hat.Look {
		return
	}
	s.wear(s.mine, s.show)
}

// worn is the hat of whoever works here, also while they look through another one.
func (s *Shell) worn() record.Hat {
	if s.hat.Look {
		return s.mine
	}
	return s.hat
}

// showLook says over the page that nothing can be changed, as long as it is so.
func (s *Shell) showLook() {
	b := s.frame.look
	if !s.hat.Look {
		b.Clear()
		s.frame.Refresh()
		return
	}
	b.Action, b.OnTap = "结束查看", s.EndLook
	b.Set("", "正在以 "+s.hatText()+" 的身份查看：看到的和这位员工一样，不能改动。", kit.ToneAmber)
	s.frame.Refresh()
}

// lookMenu lists the hats that can be looked through.
func (s *Shell) lookMenu(anchor fyne.CanvasObject) {
	s.chooseHat(anchor, "以谁的身份查看", s.Look)
}
