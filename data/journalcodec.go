package data

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"crmlab/domain/record"
)

// A journal entry on disk: a format byte, the hash of the entry before, its own hash,
// and the body as tagged fields. The hash covers the hash before and the body's bytes
// as they are stored, so the chain can be checked without understanding every field.
const (
	journalFormat = 1
	journalHead   = 1 + 2*sha256.Size
)

// Tags of an entry's body; never renumber.
const (
	entrySeq = 1 + iota
	entryWall
	entryDay
	entryEmployee
	entryPosition
	entryDept
	entryOp
	entryAction
	entryLabel
	entryTarget
	entryResult
	entryUndoes
	entryUndoHead
	entryRedoHead
	entryChange
)

// Tags inside a change and inside one field of it.
const (
	changeKind = 1 + iota
	changeID
	changeOp
	changeNo
	changeField
)

const (
	fieldTag = 1 + iota
	fieldOld
	fieldNew
)

// sealEntry encodes e, whose Seq is set, behind the hash of the entry before it, and
// fills e.Prev and e.Hash.
func sealEntry(e *record.Entry, prev [sha256.Size]byte) []byte {
	body := appendEntry(nil, e)
	e.Prev, e.Hash = prev, chainHash(prev[:], body)
	b := make([]byte, 0, journalHead+len(body))
	b = append(b, journalFormat)
	b = append(b, e.Prev[:]...)
	b = append(b, e.Hash[:]...)
	return append(b, body...)
}

func chainHash(prev, body []byte) (sum [sha256.Size]byte) {
	h := sha256.New()
	h.Write(prev)
	h.Write(body)
	h.Sum(sum[:0])
	return sum
}

func appendEntry(b []byte, e *record.Entry) []byte {
	b = appendNumber(b, entrySeq, int64(e.Seq))
	b = appendNumber(b, entryWall, e.Wall)
	b = appendNumber(b, entryDay, int64(e.Day))
	b = appendNumber(b, entryEmployee, int64(e.Hat.Employee))
	b = appendNumber(b, entryPosition, int64(e.Hat.Position))
	b = appendNumber(b, entryDept, int64(e.Hat.Dept))
	b = appendText(b, entryOp, e.Op)
	b = appendText(b, entryAction, e.Action)
	b = appendText(b, entryLabel, e.Label)
	b = appendEntryTarget(b, entryTarget, e.Target)
	b = appendEntryTarget(b, entryResult, e.Result)
	b = appendNumber(b, entryUndoes, int64(e.Undoes))
	b = appendNumber(b, entryUndoHead, int64(e.UndoHead))
	b = appendNumber(b, entryRedoHead, int64(e.RedoHead))
	for i := range e.Changes {
		b = appendNested(b, entryChange, func(b []byte) []byte { return appendChange(b, &e.Changes[i]) })
	}
	return b
}

func appendEntryTarget(b []byte, tag int, t record.Target) []byte {
	if t == (record.Target{}) {
		return b
	}
	return appendNested(b, tag, func(b []byte) []byte {
		return appendTarget(b, record.Value{N: int64(t.ID), S: t.Kind})
	})
}

func appendChange(b []byte, c *record.Change) []byte {
	b = appendText(b, changeKind, c.Kind)
	b = appendNumber(b, changeID, int64(c.ID))
	b = appendText(b, changeOp, c.Op)
	b = appendText(b, changeNo, c.No)
	k := record.KindNamed(c.Kind)
	for i := range c.Fields {
		f := &c.Fields[i]
		columns := columnsOf(k, f.Tag)
		b = appendNested(b, changeField, func(b []byte) []byte {
			b = appendNumber(b, fieldTag, int64(f.Tag))
			b = appendChangeValue(b, fieldOld, f.Old, columns)
			return appendChangeValue(b, fieldNew, f.New, columns)
		})
	}
	return b
}

func appendChangeValue(b []byte, tag int, v record.Value, columns []*record.Field) []byte {
	if v.Empty() {
		return b
	}
	return appendNested(b, tag, func(b []byte) []byte { return appendAny(b, v, columns) })
}

func columnsOf(k *record.Kind, tag int) []*record.Field {
	if k == nil {
		return nil
	}
	if f := k.ByTag(tag); f != nil {
		return f.Columns
	}
	return nil
}

// readEntry decodes a stored entry. It does not check the chain: Verify does.
func readEntry(b []byte) (*record.Entry, error) {
	if len(b) < journalHead || b[0] != journalFormat {
		return nil, fmt.Errorf("journal entry: %w", errCoded)
	}
	e := &record.Entry{}
	copy(e.Prev[:], b[1:])
	copy(e.Hash[:], b[1+sha256.Size:])
	r, p := parts{rest: b[journalHead:]}, part{}
	for r.next(&p) {
		switch p.tag {
		case entrySeq:
			e.Seq = uint64(p.num)
		case entryWall:
			e.Wall = p.num
		case entryDay:
			e.Day = record.Date(p.num)
		case entryEmployee:
			e.Hat.Employee = record.ID(p.num)
		case entryPosition:
			e.Hat.Position = record.ID(p.num)
		case entryDept:
			e.Hat.Dept = record.ID(p.num)
		case entryOp:
			e.Op = string(p.bytes)
		case entryAction:
			e.Action = string(p.bytes)
		case entryLabel:
			e.Label = string(p.bytes)
		case entryTarget:
			r.note(readEntryTarget(p.bytes, &e.Target))
		case entryResult:
			r.note(readEntryTarget(p.bytes, &e.Result))
		case entryUndoes:
			e.Undoes = uint64(p.num)
		case entryUndoHead:
			e.UndoHead = uint64(p.num)
		case entryRedoHead:
			e.RedoHead = uint64(p.num)
		case entryChange:
			c, err := readChange(p.bytes)
			r.note(err)
			e.Changes = append(e.Changes, c)
		}
	}
	if r.err != nil {
		return nil, fmt.Errorf("journal entry %d: %w", e.Seq, r.err)
	}
	return e, nil
}

// note keeps the first error of what was found inside a part.
func (r *parts) note(err error) {
	if r.err == nil {
		r.err = err
	}
}

func readEntryTarget(b []byte, t *record.Target) error {
	var v record.Value
	if err := readTarget(b, &v); err != nil {
		return err
	}
	*t = record.Target{Kind: v.S, ID: v.ID()}
	return nil
}

func readChange(b []byte) (record.Change, error) {
	var c record.Change
	r, p := parts{rest: b}, part{}
	for r.next(&p) {
		switch p.tag {
		case changeKind:
			c.Kind = string(p.bytes)
		case changeID:
			c.ID = record.ID(p.num)
		case changeOp:
			c.Op = string(p.bytes)
		case changeNo:
			c.No = string(p.bytes)
		case changeField:
			f, err := readFieldChange(record.KindNamed(c.Kind), p.bytes)
			r.note(err)
			c.Fields = append(c.Fields, f)
		}
	}
	return c, r.err
}

func readFieldChange(k *record.Kind, b []byte) (record.FieldChange, error) {
	var f record.FieldChange
	r, p := parts{rest: b}, part{}
	for r.next(&p) {
		var err error
		switch p.tag {
		case fieldTag:
			f.Tag = int(p.num)
		case fieldOld:
			f.Old, err = readAny(p.bytes, columnsOf(k, f.Tag))
		case fieldNew:
			f.New, err = readAny(p.bytes, columnsOf(k, f.Tag))
		}
		r.note(err)
	}
	return f, r.err
}

// seqKey is the key of a journal entry.
func seqKey(seq uint64) []byte { return binary.BigEndian.AppendUint64(nil, seq) }

// touchKey says that an entry touched a record; keys of one record lie together in the
// order of the journal.
func touchKey(t record.Target, seq uint64) []byte {
	return binary.BigEndian.AppendUint64(touchPrefix(t), seq)
}

func touchPrefix(t record.Target) []byte {
	b := make([]byte, 0, len(t.Kind)+17)
	b = append(b, t.Kind...)
	b = append(b, 0)
	return binary.BigEndian.AppendUint64(b, uint64(t.ID))
}
