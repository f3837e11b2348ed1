package kit

import (
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

// Section is a titled part of a form: fields, or any other content such as a table of lines.
type Section struct {
	Title   string
	Fields  []*Field
	Content fyne.CanvasObject // after the fields; may be nil
	Columns int               // most columns; 0 takes the form's
}

// EditForm is a form on the page or in a dialog. Save is always enabled: it checks everything,
// shows all that is wrong at once, and puts the keyboard into the first wrong field.
type EditForm struct {
	widget.BaseWidget

	Sections []Section
	Columns  int  // most columns; 0 means 2
	Plain    bool // no cards around the sections and no scrolling, for dialogs and cards

	// OnSave stores the values. next is true for 保存继续. A *FieldErrors puts its sentences
	// under the fields; any other error is shown above the form. With OnSave nil the form has no
	// bar of buttons, and the caller calls Validate.
	OnSave    func(next bool) error
	OnCancel  func()
	SaveText  string // empty means 保存
	WithNext  bool   // offers 保存继续
	OnChanged func(id string)
	OnAttempt func(bad int) // after a save that found bad fields; for a toast or a test

	banner   *Banner
	boxes    map[string]*fieldBox
	order    []*fieldBox
	scroller *Scroller
	body     *fyne.Container
	root     fyne.CanvasObject
	clean    map[string]string // values at the last MarkClean
	touched  map[string]bool   // changes of widgets that are no Input
	refused  bool              // the banner says why a save was refused
}

// FieldErrors are sentences by field ID, as a failed save returns them.
type FieldErrors struct {
	Fields map[string]string
	Rest   string // what belongs to no field
}

// Error joins nothing: a form shows the parts, and a log wants one line.
func (e *FieldErrors) Error() string {
	if e.Rest != "" {
		return e.Rest
	}
	return "有字段没有填对"
}

func (f *EditForm) init() {
	f.ExtendBaseWidget(f)
	if f.root != nil {
		return
	}
	f.boxes, f.touched = map[string]*fieldBox{}, map[string]bool{}
	f.banner = &Banner{Tone: ToneRed}
	parts := []fyne.CanvasObject{f.banner}
	for _, s := range f.Sections {
		parts = append(parts, f.section(s))
	}
	gap := theme.Gap3
	if f.Plain {
		gap = theme.Gap4
	}
	f.body = Stack{Gap: gap}.Of(parts...)
	f.root = f.body
	if !f.Plain {
		f.scroller = &Scroller{Content: f.body}
		f.root = f.scroller
	}
	if f.OnSave != nil {
		f.root = Stack{Gap: theme.Gap3, Fill: f.root}.Of(f.root, f.bar())
	}
	f.MarkClean()
}

func (f *EditForm) section(s Section) fyne.CanvasObject {
	columns := s.Columns
	if columns == 0 {
		columns = f.Columns
	}
	if columns == 0 {
		columns = 2
	}
	var boxes []fyne.CanvasObject
	for _, field := range s.Fields {
		box := newFieldBox(field)
		box.Hidden = field.Hidden
		f.boxes[field.ID] = box
		f.order = append(f.order, box)
		boxes = append(boxes, box)
		if in := field.input(); in != nil {
			in.watch(func() { f.fieldChanged(box) })
			in.onLeave(func() { f.fieldLeft(box) })
		}
	}
	var parts []fyne.CanvasObject
	if f.Plain && s.Title != "" {
		parts = append(parts, Strong(s.Title))
	}
	if len(boxes) > 0 {
		parts = append(parts, container.New(&fieldGrid{most: columns}, boxes...))
	}
	if s.Content != nil {
		parts = append(parts, s.Content)
	}
	content := Stack{Gap: theme.Gap3}.Of(parts...)
	if f.Plain {
		return content
	}
	return &Card{Title: s.Title, Content: content}
}

func (f *EditForm) bar() fyne.CanvasObject {
	save := &Button{Text: orElse(f.SaveText, "保存"), Kind: Primary, OnTapped: func() { f.Save(false) }}
	buttons := []fyne.CanvasObject{save}
	if f.WithNext {
		buttons = append(buttons, &Button{Text: "保存继续", OnTapped: func() { f.Save(true) }})
	}
	if f.OnCancel != nil {
		buttons = append(buttons, &Button{Text: "取消", OnTapped: f.OnCancel})
	}
	return Line{Gap: theme.Gap2}.Of(buttons...)
}

// fieldChanged takes the message of a field away once its fault is mended, and tells the page.
func (f *EditForm) fieldChanged(b *fieldBox) {
	if b.wrong != "" {
		if err := b.field.check(); err == nil {
			b.setWrong("")
			f.relayout()
		}
	}
	f.mended()
	if f.OnChanged != nil {
		f.OnChanged(b.field.ID)
	}
}

// mended takes what the last save was refused for away once nothing is marked wrong any more: the
// next save decides anew, and what is mended must not go on being called wrong.
func (f *EditForm) mended() {
	if !f.refused {
		return
	}
	for _, b := range f.order {
		if b.wrong != "" {
			return
		}
	}
	f.refused = false
	f.banner.Clear()
	f.relayout()
}

// fieldLeft says at once what cannot be read, such as letters in a number. What is only missing
// waits for the save: it may still be filled in.
func (f *EditForm) fieldLeft(b *fieldBox) {
	if b.wrong != "" {
		return
	}
	if err := b.field.input().Problem(); err != nil {
		b.setWrong(err.Error())
		f.relayout()
	}
}

// Save checks the form and calls OnSave. It says whether the values were stored.
func (f *EditForm) Save(next bool) bool {
	if !f.Validate() || f.OnSave == nil {
		return false
	}
	err := f.OnSave(next)
	if err == nil {
		f.MarkClean()
		return true
	}
	f.Refuse(err)
	return false
}

// Validate checks all fields, shows what is wrong, and moves the keyboard to the first.
func (f *EditForm) Validate() bool {
	f.init()
	f.banner.Clear()
	f.refused = false
	wrong := map[string]string{}
	for _, b := range f.order {
		if !b.Visible() || b.field.ReadOnly {
			continue
		}
		if err := b.field.check(); err != nil {
			wrong[b.field.ID] = err.Error()
		}
	}
	f.SetErrors(wrong)
	if len(wrong) > 0 && f.OnAttempt != nil {
		f.OnAttempt(len(wrong))
	}
	return len(wrong) == 0
}

// Refuse shows the error of a failed save.
func (f *EditForm) Refuse(err error) {
	f.init()
	f.refused = true
	var fields *FieldErrors
	if !errors.As(err, &fields) {
		f.banner.Set("", err.Error(), ToneRed)
		f.relayout()
		f.scrollTop()
		return
	}
	rest := fields.Rest
	known := map[string]string{}
	for id, text := range fields.Fields {
		if b := f.boxes[id]; b != nil && b.Visible() {
			known[id] = text
		} else if rest == "" {
			rest = text // a refusal about a field that this form does not show must not be lost
		}
	}
	f.banner.Set("", rest, ToneRed)
	f.SetErrors(known)
	if len(known) == 0 {
		f.scrollTop()
	}
}

// SetErrors shows sentences under fields, takes all others away, and moves the keyboard to the
// first field that has one.
func (f *EditForm) SetErrors(byID map[string]string) {
	f.init()
	var first *fieldBox
	for _, b := range f.order {
		b.setWrong(byID[b.field.ID])
		if b.wrong != "" && first == nil {
			first = b
		}
	}
	f.relayout()
	if first != nil {
		f.reveal(first)
	}
}

// FocusField moves the keyboard to a field and brings it into view.
func (f *EditForm) FocusField(id string) {
	f.init()
	if b := f.boxes[id]; b != nil {
		f.reveal(b)
	}
}

// FocusFirst moves the keyboard to the first field that can be changed.
func (f *EditForm) FocusFirst() {
	f.init()
	for _, b := range f.order {
		if b.Visible() && !b.field.ReadOnly && b.field.input() != nil {
			f.reveal(b)
			return
		}
	}
}

// Reveal scrolls until an object within the form can be seen, such as a refused line of a table,
// and gives it the keyboard where it takes one.
func (f *EditForm) Reveal(o fyne.CanvasObject) {
	f.init()
	if f.scroller != nil {
		f.scroller.Reveal(o)
	}
	switch w := o.(type) {
	case Input:
		focus(w.FocusTarget())
	case fyne.Focusable:
		focus(w)
	}
}

func (f *EditForm) reveal(b *fieldBox) {
	if f.scroller != nil {
		f.scroller.Reveal(b)
	}
	if in := b.field.input(); in != nil {
		focus(in.FocusTarget())
	} else if w, ok := b.field.Widget.(fyne.Focusable); ok {
		focus(w)
	}
}

func (f *EditForm) scrollTop() {
	if f.scroller != nil {
		f.scroller.Top()
	}
}

// ShowField shows or hides a field, for one that depends on another. A hidden field is not checked.
func (f *EditForm) ShowField(id string, shown bool) {
	f.init()
	b := f.boxes[id]
	if b == nil || b.Visible() == shown {
		return
	}
	b.field.Hidden = !shown
	if shown {
		b.Show()
	} else {
		b.Hide()
	}
	f.relayout()
}

// SetHint changes the hint under a field, for one that explains a value just chosen.
func (f *EditForm) SetHint(id, hint string) {
	f.init()
	if b := f.boxes[id]; b != nil && b.field.Hint != hint {
		b.field.Hint = hint
		b.Refresh()
		f.relayout()
	}
}

// SetReadOnly makes a field read-only or lets it be changed.
func (f *EditForm) SetReadOnly(id string, readOnly bool) {
	f.init()
	b := f.boxes[id]
	if b == nil {
		return
	}
	b.field.ReadOnly = readOnly
	if in := b.field.input(); in != nil {
		in.SetReadOnly(readOnly)
	}
	b.Refresh()
}

// Notice shows a sentence above the fields that stays until the next check.
func (f *EditForm) Notice(text string, tone Tone) {
	f.init()
	f.refused = false
	f.banner.Set("", text, tone)
	f.relayout()
}

// relayout gives every field its place after a height has changed.
func (f *EditForm) relayout() {
	f.body.Refresh()
	f.Refresh()
}

// HeightFor returns the height of a plain form at a width.
func (f *EditForm) HeightFor(width float32) float32 {
	f.init()
	return heightFor(f.root, width)
}

// MinSize is narrow; a plain form is as high as its fields.
func (f *EditForm) MinSize() fyne.Size {
	f.init()
	return f.root.MinSize()
}

// CreateRenderer belongs to Fyne.
func (f *EditForm) CreateRenderer() fyne.WidgetRenderer {
	f.init()
	return paint(painter{
		owner:   f,
		objects: []fyne.CanvasObject{f.root},
		min:     f.MinSize,
		arrange: func(s fyne.Size) {
			place(f.root, 0, 0, s.Width, s.Height)
			f.root.Refresh()
		},
	})
}
