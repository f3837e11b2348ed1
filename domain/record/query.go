package record

// Op is a comparison of an advanced query.
type Op string

// Operators of conditions.
const (
	Is       Op = "is"       // equals one of the values; for links and choices
	Not      Op = "not"      // equals none of the values
	Less     Op = "less"     // <
	AtMost   Op = "atmost"   // ≤
	More     Op = "more"     // >
	AtLeast  Op = "atleast"  // ≥
	Within   Op = "within"   // from the first to the second value, both included; a zero end is open for dates
	Contains Op = "contains" // text contains; also pinyin initials
	IsBlank  Op = "blank"    // has no value
	Filled   Op = "filled"   // has a value
)

// OpLabels are the operators' names on the screen.
var OpLabels = map[Op]string{Is: "等于", Not: "不等于", Less: "小于", AtMost: "不大于", More: "大于", AtLeast: "不小于",
	Within: "介于", Contains: "包含", IsBlank: "为空", Filled: "不为空"}

// OpsFor lists the operators that make sense for a type, the usual one first.
func OpsFor(t Type) []Op {
	switch t {
	case TypeText, TypeLong:
		return []Op{Contains, Is, Not, IsBlank, Filled}
	case TypeInt, TypeMoney, TypeNumber:
		return []Op{AtLeast, AtMost, Is, More, Less, Within}
	case TypeDate, TypeTime:
		return []Op{Within, AtLeast, AtMost, Is, IsBlank, Filled}
	case TypeBool:
		return []Op{Is}
	}
	return []Op{Is, Not, IsBlank, Filled}
}

// Cond is one condition on a field, by the field's name.
type Cond struct {
	Field  string
	Op     Op
	Values []Value
}

// Where is the commonest condition: the field equals one of the values.
func Where(field string, values ...Value) Cond { return Cond{Field: field, Op: Is, Values: values} }

// Sort orders by a field, by its name.
type Sort struct {
	Field string
	Desc  bool
}

// Query asks for one page of a kind's records.
type Query struct {
	Kind  *Kind
	Where []Cond // all must hold
	Text  string // number, name or other searched fields contain it; also pinyin initials
	Sort  []Sort // then by newest
	Page  int    // from 1; beyond the last page means the last
	Size  int    // rows a page; 0 means all
}

// Page is the answer to a Query.
type Page struct {
	Rows  []Row
	Total int // records that match, over all pages
	Page  int
	Pages int // at least 1
}

// Row is one record as memory columns hold it, or as a record in hand would be held.
// A derived field is computed when it is asked for.
type Row interface {
	ID() ID
	Kind() *Kind
	Value(f *Field) Value
}

// Test is a Cond with its field found; stores work with tests.
type Test struct {
	Field  *Field
	Op     Op
	Values []Value
}

// Holds applies the test to one value. Text and links are compared whole; Contains
// is left to the store, which knows pinyin.
func (t Test) Holds(v Value) bool {
	switch t.Op {
	case Is, Not:
		found := false
		for _, w := range t.Values {
			if v.T == TypeLinks {
				for _, id := range v.L {
					found = found || int64(id) == w.N
				}
				continue
			}
			if v.N == w.N && v.S == w.S {
				found = true
				break
			}
		}
		return found == (t.Op == Is)
	case IsBlank:
		return v.Empty()
	case Filled:
		return !v.Empty()
	case Within:
		low, high := t.value(0), t.value(1)
		open := v.T == TypeDate || v.T == TypeTime
		if open && v.N == 0 {
			return false
		}
		return (v.N >= low || open && low == 0) && (v.N <= high || open && high == 0)
	}
	w := t.value(0)
	switch t.Op {
	case Less:
		return v.N < w
	case AtMost:
		return v.N <= w
	case More:
		return v.N > w
	case AtLeast:
		return v.N >= w
	}
	return false
}

func (t Test) value(i int) int64 {
	if i < len(t.Values) {
		return t.Values[i].N
	}
	return 0
}

// Tally is a running sum (and count) over a kind's records, grouped by a link: what
// was received for each plan row, what each customer bought. Stores keep it beside the
// columns, from the same fill at load and at commit.
type Tally struct {
	Name  string
	Kind  *Kind
	By    *Field
	Sum   *Field // nil counts only
	Where []Test // records that count
}

// SumBy declares a tally on kind k; where conditions are on fields of k that memory
// columns hold.
func SumBy(k *Kind, name, by, sum string, where ...Cond) *Tally {
	t := &Tally{Name: name, Kind: k, By: k.Field(by)}
	if sum != "" {
		t.Sum = k.Field(sum)
	}
	for _, c := range where {
		t.Where = append(t.Where, Test{Field: k.Field(c.Field), Op: c.Op, Values: c.Values})
	}
	k.Tallies = append(k.Tallies, t)
	return t
}
