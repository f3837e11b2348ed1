package approval

import (
	"slices"

	"crmlab/domain/company"
	"crmlab/domain/record"
)

// whoAnswers finds who answers at a point, or why the document passes over it. what begins the
// refusal of a point that nobody can answer at.
func whoAnswers(r record.Reader, p *Point, in *Instance, what string) (who []record.Ref[company.Employee], passed string, err error) {
	found, err := candidates(r, p, in)
	if err != nil {
		return nil, "", err
	}
	who, own, err := eligible(r, found, in)
	if err != nil || len(who) > 0 {
		return who, "", err
	}
	if own && in.Own == OwnSkip {
		return nil, "审批人就是提交人", nil
	}
	switch p.Nobody {
	case NobodyPass:
		return nil, "没有合适的审批人，自动通过", nil
	case NobodyOther:
		if who, _, err = eligible(r, []record.Ref[company.Employee]{p.StandIn}, in); err != nil || len(who) > 0 {
			return who, "", err
		}
	case NobodyRefuse:
	}
	return nil, "", record.Refuse("approval.nobody", what, "审批点「"+p.Name+"」没有人能审批：没有在职的员工，或者只有提交人自己", "在审批流程定义里改正这个审批点，或给相应职位安排员工")
}

// candidates are the employees that a point names, whether they can answer or not.
func candidates(r record.Reader, p *Point, in *Instance) ([]record.Ref[company.Employee], error) {
	switch p.Who {
	case ByEmployee:
		return p.Employees, nil
	case BySuperior:
		submitter, err := record.Get(r, in.Submitter)
		if err != nil {
			return nil, err
		}
		return []record.Ref[company.Employee]{submitter.Superior}, nil
	case ByManager:
		return manager(r, in)
	case ByPosition:
		es, err := record.Find(r, company.Employees)
		if err != nil {
			return nil, err
		}
		var found []record.Ref[company.Employee]
		for _, e := range es {
			if slices.ContainsFunc(e.Posts, func(post company.Post) bool { return post.Position == p.Position }) {
				found = append(found, record.Ref[company.Employee](e.ID))
			}
		}
		return found, nil
	}
	return nil, nil
}

// manager is who leads the submitter's department, or the next one above it that is led. Where
// the submitter leads it and may not answer, it is who leads a department above.
func manager(r record.Reader, in *Instance) ([]record.Ref[company.Employee], error) {
	for id, steps := in.FromDept, 0; id != 0 && steps < 50; steps++ {
		dept, err := record.Get(r, id)
		if err != nil {
			return nil, err
		}
		if dept.Manager != 0 && (dept.Manager != in.Submitter || in.Own != OwnSuperior) {
			return []record.Ref[company.Employee]{dept.Manager}, nil
		}
		id = dept.Parent
	}
	return nil, nil
}

// eligible are those of the candidates who work here, with somebody in the place of the
// submitter where the flow says so; own reports that the submitter was among them.
func eligible(r record.Reader, found []record.Ref[company.Employee], in *Instance) (who []record.Ref[company.Employee], own bool, err error) {
	for _, e := range found {
		if e == in.Submitter && e != 0 {
			own = true
			switch in.Own {
			case OwnSkip:
				continue
			case OwnAllow:
			default:
				submitter, err := record.Get(r, e)
				if err != nil {
					return nil, own, err
				}
				e = submitter.Superior
			}
		}
		if e == 0 || slices.Contains(who, e) {
			continue
		}
		emp, err := record.Get(r, e)
		if err != nil {
			return nil, own, err
		}
		if emp.Standing != company.Left {
			who = append(who, e)
		}
	}
	return who, own, nil
}
