package data

import (
	"encoding/binary"

	"crmlab/domain/record"
)

// A payload is the content of one value without its type: a zigzag varint for
// everything that Value.N holds, text as it is, links as uvarints one after another, a
// target as its ID and the kind's name, rows as sized messages of columns.
//
// A generic value is a type byte and its payload. Fields defined at run time and the
// journal use it, because both must be readable when the field is gone.

// inNumber reports whether values of the type live in Value.N alone.
func inNumber(t record.Type) bool {
	switch t {
	case record.TypeInt, record.TypeMoney, record.TypeNumber, record.TypeBool, record.TypeDate, record.TypeTime, record.TypeLink:
		return true
	}
	return false
}

func inText(t record.Type) bool {
	return t == record.TypeText || t == record.TypeLong || t == record.TypeChoice
}

// appendAny adds a generic value. columns give the tags of a TypeRows value's columns;
// without them the position stands for the tag.
func appendAny(b []byte, v record.Value, columns []*record.Field) []byte {
	if v.T == record.TypeNone {
		v.T = typeOf(v)
	}
	b = append(b, byte(v.T))
	switch {
	case inNumber(v.T):
		return binary.AppendVarint(b, v.N)
	case inText(v.T):
		return append(b, v.S...)
	case v.T == record.TypeLinks:
		return appendLinks(b, v.L)
	case v.T == record.TypeTarget:
		return appendTarget(b, v)
	case v.T == record.TypeRows:
		for _, line := range v.R {
			b = appendSized(b, func(b []byte) []byte {
				for i, cell := range line {
					if cell.Empty() {
						continue
					}
					tag := i + 1
					if i < len(columns) {
						tag, cell.T = columns[i].Tag, columns[i].Type
					}
					b = appendNested(b, tag, func(b []byte) []byte { return appendAny(b, cell, nil) })
				}
				return b
			})
		}
	}
	return b
}

// typeOf finds a type that can hold a value whose type nobody noted.
func typeOf(v record.Value) record.Type {
	switch {
	case len(v.R) > 0:
		return record.TypeRows
	case len(v.L) > 0:
		return record.TypeLinks
	case v.S != "" && v.N != 0:
		return record.TypeTarget
	case v.S != "":
		return record.TypeText
	case v.N != 0:
		return record.TypeInt
	}
	return record.TypeNone
}

// readAny is the inverse of appendAny. Columns that are no longer declared are dropped;
// with no columns given the rows keep their stored order.
func readAny(b []byte, columns []*record.Field) (record.Value, error) {
	return readAnyDeep(b, columns, 0)
}

func readAnyDeep(b []byte, columns []*record.Field, depth int) (record.Value, error) {
	if len(b) == 0 {
		return record.Value{}, errCoded
	}
	v := record.Value{T: record.Type(b[0])}
	b = b[1:]
	switch {
	case v.T == record.TypeNone:
		if len(b) > 0 {
			return v, errCoded
		}
	case inNumber(v.T):
		n, used := binary.Varint(b)
		if used != len(b) {
			return v, errCoded
		}
		v.N = n
	case inText(v.T):
		v.S = string(b)
	case v.T == record.TypeLinks:
		return v, readLinks(b, &v.L)
	case v.T == record.TypeTarget:
		return v, readTarget(b, &v)
	case v.T == record.TypeRows && depth == 0:
		room := 8*len(b) + roomyLine
		for len(b) > 0 {
			line, rest, ok := cutSized(b)
			if !ok {
				return v, errCoded
			}
			b = rest
			cells, err := readAnyLine(line, columns, &room)
			if err != nil {
				return v, err
			}
			v.R = append(v.R, cells)
		}
	default:
		return v, errCoded
	}
	return v, nil
}

// roomyLine is how many cells a line of which little is known may have for nothing: a line
// that has only its last column is short, and yet has a high position.
const roomyLine = 256

// readAnyLine takes the cells that it makes from room, so that few bytes cannot ask for
// much memory.
func readAnyLine(line []byte, columns []*record.Field, room *int) ([]record.Value, error) {
	cells := make([]record.Value, len(columns))
	for i, c := range columns {
		cells[i].T = c.Type
	}
	r, p := parts{rest: line}, part{}
	for r.next(&p) {
		if p.wire != wireBytes {
			return nil, errCoded
		}
		v, err := readAnyDeep(p.bytes, nil, 1)
		if err != nil {
			return nil, err
		}
		if len(columns) == 0 {
			if *room -= max(0, p.tag-len(cells)); *room < 0 {
				return nil, errCoded
			}
			for len(cells) < p.tag {
				cells = append(cells, record.Value{})
			}
			cells[p.tag-1] = v
			continue
		}
		for i, c := range columns {
			if c.Tag == p.tag && c.Type == v.T {
				cells[i] = v
			}
		}
	}
	return cells, r.err
}

func appendLinks(b []byte, ids []record.ID) []byte {
	for _, id := range ids {
		b = binary.AppendUvarint(b, uint64(id))
	}
	return b
}

func readLinks(b []byte, into *[]record.ID) error {
	for len(b) > 0 {
		id, n := binary.Uvarint(b)
		if n <= 0 {
			return errCoded
		}
		*into = append(*into, record.ID(id))
		b = b[n:]
	}
	return nil
}

func appendTarget(b []byte, v record.Value) []byte {
	return append(binary.AppendUvarint(b, uint64(v.N)), v.S...)
}

func readTarget(b []byte, v *record.Value) error {
	id, n := binary.Uvarint(b)
	if n <= 0 {
		return errCoded
	}
	v.N, v.S = int64(id), string(b[n:])
	return nil
}
