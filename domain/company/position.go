package company

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"crmlab/domain/record"
)

// Scope is how much of the company's data a position sees (数据权限).
type Scope string

// Data scopes, from the narrowest.
const (
	ScopeSelf Scope = "self"
	ScopeTeam Scope = "team"
	ScopeDept Scope = "dept"
	ScopeTree Scope = "tree"
	ScopeAll  Scope = "all"
)

// Scopes are the choices of 数据权限.
var Scopes = []record.Choice{
	{Code: string(ScopeSelf), Label: "本人", Says: "只有自己负责的"},
	{Code: string(ScopeTeam), Label: "本人及下属", Says: "自己和下级员工负责的，下级按员工信息里的直属上级算"},
	{Code: string(ScopeDept), Label: "本部门", Says: "任职部门里所有人负责的"},
	{Code: string(ScopeTree), Label: "本部门及下属部门", Says: "任职部门和它下面各级部门里所有人负责的"},
	{Code: string(ScopeAll), Label: "全部", Says: "全公司的，不论谁负责"},
}

func (s Scope) label() string {
	for _, c := range Scopes {
		if c.Code == string(s) {
			return c.Label
		}
	}
	return string(s)
}

// Position 职位 is a bundle of rights. Employees hold it in a department.
type Position struct {
	record.Base
	Name        string
	Scope       Scope
	MaxDiscount decimal.Decimal // %: the largest discount its holder may give by hand
	Rights      []ModuleRights
	Fields      []FieldLimit
}

// ModuleRights says what a position may do in one module.
type ModuleRights struct {
	Module                                                                string
	View, Create, Edit, Delete, Import, Export, Transfer, Approve, Cancel bool
}

// FieldLimit denies the holders of a position the sight of a field, or the right to set it. Fields
// that no limit names are open to whoever may see or edit the record.
type FieldLimit struct {
	Field string // code of a field, see record.FieldCode
	Right string
}

// Rights of a FieldLimit.
const (
	LimitRead   = "read"
	LimitHidden = "hidden"
)

var moduleChoices = func() []record.Choice {
	var cs []record.Choice
	for _, m := range record.Modules {
		cs = append(cs, record.Choice{Code: m, Label: record.ModuleLabels[m]})
	}
	return cs
}()

// Positions is the kind of 职位.
var Positions = record.Define("position", "职位", "company", "PO", []record.FieldOf[Position]{
	record.Text("name", 1, "职位名称", func(p *Position) *string { return &p.Name }, record.Required, record.Unique, record.Max(40), record.Listed, record.Search),
	record.Pick("scope", 2, "数据权限", func(p *Position) *Scope { return &p.Scope }, Scopes, record.Required, record.Listed, record.Filter,
		record.StartsAt(record.ChoiceValue(ScopeSelf))),
	record.Percent("maxDiscount", 3, "折扣上限", func(p *Position) *decimal.Decimal { return &p.MaxDiscount }, record.Listed,
		record.Hint("这个职位可以手工给出的最大折扣，超过时由有权的人审批")),
	record.Lines("rights", 4, "模块权限", func(p *Position) *[]ModuleRights { return &p.Rights }, []record.FieldOf[ModuleRights]{
		record.Pick("module", 1, "模块", func(r *ModuleRights) *string { return &r.Module }, moduleChoices, record.Required),
		record.Bool("view", 2, "查看", func(r *ModuleRights) *bool { return &r.View }),
		record.Bool("create", 3, "新增", func(r *ModuleRights) *bool { return &r.Create }),
		record.Bool("edit", 4, "编辑", func(r *ModuleRights) *bool { return &r.Edit }),
		record.Bool("delete", 5, "删除", func(r *ModuleRights) *bool { return &r.Delete }),
		record.Bool("import", 6, "导入", func(r *ModuleRights) *bool { return &r.Import }),
		record.Bool("export", 7, "导出", func(r *ModuleRights) *bool { return &r.Export }),
		record.Bool("transfer", 8, "转移", func(r *ModuleRights) *bool { return &r.Transfer }),
		record.Bool("approve", 9, "审批", func(r *ModuleRights) *bool { return &r.Approve }),
		record.Bool("void", 10, "作废", func(r *ModuleRights) *bool { return &r.Cancel }),
	}),
	record.Lines("fields", 5, "字段权限", func(p *Position) *[]FieldLimit { return &p.Fields }, []record.FieldOf[FieldLimit]{
		record.Text("field", 1, "字段", func(l *FieldLimit) *string { return &l.Field }, record.Required, record.Max(80),
			record.Coded(record.Coding{Show: record.FieldWords, Read: record.FieldCodeOf})),
		record.Pick("right", 2, "权限", func(l *FieldLimit) *string { return &l.Right }, []record.Choice{
			{Code: LimitRead, Label: "只读", Tone: record.ToneAmber}, {Code: LimitHidden, Label: "不可见", Tone: record.ToneGrey}}, record.Required,
			record.StartsAt(record.ChoiceValue(LimitRead))),
	}, record.Hint("没有写出的字段都可以编辑")),
}, record.Shapes)

func init() {
	Positions.Starts(func(_ record.Reader, p *Position) error {
		for _, m := range record.Modules {
			p.Rights = append(p.Rights, ModuleRights{Module: m, View: true})
		}
		return nil
	})
	Positions.Rule(func(tx record.Tx, p, _ *Position) error {
		if err := checkLimits(tx, p); err != nil {
			return err
		}
		seen := map[string]bool{}
		for _, r := range p.Rights {
			if seen[r.Module] {
				return record.RefuseField("position.module", "rights", "没有保存职位 "+p.Name, record.ModuleLabels[r.Module]+"有两行", "合并成一行")
			}
			seen[r.Module] = true
		}
		return nil
	})
}

// checkLimits refuses limits on what does not exist, twice, or on what everybody has to know.
func checkLimits(r record.Reader, p *Position) error {
	what := "没有保存职位 " + p.Name
	seen := map[string]bool{}
	for i, l := range p.Fields {
		at := fmt.Sprintf("fields.%d.field", i)
		f := record.FieldCoded(r, l.Field)
		switch {
		case f == nil:
			return record.RefuseField("position.field", at, what, "没有「"+record.FieldWords(l.Field)+"」这个字段", "删去这一行，或换一个字段")
		case !f.Guardable():
			return record.RefuseField("position.open", at, what, record.FieldWords(l.Field)+"是认出记录、填写记录所必需的，不能限制", "删去这一行")
		case seen[l.Field]:
			return record.RefuseField("position.field", at, what, record.FieldWords(l.Field)+"有两行", "合并成一行")
		}
		seen[l.Field] = true
	}
	return nil
}

// Bits is the set of rights of one module.
func (m ModuleRights) Bits() record.Right {
	var b record.Right
	for _, on := range []struct {
		is    bool
		right record.Right
	}{{m.View, record.View}, {m.Create, record.Create}, {m.Edit, record.Edit}, {m.Delete, record.Delete}, {m.Import, record.Import},
		{m.Export, record.Export}, {m.Transfer, record.Transfer}, {m.Approve, record.Approve}, {m.Cancel, record.Void}} {
		if on.is {
			b |= on.right
		}
	}
	return b
}

// RightsOf makes the rights of a module of a set.
func RightsOf(module string, bits record.Right) ModuleRights {
	has := func(r record.Right) bool { return bits&r != 0 }
	return ModuleRights{Module: module, View: has(record.View), Create: has(record.Create), Edit: has(record.Edit), Delete: has(record.Delete), Import: has(record.Import),
		Export: has(record.Export), Transfer: has(record.Transfer), Approve: has(record.Approve), Cancel: has(record.Void)}
}

// RightsFromLetters reads the letters of record.RightNames ("vce") into the rights of a module.
func RightsFromLetters(module, letters string) ModuleRights {
	var bits record.Right
	for _, n := range record.RightNames {
		if strings.Contains(letters, n.Letter) {
			bits |= n.Right
		}
	}
	return RightsOf(module, bits)
}
