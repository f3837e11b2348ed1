package record

// Match is a record that may stand for the same thing as the one in hand.
type Match struct {
	Target Target
	Why    string // what is alike: 名称相近, 电话相同
}

// doubles is how a kind finds records that may be there already.
type doubles struct {
	fields []string
	index  func(r Reader, sure bool) (func(Record) []Match, error)
}

// Doubles lets screens and imports warn of records that may be there already; it never refuses
// one. index reads what is there once and returns the function that is asked while somebody types,
// or for each row of an import: then sure leaves out what is only near. fields are those that it
// looks at.
func (k KindOf[T]) Doubles(fields []string, index func(r Reader, sure bool) (func(rec *T) []Match, error)) {
	k.doubles = &doubles{fields: fields, index: func(r Reader, sure bool) (func(Record) []Match, error) {
		find, err := index(r, sure)
		if err != nil {
			return nil, err
		}
		return func(rec Record) []Match { return find(any(rec).(*T)) }, nil
	}}
}

// DoubleFields are the fields by which a kind tells records that may be there already; none where
// it does not.
func (k *Kind) DoubleFields() []string {
	if k.doubles == nil {
		return nil
	}
	return k.doubles.fields
}

// DoubleFinder reads what is there and returns the function that finds what is like a record, the
// most alike first; nil for kinds that do not tell. It may be kept: it does not see later steps. sure
// leaves out what is only near, which takes longer to find.
func (k *Kind) DoubleFinder(r Reader, sure bool) (func(Record) []Match, error) {
	if k.doubles == nil {
		return nil, nil
	}
	return k.doubles.index(r.Whole(), sure)
}
