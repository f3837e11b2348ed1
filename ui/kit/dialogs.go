package kit

import (
	"fyne.io/fyne/v2"

	"crmlab/ui/theme"
)

// Question is a dialog with a sentence and two answers.
type Question struct {
	Title string
	Text  string
	Yes   string // the verb: 提交, 删除; empty means 确定
	No    string // empty means 取消
	OnYes func()
	OnNo  func()
	Wary  bool // what Yes loses cannot be had again: the keyboard is at No
}

// Confirm asks before something that can be undone.
func Confirm(on fyne.Canvas, q Question) *Modal { return ask(on, q, false) }

// ConfirmDanger asks before something that deletes or ends.
func ConfirmDanger(on fyne.Canvas, q Question) *Modal { return ask(on, q, true) }

func ask(on fyne.Canvas, q Question, danger bool) *Modal {
	var m *Modal
	m = Ask(on, Dialog{
		Title: q.Title, Content: &Paragraph{Text: q.Text}, Width: 400,
		OK: q.Yes, Cancel: q.No, Danger: danger, OnCancel: q.OnNo,
		OnOK: func() error {
			// The question goes first, so that what the answer opens stands alone.
			m.Close()
			if q.OnYes != nil {
				q.OnYes()
			}
			return nil
		},
	})
	if q.Wary {
		on.Focus(m.cancel)
	}
	return m
}

// Leave asks what to do with changes that are not stored.
func Leave(on fyne.Canvas, save func() bool, discard func()) *Modal {
	var m *Modal
	drop := &Button{Text: "不保存", OnTapped: func() {
		m.Close()
		discard()
	}}
	m = Ask(on, Dialog{
		Title: "离开前保存吗", Content: &Paragraph{Text: "这一页有改动还没有保存。"}, Width: 400,
		OK: "保存", Cancel: "留在这里", Extra: []*Button{drop},
		OnOK: func() error {
			m.Close()
			if save() {
				discard()
			}
			return nil
		},
	})
	return m
}

// Info tells something that needs to be read.
func Info(on fyne.Canvas, title, text string) *Modal {
	return Ask(on, Dialog{Title: title, Content: &Paragraph{Text: text}, Width: 400, OK: "知道了", Cancel: "-"})
}

// Trouble is a refusal or a fault in three sentences.
type Trouble struct {
	Title string  // empty means 没有完成
	What  string  // what was not done
	Why   string  // which rule, or what failed
	Fix   string  // how to go on
	Then  *Button // an offer beside 知道了, such as 去填写; may be nil
}

// Error shows what was refused, why, and how to go on, on a line each.
func Error(on fyne.Canvas, t Trouble) *Modal {
	var lines []fyne.CanvasObject
	add := func(text string, bold bool, color fyne.ThemeColorName) {
		if text != "" {
			lines = append(lines, &Paragraph{Text: text, Bold: bold, Color: color})
		}
	}
	add(t.What, true, theme.ColorText)
	add(t.Why, false, theme.ColorTextSecond)
	add(t.Fix, false, theme.ColorText)
	d := Dialog{
		Title: orElse(t.Title, "没有完成"), Content: Stack{Gap: theme.Gap2}.Of(lines...),
		Width: 440, OK: "知道了", Cancel: "-",
	}
	var m *Modal
	if t.Then != nil {
		act := t.Then.OnTapped
		t.Then.OnTapped = func() {
			m.Close()
			if act != nil {
				act()
			}
		}
		d.Extra = []*Button{t.Then}
	}
	m = Ask(on, d)
	return m
}
