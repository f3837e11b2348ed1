package exchange

import (
	"fmt"
	"strconv"
	"strings"

	"crmlab/domain/record"
)

// index finds records of a kind by some of their fields. One walk over the kind answers
// for all rows of a file; what the import itself saves is added.
type index struct {
	kind   *record.Kind
	fields []*record.Field
	ids    map[string][]record.ID
}

func keyOf(vs []record.Value) string {
	var b strings.Builder
	for _, v := range vs {
		b.WriteString(strconv.FormatInt(v.N, 36))
		b.WriteByte(' ')
		for _, id := range v.L {
			b.WriteString(strconv.FormatUint(uint64(id), 36))
			b.WriteByte(',')
		}
		b.WriteString(v.S)
		b.WriteByte(0)
	}
	return b.String()
}

func (x *index) keyOf(value func(*record.Field) record.Value) string {
	vs := make([]record.Value, len(x.fields))
	for i, f := range x.fields {
		vs[i] = value(f)
	}
	return keyOf(vs)
}

// indexOf returns the pass's index over the fields, built when it is first asked for.
func (p *pass) indexOf(kind *record.Kind, fields ...*record.Field) (*index, error) {
	name := kind.Name
	for _, f := range fields {
		name += " " + f.Name
	}
	if x := p.indexes[name]; x != nil {
		return x, nil
	}
	x := &index{kind: kind, fields: fields, ids: map[string][]record.ID{}}
	err := p.tx.Each(kind, nil, func(row record.Row) bool {
		key := x.keyOf(row.Value)
		x.ids[key] = append(x.ids[key], row.ID())
		return true
	})
	if err != nil {
		return nil, err
	}
	p.indexes[name] = x
	return x, nil
}

// saved keeps the indexes true after a save. A changed record is indexed anew by
// forgetting the indexes whose fields changed.
func (p *pass) saved(kind *record.Kind, rec record.Record, changed []*record.Field) {
	for name, x := range p.indexes {
		if x.kind != kind {
			continue
		}
		if changed == nil {
			key := x.keyOf(func(f *record.Field) record.Value { return f.Get(rec) })
			x.ids[key] = append(x.ids[key], rec.Head().ID)
			continue
		}
		for _, f := range x.fields {
			for _, c := range changed {
				if f == c {
					delete(p.indexes, name)
				}
			}
		}
	}
}

// look finds the records that the texts of a cell mean.
func (p *pass) look(c *cell) record.Lookup {
	return func(k *record.Kind, text string) (record.ID, error) {
		text = c.numbered(text)
		if c.by == nil {
			return p.resolve(k, text)
		}
		v, err := c.by.Parse(text, p.resolve)
		if err != nil {
			return 0, err
		}
		return p.only(k, c.by, v, text)
	}
}

// resolve finds a record by its number, or else by its title.
func (p *pass) resolve(k *record.Kind, text string) (record.ID, error) {
	if id, ok, err := p.tx.ByNumber(k, text); err != nil || ok {
		return id, err
	}
	if t := k.TitleField; t != nil && t.Type == record.TypeText && !t.Derived() {
		return p.only(k, t, record.TextValue(text), text)
	}
	return 0, absent(k, text)
}

func absent(k *record.Kind, text string) error {
	return record.Refuse("missing", "", "找不到"+k.Label+"「"+text+"」", "先导入或新增它，或改正文件里的文字")
}

// only finds the one record whose field holds the value.
func (p *pass) only(k *record.Kind, f *record.Field, v record.Value, text string) (record.ID, error) {
	x, err := p.indexOf(k, f)
	if err != nil {
		return 0, err
	}
	switch ids := x.ids[keyOf([]record.Value{v})]; len(ids) {
	case 0:
		return 0, absent(k, text)
	case 1:
		return ids[0], nil
	default:
		return 0, record.Refuse("ambiguous", "", fmt.Sprintf("有 %d 个%s叫「%s」", len(ids), k.Label, text), "改用编号")
	}
}
