package lab

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"crmlab/domain/attachment"
	"crmlab/domain/company"
	"crmlab/domain/record"
)

// Player plays a script through the gate of a Book, as somebody would in front of the
// pages: only what a hat may see and do.
type Player struct {
	Book   *record.Book
	Board  *Board // takes the answers; nil: answers are an error
	X      *Experiment
	values map[string]string        // parameters
	named  map[string]record.Target // records of earlier steps
}

// NewPlayer makes a player for an experiment, with the parameters of the file's student.
func NewPlayer(b *Board, x *Experiment) *Player {
	return &Player{Book: b.book, Board: b, X: x, values: b.Values(x.No), named: map[string]record.Target{}}
}

// ScriptError says which step of a script went otherwise than it should.
type ScriptError struct {
	Script string
	No     int // of the step, from 1
	ID     string
	Err    error
}

func (e *ScriptError) Error() string {
	id := ""
	if e.ID != "" {
		id = "（" + e.ID + "）"
	}
	return fmt.Sprintf("「%s」第 %d 步%s：%v", e.Script, e.No, id, e.Err)
}

func (e *ScriptError) Unwrap() error { return e.Err }

// Play makes the steps of a script, one after another.
func (p *Player) Play(s Script) error {
	steps, err := p.X.Steps(s)
	if err != nil {
		return err
	}
	for i, st := range steps {
		if err := p.Step(st); err != nil {
			return &ScriptError{s.Name, i + 1, st.ID, err}
		}
	}
	return nil
}

// Steps are the steps of a script: its own, or those of the solution with its changes.
func (x *Experiment) Steps(s Script) ([]Step, error) {
	steps := s.Steps
	if len(s.Edits) > 0 || s.Stop != "" {
		steps = append(slices.Clone(x.Solution.Steps), s.Steps...)
	}
	for _, r := range s.Edits {
		i := slices.IndexFunc(steps, func(st Step) bool { return st.ID == r.At && r.At != "" })
		if i < 0 {
			return nil, fmt.Errorf("「%s」要改的步骤「%s」不在解答里", s.Name, r.At)
		}
		switch r.How {
		case "before":
			steps = slices.Insert(steps, i, r.Steps...)
		case "after":
			steps = slices.Insert(steps, i+1, r.Steps...)
		case "replace":
			steps = slices.Replace(steps, i, i+1, r.Steps...)
		case "drop":
			steps = slices.Delete(steps, i, i+1)
		default:
			return nil, fmt.Errorf("「%s」对步骤「%s」的改法「%s」不认识，应是 before、after、replace 或 drop", s.Name, r.At, r.How)
		}
	}
	if s.Stop != "" {
		i := slices.IndexFunc(steps, func(st Step) bool { return st.ID == s.Stop })
		if i < 0 {
			return nil, fmt.Errorf("「%s」停在的步骤「%s」不在解答里", s.Name, s.Stop)
		}
		steps = steps[:i+1]
	}
	return steps, nil
}

// Step makes one step. A step that is written to be refused must be refused by that rule.
func (p *Player) Step(st Step) error {
	e, err := p.do(st)
	if st.Refused != "" {
		switch {
		case err == nil:
			return fmt.Errorf("应该被规则「%s」拒绝，却做成了", st.Refused)
		case !record.IsRefusal(err, st.Refused):
			return fmt.Errorf("应该被规则「%s」拒绝，实际是：%w", st.Refused, err)
		}
		return nil
	}
	if err != nil {
		return err
	}
	p.Note(st, e)
	return nil
}

// Note remembers what a step made, for later steps; whoever makes a step otherwise than
// through Step tells its entry.
func (p *Player) Note(st Step, e *record.Entry) {
	if st.ID == "" || e == nil {
		return
	}
	switch {
	case e.Result.ID != 0:
		p.named[st.ID] = e.Result
	case e.Target.ID != 0:
		p.named[st.ID] = e.Target
	}
	for _, c := range e.Changes { // what else the step made: receipt of a collection
		key := st.ID + ":" + c.Kind
		if _, have := p.named[key]; !have && c.Op == record.Created {
			p.named[key] = record.Target{Kind: c.Kind, ID: c.ID}
		}
	}
}

// Named is the record of an earlier step.
func (p *Player) Named(id string) (record.Target, bool) {
	t, ok := p.named[id]
	return t, ok
}

func (p *Player) do(st Step) (*record.Entry, error) {
	h, err := p.Hat(st.As)
	if err != nil {
		return nil, err
	}
	switch {
	case st.Undo:
		return p.Book.Undo(h)
	case st.Redo:
		return p.Book.Redo(h)
	case st.Date != "":
		s, err := p.Text(h, st.Date)
		if err != nil {
			return nil, err
		}
		day, err := record.ParseDate(s)
		if err != nil {
			return nil, err
		}
		return company.MoveDate(p.Book, h, day)
	case st.Answer != "":
		if p.Board == nil {
			return nil, errors.New("这里不能作答")
		}
		s, err := p.Answer(h, st)
		if err != nil {
			return nil, err
		}
		if st.Typed == "fullwidth" {
			s = widen(s)
		}
		return p.Board.Answer(h, p.X.No, st.Answer, s)
	case st.Create != "":
		return p.save(h, st, st.Create)
	case st.Edit != "":
		k, id, err := p.target(h, st.Edit)
		if err != nil {
			return nil, err
		}
		return p.saveOld(h, st, k, id)
	case st.Delete != "":
		k, id, err := p.target(h, st.Delete)
		if err != nil {
			return nil, err
		}
		return p.Book.Delete(h, k, id)
	case st.Do != "":
		return p.act(h, st)
	case st.Merge != "":
		return p.merge(h, st)
	case st.View != "":
		text, err := p.Text(h, st.Query)
		k := record.KindNamed(st.On)
		if err != nil || k == nil {
			return nil, errors.Join(err, fmt.Errorf("没有「%s」这种记录", st.On))
		}
		name, err := p.Text(h, st.View)
		if err != nil {
			return nil, err
		}
		return company.SaveView(p.Book, h, k, name, text)
	case st.Attach != "":
		k, id, err := p.target(h, st.Attach)
		if err != nil {
			return nil, err
		}
		return attachment.Attach(p.Book, h, record.Target{Kind: k.Name, ID: id}, st.File, []byte(st.Content), "")
	}
	return nil, errors.New("步骤没有写做什么")
}

// Hat finds who acts; the program itself for "".
func (p *Player) Hat(name string) (h record.Hat, err error) {
	if name == "" {
		return h, nil
	}
	err = p.Book.Read(record.Hat{}, func(r record.Reader) error {
		if name, err = p.expand(r, name); err != nil {
			return err
		}
		h, err = hatNamed(r, name)
		return err
	})
	return h, err
}

func (p *Player) save(h record.Hat, st Step, kind string) (*record.Entry, error) {
	k := record.KindNamed(kind)
	if k == nil {
		return nil, fmt.Errorf("没有「%s」这种记录", kind)
	}
	var rec record.Record
	if err := p.Book.Read(h, func(r record.Reader) (err error) {
		if rec, err = record.Blank(r, k); err != nil {
			return err
		}
		return p.filler(r, r.Fields(k), st, func() record.Row { return record.RowOf(r, k, rec) }).fill(rec, st.Set)
	}); err != nil {
		return nil, err
	}
	return p.Book.Save(h, rec)
}

func (p *Player) saveOld(h record.Hat, st Step, k *record.Kind, id record.ID) (*record.Entry, error) {
	var rec record.Record
	if err := p.Book.Read(h, func(r record.Reader) (err error) {
		if rec, err = r.Load(k, id); err != nil {
			return err
		}
		return p.filler(r, r.Fields(k), st, func() record.Row { return record.RowOf(r, k, rec) }).fill(rec, st.Set)
	}); err != nil {
		return nil, err
	}
	return p.Book.Save(h, rec)
}

func (p *Player) act(h record.Hat, st Step) (*record.Entry, error) {
	k, id, err := p.target(h, st.On)
	if err != nil {
		return nil, err
	}
	a := k.Action(st.Do)
	if a == nil {
		return nil, fmt.Errorf("%s没有动作「%s」", k.Label, st.Do)
	}
	var in any
	if err := p.Book.Read(h, func(r record.Reader) error {
		rec, err := r.Load(k, id)
		if err != nil {
			return err
		}
		if err := a.Blocked(r, rec); err != nil {
			return err
		}
		in = a.NewInput(r, rec)
		return p.filler(r, a.Inputs, st, func() record.Row { return record.RowOf(r, k, rec) }).fill(in, st.Set)
	}); err != nil {
		return nil, err
	}
	return p.Book.Do(h, a, id, in)
}

// merge makes one record of several.
func (p *Player) merge(h record.Hat, st Step) (*record.Entry, error) {
	k, keep, err := p.target(h, st.Merge)
	if err != nil {
		return nil, err
	}
	gone, err := p.Gone(h, st)
	if err != nil {
		return nil, err
	}
	take := map[string]record.ID{}
	for field, from := range st.Set {
		if _, take[field], err = p.target(h, fmt.Sprint(from)); err != nil {
			return nil, err
		}
	}
	return p.Book.Merge(h, k, keep, gone, take)
}

// Gone are the records that a merge makes go.
func (p *Player) Gone(h record.Hat, st Step) (gone []record.ID, err error) {
	for _, name := range st.With {
		_, id, err := p.target(h, name)
		if err != nil {
			return nil, err
		}
		gone = append(gone, id)
	}
	return gone, nil
}

func (p *Player) filler(r record.Reader, fields []*record.Field, st Step, row func() record.Row) *filler {
	return &filler{r: r, fields: fields, wide: st.Typed == "fullwidth", row: row, expand: func(s string) (string, error) { return p.expand(r.Whole(), s) }}
}

// target finds a record: the id of an earlier step, or kind/number.
func (p *Player) target(h record.Hat, name string) (k *record.Kind, id record.ID, err error) {
	if t, ok := p.named[name]; ok {
		return record.KindNamed(t.Kind), t.ID, nil
	}
	kind, no, ok := strings.Cut(name, "/")
	if k = record.KindNamed(kind); k == nil || !ok {
		return nil, 0, fmt.Errorf("不知道「%s」是哪个记录：写前面一步的 id，或 记录/编号", name)
	}
	err = p.Book.Read(h, func(r record.Reader) error {
		if no, err = p.expand(r.Whole(), no); err != nil {
			return err
		}
		if name, nth, ok := strings.Cut(no, "#"); ok {
			id, err = nthNamed(r.Whole(), k, name, nth)
			return err
		}
		id, err = r.Resolve(k, no)
		return err
	})
	return k, id, err
}

// nthNamed is one of the records whose name contains a text, by age from 1: customer/白塔设计#2.
func nthNamed(r record.Reader, k *record.Kind, name, nth string) (id record.ID, err error) {
	want, err := strconv.Atoi(nth)
	if err != nil {
		return 0, err
	}
	err = r.Each(k, nil, func(row record.Row) bool {
		if strings.Contains(r.Title(k, row.ID()), name) {
			if want--; want == 0 {
				id = row.ID()
			}
		}
		return want > 0
	})
	if err == nil && id == 0 {
		err = fmt.Errorf("名称含「%s」的%s没有第 %s 个", name, k.Label, nth)
	}
	return id, err
}

// Answer is what a step types for a question; {right} is the figure as the pages show it,
// which may be reckoned with: {right-1}.
func (p *Player) Answer(h record.Hat, st Step) (string, error) {
	head, rest, ok := strings.Cut(st.Value, "{right")
	if !ok {
		return p.Text(h, st.Value)
	}
	term, tail, _ := strings.Cut(rest, "}")
	d, err := p.Board.Truth(p.X.No, st.Answer)
	if err != nil {
		return "", err
	}
	if term != "" {
		by, err := decimal.NewFromString(term[1:])
		if err != nil {
			return "", fmt.Errorf("「{right%s}」不能计算", term)
		}
		s, err := apply(d.String(), term[0], by)
		return head + s + tail, err
	}
	return head + record.GroupDigits(d.String()) + tail, nil
}

// Target is the record that a step works on.
func (p *Player) Target(h record.Hat, name string) (*record.Kind, record.ID, error) {
	return p.target(h, name)
}
