package lab

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"crmlab/domain/record"
)

// Finding is something that 体检 found wrong with an experiment.
type Finding struct {
	Experiment int
	Script     string // 开始, 解答, a variant or a near miss
	Check      string // "" for the script itself
	What       string
}

func (f Finding) String() string {
	at := fmt.Sprintf("实验 %d「%s」", f.Experiment, f.Script)
	if f.Check != "" {
		at += " " + f.Check
	}
	return at + "：" + f.What
}

// leastVariants is how many other correct ways each experiment must be tried with.
const leastVariants = 3

// Inspection 体检 tries an experiment: every check must be red on the start file, green on
// the recorded solution for every value of the parameters, green on other correct ways, and
// still red on near misses.
type Inspection struct {
	Course *Course
	// Fresh gives the Book of a new start file, and closes it again.
	Fresh func() (*record.Book, func() error, error)
	// Saw, which may be nil, is told how an experiment stands after every step.
	Saw func(script string, p *Progress)

	findings []Finding
}

// Run inspects an experiment. An error is a fault of the program or the machine; what is
// wrong with the experiment is a finding.
func (in *Inspection) Run(x *Experiment) ([]Finding, error) {
	in.findings = nil
	if len(x.Solution.Steps) == 0 {
		in.find(x, "解答", "", "没有记录的解答")
	}
	if len(x.Variants) < leastVariants {
		in.find(x, "变式", "", fmt.Sprintf("只有 %d 种别的正确做法，至少要 %d 种", len(x.Variants), leastVariants))
	}
	err := in.try(x, Script{Name: "开始"}, "", func(p *Progress) {
		for _, st := range p.Checks {
			switch {
			case st.Outcome == RuleError:
				in.find(x, "开始", st.ID, st.Found)
			case st.Outcome == Fulfilled || st.Earned > 0:
				in.find(x, "开始", st.ID, fmt.Sprintf("还没有做就得了 %d 分", st.Earned))
			}
		}
	})
	if err != nil {
		return nil, err
	}
	for _, s := range in.students(x) {
		script := x.Solution
		if s != "" {
			script.Name += "，学号 " + s
		}
		if err := in.green(x, script, s); err != nil {
			return nil, err
		}
	}
	for _, v := range x.Variants {
		if err := in.green(x, v, ""); err != nil {
			return nil, err
		}
	}
	return in.findings, in.misses(x)
}

func (in *Inspection) misses(x *Experiment) error {
	missed := map[string]bool{}
	for _, m := range x.Misses {
		err := in.try(x, m, "", func(p *Progress) {
			for _, id := range m.Red {
				st := p.Check(id)
				if st == nil {
					in.find(x, m.Name, id, "没有这个检查")
					continue
				}
				missed[id] = true
				if st.Outcome == Fulfilled {
					in.find(x, m.Name, id, "差一点，却算完成："+st.Found)
				}
			}
			for _, st := range p.Checks {
				if st.Outcome == RuleError {
					in.find(x, m.Name, st.ID, st.Found)
				}
			}
		})
		if err != nil {
			return err
		}
	}
	for _, c := range x.Checks {
		if !missed[c.ID] {
			in.find(x, "近似的错", c.ID, "没有试过它差一点的样子")
		}
	}
	return nil
}

func (in *Inspection) find(x *Experiment, script, check, what string) {
	in.findings = append(in.findings, Finding{x.No, script, check, what})
}

// green plays a script that must earn everything.
func (in *Inspection) green(x *Experiment, s Script, student string) error {
	return in.try(x, s, student, func(p *Progress) {
		for _, st := range p.Checks {
			if st.Outcome != Fulfilled {
				in.find(x, s.Name, st.ID, st.Outcome.Label()+"："+st.Found)
			}
		}
	})
}

// try plays a script on a fresh file and looks at the end.
func (in *Inspection) try(x *Experiment, s Script, student string, look func(*Progress)) (err error) {
	book, done, err := in.Fresh()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	if student != "" {
		if err := Enrol(book, "", student, "体检"); err != nil {
			return err
		}
	}
	d, err := Watch(book, in.Course)
	if err != nil {
		return err
	}
	defer d.Close()
	steps, err := x.Steps(s)
	if err != nil {
		in.find(x, s.Name, "", err.Error())
		return nil
	}
	if s.Name == "开始" {
		steps = nil
	}
	p := NewPlayer(d, x)
	if err := in.saw(d, x, s.Name); err != nil {
		return err
	}
	for i, st := range steps {
		if err := p.Step(st); err != nil {
			in.find(x, s.Name, "", (&ScriptError{s.Name, i + 1, st.ID, err}).Error())
			return nil
		}
		if err := in.saw(d, x, s.Name); err != nil {
			return err
		}
	}
	now, err := d.Look(x.No)
	if err != nil {
		return err
	}
	look(now)
	if s.Name == x.Solution.Name && student == "" {
		return in.reported(d, x, s.Name)
	}
	return nil
}

// reported looks whether the report of the solution is whole: no table or picture is empty, and
// every question knows the figures that it speaks of.
func (in *Inspection) reported(d *Board, x *Experiment, script string) error {
	r, err := d.Report(x.No)
	if err != nil {
		return err
	}
	for _, t := range r.Tables {
		if len(t.Rows) == 0 {
			in.find(x, script, "", "做完以后，报告里的表「"+t.Name+"」还是空的："+t.Empty)
		}
	}
	for _, c := range r.Charts {
		if !c.Drawn() {
			in.find(x, script, "", "做完以后，报告里的图「"+c.Name+"」还是空的："+c.Empty)
		}
	}
	for i, q := range x.Questions {
		if ask := r.Parts[i].Ask; strings.Contains(ask, "…") || ask == q.Without && q.Without != q.Text {
			in.find(x, script, q.ID, "做完以后，思考题还没有学生自己的数："+ask)
		}
	}
	return nil
}

func (in *Inspection) saw(d *Board, x *Experiment, script string) error {
	if in.Saw == nil {
		return nil
	}
	p, err := d.Look(x.No)
	if err == nil {
		in.Saw(script, p)
	}
	return err
}

// students are 学号 with whom every pick, and the ends of every range, are drawn: the
// solution must hold for all of them. "" comes first.
func (in *Inspection) students(x *Experiment) []string {
	want := map[string]bool{}
	for _, p := range x.Params {
		for _, v := range p.Pick {
			want[p.Name+"="+v] = true
		}
		if len(p.Int) == 2 {
			want[p.Name+"="+strconv.Itoa(p.Int[0])], want[p.Name+"="+strconv.Itoa(p.Int[1])] = true, true
		}
	}
	strike := func(student string) (news int) {
		for name, v := range x.draw(in.Course.Pack, student) {
			if want[name+"="+v] {
				news++
				delete(want, name+"="+v)
			}
		}
		return news
	}
	out := []string{""}
	strike("")
	for n := 1; len(want) > 0 && n < 2000; n++ {
		if s := strconv.Itoa(20260000 + n); strike(s) > 0 {
			out = append(out, s)
		}
	}
	return slices.Clip(out)
}
