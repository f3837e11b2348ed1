package domain

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"crmlab/domain/finance"
	"crmlab/domain/record"
)

// sample is a value of the field's type that no zero record has.
func sample(f *record.Field) record.Value {
	v := record.Value{T: f.Type}
	switch f.Type {
	case record.TypeText, record.TypeLong:
		v.S = "样"
	case record.TypeChoice:
		v.S = f.Choices[len(f.Choices)-1].Code
	case record.TypeLinks:
		v.L = []record.ID{7}
	case record.TypeTarget:
		v.S, v.N = "customer", 7
	case record.TypeRows:
		line := make([]record.Value, len(f.Columns))
		for i, c := range f.Columns {
			line[i] = sample(c)
		}
		v.R = [][]record.Value{line}
	case record.TypeBool:
		v.N = 1
	default:
		v.N = 7
	}
	return v
}

// leaves lists the exported fields of a struct, those of embedded structs included;
// ID, Rev and Custom are the store's own.
func leaves(t reflect.Type, at []int) map[string][]int {
	out := map[string][]int{}
	for i := range t.NumField() {
		f := t.Field(i)
		path := append(slices.Clone(at), i)
		switch {
		case f.Anonymous && f.Type.Kind() == reflect.Struct:
			for name, p := range leaves(f.Type, path) {
				out[name] = p
			}
		case f.IsExported() && !(slices.Contains([]string{"ID", "Rev", "Custom"}, f.Name) && t == reflect.TypeFor[record.Base]()):
			out[f.Name] = path
		}
	}
	return out
}

func TestEveryStructFieldIsDeclaredExactlyOnce(t *testing.T) {
	for _, k := range Kinds {
		declared := map[string]string{}
		for _, f := range k.Fields {
			if f.Derived() {
				continue
			}
			rec := k.New()
			f.Set(rec, sample(f))
			if got := f.Get(rec); !got.Equal(sample(f)) {
				t.Errorf("%s.%s: set %v, get %v", k.Name, f.Name, sample(f), got)
			}
			touched := 0
			for name, path := range leaves(k.Type(), nil) {
				if !reflect.ValueOf(rec).Elem().FieldByIndex(path).IsZero() {
					touched++
					if other, dup := declared[name]; dup {
						t.Errorf("%s: struct field %s is declared by %s and %s", k.Name, name, other, f.Name)
					}
					declared[name] = f.Name
				}
			}
			if touched != 1 {
				t.Errorf("%s.%s writes %d struct fields", k.Name, f.Name, touched)
			}
		}
		for name := range leaves(k.Type(), nil) {
			if declared[name] == "" {
				t.Errorf("%s: struct field %s is not declared", k.Name, name)
			}
		}
	}
}

func TestDeclarationsAreComplete(t *testing.T) {
	names := map[string]bool{}
	for _, k := range Kinds {
		if k.Label == "" || k.Prefix == "" || names[k.Name] {
			t.Errorf("kind %q: label, prefix or name is missing or repeated", k.Name)
		}
		names[k.Name] = true
		if _, ok := record.ModuleLabels[k.Module]; !ok {
			t.Errorf("kind %s: module %q is unknown, so nobody can have rights on it", k.Name, k.Module)
		}
		if k.TitleField == nil {
			t.Errorf("kind %s has no title field", k.Name)
		}
		checkFields(t, k.Name, k.Fields)
		for _, a := range k.Actions {
			if a.Label == "" {
				t.Errorf("%s.%s has no label", k.Name, a.Name)
			}
			for _, s := range a.From {
				if k.States == nil || k.States.Find(s).Code == "" {
					t.Errorf("%s.%s starts from state %q, which the kind does not have", k.Name, a.Name, s)
				}
			}
			checkFields(t, k.Name+"."+a.Name, a.Inputs)
		}
	}
}

func checkFields(t *testing.T, of string, fields []*record.Field) {
	t.Helper()
	seen := map[string]bool{}
	tags := map[int]bool{}
	for _, f := range fields {
		at := of + "." + f.Name
		if f.Name == "" || f.Label == "" || seen[f.Name] || tags[f.Tag] {
			t.Errorf("%s: name, label or tag is missing or repeated", at)
		}
		seen[f.Name], tags[f.Tag] = true, true
		switch f.Type {
		case record.TypeLink, record.TypeLinks:
			if f.Target() == nil || !slices.Contains(Kinds, f.Target()) {
				t.Errorf("%s points to a kind that is not listed", at)
			}
		case record.TypeChoice:
			if len(f.Choices) == 0 {
				t.Errorf("%s has no choices", at)
			}
			for _, c := range f.Choices {
				if c.Code == "" || c.Label == "" {
					t.Errorf("%s has a choice without code or label", at)
				}
			}
		case record.TypeRows:
			checkFields(t, at, f.Columns)
		}
		if on, values := f.Depends(); on != "" {
			i := slices.IndexFunc(fields, func(o *record.Field) bool { return o.Name == on })
			if i < 0 || len(values) == 0 {
				t.Errorf("%s depends on %q, which is not beside it", at, on)
				continue
			}
			for _, v := range values {
				_, listed := fields[i].Choice(v)
				if fields[i].Type == record.TypeChoice && !listed || fields[i].Type == record.TypeBool && v != "true" && v != "false" {
					t.Errorf("%s depends on the value %q of %s, which that never has", at, v, on)
				}
			}
		}
		if strings.ContainsAny(f.Label+f.Hint, "!！您") {
			t.Errorf("%s: the words on the screen use neither 您 nor exclamation marks", at)
		}
	}
}

// Whoever leaves hands over what is under way: a document that somebody owns and that has states
// says which of them are work in hand.
func TestDocumentsWithStatesAreHandedOver(t *testing.T) {
	for _, k := range Kinds {
		if k.Owned && k.States != nil && !k.Internal && !k.HandsOver() && k != finance.Receipts.Kind { // a receipt is the end of the work
			t.Errorf("%s: nobody takes over what an employee who leaves has in hand", k.Name)
		}
	}
}
