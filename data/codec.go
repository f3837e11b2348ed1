package data

import (
	"encoding/binary"
	"fmt"
	"slices"

	"crmlab/domain/record"
)

// codecFormat is the first byte of every stored record.
const codecFormat = 1

// codec turns the records of one kind into bytes and back, driven by the kind's field
// list: tags identify fields, so renaming or reordering them changes no file. Zero
// values are not stored. Fields defined at run time are stored as generic values.
type codec struct {
	kind   *record.Kind
	fields []*record.Field
	byTag  [record.FirstCustomTag]*record.Field
}

func newCodec(k *record.Kind) *codec {
	c := &codec{kind: k}
	for _, f := range k.Fields {
		if f.Derived() {
			continue
		}
		c.fields = append(c.fields, f)
		if f.Tag > 0 && f.Tag < len(c.byTag) {
			c.byTag[f.Tag] = f
		}
	}
	return c
}

// encode appends rec. What old, the stored form before, holds under tags that this
// program does not know is kept.
func (c *codec) encode(b []byte, rec record.Record, old []byte) []byte {
	b = append(b, codecFormat)
	for _, f := range c.fields {
		b = appendField(b, f, f.Get(rec))
	}
	h := rec.Head()
	b = appendNumber(b, record.TagRev, int64(h.Rev))
	if len(h.Custom) > 0 {
		tags := make([]int, 0, len(h.Custom))
		for tag, v := range h.Custom {
			if tag >= record.FirstCustomTag && !v.Empty() {
				tags = append(tags, tag)
			}
		}
		slices.Sort(tags)
		for _, tag := range tags {
			b = appendNested(b, tag, func(b []byte) []byte { return appendAny(b, h.Custom[tag], nil) })
		}
	}
	return c.appendUnknown(b, old)
}

func (c *codec) appendUnknown(b, old []byte) []byte {
	if len(old) < 1 || old[0] != codecFormat {
		return b
	}
	r, p := parts{rest: old[1:]}, part{}
	for {
		from := r.rest
		if !r.next(&p) {
			return b
		}
		if p.tag < record.FirstCustomTag && p.tag != record.TagRev && c.byTag[p.tag] == nil {
			b = append(b, from[:len(from)-len(r.rest)]...)
		}
	}
}

// appendField adds one declared field's value under its tag.
func appendField(b []byte, f *record.Field, v record.Value) []byte {
	switch {
	case v.Empty():
		return b
	case inNumber(f.Type):
		return appendNumber(b, f.Tag, v.N)
	case inText(f.Type):
		return appendText(b, f.Tag, v.S)
	case f.Type == record.TypeLinks:
		return appendNested(b, f.Tag, func(b []byte) []byte { return appendLinks(b, v.L) })
	case f.Type == record.TypeTarget:
		return appendNested(b, f.Tag, func(b []byte) []byte { return appendTarget(b, v) })
	case f.Type == record.TypeRows:
		return appendNested(b, f.Tag, func(b []byte) []byte {
			for _, line := range v.R {
				b = appendSized(b, func(b []byte) []byte {
					for i, col := range f.Columns {
						b = appendField(b, col, line[i])
					}
					return b
				})
			}
			return b
		})
	}
	return b
}

// decode fills a fresh record from its stored form.
func (c *codec) decode(id record.ID, b []byte) (record.Record, error) {
	rec := c.kind.New()
	h := rec.Head()
	h.ID = id
	r, err := records(b)
	if err != nil {
		return nil, c.damaged(id, err)
	}
	var p part
	for r.next(&p) {
		switch {
		case p.tag == record.TagRev:
			h.Rev = uint64(p.num)
		case p.tag >= record.FirstCustomTag:
			v, err := readAny(p.bytes, nil)
			if err != nil {
				return nil, c.damaged(id, err)
			}
			if h.Custom == nil {
				h.Custom = map[int]record.Value{}
			}
			h.Custom[p.tag] = v
		default:
			f := c.byTag[p.tag]
			if f == nil {
				continue
			}
			v, err := readField(f, &p)
			if err != nil {
				return nil, c.damaged(id, err)
			}
			f.Set(rec, v)
		}
	}
	if r.err != nil {
		return nil, c.damaged(id, r.err)
	}
	return rec, nil
}

func (c *codec) damaged(id record.ID, err error) error {
	return fmt.Errorf("decode %s %d: %w", c.kind.Name, id, err)
}

// records starts stepping through the fields of a stored record.
func records(b []byte) (parts, error) {
	if len(b) == 0 || b[0] != codecFormat {
		return parts{}, errCoded
	}
	return parts{rest: b[1:]}, nil
}

// readField reads a declared field. A part of another shape than the field's type comes
// from a field that was retyped; it reads as the zero value.
func readField(f *record.Field, p *part) (record.Value, error) {
	v := record.Value{T: f.Type}
	if inNumber(f.Type) {
		v.N = p.num
		return v, nil
	}
	if p.wire != wireBytes {
		return v, nil
	}
	switch {
	case inText(f.Type):
		v.S = string(p.bytes)
	case f.Type == record.TypeLinks:
		return v, readLinks(p.bytes, &v.L)
	case f.Type == record.TypeTarget:
		return v, readTarget(p.bytes, &v)
	case f.Type == record.TypeRows:
		for b := p.bytes; len(b) > 0; {
			line, rest, ok := cutSized(b)
			if !ok {
				return v, errCoded
			}
			b = rest
			cells, err := readLine(f, line)
			if err != nil {
				return v, err
			}
			v.R = append(v.R, cells)
		}
	}
	return v, nil
}

func readLine(f *record.Field, line []byte) ([]record.Value, error) {
	cells := make([]record.Value, len(f.Columns))
	for i, col := range f.Columns {
		cells[i].T = col.Type
	}
	r, p := parts{rest: line}, part{}
	for r.next(&p) {
		for i, col := range f.Columns {
			if col.Tag == p.tag {
				v, err := readField(col, &p)
				if err != nil {
					return nil, err
				}
				cells[i] = v
			}
		}
	}
	return cells, r.err
}

// fieldOf reads one field of a stored record and leaves the rest alone.
func fieldOf(f *record.Field, b []byte) (record.Value, error) {
	zero := record.Value{T: f.Type}
	r, err := records(b)
	if err != nil {
		return zero, err
	}
	var p part
	for r.next(&p) {
		if p.tag != f.Tag {
			continue
		}
		if f.Custom() {
			v, err := readAny(p.bytes, nil)
			v.T = f.Type
			return v, err
		}
		return readField(f, &p)
	}
	return zero, r.err
}

// idKey is the key of a record: big endian, so that keys sort as IDs do.
func idKey(id record.ID) []byte { return binary.BigEndian.AppendUint64(nil, uint64(id)) }

// keyID reads a record's key.
func keyID(b []byte) (record.ID, bool) {
	if len(b) != 8 {
		return 0, false
	}
	return record.ID(binary.BigEndian.Uint64(b)), true
}
