package data

import (
	"bytes"
	"cmp"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"crmlab/domain/record"
)

// Keys on disk sort as what they stand for, and are the same only for the same.

var anyNumber = rapid.OneOf(rapid.Int64(), rapid.Int64Range(-3, 3), rapid.SampledFrom([]int64{math.MinInt64, math.MaxInt64, 255, 256, -256, 1 << 32}))

var anyID = rapid.Custom(func(t *rapid.T) record.ID { return record.ID(uint64(anyNumber.Draw(t, "n"))) })

// anyText is short, or about as long as an index key holds, often the same but for its end.
var anyText = rapid.OneOf(rapid.StringN(0, 5, -1), rapid.Custom(func(t *rapid.T) string {
	return strings.Repeat("长", longestKey/3-1) + rapid.StringOfN(rapid.RuneFrom([]rune("ab")), 0, 5, -1).Draw(t, "end")
}))

func TestKeysOfNumbersSortAsTheyDo(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		a, b := anyID.Draw(rt, "a"), anyID.Draw(rt, "b")
		if bytes.Compare(idKey(a), idKey(b)) != cmp.Compare(a, b) || bytes.Compare(seqKey(uint64(a)), seqKey(uint64(b))) != cmp.Compare(a, b) {
			rt.Errorf("keys of %d and %d", a, b)
		}
		if back, ok := keyID(idKey(a)); !ok || back != a {
			rt.Errorf("the key of %d reads %d", a, back)
		}
	})
}

func TestKeysOfTheJournalsIndexSortByRecordAndStep(t *testing.T) {
	kinds := rapid.SampledFrom([]string{"order", "order-plan", "ordera", "o", "订单"})
	rapid.Check(t, func(rt *rapid.T) {
		a := record.Target{Kind: kinds.Draw(rt, "kind"), ID: anyID.Draw(rt, "id")}
		b := record.Target{Kind: kinds.Draw(rt, "kind"), ID: anyID.Draw(rt, "id")}
		m, n := uint64(anyNumber.Draw(rt, "m")), uint64(anyNumber.Draw(rt, "n"))
		want := cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID), cmp.Compare(m, n))
		if got := bytes.Compare(touchKey(a, m), touchKey(b, n)); got != want {
			rt.Errorf("%v %d and %v %d compare as %d, want %d", a, m, b, n, got, want)
		}
		if bytes.HasPrefix(touchKey(a, m), touchPrefix(b)) != (a == b) {
			rt.Errorf("%v lies under %v", a, b)
		}
	})
}

// keyed are a field of each type that can be unique, and how its values compare.
var keyed = []struct {
	typ     record.Type
	value   *rapid.Generator[record.Value]
	compare func(a, b record.Value) int
}{
	{record.TypeInt, valuesOf(record.TypeInt), byNumber}, {record.TypeMoney, valuesOf(record.TypeMoney), byNumber},
	{record.TypeNumber, valuesOf(record.TypeNumber), byNumber}, {record.TypeBool, valuesOf(record.TypeBool), byNumber},
	{record.TypeDate, valuesOf(record.TypeDate), byNumber}, {record.TypeTime, valuesOf(record.TypeTime), byNumber},
	{record.TypeLink, valuesOf(record.TypeLink), byNumber},
	{record.TypeText, textsOf(record.TypeText), byText}, {record.TypeLong, textsOf(record.TypeLong), byText}, {record.TypeChoice, textsOf(record.TypeChoice), byText},
	{record.TypeTarget, rapid.Custom(func(t *rapid.T) record.Value {
		return record.Value{T: record.TypeTarget, N: rapid.Int64Range(1, 300).Draw(t, "id"), S: rapid.SampledFrom([]string{"a", "ab", "b"}).Draw(t, "kind")}
	}), func(a, b record.Value) int { return cmp.Or(cmp.Compare(a.N, b.N), cmp.Compare(a.S, b.S)) }},
}

func valuesOf(typ record.Type) *rapid.Generator[record.Value] {
	return rapid.Map(anyNumber, func(n int64) record.Value { return record.Value{T: typ, N: n} })
}

func textsOf(typ record.Type) *rapid.Generator[record.Value] {
	return rapid.Map(anyText, func(s string) record.Value { return record.Value{T: typ, S: s} })
}

func byNumber(a, b record.Value) int { return cmp.Compare(a.N, b.N) }
func byText(a, b record.Value) int   { return cmp.Compare(a.S, b.S) }

func TestKeysOfUniqueValuesSortAsTheyDo(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := rapid.SampledFrom(keyed).Draw(rt, "type")
		f := record.CustomField(companies.Kind, "x", 1001, "值", c.typ)
		a, b := c.value.Draw(rt, "a"), c.value.Draw(rt, "b")
		x, y := uniqueKey(f, a), uniqueKey(f, b)
		if (x == nil) != a.Empty() {
			rt.Errorf("%v has the key %x", a, x)
		}
		if len(x) > longestKey+32 {
			rt.Errorf("a key of %d bytes", len(x))
		}
		if x == nil || y == nil {
			return
		}
		if bytes.Equal(x, y) != a.Equal(b) {
			rt.Errorf("%v and %v have the keys %x and %x", a, b, x, y)
		}
		// Beyond its length a key tells texts apart, but does not sort them.
		if len(a.S) > longestKey || len(b.S) > longestKey {
			return
		}
		if got, want := bytes.Compare(x, y), c.compare(a, b); got != want {
			rt.Errorf("%v and %v compare as %d, want %d", a, b, got, want)
		}
	})
}
