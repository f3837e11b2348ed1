package desk

import (
	"crmlab/domain/record"
	"crmlab/ui/page"
)

// openRoute is the route that shows a record. Of several entries of its kind (sales, market and
// service tasks) it takes the one whose list holds the record; false if the program has no page
// for it, or the record is gone.
func openRoute(r record.Reader, reg *page.Registry, t record.Target) (page.Route, bool) {
	k := record.KindNamed(t.Kind)
	if k == nil || t.ID == 0 {
		return page.Route{}, false
	}
	row, ok := r.Row(k, t.ID)
	if !ok {
		return page.Route{}, false
	}
	for _, e := range reg.Entries {
		if e.Kind == k && holds(r, row, e.Preset) {
			return page.Route{Name: e.Name, View: page.Open, ID: t.ID}, true
		}
	}
	return reg.OpenRoute(k, t.ID)
}

// holds reports whether a record meets the conditions of an entry.
func holds(r record.Reader, row record.Row, preset string) bool {
	conds, err := record.ParseConds(r, row.Kind(), preset)
	if err != nil {
		return false
	}
	for _, c := range conds {
		f := record.FieldNamed(r, row.Kind(), c.Field)
		if !(record.Test{Field: f, Op: c.Op, Values: c.Values}).Holds(row.Value(f)) {
			return false
		}
	}
	return true
}
