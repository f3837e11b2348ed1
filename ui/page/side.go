package page

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"crmlab/domain/record"
	"crmlab/ui/kit"
)

// Side is a tree beside a list: the records of a nested kind, of which the chosen one, with all that
// is below it, narrows the list and fills what is added to it.
type Side struct {
	Kind  *record.Kind // nested
	Field string       // link of the list's kind to Kind, also a derived one
	Fill  string       // link that a new record gets from the choice; "": Field
	All   string       // what the row above all others is called: 全部产品
	// Leaves are records of another kind that stand below those of the tree, shown when a branch is
	// opened; the zero value has none.
	Leaves struct {
		Kind  *record.Kind
		Link  string // link of the leaves to Kind
		Field string // link of the list's kind to the leaves
	}
}

// sideNode is one row of the tree. The row for everything has neither a branch nor a leaf.
type sideNode struct {
	branch, leaf record.ID
	title        string
	place        TreePlace
}

// sideTree is the tree while it is shown.
type sideTree struct {
	Side
	page   *ListPage
	nodes  []sideNode
	open   map[record.ID]bool
	known  map[record.ID]bool // branches that were shown before: they stay as they are
	chosen sideNode
	table  *kit.RowTable
	object fyne.CanvasObject
}

func newSideTree(p *ListPage, s Side) *sideTree {
	t := &sideTree{Side: s, page: p, open: map[record.ID]bool{}, known: map[record.ID]bool{}}
	t.table = &kit.RowTable{
		Columns:  []kit.Column{{ID: "name", Title: s.Kind.Label, Width: 170, MinWidth: 120, Weight: 1}},
		Count:    func() int { return len(t.nodes) },
		Key:      func(row int) string { return t.nodes[row].key() },
		OnSelect: t.choose,
		OnOpen:   func(row int) { t.fold(row, t.nodes[row].place.Fold == kit.Closed) },
		OnFold:   t.fold,
		Cell: func(row, _ int) kit.Cell {
			n := t.nodes[row]
			return kit.Cell{Text: n.title, Depth: n.place.Depth, Fold: n.place.Fold, Bold: n == t.chosen}
		},
	}
	t.object = &kit.Card{Flush: true, Content: kit.Stack{Fill: t.table}.Of(t.table)}
	return t
}

func (n sideNode) key() string {
	if n.leaf != 0 {
		return "leaf " + idText(n.leaf)
	}
	return idText(n.branch)
}

// reload reads the tree again. Branches with others below them begin open, those with leaves only
// closed.
func (t *sideTree) reload() {
	var nodes []sideNode
	err := t.page.host.Book().Read(t.page.host.Hat(), func(r record.Reader) error {
		found, err := r.Whole().Query(record.Query{Kind: t.Kind, Sort: listOrder(t.Kind)})
		if err != nil {
			return err
		}
		leaves, err := t.leavesOf(r)
		if err != nil {
			return err
		}
		rows, places := treeOrder(t.Kind, found.Rows, nil)
		nodes = []sideNode{{title: t.All, place: TreePlace{Fold: kit.Leaf}}}
		hidden := -1 // depth of the closed branch that the rows are below
		for i, row := range rows {
			id, at := row.ID(), places[i]
			if hidden >= 0 && at.Depth > hidden {
				continue
			}
			hidden = -1
			if !t.known[id] {
				t.known[id], t.open[id] = true, at.Fold == kit.Open
			}
			if at.Fold == kit.Open || len(leaves[id]) > 0 {
				at.Fold = kit.Closed
				if t.open[id] {
					at.Fold = kit.Open
				} else {
					hidden = at.Depth
				}
			}
			nodes = append(nodes, sideNode{branch: id, title: r.Title(t.Kind, id), place: at})
			if at.Fold != kit.Open {
				continue
			}
			for _, leaf := range leaves[id] {
				nodes = append(nodes, sideNode{leaf: leaf, title: r.Title(t.Leaves.Kind, leaf), place: TreePlace{Depth: at.Depth + 1, Fold: kit.Leaf}})
			}
		}
		return nil
	})
	if err != nil {
		t.page.host.Fail(err)
		return
	}
	t.nodes = nodes
	i := slices.IndexFunc(nodes, func(n sideNode) bool { return n.key() == t.chosen.key() })
	t.chosen = nodes[max(i, 0)] // what is gone or hidden gives way to everything
	t.table.Reload()
}

func (t *sideTree) leavesOf(r record.Reader) (map[record.ID][]record.ID, error) {
	if t.Leaves.Kind == nil {
		return nil, nil
	}
	link, out := t.Leaves.Kind.Field(t.Leaves.Link), map[record.ID][]record.ID{}
	found, err := openReader(r, t.Leaves.Kind).Query(record.Query{Kind: t.Leaves.Kind, Sort: pickOrder(t.Leaves.Kind)})
	if err != nil {
		return nil, err
	}
	for _, row := range found.Rows {
		id := row.Value(link).ID()
		out[id] = append(out[id], row.ID())
	}
	return out, nil
}

func (t *sideTree) fold(row int, open bool) {
	n := t.nodes[row]
	if n.branch == 0 {
		return
	}
	t.open[n.branch] = open
	t.reload()
	t.page.turnTo(1)
}

func (t *sideTree) choose(row int) {
	if row < 0 || row >= len(t.nodes) || t.nodes[row] == t.chosen {
		return
	}
	t.chosen = t.nodes[row]
	t.table.Reload()
	t.page.turnTo(1)
}

// all goes back to everything; the list is read by whoever asks for it.
func (t *sideTree) all() {
	t.chosen = t.nodes[0]
	t.table.Select(0)
}

// conds are what the choice says of the list.
func (t *sideTree) conds(r record.Reader) []record.Cond {
	switch {
	case t.chosen.leaf != 0:
		return []record.Cond{record.Where(t.Leaves.Field, record.LinkValue(t.chosen.leaf))}
	case t.chosen.branch != 0:
		var below []record.Value
		for _, id := range branchOf(r, t.Kind, t.chosen.branch) {
			below = append(below, record.LinkValue(id))
		}
		return []record.Cond{record.Where(t.Field, below...)}
	}
	return nil
}

// branchOf is a record of a nested kind with all that are below it.
func branchOf(r record.Reader, k *record.Kind, top record.ID) []record.ID {
	out := []record.ID{}
	// Without conditions on fields of the file Each cannot fail.
	_ = r.Whole().Each(k, nil, func(row record.Row) bool {
		if slices.Contains(record.Above(r.Whole(), k.Parent, row.ID()), top) {
			out = append(out, row.ID())
		}
		return true
	})
	return out
}

// preset fills a new record with the choice.
func (t *sideTree) preset() string {
	field, id := t.Fill, t.chosen.branch
	if field == "" {
		field = t.Field
	}
	if t.chosen.leaf != 0 {
		field, id = t.Leaves.Field, t.chosen.leaf
	}
	if id == 0 {
		return ""
	}
	var out string
	if err := t.page.host.Book().Read(t.page.host.Hat(), func(r record.Reader) error {
		out = LinkPreset(r, t.page.kind.Field(field), id)
		return nil
	}); err != nil {
		t.page.host.Fail(err)
	}
	return out
}

// watches reports whether a step changes the tree.
func (t *sideTree) watches(ev record.Event) bool {
	return ev.Touches(t.Kind) || t.Leaves.Kind != nil && ev.Touches(t.Leaves.Kind)
}

// besideList gives the tree a width that leaves the list most of the room. Where there is too little
// for both the list has it: its query bar asks for the class, too.
type besideList struct{}

const (
	sideWidth, sideNarrow, sideGap float32 = 206, 150, 10
	roomForBoth                    float32 = 560
)

func (besideList) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[1].MinSize() }

func (besideList) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := sideWidth
	if size.Width < 720 {
		w = sideNarrow
	}
	both := size.Width >= roomForBoth
	if objects[0].Visible() != both {
		if both {
			objects[0].Show()
		} else {
			objects[0].Hide()
		}
	}
	if !both {
		objects[1].Move(fyne.NewPos(0, 0))
		objects[1].Resize(size)
		return
	}
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(fyne.NewSize(w, size.Height))
	objects[1].Move(fyne.NewPos(w+sideGap, 0))
	objects[1].Resize(fyne.NewSize(size.Width-w-sideGap, size.Height))
}

// beside puts the tree to the left of the list.
func (t *sideTree) beside(list fyne.CanvasObject) *fyne.Container {
	return container.New(besideList{}, t.object, list)
}
