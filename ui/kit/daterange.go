package kit

import (
	"errors"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

// DateRange is a span of days, either end of which may be open. Its value is the two dates with a
// comma between them: "2026-10-01,2026-12-31", "2026-10-01,", or "" where both are open.
type DateRange struct {
	widget.BaseWidget
	inputState

	Today     func() time.Time // as in DateField
	OnChanged func(from, to string)

	from, to *DateField
	between  *Text
}

var _ Input = (*DateRange)(nil)

func (r *DateRange) init() {
	r.ExtendBaseWidget(r)
	if r.from != nil {
		return
	}
	tell := func(string) {
		if r.OnChanged != nil {
			r.OnChanged(r.Range())
		}
		r.changed()
	}
	r.from = &DateField{Placeholder: "开始日期", Today: r.Today, OnChanged: tell}
	r.to = &DateField{Placeholder: "结束日期", Today: r.Today, OnChanged: tell}
	r.between = &Text{Text: "至", Align: fyne.TextAlignCenter, Color: theme.ColorTextSecond}
}

// Range returns the two dates as 2026-01-05, "" for an open end.
func (r *DateRange) Range() (from, to string) {
	r.init()
	return r.from.Value(), r.to.Value()
}

// SetRange shows two dates without telling listeners.
func (r *DateRange) SetRange(from, to string) {
	r.init()
	r.from.SetValue(from)
	r.to.SetValue(to)
}

// Value returns both dates with a comma between them, "" where both are open.
func (r *DateRange) Value() string {
	from, to := r.Range()
	if from == "" && to == "" {
		return ""
	}
	return from + "," + to
}

// SetValue shows two dates joined by a comma.
func (r *DateRange) SetValue(value string) {
	from, to, _ := strings.Cut(value, ",")
	r.SetRange(from, to)
}

// Problem says what cannot be read, or that the end lies before the beginning.
func (r *DateRange) Problem() error {
	r.init()
	if err := r.from.Problem(); err != nil {
		return err
	}
	if err := r.to.Problem(); err != nil {
		return err
	}
	first, hasFirst := r.from.Date()
	last, hasLast := r.to.Date()
	if hasFirst && hasLast && last.Before(first) {
		return errors.New("结束日期不能早于开始日期")
	}
	return nil
}

// SetReadOnly shows the dates without letting them be changed.
func (r *DateRange) SetReadOnly(readOnly bool) {
	r.init()
	r.readOnly = readOnly
	r.from.SetReadOnly(readOnly)
	r.to.SetReadOnly(readOnly)
}

// SetWrong marks both ends.
func (r *DateRange) SetWrong(wrong bool) {
	r.init()
	r.from.SetWrong(wrong)
	r.to.SetWrong(wrong)
}

// FocusTarget is the beginning.
func (r *DateRange) FocusTarget() fyne.Focusable { r.init(); return r.from.FocusTarget() }

func (r *DateRange) onEnter(confirm func()) {
	r.init()
	r.from.onEnter(confirm)
	r.to.onEnter(confirm)
}

// MinSize is one control high.
func (r *DateRange) MinSize() fyne.Size {
	r.init()
	return fyne.NewSize(252, theme.ControlHeight)
}

// CreateRenderer belongs to Fyne.
func (r *DateRange) CreateRenderer() fyne.WidgetRenderer {
	r.init()
	return paint(painter{
		owner: r, objects: []fyne.CanvasObject{r.from, r.between, r.to}, min: r.MinSize,
		arrange: func(s fyne.Size) {
			const room = 24
			half := (s.Width - room) / 2
			place(r.from, 0, 0, half, s.Height)
			placeMiddle(r.between, half, room, s.Height)
			place(r.to, half+room, 0, half, s.Height)
		},
	})
}
