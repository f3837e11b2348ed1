package page

import (
	"strings"

	"crmlab/domain/record"
)

// JoinPresets puts presets together; empty ones are left out.
func JoinPresets(presets ...string) string {
	var parts []string
	for _, p := range presets {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, "&")
}

// LinkPreset is the preset that ties a list or a new record to a record: party=C-0001. f is the
// link field of the other kind.
func LinkPreset(r record.Reader, f *record.Field, id record.ID) string {
	v := record.LinkValue(id)
	if f.Type == record.TypeTarget {
		return ""
	}
	return record.FormatConds(r, f.Kind, []record.Cond{record.Where(f.Name, v)})
}

// ApplyPreset fills a new record with what a preset says: every field that has to equal one value
// gets it. Other conditions narrow lists only and are passed over.
func ApplyPreset(r record.Reader, k *record.Kind, rec record.Record, preset string) error {
	conds, err := record.ParseConds(r, k, preset)
	if err != nil {
		return err
	}
	for _, c := range conds {
		f := record.FieldNamed(r, k, c.Field)
		if c.Op != record.Is || len(c.Values) != 1 || f.Derived() {
			continue
		}
		v := c.Values[0]
		if f.Type == record.TypeLinks {
			v = record.Value{T: record.TypeLinks, L: []record.ID{v.ID()}}
		}
		f.Set(rec, v)
	}
	return nil
}
