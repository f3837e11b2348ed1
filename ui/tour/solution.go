package tour

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"crmlab/domain/attachment"
	"crmlab/domain/company"
	"crmlab/domain/lab"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/shell"
)

// Solve plays the recorded solution of an experiment: see Play.
func Solve(s *shell.Shell, b *lab.Board, x *lab.Experiment, say func(no int, st lab.Step, r *Robot)) error {
	return Play(s, b, x, x.Solution, say)
}

// Play makes the steps of a script of an experiment through the pages of a window: forms,
// dialogs and buttons as a student uses them. say, which may be nil, is told every step that
// was made. Figures are answered at the Board, for the guide panel asks for them.
func Play(s *shell.Shell, b *lab.Board, x *lab.Experiment, script lab.Script, say func(no int, st lab.Step, r *Robot)) error {
	p := &solver{Robot: Robot{Shell: s}, player: lab.NewPlayer(b, x), board: b}
	steps, err := x.Steps(script)
	if err != nil {
		return err
	}
	for i, st := range steps {
		p.step(st)
		if p.err != nil {
			return fmt.Errorf("实验 %d 第 %d 步（%s）：%w", x.No, i+1, st.ID, p.err)
		}
		if say != nil {
			say(i+1, st, &p.Robot)
		}
	}
	return p.err
}

// solver is a robot with a script in hand.
type solver struct {
	Robot
	player *lab.Player
	board  *lab.Board
}

func (s *solver) step(st lab.Step) {
	hat, err := s.player.Hat(st.As)
	if err != nil {
		s.err = err
		return
	}
	if s.Shell.Hat() != hat {
		s.Wear(hat)
	}
	before := s.lastSeq()
	switch {
	case st.Create != "":
		s.create(st)
	case st.Edit != "":
		s.edit(st)
	case st.Do != "":
		s.act(st)
	case st.Attach != "":
		s.attach(st)
	case st.Delete != "":
		if k := s.open(st.Delete); k != nil {
			s.Choose("删除")
			s.Press("删除")
		}
	case st.Merge != "":
		s.merge(st)
	case st.View != "":
		s.view(hat, st)
	case st.Date != "":
		s.date(st)
	case st.Answer != "":
		typed, err := s.player.Answer(hat, st)
		if err == nil {
			_, err = s.board.Answer(hat, s.player.X.No, st.Answer, typed)
		}
		s.err = err
	case st.Undo:
		s.Shell.Undo()
	case st.Redo:
		s.Shell.Redo()
	default:
		s.stop("页面上还不会做这一步")
	}
	if s.err != nil {
		return
	}
	if s.atRest(); s.err != nil {
		return
	}
	if s.lastSeq() == before {
		s.stop("按了按钮，却没有留下步骤")
		return
	}
	s.err = s.Shell.Book().Read(record.Hat{}, func(r record.Reader) error {
		e, err := r.Entry(before + 1)
		if err == nil {
			s.player.Note(st, e)
		}
		return err
	})
}

func (s *solver) lastSeq() (seq uint64) {
	if err := s.Shell.Book().Read(record.Hat{}, func(r record.Reader) error { seq = r.LastSeq(); return nil }); err != nil && s.err == nil {
		s.err = err
	}
	return seq
}

// create fills a new form of the page that lists the kind.
func (s *solver) create(st lab.Step) {
	k := record.KindNamed(st.Create)
	for _, e := range s.Shell.Registry().Entries {
		if e.Kind == k && e.Experiment != 0 && s.fits(e, st) {
			s.Open(page.Route{Name: e.Name, View: page.New})
			s.fields(s.fieldsOf(k), st)
			s.Press("保存")
			return
		}
	}
	s.stop("没有新增%s的页面", k.Label)
}

// fits reports whether a page lists what the step makes: 销售任务 for a task of sales, which
// is what a task is unless something else is said.
func (s *solver) fits(e page.Entry, st lab.Step) bool {
	for cond := range strings.SplitSeq(e.Preset, "&") {
		name, want, ok := strings.Cut(cond, "=")
		if !ok {
			continue
		}
		got := ""
		if v, set := st.Set[name]; set {
			got = fmt.Sprint(v)
		} else if f := e.Kind.Field(name); f != nil && f.Default != nil {
			if err := s.Shell.Book().Read(s.Shell.Hat(), func(r record.Reader) error { got = f.Default(r).S; return nil }); err != nil {
				s.err = err
			}
		}
		if got != want {
			return false
		}
	}
	return true
}

func (s *solver) edit(st lab.Step) {
	k := s.open(st.Edit)
	if k == nil {
		return
	}
	s.Press("编辑")
	s.fields(s.fieldsOf(k), st)
	s.Press("保存")
}

// fieldsOf are all fields of a kind, also those defined at run time.
func (s *solver) fieldsOf(k *record.Kind) (out []*record.Field) {
	if err := s.Shell.Book().Read(s.Shell.Hat(), func(r record.Reader) error { out = r.Fields(k); return nil }); err != nil && s.err == nil {
		s.err = err
	}
	return out
}

// open goes to the page of the record that a step names.
func (s *solver) open(name string) *record.Kind {
	k, id, err := s.player.Target(s.Shell.Hat(), name)
	if err != nil {
		s.err = err
		return nil
	}
	s.OpenRecord(k, id)
	return k
}

// act presses the button of an action, or its entry in 更多, and answers what it asks.
func (s *solver) act(st lab.Step) {
	k := s.open(st.On)
	if s.err != nil {
		return
	}
	a := k.Action(st.Do)
	switch {
	case a == nil:
		s.stop("%s没有动作「%s」", k.Label, st.Do)
	case a.Quiet: // a card on the page offers it, with its field above the buttons
		s.fields(a.Inputs, st)
		s.Press(a.Label)
		if a.Danger {
			s.Press(a.Label)
		}
	default:
		if s.shows(a.Label) {
			s.Press(a.Label)
		} else {
			s.Choose(a.Label)
		}
		s.fields(a.Inputs, st)
		if len(a.Inputs) > 0 || a.Danger {
			s.Press(a.Label)
		}
	}
}

// shows reports whether a button with the text can be seen.
func (s *solver) shows(text string) bool {
	return slices.ContainsFunc(s.objects(), func(o fyne.CanvasObject) bool {
		b, ok := o.(*kit.Button)
		return ok && b.Visible() && b.Text == text
	})
}

// attach adds a file to the record that a step names, as the page does once a file was chosen: the
// dialog that chooses it is the system's.
func (s *solver) attach(st lab.Step) {
	k, id, err := s.player.Target(s.Shell.Hat(), st.Attach)
	if err == nil {
		_, err = attachment.Attach(s.Shell.Book(), s.Shell.Hat(), record.Target{Kind: k.Name, ID: id}, st.File, []byte(st.Content), "")
	}
	s.err = err
}

// merge opens the record that stays, chooses the others and takes from them what the step says.
func (s *solver) merge(st lab.Step) {
	k := s.open(st.Merge)
	if s.err != nil {
		return
	}
	gone, err := s.player.Gone(s.Shell.Hat(), st)
	if err != nil {
		s.err = err
		return
	}
	s.Choose("合并重复的" + k.Label + "…")
	for _, o := range s.objects() {
		if in, ok := o.(*kit.PickerMulti); ok {
			var ids []string
			for _, id := range gone {
				ids = append(ids, fmt.Sprint(id))
			}
			in.SetValues(ids)
		}
	}
	s.Press("下一步")
	for name, from := range st.Set {
		_, id, err := s.player.Target(s.Shell.Hat(), fmt.Sprint(from))
		if err != nil {
			s.err = err
			return
		}
		s.take(k.Field(name).Label, slices.Index(gone, id)+1)
	}
	s.Press("合并")
}

// take taps what is kept of a field in the comparison of a merge.
func (s *solver) take(label string, of int) {
	for _, o := range s.objects() {
		if t, ok := o.(*kit.RowTable); ok && len(t.Columns) > of+1 && t.Columns[0].Title == "项目" {
			for row := range t.Count() {
				if t.Cell(row, 0).Text == label {
					t.OnLink(row, fmt.Sprint(of))
					return
				}
			}
		}
	}
	s.stop("对照里没有「%s」", label)
}

// view saves a query as the panel does: its conditions are the widgets' own matter.
func (s *solver) view(hat record.Hat, st lab.Step) {
	text, err := s.player.Text(hat, st.Query)
	name, also := s.player.Text(hat, st.View)
	if err = errors.Join(err, also); err == nil {
		_, err = company.SaveView(s.Shell.Book(), hat, record.KindNamed(st.On), name, text)
	}
	s.err = err
}

func (s *solver) date(st lab.Step) {
	day, err := s.player.Text(s.Shell.Hat(), st.Date)
	if err != nil {
		s.err = err
		return
	}
	to, err := record.ParseDate(day)
	if err == nil {
		_, err = company.MoveDate(s.Shell.Book(), s.Shell.Hat(), to)
	}
	s.err = err
}

// fields types what a step sets, in the order of the form.
func (s *solver) fields(fields []*record.Field, st lab.Step) {
	for _, f := range fields {
		v, set := st.Set[f.Name]
		if !set && f.Custom() {
			v, set = st.Set["@"+f.Label]
		}
		if !set || s.err != nil {
			continue
		}
		if f.Type == record.TypeRows {
			s.lines(f, v)
			continue
		}
		s.Fill(f.Label, s.text(v))
	}
	for name, v := range st.Set { // attributes go by their labels
		if label, ok := strings.CutPrefix(name, "@"); ok && s.err == nil {
			s.Fill(label, s.text(v))
		}
	}
}

func (s *solver) text(v any) string {
	t, err := s.player.Text(s.Shell.Hat(), fmt.Sprint(v))
	if err != nil && s.err == nil {
		s.err = err
	}
	return t
}

// lines replaces the lines of a record: what is there is deleted, then every line added.
func (s *solver) lines(f *record.Field, v any) {
	lines, ok := lab.LinesOf(v)
	if !ok {
		s.stop("「%s」不是明细", f.Label)
		return
	}
	if m := s.matrix(f); m != nil {
		s.ticks(m, f, lines)
		return
	}
	s.within = s.section(f.Label) // a form may have several tables of lines
	defer func() { s.within = nil }()
	for s.err == nil && s.shows("删除") {
		s.Press("删除")
	}
	var columns []*record.Field
	for _, c := range f.Columns {
		if c.Editable() {
			columns = append(columns, c)
		}
	}
	for _, line := range lines {
		before := s.cells()
		s.Press("添加一行")
		for _, c := range columns {
			v, set := line[c.Name]
			if !set || s.err != nil {
				continue
			}
			cell := s.cellOf(columns, before, c)
			if cell == nil {
				s.stop("「%s」的新行没有「%s」这一格", f.Label, c.Label)
				return
			}
			s.enter(cell, f.Label+" "+c.Label, s.text(v))
		}
	}
}

// cellOf is the cell of a column in the line that was added behind the cells before; nil if it is
// not shown. A link that stands only where there is something to choose comes and goes.
func (s *solver) cellOf(columns []*record.Field, before []fyne.CanvasObject, c *record.Field) fyne.CanvasObject {
	var fresh []fyne.CanvasObject
	for _, cell := range s.cells() {
		if !slices.Contains(before, cell) {
			fresh = append(fresh, cell)
		}
	}
	shown := columns
	if len(fresh) < len(columns) {
		shown = slices.DeleteFunc(slices.Clone(columns), func(c *record.Field) bool { return c.NarrowBy != nil && !c.Required })
	} else if len(fresh) > len(columns) { // what came into earlier lines stands before
		fresh = fresh[len(fresh)-len(columns):]
	}
	i := slices.Index(shown, c)
	if i < 0 || len(fresh) != len(shown) {
		return nil
	}
	return fresh[i]
}

// section is the part of a form under a heading; nil where the form has none of that name.
func (s *solver) section(title string) fyne.CanvasObject {
	for _, o := range s.objects() {
		form, ok := o.(*kit.EditForm)
		if !ok {
			continue
		}
		for _, part := range form.Sections {
			if part.Title == title && part.Content != nil {
				return part.Content
			}
		}
	}
	return nil
}

// matrix is the one that stands for lines whose columns, but the first, are ticks; nil if there is
// none.
func (s *solver) matrix(f *record.Field) *kit.Matrix {
	for _, o := range s.objects() {
		if m, ok := o.(*kit.Matrix); ok && len(f.Columns) > 1 && slices.Contains(m.Columns, f.Columns[1].Label) {
			return m
		}
	}
	return nil
}

// ticks makes a matrix show what lines say: the first column names the row.
func (s *solver) ticks(m *kit.Matrix, f *record.Field, lines []map[string]any) {
	on := map[string]bool{}
	for _, line := range lines {
		for _, c := range f.Columns[1:] {
			if v, set := line[c.Name]; set && s.text(v) == "是" {
				on[s.text(line[f.Columns[0].Name])+"/"+c.Label] = true
			}
		}
	}
	for i, row := range m.Rows {
		for j, column := range m.Columns {
			if want := on[row.Title+"/"+column]; row.On[j] != want {
				m.Toggle(i, j)
			}
		}
	}
}

// choices takes several entries of a field of many, each as a user finds it.
func (r *Robot) choices(in *kit.PickerMulti, label, text string) {
	in.SetValues(nil)
	for _, part := range strings.Split(text, "、") {
		var picker *kit.Picker
		for _, o := range visible(nil, in) {
			if p, ok := o.(*kit.Picker); ok {
				picker = p
			}
		}
		if picker == nil {
			r.stop("「%s」没有可以添加的地方", label)
			return
		}
		found := picker.Find(part)
		if len(found) == 0 {
			r.stop("「%s」里找不到「%s」", label, part)
			return
		}
		picker.Choose(found[0])
	}
}
