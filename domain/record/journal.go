package record

import (
	"maps"
	"slices"
)

// How an entry came about.
const (
	OpDo      = "do"      // a user's step
	OpUndo    = "undo"    // 撤销: the reverse of an earlier entry
	OpRedo    = "redo"    // 重做: the reverse of an undo
	OpRestore = "restore" // 回到开始: the reverse of all entries after another
	OpMark    = "mark"    // the start of a work file; nothing before it is undone
)

// What happened to a record.
const (
	Created = "create"
	Changed = "edit"
	Deleted = "delete"
)

// Entry is one step in the journal: who did what, when, and what every touched field
// was before and after. Entries form a chain of hashes and are never removed.
type Entry struct {
	Seq     uint64
	Wall    int64 // ms since 1970 UTC
	Day     Date  // business date
	Hat     Hat
	Op      string
	Action  string // name of the action: "create", "submit"
	Label   string // its label, with what it concerned: 提交审批 SO-0231
	Target  Target // the record that the user worked on
	Result  Target // the record to show next, if another
	Changes []Change

	Undoes uint64 // entry that an undo or redo reversed; that to whose state a restore went back
	// UndoHead and RedoHead are the entries that 撤销 and 重做 would reverse next, as
	// of after this entry; 0 means there is none.
	UndoHead, RedoHead uint64

	Prev [32]byte // hash of the entry before
	Hash [32]byte // SHA-256 of everything above
}

// Change is what one entry did to one record.
type Change struct {
	Kind   string
	ID     ID
	Op     string
	No     string // number of the record, readable after it is gone
	Fields []FieldChange
}

// FieldChange is one field before and after, by storage tag.
type FieldChange struct {
	Tag      int
	Old, New Value
}

// Reverse is the change that takes this one back.
func (c Change) Reverse() Change {
	r := Change{Kind: c.Kind, ID: c.ID, Op: Changed, No: c.No, Fields: make([]FieldChange, len(c.Fields))}
	switch c.Op {
	case Created:
		r.Op = Deleted
	case Deleted:
		r.Op = Created
	}
	for i, f := range c.Fields {
		r.Fields[i] = FieldChange{Tag: f.Tag, Old: f.New, New: f.Old}
	}
	return r
}

// Creation is the change that makes a record which is not in the file yet. Only the store's
// loader needs it: whatever goes through the gate gets its changes there.
func Creation(rec Record) Change {
	k, h := KindOfRecord(rec), rec.Head()
	return Change{Kind: k.Name, ID: h.ID, Op: Created, No: h.No, Fields: difference(k, nil, rec)}
}

// difference lists the fields in which two states of a record differ; nil stands for
// "does not exist".
func difference(k *Kind, old, rec Record) []FieldChange {
	var out []FieldChange
	value := func(r Record, f *Field) Value {
		if r == nil {
			return Value{}
		}
		return f.get(r)
	}
	for _, f := range k.Fields {
		if f.derive != nil {
			continue
		}
		if a, b := value(old, f), value(rec, f); !a.Equal(b) {
			out = append(out, FieldChange{Tag: f.Tag, Old: a, New: b})
		}
	}
	custom := map[int]bool{}
	for _, r := range []Record{old, rec} {
		if r != nil {
			for tag := range r.Head().Custom {
				custom[tag] = true
			}
		}
	}
	for _, tag := range slices.Sorted(maps.Keys(custom)) {
		a, b := customValue(old, tag), customValue(rec, tag)
		if !a.Equal(b) {
			out = append(out, FieldChange{Tag: tag, Old: a, New: b})
		}
	}
	return out
}

func customValue(r Record, tag int) Value {
	if r == nil {
		return Value{}
	}
	return r.Head().Custom[tag]
}

// apply writes the New side of the changes into rec.
func apply(k *Kind, rec Record, fields []FieldChange) {
	for _, c := range fields {
		if c.Tag >= FirstCustomTag {
			setCustom(rec, c.Tag, c.New)
			continue
		}
		if f := k.ByTag(c.Tag); f != nil {
			f.set(rec, c.New)
		}
	}
}

func setCustom(rec Record, tag int, v Value) {
	h := rec.Head()
	if v.Empty() {
		delete(h.Custom, tag)
		return
	}
	if h.Custom == nil {
		h.Custom = map[int]Value{}
	}
	h.Custom[tag] = v
}
