package kit

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// lineEntry is Fyne's Entry with the hooks that fields need: the end of editing, keys that go
// on to the dialog or the window, and a limit in characters.
type lineEntry struct {
	widget.Entry

	maxRunes   int
	accept     func(rune) bool           // nil accepts all
	onKey      func(*fyne.KeyEvent) bool // true when the field has used the key
	onShortcut func(fyne.Shortcut) bool  // the same for shortcuts that do not edit text
	onFocus    func(focused bool)
	onEnterUp  func() // Enter in a single line
	hasFocus   bool
	unseen     bool // draw nothing
}

func newLineEntry(multiLine bool) *lineEntry {
	e := &lineEntry{}
	e.MultiLine = multiLine
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	if multiLine {
		e.Wrapping = fyne.TextWrapBreak
	}
	e.ExtendBaseWidget(e)
	return e
}

// CreateRenderer belongs to Fyne. The entry's own ground and border are left out: the field around
// it draws them, with its button inside and in the colours of its state.
func (e *lineEntry) CreateRenderer() fyne.WidgetRenderer {
	return bareRenderer{e.Entry.CreateRenderer(), e}
}

type bareRenderer struct {
	fyne.WidgetRenderer
	entry *lineEntry
}

// Objects are those of the entry but for the rectangles that are its ground and border, or none
// while the field draws the value itself. The entry stays visible to taps and to Tab.
func (r bareRenderer) Objects() []fyne.CanvasObject {
	if r.entry.unseen {
		return nil
	}
	var kept []fyne.CanvasObject
	for _, o := range r.WidgetRenderer.Objects() {
		if _, isBox := o.(*canvas.Rectangle); !isBox {
			kept = append(kept, o)
		}
	}
	return kept
}

// AcceptsTab lets Tab leave a text area too: the order of Tab matters more than a tab sign.
func (e *lineEntry) AcceptsTab() bool { return false }

// FocusGained selects the whole line, so that typing replaces it.
func (e *lineEntry) FocusGained() {
	e.hasFocus = true
	e.Entry.FocusGained()
	if !e.MultiLine {
		e.forgetEdits()
		e.selectAll()
	}
	if e.onFocus != nil {
		e.onFocus(true)
	}
	Attend(e)
}

// FocusLost ends the editing.
func (e *lineEntry) FocusLost() {
	e.hasFocus = false
	e.Entry.FocusLost()
	if e.onFocus != nil {
		e.onFocus(false)
	}
}

// TypedRune types a character, unless the field is full or does not take it.
func (e *lineEntry) TypedRune(r rune) {
	if e.accept != nil && !e.accept(r) {
		return
	}
	if e.maxRunes > 0 && e.SelectedText() == "" && utf8.RuneCountInString(e.Text) >= e.maxRunes {
		return
	}
	e.Entry.TypedRune(r)
}

// TypedShortcut edits the text, or hands the shortcut on. What was pasted beyond the limit is cut,
// and the change is told once.
func (e *lineEntry) TypedShortcut(s fyne.Shortcut) {
	if !editsText(s) {
		if e.onShortcut == nil || !e.onShortcut(s) {
			passShortcut(e, s)
		}
		return
	}
	if !e.MultiLine && e.stepsBack(s) {
		return
	}
	if _, ok := s.(*fyne.ShortcutPaste); !ok || e.maxRunes <= 0 {
		e.Entry.TypedShortcut(s)
		return
	}
	before, tell := e.Text, e.OnChanged
	e.OnChanged = nil
	e.Entry.TypedShortcut(s)
	if runes := []rune(e.Text); len(runes) > e.maxRunes {
		text := string(runes[:e.maxRunes])
		e.SetText(text)
		e.CursorColumn = len([]rune(lastLine(text)))
	}
	e.OnChanged = tell
	if e.Text != before && tell != nil {
		tell(e.Text)
	}
}

// stepsBack undoes or redoes an edit of a single line; false for any other shortcut. To Fyne, typing
// over a selection is two edits; to a user the empty text between them never was.
func (e *lineEntry) stepsBack(s fyne.Shortcut) bool {
	var step func()
	switch s.(type) {
	case *fyne.ShortcutUndo:
		step = e.Undo
	case *fyne.ShortcutRedo:
		step = e.Redo
	default:
		return false
	}
	before, tell := e.Text, e.OnChanged
	e.OnChanged = nil
	step()
	if e.Text == "" && before != "" {
		step()
	}
	e.OnChanged = tell
	if e.Text != before && tell != nil {
		tell(e.Text)
	}
	return true
}

// forgetEdits limits undo to what is typed while the keyboard is here.
func (e *lineEntry) forgetEdits() {
	tell := e.OnChanged
	e.OnChanged = nil
	e.SetText(e.Text)
	e.OnChanged = tell
}

func lastLine(text string) string { return text[strings.LastIndexByte(text, '\n')+1:] }

// TypedKey offers a key to the field, then to the entry; what neither uses goes on.
func (e *lineEntry) TypedKey(key *fyne.KeyEvent) {
	if e.onKey != nil && e.onKey(key) {
		return
	}
	switch key.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if e.MultiLine {
			e.Entry.TypedKey(key)
			return
		}
		if e.onEnterUp != nil {
			e.onEnterUp()
			return
		}
		pass(e, key)
	case fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyLeft, fyne.KeyRight, fyne.KeyHome, fyne.KeyEnd:
		e.Entry.TypedKey(key)
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown:
		if e.MultiLine {
			e.Entry.TypedKey(key)
			return
		}
		pass(e, key)
	default:
		pass(e, key)
	}
}

// selectAll selects the whole line.
func (e *lineEntry) selectAll() { e.Entry.TypedShortcut(&fyne.ShortcutSelectAll{}) }
