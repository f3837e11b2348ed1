package company

import "crmlab/domain/record"

// Sex of a person.
type Sex string

// Sexes are the choices of 性别.
var Sexes = []record.Choice{{Code: "m", Label: "男"}, {Code: "f", Label: "女"}}

// Standing says whether an employee still works here.
type Standing string

// Standings of employees.
const (
	Working Standing = "working"
	Left    Standing = "left"
)

// Employee 员工 holds one or more posts; whoever uses the program wears the hat of an
// employee in one of the employee's posts.
type Employee struct {
	record.Base
	Name     string
	Sex      Sex
	Posts    []Post
	Superior record.Ref[Employee]
	Mobile   string
	Phone    string
	Email    string
	Birthday record.Date
	Hired    record.Date
	Standing Standing
	Title    string
	Address  string
	Secret   string // argon2id of the password that guards the employee's hats; "": none
}

// Post is one position held in one department (员工兼职多部门 has several).
type Post struct {
	Department record.Ref[Department]
	Position   record.Ref[Position]
}

// Employees is the kind of 员工.
var Employees = record.Define(record.EmployeeKind, "员工", "company", "E", []record.FieldOf[Employee]{
	record.Text("name", 1, "姓名", func(e *Employee) *string { return &e.Name }, record.Required, record.Max(40), record.Listed, record.Search),
	record.Pick("sex", 2, "性别", func(e *Employee) *Sex { return &e.Sex }, Sexes, record.Listed),
	record.Lines("posts", 3, "任职", func(e *Employee) *[]Post { return &e.Posts }, []record.FieldOf[Post]{
		record.Link("department", 1, "部门", func(p *Post) *record.Ref[Department] { return &p.Department }, record.Required),
		record.Link("position", 2, "职位", func(p *Post) *record.Ref[Position] { return &p.Position }, record.Required),
	}, record.Hint("第一行是主要任职；可以在几个部门兼职")),
	record.Link("superior", 4, "直属上级", func(e *Employee) *record.Ref[Employee] { return &e.Superior }, record.Listed),
	record.Text("title", 11, "头衔", func(e *Employee) *string { return &e.Title }, record.Max(60)),
	record.Text("mobile", 5, "手机", func(e *Employee) *string { return &e.Mobile }, record.Max(30), record.Listed, record.Search),
	record.Text("phone", 6, "电话", func(e *Employee) *string { return &e.Phone }, record.Max(30)),
	record.Text("email", 7, "邮箱", func(e *Employee) *string { return &e.Email }, record.Max(80)),
	record.Day("birthday", 8, "生日", func(e *Employee) *record.Date { return &e.Birthday }),
	record.Day("hired", 9, "入职日期", func(e *Employee) *record.Date { return &e.Hired }, record.Listed),
	record.Text("secret", 13, "登录密码", func(e *Employee) *string { return &e.Secret }, record.System, record.Hidden, record.Masked),
	record.Text("address", 12, "住址", func(e *Employee) *string { return &e.Address }, record.Max(120)),
	record.Pick("standing", 10, "状态", func(e *Employee) *Standing { return &e.Standing }, []record.Choice{
		{Code: string(Working), Label: "在职", Tone: record.ToneGreen}, {Code: string(Left), Label: "离职", Tone: record.ToneGrey}},
		record.Required, record.Listed, record.Filter, record.StartsAt(record.ChoiceValue(Working))),
}, record.Shapes)

func init() {
	Employees.Offer(record.Where("standing", record.ChoiceValue(Working)))
	Employees.Derive("post", 20, "主要任职", record.TypeText, func(r record.Reader, row record.Row) record.Value {
		posts := row.Value(Employees.Field("posts")).R
		if len(posts) == 0 {
			return record.TextValue("")
		}
		return record.TextValue(r.Title(Departments.Kind, posts[0][0].ID()) + " " + r.Title(Positions.Kind, posts[0][1].ID()))
	}, record.Listed)

	Employees.Rule(func(tx record.Tx, e, _ *Employee) error {
		e.Dept = 0
		if len(e.Posts) > 0 {
			e.Dept = e.Posts[0].Department.ID()
		}
		if record.Circular(tx, Employees.Field("superior"), e.ID, e.Superior.ID()) {
			return record.RefuseField("employee.superior", "superior", "没有保存员工 "+e.Name, "直属上级是本人或本人的下属", "换一个上级")
		}
		seen := map[Post]bool{}
		for _, p := range e.Posts {
			if seen[p] {
				return record.RefuseField("employee.post", "posts", "没有保存员工 "+e.Name, "同一个部门的同一个职位写了两行", "删去一行")
			}
			seen[p] = true
		}
		return nil
	})
}

// Below lists the employees who report to one, over any number of steps.
func Below(r record.Reader, top record.ID) (map[record.ID]bool, error) {
	return record.Below(r, Employees.Field("superior"), top)
}

// HatChoice is one hat that can be worn: an employee in one of the posts.
type HatChoice struct {
	Hat                record.Hat
	Name, Dept, Office string // employee, department, position
}

// Hats lists every hat of the working employees, in order of employee numbers.
func Hats(r record.Reader) ([]HatChoice, error) {
	es, err := record.Find(r.Whole(), Employees, record.Where("standing", record.ChoiceValue(Working)))
	if err != nil {
		return nil, err
	}
	var out []HatChoice
	for _, e := range es {
		for _, p := range e.Posts {
			out = append(out, HatChoice{
				Hat:  record.Hat{Employee: e.ID, Position: p.Position.ID(), Dept: p.Department.ID()},
				Name: e.Name, Dept: r.Title(Departments.Kind, p.Department.ID()), Office: r.Title(Positions.Kind, p.Position.ID())})
		}
	}
	return out, nil
}

// HatOf is the main hat of an employee; a refusal when the employee has left or has no post.
func HatOf(r record.Reader, id record.ID) (record.Hat, error) {
	e, err := record.Get(r.Whole(), record.Ref[Employee](id))
	if err != nil {
		return record.Hat{}, err
	}
	if e.Standing == Left || len(e.Posts) == 0 {
		return record.Hat{}, record.Refuse("hat", "不能以 "+e.Name+" 的身份工作", "该员工已离职或没有任职", "换一个在职员工")
	}
	return record.Hat{Employee: e.ID, Position: e.Posts[0].Position.ID(), Dept: e.Posts[0].Department.ID()}, nil
}
