package record

import (
	"reflect"

	"github.com/shopspring/decimal"
)

// FieldOf is a Field that belongs to struct T: Define takes no other struct's fields.
type FieldOf[T any] struct{ *Field }

func declare[T any](name string, tag int, label string, t Type, get func(*T) Value, set func(*T, Value), opts []Option) FieldOf[T] {
	return FieldOf[T]{newField(name, tag, label, t,
		func(r any) Value { return get(r.(*T)) },
		func(r any, v Value) { set(r.(*T), v) }, opts...)}
}

// Text is one line of text.
func Text[T any](name string, tag int, label string, at func(*T) *string, opts ...Option) FieldOf[T] {
	return declare(name, tag, label, TypeText,
		func(r *T) Value { return TextValue(*at(r)) },
		func(r *T, v Value) { *at(r) = v.S }, opts)
}

// Long is text of several lines. It is not held in memory columns.
func Long[T any](name string, tag int, label string, at func(*T) *string, opts ...Option) FieldOf[T] {
	return declare(name, tag, label, TypeLong,
		func(r *T) Value { return Value{T: TypeLong, S: *at(r)} },
		func(r *T, v Value) { *at(r) = v.S }, opts)
}

// Int is a whole number.
func Int[T any](name string, tag int, label string, at func(*T) *int, opts ...Option) FieldOf[T] {
	return declare(name, tag, label, TypeInt,
		func(r *T) Value { return IntValue(int64(*at(r))) },
		func(r *T, v Value) { *at(r) = int(v.N) }, opts)
}

// Bool is a yes or no.
func Bool[T any](name string, tag int, label string, at func(*T) *bool, opts ...Option) FieldOf[T] {
	return declare(name, tag, label, TypeBool,
		func(r *T) Value { return BoolValue(*at(r)) },
		func(r *T, v Value) { *at(r) = v.Bool() }, opts)
}

// Day is a calendar day.
func Day[T any](name string, tag int, label string, at func(*T) *Date, opts ...Option) FieldOf[T] {
	return declare(name, tag, label, TypeDate,
		func(r *T) Value { return DateValue(*at(r)) },
		func(r *T, v Value) { *at(r) = v.Date() }, opts)
}

// Money is an amount in 元 with two places. What has more places is cut off by
// rounding half up, so rules round before they set it.
func Money[T any](name string, tag int, label string, at func(*T) *decimal.Decimal, opts ...Option) FieldOf[T] {
	return fixed(name, tag, label, TypeMoney, at, append([]Option{Places(2)}, opts...))
}

// Number is a decimal number; Places (default 2) says how fine.
func Number[T any](name string, tag int, label string, at func(*T) *decimal.Decimal, opts ...Option) FieldOf[T] {
	return fixed(name, tag, label, TypeNumber, at, append([]Option{Places(2)}, opts...))
}

// Percent is a number of percent with two places, from 0 to 100.
func Percent[T any](name string, tag int, label string, at func(*T) *decimal.Decimal, opts ...Option) FieldOf[T] {
	return fixed(name, tag, label, TypeNumber, at, append([]Option{Places(2), Unit("%"), Between(0, 100)}, opts...))
}

func fixed[T any](name string, tag int, label string, t Type, at func(*T) *decimal.Decimal, opts []Option) FieldOf[T] {
	var f FieldOf[T]
	f = declare(name, tag, label, t,
		func(r *T) Value {
			n, ok := Minor(at(r).Round(f.Places), f.Places)
			if !ok {
				n = MaxMinor + 1 // the gate refuses what is out of bounds
			}
			return Value{T: t, N: n}
		},
		func(r *T, v Value) { *at(r) = FromMinor(v.N, f.Places) }, opts)
	return f
}

// Pick is a code out of a fixed list.
func Pick[T any, E ~string](name string, tag int, label string, at func(*T) *E, choices []Choice, opts ...Option) FieldOf[T] {
	f := declare(name, tag, label, TypeChoice,
		func(r *T) Value { return ChoiceValue(*at(r)) },
		func(r *T, v Value) { *at(r) = E(v.S) }, opts)
	f.Choices = choices
	return f
}

// Link is a reference to a record of the kind whose struct is R.
func Link[T, R any](name string, tag int, label string, at func(*T) *Ref[R], opts ...Option) FieldOf[T] {
	f := declare(name, tag, label, TypeLink,
		func(r *T) Value { return LinkValue(at(r).ID()) },
		func(r *T, v Value) { *at(r) = Ref[R](v.ID()) }, opts)
	f.targetType = reflect.TypeFor[R]()
	return f
}

// Links is a set of references to records of the kind whose struct is R.
func Links[T, R any](name string, tag int, label string, at func(*T) *[]Ref[R], opts ...Option) FieldOf[T] {
	f := declare(name, tag, label, TypeLinks,
		func(r *T) Value {
			v := Value{T: TypeLinks}
			for _, id := range *at(r) {
				v.L = append(v.L, id.ID())
			}
			return v
		},
		func(r *T, v Value) {
			*at(r) = nil
			for _, id := range v.L {
				*at(r) = append(*at(r), Ref[R](id))
			}
		}, opts)
	f.targetType = reflect.TypeFor[R]()
	return f
}

// LinksTo is a set of references to records of a kind that the package may not import; it
// is named by the kind's name.
func LinksTo[T any](name string, tag int, label, kind string, at func(*T) *[]ID, opts ...Option) FieldOf[T] {
	f := declare(name, tag, label, TypeLinks,
		func(r *T) Value { return Value{T: TypeLinks, L: *at(r)} },
		func(r *T, v Value) { *at(r) = v.L }, opts)
	f.targetName = kind
	return f
}

// LinkTo is a reference to a record of a kind that the package may not import; it is named by the
// kind's name.
func LinkTo[T any](name string, tag int, label, kind string, at func(*T) *ID, opts ...Option) FieldOf[T] {
	f := declare(name, tag, label, TypeLink,
		func(r *T) Value { return LinkValue(*at(r)) },
		func(r *T, v Value) { *at(r) = v.ID() }, opts)
	f.targetName = kind
	return f
}

// AnyTarget is a reference to a record of any kind.
func AnyTarget[T any](name string, tag int, label string, at func(*T) *Target, opts ...Option) FieldOf[T] {
	return declare(name, tag, label, TypeTarget,
		func(r *T) Value { t := at(r); return Value{T: TypeTarget, S: t.Kind, N: int64(t.ID)} },
		func(r *T, v Value) { *at(r) = Target{Kind: v.S, ID: v.ID()} }, opts)
}

// Lines is a list inside the record, with columns declared like fields.
func Lines[T, R any](name string, tag int, label string, at func(*T) *[]R, columns []FieldOf[R], opts ...Option) FieldOf[T] {
	cols := make([]*Field, len(columns))
	for i, c := range columns {
		cols[i] = c.Field
	}
	f := declare(name, tag, label, TypeRows,
		func(r *T) Value {
			v := Value{T: TypeRows}
			for i := range *at(r) {
				line := make([]Value, len(cols))
				for j, c := range cols {
					line[j] = c.get(&(*at(r))[i])
				}
				v.R = append(v.R, line)
			}
			return v
		},
		func(r *T, v Value) {
			*at(r) = make([]R, len(v.R))
			for i, line := range v.R {
				for j, c := range cols {
					if j < len(line) {
						c.set(&(*at(r))[i], line[j])
					}
				}
			}
		}, opts)
	f.Columns = cols
	for _, c := range cols {
		c.within = f.Field
	}
	f.newRow = func() any { return new(R) }
	f.eachRow = func(rec any) []any {
		rows := *at(rec.(*T))
		out := make([]any, len(rows))
		for i := range rows {
			out[i] = &rows[i]
		}
		return out
	}
	f.setRows = func(rec any, rows []any) {
		out := make([]R, len(rows))
		for i, r := range rows {
			out[i] = *r.(*R)
		}
		*at(rec.(*T)) = out
	}
	return f
}
