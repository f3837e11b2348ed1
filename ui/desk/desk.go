// Package desk is 我的桌面: what waits for the hat that is worn now, four figures above it, the
// funnel of its data scope and the newest steps below. Nothing here is stored or computed: what
// waits comes from domain/lab, the funnel from domain/analysis, the steps from the journal.
package desk

import (
	"crmlab/domain/lab"
	"crmlab/domain/record"
	"crmlab/ui/page"
)

// Entry is the route name of the desk.
const Entry = "desk"

const title = "我的桌面"

// Pages is the entry of the desk; it belongs to no experiment.
func Pages() []page.Entry {
	return []page.Entry{{Name: Entry, Label: title, Build: func(h page.Host, r page.Route) page.Page { return newDeskPage(h, r) }}}
}

// Count is how many things wait for the reader's hat, for the badge beside the entry.
func Count(r record.Reader) (int, error) {
	d, err := lab.DeskOf(r)
	if err != nil {
		return 0, err
	}
	return len(d.Todos), nil
}
