package shell

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"crmlab/domain/company"
	"crmlab/domain/record"
	"crmlab/ui/kit"
)

// guard gives an employee a password.
func (s *stage) guard(h record.Hat, password string) *company.Door {
	s.t.Helper()
	if _, err := s.book.Do(s.boss, company.SetPassword, h.Employee, &company.NewPassword{Fresh: password, Again: password}); err != nil {
		s.t.Fatal(err)
	}
	return company.NewDoor(s.book)
}

func TestAHatWithAPasswordIsWornOnlyWithIt(t *testing.T) {
	s := newStage(t, nil)
	s.shell.cfg.Door = s.guard(s.seller, "rain1234")
	s.shell.Wear(s.seller)
	s.says("王芳 的密码")
	s.shoot("password")
	s.typeText("sun")
	s.key(fyne.KeyReturn)
	s.says("密码不对")
	s.shoot("password-wrong")
	if s.shell.Hat() != s.boss {
		t.Fatal("a wrong password changed the hat")
	}
	s.key(fyne.KeyEscape)
	if strings.Contains(s.words(), "王芳 的密码") || s.shell.Hat() != s.boss {
		t.Fatal("Esc did not give up")
	}
	s.shell.Wear(s.seller)
	s.typeText("rain1234")
	s.key(fyne.KeyReturn)
	if s.shell.Hat() != s.seller {
		t.Fatalf("the right password did not change the hat; the window says:\n%s", s.words())
	}
	s.shell.Wear(s.boss) // has none
	if s.shell.Hat() != s.boss {
		t.Error("a hat without a password was kept back")
	}
}

func TestSignInAsksWhoIsThere(t *testing.T) {
	s := newStage(t, nil)
	door := s.guard(s.seller, "rain1234")
	hats, err := s.shell.cfg.Hats()
	if err != nil {
		t.Fatal(err)
	}
	var in []record.Hat
	back := 0
	ask := &SignIn{Window: s.window, Runner: kit.Inline{}, Door: door, Company: "华云办公设备有限公司", Hats: hats, Matches: strings.Contains,
		In: func(h record.Hat) { in = append(in, h) }, Back: func() { back++ }}
	ask.ShowIn()
	s.press("登录")
	s.says("先选用谁的身份")
	pick := func(name string) {
		found := ask.find(name)
		if len(found) != 1 {
			t.Fatalf("%d hats of %s", len(found), name)
		}
		ask.who.Choose(found[0])
		ask.choose()
	}
	pick("王芳")
	s.shoot("signin")
	s.typeText("rain")
	s.press("登录")
	s.says("密码不对")
	s.shoot("signin-wrong")
	ask.password.SetValue("rain1234")
	s.press("登录")
	pick("周强")
	s.says("没有设密码")
	s.press("登录")
	s.press("换一个文件")
	if len(in) != 2 || in[0] != s.seller || in[1] != s.boss || back != 1 {
		t.Errorf("let in %v, back %d", in, back)
	}
}

func TestLookingThroughAHatTakesItsPasswordAndGoingBackDoesNot(t *testing.T) {
	s := newStage(t, nil)
	s.guard(s.boss, "mine1234")
	s.shell.cfg.Door = s.guard(s.seller, "rain1234")
	s.shell.Look(s.seller)
	s.says("王芳 的密码")
	if s.shell.Hat() != s.boss {
		t.Fatal("somebody looks without the password")
	}
	s.typeText("rain1234")
	s.key(fyne.KeyReturn)
	if !s.shell.Hat().Look || s.shell.Hat().Employee != s.seller.Employee {
		t.Fatalf("the hat is %+v", s.shell.Hat())
	}
	s.shell.EndLook()
	if s.shell.Hat() != s.boss {
		t.Errorf("after the look the hat is %+v", s.shell.Hat())
	}
}
