package lab

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"crmlab/domain/company"
	"crmlab/domain/record"
)

// Answer 作答 is a figure that the student read off the program and typed. It is kept with
// the work, so that a hand-in can be graded again from its records.
type Answer struct {
	record.Base
	Experiment int
	Check      string
	Typed      string          // as it was typed
	Value      decimal.Decimal // as it was read
	Day        record.Date     // business date
	Position   record.Ref[company.Position]
	Right      bool // it agreed with the records of that moment; later work does not make it wrong
}

// Answers is the kind of 作答; only AnswerCheck writes it.
var Answers = record.Define("answer", "作答", "lab", "AN", []record.FieldOf[Answer]{
	record.Int("experiment", 1, "实验", func(a *Answer) *int { return &a.Experiment }, record.Listed, record.Filter),
	record.Text("check", 2, "检查", func(a *Answer) *string { return &a.Check }, record.Listed, record.Filter, record.Max(20)),
	record.Text("typed", 3, "填写的内容", func(a *Answer) *string { return &a.Typed }, record.Required, record.Listed, record.Max(60)),
	record.Number("value", 4, "数值", func(a *Answer) *decimal.Decimal { return &a.Value }, record.Places(4)),
	record.Day("day", 5, "业务日期", func(a *Answer) *record.Date { return &a.Day }, record.Listed),
	record.Link("position", 6, "职位", func(a *Answer) *record.Ref[company.Position] { return &a.Position }),
	record.Bool("right", 7, "当时相符", func(a *Answer) *bool { return &a.Right }, record.Hidden),
}, record.Internal)

// Student 学生 says whose work the file is; the parameters of the experiments are drawn
// by the 学号.
type Student struct {
	record.Base
	Class     string
	StudentNo string
	Name      string
}

// Students is the kind of 学生; a file has at most one, which Enrol writes.
var Students = record.Define("student", "学生", "lab", "XS", []record.FieldOf[Student]{
	record.Text("class", 1, "班级", func(s *Student) *string { return &s.Class }, record.Listed, record.Max(40)),
	record.Text("studentNo", 2, "学号", func(s *Student) *string { return &s.StudentNo }, record.Listed, record.Max(40)),
	record.Text("name", 3, "姓名", func(s *Student) *string { return &s.Name }, record.Required, record.Listed, record.Max(40)),
}, record.Internal)

func init() { Answers.TitledBy("check") }

// Enrol writes down whose work the file is, before the work begins, and marks the start
// anew so that it is never undone. It is refused once there is work, because every
// parameter would change.
func Enrol(b *record.Book, class, no, name string) error {
	var old []*Student
	fresh := false
	mark := ""
	err := b.Read(record.Hat{}, func(r record.Reader) (err error) {
		if old, err = record.Find(r.Whole(), Students); err != nil {
			return err
		}
		if r.LastSeq() == 0 {
			return nil
		}
		last, err := r.Entry(r.LastSeq())
		fresh = err == nil && last.Op == record.OpMark
		if fresh {
			mark = last.Label
		}
		return err
	})
	if err != nil {
		return err
	}
	if len(old) > 0 && old[0].Class == class && old[0].StudentNo == no && old[0].Name == name {
		return nil
	}
	if !fresh {
		return record.Refuse("student.started", "没有登记学生 "+name, "这个文件里已经开始做实验，换学生会改变每个实验的数据", "为 "+name+" 新建一个工作文件")
	}
	if _, err := b.Write(record.Hat{}, "登记学生 "+name, func(tx record.Tx) error {
		s := &Student{}
		if len(old) > 0 {
			s = old[0]
		}
		s.Class, s.StudentNo, s.Name = class, no, name
		return tx.ByRule().Save(s)
	}); err != nil {
		return err
	}
	_, err = b.Mark(record.Hat{}, mark)
	return err
}

// studentNo is the 学号 that parameters are drawn by; "" while nobody is enrolled.
func studentNo(r record.Reader) (string, error) {
	all, err := record.Find(r.Whole(), Students)
	if err != nil || len(all) == 0 {
		return "", err
	}
	return all[0].StudentNo, nil
}

// truth is the figure that an answer is compared with.
type truth func(e *env) (value decimal.Decimal, err error)

// answered: a figure was read off and typed.
func (p *preparer) answered(pt *point) judge {
	slack, ok := p.tolerance(pt)
	if !ok {
		return nil
	}
	if pt.Ask == "" {
		p.flaw(pt.ID, "ask", "answer 检查没有写问什么", "写 ask")
	}
	pt.ask = p.textFor(pt.ID, "ask", pt.Ask, &pt.deps)
	t := p.truth(pt)
	if t == nil {
		return nil
	}
	pt.deps.add(Answers.Kind)
	pt.truth, pt.slack = t, slack
	return func(e *env) (verdict, error) {
		v := verdict{of: 1, nothing: true}
		if pt.on != nil {
			v.record = e.at[pt.on].target()
		}
		wanted := "填一个数，" + slack.say(pt.Unit)
		typed := func(a *Answer) string {
			t := a.Typed
			switch {
			case pt.Unit == "" || strings.HasSuffix(fold(t), fold(pt.Unit)):
			case pt.Unit == "%":
				t += "%"
			default:
				t = spaced(t) + pt.Unit
			}
			return spaced(t)
		}
		if len(pt.Office) > 0 {
			wanted = "以" + strings.Join(pt.Office, "或") + "的身份填，" + slack.say(pt.Unit)
		}
		a, err := latest(e.r, pt.exp.No, pt.ID)
		if err != nil {
			return v, err
		}
		if a == nil {
			v.miss("还没有作答", wanted)
			return v, nil
		}
		v.nothing, v.entry = false, a.Rev
		if len(pt.Office) > 0 {
			office := e.r.Title(company.Positions.Kind, a.Position.ID())
			if !slices.Contains(pt.Office, office) {
				if office == "" {
					office = "系统"
				}
				v.miss("你是以「"+office+"」的身份填的 "+a.Typed, wanted)
				return v, nil
			}
		}
		if a.Right {
			v.won, v.found = 1, []string{"你填的 " + typed(a) + "与数据相符"}
			return v, nil
		}
		want, err := t(e)
		if err != nil {
			return v, err
		}
		if slack.holds(a.Value, want) {
			v.won, v.found = 1, []string{"你填的 " + typed(a) + "与数据相符"}
			return v, nil
		}
		word := "偏大"
		if a.Value.LessThan(want) {
			word = "偏小"
		}
		v.miss("你填的 "+typed(a)+word, wanted)
		return v, nil
	}
}

// latest is the newest answer to a check; nil if there is none.
func latest(r record.Reader, experiment int, check string) (*Answer, error) {
	all, err := record.Find(r.Whole(), Answers, record.Where("experiment", record.IntValue(int64(experiment))), record.Where("check", record.TextValue(check)))
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return all[len(all)-1], nil
}

// readAnswer reads a number as students type it, with separators, units and full-width digits.
func readAnswer(typed, unit string) (decimal.Decimal, error) {
	s := fold(typed)
	for _, u := range []string{fold(unit), "人民币", "rmb", "元"} {
		if u != "" {
			s = strings.TrimSuffix(s, u)
		}
	}
	n, given, err := record.ParseNumber(s, 4)
	if err != nil || !given {
		why := "没有填数字"
		if err != nil {
			why = err.Error()
		}
		return decimal.Zero, record.RefuseField("answer.number", "value", "没有收下这个答案", why, "只填一个数，如 1286.40")
	}
	return record.FromMinor(n, 4), nil
}

// truth finds what an answer check asks for: a field of a subject, a number or a sum of
// records, or a figure of an analysis.
func (p *preparer) truth(pt *point) truth {
	n := 0
	for _, given := range []bool{pt.Value != "", pt.Figure != "", pt.Of != ""} {
		if given {
			n++
		}
	}
	if n != 1 {
		p.flaw(pt.ID, "value", "answer 检查没有写问的是哪个数", "写 value（对象的字段）、figure（分析的数）或 of（记录的个数、合计）中的一个")
		return nil
	}
	switch {
	case pt.Value != "":
		at := p.subjectPath(pt.ID, "value", pt.Value, &pt.deps)
		if at == nil {
			return nil
		}
		return func(e *env) (decimal.Decimal, error) {
			h, ok := e.at[at.from]
			if !ok {
				return decimal.Zero, faultf("还没有%s，算不出这个数", at.from.label())
			}
			got, ok := at.in(e.r, h.row)
			if !ok {
				return decimal.Zero, faultf("%s没有「%s」", called(at.from, h), pt.Value)
			}
			return record.FromMinor(got.v.N, got.f.Places), nil
		}
	case pt.Figure != "":
		return p.figure(pt)
	}
	s := p.set(pt)
	if s == nil {
		return nil
	}
	var field *record.Field
	if pt.Field != "" {
		if field = s.kind.Field(pt.Field); field == nil {
			p.flaw(pt.ID, "field", s.kind.Label+"没有字段「"+pt.Field+"」", "写数字字段的名称")
			return nil
		}
		pt.deps.all = pt.deps.all || field.Derived()
	}
	return func(e *env) (decimal.Decimal, error) {
		in, _, _, _, err := s.kept(e)
		if field == nil || err != nil {
			return decimal.NewFromInt(int64(len(in))), err
		}
		sum := decimal.Zero
		for _, row := range in {
			sum = sum.Add(record.FromMinor(row.Value(field).N, field.Places))
		}
		return sum, nil
	}
}

// give stores an answer. right tells whether it agrees with the records of this moment.
func give(b *record.Book, h record.Hat, pt *point, typed string, right func(record.Reader, decimal.Decimal) (bool, error)) (*record.Entry, error) {
	value, err := readAnswer(typed, pt.Unit)
	if err != nil {
		return nil, err
	}
	return b.Write(h, fmt.Sprintf("作答 %s", pt.ID), func(tx record.Tx) error {
		a := &Answer{Experiment: pt.exp.No, Check: pt.ID, Typed: strings.TrimSpace(typed), Value: value, Day: tx.Today(), Position: record.Ref[company.Position](h.Position)}
		if a.Right, err = right(tx, value); err != nil {
			a.Right = false // it is judged again with every look
		}
		return tx.ByRule().Save(a)
	})
}
