package record

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"
)

// ID tells records of one kind apart. It is given once and never used again; 0 is none.
type ID uint64

// Ref is a typed link to a record of the kind whose struct is T: the compiler
// refuses a product where a customer belongs.
type Ref[T any] ID

// ID is the link without its type.
func (r Ref[T]) ID() ID { return ID(r) }

// Target names any record of any kind; the approval of a document needs it.
type Target struct {
	Kind string
	ID   ID
}

// Type says what a field's values are.
type Type uint8

// The types of values. The numbers are stored in files: never renumber.
const (
	TypeNone   Type = 0
	TypeText   Type = 1  // one line
	TypeLong   Type = 2  // several lines; kept in the file only, not in memory columns
	TypeInt    Type = 3  // whole number
	TypeMoney  Type = 4  // 元, two places, held in 分
	TypeNumber Type = 5  // decimal with the field's Places: percent, quantity, rate
	TypeBool   Type = 6  // yes or no
	TypeDate   Type = 7  // calendar day
	TypeTime   Type = 8  // moment, held in milliseconds since 1970 UTC
	TypeChoice Type = 9  // code of one of the field's Choices
	TypeLink   Type = 10 // ID of a record of the field's target kind
	TypeLinks  Type = 11 // several IDs
	TypeTarget Type = 12 // kind name and ID
	TypeRows   Type = 13 // lines inside a record, columns declared like fields
)

// Value is one field's content without its struct: a small tagged union. N holds
// numbers (minor units), days, milliseconds, booleans and IDs; S text, choice codes
// and a target's kind; L links; R rows in the order of the field's columns.
type Value struct {
	T Type
	N int64
	S string
	L []ID
	R [][]Value
}

// Empty reports whether the value is the zero of its type.
func (v Value) Empty() bool { return v.N == 0 && v.S == "" && len(v.L) == 0 && len(v.R) == 0 }

// Equal reports whether two values say the same; the zero of any type equals TypeNone.
func (v Value) Equal(o Value) bool {
	return v.N == o.N && v.S == o.S && slices.Equal(v.L, o.L) && slices.EqualFunc(v.R, o.R, func(a, b []Value) bool {
		return slices.EqualFunc(a, b, Value.Equal)
	})
}

// ID reads a link.
func (v Value) ID() ID { return ID(v.N) }

// Date reads a day.
func (v Value) Date() Date { return Date(v.N) }

// Bool reads a yes or no.
func (v Value) Bool() bool { return v.N != 0 }

// Money reads an amount in 元.
func (v Value) Money() decimal.Decimal { return FromMinor(v.N, 2) }

// Time reads a moment in UTC.
func (v Value) Time() time.Time { return time.UnixMilli(v.N).UTC() }

// TextValue, IntValue and so on build values of the basic types.
func TextValue(s string) Value { return Value{T: TypeText, S: s} }

// IntValue is a whole number.
func IntValue(n int64) Value { return Value{T: TypeInt, N: n} }

// MoneyMinor is an amount in 分.
func MoneyMinor(n int64) Value { return Value{T: TypeMoney, N: n} }

// DateValue is a calendar day.
func DateValue(d Date) Value { return Value{T: TypeDate, N: int64(d)} }

// BoolValue is a yes or no.
func BoolValue(b bool) Value {
	if b {
		return Value{T: TypeBool, N: 1}
	}
	return Value{T: TypeBool}
}

// ChoiceValue is a code of a list of choices.
func ChoiceValue[S ~string](code S) Value { return Value{T: TypeChoice, S: string(code)} }

// TargetValue is a reference to a record of any kind.
func TargetValue(t Target) Value { return Value{T: TypeTarget, S: t.Kind, N: int64(t.ID)} }

// LinkValue is a link to one record.
func LinkValue(id ID) Value { return Value{T: TypeLink, N: int64(id)} }
