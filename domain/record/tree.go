package record

// deepest is how far up a tree is followed: no real one is as deep.
const deepest = 50

// Above lists what stands over a record along a link of its kind to itself, nearest first,
// beginning with the record that top names. It ends at a repetition or where a record is gone.
func Above(r Reader, parent *Field, top ID) []ID {
	var path []ID
	for at := top; at != 0 && len(path) < deepest; {
		path = append(path, at)
		row, ok := r.Row(parent.Kind, at)
		if !ok {
			break
		}
		at = row.Value(parent).ID()
	}
	return path
}

// Circular reports whether a record would stand above itself if it were put under top.
func Circular(r Reader, parent *Field, self, top ID) bool {
	path := Above(r, parent, top)
	for _, id := range path {
		if id == self && self != 0 {
			return true
		}
	}
	return len(path) == deepest
}

// Below lists every record that stands below one along a link of its kind to itself, the record
// itself not among them unless the links go in a circle.
func Below(r Reader, parent *Field, top ID) (map[ID]bool, error) {
	children := map[ID][]ID{}
	err := r.Whole().Each(parent.Kind, nil, func(row Row) bool {
		up := row.Value(parent).ID()
		children[up] = append(children[up], row.ID())
		return true
	})
	in := map[ID]bool{}
	var walk func(id ID)
	walk = func(id ID) {
		for _, c := range children[id] {
			if !in[c] {
				in[c] = true
				walk(c)
			}
		}
	}
	if top != 0 {
		walk(top)
	}
	return in, err
}
