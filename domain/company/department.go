package company

import "crmlab/domain/record"

// Department 部门 is a unit of the organisation; departments form a tree.
type Department struct {
	record.Base
	Name    string
	Parent  record.Ref[Department]
	Manager record.Ref[Employee] // approves for the department (部门主管)
	Order   int
}

// Departments is the kind of 部门.
var Departments = record.Define("department", "部门", "company", "DP", []record.FieldOf[Department]{
	record.Text("name", 1, "部门名称", func(d *Department) *string { return &d.Name }, record.Required, record.Unique, record.Max(40), record.Listed, record.Search),
	record.Link("parent", 2, "上级部门", func(d *Department) *record.Ref[Department] { return &d.Parent }, record.Listed, record.Filter),
	record.Link("manager", 3, "部门主管", func(d *Department) *record.Ref[Employee] { return &d.Manager }, record.Listed),
	record.Int("order", 4, "显示顺序", func(d *Department) *int { return &d.Order }, record.NotNegative),
}, record.Shapes)

var parentField = Departments.Field("parent")

func init() {
	Departments.Nested("parent")
	Departments.Rule(func(tx record.Tx, d, _ *Department) error {
		if record.Circular(tx, parentField, d.ID, d.Parent.ID()) {
			return record.RefuseField("department.cycle", "parent", "没有保存部门 "+d.Name, "上级部门是它自己或它的下级", "换一个上级部门")
		}
		return nil
	})
	Departments.OnDelete(func(tx record.Tx, d *Department) error {
		members := false
		err := tx.Each(Employees.Kind, nil, func(row record.Row) bool {
			for _, line := range row.Value(Employees.Field("posts")).R {
				members = members || line[0].ID() == d.ID
			}
			return !members
		})
		if err == nil && members {
			err = record.Refuse("department.members", "不能删除部门 "+d.Name, "还有员工在这个部门任职", "先把员工调到别的部门")
		}
		return err
	})
}

// Subtree lists a department and everything below it.
func Subtree(r record.Reader, top record.ID) (map[record.ID]bool, error) {
	in, err := record.Below(r, parentField, top)
	if top != 0 {
		in[top] = true
	}
	return in, err
}
