package page

import "crmlab/domain/record"

// ForKind is the entry of a kind's generic list, record and form pages. preset holds conditions
// that the list always has and that a new record starts with: "role=agent". The entry is named as
// the kind; set Name where one kind has several.
func ForKind(k *record.Kind, experiment int, label string, preset ...string) Entry {
	e := Entry{Name: k.Name, Experiment: experiment, Label: label, Kind: k, Preset: JoinPresets(preset...)}
	e.Build = func(h Host, route Route) Page {
		// The registry holds the entry as it was registered, with its own name.
		own, ok := h.Registry().Find(route.Name)
		if !ok {
			own = e
		}
		return Generic(h, own, route)
	}
	return e
}

// Generic builds the generic page of a route of an entry that has a kind.
func Generic(h Host, e Entry, route Route) Page {
	switch route.View {
	case Open:
		return NewRecordPage(h, e, route)
	case Edit, New:
		return NewFormPage(h, e, route)
	}
	return NewListPage(h, e, route)
}
