package lab

import (
	"slices"

	"crmlab/domain/record"
)

// trace is what was done since the start of the work file: the steps, which of them were
// taken back, and the records that they made. It follows the journal.
type trace struct {
	start   uint64 // the mark; 0: the file has none, and everything counts
	last    uint64
	entries []*record.Entry
	at      map[uint64]int // index of an entry
	undone  map[uint64]bool
	made    map[*record.Kind][]record.ID
	own     map[record.Target]bool

	standing []*record.Entry // see steps
}

func newTrace() *trace {
	return &trace{at: map[uint64]int{}, undone: map[uint64]bool{}, made: map[*record.Kind][]record.ID{}, own: map[record.Target]bool{}}
}

// traceOf reads the journal back to the start.
func traceOf(r record.Reader) (*trace, error) {
	var back []*record.Entry
	t := newTrace()
	for before := uint64(0); ; {
		page, err := r.Journal(before, 200)
		if err != nil {
			return nil, err
		}
		for _, e := range page {
			if e.Op == record.OpMark {
				t.start = e.Seq
				break
			}
			back = append(back, e)
		}
		if t.start > 0 || len(page) == 0 {
			break
		}
		before = page[len(page)-1].Seq
	}
	t.last = t.start
	for _, e := range slices.Backward(back) {
		t.add(e)
	}
	return t, nil
}

// add takes in the next entry.
func (t *trace) add(e *record.Entry) {
	if e.Seq <= t.last {
		return
	}
	if e.Op == record.OpMark { // a new start
		*t = *newTrace()
		t.start, t.last = e.Seq, e.Seq
		return
	}
	t.last = e.Seq
	t.at[e.Seq] = len(t.entries)
	t.entries = append(t.entries, lean(e))
	switch e.Op {
	case record.OpUndo, record.OpRedo:
		root, back := t.root(e)
		t.undone[root] = back
		t.settle()
		return
	case record.OpRestore:
		t.settle()
		return
	}
	t.standing = append(t.standing, t.entries[len(t.entries)-1])
	for _, c := range e.Changes {
		k := record.KindNamed(c.Kind)
		key := record.Target{Kind: c.Kind, ID: c.ID}
		if c.Op == record.Created && k != nil && !t.own[key] {
			t.own[key] = true
			t.made[k] = append(t.made[k], c.ID)
		}
	}
}

// manyChanges is from where on a step is kept without the contents of its records.
const manyChanges = 500

// lean is an entry as events need it: of a large step (an import) only the links of what
// was made are kept, for it stays in memory as long as the file is open.
func lean(e *record.Entry) *record.Entry {
	if len(e.Changes) <= manyChanges {
		return e
	}
	out := *e
	out.Changes = make([]record.Change, len(e.Changes))
	for i, c := range e.Changes {
		k := record.KindNamed(c.Kind)
		out.Changes[i] = record.Change{Kind: c.Kind, ID: c.ID, Op: c.Op, No: c.No}
		if k == nil {
			continue
		}
		for _, f := range c.Fields {
			if g := k.ByTag(f.Tag); g != nil && g.Type == record.TypeLink && f.New.N != 0 {
				out.Changes[i].Fields = append(out.Changes[i].Fields, record.FieldChange{Tag: f.Tag, New: record.LinkValue(f.New.ID())})
			}
		}
	}
	return &out
}

// root is the step that an undo or a redo is about in the end, and whether it is taken
// back now.
func (t *trace) root(e *record.Entry) (seq uint64, back bool) {
	for {
		i, ok := t.at[e.Undoes]
		if !ok {
			return e.Undoes, !back
		}
		e = t.entries[i]
		back = !back
		if e.Op != record.OpUndo && e.Op != record.OpRedo {
			return e.Seq, back
		}
	}
}

// steps walks the entries that stand, oldest first: neither were they taken back, nor did
// the work go back to a state before them.
func (t *trace) steps(fn func(*record.Entry) bool) {
	for _, e := range t.standing {
		if !fn(e) {
			return
		}
	}
}

// settle finds out anew which entries stand.
func (t *trace) settle() {
	t.standing = nil
	for _, e := range t.entries {
		switch {
		case t.undone[e.Seq]:
		case e.Op == record.OpDo:
			t.standing = append(t.standing, e)
		case e.Op == record.OpRestore:
			for n := len(t.standing); n > 0 && t.standing[n-1].Seq > e.Undoes; n-- {
				t.standing = t.standing[:n-1]
			}
		}
	}
}
