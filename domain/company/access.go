package company

import (
	"crmlab/domain/record"
)

// AccessOf works out what a hat may see and do. The zero Hat is the program itself
// (making a case, importing by command line) and may do everything.
func AccessOf(r record.Reader, h record.Hat) (*record.Access, error) {
	if h == (record.Hat{}) {
		return Everything(), nil
	}
	e, err := record.Get(r, record.Ref[Employee](h.Employee))
	if err != nil {
		return nil, err
	}
	holds := false
	for _, p := range e.Posts {
		holds = holds || p.Position.ID() == h.Position && p.Department.ID() == h.Dept
	}
	p, err := record.Get(r, record.Ref[Position](h.Position))
	if err != nil {
		return nil, err
	}
	if !holds || e.Standing == Left {
		return nil, record.Refuse("hat", "不能以 "+e.Name+" "+p.Name+" 的身份工作", "该员工现在没有这个任职", "在页头换一个身份")
	}
	a := &record.Access{Self: e.ID, Rights: map[string]record.Right{}, Depts: map[record.ID]bool{}}
	for _, m := range p.Rights {
		a.Rights[m.Module] |= m.bits()
	}
	switch p.Scope {
	case ScopeAll:
		a.Everything = true
	case ScopeTree:
		if a.Depts, err = Subtree(r, h.Dept); err != nil {
			return nil, err
		}
	case ScopeDept:
		a.Depts[h.Dept] = true
	case ScopeSelf: // own records only
	}
	return a, nil
}

// Everything is the access of the program itself.
func Everything() *record.Access {
	a := &record.Access{Everything: true, Rights: map[string]record.Right{}}
	for m := range record.ModuleLabels {
		a.Rights[m] = ^record.Right(0)
	}
	return a
}
