package record

import "fmt"

// Undo takes back the last step that has not been taken back. It returns nil, nil when
// there is nothing left to undo. The undo is an entry of its own; nothing is removed.
func (b *Book) Undo(h Hat) (*Entry, error) {
	return b.reverse(h, OpUndo, "撤销", func(last *Entry) uint64 { return last.UndoHead })
}

// Redo makes again what the last Undo took back.
func (b *Book) Redo(h Hat) (*Entry, error) {
	return b.reverse(h, OpRedo, "重做", func(last *Entry) uint64 { return last.RedoHead })
}

// CanUndo and CanRedo name the step that 撤销 or 重做 would concern; "" if there is none.
func (b *Book) CanUndo() (label string, err error) { return b.headLabel(true) }

// CanRedo names the step that 重做 would make again.
func (b *Book) CanRedo() (label string, err error) { return b.headLabel(false) }

func (b *Book) headLabel(undo bool) (label string, err error) {
	err = b.store.View(func(st StoreTx) error {
		if st.LastSeq() == 0 {
			return nil
		}
		last, err := st.Entry(st.LastSeq())
		if err != nil {
			return err
		}
		head := last.RedoHead
		if undo {
			head = last.UndoHead
		}
		if head == 0 {
			return nil
		}
		e, err := st.Entry(head)
		if err != nil {
			return err
		}
		label = original(e.Label)
		return nil
	})
	return label, err
}

func (b *Book) reverse(h Hat, op, verb string, head func(*Entry) uint64) (*Entry, error) {
	e := &Entry{Op: op, Action: op}
	nothing := false
	done, err := b.step(h, e, func(t Tx) error {
		x := t.(*tx)
		if x.st.LastSeq() == 0 {
			nothing = true
			return errTried
		}
		last, err := x.st.Entry(x.st.LastSeq())
		if err != nil {
			return err
		}
		seq := head(last)
		if seq == 0 {
			nothing = true
			return errTried
		}
		target, err := x.st.Entry(seq)
		if err != nil {
			return err
		}
		before := &Entry{} // before the first step of a file there is none
		if seq > 1 {
			if before, err = x.st.Entry(seq - 1); err != nil {
				return err
			}
		}
		self := x.st.LastSeq() + 1
		if op == OpUndo {
			e.UndoHead, e.RedoHead = before.UndoHead, self
		} else {
			e.UndoHead, e.RedoHead = self, before.RedoHead
		}
		e.Undoes, e.Target = seq, target.Target
		e.Label = verb + " " + original(target.Label)
		return x.revert(target.Changes)
	})
	if nothing {
		return nil, nil
	}
	return done, err
}

// original strips 撤销 and 重做 from a label, so that labels do not grow.
func original(label string) string {
	for {
		rest, ok := cutVerb(label)
		if !ok {
			return label
		}
		label = rest
	}
}

func cutVerb(s string) (string, bool) {
	for _, v := range []string{"撤销 ", "重做 "} {
		if len(s) > len(v) && s[:len(v)] == v {
			return s[len(v):], true
		}
	}
	return s, false
}

// Mark notes the start of a work file: what the journal holds up to here is the given
// state, and 回到开始 returns to it.
func (b *Book) Mark(h Hat, label string) (*Entry, error) {
	return b.step(h, &Entry{Op: OpMark, Action: OpMark, Label: label}, func(Tx) error { return nil })
}

// Restore takes back everything after the last mark in one step, which can itself be
// undone. It returns nil, nil when nothing has changed since the mark.
func (b *Book) Restore(h Hat, label string) (*Entry, error) { return b.RestoreTo(h, label, 0) }

// RestoreTo is Restore to a later state than the mark's: as it was after an entry.
func (b *Book) RestoreTo(h Hat, label string, after uint64) (*Entry, error) {
	e := &Entry{Op: OpRestore, Action: OpRestore, Label: label}
	return b.step(h, e, func(t Tx) error {
		x := t.(*tx)
		var all []Change
		for seq := x.st.LastSeq(); seq > 0; seq-- {
			old, err := x.st.Entry(seq)
			if err != nil {
				return err
			}
			if old.Op == OpMark || seq == after {
				e.Undoes = seq
				break
			}
			for i := len(old.Changes) - 1; i >= 0; i-- {
				all = append(all, old.Changes[i])
			}
		}
		for _, c := range all { // newest first already
			if err := x.revertOne(c); err != nil {
				return err
			}
		}
		return nil
	})
}

// revert applies the reverse of changes, last first. Rules are not asked: the state
// that comes back was valid when it was left.
func (t *tx) revert(changes []Change) error {
	for i := len(changes) - 1; i >= 0; i-- {
		if err := t.revertOne(changes[i]); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) revertOne(c Change) error {
	k := KindNamed(c.Kind)
	if k == nil {
		return fmt.Errorf("journal names an unknown kind %q", c.Kind)
	}
	r := c.Reverse()
	if r.Op == Deleted {
		if err := t.st.Drop(k, r.ID); err != nil {
			return fmt.Errorf("take back %s %s: %w", k.Name, r.No, err)
		}
		t.note(r)
		return nil
	}
	var rec Record
	if r.Op == Created {
		rec = k.New()
		rec.Head().ID = r.ID
	} else {
		var err error
		if rec, err = t.st.Get(k, r.ID); err != nil {
			return err
		}
		if rec == nil {
			return fmt.Errorf("take back %s %s: the record is gone", k.Name, r.No)
		}
	}
	apply(k, rec, r.Fields)
	return t.put(k, rec, r)
}
