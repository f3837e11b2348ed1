package record

import "fmt"

// put writes the record and notes the change. A record that is saved twice in one step
// is one change, from what it was before the step.
func (t *tx) put(k *Kind, rec Record, c Change) error {
	rec.Head().Rev = t.st.LastSeq() + 1
	if err := t.st.Put(k, rec); err != nil {
		return fmt.Errorf("write %s %s: %w", k.Name, rec.Head().No, err)
	}
	t.note(c)
	return nil
}

func (t *tx) note(c Change) {
	key := Target{Kind: c.Kind, ID: c.ID}
	i, seen := t.at[key]
	if !seen {
		t.at[key] = len(t.entry.Changes)
		t.entry.Changes = append(t.entry.Changes, c)
		return
	}
	before := &t.entry.Changes[i]
	switch {
	case before.Op == Created && c.Op == Deleted:
		before.Op, before.Fields = "", nil
	case before.Op == "" && c.Op == Created:
		*before = c
	default:
		if before.Op == Deleted && c.Op == Created {
			before.Op = Changed
		} else if before.Op == Changed && c.Op == Deleted {
			before.Op = Deleted
		}
		before.No, before.Fields = c.No, mergeFields(before.Fields, c.Fields)
	}
}

// mergeFields joins two changes of one record that follow each other.
func mergeFields(first, second []FieldChange) []FieldChange {
	at := map[int]int{}
	out := append([]FieldChange(nil), first...)
	for i, f := range out {
		at[f.Tag] = i
	}
	for _, f := range second {
		if i, ok := at[f.Tag]; ok {
			out[i].New = f.New
		} else {
			out = append(out, f)
		}
	}
	kept := out[:0]
	for _, f := range out {
		if !f.Old.Equal(f.New) {
			kept = append(kept, f)
		}
	}
	return kept
}
