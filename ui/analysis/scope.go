package analysis

import (
	"strconv"

	figures "crmlab/domain/analysis"
	"crmlab/domain/company"
	"crmlab/domain/record"
)

// Values of the scope condition beside the inner numbers of departments.
const (
	scopeAll  = "all"  // whatever the data scope covers
	scopeMine = "mine" // the hat's own tasks only
)

// choice is one entry of a condition, apart from the widget that shows it.
type choice struct{ value, label string }

// scopeChoices are the parts of its data scope that a hat can choose: all of it, its own, or one
// department with those below.
func scopeChoices(r record.Reader) ([]choice, error) {
	hat, access := r.Hat(), r.Access()
	title := func(id record.ID) string { return r.Whole().Title(company.Departments.Kind, id) }
	out := []choice{{scopeAll, "本人"}}
	switch {
	case access.Everything:
		out[0].label = "全部部门"
	case len(access.Depts) > 1:
		out[0].label = title(hat.Dept) + "及下属"
	case len(access.Depts) == 1:
		out[0].label = title(hat.Dept)
	}
	if hat.Employee != 0 && (access.Everything || len(access.Depts) > 0) {
		out = append(out, choice{scopeMine, "只看本人"})
	}
	if !access.Everything && len(access.Depts) < 2 {
		return out, nil
	}
	parents := map[record.ID]bool{}
	parent := company.Departments.Field("parent")
	if err := r.Whole().Each(company.Departments.Kind, nil, func(row record.Row) bool {
		parents[row.Value(parent).ID()] = true
		return true
	}); err != nil {
		return nil, err
	}
	err := r.Whole().Each(company.Departments.Kind, nil, func(row record.Row) bool {
		id := row.ID()
		if !access.Everything && (!access.Depts[id] || id == hat.Dept) {
			return true
		}
		label := title(id)
		if parents[id] {
			label += "及下属"
		}
		out = append(out, choice{idText(id), label})
		return true
	})
	return out, err
}

// scopeWords name the data scope of the hat's position (数据权限).
func scopeWords(r record.Reader) string {
	scope := company.Positions.Field("scope")
	if row, ok := r.Whole().Row(company.Positions.Kind, r.Hat().Position); ok {
		if c, ok := scope.Choice(row.Value(scope).S); ok {
			return c.Label
		}
	}
	c, _ := scope.Choice(string(company.ScopeAll))
	return c.Label
}

// narrow puts a chosen scope into an ask.
func narrow(ask *figures.FunnelAsk, scope string, h record.Hat) {
	switch scope {
	case scopeAll, "":
	case scopeMine:
		ask.Owner = h.Employee
	default:
		ask.Dept = parseID(scope)
	}
}

func idText(id record.ID) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatUint(uint64(id), 10)
}

// parseID reads what idText wrote; anything else is no record.
func parseID(text string) record.ID {
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0
	}
	return record.ID(n)
}
