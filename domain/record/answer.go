package record

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
)

// KindOfRecord is the kind of a record in hand.
func KindOfRecord(rec Record) *Kind { return kindOfType(reflect.TypeOf(rec).Elem()) }

// tests finds the fields of conditions and splits those that memory can answer from
// those on derived fields.
func (r *reader) tests(k *Kind, conds []Cond) (stored, derived []Test, err error) {
	for _, c := range conds {
		f := fieldNamed(r.Fields(k), c.Field)
		if f == nil {
			return nil, nil, r.noField(k, c.Field, "查询")
		}
		t := Test{Field: f, Op: c.Op, Values: c.Values}
		if f.derive != nil && !r.vectored(f) {
			derived = append(derived, t)
		} else {
			stored = append(stored, t)
		}
	}
	return stored, derived, nil
}

// noField refuses a field that the kind does not have, or that the hat may not see: whoever may not
// read a figure must not find it out by asking who is above it.
func (r *reader) noField(k *Kind, name, verb string) error {
	whole := *r
	whole.scope = nil
	if f := fieldNamed(whole.Fields(k), name); f != nil {
		return refuseHidden(f, "不能按「"+f.Label+"」"+verb+k.Label)
	}
	return Refuse("query.field", "不能按「"+name+"」"+verb+k.Label, "没有这个字段", "从列表里选择一个字段")
}

// vectored reports whether the store can answer for a derived field.
func (r *reader) vectored(f *Field) bool { return f.Vector != nil && r.st.Plain() }

// fill computes a vectored field for the store.
func (r *reader) fillVector(f *Field, b *Batch, out []int64) error {
	return f.Vector.Fill(r.Whole(), b, out)
}

func fieldNamed(fields []*Field, name string) *Field {
	for _, f := range fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// FieldNamed finds a field, also one defined at run time, by its name; nil if there is none.
func FieldNamed(r Reader, k *Kind, name string) *Field { return fieldNamed(r.Fields(k), name) }

// keeper makes the filter for conditions on derived fields; nil when there is none.
func (r *reader) keeper(derived []Test) func(Row) bool {
	if len(derived) == 0 {
		return nil
	}
	return func(row Row) bool {
		d := derivedRow{row, r}
		for _, t := range derived {
			v := d.Value(t.Field)
			if t.Op == Contains {
				if len(t.Values) > 0 && !r.st.Matches(v.S, t.Values[0].S) {
					return false
				}
			} else if !t.Holds(v) {
				return false
			}
		}
		return true
	}
}

func (r *reader) Query(q Query) (*Page, error) {
	if r.scope != nil && !r.scope.May(q.Kind, View) {
		return nil, Refuse("right", "不能查看"+q.Kind.Label, "当前职位没有"+moduleLabel(q.Kind)+"的「查看」权限", "换一个有权限的身份")
	}
	stored, derived, err := r.tests(q.Kind, q.Where)
	if err != nil {
		return nil, err
	}
	s := Selection{Kind: q.Kind, Where: stored, Text: q.Text, Scope: r.scope, Keep: r.keeper(derived), Vector: r.fillVector}
	var byDerived *SortBy
	for _, o := range q.Sort {
		f := fieldNamed(r.Fields(q.Kind), o.Field)
		if f == nil {
			return nil, r.noField(q.Kind, o.Field, "排序")
		}
		by := SortBy{Field: f, Desc: o.Desc}
		if f.derive != nil && !r.vectored(f) {
			byDerived = &by
			break
		}
		s.Sort = append(s.Sort, by)
	}
	size, page := q.Size, max(q.Page, 1)
	if byDerived == nil && size > 0 {
		s.Offset, s.Limit = (page-1)*size, size
	}
	rows, total, err := r.st.Select(s)
	if err != nil {
		return nil, err
	}
	out := &Page{Total: total, Page: page, Pages: 1}
	if size > 0 {
		out.Pages = max(1, (total+size-1)/size)
		if page > out.Pages {
			q.Page = out.Pages
			return r.Query(q)
		}
	} else {
		out.Page = 1
	}
	if byDerived != nil {
		rows = r.sortDerived(rows, *byDerived)
		if size > 0 {
			rows = rows[min(len(rows), (page-1)*size):min(len(rows), page*size)]
		}
	}
	out.Rows = make([]Row, len(rows))
	for i, row := range rows {
		out.Rows[i] = derivedRow{row, r}
	}
	return out, nil
}

// sortDerived orders rows by a field that no column holds: every value is computed once.
func (r *reader) sortDerived(rows []Row, by SortBy) []Row {
	type keyed struct {
		row Row
		v   Value
	}
	ks := make([]keyed, len(rows))
	for i, row := range rows {
		ks[i] = keyed{row, derivedRow{row, r}.Value(by.Field)}
	}
	slices.SortStableFunc(ks, func(a, b keyed) int {
		c := cmp.Compare(a.v.N, b.v.N)
		if c == 0 && a.v.S != b.v.S {
			if len(by.Field.Choices) > 0 {
				c = cmp.Compare(by.Field.Place(a.v.S), by.Field.Place(b.v.S))
			} else {
				c = cmp.Compare(a.v.S, b.v.S)
			}
		}
		if by.Desc {
			c = -c
		}
		return c
	})
	out := make([]Row, len(ks))
	for i, k := range ks {
		out[i] = k.row
	}
	return out
}

func (r *reader) Each(k *Kind, conds []Cond, fn func(Row) bool) error {
	s, allowed, err := r.selection(k, conds)
	if err != nil || !allowed {
		return err
	}
	err = r.st.Walk(s, func(row Row) bool {
		return fn(derivedRow{row, r})
	})
	if err != nil {
		return fmt.Errorf("walk %s: %w", k.Name, err)
	}
	return nil
}

// selection is what figures look at: a kind within the scope, under conditions.
func (r *reader) selection(k *Kind, conds []Cond) (s Selection, allowed bool, err error) {
	stored, derived, err := r.tests(k, conds)
	return Selection{Kind: k, Where: stored, Scope: r.scope, Keep: r.keeper(derived), Vector: r.fillVector}, r.scope == nil || r.scope.May(k, View), err
}

func (r *reader) Batches(k *Kind, conds []Cond, fields []*Field, fn func(*Batch) bool) error {
	s, allowed, err := r.selection(k, conds)
	if err == nil {
		err = r.hidden("不能计算"+k.Label, fields...)
	}
	if err != nil || !allowed {
		return err
	}
	return r.st.Batches(s, fields, fn)
}

func (r *reader) LineBatches(rows *Field, conds []Cond, of, fields []*Field, fn func(*LineBatch) bool) error {
	s, allowed, err := r.selection(rows.Kind, conds)
	if err == nil {
		err = r.hidden("不能计算"+rows.Kind.Label, slices.Concat([]*Field{rows}, of, fields)...)
	}
	if err != nil || !allowed {
		return err
	}
	return r.st.LineBatches(rows, s, of, fields, fn)
}

func (r *reader) Lines(rows *Field, fn func(owner, line Row) bool) error {
	if r.scope != nil && !r.scope.May(rows.Kind, View) {
		return nil
	}
	if err := r.hidden("不能计算"+rows.Kind.Label, append(slices.Clone(rows.Columns), rows)...); err != nil {
		return err
	}
	var sees map[ID]bool
	if r.scope != nil && !r.scope.Everything {
		sees = map[ID]bool{}
		if err := r.Each(rows.Kind, nil, func(row Row) bool { sees[row.ID()] = true; return true }); err != nil {
			return err
		}
	}
	return r.st.Lines(rows, func(owner, line Row) bool {
		if sees != nil && !sees[owner.ID()] {
			return true
		}
		return fn(derivedRow{owner, r}, line)
	})
}

// Get loads the record that a typed link points to.
func Get[T any](r Reader, ref Ref[T]) (*T, error) {
	k := kindOfType(reflect.TypeFor[T]())
	rec, err := r.Load(k, ref.ID())
	if err != nil {
		return nil, err
	}
	return any(rec).(*T), nil
}

// Find loads every record of a kind that meets the conditions, oldest first.
func Find[T any](r Reader, k KindOf[T], conds ...Cond) ([]*T, error) {
	var ids []ID
	if err := r.Each(k.Kind, conds, func(row Row) bool { ids = append(ids, row.ID()); return true }); err != nil {
		return nil, err
	}
	out := make([]*T, 0, len(ids))
	for _, id := range ids {
		rec, err := r.Load(k.Kind, id)
		if err != nil {
			return nil, err
		}
		out = append(out, any(rec).(*T))
	}
	return out, nil
}

// Recall builds a record from memory alone, for figures, which must not read the file: its
// long texts and its lines are missing, so it is never saved. ok is false if there is none.
func Recall[T any](r Reader, ref Ref[T]) (rec *T, ok bool) {
	k := kindOfType(reflect.TypeFor[T]())
	row, ok := r.Row(k, ref.ID())
	if !ok {
		return nil, false
	}
	return recall(k, row).(*T), true
}

// RecallAll is Recall of every record that meets the conditions, oldest first.
func RecallAll[T any](r Reader, k KindOf[T], conds ...Cond) ([]*T, error) {
	var out []*T
	err := r.Each(k.Kind, conds, func(row Row) bool {
		out = append(out, recall(k.Kind, row).(*T))
		return true
	})
	return out, err
}

func recall(k *Kind, row Row) any {
	rec := k.New()
	rec.Head().ID = row.ID()
	for _, f := range k.Fields {
		if f.Memory {
			f.set(rec, row.Value(f))
		}
	}
	return rec
}

// Blank makes a new record as a form starts with it: defaults of the fields and of the
// kind, owned by the hat.
func Blank(r Reader, k *Kind) (Record, error) {
	rec := k.New()
	if k.Owned {
		rec.Head().Owner, rec.Head().Dept = r.Hat().Employee, r.Hat().Dept
	}
	for _, f := range r.Whole().Fields(k) {
		if f.Default != nil {
			f.set(rec, f.Default(r))
		}
	}
	for _, fill := range k.defaults {
		if err := fill(r, rec); err != nil {
			return nil, err
		}
	}
	return rec, nil
}
