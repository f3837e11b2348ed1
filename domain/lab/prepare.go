package lab

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"crmlab/domain/record"
)

// Flaw is one thing wrong with an experiment as it was written. A loader knows where in
// the file ID and Key stand.
type Flaw struct {
	File string
	ID   string // of the check, subject, parameter or task; "" for the experiment
	Key  string // member concerned
	What string
	Fix  string
}

func (f *Flaw) Error() string { return f.What + "。" + f.Fix + "。" }

// Flaws are all that is wrong with a course.
type Flaws []*Flaw

func (fs Flaws) Error() string {
	parts := make([]string, len(fs))
	for i, f := range fs {
		parts[i] = f.Error()
	}
	return strings.Join(parts, "\n")
}

// memberKinds lists the members of Check that each kind uses beside the common ones.
var memberKinds = map[CheckKind][]string{
	Exists:         {"On", "Require", "Of", "By", "Own", "Where", "Filter", "Noun", "Measure"},
	FieldsAre:      {"On", "Require"},
	Counts:         {"On", "Of", "By", "Rows", "Own", "Where", "Filter", "Min", "Max", "Measure", "Noun"},
	SumEquals:      {"On", "Of", "By", "Rows", "Own", "Where", "Filter", "Min", "Measure", "Noun", "Field", "Whole", "Label", "Tolerance"},
	Unique:         {"On", "Of", "By", "Rows", "Own", "Where", "Filter", "Min", "Measure", "Noun", "Field"},
	Linked:         {"On", "Path", "To", "Same"},
	Happened:       {"On", "Event", "Min", "Measure"},
	OrderOf:        {"On", "First", "Then"},
	DifferentActor: {"On", "First", "Then"},
	Probed:         {"On", "Probe"},
	Finds:          {"On", "Of", "Where", "Filter", "Noun", "Measure"},
	Answered:       {"On", "Ask", "Unit", "Value", "Figure", "Args", "Of", "Where", "Filter", "Field", "Tolerance", "Office"},
}

var commonMembers = []string{"ID", "Task", "Title", "Kind", "Points", "Needs", "Next", "Cases", "Hints", "Show"}

// point is a check made ready.
type point struct {
	*Check
	exp   *Experiment
	next  *text
	cases []*cond
	judge judge
	on    *subject // nil: none
	deps  deps

	attempt attempt // of a probe
	require []*cond
	set     *set
	steps   []*event
	whole   string // what messages call the other side: 订单金额, 报价单, 姓名
	ask     *text  // of an answer
	truth   truth
	slack   slack
}

// subject is a Subject made ready.
type subject struct {
	*Subject
	kind   *record.Kind
	parent *subject
	via    *record.Field
	by     *record.Field
	where  []*cond
	none   *text
	next   *text
	kids   []*subject
	checks []*point
	deps   deps
}

// label is what messages call the subject's record.
func (s *subject) label() string {
	if s.Label != "" {
		return s.Label
	}
	return s.kind.Label
}

// group is a subject that stands alone with all that hangs on it, or one check without a
// subject: what is judged together.
type group struct {
	root *subject // nil: only checks
	all  []*point
	deps deps
}

// Prepare makes a course ready. The error is Flaws when the course was written wrongly.
func (c *Course) Prepare() error {
	var all Flaws
	seen := map[int]bool{}
	for _, x := range c.Experiments {
		p := &preparer{x: x, compile: c.Compile, subjects: map[string]*subject{}, params: map[string]*Param{}}
		if seen[x.No] {
			p.flaw("", "no", fmt.Sprintf("有两个实验都是第 %d 个", x.No), "改正其中一个的 no")
		}
		seen[x.No] = true
		p.prepare()
		x.reader = p
		all = append(all, p.flaws...)
	}
	slices.SortStableFunc(c.Experiments, func(a, b *Experiment) int { return a.No - b.No })
	if len(all) > 0 {
		return all
	}
	return nil
}

// Experiment finds an experiment by its number; nil if the course has none.
func (c *Course) Experiment(no int) *Experiment {
	for _, x := range c.Experiments {
		if x.No == no {
			return x
		}
	}
	return nil
}

// Tries reports whether a check of the course tries something, for which a file must be open
// to be written.
func (c *Course) Tries() bool {
	for _, x := range c.Experiments {
		for _, ch := range x.Checks {
			if ch.Kind == Probed {
				return true
			}
		}
	}
	return false
}

// Check finds a check by its id; nil if there is none.
func (x *Experiment) Check(id string) *Check {
	for i := range x.Checks {
		if x.Checks[i].ID == id {
			return &x.Checks[i]
		}
	}
	return nil
}

type preparer struct {
	x        *Experiment
	compile  Compiler
	subjects map[string]*subject
	params   map[string]*Param
	order    []*subject
	points   []*point
	figures  map[string]truth // that the question being read may name
	flaws    Flaws
}

func (p *preparer) flaw(id, key, what, fix string) {
	p.flaws = append(p.flaws, &Flaw{File: p.x.File, ID: id, Key: key, What: what, Fix: fix})
}

func (p *preparer) prepare() {
	x := p.x
	if x.No < 1 || x.No > 11 {
		p.flaw("", "no", "实验没有序号", "写 no = 1 到 11")
	}
	if x.Title == "" || x.Overview == "" || len(x.Objectives) == 0 || len(x.Tasks) == 0 {
		p.flaw("", "title", "实验缺少标题、概述、目标或任务", "补上 title、overview、objectives 和 [[task]]")
	}
	for i := range x.Params {
		p.param(&x.Params[i])
	}
	for i := range x.Subjects {
		p.subject(&x.Subjects[i])
	}
	tasks := map[string]bool{}
	for _, t := range x.Tasks {
		if t.ID == "" || t.Title == "" || tasks[t.ID] {
			p.flaw(t.ID, "id", "任务没有名称、标题，或名称重复", "每个 [[task]] 写不同的 id，并写 title")
		}
		tasks[t.ID] = true
		p.text(t.ID, "text", t.Text)
		for _, s := range t.Steps {
			p.text(t.ID, "steps", s)
		}
	}
	p.text("", "overview", x.Overview)
	for _, o := range x.Objectives {
		p.text("", "objectives", o)
	}
	p.reporting()
	total := 0
	x.byID = map[string]*point{}
	for i := range x.Checks {
		c := &x.Checks[i]
		total += c.Points
		if c.ID == "" || x.byID[c.ID] != nil {
			p.flaw(c.ID, "id", "检查没有编号，或编号重复", "每个 [[check]] 写不同的 id")
			continue
		}
		if !tasks[c.Task] {
			p.flaw(c.ID, "task", "检查不属于任何任务", "task 写一个 [[task]] 的 id")
		}
		x.byID[c.ID] = p.check(c)
	}
	for _, c := range x.Checks {
		for _, n := range c.Needs {
			if x.byID[n] == nil || n == c.ID {
				p.flaw(c.ID, "needs", "needs 里的「"+n+"」不是本实验的另一个检查", "写别的检查的 id")
			}
		}
	}
	if total != 100 {
		p.flaw("", "points", fmt.Sprintf("各检查的分数合计 %d", total), "改到合计 100 分")
	}
	if len(p.flaws) == 0 {
		p.groups()
	}
}

func (p *preparer) param(a *Param) {
	switch {
	case a.Name == "" || p.params[a.Name] != nil:
		p.flaw(a.Name, "name", "参数没有名称，或名称重复", "每个 [[param]] 写不同的 name")
	case len(a.Pick) == 0 && len(a.Int) != 2 && len(a.Money) != 2:
		p.flaw(a.Name, "pick", "参数「"+a.Name+"」没有取值", "写 pick = [...]、int = [从, 到] 或 money = [从, 到]")
	case len(a.Int) == 2 && a.Int[0] > a.Int[1], len(a.Money) == 2 && a.Money[0] > a.Money[1]:
		p.flaw(a.Name, "int", "参数「"+a.Name+"」的范围前大后小", "把小的写在前面")
	case a.Kind != "" && record.KindNamed(a.Kind) == nil:
		p.flaw(a.Name, "kind", "没有「"+a.Kind+"」这种记录", "写记录的英文名，如 customer")
	}
	p.params[a.Name] = a
}

func (p *preparer) subject(s *Subject) {
	k := record.KindNamed(s.Kind)
	switch {
	case s.Name == "" || p.subjects[s.Name] != nil || p.params[s.Name] != nil:
		p.flaw(s.Name, "name", "对象没有名称，或名称已用过", "每个 [[subject]] 写不同的 name")
		return
	case k == nil:
		p.flaw(s.Name, "kind", "没有「"+s.Kind+"」这种记录", "写记录的英文名，如 order")
		return
	case s.None == "" || s.Next == "":
		p.flaw(s.Name, "none", "对象「"+s.Name+"」没有写 none 或 next", "写明还没有它时怎么说、怎样开始")
	}
	out := &subject{Subject: s, kind: k}
	out.deps.add(k)
	if s.Parent != "" {
		out.parent = p.subjects[s.Parent]
		if out.parent == nil {
			p.flaw(s.Name, "parent", "没有对象「"+s.Parent+"」", "parent 写在前面的一个 [[subject]] 的 name")
			return
		}
		switch {
		case s.Via != "":
			if out.via = out.parent.kind.Field(s.Via); out.via == nil || out.via.Target() != k {
				p.flaw(s.Name, "via", s.Parent+" 没有指向"+k.Label+"的字段「"+s.Via+"」", "写父对象的链接字段")
			}
		case s.By != "":
			if out.by = k.Field(s.By); out.by == nil || out.by.Target() != out.parent.kind {
				p.flaw(s.Name, "by", k.Label+"没有指向 "+s.Parent+" 的字段「"+s.By+"」", "写这种记录的链接字段")
			}
		default:
			p.flaw(s.Name, "parent", "没有写怎样从 "+s.Parent+" 找到它", "写 via（父对象的字段）或 by（自己的字段）")
		}
		if out.via != nil && out.via.Derived() || out.by != nil && out.by.Derived() {
			out.deps.all = true
		}
		out.parent.kids = append(out.parent.kids, out)
	}
	if s.Apart != "" && p.subjects[s.Apart] == nil {
		p.flaw(s.Name, "apart", "没有对象「"+s.Apart+"」", "apart 写在前面的一个 [[subject]] 的 name")
	}
	p.subjects[s.Name] = out
	p.order = append(p.order, out)
	out.where = p.conds(s.Name, "where", k, s.Where, &out.deps)
	out.none, out.next = p.text(s.Name, "none", s.None), p.text(s.Name, "next", s.Next)
}

func (p *preparer) check(c *Check) *point {
	pt := &point{Check: c, exp: p.x}
	p.points = append(p.points, pt)
	if c.Title == "" || c.Points <= 0 || c.Next == "" {
		p.flaw(c.ID, "title", "检查缺少标题、分数，或下一步怎么做", "补上 title、points（大于 0）和 next")
	}
	if len(c.Hints) != 3 {
		p.flaw(c.ID, "hints", fmt.Sprintf("提示有 %d 条", len(c.Hints)), "写三条：要做成什么、在哪里做、带我去看")
	}
	for _, h := range c.Hints {
		p.text(c.ID, "hints", h)
	}
	pt.next = p.text(c.ID, "next", c.Next)
	p.text(c.ID, "title", c.Title)
	if c.Show == nil || c.Show.Page == "" {
		p.flaw(c.ID, "show", "没有写带我去看到哪里", "写 [check.show] 和其中的 page")
	} else {
		if c.Show.Record != "" && p.subjects[c.Show.Record] == nil {
			p.flaw(c.ID, "record", "没有对象「"+c.Show.Record+"」", "record 写一个 [[subject]] 的 name")
		}
		if !slices.Contains([]string{"", "list", "new", "open", "edit"}, c.Show.View) {
			p.flaw(c.ID, "view", "没有「"+c.Show.View+"」这种页面", "写 list、new、open 或 edit")
		}
		p.text(c.ID, "hat", c.Show.Hat)
	}
	if c.On != "" {
		if pt.on = p.subjects[c.On]; pt.on == nil {
			p.flaw(c.ID, "on", "没有对象「"+c.On+"」", "on 写一个 [[subject]] 的 name")
			return pt
		}
	}
	if len(c.Cases) > 0 {
		if pt.on == nil {
			p.flaw(c.ID, "case", "没有对象，不能按情况说下一步", "写 on，或删去 case")
			return pt
		}
		pt.cases = p.conds(c.ID, "case", pt.on.kind, c.Cases, &pt.deps)
	}
	uses, known := memberKinds[c.Kind]
	if !known {
		p.flaw(c.ID, "kind", "没有「"+string(c.Kind)+"」这种检查", "可以用 exists、field、count、sum_equals、unique、linked、event、order_of、different_actor、probe、finds、answer")
		return pt
	}
	v, t := reflect.ValueOf(*c), reflect.TypeFor[Check]()
	for i := range t.NumField() {
		name := t.Field(i).Name
		if !v.Field(i).IsZero() && !slices.Contains(commonMembers, name) && !slices.Contains(uses, name) {
			p.flaw(c.ID, t.Field(i).Tag.Get("toml"), string(c.Kind)+" 检查不用「"+t.Field(i).Tag.Get("toml")+"」", "删去它，或换一种检查")
		}
	}
	before := len(p.flaws)
	pt.judge = p.judge(pt)
	if pt.judge == nil && len(p.flaws) == before {
		p.flaw(c.ID, "kind", "检查没有写全", "对照同类的检查补上")
	}
	return pt
}

// groups sorts the checks to the subjects that they look at. What must be apart is judged
// together, so that it is found again together.
func (p *preparer) groups() {
	of := map[*subject]*group{}
	for _, s := range p.order {
		if s.parent != nil {
			of[s] = of[s.parent]
		} else {
			of[s] = &group{root: s}
			p.x.groups = append(p.x.groups, of[s])
		}
		of[s].deps.join(s.deps)
	}
	for _, pt := range p.points {
		if pt.on == nil {
			g := &group{all: []*point{pt}, deps: pt.deps}
			p.x.groups = append(p.x.groups, g)
			continue
		}
		pt.on.checks = append(pt.on.checks, pt)
		g := of[pt.on]
		g.all = append(g.all, pt)
		g.deps.join(pt.deps)
	}
	for _, s := range p.order {
		if s.Apart != "" {
			of[s].deps.name(p.subjects[s.Apart])
		}
	}
	for _, g := range p.x.groups { // who speaks of another group's record depends on what chooses it
		for s := range g.deps.subjects {
			if o := of[s]; o != g {
				g.deps.join(o.deps)
			}
		}
	}
}
