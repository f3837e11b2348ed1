package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

// Dialog is a question with content of its own. It closes on success only: what the user typed
// is still there when OnOK refuses.
type Dialog struct {
	Title   string
	Content fyne.CanvasObject // an EditForm with Plain is checked and refused by itself
	Width   float32           // 0 means 440

	OK       string // empty means 确定
	Danger   bool   // OK deletes or ends something
	Cancel   string // empty means 取消; "-" leaves it out
	OnOK     func() error
	OnCancel func()
	Extra    []*Button      // at the left of the bar
	First    fyne.Focusable // gets the keyboard; nil means the first field, else OK
}

// Modal is a dialog that is shown.
type Modal struct {
	dialog Dialog
	layer  *layer
	banner *Banner
	ok     *Button
	cancel *Button
}

// Ask shows a dialog over a canvas. Enter is OK, Esc is cancel; a form with changed fields is not
// given up before the user was asked. A dialog asked for while another
// is open stands above it; closing the lower one does not take it along.
func Ask(on fyne.Canvas, d Dialog) *Modal {
	if d.Width == 0 {
		d.Width = 440
	}
	m := &Modal{dialog: d, banner: &Banner{Tone: ToneRed}}
	kind := Primary
	if d.Danger {
		kind = Danger
	}
	m.ok = &Button{Text: orElse(d.OK, "确定"), Kind: kind, MinWidth: 64, OnTapped: m.confirm}
	m.cancel = &Button{Text: orElse(d.Cancel, "取消"), MinWidth: 64, OnTapped: m.giveUp}
	m.cancel.Hidden = d.Cancel == "-"
	m.layer = &layer{on: on, modal: true, panel: newModalPanel(m)}
	m.layer.position = func(all, _ fyne.Size) (fyne.Position, fyne.Size) {
		const edge = 24
		p := m.layer.panel.(*modalPanel)
		w := min(d.Width, all.Width-2*edge)
		h := min(p.HeightFor(w), all.Height-2*edge)
		// A little above the middle looks centred.
		return fyne.NewPos((all.Width-w)/2, max((all.Height-h)*0.42, edge)), fyne.NewSize(w, h)
	}
	m.layer.onKey = func(key *fyne.KeyEvent) {
		switch {
		case key.Name == fyne.KeyEscape:
			m.giveUp()
		case isEnter(key):
			m.confirm()
		}
	}
	m.layer.show()
	m.focusFirst()
	return m
}

// ModalOpen says whether a dialog is open, in which case the shortcuts of the page must wait.
func ModalOpen(on fyne.Canvas) bool {
	for _, o := range on.Overlays().List() {
		if l, ok := o.(*layer); !ok || l.modal {
			return true // one of ours, or a dialog of Fyne's
		}
	}
	return false
}

// Close takes the dialog away without asking or telling.
func (m *Modal) Close() { m.layer.close() }

// Open says whether the dialog is still shown.
func (m *Modal) Open() bool { return m.layer.open }

// Relayout gives the dialog the size that its content needs now.
func (m *Modal) Relayout() { m.layer.Refresh() }

func (m *Modal) focusFirst() {
	switch first := m.dialog.First; {
	case first != nil:
		m.layer.on.Focus(first)
	default:
		if form, ok := m.dialog.Content.(*EditForm); ok {
			form.FocusFirst()
			if m.layer.on.Focused() != nil {
				return
			}
		}
		m.layer.on.Focus(m.ok)
	}
}

func (m *Modal) confirm() {
	form, isForm := m.dialog.Content.(*EditForm)
	if isForm && !form.Validate() {
		m.Relayout()
		return
	}
	m.banner.Clear()
	if m.dialog.OnOK == nil {
		m.Close()
		return
	}
	err := m.dialog.OnOK()
	switch {
	case err == nil:
		m.Close()
	case isForm:
		form.Refuse(err)
	default:
		m.banner.Set("", err.Error(), ToneRed)
	}
	m.Relayout()
}

// giveUp closes the dialog at once where nothing would be lost. What was filled in is given up only
// by a button of its own: neither Esc nor Enter, pressed once more, may do that.
func (m *Modal) giveUp() {
	form, isForm := m.dialog.Content.(*EditForm)
	if !isForm || !form.Dirty() {
		m.dismiss()
		return
	}
	before := m.layer.on.Focused()
	back := func() {
		if before != nil {
			m.layer.on.Focus(before)
		}
	}
	var question *Modal
	drop := &Button{Text: "放弃", Kind: Danger, OnTapped: func() {
		question.Close()
		m.dismiss()
	}}
	question = Ask(m.layer.on, Dialog{
		Title: "放弃填写的内容？", Content: &Paragraph{Text: "「" + m.dialog.Title + "」里填写的内容还没有用上，放弃后不会保留。"},
		Width: 380, OK: "继续填写", Cancel: "-", Extra: []*Button{drop}, OnCancel: back,
		OnOK: func() error { question.Close(); back(); return nil },
	})
}

func (m *Modal) dismiss() {
	m.Close()
	if m.dialog.OnCancel != nil {
		m.dialog.OnCancel()
	}
}

const (
	modalPad  float32 = 20
	modalHead float32 = 46
)

// modalPanel draws a dialog: title, content that scrolls where it is too high, what was refused,
// and the bar of buttons.
type modalPanel struct {
	widget.BaseWidget
	modal    *Modal
	title    *Text
	scroller *Scroller
	bar      *fyne.Container
}

func newModalPanel(m *Modal) *modalPanel {
	p := &modalPanel{modal: m, title: &Text{Text: m.dialog.Title, TextSize: "subHeadingText", Bold: true, Truncate: true}}
	p.ExtendBaseWidget(p)
	content := m.dialog.Content
	if content == nil {
		content = Blank(0, 0)
	}
	p.scroller = &Scroller{Content: content}
	space := Space()
	var buttons []fyne.CanvasObject
	for _, b := range m.dialog.Extra {
		buttons = append(buttons, b)
	}
	buttons = append(buttons, space, m.cancel, m.ok)
	p.bar = Line{Gap: theme.Gap2, Fill: space}.Of(buttons...)
	return p
}

func (p *modalPanel) bannerHeight(width float32) float32 {
	if !p.modal.banner.Visible() {
		return 0
	}
	return p.modal.banner.HeightFor(width) + theme.Gap3
}

// HeightFor returns the height that the whole dialog would like.
func (p *modalPanel) HeightFor(width float32) float32 {
	room := width - 2*modalPad
	return modalHead + heightFor(p.scroller.Content, room) + theme.Gap4 + p.bannerHeight(room) + theme.ControlHeight + modalPad
}

// MinSize is the least that is useful.
func (p *modalPanel) MinSize() fyne.Size { return fyne.NewSize(240, 120) }

// Tapped keeps taps from the page behind.
func (p *modalPanel) Tapped(*fyne.PointEvent) {}

// TappedSecondary keeps taps from the page behind.
func (p *modalPanel) TappedSecondary(*fyne.PointEvent) {}

// CreateRenderer belongs to Fyne.
func (p *modalPanel) CreateRenderer() fyne.WidgetRenderer {
	box := newBox()
	box.CornerRadius = theme.Corner + 2
	return paint(painter{
		owner:   p,
		objects: []fyne.CanvasObject{box, p.title, p.scroller, p.modal.banner, p.bar},
		min:     p.MinSize,
		update: func() {
			box.Shadow = canvas.Shadow{Color: theme.Color("shadow"), BlurRadius: 20, Offset: fyne.NewPos(0, 6)}
			paintBox(box, theme.ColorCard, theme.ColorLine)
			p.title.Refresh()
			p.modal.banner.Refresh()
		},
		arrange: func(s fyne.Size) {
			box.Resize(s)
			room := s.Width - 2*modalPad
			h := p.title.MinSize().Height
			place(p.title, modalPad, middle(modalHead, h)+2, room, h)
			foot := s.Height - modalPad - theme.ControlHeight
			place(p.bar, modalPad, foot, room, theme.ControlHeight)
			notice := p.bannerHeight(room)
			if notice > 0 {
				place(p.modal.banner, modalPad, foot-notice, room, notice-theme.Gap3)
			}
			place(p.scroller, modalPad, modalHead, room, foot-notice-theme.Gap4-modalHead)
			p.scroller.Refresh()
		},
	})
}
