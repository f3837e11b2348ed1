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
	a := &record.Access{Reach: p.Scope.label(), Self: e.ID, Rights: map[string]record.Right{}, Depts: map[record.ID]bool{}}
	for _, m := range p.Rights {
		a.Rights[m.Module] |= m.Bits()
	}
	for _, l := range p.Fields {
		// An attribute that was deleted since is no field any more.
		if f := record.FieldCoded(r, l.Field); f != nil {
			a.Limit(f, map[string]record.FieldRight{LimitRead: record.FieldRead, LimitHidden: record.FieldHidden}[l.Right])
		}
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
	case ScopeTeam:
		if a.Team, err = Below(r, h.Employee); err != nil {
			return nil, err
		}
	case ScopeSelf: // own records only
	}
	return a, nil
}

// Everything is the access of the program itself.
func Everything() *record.Access {
	a := &record.Access{Everything: true, Reach: ScopeAll.label(), Rights: map[string]record.Right{}}
	for m := range record.ModuleLabels {
		a.Rights[m] = ^record.Right(0)
	}
	return a
}
