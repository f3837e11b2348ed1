package shell

import "crmlab/ui/page"

// keptPages is how many pages of the history stay built. Older ones are built again when the user
// goes back to them.
const keptPages = 12

// visit is one place in the history. Its page is nil until it is shown, and again when it was let go.
type visit struct {
	route page.Route
	page  page.Page
	stale bool // records that the page watches have changed while it was hidden
	seen  int  // number of the last showing, to find the page that was not seen for longest
}

// drop lets the page go. The visit stays and can be shown again.
func (v *visit) drop() {
	if v.page != nil {
		v.page.Close()
		v.page, v.stale = nil, false
	}
}

// history is the way the user came, with the place where the user stands.
type history struct {
	visits []*visit
	at     int
	shown  int
}

func (h *history) current() *visit {
	if h.at >= len(h.visits) {
		return nil
	}
	return h.visits[h.at]
}

// push goes on to a route; what lay ahead is forgotten.
func (h *history) push(r page.Route) {
	if len(h.visits) > 0 {
		for _, v := range h.visits[h.at+1:] {
			v.drop()
		}
		h.visits = h.visits[:h.at+1]
	}
	h.visits = append(h.visits, &visit{route: r})
	h.at = len(h.visits) - 1
}

// replace stands at a route instead of the current one.
func (h *history) replace(r page.Route) {
	if len(h.visits) == 0 {
		h.push(r)
		return
	}
	h.visits[h.at].drop()
	h.visits[h.at] = &visit{route: r}
}

// can reports whether there is a visit that many steps ahead, or behind when negative.
func (h *history) can(steps int) bool { return h.at+steps >= 0 && h.at+steps < len(h.visits) }

// move goes ahead or back. It reports whether there was such a visit.
func (h *history) move(steps int) bool {
	if !h.can(steps) {
		return false
	}
	h.at += steps
	return true
}

// showing notes that the current visit is seen now and lets go of the pages that were not seen
// for longest.
func (h *history) showing() {
	h.shown++
	h.current().seen = h.shown
	for {
		kept, oldest := 0, (*visit)(nil)
		for _, v := range h.visits {
			if v.page == nil {
				continue
			}
			kept++
			if oldest == nil || v.seen < oldest.seen {
				oldest = v
			}
		}
		if kept <= keptPages {
			return
		}
		oldest.drop()
	}
}

// dropAll lets every page go.
func (h *history) dropAll() {
	for _, v := range h.visits {
		v.drop()
	}
}

// recent lists the last routes that differ, the newest first, without the current one.
func (h *history) recent(limit int) []page.Route {
	var out []page.Route
	seen := map[page.Route]bool{}
	if v := h.current(); v != nil {
		seen[v.route] = true
	}
	for i := len(h.visits) - 1; i >= 0 && len(out) < limit; i-- {
		r := h.visits[i].route
		if !seen[r] {
			seen[r] = true
			out = append(out, r)
		}
	}
	return out
}
