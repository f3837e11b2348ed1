package data

import (
	"fmt"

	"crmlab/domain/record"
)

// uniqueIn is the index key of a field in a stored record.
func uniqueIn(f *record.Field, stored []byte) ([]byte, error) {
	if stored == nil {
		return nil, nil
	}
	v, err := fieldOf(f, stored)
	if err != nil {
		return nil, err
	}
	return uniqueKey(f, v), nil
}

// moveUnique takes a value of a unique field from a record and gives it another; nil
// stands for none.
func (t *tx) moveUnique(f *record.Field, id record.ID, old, next []byte) error {
	if string(old) == string(next) {
		return nil
	}
	values := t.over.unique[f]
	if values == nil {
		values = map[string]record.ID{}
		t.over.unique[f] = values
	}
	if old != nil {
		holder, err := t.holder(f, old)
		if err != nil {
			return err
		}
		if holder == id { // two records may exchange values within a step
			values[string(old)] = 0
		}
	}
	if next != nil {
		holder, err := t.holder(f, next)
		if err != nil {
			return err
		}
		if holder != 0 && holder != id {
			t.over.contested = append(t.over.contested, contest{field: f, key: string(next), loser: holder})
		}
		values[string(next)] = id
	}
	return nil
}

// holder is the record that has a unique value; 0 if none has.
func (t *tx) holder(f *record.Field, key []byte) (record.ID, error) {
	if t.over != nil {
		if id, ok := t.over.unique[f][string(key)]; ok {
			return id, nil
		}
	}
	t.enter()
	defer t.leave()
	b := t.b.Bucket(uniqueBucket(f)).Get(key)
	if b == nil {
		return 0, nil
	}
	id, ok := keyID(b)
	if !ok {
		return 0, t.s.giveUp(fmt.Errorf("index of %s: %w", f.Name, errCoded))
	}
	return id, nil
}

func (t *tx) Find(f *record.Field, v record.Value) (record.ID, bool, error) {
	if f.Custom() || !f.Unique {
		return t.findInMemory(f, v)
	}
	v.T = f.Type
	key := uniqueKey(f, v)
	if key == nil {
		return 0, false, nil
	}
	id, err := t.holder(f, key)
	return id, id != 0, err
}

// findInMemory is Find for fields without an index on disk: the lowest ID with the value.
func (t *tx) findInMemory(f *record.Field, v record.Value) (record.ID, bool, error) {
	if v.Empty() {
		return 0, false, nil
	}
	rows, _, err := t.Select(record.Selection{Kind: f.Kind, Oldest: true, Limit: 1,
		Where: []record.Test{{Field: f, Op: record.Is, Values: []record.Value{v}}}})
	if err != nil || len(rows) == 0 {
		return 0, false, err
	}
	return rows[0].ID(), true, nil
}
