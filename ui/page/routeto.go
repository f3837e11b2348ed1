package page

import "crmlab/domain/record"

// RouteTo is the route that shows a record, in the entry whose list it belongs to (see OwnEntry);
// false where the program has no page for its kind.
func (g *Registry) RouteTo(r record.Reader, t record.Target) (Route, bool) {
	k := record.KindNamed(t.Kind)
	if k == nil || t.ID == 0 {
		return Route{}, false
	}
	route, ok := g.OpenRoute(k, t.ID)
	if !ok {
		return Route{}, false
	}
	return OwnEntry(r, g, route), true
}

// routeTo is RouteTo for pages, which have no reader open.
func routeTo(h Host, t record.Target) (route Route, ok bool) {
	err := h.Book().Read(h.Hat(), func(r record.Reader) error {
		route, ok = h.Registry().RouteTo(r, t)
		return nil
	})
	if err != nil {
		h.Fail(err)
	}
	return route, ok
}

// openTarget goes to the page of a record, if the program has one for its kind.
func openTarget(h Host, t record.Target) {
	if route, ok := routeTo(h, t); ok {
		h.Go(route)
	}
}

// OpenTarget is openTarget for the pages of modules.
func OpenTarget(h Host, t record.Target) { openTarget(h, t) }

// hasPage reports whether the program can show a record.
func hasPage(h Host, t record.Target) bool {
	k := record.KindNamed(t.Kind)
	if k == nil || t.ID == 0 {
		return false
	}
	_, ok := h.Registry().OpenRoute(k, t.ID)
	return ok
}
