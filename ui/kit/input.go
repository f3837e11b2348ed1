package kit

import "fyne.io/fyne/v2"

// Input is what a form or a query bar asks of a field. Every field of this package is one. Values
// are canonical text: an ISO date, a plain decimal, a code, "true" or "" for a check, codes
// joined by commas for several.
type Input interface {
	fyne.CanvasObject

	Value() string         // "" when empty; what stands there when it cannot be read
	SetValue(value string) // does not call OnChanged
	Problem() error        // why what was typed cannot be read; nil when it can
	SetReadOnly(readOnly bool)
	SetWrong(wrong bool)         // draws the border in the danger colour
	FocusTarget() fyne.Focusable // what receives the keyboard
	onLeave(left func())         // called when the keyboard leaves a field that is typed into
	watch(changed func())        // called beside OnChanged, for the form around the field
	onEnter(confirm func())      // called on Enter, for the bar around the field
}

// OnEnter has a function called when Enter is pressed in a field, instead of the window's own
// answer to the key.
func OnEnter(in Input, confirm func()) { in.onEnter(confirm) }

// OnLeave has a function called whenever the keyboard leaves a field that is typed into.
func OnLeave(in Input, left func()) { in.onLeave(left) }

// Prompt is what an empty field says of itself, or the words beside a box to tick; "" for none.
func Prompt(in Input) string {
	if p, ok := in.(interface{ prompt() string }); ok {
		return p.prompt()
	}
	return ""
}

// Typing tells of an object that is typed into without being an Input, such as the line to search
// in above a list, what it says while it is empty and what stands in it.
func Typing(o fyne.CanvasObject) (prompt, text string, ok bool) {
	if e, isEntry := o.(*lineEntry); isEntry {
		return e.PlaceHolder, e.Text, true
	}
	return "", "", false
}

// inputState is the part that all fields share.
type inputState struct {
	watchers []func()
	leavers  []func()
	enter    func()
	readOnly bool
	wrong    bool
}

func (s *inputState) watch(changed func())   { s.watchers = append(s.watchers, changed) }
func (s *inputState) onLeave(left func())    { s.leavers = append(s.leavers, left) }
func (s *inputState) onEnter(confirm func()) { s.enter = confirm }

func (s *inputState) changed() {
	for _, w := range s.watchers {
		w()
	}
}

func (s *inputState) left() {
	for _, l := range s.leavers {
		l()
	}
}
