// Package tour drives the real pages of the program without a display, as a user would:
// it finds controls by their words, taps and types. The journeys in the tests and the
// verb `crmlab tour`, which makes the pictures of the README, share it.
package tour

import (
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/shell"
)

// Robot is a user in front of one window. A step that finds nothing to act on stops it:
// every later step does nothing, and Err tells what was missing.
type Robot struct {
	Shell  *shell.Shell
	within fyne.CanvasObject // part of the page that the robot keeps to; nil: all of it
	err    error
}

// Err is what stopped the robot; nil while all went well.
func (r *Robot) Err() error { return r.err }

func (r *Robot) stop(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf(format+"（在 %+v）", append(args, r.Shell.Here())...)
	}
}

// objects are all controls that can be seen now: those of the topmost dialog, or of the
// page.
func (r *Robot) objects() []fyne.CanvasObject {
	if r.within != nil {
		return visible(nil, r.within)
	}
	c := r.Shell.Window().Canvas()
	if top := c.Overlays().Top(); top != nil {
		return visible(nil, top)
	}
	return visible(nil, c.Content())
}

// visible collects an object and what is inside it, in drawing order, without laying
// anything out anew.
func visible(out []fyne.CanvasObject, o fyne.CanvasObject) []fyne.CanvasObject {
	if o == nil || !o.Visible() {
		return out
	}
	out = append(out, o)
	for _, x := range inside(o) {
		out = visible(out, x)
	}
	return out
}

// inside is what an object is drawn with.
func inside(o fyne.CanvasObject) []fyne.CanvasObject {
	switch w := o.(type) {
	case *fyne.Container:
		return w.Objects
	case fyne.Widget:
		return test.WidgetRenderer(w).Objects()
	}
	return nil
}

// Seek is the first object of a type that can be seen and fits.
func Seek[T fyne.CanvasObject](r *Robot, fits func(T) bool) (T, bool) {
	for _, o := range r.objects() {
		if x, ok := o.(T); ok && fits(x) {
			return x, true
		}
	}
	return *new(T), false
}

// Open goes to a page by its route.
func (r *Robot) Open(route page.Route) {
	if r.atRest() {
		r.Shell.Go(route)
	}
}

// atRest reports whether no dialog stands over the page; one that does was not answered,
// or was refused, and that stops the robot.
func (r *Robot) atRest() bool {
	if r.err == nil && kit.ModalOpen(r.Shell.Window().Canvas()) {
		var said []string
		for _, o := range r.objects() {
			if w := words(o); w != "" {
				said = append(said, w)
			}
		}
		r.stop("一个对话框还开着：%s", strings.Join(said, " | "))
	}
	return r.err == nil
}

// OpenRecord goes to the page of a record.
func (r *Robot) OpenRecord(k *record.Kind, id record.ID) {
	route, ok := r.Shell.Registry().OpenRoute(k, id)
	if !ok {
		r.stop("没有%s的页面", k.Label)
		return
	}
	r.Open(route)
}

// Wear changes the hat.
func (r *Robot) Wear(h record.Hat) {
	if r.atRest() {
		r.Shell.Wear(h)
	}
}

// Press taps the button with the text.
func (r *Robot) Press(text string) {
	b := r.button(text)
	if b == nil {
		return
	}
	if b.Reason != "" {
		r.stop("按钮「%s」不能用：%s", text, b.Reason)
		return
	}
	test.Tap(b)
}

// Follow taps the link with the text.
func (r *Robot) Follow(text string) {
	if r.err != nil {
		return
	}
	for _, o := range r.objects() {
		if l, ok := o.(*kit.LinkText); ok && l.Text == text && l.OnTapped != nil {
			test.Tap(l)
			return
		}
	}
	r.stop("找不到链接「%s」", text)
}

// Tap taps the line whose first words are the text: of the sidebar or of the guide.
func (r *Robot) Tap(text string) {
	if r.err != nil {
		return
	}
	for _, o := range r.objects() {
		line, ok := o.(fyne.Tappable)
		w, drawn := o.(fyne.Widget)
		if !ok || !drawn {
			continue
		}
		for _, part := range test.WidgetRenderer(w).Objects() {
			if ink, ok := part.(*canvas.Text); ok && ink.Text == text || words(part) == text {
				test.Tap(line)
				return
			}
		}
	}
	r.stop("找不到「%s」这一行", text)
}

// Choose presses 更多 and takes the entry with the text.
func (r *Robot) Choose(text string) {
	r.Press("更多")
	r.ChooseLine(text)
}

// ChooseLine takes the entry with the text from the open menu.
func (r *Robot) ChooseLine(text string) {
	if r.err != nil {
		return
	}
	for _, o := range r.objects() {
		if menu, ok := o.(interface{ Choose(string) bool }); ok {
			if !menu.Choose(text) {
				r.stop("菜单里没有可用的「%s」", text)
			}
			return
		}
	}
	r.stop("没有打开菜单")
}

// Reason is why the button with the text cannot be used; "" if it can.
func (r *Robot) Reason(text string) string {
	if b := r.button(text); b != nil {
		return b.Reason
	}
	return ""
}

func (r *Robot) button(text string) *kit.Button {
	if r.err != nil {
		return nil
	}
	for _, o := range r.objects() {
		if b, ok := o.(*kit.Button); ok && b.Visible() && b.Text == text {
			return b
		}
	}
	r.stop("找不到按钮「%s」", text)
	return nil
}

// Fill types into the field with the label; a link or a choice takes the first entry that
// the text finds.
func (r *Robot) Fill(label, text string) {
	if r.err != nil {
		return
	}
	for _, o := range r.objects() {
		form, ok := o.(*kit.EditForm)
		if !ok {
			continue
		}
		for _, s := range form.Sections {
			for _, f := range s.Fields {
				if f.Label == label || strings.HasPrefix(f.Label, label+"(") || strings.HasPrefix(f.Label, label+"（") {
					r.enter(f.Widget, label, text)
					return
				}
			}
		}
	}
	r.stop("找不到字段「%s」", label)
}

// FillCell types into the nth of the inputs that stand outside labelled fields, such as
// the cells of a table of lines.
func (r *Robot) FillCell(n int, text string) {
	if r.err != nil {
		return
	}
	cells := r.cells()
	if n >= len(cells) {
		r.stop("表格里没有第 %d 个格子", n+1)
		return
	}
	r.enter(cells[n], fmt.Sprintf("第 %d 格", n+1), text)
}

// cells are the inputs that can be seen outside labelled fields, in reading order.
func (r *Robot) cells() []fyne.CanvasObject {
	labelled := map[fyne.CanvasObject]bool{}
	var cells []fyne.CanvasObject
	for _, o := range r.objects() {
		if form, ok := o.(*kit.EditForm); ok {
			for _, s := range form.Sections {
				for _, f := range s.Fields {
					labelled[f.Widget] = true
				}
			}
		}
		if in, ok := o.(kit.Input); ok && !labelled[in] {
			cells = append(cells, in)
		}
		if many, ok := o.(*kit.PickerMulti); ok {
			for _, part := range visible(nil, many) { // what it is made of is no cell of its own
				if part != o {
					labelled[part] = true
				}
			}
		}
	}
	return cells
}

func (r *Robot) enter(w fyne.CanvasObject, label, text string) {
	switch in := w.(type) {
	case *kit.Picker:
		found := in.Find(text)
		if len(found) == 0 {
			r.stop("「%s」里找不到「%s」", label, text)
			return
		}
		in.Choose(found[0])
	case *kit.PickerMulti:
		r.choices(in, label, text)
	case *kit.ChoiceField:
		for _, o := range in.Options {
			if o.Label == text || o.Value == text {
				in.Choose(o.Value)
				return
			}
		}
		r.stop("「%s」里没有选项「%s」", label, text)
	case *kit.CheckField:
		if yes := text == "是" || text == "true"; yes != in.Checked() {
			in.FocusTarget().TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
		}
	case kit.Input:
		in.SetValue("")
		focus := in.FocusTarget()
		r.Shell.Window().Canvas().Focus(focus)
		test.Type(focus, text)
		r.Shell.Window().Canvas().Unfocus()
	default:
		r.stop("不知道怎样填写「%s」", label)
	}
}

// Enter presses Enter in the nth input outside labelled fields.
func (r *Robot) Enter(n int) {
	if cells := r.cells(); r.err == nil && n < len(cells) {
		focus := cells[n].(kit.Input).FocusTarget()
		r.Shell.Window().Canvas().Focus(focus)
		focus.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	}
}

// Says reports whether a text is to be seen now.
func (r *Robot) Says(text string) bool {
	for _, o := range r.objects() {
		if strings.Contains(words(o), text) {
			return true
		}
	}
	return false
}

func words(o fyne.CanvasObject) string {
	switch w := o.(type) {
	case *canvas.Text: // what the window draws without a widget
		return w.Text
	case *kit.Text:
		return w.Text
	case *kit.Paragraph:
		return w.Text
	case *kit.Button:
		return w.Text
	case *kit.StatusChip:
		return w.Text
	case *kit.LinkText:
		return w.Text
	case *kit.FigureCard:
		return w.Label + " " + w.Figure + " " + w.Note
	}
	return ""
}

// Picture saves the window as it is now.
func (r *Robot) Picture(path string) {
	if r.err != nil {
		return
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		r.err = err
		return
	}
	f, err := os.Create(path)
	if err != nil {
		r.err = err
		return
	}
	if err := png.Encode(f, r.Shell.Capture()); err != nil {
		r.err = fmt.Errorf("write picture: %w", err)
	}
	if err := f.Close(); err != nil && r.err == nil {
		r.err = err
	}
}
