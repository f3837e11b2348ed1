package data

import "crmlab/domain/record"

// shape says which fields of a kind memory holds and where: the same for the columns of
// all records and for those of a step in progress.
type shape struct {
	kind    *record.Kind
	fields  []*record.Field // one column each
	at      [record.FirstCustomTag]int16
	custom  map[int]int                 // columns of fields defined at run time
	lines   []*record.Field             // TypeRows fields
	linesAt [record.FirstCustomTag]int8 // by tag
}

// mostColumns of a kind are held in memory.
const mostColumns = 256

func newShape(k *record.Kind, custom []*record.Field) *shape {
	s := &shape{kind: k, custom: map[int]int{}}
	for i := range s.at {
		s.at[i], s.linesAt[i] = -1, -1
	}
	for _, f := range k.Fields {
		switch {
		case f.Derived():
		case f.Type == record.TypeRows:
			s.linesAt[f.Tag] = int8(len(s.lines))
			s.lines = append(s.lines, f)
		case f.Memory && f.Tag < record.FirstCustomTag:
			s.at[f.Tag] = int16(len(s.fields))
			s.fields = append(s.fields, f)
		}
	}
	for _, f := range custom {
		if f.Memory && f.Custom() && len(s.fields) < mostColumns { // what is too much is read from the file
			s.custom[f.Tag] = len(s.fields)
			s.fields = append(s.fields, f)
		}
	}
	return s
}

// column is the position of a tag's column; -1 if memory does not hold it.
func (s *shape) column(tag int) int {
	if tag < len(s.at) {
		if tag < 0 {
			return -1
		}
		return int(s.at[tag])
	}
	if i, ok := s.custom[tag]; ok {
		return i
	}
	return -1
}

// linesOfTag is the position of the lines of a tag; -1 if the kind has none such.
func (s *shape) linesOfTag(tag int) int {
	if tag < 0 || tag >= len(s.linesAt) {
		return -1
	}
	return int(s.linesAt[tag])
}
