package record

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// Reader is what pages, rules and figures read through. A reader of Book.Read answers
// queries within the hat's data scope; a Tx sees the whole file, because rules must.
type Reader interface {
	Hat() Hat
	// Access is what the hat may see and do, whatever the reader itself is limited to.
	Access() *Access
	// Today is the business date.
	Today() Date
	// Whole is the same state without the limits of the data scope, for rules and
	// derived fields. Pages do not use it to show records.
	Whole() Reader

	// Fields are the kind's fields with those defined at run time, without those that the reader's
	// hat may not see.
	Fields(k *Kind) []*Field
	// Load decodes a record; a refusal if there is none or the hat may not see it.
	Load(k *Kind, id ID) (Record, error)
	// Row is a record's row in memory.
	Row(k *Kind, id ID) (Row, bool)
	// Title is what a record is called beside its number: its name, or whose document it is.
	Title(k *Kind, id ID) string
	// Name is how a link to a record reads on the screen: its name; a document by its number
	// and whose it is.
	Name(k *Kind, id ID) string
	// ByNumber finds a record by its number.
	ByNumber(k *Kind, no string) (ID, bool, error)
	// Resolve finds the record that a person means by a text: number or title.
	Resolve(k *Kind, text string) (ID, error)
	// Query answers one page.
	Query(q Query) (*Page, error)
	// Each walks all records of a kind that meet the conditions, oldest first.
	Each(k *Kind, conds []Cond, fn func(Row) bool) error
	// Batches goes through all records of a kind that meet the conditions some thousands at a
	// time, as columns of numbers and in no particular order. Figures over many records use it.
	Batches(k *Kind, conds []Cond, fields []*Field, fn func(*Batch) bool) error
	// LineBatches is Batches over records together with the lines of a TypeRows field; the
	// conditions and the fields of are those of the records. Several goroutines may call fn at
	// the same time; LineBatch.Worker tells them apart.
	LineBatches(rows *Field, conds []Cond, of, fields []*Field, fn func(*LineBatch) bool) error
	// Lines walks the lines of a TypeRows field, with the row of their record.
	Lines(rows *Field, fn func(owner, line Row) bool) error
	// Tally is a running sum in minor units, and its count.
	Tally(t *Tally, id ID) (sum int64, count int)
	// Sums is the sums of a tally for many targets.
	Sums(t *Tally, ids []ID, out []int64)
	// Follow reads a field, as Batch.Numbers gives it, of the records with the IDs given,
	// whoever may see them; 0 where there is none.
	Follow(f *Field, ids, out []int64) error
	// Matches reports whether text contains query, by characters or pinyin initials.
	Matches(text, query string) bool

	// Content reads the content of a file by its hash; nil if the file does not have it. Whoever
	// asks has seen the record that names it.
	Content(hash string) ([]byte, error)
	// ContentSize is how many bytes all contents in the file have together.
	ContentSize() int64

	// Journal lists entries older than before (0: from the newest), newest first.
	Journal(before uint64, limit int) ([]*Entry, error)
	// Entry reads one journal entry.
	Entry(seq uint64) (*Entry, error)
	// History lists the entries that touched one record, newest first.
	History(t Target, limit int) ([]*Entry, error)
	// LastSeq is the newest entry's sequence.
	LastSeq() uint64
}

// Org is what the Book learns from the modules: the company decides who may see what,
// what day it is and which fields were defined at run time.
type Org struct {
	Access func(r Reader, h Hat) (*Access, error)
	Today  func(r Reader) Date
	Custom func(r Reader) (map[*Kind][]*Field, error)
	// Numbers are the rules by which new records are numbered, by kind and usual prefix. nil: none.
	Numbers func(r Reader) (map[NumberedAs]*Numbering, error)
	// Grants add records beyond the scope to an Access.
	Grants []func(r Reader, h Hat, a *Access) error
}

// NumberedAs are the records that a numbering is for: those of a kind that would have a prefix.
type NumberedAs struct {
	Kind   string
	Prefix string
}

// Event tells what a committed step touched.
type Event struct {
	Entry *Entry
	Kinds map[*Kind][]ID
}

// Touches reports whether the event concerns one of the kinds.
func (e Event) Touches(kinds ...*Kind) bool {
	for _, k := range kinds {
		if _, ok := e.Kinds[k]; ok {
			return true
		}
	}
	return false
}

// Book is the one gate of an open file: every change goes through Write, every step is
// one transaction, one journal entry and one undo step.
type Book struct {
	store Store
	kinds []*Kind
	org   Org
	clock Clock

	writing sync.Mutex // one step at a time, publishing included

	mu      sync.Mutex // what follows is derived from records of Shapes kinds
	custom  map[*Kind][]*Field
	numbers map[NumberedAs]*Numbering
	access  map[Hat]*Access
	today   Date

	listenMu  sync.Mutex
	listeners map[int]func(Event)
	nextID    int
}

// Open makes a Book of a store.
func Open(store Store, kinds []*Kind, org Org, clock Clock) (*Book, error) {
	b := &Book{store: store, kinds: kinds, org: org, clock: clock, listeners: map[int]func(Event){}}
	if err := b.reshape(); err != nil {
		return nil, err
	}
	return b, nil
}

// Kinds lists the kinds of the file.
func (b *Book) Kinds() []*Kind { return b.kinds }

// reshape reads again what the records of Shapes kinds decide.
func (b *Book) reshape() error {
	var custom map[*Kind][]*Field
	var numbers map[NumberedAs]*Numbering
	err := b.store.View(func(st StoreTx) error {
		r := &reader{b: b, st: st}
		var err error
		if custom, err = b.org.Custom(r); err == nil && b.org.Numbers != nil {
			numbers, err = b.org.Numbers(r)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("read custom fields: %w", err)
	}
	if err := b.store.Reshape(custom); err != nil {
		return fmt.Errorf("prepare custom fields: %w", err)
	}
	b.mu.Lock()
	b.custom, b.numbers, b.access, b.today = custom, numbers, map[Hat]*Access{}, 0
	b.mu.Unlock()
	return nil
}

func (b *Book) numberingOf(k *Kind, prefix string) *Numbering {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.numbers[NumberedAs{k.Name, prefix}]
}

// accessOf is the hat's access, worked out once until something that shapes it changes.
func (b *Book) accessOf(st StoreTx, h Hat) (*Access, error) {
	b.mu.Lock()
	a, ok := b.access[h]
	b.mu.Unlock()
	if ok {
		return a, nil
	}
	r := &reader{b: b, st: st, hat: h}
	a, err := b.org.Access(r, h)
	if err != nil {
		return nil, err
	}
	for _, g := range b.org.Grants {
		if err := g(r, h, a); err != nil {
			return nil, err
		}
	}
	b.mu.Lock()
	b.access[h] = a
	b.mu.Unlock()
	return a, nil
}

// Read runs fn with a reader limited to what the hat may see. Nothing of the reader
// may be kept: no transaction stays open while the user thinks.
func (b *Book) Read(h Hat, fn func(Reader) error) error {
	return b.store.View(func(st StoreTx) error {
		a, err := b.accessOf(st, h)
		if err != nil {
			return err
		}
		return fn(&reader{b: b, st: st, hat: h, access: a, scope: a})
	})
}

// As is the same state as another hat sees it: what stands on somebody's desk. r must come
// from a Book.
func As(r Reader, h Hat) (Reader, error) {
	var in *reader
	switch x := r.(type) {
	case *reader:
		in = x
	case *tx:
		in = &x.reader
	default:
		return nil, fmt.Errorf("a reader of type %T does not know its book", r)
	}
	a, err := in.b.accessOf(in.st, h)
	if err != nil {
		return nil, err
	}
	return &reader{b: in.b, st: in.st, hat: h, access: a, scope: a}, nil
}

// Today is the business date of the file.
func (b *Book) Today() (d Date, err error) {
	err = b.store.View(func(st StoreTx) error {
		d = (&reader{b: b, st: st}).Today()
		return nil
	})
	return d, err
}

// Subscribe calls fn after every committed step, on the goroutine of the writer, in the
// order of the journal. fn may read and try; it must not write, for the step is not over
// before it returns. The returned function ends the subscription.
func (b *Book) Subscribe(fn func(Event)) (cancel func()) {
	b.listenMu.Lock()
	defer b.listenMu.Unlock()
	id := b.nextID
	b.nextID++
	b.listeners[id] = fn
	return func() {
		b.listenMu.Lock()
		defer b.listenMu.Unlock()
		delete(b.listeners, id)
	}
}

func (b *Book) publish(e *Entry) {
	ev := Event{Entry: e, Kinds: map[*Kind][]ID{}}
	for _, c := range e.Changes {
		if k := KindNamed(c.Kind); k != nil {
			ev.Kinds[k] = append(ev.Kinds[k], c.ID)
		}
	}
	b.listenMu.Lock()
	ids := make([]int, 0, len(b.listeners))
	for id := range b.listeners {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	fns := make([]func(Event), len(ids))
	for i, id := range ids {
		fns[i] = b.listeners[id]
	}
	b.listenMu.Unlock()
	for _, fn := range fns {
		fn(ev)
	}
}

// reader is the Reader of one transaction. access says what the hat may do; scope
// limits what is seen, nil being everything.
type reader struct {
	b      *Book
	st     StoreTx
	hat    Hat
	access *Access
	scope  *Access
}

func (r *reader) Hat() Hat        { return r.hat }
func (r *reader) Access() *Access { return r.access }

func (r *reader) Whole() Reader {
	w := *r
	w.scope = nil
	return &w
}

func (r *reader) Today() Date {
	r.b.mu.Lock()
	d := r.b.today
	r.b.mu.Unlock()
	if d == 0 {
		d = r.b.org.Today(&reader{b: r.b, st: r.st})
		r.b.mu.Lock()
		r.b.today = d
		r.b.mu.Unlock()
	}
	return d
}

func (r *reader) Fields(k *Kind) []*Field {
	r.b.mu.Lock()
	defer r.b.mu.Unlock()
	fields := k.Fields
	if c := r.b.custom[k]; len(c) > 0 {
		fields = append(slices.Clip(k.Fields), c...)
	}
	return r.scope.shows(k, fields)
}

func (r *reader) findRow(k *Kind, id ID) (Row, bool) { return r.st.Row(k, id) }

func missing(k *Kind, what string) error {
	return Refuse("missing", strings.TrimSpace("找不到"+k.Label+" "+what), "它不存在、已被删除，或新增它的那一步已经撤销", "回到列表再找")
}

func (r *reader) Load(k *Kind, id ID) (Record, error) {
	rec, err := r.st.Get(k, id)
	if err != nil {
		return nil, fmt.Errorf("read %s %d: %w", k.Name, id, err)
	}
	if rec == nil {
		return nil, missing(k, "") // the ID says nothing to anybody
	}
	if r.scope != nil {
		if !r.scope.May(k, View) {
			return nil, Refuse("right", "不能打开"+k.Label+" "+rec.Head().No, "当前职位没有"+moduleLabel(k)+"的「查看」权限", "换一个有权限的身份")
		}
		if !r.scope.Sees(r.RowOf(rec), r.findRow) {
			return nil, Refuse("scope", "不能打开"+k.Label+" "+rec.Head().No, "它不在当前身份的数据权限内", "换成负责人或上级的身份，或请管理员分配")
		}
	}
	return rec, nil
}

func (r *reader) Row(k *Kind, id ID) (Row, bool) {
	row, ok := r.st.Row(k, id)
	if !ok {
		return nil, false
	}
	return derivedRow{row, r}, true
}

// RowOf makes a record in hand look like a row in memory.
func (r *reader) RowOf(rec Record) Row { return derivedRow{recordRow{rec}, r} }

// RowOf makes a record in hand look like a row in memory; derived fields are computed
// with the reader.
func RowOf(r Reader, k *Kind, rec Record) Row { return derivedRow{recordRow{rec}, r} }

func (r *reader) Title(k *Kind, id ID) string {
	row, ok := r.st.Row(k, id)
	if !ok {
		return ""
	}
	if k.TitleField != nil {
		if s := k.TitleField.text(row.Value(k.TitleField), r.Title); s != "" {
			return s
		}
	}
	return row.Value(k.ByTag(tagNo)).S
}

func (r *reader) Name(k *Kind, id ID) string {
	title := r.Title(k, id)
	if k.TitleField == nil || k.TitleField.Type != TypeLink || title == "" {
		return title
	}
	row, _ := r.st.Row(k, id)
	if no := row.Value(k.ByTag(tagNo)).S; no != title {
		return no + " " + title
	}
	return title
}

func (r *reader) ByNumber(k *Kind, no string) (ID, bool, error) {
	return r.st.Find(k.ByTag(tagNo), TextValue(no))
}

func (r *reader) Resolve(k *Kind, text string) (ID, error) {
	if id, ok, err := r.ByNumber(k, text); err != nil || ok {
		return id, err
	}
	if k.TitleField == nil || k.TitleField.Type != TypeText {
		return 0, missing(k, "「"+text+"」")
	}
	rows, n, err := r.st.Select(Selection{Kind: k, Scope: r.scope, Limit: 2,
		Where: []Test{{Field: k.TitleField, Op: Is, Values: []Value{{T: k.TitleField.Type, S: text}}}}})
	if err != nil {
		return 0, err
	}
	switch n {
	case 0:
		return 0, missing(k, "「"+text+"」")
	case 1:
		return rows[0].ID(), nil
	}
	return 0, Refuse("ambiguous", "不能确定是哪个"+k.Label, fmt.Sprintf("有 %d 个叫「%s」", n, text), "改用编号")
}

func (r *reader) Tally(t *Tally, id ID) (int64, int)      { return r.st.Tally(t, id) }
func (r *reader) Sums(t *Tally, ids []ID, out []int64)    { r.st.Sums(t, ids, out) }
func (r *reader) Follow(f *Field, ids, out []int64) error { return r.st.Follow(f, ids, out) }
func (r *reader) Matches(text, query string) bool         { return r.st.Matches(text, query) }
func (r *reader) LastSeq() uint64                         { return r.st.LastSeq() }
func (r *reader) Entry(seq uint64) (*Entry, error)        { return r.st.Entry(seq) }

func (r *reader) Content(hash string) ([]byte, error) { return r.st.Content(hash) }
func (r *reader) ContentSize() int64                  { return r.st.ContentSize() }

func (r *reader) Journal(before uint64, limit int) ([]*Entry, error) {
	return r.st.Entries(before, limit)
}

func (r *reader) History(t Target, limit int) ([]*Entry, error) { return r.st.EntriesOf(t, limit) }

// derivedRow computes derived fields; all others come from the row inside.
type derivedRow struct {
	Row
	r Reader
}

func (d derivedRow) Value(f *Field) Value {
	if in, ok := d.r.(*reader); ok && in.scope.Hides(f) {
		return Value{T: f.Type}
	}
	if f.derive == nil {
		return d.Row.Value(f)
	}
	v := f.derive(d.r.Whole(), bare(d))
	v.T = f.Type
	return v
}

// bare is a row without the limits of a hat: what a hat may not see counts, all the same.
func bare(row Row) Row {
	if d, ok := row.(derivedRow); ok {
		if in, ok := d.r.(*reader); ok && in.scope != nil && in.scope.limited[row.Kind()] {
			return derivedRow{d.Row, d.r.Whole()}
		}
	}
	return row
}

// recordRow shows a decoded record as a row.
type recordRow struct{ rec Record }

func (r recordRow) ID() ID               { return r.rec.Head().ID }
func (r recordRow) Kind() *Kind          { return KindOfRecord(r.rec) }
func (r recordRow) Value(f *Field) Value { return f.get(r.rec) }

// now is the wall time in ms.
func (b *Book) now() int64 { return b.clock().UnixMilli() }

// Now is the wall time that the journal would stamp; only headers that say when the
// file was saved need it.
func (b *Book) Now() time.Time { return b.clock() }
