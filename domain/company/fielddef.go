package company

import (
	"fmt"
	"slices"
	"strings"

	"crmlab/domain/record"
)

// FieldDef 属性定义 is a field that the company adds to a kind while it works. It shows
// up in lists, forms, queries, imports and exports like any other.
type FieldDef struct {
	record.Base
	Name     string // label on the screen
	Kind     string // kind that gets the field
	Type     FieldType
	Options  string // of a choice: one a line, or separated by 、
	Unit     string
	Hint     string
	Required bool
	Listed   bool
	Tag      int // storage identity, given once
}

// FieldType is what a custom field holds.
type FieldType string

var fieldTypes = []struct {
	code  FieldType
	label string
	typ   record.Type
}{
	{"text", "文字", record.TypeText}, {"int", "整数", record.TypeInt}, {"number", "小数", record.TypeNumber}, {"money", "金额", record.TypeMoney},
	{"date", "日期", record.TypeDate}, {"bool", "是否", record.TypeBool}, {"choice", "选项", record.TypeChoice},
}

func fieldTypeChoices() []record.Choice {
	var cs []record.Choice
	for _, t := range fieldTypes {
		cs = append(cs, record.Choice{Code: string(t.code), Label: t.label})
	}
	return cs
}

// FieldDefs is the kind of 属性定义.
var FieldDefs = record.Define("field", "属性", "company", "FD", []record.FieldOf[FieldDef]{
	record.Text("name", 1, "属性名称", func(d *FieldDef) *string { return &d.Name }, record.Required, record.Max(20), record.Listed, record.Search),
	record.Pick("kind", 2, "适用对象", func(d *FieldDef) *string { return &d.Kind }, []record.Choice{
		{Code: "customer", Label: "客户"}, {Code: "contact", Label: "联系人"}, {Code: "product", Label: "产品"}, {Code: "opportunity", Label: "销售机会"},
		{Code: "task", Label: "任务"}, {Code: "order", Label: "销售订单"}}, record.Required, record.Listed, record.Filter,
		record.StartsAt(record.ChoiceValue("customer"))),
	record.Pick("type", 3, "类型", func(d *FieldDef) *FieldType { return &d.Type }, fieldTypeChoices(), record.Required, record.Listed,
		record.StartsAt(record.ChoiceValue("text"))),
	record.Text("options", 4, "选项", func(d *FieldDef) *string { return &d.Options }, record.Max(300), record.Hint("用、隔开，如 高、中、低"),
		record.Only("type", "choice")),
	record.Text("unit", 5, "单位", func(d *FieldDef) *string { return &d.Unit }, record.Max(10)),
	record.Text("hint", 6, "填写说明", func(d *FieldDef) *string { return &d.Hint }, record.Max(60)),
	record.Bool("required", 7, "必填", func(d *FieldDef) *bool { return &d.Required }, record.Listed),
	record.Bool("listed", 8, "在列表中显示", func(d *FieldDef) *bool { return &d.Listed }, record.Listed),
	record.Int("tag", 9, "存储号", func(d *FieldDef) *int { return &d.Tag }, record.Computed, record.Hidden),
}, record.Shapes)

func init() {
	FieldDefs.Rule(func(tx record.Tx, d, old *FieldDef) error {
		what := "没有保存属性 " + d.Name
		if d.Type == "choice" && len(d.options()) < 2 {
			return record.RefuseField("field.options", "options", what, "选项少于两个", "用、隔开写出各个选项")
		}
		if old != nil {
			d.Tag = old.Tag
			if old.Type != d.Type || old.Kind != d.Kind {
				return record.RefuseField("field.type", "type", what, "属性建立后不能改变类型和适用对象", "另建一个属性")
			}
		} else {
			tag, err := freshTag(tx)
			if err != nil {
				return err
			}
			d.Tag = tag
		}
		k := record.KindNamed(d.Kind)
		for _, f := range tx.Fields(k) {
			if f.Label == d.Name && f.Tag != d.Tag {
				return record.RefuseField("field.name", "name", what, k.Label+"已经有「"+d.Name+"」", "换一个名称")
			}
		}
		return nil
	})
}

// freshTag is a storage identity that no attribute has or ever had: records keep the values
// of an attribute that was deleted, and must not show them under another one.
func freshTag(tx record.Tx) (int, error) {
	taken := 0
	if err := tx.Each(FieldDefs.Kind, nil, func(row record.Row) bool {
		taken = max(taken, int(row.Value(FieldDefs.Field("tag")).N))
		return true
	}); err != nil {
		return 0, err
	}
	for {
		n, err := tx.Serial("tag." + FieldDefs.Name)
		if err != nil {
			return 0, err
		}
		if tag := record.FirstCustomTag - 1 + n; tag > taken {
			return tag, nil
		}
	}
}

// options are the choices as they were written, each once.
func (d *FieldDef) options() []string {
	var out []string
	for _, o := range strings.FieldsFunc(d.Options, func(r rune) bool { return strings.ContainsRune("、,，;；|\n", r) }) {
		if o = strings.TrimSpace(o); o != "" && !slices.Contains(out, o) {
			out = append(out, o)
		}
	}
	return out
}

// field turns the definition into a field of its kind.
func (d *FieldDef) field(k *record.Kind) *record.Field {
	t := record.TypeText
	for _, ft := range fieldTypes {
		if ft.code == d.Type {
			t = ft.typ
		}
	}
	opts := []record.Option{record.Unit(d.Unit), record.Hint(d.Hint), record.Section("自定义属性")}
	if t == record.TypeNumber {
		opts = append(opts, record.Places(2))
	}
	if t == record.TypeMoney {
		opts = append(opts, record.Unit("元"))
	}
	if t == record.TypeText {
		opts = append(opts, record.Max(200), record.Search)
	}
	if d.Required {
		opts = append(opts, record.Required)
	}
	if d.Listed {
		opts = append(opts, record.Listed, record.Filter)
	}
	f := record.CustomField(k, fmt.Sprintf("x%d", d.Tag), d.Tag, d.Name, t, opts...)
	for _, o := range d.options() {
		f.Choices = append(f.Choices, record.Choice{Code: o, Label: o})
	}
	return f
}

// CustomFields lists the fields defined at run time, by kind.
func CustomFields(r record.Reader) (map[*record.Kind][]*record.Field, error) {
	defs, err := record.Find(r, FieldDefs)
	if err != nil {
		return nil, err
	}
	out := map[*record.Kind][]*record.Field{}
	for _, d := range defs {
		if k := record.KindNamed(d.Kind); k != nil {
			out[k] = append(out[k], d.field(k))
		}
	}
	return out, nil
}
