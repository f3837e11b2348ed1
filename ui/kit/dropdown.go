package kit

import (
	"fyne.io/fyne/v2"

	"crmlab/ui/theme"
)

// dropdown is an open list under a field, with or without a line to search in.
type dropdown struct {
	anchor   fyne.CanvasObject // the field; it gets the keyboard back
	find     func(query string) []Option
	search   bool
	hint     string // in the empty search line
	ticked   func(value string) bool
	boxes    bool
	choose   func(Option) // the list stays open with boxes
	create   string       // label of a last line that makes something new; empty means none
	onCreate func(query string)
	closed   func()

	layer *layer
	list  *optionList
	entry *lineEntry
}

// open shows the list under its field.
func (d *dropdown) open(query string) {
	on := canvasOf(d.anchor)
	if on == nil {
		return
	}
	d.list = newOptionList(&optionList{
		ticked: d.ticked, boxes: d.boxes, empty: "没有符合的选项",
		leave: func() { d.close() },
		choose: func(o Option) {
			if !d.boxes {
				d.close()
			}
			d.choose(o)
		},
	})
	parts := []fyne.CanvasObject{}
	if d.search {
		d.entry = newLineEntry(false)
		d.entry.PlaceHolder = d.hint
		d.entry.OnChanged = func(q string) { d.list.set(d.find(q)) }
		d.entry.onKey = d.list.key
		// The Space that opened the list arrives here too, as a character.
		d.entry.accept = func(r rune) bool { return r != ' ' || d.entry.Text != "" }
		line := &searchLine{}
		line.entry = d.entry
		d.entry.onFocus = func(bool) { line.Refresh() }
		parts = append(parts, line)
	}
	parts = append(parts, d.list)
	if d.create != "" {
		parts = append(parts, &Button{Text: d.create, Kind: Ghost, OnTapped: func() {
			q := ""
			if d.entry != nil {
				q = d.entry.Text
			}
			d.close()
			d.onCreate(q)
		}})
	}
	d.list.set(d.find(query))
	content := Stack{Gap: theme.Gap1, Fill: d.list}.Of(parts...)
	d.layer = &layer{
		on:       on,
		panel:    &surface{content: content, inset: theme.Gap1},
		position: below(d.anchor, d.anchor.Size().Width),
	}
	d.layer.onOutside = d.close
	d.layer.onKey = func(key *fyne.KeyEvent) { d.list.key(key) }
	d.layer.onClosed = d.closed
	d.layer.show()
	if d.entry != nil {
		on.Focus(d.entry)
		if query != "" {
			d.entry.SetText(query)
			d.entry.CursorColumn = len([]rune(query))
			d.entry.Refresh()
		}
	} else {
		on.Focus(d.list)
	}
}

// close takes the list away and gives the keyboard back to the field.
func (d *dropdown) close() {
	d.layer.close()
	if f, ok := d.anchor.(fyne.Focusable); ok {
		d.layer.on.Focus(f)
	}
}

// searchLine is the search entry of an open list in the look of the other fields.
type searchLine struct{ entryBox }

// MinSize is one control high.
func (s *searchLine) MinSize() fyne.Size {
	s.ExtendBaseWidget(s)
	return s.boxMinSize()
}

// CreateRenderer belongs to Fyne.
func (s *searchLine) CreateRenderer() fyne.WidgetRenderer {
	s.ExtendBaseWidget(s)
	return s.render(s)
}
