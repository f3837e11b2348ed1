package exchange

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"crmlab/domain/record"
)

// job is one table with what the mapping says about it, ready to be walked.
type job struct {
	index    int // of the File in the mapping; tables of one pattern share it
	file     *File
	table    *Table
	kind     *record.Kind
	into     *record.Field // nil: the rows are records, not lines
	cells    []*cell
	key      []*cell
	parent   int // column of Parent; -1 for records
	join     int // column of a record that lines name; -1: nothing joins
	overflow int
	skips    []skip
	then     []*record.Action
}

// skip passes over the rows whose cell has the text.
type skip struct {
	cell *cell
	text string
}

// planner collects every mistake of a mapping, so that all of them are told at once.
type planner struct {
	r     record.Reader
	kinds []*record.Kind
	errs  record.Refusals
}

func (p *planner) refuse(code, field, what, why, fix string) {
	p.errs = append(p.errs, record.RefuseField(code, field, what, why, fix))
}

// plan ties a mapping to the tables. The refusals name everything for which the mapping
// does not fit the kinds, the hat's rights or the tables.
func plan(r record.Reader, kinds []*record.Kind, m *Mapping, tables []*Table) ([]*job, record.Refusals) {
	p := &planner{r: r, kinds: kinds}
	if len(m.Files) == 0 {
		p.refuse("import.mapping", "", "没有导入", "导入方案里没有文件", "在方案里写明至少一个文件")
	}
	var jobs []*job
	for i := range m.Files {
		f := &m.Files[i]
		kind, into, ok := p.target(f)
		found := false
		for _, t := range tables {
			if !f.Matches(t) {
				continue
			}
			found = true
			if !ok {
				break
			}
			j := p.job(f, t, kind, into)
			j.index = i
			jobs = append(jobs, j)
		}
		if !found {
			p.refuse("import.file", "", "没有导入 "+f.name(), "没有找到这个文件或工作表", "把它放进所选的文件夹，或改正方案里的名称")
		}
	}
	p.join(jobs)
	return jobs, p.errs
}

func (f *File) name() string {
	s := f.Name
	if s == "" {
		s = f.Kind
	}
	if f.Sheet != "" {
		s += "（" + f.Sheet + "）"
	}
	return s
}

// target finds the kind and, for lines, the field that a file fills.
func (p *planner) target(f *File) (*record.Kind, *record.Field, bool) {
	what := "没有导入 " + f.name()
	kind := record.KindNamed(f.Kind)
	if kind == nil || kind.Internal || !slices.Contains(p.kinds, kind) {
		p.refuse("import.kind", "", what, "没有「"+f.Kind+"」这种可以导入的记录", "改正方案里的 kind")
		return nil, nil, false
	}
	if !p.r.Access().May(kind, record.Import) {
		p.refuse("right", "", what, "当前职位没有"+record.ModuleLabels[kind.Module]+"的「导入」权限", "换一个有权限的身份，或在职位权限管理里授权")
		return nil, nil, false
	}
	if f.Into == "" {
		return kind, nil, true
	}
	into := kind.Field(f.Into)
	if into == nil || into.Type != record.TypeRows || !into.Editable() {
		p.refuse("import.field", f.Into, what, kind.Label+"没有可以导入的明细「"+f.Into+"」", "改正方案里的 into")
		return nil, nil, false
	}
	return kind, into, true
}

func (p *planner) job(f *File, t *Table, kind *record.Kind, into *record.Field) *job {
	j := &job{file: f, table: t, kind: kind, into: into, parent: -1, join: -1, overflow: -1}
	what := "没有导入 " + t.name()
	column := func(name string) int {
		at := t.Column(name)
		if at < 0 {
			p.refuse("import.column", "", what, "文件里没有「"+name+"」这一列", "它有："+strings.Join(t.Header, "、")+"。改正方案或文件的列名")
		}
		return at
	}
	if into != nil {
		if f.Parent == "" {
			p.refuse("import.mapping", "", what, "没有说明明细属于哪一张"+kind.Label, "在方案里写明 parent 列")
		} else {
			j.parent = column(f.Parent)
		}
	}
	if f.Overflow != "" {
		j.overflow = column(f.Overflow)
	}
	for name, text := range f.SkipIf {
		c := &cell{parts: []piece{{column: column(name)}}, blank: set(f.Blank)}
		j.skips = append(j.skips, skip{c, text})
	}
	if f.Repeat != "" && f.Repeat != "first" {
		p.refuse("import.mapping", "", what, "repeat 只能是 first，现在是「"+f.Repeat+"」", "改正方案")
	}
	if f.ExtraColumns != "" && f.ExtraColumns != "allow" {
		p.refuse("import.mapping", "", what, "extra_columns 只能是 allow，现在是「"+f.ExtraColumns+"」", "改正方案")
	}
	for i := range f.Columns {
		p.cell(j, what, &f.Columns[i], column)
	}
	names := make([]string, 0, len(f.Constants))
	for name := range f.Constants {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if field := p.field(j, what, name); field != nil {
			j.cells = append(j.cells, &cell{field: field, column: &Column{Field: name}, parts: []piece{{column: -1, text: f.Constants[name]}}})
		}
	}
	p.key(j, what)
	p.required(j, what)
	p.extra(j, what)
	for _, name := range f.Then {
		a := kind.Action(name)
		if a == nil || into != nil {
			p.refuse("import.action", "", what, kind.Label+"没有「"+name+"」这个操作", "改正方案里的 then")
			continue
		}
		j.then = append(j.then, a)
	}
	return j
}

func (t *Table) name() string {
	if t.Sheet == "" {
		return t.File
	}
	return t.File + "（" + t.Sheet + "）"
}

// field finds a field that a file may fill and notes why if there is none.
func (p *planner) field(j *job, what, name string) *record.Field {
	field := record.FieldNamed(p.r, j.kind, name)
	owner := j.kind.Label
	if j.into != nil {
		field, owner = j.into.Column(name), j.into.Label
	}
	if field == nil {
		p.refuse("import.field", name, what, owner+"没有「"+name+"」这个字段", "改正方案里的字段名")
		return nil
	}
	if !Mappable(field) {
		p.refuse("import.field", name, what, owner+"的「"+field.Label+"」由系统填写，不能导入", "从方案里去掉它")
		return nil
	}
	for _, c := range j.cells {
		if c.field == field {
			p.refuse("import.field", name, what, "「"+field.Label+"」对应了两次", "只留一处")
			return nil
		}
	}
	return field
}

// Mappable reports whether a column of a file may fill the field.
func Mappable(f *record.Field) bool {
	switch f.Type {
	case record.TypeRows, record.TypeTarget, record.TypeTime:
		return false
	}
	return f.Editable()
}

func set(texts []string) map[string]bool {
	out := map[string]bool{}
	for _, s := range texts {
		out[s] = true
	}
	return out
}

var numberPattern = regexp.MustCompile(`^[^%]*%(0?\d{1,2})?d[^%]*$`)

func (p *planner) cell(j *job, what string, col *Column, column func(string) int) {
	field := p.field(j, what, col.Field)
	if field == nil {
		return
	}
	c := &cell{field: field, column: col, blank: set(slices.Concat(j.file.Blank, col.Blank))}
	if col.Template == "" {
		c.parts = []piece{{column: column(col.From)}}
	} else {
		for _, part := range templateParts(col.Template) {
			if part.column == "" {
				c.parts = append(c.parts, piece{column: -1, text: part.text})
			} else {
				c.parts = append(c.parts, piece{column: column(part.column)})
			}
		}
	}
	wrong := func(option, value, fix string) {
		p.refuse("import.mapping", col.Field, what, "「"+field.Label+"」的 "+option+"「"+value+"」用不了", fix)
	}
	if col.Factor != "" {
		d, err := decimal.NewFromString(col.Factor)
		switch {
		case err != nil || len(col.Factor) > 20 || strings.ContainsAny(col.Factor, "eE"):
			wrong("factor", col.Factor, "写成数字，如 100 或 0.01")
		case field.Type != record.TypeNumber && field.Type != record.TypeMoney && field.Type != record.TypeInt:
			wrong("factor", col.Factor, "只有数字和金额可以乘以倍数")
		default:
			c.factor = &d
		}
	}
	if col.Number != "" && !numberPattern.MatchString(col.Number) {
		wrong("number", col.Number, "写成 P-%03d 的样子，只有一处 %d")
	}
	if col.Date != "" {
		layout, err := dateLayout(col.Date)
		if err != nil || field.Type != record.TypeDate {
			wrong("date", col.Date, "日期字段才能用，写成 dd/MM/yyyy 的样子")
		}
		c.layout = layout
	}
	if col.Link != "" {
		if t := field.Target(); t != nil {
			c.by = record.FieldNamed(p.r, t, col.Link)
		}
		if c.by == nil || !c.by.Memory || c.by.Derived() {
			wrong("link", col.Link, "写成所关联记录的一个字段名")
		}
	}
	j.cells = append(j.cells, c)
}

// key finds the cells that tell which record or line a row is.
func (p *planner) key(j *job, what string) {
	names := j.file.Key
	if len(names) == 0 && j.into == nil && j.cell("no") != nil {
		names = []string{"no"}
	}
	for _, name := range names {
		c := j.cell(name)
		switch {
		case c == nil:
			p.refuse("import.key", name, what, "用来识别记录的「"+name+"」没有对应的列", "给它对应一列，或换一个字段来识别")
		case !c.field.Memory && j.into == nil:
			p.refuse("import.key", name, what, "不能用「"+c.field.Label+"」识别记录", "换一个字段来识别")
		default:
			j.key = append(j.key, c)
		}
	}
	if j.file.Repeat != "" && len(j.key) == 0 {
		p.refuse("import.key", "", what, "没有说明哪些行是同一条记录", "在方案里写明 key")
	}
}

// required refuses at once what every single row would be refused for: a table that can
// only make new records and leaves out a field that they must have.
func (p *planner) required(j *job, what string) {
	fields := p.r.Fields(j.kind)
	if j.into != nil {
		fields = j.into.Columns
	} else if len(j.key) > 0 {
		return // it may only update what is there
	}
	for _, f := range fields {
		if f.Required && f.Default == nil && Mappable(f) && j.cell(f.Name) == nil {
			p.refuse("import.required", f.Name, what, "必填的「"+f.Label+"」没有对应的列", "给它对应一列，或给一个固定值")
		}
	}
}

// extra refuses columns that nothing is mapped to, unless the mapping allows them.
func (p *planner) extra(j *job, what string) {
	if j.file.ExtraColumns == "allow" {
		return
	}
	used := map[int]bool{j.parent: true, j.overflow: true}
	for _, c := range j.cells {
		for _, part := range c.parts {
			used[part.column] = true
		}
	}
	for _, s := range j.skips {
		used[s.cell.parts[0].column] = true
	}
	var left []string
	for i, h := range j.table.Header[:j.table.own()] {
		if !used[i] && !j.table.nameless(i) {
			left = append(left, "「"+h+"」")
		}
	}
	if len(left) > 0 {
		shown := left[:min(len(left), 8)]
		p.refuse("import.extra", "", what, fmt.Sprintf("文件里有 %d 列没有对应的字段：%s", len(left), strings.Join(shown, "")),
			"给这些列对应字段，或在方案里写 extra_columns = \"allow\"")
	}
}

// join finds the column by which lines name their record.
func (p *planner) join(jobs []*job) {
	for _, lines := range jobs {
		if lines.into == nil {
			continue
		}
		for _, j := range jobs {
			if j.into != nil || j.kind != lines.kind {
				continue
			}
			if len(j.key) == 0 || len(j.key[0].parts) != 1 || j.key[0].parts[0].column < 0 {
				p.refuse("import.key", "", "没有导入 "+lines.table.name(), j.kind.Label+"没有用一列来识别，明细不知道属于哪一张", "在方案里给"+j.kind.Label+"写明 key")
				break
			}
			j.join = j.key[0].parts[0].column
		}
	}
}

// cell finds what fills a field; nil if nothing does.
func (j *job) cell(field string) *cell {
	for _, c := range j.cells {
		if c.field.Name == field {
			return c
		}
	}
	return nil
}
