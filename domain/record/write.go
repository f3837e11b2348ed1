package record

import (
	"errors"
	"fmt"
	"slices"
)

// Tx is one step while it is being made: a Reader of the whole file that can also save.
type Tx interface {
	Reader
	// Save runs the whole gate on rec: permission, numbering, field checks, the kind's
	// rules, links, unique values, difference, write, journal. rec.Head().ID is 0 for a
	// new record and is filled.
	Save(rec Record) error
	// Delete removes a record and what hangs on it by Cascade; refused while other
	// records point to it.
	Delete(k *Kind, id ID) error
	// Do performs a declared action on a record, with all its conditions.
	Do(a *Action, id ID, in any) error
	// ByRule is the same step without asking the hat's rights and the state's locks,
	// for what a rule or an action writes on the user's behalf.
	ByRule() Tx
	// Ruled reports whether this is the ByRule form, for rules that lock what users do.
	Ruled() bool
	// Serial moves a named counter of the file on by one and returns it, from 1. Undo does
	// not take it back: what was numbered with it stays unmistakable.
	Serial(name string) (int, error)
	// Keep puts the content of a file beside the records and returns the hash under which
	// Content finds it; the same content is kept once. A record names it by a field with the
	// option ContentHash.
	Keep(content []byte) (hash string, err error)
	// Show names the record that the screen opens after the step.
	Show(rec Record)
	// Wall is the frozen wall time of the step, ms since 1970 UTC.
	Wall() int64
}

// step is the state shared by a Tx and its ByRule form.
type step struct {
	entry *Entry
	at    map[Target]int // index of a record's change in the entry
}

type tx struct {
	reader
	*step
	free bool // ByRule
}

// errTried ends a step that was only tried.
var errTried = errors.New("tried")

// Write makes one step: fn saves through tx, and all of it is committed together or
// not at all. label is what 操作日志 and 撤销 call the step.
func (b *Book) Write(h Hat, label string, fn func(Tx) error) (*Entry, error) {
	return b.step(h, &Entry{Op: OpDo, Action: "write", Label: label}, fn)
}

// Try makes a step and takes it back before it is committed: what would the totals be,
// would it be refused. It publishes nothing, so a subscriber may try, too; the store runs
// it alone.
func (b *Book) Try(h Hat, fn func(Tx) error) error {
	err := b.store.Update(func(st StoreTx) error {
		t, err := b.begin(st, h, &Entry{Op: OpDo})
		if err != nil {
			return err
		}
		if err := fn(t); err != nil {
			return err
		}
		return errTried
	})
	if errors.Is(err, errTried) {
		return nil
	}
	return err
}

func (b *Book) begin(st StoreTx, h Hat, e *Entry) (*tx, error) {
	a, err := b.accessOf(st, h)
	if err != nil {
		return nil, err
	}
	e.Hat, e.Wall = h, b.now()
	t := &tx{reader: reader{b: b, st: st, hat: h, access: a}, step: &step{entry: e, at: map[Target]int{}}}
	e.Day = t.Today()
	return t, nil
}

// step runs fn in one store transaction and seals its entry. A step that changes
// nothing leaves no entry and returns nil, nil.
func (b *Book) step(h Hat, e *Entry, fn func(Tx) error) (*Entry, error) {
	if err := h.Watching(); err != nil {
		return nil, err
	}
	b.writing.Lock()
	defer b.writing.Unlock()
	wrote := false
	err := b.store.Update(func(st StoreTx) error {
		wrote = false
		t, err := b.begin(st, h, e)
		if err != nil {
			return err
		}
		if err := fn(t); err != nil {
			return err
		}
		e.Changes = effective(e.Changes)
		if len(e.Changes) == 0 && (e.Op == OpDo || e.Op == OpRestore) {
			return errTried
		}
		wrote = true
		return t.seal()
	})
	if errors.Is(err, errTried) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if !wrote {
		return e, nil
	}
	if b.shaped(e) {
		err = b.reshape()
	}
	b.publish(e) // it is committed, whatever became of the columns
	return e, err
}

// seal sets the heads of undo and redo and appends the entry.
func (t *tx) seal() error {
	e := t.entry
	last := t.st.LastSeq()
	switch e.Op {
	case OpDo, OpRestore:
		e.UndoHead, e.RedoHead = last+1, 0
	case OpMark:
		e.UndoHead, e.RedoHead = 0, 0
	}
	if err := t.st.Append(e); err != nil {
		return fmt.Errorf("append to journal: %w", err)
	}
	return nil
}

// effective drops the changes that cancelled each other inside the step: they say nothing.
func effective(changes []Change) []Change {
	return slices.DeleteFunc(changes, func(c Change) bool { return c.Op == "" || c.Op == Changed && len(c.Fields) == 0 })
}

func (b *Book) shaped(e *Entry) bool {
	for _, c := range e.Changes {
		if k := KindNamed(c.Kind); k != nil && k.Shapes {
			return true
		}
	}
	return false
}

func (t *tx) Whole() Reader   { return t }
func (t *tx) Wall() int64     { return t.entry.Wall }
func (t *tx) Ruled() bool     { return t.free }
func (t *tx) Show(rec Record) { t.entry.Result = targetOf(rec) }

func (t *tx) Keep(content []byte) (string, error) { return t.st.Keep(content) }

func (t *tx) ByRule() Tx {
	free := *t
	free.free = true
	return &free
}

func (t *tx) Serial(name string) (int, error) {
	n, err := t.st.Count(name)
	if err != nil {
		return 0, fmt.Errorf("count %s: %w", name, err)
	}
	return n, nil
}

func targetOf(rec Record) Target { return Target{Kind: KindOfRecord(rec).Name, ID: rec.Head().ID} }

// TargetOf names a record in hand.
func TargetOf(rec Record) Target { return targetOf(rec) }

// Save is the user's 新增 or 编辑 of one record as a step of its own.
func (b *Book) Save(h Hat, rec Record) (*Entry, error) {
	k := KindOfRecord(rec)
	e := &Entry{Op: OpDo, Action: "edit", Label: "编辑" + k.Label}
	if rec.Head().ID == 0 {
		e.Action, e.Label = "create", "新增"+k.Label
	}
	return b.step(h, e, func(t Tx) error {
		if err := t.Save(rec); err != nil {
			return err
		}
		e.Label += " " + rec.Head().No
		e.Target = targetOf(rec)
		return nil
	})
}

// Delete is the user's 删除 as a step of its own.
func (b *Book) Delete(h Hat, k *Kind, ids ...ID) (*Entry, error) {
	e := &Entry{Op: OpDo, Action: "delete", Label: "删除" + k.Label}
	return b.step(h, e, func(t Tx) error {
		for i, id := range ids {
			row, ok := t.Row(k, id)
			if !ok {
				return missing(k, "")
			}
			if i == 0 {
				e.Label += " " + row.Value(k.ByTag(tagNo)).S
				e.Target = Target{Kind: k.Name, ID: id}
			}
			if err := t.Delete(k, id); err != nil {
				return err
			}
		}
		if len(ids) > 1 {
			e.Label += fmt.Sprintf(" 等 %d 条", len(ids))
		}
		return nil
	})
}

// Do is a declared action as a step of its own. in is nil for actions that ask nothing.
func (b *Book) Do(h Hat, a *Action, id ID, in any) (*Entry, error) {
	e := &Entry{Op: OpDo, Action: a.Name, Label: a.Label}
	return b.step(h, e, func(t Tx) error {
		row, ok := t.Row(a.Kind, id)
		if !ok {
			return missing(a.Kind, "")
		}
		e.Target = Target{Kind: a.Kind.Name, ID: id}
		e.Label += " " + row.Value(a.Kind.ByTag(tagNo)).S
		return t.Do(a, id, in)
	})
}

func (t *tx) Do(a *Action, id ID, in any) error {
	var r Reader = t
	if !t.free {
		r = &reader{b: t.b, st: t.st, hat: t.hat, access: t.access, scope: t.access}
	}
	rec, err := r.Load(a.Kind, id)
	if err != nil {
		return err
	}
	if t.free {
		if a.when != nil {
			err = a.when(t, rec)
		}
	} else {
		err = a.Blocked(r, rec)
	}
	if err != nil {
		return err
	}
	if in == nil {
		in = a.NewInput(t, rec)
	}
	if !t.free {
		if err := a.permitInputs(r, rec, in); err != nil {
			return err
		}
	}
	if errs := checkInputs(r, a, in); len(errs) > 0 {
		return errs
	}
	return a.do(t, rec, in)
}
