package lab

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"crmlab/domain/analysis"
	"crmlab/domain/lab/report"
	"crmlab/domain/record"
)

// Table chooses records of the student for 实验报告. With On alone it is one record, told as
// facts; with Of or Rows it is a list, chosen as checks choose what they count.
type Table struct {
	Name    string   `toml:"name"`
	On      string   `toml:"on"`
	Of      string   `toml:"of"`
	By      string   `toml:"by"`
	Rows    string   `toml:"rows"`
	Own     bool     `toml:"own"`
	Where   []Cond   `toml:"where"`
	Columns []string `toml:"columns"` // fields or paths, with another label behind =: plan.due=到期
	Sum     []string `toml:"sum"`     // columns that are totalled in the last row
	Note    string   `toml:"note"`    // under the table
	None    string   `toml:"none"`    // said while there is nothing
}

// Chart is a picture of the student's figures for 实验报告.
type Chart struct {
	Name string           `toml:"name"`
	Kind report.ChartKind `toml:"kind"`
	Note string           `toml:"note"`
	None string           `toml:"none"`

	// Of records or lines: what they are called and what they are worth.
	On     string   `toml:"on"`
	Of     string   `toml:"of"`
	By     string   `toml:"by"`
	Rows   string   `toml:"rows"`
	Own    bool     `toml:"own"`
	Where  []Cond   `toml:"where"`
	Label  string   `toml:"label"`
	Values []string `toml:"values"` // as the columns of a table

	// Of an analysis, in the quarter of the business date.
	Hat   string      `toml:"hat"`   // whose data scope
	Group analysis.By `toml:"group"` // of a composition
}

// Figure is a number of an analysis that a question speaks of.
type Figure struct {
	Figure string            `toml:"figure"`
	Args   map[string]string `toml:"args"`
}

// reportColumn is a column made ready.
type reportColumn struct {
	*path
	head report.Column
	sum  bool
}

type reportTable struct {
	*Table
	on         *subject
	set        *set // nil: facts of the subject
	columns    []reportColumn
	note, none *text
}

type reportChart struct {
	*Chart
	on         *subject
	set        *set
	label      *path
	values     []reportColumn
	hat        *text
	note, none *text
}

// question is a Question made ready.
type question struct {
	*Question
	text, without *text
}

// reporting reads what the report of the experiment is made of.
func (p *preparer) reporting() {
	named := map[string]bool{}
	name := func(what, s string) {
		if s == "" || named[what+s] || strings.ContainsAny(s, "{}:：") {
			p.flaw(s, "name", what+"没有名称，名称重复，或里面有花括号、冒号", "每个写不同的 name，如「回款计划」")
		}
		named[what+s] = true
	}
	for i := range p.x.Tables {
		t := &p.x.Tables[i]
		name("表", t.Name)
		if out := p.reportTable(t); out != nil {
			p.x.tables = append(p.x.tables, out)
		}
	}
	for i := range p.x.Charts {
		c := &p.x.Charts[i]
		name("图", c.Name)
		if out := p.reportChart(c); out != nil {
			p.x.charts = append(p.x.charts, out)
		}
	}
	asked := map[string]bool{SummaryPart: true}
	for i := range p.x.Questions {
		q := &p.x.Questions[i]
		if q.ID == "" || asked[q.ID] || len(q.ID) > 20 {
			p.flaw(q.ID, "question", "思考题没有编号、编号重复或超过 20 个字符", "每个 [[question]] 写不同的 id，如 q1；写好后不要再改，学生的回答按它保存")
		}
		if q.Text == "" {
			p.flaw(q.ID, "text", "思考题没有写问什么", "写 text")
		}
		asked[q.ID] = true
		p.x.questions = append(p.x.questions, p.question(q))
	}
}

// question reads a question; {name} in it may be one of its figures.
func (p *preparer) question(q *Question) *question {
	p.figures = map[string]truth{}
	for name, f := range q.Figures {
		if p.params[name] != nil || p.subjects[name] != nil || strings.ContainsAny(name, ".*+- ") {
			p.flaw(q.ID, "figures", "数「"+name+"」的名称不能用", "换一个没有用过的英文名称")
			continue
		}
		if t := p.figure(&point{Check: &Check{ID: q.ID, Figure: f.Figure, Args: f.Args}, exp: p.x}); t != nil {
			p.figures[name] = t
		}
	}
	out := &question{Question: q, text: p.text(q.ID, "text", q.Text), without: p.text(q.ID, "without", q.Without)}
	p.figures = nil
	return out
}

// ask is the question with the student's figures, or without them while there are none.
func (q *question) ask(e *env) string {
	s, whole := q.text.fill(e, true)
	if !whole && q.Without != "" {
		return q.without.show(e)
	}
	return s
}

// chosen reads which records a table or a chart is about.
func (p *preparer) chosen(id, on, of, by, rows string, own bool, where []Cond) (s *subject, members *set, ok bool) {
	if on != "" {
		if s = p.subjects[on]; s == nil {
			p.flaw(id, "on", "没有对象「"+on+"」", "on 写一个 [[subject]] 的 name")
			return nil, nil, false
		}
	}
	if of == "" && rows == "" {
		return s, nil, true
	}
	members = p.set(&point{Check: &Check{ID: id, On: on, Of: of, By: by, Rows: rows, Own: own, Where: where}, exp: p.x, on: s})
	if members != nil && by == "" && rows == "" && !own && len(where) == 0 {
		p.flaw(id, "of", "「"+id+"」会列出企业全部的"+members.kind.Label, "写 by（属于哪个对象）、own = true（学生自己做的）或 where")
		return nil, nil, false
	}
	return s, members, members != nil
}

// column reads one column: a path from the records of the table, and perhaps another label.
func (p *preparer) column(id, key string, kind *record.Kind, rows *record.Field, spec string) (out reportColumn, ok bool) {
	names, label, _ := strings.Cut(spec, "=")
	var d deps
	if rows == nil {
		if out.path = p.path(id, key, kind, names, &d); out.path == nil {
			return out, false
		}
	} else {
		first, rest, more := strings.Cut(names, ".")
		col := rows.Column(first)
		if col == nil || more && col.Type != record.TypeLink {
			p.flaw(id, key, rows.Label+"没有「"+names+"」这一列", "写列的名称；只有链接列后面可以用点")
			return out, false
		}
		out.path = &path{}
		if more {
			if out.path = p.path(id, key, col.Target(), rest, &d); out.path == nil {
				return out, false
			}
		}
		out.hops = append([]hop{{field: col}}, out.hops...)
	}
	last := out.hops[len(out.hops)-1]
	out.head.Label = last.custom
	if f := last.field; f != nil {
		out.head.Label, out.head.Unit, out.head.Right = f.Label, f.Unit, isNumber(f)
		if f.Unit == "%" { // stands behind every value
			out.head.Unit = ""
		}
	}
	if label != "" {
		out.head.Label = label
	}
	if strings.HasSuffix(label, "）") { // it says its own unit: 金额（原币）
		out.head.Unit = ""
	}
	return out, true
}

func isNumber(f *record.Field) bool {
	return f.Type == record.TypeMoney || f.Type == record.TypeNumber || f.Type == record.TypeInt
}

func (p *preparer) columns(id, key string, s *subject, members *set, specs []string) (out []reportColumn, ok bool) {
	var kind *record.Kind
	var rows *record.Field
	switch {
	case members == nil:
		kind = s.kind
	case members.rows != nil:
		rows = members.rows
	default:
		kind = members.kind
	}
	for _, spec := range specs {
		c, ok := p.column(id, key, kind, rows, spec)
		if !ok {
			return nil, false
		}
		out = append(out, c)
	}
	return out, true
}

func (p *preparer) reportTable(t *Table) *reportTable {
	s, members, ok := p.chosen(t.Name, t.On, t.Of, t.By, t.Rows, t.Own, t.Where)
	if !ok {
		return nil
	}
	if s == nil && members == nil {
		p.flaw(t.Name, "name", "表「"+t.Name+"」没有写是什么记录", "写 on（一条记录）、of（一批记录）或 rows（明细）")
		return nil
	}
	if len(t.Columns) == 0 || len(t.Columns) > 12 {
		p.flaw(t.Name, "columns", fmt.Sprintf("表「%s」有 %d 列", t.Name, len(t.Columns)), "columns 写 1 到 12 个字段")
		return nil
	}
	out := &reportTable{Table: t, on: s, set: members, note: p.text(t.Name, "note", t.Note), none: p.text(t.Name, "none", t.None)}
	if out.columns, ok = p.columns(t.Name, "columns", s, members, t.Columns); !ok {
		return nil
	}
	for _, name := range t.Sum {
		i := slices.IndexFunc(t.Columns, func(spec string) bool { n, _, _ := strings.Cut(spec, "="); return n == name })
		if i < 0 || !out.columns[i].head.Right || members == nil {
			p.flaw(t.Name, "sum", "不能合计「"+name+"」", "sum 写 columns 里数字列的名称；只有一条记录的表没有合计")
			continue
		}
		out.columns[i].sum = true
	}
	return out
}

func (p *preparer) reportChart(c *Chart) *reportChart {
	out := &reportChart{Chart: c, hat: p.text(c.Name, "hat", c.Hat), note: p.text(c.Name, "note", c.Note), none: p.text(c.Name, "none", c.None)}
	analysed := c.Kind == report.Funnel || c.Kind == report.Composition
	switch {
	case !slices.Contains([]report.ChartKind{report.Bars, report.Stacked, report.Donut, report.Funnel, report.Composition}, c.Kind):
		p.flaw(c.Name, "kind", "没有「"+string(c.Kind)+"」这种图", "可以用 bars、stacked、donut、funnel、composition")
		return nil
	case analysed && c.Hat == "":
		p.flaw(c.Name, "hat", "图「"+c.Name+"」没有写看谁的数据", "hat 写员工的姓名")
		return nil
	case analysed && (c.On != "" || c.Of != "" || c.Rows != "" || c.Label != "" || len(c.Values) > 0):
		p.flaw(c.Name, "kind", string(c.Kind)+" 图不用 on、of、rows、label 和 values", "删去它们，或换一种图")
		return nil
	case c.Kind == report.Composition && !slices.ContainsFunc(analysis.Bys, func(b record.Choice) bool { return b.Code == string(c.Group) }):
		p.flaw(c.Name, "group", "不能按「"+string(c.Group)+"」分组", "写 "+codes(analysis.Bys))
		return nil
	case analysed:
		return out
	}
	s, members, ok := p.chosen(c.Name, c.On, c.Of, c.By, c.Rows, c.Own, c.Where)
	if !ok {
		return nil
	}
	if members == nil {
		p.flaw(c.Name, "of", "图「"+c.Name+"」没有写是什么记录", "写 of（一批记录）或 rows（明细）")
		return nil
	}
	if c.Label == "" || len(c.Values) == 0 || len(c.Values) > 6 || c.Kind != report.Stacked && len(c.Values) > 1 {
		p.flaw(c.Name, "values", "图「"+c.Name+"」没有写名称和数值，或数值太多", "label 写名称的字段；values 写数字字段，bars 和 donut 一个，stacked 可以几个")
		return nil
	}
	label, ok := p.columns(c.Name, "label", s, members, []string{c.Label})
	if !ok {
		return nil
	}
	out.on, out.set, out.label = s, members, label[0].path
	if out.values, ok = p.columns(c.Name, "values", s, members, c.Values); !ok {
		return nil
	}
	for i, v := range out.values {
		if !v.head.Right {
			p.flaw(c.Name, "values", "「"+c.Values[i]+"」不是数字", "values 写数字字段")
			return nil
		}
	}
	return out
}

func codes(cs []record.Choice) string {
	var out []string
	for _, c := range cs {
		out = append(out, c.Code)
	}
	return strings.Join(out, "、")
}

// reckoned is a placeholder with a constant: {order.total*0.05}.
func reckoned(name string) (head string, op byte, by decimal.Decimal) {
	for i := len(name) - 1; i > 0; i-- {
		if !strings.ContainsRune("+-*", rune(name[i])) {
			continue
		}
		by, err := decimal.NewFromString(strings.TrimSpace(name[i+1:]))
		if err != nil {
			break
		}
		return strings.TrimSpace(name[:i]), name[i], by
	}
	return name, 0, by
}
