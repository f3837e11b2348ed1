package company

import (
	"github.com/shopspring/decimal"

	"crmlab/domain/record"
)

// Scope is how much of the company's data a position sees (数据权限).
type Scope string

// Data scopes.
const (
	ScopeSelf Scope = "self"
	ScopeDept Scope = "dept"
	ScopeTree Scope = "tree"
	ScopeAll  Scope = "all"
)

// Scopes are the choices of 数据权限.
var Scopes = []record.Choice{
	{Code: string(ScopeSelf), Label: "本人"}, {Code: string(ScopeDept), Label: "本部门"},
	{Code: string(ScopeTree), Label: "本部门及下属"}, {Code: string(ScopeAll), Label: "全部"},
}

// Position 职位 is a bundle of rights. Employees hold it in a department.
type Position struct {
	record.Base
	Name        string
	Scope       Scope
	MaxDiscount decimal.Decimal // %: the largest discount its holder may give by hand
	Rights      []ModuleRights
}

// ModuleRights says what a position may do in one module.
type ModuleRights struct {
	Module                                                                string
	View, Create, Edit, Delete, Import, Export, Transfer, Approve, Cancel bool
}

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
}, record.Shapes)

func init() {
	Positions.Starts(func(_ record.Reader, p *Position) error {
		for _, m := range record.Modules {
			p.Rights = append(p.Rights, ModuleRights{Module: m, View: true})
		}
		return nil
	})
	Positions.Rule(func(_ record.Tx, p, _ *Position) error {
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

// bits is the set of rights of one module.
func (m ModuleRights) bits() record.Right {
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

// RightsFromLetters reads the letters of record.RightNames ("vce") into the rights of a module.
func RightsFromLetters(module, letters string) ModuleRights {
	has := func(l string) bool {
		for _, c := range letters {
			if string(c) == l {
				return true
			}
		}
		return false
	}
	return ModuleRights{Module: module, View: has("v"), Create: has("c"), Edit: has("e"), Delete: has("d"), Import: has("i"),
		Export: has("x"), Transfer: has("t"), Approve: has("a"), Cancel: has("o")}
}
