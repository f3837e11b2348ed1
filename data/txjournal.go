package data

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"crmlab/domain/record"
)

func (t *tx) LastSeq() uint64 {
	if t.over != nil {
		return t.over.seq
	}
	return t.s.end.seq
}

func (t *tx) Append(e *record.Entry) error {
	if !t.write {
		panic("data: a View may not append")
	}
	o := t.over
	e.Seq = o.seq + 1
	stored := sealEntry(e, o.hash)
	o.entries = append(o.entries, stored)
	o.seq, o.hash = e.Seq, e.Hash
	o.size += len(stored)
	for _, c := range e.Changes {
		key := touchKey(record.Target{Kind: c.Kind, ID: c.ID}, e.Seq)
		o.touches = append(o.touches, key)
		o.size += len(key)
	}
	return nil
}

func (t *tx) Entry(seq uint64) (*record.Entry, error) {
	stored := t.storedEntry(seq)
	if stored == nil {
		return nil, fmt.Errorf("journal has no entry %d", seq)
	}
	e, err := readEntry(stored)
	if err != nil {
		return nil, t.s.giveUp(err)
	}
	return e, nil
}

// ownEntries are those the step has appended, and the sequence of the first.
func (t *tx) ownEntries() (first uint64, entries [][]byte) {
	if t.over == nil {
		return t.LastSeq() + 1, nil
	}
	return t.over.seq - uint64(len(t.over.entries)) + 1, t.over.entries
}

func (t *tx) storedEntry(seq uint64) []byte {
	first, own := t.ownEntries()
	if seq >= first && seq-first < uint64(len(own)) {
		return own[seq-first]
	}
	t.enter()
	defer t.leave()
	return t.b.Bucket(journalBucket).Get(seqKey(seq))
}

func (t *tx) Entries(before uint64, limit int) ([]*record.Entry, error) {
	from := t.LastSeq()
	if before > 0 && before <= from {
		from = before - 1
	}
	var out []*record.Entry
	for seq := from; seq > 0 && (limit <= 0 || len(out) < limit); seq-- {
		e, err := t.Entry(seq)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

func (t *tx) EntriesOf(g record.Target, limit int) ([]*record.Entry, error) {
	var out []*record.Entry
	for _, seq := range t.seqsOf(g, limit) {
		e, err := t.Entry(seq)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

// seqsOf lists the entries that touched a record, newest first.
func (t *tx) seqsOf(g record.Target, limit int) []uint64 {
	var out []uint64
	full := func() bool { return limit > 0 && len(out) >= limit }
	prefix := touchPrefix(g)
	if t.over != nil {
		for i := len(t.over.touches) - 1; i >= 0 && !full(); i-- {
			if key := t.over.touches[i]; len(key) == len(prefix)+8 && bytes.HasPrefix(key, prefix) {
				out = append(out, binary.BigEndian.Uint64(key[len(prefix):]))
			}
		}
	}
	t.enter()
	defer t.leave()
	c := t.b.Bucket(touchedBucket).Cursor()
	end := binary.BigEndian.AppendUint64(prefix[:len(prefix):len(prefix)], ^uint64(0))
	key, _ := c.Seek(end)
	if key == nil {
		key, _ = c.Last()
	} else {
		key, _ = c.Prev()
	}
	for ; key != nil && bytes.HasPrefix(key, prefix) && !full(); key, _ = c.Prev() {
		if len(key) != len(prefix)+8 {
			continue
		}
		seq := binary.BigEndian.Uint64(key[len(prefix):])
		if n := len(out); n == 0 || out[n-1] > seq { // a commit under way is in both
			out = append(out, seq)
		}
	}
	return out
}
