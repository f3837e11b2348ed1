package data

import (
	"bytes"
	"maps"
	"slices"

	"crmlab/domain/record"
)

// journal checks the chain of hashes, the index by record, and that the entries, played
// from nothing, lead to exactly the present records.
func (r *Report) journal(t *tx) error {
	chain, replay := r.in("操作日志"), r.in("日志与记录")
	p := player{t: t, chain: chain, replay: replay, state: map[record.Target][]byte{}, unknown: map[string]bool{}, restores: map[uint64]bool{}}
	var end journalEnd
	touches := 0
	c := t.b.Bucket(journalBucket).Cursor()
	for key, stored := c.First(); key != nil; key, stored = c.Next() {
		e, err := readEntry(stored)
		if err != nil {
			chain.note("第 %d 条日志无法读取。", end.seq+1)
			break
		}
		end.seq++
		if !bytes.Equal(key, seqKey(end.seq)) || e.Seq != end.seq {
			chain.note("日志的编号在第 %d 条处不连续。", end.seq)
			break
		}
		if e.Prev != end.hash || e.Hash != chainHash(e.Prev[:], stored[journalHead:]) {
			chain.note("第 %d 条日志被改动过，校验值不符。", e.Seq)
		}
		end.hash = e.Hash
		r.Entries++
		p.restores[e.Seq] = e.Op == record.OpRestore
		for i := range e.Changes {
			touches++
			p.play(e, &e.Changes[i])
		}
	}
	if end != t.s.end {
		chain.note("日志有 %d 条，程序记得的是 %d 条。", end.seq, t.s.end.seq)
	}
	index := 0
	tc := t.b.Bucket(touchedBucket).Cursor()
	for key, v := tc.First(); key != nil; key, v = tc.Next() {
		if index++; len(v) > 0 {
			chain.note("日志索引的第 %d 项带有多余的内容。", index)
		}
	}
	if index != touches {
		chain.note("日志的索引有 %d 项，应有 %d 项。", index, touches)
	}
	p.compare()
	chain.done()
	replay.done()
	return nil
}

// player keeps the records that the journal has led to so far, encoded.
type player struct {
	t             *tx
	chain, replay *section
	state         map[record.Target][]byte
	unknown       map[string]bool
	restores      map[uint64]bool // entries that return to the start
}

func (p *player) play(e *record.Entry, c *record.Change) {
	k := record.KindNamed(c.Kind)
	if k == nil || p.t.s.tables[k] == nil {
		if !p.unknown[c.Kind] {
			p.replay.note("第 %d 条日志提到未知的种类「%s」。", e.Seq, c.Kind)
		}
		p.unknown[c.Kind] = true
		return
	}
	if p.t.b.Bucket(touchedBucket).Get(touchKey(record.Target{Kind: c.Kind, ID: c.ID}, e.Seq)) == nil {
		p.chain.note("第 %d 条日志没有登记在%s %s 名下。", e.Seq, k.Label, c.No)
	}
	target := record.Target{Kind: c.Kind, ID: c.ID}
	stored, exists := p.state[target]
	if exists == (c.Op == record.Created) {
		p.replay.note("第 %d 条日志与之前的日志不能衔接：%s %s。", e.Seq, k.Label, c.No)
		return
	}
	codec := p.t.s.tables[k].codec
	rec := k.New()
	if exists {
		var err error
		if rec, err = codec.decode(c.ID, stored); err != nil {
			p.replay.note("第 %d 条日志之前的%s %s 无法读取。", e.Seq, k.Label, c.No)
			return
		}
	}
	rec.Head().ID = c.ID
	for _, f := range c.Fields {
		if !valueOf(k, rec, f.Tag).Equal(f.Old) {
			p.replay.note("第 %d 条日志记下的原值与之前的日志不符：%s %s。", e.Seq, k.Label, c.No)
		}
		setValue(k, rec, f.Tag, f.New)
	}
	if c.Op == record.Deleted {
		delete(p.state, target)
		return
	}
	rec.Head().Rev = e.Seq
	p.state[target] = codec.encode(nil, rec, nil)
}

// valueOf reads a field, declared or defined at run time, by its tag.
func valueOf(k *record.Kind, rec record.Record, tag int) record.Value {
	if tag >= record.FirstCustomTag {
		return rec.Head().Custom[tag]
	}
	if f := k.ByTag(tag); f != nil && !f.Derived() {
		return f.Get(rec)
	}
	return record.Value{}
}

func setValue(k *record.Kind, rec record.Record, tag int, v record.Value) {
	h := rec.Head()
	switch f := k.ByTag(tag); {
	case tag >= record.FirstCustomTag && v.Empty():
		delete(h.Custom, tag)
	case tag >= record.FirstCustomTag:
		if h.Custom == nil {
			h.Custom = map[int]record.Value{}
		}
		h.Custom[tag] = v
	case f != nil && !f.Derived():
		f.Set(rec, v)
	}
}

// compare holds the replayed records against those in the file.
func (p *player) compare() {
	for _, k := range p.t.s.kinds {
		codec := p.t.s.tables[k].codec
		_ = p.t.eachStored(k, func(id record.ID, stored []byte) error {
			target := record.Target{Kind: k.Name, ID: id}
			played, ok := p.state[target]
			delete(p.state, target)
			rec, err := codec.decode(id, stored)
			if err != nil {
				return nil // reported with the records
			}
			if !ok {
				p.replay.note("%s %s 在文件中，但日志里没有它的来历。", k.Label, rec.Head().No)
				return nil
			}
			want, err := codec.decode(id, played)
			if err != nil {
				p.replay.note("%s %s 按日志重放后无法读取。", k.Label, rec.Head().No)
				return nil
			}
			p.compareOne(k, rec, want)
			return nil
		})
	}
	for target := range p.state {
		p.replay.note("日志里的%s（内部号 %d）不在文件中。", record.KindNamed(target.Kind).Label, target.ID)
	}
}

func (p *player) compareOne(k *record.Kind, rec, want record.Record) {
	for _, f := range k.Fields {
		if !f.Derived() && !f.Get(rec).Equal(f.Get(want)) {
			p.replay.note("%s %s 的%s与日志重放的结果不同。", k.Label, rec.Head().No, f.Label)
		}
	}
	tags := map[int]bool{}
	for _, r := range []record.Record{rec, want} {
		for tag := range r.Head().Custom {
			tags[tag] = true
		}
	}
	for _, tag := range slices.Sorted(maps.Keys(tags)) {
		if !valueOf(k, rec, tag).Equal(valueOf(k, want, tag)) {
			p.replay.note("%s %s 的自定义属性 %d 与日志重放的结果不同。", k.Label, rec.Head().No, tag)
		}
	}
	// A return to the start takes a record through all its states, and may leave it as it
	// was; then only the revision moved.
	if rev := rec.Head().Rev; rev != want.Head().Rev && !(rev > want.Head().Rev && p.restores[rev]) {
		p.replay.note("%s %s 的修订号与日志不符。", k.Label, rec.Head().No)
	}
}
