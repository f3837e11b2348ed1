package company

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"crmlab/domain/record"
)

// FieldDef 属性定义 is a field that the company adds to a kind while it works. It shows
// up in lists, forms, queries, imports and exports like any other.
type FieldDef struct {
	record.Base
	Name       string // label on the screen
	Kind       string // kind that gets the field
	Type       FieldType
	Options    string // of choices: one a line, or separated by 、
	Unit       string
	Hint       string
	Required   bool
	Unique     bool
	Listed     bool
	Length     int                    // most characters of a text; 0: the usual length of its type
	Default    string                 // what new records begin with, as a form would read it
	Order      int                    // place among the attributes of the kind
	Categories []record.Ref[DictItem] // of customers: shown only with one of these; empty: with all
	Classes    []record.ID            // of products: shown only in these classes and those below them; empty: in all
	Tag        int                    // storage identity, given once
}

// FieldType is what a custom field holds.
type FieldType string

// fieldType is one of the types that an attribute may have.
type fieldType struct {
	code   FieldType
	label  string
	says   string
	typ    record.Type
	length int // usual length of a text
	opts   []record.Option
}

var fieldTypes = []fieldType{
	{"text", "文字", "一行文字", record.TypeText, 200, []record.Option{record.Search}},
	{"long", "多行文字", "一段话，不参加排序", record.TypeLong, 1000, nil},
	{"int", "整数", "没有小数的数", record.TypeInt, 0, nil},
	{"number", "小数", "两位小数的数", record.TypeNumber, 0, []record.Option{record.Places(2)}},
	{"money", "金额", "元，两位小数", record.TypeMoney, 0, []record.Option{record.Unit("元")}},
	{"percent", "百分比", "0 到 100 之间的百分数", record.TypeNumber, 0, []record.Option{record.Places(2), record.Between(0, 100), record.Unit("%")}},
	{"date", "日期", "某一天", record.TypeDate, 0, nil},
	{"bool", "是否", "勾选或不勾选", record.TypeBool, 0, nil},
	{"choice", "单选", "从选项里选一个", record.TypeChoice, 0, nil},
	{"many", "多选", "从选项里选几个", record.TypeText, 0, []record.Option{func(f *record.Field) { f.Many = true }}},
	{"person", "员工", "本企业的一位员工", record.TypeLink, 0, []record.Option{record.To(record.EmployeeKind)}},
	{"dept", "部门", "本企业的一个部门", record.TypeLink, 0, []record.Option{record.To(record.DepartmentKind)}},
	{"phone", "电话", "数字、空格和 + - ( ) 组成", record.TypeText, 30, []record.Option{record.Search, record.Format("phone")}},
	{"email", "邮箱", "形如 name@example.com", record.TypeText, 80, []record.Option{record.Search, record.Format("email")}},
}

func (t FieldType) spec() fieldType {
	for _, ft := range fieldTypes {
		if ft.code == t {
			return ft
		}
	}
	return fieldTypes[0]
}

// chooses reports whether attributes of the type have options.
func (t FieldType) chooses() bool { return t == "choice" || t == "many" }

// comparable reports whether two records may be refused the same value.
func (t FieldType) comparable() bool {
	return slices.Contains([]FieldType{"text", "int", "date", "phone", "email"}, t)
}

func fieldTypeChoices() []record.Choice {
	var cs []record.Choice
	for _, t := range fieldTypes {
		cs = append(cs, record.Choice{Code: string(t.code), Label: t.label, Says: t.says})
	}
	return cs
}

// attributedKinds may get attributes.
var attributedKinds = []record.Choice{
	{Code: "customer", Label: "客户"}, {Code: "contact", Label: "联系人"}, {Code: "product", Label: "产品"}, {Code: "opportunity", Label: "销售机会"},
	{Code: "task", Label: "任务"}, {Code: "order", Label: "销售订单"}}

// mostFields is how many attributes a kind may have.
const mostFields = 100

// FieldDefs is the kind of 属性定义.
var FieldDefs = record.Define("field", "属性", "company", "FD", []record.FieldOf[FieldDef]{
	record.Text("name", 1, "属性名称", func(d *FieldDef) *string { return &d.Name }, record.Required, record.Max(20), record.Listed, record.Search),
	record.Pick("kind", 2, "适用对象", func(d *FieldDef) *string { return &d.Kind }, attributedKinds, record.Required, record.Listed, record.Filter,
		record.StartsAt(record.ChoiceValue("customer"))),
	record.Pick("type", 3, "类型", func(d *FieldDef) *FieldType { return &d.Type }, fieldTypeChoices(), record.Required, record.Listed, record.Filter,
		record.StartsAt(record.ChoiceValue("text"))),
	record.Text("options", 4, "选项", func(d *FieldDef) *string { return &d.Options }, record.Max(600), record.Hint("用、隔开，如 高、中、低"),
		record.Only("type", "choice", "many")),
	record.Text("unit", 5, "单位", func(d *FieldDef) *string { return &d.Unit }, record.Max(10), record.Only("type", "int", "number")),
	record.Int("length", 10, "最大长度", func(d *FieldDef) *int { return &d.Length }, record.Between(0, 2000), record.Unit("字"), record.Hint("0 表示这个类型通常的长度"),
		record.Only("type", "text", "long")),
	record.Text("default", 11, "默认值", func(d *FieldDef) *string { return &d.Default }, record.Max(200), record.Hint("新增时先填好的内容"),
		record.Only("type", "text", "long", "int", "number", "money", "percent", "date", "bool", "choice", "many")),
	record.Text("hint", 6, "填写说明", func(d *FieldDef) *string { return &d.Hint }, record.Max(60)),
	record.Bool("required", 7, "必填", func(d *FieldDef) *bool { return &d.Required }, record.Listed),
	record.Bool("unique", 12, "不许重复", func(d *FieldDef) *bool { return &d.Unique }, record.Listed,
		record.Only("type", "text", "int", "date", "phone", "email")),
	record.Bool("listed", 8, "在列表中显示", func(d *FieldDef) *bool { return &d.Listed }, record.Listed),
	record.Int("order", 13, "顺序", func(d *FieldDef) *int { return &d.Order }, record.NotNegative, record.Hint("小的排在前面")),
	record.Links("categories", 14, "客户分类", func(d *FieldDef) *[]record.Ref[DictItem] { return &d.Categories }, record.Only("kind", "customer"),
		record.Narrow(record.Where("group", record.ChoiceValue(GroupCategory))), record.Section("只用于"), record.Hint("只有这些分类的客户才有；不选就都有")),
	record.LinksTo("classes", 15, "产品分类", "product-category", func(d *FieldDef) *[]record.ID { return &d.Classes }, record.Only("kind", "product"),
		record.Section("只用于"), record.Hint("只有这些分类和它们下级的产品才有；不选就都有")),
	record.Int("tag", 9, "存储号", func(d *FieldDef) *int { return &d.Tag }, record.Computed, record.Hidden),
}, record.Shapes)

func init() {
	FieldDefs.Rule(checkField)
	DictItems.Rule(keepCategories)
}

func checkField(tx record.Tx, d, old *FieldDef) error {
	what := "没有保存属性 " + d.Name
	if d.Type.chooses() && len(d.options()) < 2 {
		return record.RefuseField("field.options", "options", what, "选项少于两个", "用、隔开写出各个选项")
	}
	d.Unique = d.Unique && d.Type.comparable()
	k := record.KindNamed(d.Kind)
	if old != nil {
		d.Tag = old.Tag
		if old.Type != d.Type || old.Kind != d.Kind {
			return record.RefuseField("field.type", "type", what, "属性建立后不能改变类型和适用对象", "另建一个属性")
		}
		if err := keepUsed(tx, k, d, old, what); err != nil {
			return err
		}
	} else {
		n, err := taken(tx, d)
		if err != nil {
			return err
		}
		if n >= mostFields {
			return record.RefuseField("field.most", "kind", what, fmt.Sprintf("%s已有 %d 个属性，一个对象最多 %d 个", k.Label, n, mostFields), "删去不用的属性再新增")
		}
		if d.Tag, err = freshTag(tx); err != nil {
			return err
		}
	}
	for _, f := range tx.Fields(k) {
		if f.Label == d.Name && f.Tag != d.Tag {
			return record.RefuseField("field.name", "name", what, k.Label+"已经有「"+d.Name+"」", "换一个名称")
		}
	}
	if d.Default != "" {
		f := d.field(tx, k)
		v, err := f.Parse(d.Default, nil)
		if err != nil {
			return record.RefuseField("field.default", "default", what, "默认值"+err.Error(), "改正默认值，或清空")
		}
		if why, fix := f.Wrong(v); why != "" {
			return record.RefuseField("field.default", "default", what, "默认值："+why, fix)
		}
	}
	return nil
}

// keepUsed refuses to take away what records say: an option that one has, and the freedom to
// repeat a value that two share.
func keepUsed(tx record.Tx, k *record.Kind, d, old *FieldDef, what string) error {
	gone := slices.DeleteFunc(old.options(), func(o string) bool { return slices.Contains(d.options(), o) })
	unique := d.Unique && !old.Unique
	if len(gone) == 0 && !unique {
		return nil
	}
	f := record.FieldNamed(tx, k, d.field(tx, k).Name)
	if f == nil {
		return nil
	}
	seen := map[string]string{} // numbers of records by value
	var refused error
	err := tx.Each(k, []record.Cond{{Field: f.Name, Op: record.Filled}}, func(row record.Row) bool {
		v := row.Value(f)
		for _, o := range record.Several(v) {
			if d.Type.chooses() && slices.Contains(gone, o) {
				refused = record.RefuseField("field.used", "options", what, k.Label+" "+row.Value(k.Field("no")).S+" 正用着选项「"+o+"」", "保留这个选项，或先改掉用着它的记录")
				return false
			}
		}
		if unique {
			key, no := fmt.Sprint(v.N, v.S), row.Value(k.Field("no")).S
			if other := seen[key]; other != "" {
				refused = record.RefuseField("field.repeated", "unique", what, k.Label+" "+other+" 和 "+no+" 的「"+d.Name+"」相同", "先改掉重复的内容")
				return false
			}
			seen[key] = no
		}
		return true
	})
	if err != nil {
		return err
	}
	return refused
}

// taken is how many other attributes the kind of a definition has.
func taken(tx record.Tx, d *FieldDef) (n int, err error) {
	err = tx.Each(FieldDefs.Kind, []record.Cond{record.Where("kind", record.ChoiceValue(d.Kind))}, func(row record.Row) bool {
		if row.ID() != d.ID {
			n++
		}
		return true
	})
	return n, err
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
func (d *FieldDef) field(r record.Reader, k *record.Kind) *record.Field {
	t := d.Type.spec()
	opts := append([]record.Option{record.Unit(d.Unit), record.Hint(d.Hint), record.Section("自定义属性")}, t.opts...)
	if t.length > 0 {
		length := t.length
		if d.Length > 0 {
			length = d.Length
		}
		opts = append(opts, record.Max(length))
	}
	for _, o := range []struct {
		on  bool
		opt record.Option
	}{{d.Required, record.Required}, {d.Unique, record.Unique}, {d.Listed, record.Listed},
		{d.Listed && t.typ != record.TypeLong && d.Type != "many", record.Filter}} {
		if o.on {
			opts = append(opts, o.opt)
		}
	}
	switch {
	case len(d.Categories) > 0:
		var ids []record.ID
		for _, c := range d.Categories {
			ids = append(ids, c.ID())
		}
		opts = append(opts, record.OnlyWith("category", ids))
	case len(d.Classes) > 0:
		opts = append(opts, record.OnlyWith("category", withBelow(r, "product-category", d.Classes)))
	}
	f := record.CustomField(k, fmt.Sprintf("x%d", d.Tag), d.Tag, d.Name, t.typ, opts...)
	if d.Type.chooses() {
		for _, o := range d.options() {
			f.Choices = append(f.Choices, record.Choice{Code: o, Label: o})
		}
	}
	if v, err := f.Parse(d.Default, nil); err == nil && d.Default != "" {
		f.Default = func(record.Reader) record.Value { return v }
	}
	return f
}

// withBelow adds what stands below records of a kind that is a tree.
func withBelow(r record.Reader, kind string, ids []record.ID) []record.ID {
	k := record.KindNamed(kind)
	if k == nil || k.Parent == nil {
		return ids
	}
	out := slices.Clone(ids)
	for _, id := range ids {
		// Without conditions it fails only when the file does, which whoever reads next will hear.
		below, _ := record.Below(r, k.Parent, id)
		for b := range below {
			out = append(out, b)
		}
	}
	return out
}

// keepCategories refuses to switch off a category of customers that attributes are tied to.
func keepCategories(tx record.Tx, d, old *DictItem) error {
	if old == nil || d.Group != GroupCategory || !d.Off || old.Off {
		return nil
	}
	used := ""
	err := tx.Each(FieldDefs.Kind, []record.Cond{record.Where("categories", record.LinkValue(d.ID))}, func(row record.Row) bool {
		used = row.Value(FieldDefs.Field("name")).S
		return false
	})
	if err == nil && used != "" {
		err = record.RefuseField("dict.used", "off", "没有保存列表项 "+d.Name, "属性「"+used+"」只用于这个客户分类", "先改掉属性的适用分类")
	}
	return err
}

// CustomFields lists the fields defined at run time, by kind.
func CustomFields(r record.Reader) (map[*record.Kind][]*record.Field, error) {
	defs, err := record.Find(r, FieldDefs)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(defs, func(a, b *FieldDef) int { return cmp.Compare(a.Order, b.Order) })
	out := map[*record.Kind][]*record.Field{}
	for _, d := range defs {
		if k := record.KindNamed(d.Kind); k != nil {
			out[k] = append(out[k], d.field(r, k))
		}
	}
	return out, nil
}
