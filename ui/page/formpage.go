package page

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/theme"
)

// copyPiece is the part of a preset that names the record to copy into a new form: @copy=SO-0231.
const copyPiece = "@copy="

const (
	liveWait  = 250 * time.Millisecond // before totals follow what is typed
	draftWait = time.Second            // from the first change to the draft that holds it
)

// FormPage is the form of a new or of an existing record.
type FormPage struct {
	host  Host
	route Route
	entry Entry
	kind  *record.Kind
	shape *Shape

	start    formView
	form     *fieldForm
	latest   kit.Latest
	live     *pause
	draft    *pause
	tried    kit.Latest // answers of rules that ran on a copy
	saving   bool
	dropped  bool // nothing is left to lose: saved, or the user gave the changes up
	restored bool // the form began with a draft

	title   *kit.Text
	buttons []*kit.Button
	foot    fyne.CanvasObject // buttons and totals
	body    *fyne.Container   // banner, form and foot
	total   *fyne.Container
	banner  *kit.Banner
	alike   *alike
	holder  *fyne.Container
	object  fyne.CanvasObject
}

// formView is what a form page reads before it can be drawn.
type formView struct {
	formStart
	title   string
	draft   []byte
	blocked error // why the form would be refused whatever is filled in
}

// NewFormPage builds the form of a route and starts reading.
func NewFormPage(h Host, e Entry, route Route) *FormPage {
	p := &FormPage{host: h, route: route, entry: e, kind: e.Kind, shape: shapeOf(h, e.Kind),
		live: newPause(h.Runner(), liveWait), draft: newPause(h.Runner(), draftWait)}
	p.title = kit.Heading("")
	p.banner = &kit.Banner{Tone: kit.ToneBlue}
	p.banner.Clear()
	p.alike = newAlike(p)
	p.holder = container.NewStack()
	p.total = kit.Line{Gap: theme.Gap3}.Of()
	p.object = p.scaffold()
	p.read(true)
	return p
}

func shapeOf(h Host, k *record.Kind) *Shape {
	if s := h.Registry().Shapes[k]; s != nil {
		return s
	}
	return &Shape{}
}

func (p *FormPage) scaffold() fyne.CanvasObject {
	p.buttons = []*kit.Button{{Text: "保存", Kind: kit.Primary, Tip: "Ctrl+S", OnTapped: func() { p.save(false) }}}
	bar := []fyne.CanvasObject{p.buttons[0]}
	if p.route.View == New {
		next := &kit.Button{Text: "保存继续", Tip: "保存后接着新增下一条", OnTapped: func() { p.save(true) }}
		p.buttons, bar = append(p.buttons, next), append(bar, next)
	}
	bar = append(bar, &kit.Button{Text: "取消", Tip: "Esc", OnTapped: p.host.Back})
	p.foot = kit.Ends(kit.Line{Gap: theme.Gap2}.Of(bar...), p.total)
	p.body = kit.Stack{Gap: 10, Fill: p.holder}.Of(p.banner, p.alike.banner, p.holder, p.foot)
	return kit.Page{Title: p.title, Body: p.body}.Object()
}

// Object is what the window shows.
func (p *FormPage) Object() fyne.CanvasObject { return p.object }

// Route names the page.
func (p *FormPage) Route() Route { return p.route }

// Trail is the breadcrumb.
func (p *FormPage) Trail() []Crumb {
	return []Crumb{{Label: p.entry.Label, Route: Route{Name: p.entry.Name}}, {Label: p.title.Text}}
}

// Reload does nothing: what is typed stays. A save on top of a newer state is refused by the gate.
func (p *FormPage) Reload() {}

// Watches is always false, see Reload.
func (p *FormPage) Watches(record.Event) bool { return false }

// Close drops what is under way.
func (p *FormPage) Close() {
	p.latest.Drop()
	p.tried.Drop()
	p.live.drop()
	p.draft.drop()
	p.alike.drop()
}

// read loads the record or a blank one. withDraft takes over what a crash left.
func (p *FormPage) read(withDraft bool) {
	book, hat := p.host.Book(), p.host.Hat()
	drafts := p.drafts()
	kit.Fetch(p.host.Runner(), &p.latest, func() (formView, error) {
		var v formView
		err := book.Read(hat, func(r record.Reader) error {
			var err error
			v, err = loadForm(r, p.entry, p.route)
			return err
		})
		if err == nil && withDraft && drafts != nil && v.blocked == nil {
			v.draft, err = drafts.Load(p.draftKey())
		}
		return v, err
	}, p.show)
}

// loadForm makes the record that a form starts with.
func loadForm(r record.Reader, e Entry, route Route) (formView, error) {
	var v formView
	k := e.Kind
	var rec record.Record
	var err error
	if route.View == Edit {
		if rec, err = r.Load(k, route.ID); err != nil {
			return v, err
		}
		v.title = "编辑" + nameOf(k, rec.Head().No, r.Title(k, route.ID))
		v.blocked = changeBlocked(r, k, rec, record.Edit)
	} else {
		if rec, err = newRecord(r, e, route.Preset); err != nil {
			return v, err
		}
		v.title = "新增" + e.noun()
		v.blocked = addBlocked(r, k, rec)
	}
	if err := r.Hat().Watching(); err != nil {
		v.blocked = err
	}
	fields := editable(r.Fields(k))
	v.formStart = startForm(r, subject{fields: fields, locked: readOnly(r, fields), value: rec})
	return v, nil
}

// newRecord is what a new form starts with: defaults, or the record to copy, and then the preset.
func newRecord(r record.Reader, e Entry, preset string) (record.Record, error) {
	for part := range strings.SplitSeq(preset, "&") {
		no, ok := strings.CutPrefix(part, copyPiece)
		if !ok {
			continue
		}
		id, err := r.Resolve(e.Kind, record.UnescapeCond(no))
		if err != nil {
			return nil, err
		}
		from, err := r.Load(e.Kind, id)
		if err != nil {
			return nil, err
		}
		return CopyOf(r, e.Kind, from)
	}
	rec, err := record.Blank(r, e.Kind)
	if err != nil {
		return nil, err
	}
	return rec, ApplyPreset(r, e.Kind, rec, JoinPresets(e.Preset, preset))
}

func (p *FormPage) show(v formView, err error) {
	if err == nil {
		err = v.blocked
	}
	if err != nil {
		p.form = nil
		p.title.SetText(p.entry.Label)
		p.setButtons(" ")
		p.put(&kit.Card{Content: &kit.EmptyState{Text: err.Error(), Button: "返回", OnTapped: p.host.Back}})
		return
	}
	p.start = v
	p.title.SetText(v.title)
	rec := v.subject.value.(record.Record)
	if v.draft != nil {
		p.takeDraft(rec, v.draft)
	}
	p.build()
	if v.draft == nil {
		p.focusFirst()
	}
}

// focusFirst puts the keyboard into the first field that has to be thought about: the number is
// given by itself.
func (p *FormPage) focusFirst() {
	for _, f := range p.start.subject.fields {
		if f.Name != "no" && f.Type != record.TypeRows && p.start.shown[f] {
			p.form.form.FocusField(f.Name)
			return
		}
	}
}

func (p *FormPage) build() {
	p.form = newFieldForm(p.host, p.start.formStart, false, p.special, p.changed)
	p.setButtons("")
	p.put(p.form.form)
	if p.shape.Live {
		p.compute()
	}
	p.alike.read()
}

// special is the module's own editor of a TypeRows field; nil for the generic grid.
func (p *FormPage) special(f *record.Field, changed func()) LinesEditor {
	if editor := p.shape.Lines[f.Name]; editor != nil {
		return editor(p.host, f, p.record(), changed)
	}
	return nil
}

func (p *FormPage) record() record.Record { return p.start.subject.value.(record.Record) }

func (p *FormPage) put(o fyne.CanvasObject) {
	p.holder.Objects = []fyne.CanvasObject{o}
	p.holder.Refresh()
	p.body.Refresh()
}

func (p *FormPage) setButtons(reason string) {
	for _, b := range p.buttons {
		b.SetReason(reason)
	}
}

func (p *FormPage) changed() {
	if p.shape.Live {
		p.live.run(p.compute)
	}
	p.alike.changed()
	if p.drafts() != nil {
		p.draft.start(p.keepDraft)
	}
}

// compute runs the rules on a copy and shows what they make of it.
func (p *FormPage) compute() {
	if p.form == nil {
		return
	}
	p.form.commitWhole()
	rec := Clone(p.kind, p.record())
	book, hat := p.host.Book(), p.host.Hat()
	type answer struct {
		live Live
		ok   bool
	}
	kit.Fetch(p.host.Runner(), &p.tried, func() (answer, error) {
		live, ok := Compute(book, hat, p.kind, rec)
		return answer{live, ok}, nil
	}, func(a answer, _ error) {
		if p.form == nil {
			return
		}
		if !a.ok {
			a.live = Live{} // what was computed of earlier input would be taken for this one's
		}
		for _, ed := range p.form.lines {
			ed.Refresh(a.live.Record)
		}
		p.showTotals(a.live.Totals)
	})
}

func (p *FormPage) showTotals(totals []Fact) {
	p.total.Objects = totalTexts(totals)
	p.total.Refresh()
	p.foot.Refresh()
	p.body.Refresh() // the totals may go under the buttons
}

// totalTexts puts computed amounts in a line, the last and largest word in bold.
func totalTexts(totals []Fact) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for i, t := range totals {
		out = append(out, &kit.Text{Text: t.Label + " " + t.Value.Text, Bold: i == len(totals)-1})
	}
	return out
}

// Shortcut answers the keys of the form.
func (p *FormPage) Shortcut(key string) bool {
	switch key {
	case "Ctrl+S":
		p.save(false)
	case "Esc":
		p.host.Back()
	default:
		return false
	}
	return true
}
