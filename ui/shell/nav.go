package shell

import (
	"fmt"

	"crmlab/domain/record"
	"crmlab/ui/page"
)

// HomeEntry and JournalEntry are the route names of 我的桌面, which every registry has, and of
// 操作日志, which the shell adds itself.
const (
	HomeEntry    = "desk"
	JournalEntry = "journal"
)

// navItem is one line of the sidebar.
type navItem struct {
	entry      string // route name; "" for an experiment
	experiment int    // of an experiment line; 0 otherwise
	numeral    string
	label      string
	count      int
	score      string // 60/100; "" for what has no checks
	done       bool   // every point was earned
	child      bool   // a page of the open experiment
	lit        bool   // where the user is
	faint      bool   // an experiment that has nothing to show yet
}

// nav is what the sidebar shows, apart from how.
type nav struct {
	registry *page.Registry
	standing *standing // of the experiments that have checks
	open     int       // experiment whose pages are listed; 0: none
	at       string    // entry of the page that is shown
	waiting  int       // count beside 我的桌面
}

// pagesOf are the entries that the sidebar lists under an experiment.
func pagesOf(r *page.Registry, experiment int) []page.Entry {
	var out []page.Entry
	for _, e := range r.Entries {
		if e.Experiment == experiment && !e.Hidden {
			out = append(out, e)
		}
	}
	return out
}

// items lists the lines from top to bottom.
func (n *nav) items() []navItem {
	var out []navItem
	for _, e := range pagesOf(n.registry, 0) {
		item := navItem{entry: e.Name, label: e.Label, lit: e.Name == n.at}
		if e.Name == HomeEntry {
			item.count = n.waiting
		}
		out = append(out, item)
	}
	home, _ := n.registry.Find(n.at)
	for i, x := range experiments {
		no := i + 1
		pages := pagesOf(n.registry, no)
		item := navItem{
			experiment: no, numeral: x.Numeral, label: x.Label, lit: home.Experiment == no,
			faint: len(pages) == 0 && len(stepsFor(n.registry, no)) == 0 && !n.standing.has(no),
		}
		if p := n.standing.now[no]; p != nil {
			item.score = fmt.Sprintf("%d/%d", p.Score.Earned, p.Score.Possible)
			item.done = p.Score.Faulty == 0 && p.Score.Possible > 0 && p.Score.Earned == p.Score.Possible
		}
		out = append(out, item)
		if no != n.open {
			continue
		}
		for _, e := range pages {
			out = append(out, navItem{entry: e.Name, label: e.Label, child: true, lit: e.Name == n.at})
		}
	}
	return out
}

// maySee reports whether the hat may open an entry's page.
func maySee(a *record.Access, e page.Entry) bool {
	return e.Kind == nil || a.May(e.Kind, record.View)
}
