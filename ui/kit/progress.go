package kit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

// ProgressTask describes long work.
type ProgressTask struct {
	Title    string
	Text     string // what is being done now
	OnCancel func() // stops the work; nil means that it cannot be stopped
	Stop     string // what the button for that is called; empty means 取消
}

// Progress is the notice over the page while long work runs.
type Progress struct {
	layer  *layer
	text   *Text
	bar    *progressBar
	cancel *Button
}

// ShowProgress covers the page until Close. Esc and 取消 call OnCancel once; the work answers by
// calling Close when it has stopped.
func ShowProgress(on fyne.Canvas, task ProgressTask) *Progress {
	p := &Progress{text: &Text{Text: task.Text, Color: theme.ColorTextSecond, TextSize: theme.SizeSmall, Truncate: true}, bar: &progressBar{fraction: -1}}
	stop := func() {
		if task.OnCancel == nil || p.cancel.Disabled() {
			return
		}
		p.cancel.SetText("正在取消")
		p.cancel.SetReason("正在等待这一步结束")
		task.OnCancel()
	}
	p.cancel = &Button{Text: orElse(task.Stop, "取消"), OnTapped: stop}
	p.cancel.Hidden = task.OnCancel == nil
	content := Stack{Gap: theme.Gap3}.Of(
		Strong(task.Title), p.bar,
		Line{Gap: theme.Gap2, Fill: p.text}.Of(p.text, p.cancel),
	)
	p.layer = &layer{on: on, modal: true, panel: &surface{content: content, inset: modalPad}}
	p.layer.position = func(all, least fyne.Size) (fyne.Position, fyne.Size) {
		w := min(420, all.Width-48)
		return fyne.NewPos((all.Width-w)/2, (all.Height-least.Height)*0.42), fyne.NewSize(w, least.Height)
	}
	p.layer.onKey = func(key *fyne.KeyEvent) {
		if key.Name == fyne.KeyEscape {
			stop()
		}
	}
	p.layer.show()
	if task.OnCancel != nil {
		on.Focus(p.cancel)
	}
	return p
}

// progressDelay is how long work may last before it is worth a notice.
const progressDelay = 300 * time.Millisecond

// ShowProgressLater is ShowProgress for work that is done at once as a rule: the notice comes only
// when the work lasts. The function returned ends it.
func ShowProgressLater(on fyne.Canvas, task ProgressTask) (done func()) {
	var shown *Progress
	ended := false
	laterOn(on)(progressDelay, func() {
		if !ended {
			shown = ShowProgress(on, task)
		}
	})
	return func() {
		ended = true
		if shown != nil {
			shown.Close()
		}
	}
}

// Set shows how far the work is, from 0 to 1, or a negative number where that is not known.
func (p *Progress) Set(fraction float64, text string) {
	p.bar.fraction = min(fraction, 1)
	p.bar.Refresh()
	p.text.SetText(text)
}

// Close takes the notice away.
func (p *Progress) Close() { p.layer.close() }

type progressBar struct {
	widget.BaseWidget
	fraction float64 // negative: unknown
}

// MinSize is a thin line.
func (b *progressBar) MinSize() fyne.Size {
	b.ExtendBaseWidget(b)
	return fyne.NewSize(120, 8)
}

// CreateRenderer belongs to Fyne.
func (b *progressBar) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	ground, done := &canvas.Rectangle{CornerRadius: 4}, &canvas.Rectangle{CornerRadius: 4}
	return paint(painter{
		owner: b, objects: []fyne.CanvasObject{ground, done}, min: b.MinSize,
		update: func() {
			ground.FillColor, done.FillColor = theme.Color(theme.ColorTintGrey), theme.Color(theme.ColorBrand)
			ground.Refresh()
			done.Refresh()
		},
		arrange: func(s fyne.Size) {
			ground.Resize(s)
			// Without a known end a third of the bar in the middle says that work goes on.
			x, w := s.Width/3, s.Width/3
			if b.fraction >= 0 {
				x, w = 0, s.Width*float32(b.fraction)
			}
			done.Hidden = w < 1
			place(done, x, 0, w, s.Height)
		},
	})
}
