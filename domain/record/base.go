package record

// Base is what every record carries. Embed it first.
type Base struct {
	ID        ID
	No        string // 编号, unique within the kind
	Owner     ID     // 负责人, an employee
	Dept      ID     // the owner's department when the record was made
	CreatedBy ID
	CreatedAt int64 // wall time, ms since 1970 UTC
	UpdatedBy ID
	UpdatedAt int64
	Remark    string
	Rev       uint64        // journal sequence of the last change; a form that saves an older Rev is refused
	Custom    map[int]Value // values of fields defined at run time (属性定义), by tag
}

// Head gives generic code the shared part of any record.
func (b *Base) Head() *Base { return b }

// Record is a pointer to a struct that embeds Base.
type Record interface{ Head() *Base }

// Names of the kinds that Base links to; package company declares them.
const (
	EmployeeKind   = "employee"
	DepartmentKind = "department"
)

// Tags of the shared fields. Fields of a kind use 1 to 899, custom fields 1000 and up.
const (
	tagNo = 901 + iota
	tagOwner
	tagDept
	tagCreatedBy
	tagCreatedAt
	tagUpdatedBy
	tagUpdatedAt
	tagRemark

	// TagRev is where a store keeps Base.Rev; it is no field: nobody edits, lists or journals it.
	TagRev = 990
	// FirstCustomTag is the first tag of fields defined at run time.
	FirstCustomTag = 1000
)

// baseFields are the fields of Base as every kind has them. Owner and department are
// shown only on kinds that are Owned.
func baseFields(owned bool) []*Field {
	head := func(r any) *Base { return r.(Record).Head() }
	link := func(name string, tag int, label, kind string, at func(*Base) *ID, opts ...Option) *Field {
		return newField(name, tag, label, TypeLink,
			func(r any) Value { return LinkValue(*at(head(r))) },
			func(r any, v Value) { *at(head(r)) = v.ID() },
			append(opts, func(f *Field) { f.targetName = kind })...)
	}
	moment := func(name string, tag int, label string, at func(*Base) *int64) *Field {
		return newField(name, tag, label, TypeTime,
			func(r any) Value { return Value{T: TypeTime, N: *at(head(r))} },
			func(r any, v Value) { *at(head(r)) = v.N }, System)
	}
	who, unit := []Option{Hidden}, []Option{Hidden, System}
	if owned {
		who, unit = []Option{Listed, Filter}, []Option{System}
	}
	return []*Field{
		newField("no", tagNo, "编号", TypeText,
			func(r any) Value { return TextValue(head(r).No) },
			func(r any, v Value) { head(r).No = v.S }, Listed, Search, Unique, Max(40), Hint("留空自动编号")),
		link("owner", tagOwner, "负责人", EmployeeKind, func(b *Base) *ID { return &b.Owner }, who...),
		link("dept", tagDept, "部门", DepartmentKind, func(b *Base) *ID { return &b.Dept }, unit...),
		link("createdBy", tagCreatedBy, "创建人", EmployeeKind, func(b *Base) *ID { return &b.CreatedBy }, System),
		moment("createdAt", tagCreatedAt, "创建时间", func(b *Base) *int64 { return &b.CreatedAt }),
		link("updatedBy", tagUpdatedBy, "修改人", EmployeeKind, func(b *Base) *ID { return &b.UpdatedBy }, System),
		moment("updatedAt", tagUpdatedAt, "修改时间", func(b *Base) *int64 { return &b.UpdatedAt }),
		newField("remark", tagRemark, "备注", TypeLong,
			func(r any) Value { return Value{T: TypeLong, S: head(r).Remark} },
			func(r any, v Value) { head(r).Remark = v.S }, Max(500)),
	}
}
