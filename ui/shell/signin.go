package shell

import (
	"errors"
	"strconv"

	"fyne.io/fyne/v2"

	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/theme"
)

// Door asks for the passwords of employees before their hats are worn.
type Door interface {
	// Guards reports whether the hat needs a password, and whether any hat of the company does.
	Guards(record.Hat) (this, anyHat bool, err error)
	// Enter tries a password for a hat; a refusal keeps out. It takes about a twentieth of a second.
	Enter(h record.Hat, password string) error
}

// SignIn is the window of a work file in which an employee has a password, before it is known who
// is there: 登录. Whoever has none is let in without.
type SignIn struct {
	Window  fyne.Window
	Runner  kit.Runner // nil: kit.Background
	Door    Door
	Company string
	Hats    []HatChoice
	Matches func(text, query string) bool // by parts and pinyin initials
	In      func(record.Hat)              // shows the work file
	Back    func()                        // leads back to 你是谁
	Report  func(error) (path string)     // as in Config

	who      *kit.Picker
	password *kit.TextField
	enter    *kit.Button
	note     *kit.Banner
	column   *centred
	latest   kit.Latest
}

// ShowIn fills the window.
func (s *SignIn) ShowIn() {
	if s.Runner == nil {
		s.Runner = kit.Background{}
	}
	s.who = &kit.Picker{Find: s.find, Lookup: s.lookup, Required: true, Hint: "姓名、职位或部门，也可用拼音首字母", OnChanged: func(string) { s.choose() }}
	s.password = &kit.TextField{Password: true, MaxRunes: 60}
	s.enter = &kit.Button{Text: "登录", Kind: kit.Primary, OnTapped: s.try}
	s.note = &kit.Banner{}
	labelled := func(label string, field fyne.CanvasObject) fyne.CanvasObject {
		return kit.Stack{Gap: 4}.Of(kit.Hint(label), field)
	}
	back := &kit.Button{Text: "换一个文件", OnTapped: s.Back}
	gap := kit.Blank(1, 1)
	card := &kit.Card{Title: "登录", Content: kit.Stack{Gap: theme.Gap3}.Of(
		kit.Columns{Gap: 10, Weights: []float32{1.4, 1}}.Of(labelled("用谁的身份", s.who), labelled("密码", s.password)),
		s.note,
		kit.Line{Gap: 10, Fill: gap}.Of(back, gap, s.enter),
	)}
	s.column = newCentred(kit.Stack{Gap: 10}.Of(
		&kit.Text{Text: s.Company, TextSize: theme.SizeFigure, Bold: true, Color: theme.ColorBrand},
		&kit.Paragraph{Text: "这个工作文件里有人设了登录密码。选好身份再填密码；没有设密码的身份，直接点「登录」。", Color: theme.ColorTextSecond},
		kit.Blank(1, 6), card,
	))
	s.Window.SetTitle(programTitle)
	s.Window.SetPadded(false)
	s.Window.SetCloseIntercept(s.Window.Close)
	s.Window.SetContent(kit.NewHost(&kit.Frame{Ground: theme.ColorGround, Content: s.column}))
	on := s.Window.Canvas()
	on.Focus(s.who.FocusTarget())
	on.SetOnTypedKey(func(e *fyne.KeyEvent) {
		if e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter {
			s.try()
		}
	})
}

func (s *SignIn) find(query string) []kit.Option {
	var out []kit.Option
	for i, h := range s.Hats {
		if query == "" || s.Matches(h.Name, query) || s.Matches(h.Position, query) || s.Matches(h.Dept, query) {
			out = append(out, s.option(i))
		}
	}
	return out
}

func (s *SignIn) option(i int) kit.Option {
	h := s.Hats[i]
	return kit.Option{Value: strconv.Itoa(i), Label: h.Name + " · " + h.Position, Detail: h.Dept}
}

func (s *SignIn) lookup(value string) kit.Option {
	if i, err := strconv.Atoi(value); err == nil && i >= 0 && i < len(s.Hats) {
		return s.option(i)
	}
	return kit.Option{Value: value}
}

// hat is who was chosen.
func (s *SignIn) hat() (record.Hat, bool) {
	i, err := strconv.Atoi(s.who.Value())
	if err != nil || i < 0 || i >= len(s.Hats) {
		return record.Hat{}, false
	}
	return s.Hats[i].Hat, true
}

// choose says whether whoever was chosen needs a password.
func (s *SignIn) choose() {
	h, ok := s.hat()
	if !ok {
		return
	}
	this, _, err := s.Door.Guards(h)
	switch {
	case err != nil:
		showFailure(s.Window.Canvas(), err, s.Report)
	case this:
		s.tell("", kit.ToneGrey)
		s.Window.Canvas().Focus(s.password.FocusTarget())
	default:
		s.tell("这个身份没有设密码，直接登录。", kit.ToneGrey)
		s.Window.Canvas().Focus(s.enter)
	}
}

func (s *SignIn) tell(text string, tone kit.Tone) {
	s.note.Set("", text, tone)
	s.column.Refresh()
}

func (s *SignIn) try() {
	h, ok := s.hat()
	if !ok {
		s.tell("先选用谁的身份。", kit.ToneRed)
		s.Window.Canvas().Focus(s.who.FocusTarget())
		return
	}
	kit.Fetch(s.Runner, &s.latest, func() (bool, error) { return true, s.Door.Enter(h, s.password.Value()) }, func(_ bool, err error) {
		if err == nil {
			s.In(h)
			return
		}
		if rs := record.RefusalsIn(err); len(rs) > 0 {
			s.password.SetValue("")
			s.password.SetWrong(true)
			s.tell(rs[0].Why+"。"+rs[0].Fix+"。", kit.ToneRed)
			s.Window.Canvas().Focus(s.password.FocusTarget())
			return
		}
		showFailure(s.Window.Canvas(), err, s.Report)
	})
}

// admit goes on when the hat may be worn: at once where it has no password, else when the right
// one was typed.
func (s *Shell) admit(h record.Hat, then func()) {
	if s.cfg.Door == nil || s.hat.Look && h == s.mine { // back to the own hat, which was worn all along
		then()
		return
	}
	h.Look = false
	this, _, err := s.cfg.Door.Guards(h)
	if err != nil {
		s.Fail(err)
		return
	}
	if !this {
		then()
		return
	}
	name := "这位员工"
	if s.cfg.Hats != nil {
		hats, err := s.cfg.Hats()
		if err != nil {
			s.Fail(err)
			return
		}
		for _, c := range hats {
			if c.Hat == h {
				name = c.Name
			}
		}
	}
	password := &kit.TextField{Password: true, MaxRunes: 60}
	content := kit.Stack{Gap: 4}.Of(kit.Hint(name+" 的密码"), password)
	var dialog *kit.Modal
	dialog = kit.Ask(s.canvas(), kit.Dialog{Title: "换成 " + name, Content: content, Width: 380, OK: "换成 " + name, First: password.FocusTarget(), OnOK: func() error {
		if err := s.cfg.Door.Enter(h, password.Value()); err != nil {
			if rs := record.RefusalsIn(err); len(rs) > 0 {
				password.SetValue("")
				s.canvas().Focus(password.FocusTarget())
				return errors.New(rs[0].Why + "。" + rs[0].Fix + "。")
			}
			return err
		}
		dialog.Close()
		then()
		return nil
	}})
}
