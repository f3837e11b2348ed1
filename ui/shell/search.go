package shell

import (
	"fmt"
	"slices"

	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
)

// hit is a page or a record that the search found.
type hit struct {
	Title, Second, Right string
	Tone                 record.Tone
	Route                page.Route
}

// hitGroup is the hits of one sort: pages, or records of one list.
type hitGroup struct {
	Title string
	Hits  []hit
}

// hitsShown is how many records of a list the search lists; the last line leads to all of them.
const hitsShown = 5

// search looks for pages by name and for records of every list that the reader's hat may see, by
// number, name and what else their kinds declare as searched. A record of several lists is found
// in the first of them.
func search(r record.Reader, reg *page.Registry, query string) ([]hitGroup, error) {
	out := []hitGroup{{Title: "页面", Hits: pageHits(r, reg, query)}}
	seen := map[record.Target]bool{}
	for _, e := range searched(reg) {
		g, err := recordHits(r, e, query, seen)
		if err != nil {
			return nil, fmt.Errorf("search %s: %w", e.Name, err)
		}
		out = append(out, g)
	}
	return slices.DeleteFunc(out, func(g hitGroup) bool { return len(g.Hits) == 0 }), nil
}

// searched are the entries that list records: what the company works with first, what it was set
// up with (实验二) last.
func searched(reg *page.Registry) []page.Entry {
	var work, settings []page.Entry
	for _, e := range reg.Entries {
		switch {
		case e.Kind == nil || e.Kind.Internal:
		case e.Experiment == 2:
			settings = append(settings, e)
		default:
			work = append(work, e)
		}
	}
	return append(work, settings...)
}

func pageHits(r record.Reader, reg *page.Registry, query string) []hit {
	var out []hit
	for _, e := range reg.Entries {
		if maySee(r.Access(), e) && r.Matches(e.Label, query) {
			out = append(out, hit{Title: e.Label, Right: experimentTitle(e.Experiment), Route: page.Route{Name: e.Name}})
		}
	}
	return out
}

func recordHits(r record.Reader, e page.Entry, query string, seen map[record.Target]bool) (hitGroup, error) {
	k, g := e.Kind, hitGroup{Title: e.Label}
	if !maySee(r.Access(), e) {
		return g, nil
	}
	conds, err := record.ParseConds(r, k, e.Preset)
	if err != nil {
		return g, err
	}
	answer, err := r.Query(record.Query{Kind: k, Where: conds, Text: query, Page: 1, Size: hitsShown})
	if err != nil {
		return g, err
	}
	for _, row := range answer.Rows {
		if t := (record.Target{Kind: k.Name, ID: row.ID()}); !seen[t] {
			seen[t] = true
			h := hitOf(r, k, row)
			h.Route = page.Route{Name: e.Name, View: page.Open, ID: row.ID()}
			g.Hits = append(g.Hits, h)
		}
	}
	if answer.Total > hitsShown && len(g.Hits) > 0 {
		preset := record.FormatQuery(r, record.Query{Kind: k, Text: query})
		g.Hits = append(g.Hits, hit{Title: fmt.Sprintf("查看全部 %d 条", answer.Total), Route: page.Route{Name: e.Name, Preset: preset}})
	}
	return g, nil
}

func hitOf(r record.Reader, k *record.Kind, row record.Row) hit {
	no := row.Value(k.Field("no")).S
	h := hit{Title: r.Title(k, row.ID()), Second: no}
	if h.Title == "" || h.Title == no {
		h.Title, h.Second = no, firstLink(r, k, row)
	}
	if k.States != nil {
		s := k.States.Find(row.Value(k.States.Field).S)
		h.Right, h.Tone = s.Label, s.Tone
	}
	return h
}

// firstLink is whom or what a record without a name is about: the customer of an order.
func firstLink(r record.Reader, k *record.Kind, row record.Row) string {
	for _, f := range k.Fields {
		if f.Type == record.TypeLink && f.Listed && f.Target() != nil {
			if title := r.Whole().Title(f.Target(), row.Value(f).ID()); title != "" {
				return title
			}
		}
	}
	return ""
}

// openSearch shows the search over the page.
func (s *Shell) openSearch() {
	if kit.ModalOpen(s.canvas()) {
		return
	}
	var latest kit.Latest
	f := &finder{on: s.canvas(), width: 620, none: "没有找到。可以输入编号、名称或拼音首字母。"}
	f.find = func(query string, show func([]foundGroup)) {
		if query == "" {
			latest.Drop()
			show([]foundGroup{{Title: "最近打开", Lines: s.recentLines()}})
			return
		}
		kit.Fetch(s.cfg.Runner, &latest, func() (groups []hitGroup, err error) {
			err = s.cfg.Book.Read(s.hat, func(r record.Reader) error {
				groups, err = search(r, s.registry, query)
				return err
			})
			return groups, err
		}, func(groups []hitGroup, err error) {
			if err != nil {
				f.close()
				s.Fail(err)
				return
			}
			show(s.lines(groups))
		})
	}
	f.closed = latest.Drop
	f.show("搜索页面、编号、名称或拼音首字母")
}

func (s *Shell) lines(groups []hitGroup) []foundGroup {
	var out []foundGroup
	for _, g := range groups {
		lines := make([]found, len(g.Hits))
		for i, h := range g.Hits {
			lines[i] = found{Title: h.Title, Second: h.Second, Right: h.Right, Tone: page.ToneOf(h.Tone), open: func() { s.Go(h.Route) }}
		}
		out = append(out, foundGroup{Title: g.Title, Lines: lines})
	}
	return out
}

// recentLines are the places where the user was last.
func (s *Shell) recentLines() []found {
	var out []found
	for _, r := range s.history.recent(8) {
		e, ok := s.registry.Find(r.Name)
		if !ok {
			continue
		}
		line := found{Title: e.Label, Right: experimentTitle(e.Experiment), open: func() { s.Go(r) }}
		if r.View == page.Open && e.Kind != nil {
			line.Title, line.Right = s.titleOf(e.Kind, r.ID), e.Kind.Label
		} else if r.View != page.List {
			continue
		}
		if line.Title != "" {
			out = append(out, line)
		}
	}
	return out
}

func (s *Shell) titleOf(k *record.Kind, id record.ID) (title string) {
	err := s.cfg.Book.Read(s.hat, func(r record.Reader) error {
		title = r.Title(k, id)
		return nil
	})
	if err != nil {
		s.Fail(err)
	}
	return title
}
