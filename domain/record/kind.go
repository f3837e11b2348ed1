package record

import (
	"fmt"
	"reflect"
)

// Kind is one kind of record as every layer but its own module sees it.
type Kind struct {
	Name    string // command line, journal, files: "order"
	Label   string // 销售订单
	Module  string // the domain package, also the unit of rights: "order"
	Prefix  string // numbers look like SO-0231
	Fields  []*Field
	States  *States // nil where the kind has none
	Actions []*Action

	Owned    bool     // has an owner; data scopes apply
	Internal bool     // written by rules only; no list or form of its own
	Shapes   bool     // its records decide what hats may see or which fields exist
	Via      []*Field // links whose visible target makes this record visible too
	Tallies  []*Tally // sums over this kind that others read

	TitleField *Field
	Parent     *Field // the link that nests the kind's records in a tree; nil where they stand beside each other
	offered    []Cond
	handed     []Cond // which records go to the successor of their owner; nil: none
	handsOver  bool
	prefixFor  func(Record) string
	newRecord  func() Record
	typ        reflect.Type
	rules      []func(Tx, Record, Record) error
	afters     []func(Tx, Record, Record) error
	onDelete   []func(Tx, Record) error
	defaults   []func(Reader, Record) error
	openings   []opening
	doubles    *doubles
	merging    *merging
	holds      []hold
}

// New returns an empty record of the kind.
func (k *Kind) New() Record { return k.newRecord() }

// Type is the kind's struct type; guard tests walk it.
func (k *Kind) Type() reflect.Type { return k.typ }

// Field finds a declared field by its name; nil if there is none. Fields defined at
// run time are found through Reader.Fields.
func (k *Kind) Field(name string) *Field {
	for _, f := range k.Fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// ByTag finds a declared field by its storage tag.
func (k *Kind) ByTag(tag int) *Field {
	for _, f := range k.Fields {
		if f.Tag == tag {
			return f
		}
	}
	return nil
}

// Action finds an action by its name; nil if there is none.
func (k *Kind) Action(name string) *Action {
	for _, a := range k.Actions {
		if a.Name == name {
			return a
		}
	}
	return nil
}

// KindOf is a Kind whose records are *T; the module that declares it uses this form.
type KindOf[T any] struct{ *Kind }

// KindOption sets properties of a kind where it is declared.
type KindOption func(*Kind)

// Define declares a kind with fields of its struct. Mistakes in a declaration (two
// fields of one tag, a link without a target) panic here or fail the guard tests:
// they are programming errors.
func Define[T any, P interface {
	*T
	Record
}](name, label, module, prefix string, fields []FieldOf[T], opts ...KindOption) KindOf[T] {
	k := &Kind{Name: name, Label: label, Module: module, Prefix: prefix,
		newRecord: func() Record { return P(new(T)) }, typ: reflect.TypeFor[T]()}
	for _, o := range opts {
		o(k)
	}
	base := baseFields(k.Owned)
	k.Fields = append(k.Fields, base[0])
	for _, f := range fields {
		k.Fields = append(k.Fields, f.Field)
	}
	k.Fields = append(k.Fields, base[1:]...)
	seen := map[int]string{}
	for _, f := range k.Fields {
		f.Kind = k
		if other, dup := seen[f.Tag]; dup {
			panic(fmt.Sprintf("kind %s: fields %s and %s share tag %d", name, other, f.Name, f.Tag))
		}
		seen[f.Tag] = f.Name
		if k.TitleField == nil && f.Name == "name" {
			k.TitleField = f
		}
	}
	registry.Lock()
	defer registry.Unlock()
	if registry.byName[name] != nil {
		panic("kind declared twice: " + name)
	}
	registry.byName[name], registry.byType[k.typ] = k, k
	return KindOf[T]{k}
}

// Owned gives records an owner and a department; what a hat sees of the kind is
// limited by its position's data scope.
func Owned(k *Kind) { k.Owned = true }

// Internal marks a kind that only rules write.
func Internal(k *Kind) { k.Internal = true }

// TitledBy names the field that calls a record by name where it is not "name".
// Fields are known after Define, so this is a method of the kind.
func (k *Kind) TitledBy(name string) { k.TitleField = k.Field(name) }

// Nested names the link to the record above: the kind's records form a tree, and a list that
// nothing narrows shows it.
func (k *Kind) Nested(name string) { k.Parent = k.Field(name) }

// Offer sets the conditions on records that links to the kind still offer: employees who
// work here, items that are not switched off. What points to another one already may stay.
func (k *Kind) Offer(conds ...Cond) { k.offered = conds }

// HandOver says that records of the kind which meet the conditions are somebody's work in hand:
// they go to a successor when their owner leaves the company.
func (k *Kind) HandOver(conds ...Cond) { k.handed, k.handsOver = conds, true }

// HandsOver reports whether records of the kind may be somebody's work in hand.
func (k *Kind) HandsOver() bool { return k.handsOver }

// InHand lists the work in hand of an employee, by kind, see Kind.HandOver.
func InHand(r Reader, owner ID) (map[*Kind][]ID, error) {
	registry.RLock()
	var kinds []*Kind
	for _, k := range registry.byName {
		if k.handsOver {
			kinds = append(kinds, k)
		}
	}
	registry.RUnlock()
	out := map[*Kind][]ID{}
	for _, k := range kinds {
		conds := append([]Cond{Where("owner", LinkValue(owner))}, k.handed...)
		err := r.Whole().Each(k, conds, func(row Row) bool {
			out[k] = append(out[k], row.ID())
			return true
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// SeenVia lets a hat see a record whose link points to a record that it sees: all
// documents of my customer, whoever made them.
func (k *Kind) SeenVia(names ...string) {
	for _, n := range names {
		k.Via = append(k.Via, k.Field(n))
	}
}

// Rule adds a check that runs on every save, old being nil for a new record. It may
// also fill what follows from other fields (totals).
func (k KindOf[T]) Rule(check func(tx Tx, rec, old *T) error) {
	k.rules = append(k.rules, func(tx Tx, rec, old Record) error {
		var before *T
		if old != nil {
			before = any(old).(*T)
		}
		return check(tx, any(rec).(*T), before)
	})
}

// After adds what follows of a save, once the record has its ID and is written; old is nil for a
// new record. Nothing runs where a save changed nothing.
func (k KindOf[T]) After(follow func(tx Tx, rec, old *T) error) {
	k.afters = append(k.afters, func(tx Tx, rec, old Record) error {
		var before *T
		if old != nil {
			before = any(old).(*T)
		}
		return follow(tx, any(rec).(*T), before)
	})
}

// OnDelete adds a check before a record is deleted.
func (k KindOf[T]) OnDelete(check func(tx Tx, rec *T) error) {
	k.onDelete = append(k.onDelete, func(tx Tx, rec Record) error { return check(tx, any(rec).(*T)) })
}

// Starts adds what a new record begins with beyond the defaults of its fields.
func (k KindOf[T]) Starts(fill func(r Reader, rec *T) error) {
	k.defaults = append(k.defaults, func(r Reader, rec Record) error { return fill(r, any(rec).(*T)) })
}

// NumberedBy chooses the prefix of a new number from the record.
func (k KindOf[T]) NumberedBy(prefix func(*T) string) {
	k.prefixFor = func(r Record) string { return prefix(any(r).(*T)) }
}

// Derive adds a field that is computed from the record, other records and the
// business date whenever it is read, and never stored.
func (k *Kind) Derive(name string, tag int, label string, t Type, f func(Reader, Row) Value, opts ...Option) *Field {
	d := newField(name, tag, label, t, nil, nil, opts...)
	d.derive, d.Kind, d.Memory = f, k, false
	if k.ByTag(tag) != nil || k.Field(name) != nil {
		panic("kind " + k.Name + ": derived field " + name + " repeats a name or tag")
	}
	// Derived fields stand before the shared trailing fields, with the kind's own.
	at := len(k.Fields)
	for i, have := range k.Fields {
		if have.Tag == tagOwner {
			at = i
			break
		}
	}
	k.Fields = append(k.Fields[:at], append([]*Field{d}, k.Fields[at:]...)...)
	return d
}

// DeriveSum adds a field of money that is the sum of a tally for the record.
func (k *Kind) DeriveSum(name string, tag int, label string, of *Tally, opts ...Option) *Field {
	d := k.Derive(name, tag, label, TypeMoney, func(r Reader, row Row) Value {
		sum, _ := r.Tally(of, row.ID())
		return MoneyMinor(sum)
	}, opts...)
	d.Vector = &Vector{Uses: []*Kind{of.Kind}, Fill: func(r Reader, b *Batch, out []int64) error {
		r.Sums(of, b.IDs, out)
		return nil
	}}
	return d
}

// States are what a document goes through, declared once beside the kind.
type States struct {
	Field *Field
	List  []State
}

// State is one station of a document.
type State struct {
	Code, Label string
	Tone        Tone
	Edit        bool // a form may change the record
	Delete      bool // the record may be deleted
}

// Find returns the state of a code; the zero State if there is none.
func (s *States) Find(code string) State {
	for _, st := range s.List {
		if st.Code == code {
			return st
		}
	}
	return State{}
}

// StateField declares the field that holds a document's state. Only actions write it.
func StateField[T any, E ~string](tag int, label string, at func(*T) *E, list []State) FieldOf[T] {
	choices := make([]Choice, len(list))
	for i, s := range list {
		choices[i] = Choice{Code: s.Code, Label: s.Label, Tone: s.Tone}
	}
	f := Pick("state", tag, label, at, choices, System, Listed, Filter,
		StartsAt(ChoiceValue(list[0].Code)))
	return f
}

// Stateful ties the kind to its states; the field is the one that StateField made.
func (k *Kind) Stateful(list []State) {
	k.States = &States{Field: k.Field("state"), List: list}
}

// StateOf is the state that rec is in; the zero State where the kind has none.
func (k *Kind) StateOf(rec Record) State {
	if k.States == nil {
		return State{Edit: true, Delete: true}
	}
	return k.States.Find(k.States.Field.Get(rec).S)
}

// Shapes marks a kind whose records decide what hats may see, which custom fields
// exist, or what day it is: the Book forgets what it derived when one changes.
func Shapes(k *Kind) { k.Shapes = true }
