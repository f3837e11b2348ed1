package record

import (
	"reflect"
	"slices"
	"sync"
)

// Tone is the one meaning of a chip's colour.
type Tone string

// Tones of states and choices.
const (
	ToneGrey  Tone = "grey"  // draft, past
	ToneBlue  Tone = "blue"  // in review, under way
	ToneGreen Tone = "green" // running, done, good
	ToneAmber Tone = "amber" // waiting
	ToneRed   Tone = "red"   // refused, overdue, lost
)

// Choice is one entry of a fixed list.
type Choice struct {
	Code  string // stored, never changed
	Label string
	Tone  Tone   // "" where it is plain text
	Says  string // what choosing it means, for lists and under the field; "" where the label says it
}

// Field is one column of a kind as every other layer sees it. Fields of a struct and
// fields defined at run time look the same.
type Field struct {
	Name   string // stable English name: command line, import, export
	Tag    int    // storage identity, never reused within a kind
	Label  string
	Type   Type
	Places int32    // decimal places of Money and Number
	Unit   string   // 元, %, 天
	Hint   string   // help under the field
	Called []string // what files of other programs call it: 品名

	Required bool
	Unique   bool // no two records of the kind share a value
	Listed   bool // a column of the list page from the start
	Filter   bool // offered in the query bar
	Search   bool // text search looks here (also by pinyin initials)
	System   bool // written by actions only, never by a form
	Computed bool // System, and filled by the kind's own rule at every save: a total
	Explains bool // a text of a line that says in one sentence how the line came about
	Bare     bool // a whole number that names something, a year: written without separators
	Many     bool // a text that holds several of Choices, joined by 、
	Hidden   bool // not offered on list, form or advanced query
	Content  bool // a text that names a content kept in the file, by its hash
	Cascade  bool // deleting the target deletes this record
	Masked   bool // nobody is shown what it holds or what is typed: a password
	Memory   bool // held in memory columns (all but long texts and explanations)

	Max        int    // runes of a text
	Low, High  *int64 // bounds of a number, in minor units
	lowOpen    bool   // Low itself is refused too
	Choices    []Choice
	Columns    []*Field           // of TypeRows
	Default    func(Reader) Value // nil: zero
	Section    string             // heading under which a form shows the field
	Narrow     []Cond             // a link offers only targets that meet these
	NarrowBy   func(Row) []Cond   // further conditions that follow from the record being edited
	only       *dependence        // nil: always; see Only
	beyond     func(Row) bool     // nil: never; where it says yes, a link may point outside the hat's data scope
	derive     func(Reader, Row) Value
	Vector     *Vector // nil: a derived field is computed record by record
	Kind       *Kind   // nil for columns of rows and for inputs of actions
	format     string  // "phone", "email": what a text looks like; "": anything
	coded      *Coding // nil: a text is shown as it is stored
	within     *Field  // the TypeRows field of which this is a column
	targetType reflect.Type
	targetName string
	newRow     func() any
	eachRow    func(rec any) []any
	setRows    func(rec any, rows []any)
	get        func(any) Value
	set        func(any, Value)
}

// Vector computes a derived field for thousands of records at once, so that lists can filter
// and sort by it without asking each of a million records. It says the same as the field.
type Vector struct {
	Needs []*Field                                    // fields of the kind itself, to be found in Batch.Numbers
	Uses  []*Kind                                     // other kinds whose records the values depend on
	Fill  func(r Reader, b *Batch, out []int64) error // sets Value.N of every record; of a choice its Place
}

// Option sets properties of a field where it is declared.
type Option func(*Field)

// The plain options; their meaning stands at the members of Field.
var (
	Required    Option = func(f *Field) { f.Required = true }
	Unique      Option = func(f *Field) { f.Unique = true }
	Listed      Option = func(f *Field) { f.Listed = true }
	Filter      Option = func(f *Field) { f.Filter = true }
	Search      Option = func(f *Field) { f.Search = true }
	System      Option = func(f *Field) { f.System = true }
	Hidden      Option = func(f *Field) { f.Hidden = true }
	Explains    Option = func(f *Field) { f.Explains, f.Hidden = true, true }
	Masked      Option = func(f *Field) { f.Masked = true }
	Bare        Option = func(f *Field) { f.Bare = true }
	Cascade     Option = func(f *Field) { f.Cascade = true }
	Computed    Option = func(f *Field) { f.System, f.Computed = true, true }
	ContentHash Option = func(f *Field) { f.Content, f.System, f.Hidden = true, true, true }
	NotNegative Option = func(f *Field) { f.Low = new(int64) }
	Positive    Option = func(f *Field) { f.Low, f.lowOpen = new(int64), true }
)

// Max bounds the runes of a text.
func Max(n int) Option { return func(f *Field) { f.Max = n } }

// Unit names the unit shown behind the label.
func Unit(u string) Option { return func(f *Field) { f.Unit = u } }

// Hint is one line of help under the field.
func Hint(h string) Option { return func(f *Field) { f.Hint = h } }

// Called names what files of other programs call the field, so that an import recognises it.
func Called(names ...string) Option { return func(f *Field) { f.Called = names } }

// Section puts the field under a heading of the form.
func Section(s string) Option { return func(f *Field) { f.Section = s } }

// Between bounds a number, both ends allowed, in the field's own unit.
func Between(low, high int64) Option {
	return func(f *Field) {
		l, h := low*pow10(f.Places), high*pow10(f.Places)
		f.Low, f.High = &l, &h
	}
}

// Starts gives a new record its value before anybody types one.
func Starts(v func(Reader) Value) Option { return func(f *Field) { f.Default = v } }

// StartsAt gives a new record a fixed value before anybody types one.
func StartsAt(v Value) Option { return Starts(func(Reader) Value { return v }) }

// Narrow lets a link offer, and take, only targets that meet the conditions.
func Narrow(conds ...Cond) Option { return func(f *Field) { f.Narrow = conds } }

// NarrowBy narrows a link by what the record being edited says (stages of its own domain).
func NarrowBy(conds func(Row) []Cond) Option { return func(f *Field) { f.NarrowBy = conds } }

// NarrowFor is every condition on the targets that a link may take for a record; row is
// nil where there is none yet.
func (f *Field) NarrowFor(row Row) []Cond {
	conds := slices.Clip(f.Narrow)
	if to := f.Target(); to != nil {
		conds = append(conds, to.offered...)
	}
	if f.NarrowBy != nil && row != nil {
		conds = append(conds, f.NarrowBy(bare(row))...)
	}
	return conds
}

// Beyond lets a link point outside the hat's data scope where the record calls for it:
// whoever answers the service line works for everybody's customers.
func Beyond(ok func(Row) bool) Option { return func(f *Field) { f.beyond = ok } }

// Format makes a text look like a telephone number ("phone") or a mail address ("email").
func Format(name string) Option { return func(f *Field) { f.format = name } }

// Coding is how a text of fixed words that are known at run time only is shown and read.
type Coding struct {
	Show func(code string) string           // the words for a code; the code itself where it means nothing any more
	Read func(words string) (string, error) // the code for words or for a code; the error is one Chinese sentence
}

// Coded stores a text as a code and shows words for it.
func Coded(c Coding) Option { return func(f *Field) { f.coded = &c } }

// To names the kind that a derived link points to.
func To(kind string) Option { return func(f *Field) { f.targetName = kind } }

// Places sets the decimal places of a Number.
func Places(n int32) Option { return func(f *Field) { f.Places = n } }

func pow10(n int32) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}

func newField(name string, tag int, label string, t Type, get func(any) Value, set func(any, Value), opts ...Option) *Field {
	f := &Field{Name: name, Tag: tag, Label: label, Type: t, get: get, set: set}
	if t == TypeMoney {
		f.Places, f.Unit = 2, "元"
	}
	for _, o := range opts {
		o(f)
	}
	f.Memory = t != TypeLong && t != TypeRows && !f.Explains
	return f
}

// Within is the TypeRows field of which this is a column; nil for other fields.
func (f *Field) Within() *Field { return f.within }

// Derived reports whether the field is computed and never stored.
func (f *Field) Derived() bool { return f.derive != nil }

// Editable reports whether a form may offer the field.
func (f *Field) Editable() bool { return f.derive == nil && !f.System && !f.Hidden }

// Target is the kind that a link points to; nil for other types.
func (f *Field) Target() *Kind {
	switch {
	case f.targetName != "":
		return KindNamed(f.targetName)
	case f.targetType != nil:
		return kindOfType(f.targetType)
	}
	return nil
}

// Get reads the field of rec, a pointer to the kind's struct (or to a row, or to an
// action's input). It must not be called on a derived field: use Row.Value.
func (f *Field) Get(rec any) Value { return f.get(rec) }

// Set writes the field of rec. It does no checking: the gate does.
func (f *Field) Set(rec any, v Value) { f.set(rec, v) }

// Choice finds a choice by its code.
func (f *Field) Choice(code string) (Choice, bool) {
	for _, c := range f.Choices {
		if c.Code == code {
			return c, true
		}
	}
	return Choice{}, false
}

// Place is where a code stands among the field's choices, from 1; 0 for none, one more than
// there are choices for a code that is no longer declared.
func (f *Field) Place(code string) int64 {
	if code == "" {
		return 0
	}
	for i, c := range f.Choices {
		if c.Code == code {
			return int64(i) + 1
		}
	}
	return int64(len(f.Choices)) + 1
}

// NewRow returns an empty line of a TypeRows field, a pointer to the row's struct.
func (f *Field) NewRow() any { return f.newRow() }

// RowsOf returns pointers to the lines that rec holds; changing them changes rec.
func (f *Field) RowsOf(rec any) []any { return f.eachRow(rec) }

// SetRows replaces the lines of rec by copies of those given.
func (f *Field) SetRows(rec any, rows []any) { f.setRows(rec, rows) }

// Column finds a column of a TypeRows field by its name.
func (f *Field) Column(name string) *Field {
	for _, c := range f.Columns {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// kinds by struct and by name; filled by Define while packages initialise.
var registry = struct {
	sync.RWMutex
	byType map[reflect.Type]*Kind
	byName map[string]*Kind
	custom map[string]string // labels of fields defined at run time, by FieldCode: words for settings that name them
}{byType: map[reflect.Type]*Kind{}, byName: map[string]*Kind{}, custom: map[string]string{}}

func kindOfType(t reflect.Type) *Kind {
	registry.RLock()
	defer registry.RUnlock()
	return registry.byType[t]
}

// KindNamed finds a declared kind; nil if there is none of that name.
func KindNamed(name string) *Kind {
	registry.RLock()
	defer registry.RUnlock()
	return registry.byName[name]
}
