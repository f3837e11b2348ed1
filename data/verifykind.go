package data

import (
	"bytes"
	"fmt"

	"crmlab/domain/record"
)

// kindCheck compares the records of one kind with everything that is kept beside them.
type kindCheck struct {
	t       *tx
	k       *record.Kind
	base    *table
	r       *Report
	records *section
	columns *section
	links   *section
	unique  *section
}

func newKindCheck(t *tx, k *record.Kind, r *Report) *kindCheck {
	return &kindCheck{t: t, k: k, base: t.table(k), r: r, records: r.in("记录"), columns: r.in("内存数据"),
		links: r.in("引用"), unique: r.in("唯一值")}
}

func (v *kindCheck) run() error {
	count := 0
	top := record.ID(0)
	err := v.t.eachStored(v.k, func(id record.ID, stored []byte) error {
		count++
		top = id
		v.record(id, stored)
		return nil
	})
	if err != nil {
		v.records.note("%s里有一条无法识别的记录。", v.k.Label)
	}
	v.r.Records += count
	v.t.enter()
	if last := v.t.b.Bucket(recordsBucket(v.k)).Sequence(); uint64(top) > last {
		v.records.note("%s的内部号 %d 大于已分配的最大号 %d。", v.k.Label, top, last)
	}
	v.t.leave()
	if v.base.count != count {
		v.columns.note("%s在内存中有 %d 条，文件中有 %d 条。", v.k.Label, v.base.count, count)
	}
	v.indexes()
	v.tallies()
	for _, s := range []*section{v.records, v.columns, v.links, v.unique} {
		s.done()
	}
	return nil
}

// called names a record in a finding.
func (v *kindCheck) called(id record.ID, rec record.Record) string {
	if rec != nil && rec.Head().No != "" {
		return v.k.Label + " " + rec.Head().No
	}
	return fmt.Sprintf("%s（内部号 %d）", v.k.Label, id)
}

func (v *kindCheck) record(id record.ID, stored []byte) {
	rec, err := v.base.codec.decode(id, stored)
	if err != nil {
		v.records.note("%s的内容无法读取。", v.called(id, nil))
		return
	}
	if !v.base.has(id) {
		v.columns.note("%s不在内存中。", v.called(id, rec))
		return
	}
	for i, f := range v.base.fields {
		want := f.Get(rec)
		if got := v.base.cols[i].value(int(id)); !got.Equal(want) {
			v.columns.note("%s的%s在内存中与文件不同。", v.called(id, rec), f.Label)
		}
		v.resolve(id, rec, f, want)
		if f.Content && !want.Empty() && !v.t.hasContent(want.S) {
			v.links.note("%s的内容不在文件里。", v.called(id, rec))
		}
	}
	for i, f := range v.base.shape.lines {
		v.lines(id, rec, f, v.base.lines[i])
	}
	for _, f := range v.base.unique {
		key := uniqueKey(f, f.Get(rec))
		if key == nil {
			continue
		}
		if found := v.t.b.Bucket(uniqueBucket(f)).Get(key); !bytes.Equal(found, idKey(id)) {
			v.unique.note("%s的%s没有正确登记。", v.called(id, rec), f.Label)
		}
	}
}

func (v *kindCheck) lines(id record.ID, rec record.Record, f *record.Field, t *lineTable) {
	want := f.Get(rec).R
	from, to := t.span(int(id))
	if to-from != len(want) {
		v.columns.note("%s的%s在内存中有 %d 行，文件中有 %d 行。", v.called(id, rec), f.Label, to-from, len(want))
		return
	}
	for i, line := range want {
		for j, c := range f.Columns {
			if got, ok := t.value(from+i, c); ok && !got.Equal(line[j]) {
				v.columns.note("%s的%s第 %d 行的%s在内存中与文件不同。", v.called(id, rec), f.Label, i+1, c.Label)
			}
			v.resolve(id, rec, c, line[j])
		}
	}
}

// resolve checks that what a value points to exists.
func (v *kindCheck) resolve(id record.ID, rec record.Record, f *record.Field, value record.Value) {
	check := func(k *record.Kind, target record.ID) {
		if target == 0 {
			return
		}
		if k == nil || v.t.s.tables[k] == nil || !v.t.table(k).has(target) {
			v.links.note("%s的%s指向的记录不存在。", v.called(id, rec), f.Label)
		}
	}
	switch f.Type {
	case record.TypeLink:
		check(f.Target(), value.ID())
	case record.TypeLinks:
		for _, target := range value.L {
			check(f.Target(), target)
		}
	case record.TypeTarget:
		check(record.KindNamed(value.S), value.ID())
	}
}

// indexes checks that every entry of a unique index belongs to a record.
func (v *kindCheck) indexes() {
	for _, f := range v.base.unique {
		c := v.t.b.Bucket(uniqueBucket(f)).Cursor()
		for key, value := c.First(); key != nil; key, value = c.Next() {
			id, ok := keyID(value)
			at, has := record.Value{}, ok && v.base.has(id)
			if has {
				at, _ = v.base.value(int(id), f)
			}
			if !has || !bytes.Equal(uniqueKey(f, at), key) {
				v.unique.note("%s的%s登记了「%s」，但没有记录使用它。", v.k.Label, f.Label, key)
			}
		}
	}
}

// tallies counts the running sums anew.
func (v *kindCheck) tallies() {
	for _, have := range v.base.tallies {
		again := newTally(have.of)
		for row, live := range v.base.live {
			if live {
				again.add(v.base.columns, row, 1)
			}
		}
		for id := range max(have.targets(), again.targets()) {
			if have.get(id) != again.get(id) {
				v.columns.note("%s的合计「%s」在内部号 %d 上不正确。", v.k.Label, have.of.Name, id)
			}
		}
	}
}
