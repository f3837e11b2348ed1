package record

import (
	"fmt"
	"strings"
)

// FieldRight is what a position may do with one field.
type FieldRight uint8

// Rights on fields, the widest first.
const (
	FieldOpen   FieldRight = iota // 可编辑, as far as the right on the record goes
	FieldRead                     // 只读
	FieldHidden                   // 不可见
)

// fieldKey names a field, or a column of its lines, for good: fields defined at run time are
// made anew whenever definitions change.
type fieldKey struct {
	kind        *Kind
	tag, column int
}

func keyOf(f *Field) fieldKey {
	if f.within != nil {
		return fieldKey{f.within.Kind, f.within.Tag, f.Tag}
	}
	return fieldKey{kind: f.Kind, tag: f.Tag}
}

// Limit narrows what the hat may do with a field, or with a column of a TypeRows field.
func (a *Access) Limit(f *Field, right FieldRight) {
	if right == FieldOpen {
		return
	}
	if a.limits == nil {
		a.limits, a.limited = map[fieldKey]FieldRight{}, map[*Kind]bool{}
	}
	key := keyOf(f)
	a.limits[key] = max(a.limits[key], right)
	a.limited[key.kind] = true
}

// FieldRight is what the hat may do with a field. A nil Access may do everything.
func (a *Access) FieldRight(f *Field) FieldRight {
	if a == nil || a.limits == nil {
		return FieldOpen
	}
	return a.limits[keyOf(f)]
}

// Hides reports whether the hat may not know what a field holds.
func (a *Access) Hides(f *Field) bool { return a.FieldRight(f) == FieldHidden }

// Writes reports whether the hat may set a field, or what stands in lines that hold a column that
// it may not set.
func (a *Access) Writes(f *Field) bool { return a.FieldRight(f) == FieldOpen }

// shows is the fields without those that the hat may not see.
func (a *Access) shows(k *Kind, fields []*Field) []*Field {
	if a == nil || !a.limited[k] {
		return fields
	}
	out := make([]*Field, 0, len(fields))
	for _, f := range fields {
		if !a.Hides(f) {
			out = append(out, f)
		}
	}
	return out
}

// Guardable reports whether a position may be denied a field. What a record is called, who answers
// for it, where it stands and what it cannot be without has to be known to whoever works with it.
func (f *Field) Guardable() bool {
	if f.within != nil {
		return !f.Hidden && !f.Required && f.within.Kind != nil && f.within.Kind.Fields != nil && !f.within.Hidden
	}
	k := f.Kind
	switch {
	case k == nil || f.Hidden || f.Required || f.Type == TypeTarget || f == k.TitleField || f.Tag >= tagNo && f.Tag < tagRemark:
		return false
	case k.States != nil && f == k.States.Field:
		return false
	}
	return true
}

// refuseHidden is what a query, a figure or a file hears that asks for a field which the position
// may not see.
func refuseHidden(f *Field, what string) error {
	k := f.Kind
	if f.within != nil {
		k = f.within.Kind
	}
	return Refuse("field.hidden", what, "当前职位看不到"+k.Label+"的「"+f.Label+"」", "换一个能看到它的身份，或在职位权限管理里放开这个字段")
}

// hidden refuses fields that the reader's hat may not see.
func (r *reader) hidden(what string, fields ...*Field) error {
	for _, f := range fields {
		if r.scope.Hides(f) {
			return refuseHidden(f, what)
		}
	}
	return nil
}

// permitFields refuses to set what the position may only read, and what it does not see. A new
// record may hold what every new record begins with.
func (t *tx) permitFields(k *Kind, old, rec Record, what string) error {
	if !t.access.limited[k] {
		return nil
	}
	before := old
	if before == nil {
		blank, err := Blank(t, k)
		if err != nil {
			return err
		}
		before = blank
	}
	for _, f := range t.Fields(k) {
		if f.derive != nil || f.System {
			continue
		}
		had, got := f.get(before), f.get(rec)
		if f.Type == TypeRows {
			if c := t.deniedColumn(f, had.R, got.R); c != nil {
				return refuseSet(c, f.Name, what)
			}
		}
		if !t.access.Writes(f) && !got.Equal(had) {
			return refuseSet(f, f.Name, what)
		}
	}
	return nil
}

func refuseSet(f *Field, at, what string) error {
	return RefuseField("field.right", at, what, "当前职位不能填写「"+f.Label+"」", "改回原来的内容，或换一个能填写它的身份")
}

// deniedColumn is a column that the hat may not set and that lines hold other values of than
// before; nil if there is none. Lines may come and go with what they begin with.
func (t *tx) deniedColumn(f *Field, had, got [][]Value) *Field {
	for j, c := range f.Columns {
		if t.access.Writes(c) || c.System || c.Explains {
			continue
		}
		for i, line := range got {
			switch {
			case !c.countsBy(f.Columns, func(k int, _ *Field) Value { return line[k] }): // rules fill it
			case i < len(had) && line[j].Equal(had[i][j]):
			case lineHas(had, j, line[j]) || line[j].Empty():
			case c.Default != nil && c.Default(t).Equal(line[j]):
			default:
				return c
			}
		}
	}
	return nil
}

func lineHas(lines [][]Value, j int, v Value) bool {
	for _, line := range lines {
		if line[j].Equal(v) {
			return true
		}
	}
	return false
}

// guards is the field of the kind that an input of an action sets, by name and label; nil where
// the action asks for something else.
func (a *Action) guards(in *Field) *Field {
	if f := a.Kind.Field(in.Name); f != nil && f.Label == in.Label && f.Type == in.Type {
		return f
	}
	return nil
}

// Asks are the inputs that the action asks the hat for: those that stand for a field which the
// position may not set are left at what they begin with.
func (a *Action) Asks(r Reader) []*Field {
	out := make([]*Field, 0, len(a.Inputs))
	for _, in := range a.Inputs {
		if f := a.guards(in); f == nil || r.Access().Writes(f) {
			out = append(out, in)
		}
	}
	return out
}

// permitInputs refuses inputs that stand for fields which the hat may not set.
func (a *Action) permitInputs(r Reader, rec Record, in any) error {
	var usual any
	for _, f := range a.Inputs {
		of := a.guards(f)
		if of == nil || r.Access().Writes(of) {
			continue
		}
		if usual == nil {
			usual = a.NewInput(r, rec)
		}
		if !f.get(in).Equal(f.get(usual)) {
			return refuseSet(of, f.Name, "不能"+a.Label)
		}
	}
	return nil
}

// FieldCode names a field, or a column of lines, for settings that speak of fields of any kind:
// customer.credit, order.lines.cost.
func FieldCode(f *Field) string {
	if f.within != nil {
		return FieldCode(f.within) + "." + f.Name
	}
	return f.Kind.Name + "." + f.Name
}

// FieldCoded finds the field of a code, also one defined at run time; nil if there is none.
func FieldCoded(r Reader, code string) *Field {
	kind, rest, _ := strings.Cut(code, ".")
	k := KindNamed(kind)
	if k == nil {
		return nil
	}
	name, column, lines := strings.Cut(rest, ".")
	f := FieldNamed(r.Whole(), k, name)
	if f == nil || !lines {
		return f
	}
	return f.Column(column)
}

// FieldWords are the words for a field's code: 客户·信用额度.
func FieldWords(code string) string {
	kind, rest, _ := strings.Cut(code, ".")
	k := KindNamed(kind)
	if k == nil {
		return code
	}
	name, column, lines := strings.Cut(rest, ".")
	f := k.Field(name)
	switch {
	case f == nil:
		registry.RLock()
		defer registry.RUnlock()
		if label := registry.custom[code]; label != "" {
			name = label
		}
		return k.Label + "·" + name
	case !lines:
		return k.Label + "·" + f.Label
	case f.Column(column) == nil:
		return k.Label + "·" + f.Label + "·" + column
	}
	return k.Label + "·" + f.Label + "·" + f.Column(column).Label
}

// FieldCodeOf reads the code of a field, or its words.
func FieldCodeOf(words string) (string, error) {
	if kind, rest, ok := strings.Cut(words, "."); ok && KindNamed(kind) != nil && rest != "" {
		return words, nil
	}
	registry.RLock()
	defer registry.RUnlock()
	for _, k := range registry.byName {
		rest, ok := strings.CutPrefix(words, k.Label+"·")
		if !ok {
			continue
		}
		for _, f := range k.Fields {
			if f.Label == rest {
				return FieldCode(f), nil
			}
			for _, c := range f.Columns {
				if f.Label+"·"+c.Label == rest {
					return FieldCode(c), nil
				}
			}
		}
		newest := ""
		for code, label := range registry.custom { // an attribute that was deleted may have had the label, too
			if label == rest && strings.HasPrefix(code, k.Name+".") {
				newest = max(newest, code)
			}
		}
		if newest != "" {
			return newest, nil
		}
	}
	return "", fmt.Errorf("「%s」不是字段，写成 客户·信用额度 这样", words)
}
