package page

import "crmlab/domain/record"

// OwnEntry moves the route of one record to the entry whose preset the record meets: a sales
// task belongs to 销售任务, although 市场任务 lists the same kind. Links name only the kind.
func OwnEntry(r record.Reader, registry *Registry, route Route) Route {
	e, ok := registry.Find(route.Name)
	if !ok || e.Kind == nil || e.Preset == "" || route.ID == 0 || route.View == List || route.View == New {
		return route
	}
	row, ok := r.Whole().Row(e.Kind, route.ID)
	if !ok {
		return route
	}
	for _, other := range append([]Entry{e}, registry.Entries...) {
		if other.Kind == e.Kind && meets(r, row, other.Preset) {
			route.Name = other.Name
			return route
		}
	}
	return route
}

// meets reports whether a row meets the conditions of a preset.
func meets(r record.Reader, row record.Row, preset string) bool {
	conds, err := record.ParseConds(r, row.Kind(), preset)
	if err != nil {
		return false
	}
	for _, c := range conds {
		f := record.FieldNamed(r, row.Kind(), c.Field)
		if f == nil || !(record.Test{Field: f, Op: c.Op, Values: c.Values}).Holds(row.Value(f)) {
			return false
		}
	}
	return true
}
