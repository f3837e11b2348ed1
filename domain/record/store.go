package record

import "time"

// Store is what the Book asks of the thing that keeps records: transactions over
// records, unique values, memory columns and the journal. It knows no rule.
type Store interface {
	// View runs fn on a consistent state. fn may run at the same time as other views.
	View(fn func(StoreTx) error) error
	// Update runs fn alone. An error, or a panic, leaves the file as it was.
	Update(fn func(StoreTx) error) error
	// Reshape tells which fields were defined at run time; their columns are made
	// ready before it returns.
	Reshape(custom map[*Kind][]*Field) error
}

// StoreTx is one transaction of a Store. Inside Update every answer includes what the
// transaction itself has written.
type StoreTx interface {
	// Get decodes a fresh copy of a record; nil if there is none.
	Get(k *Kind, id ID) (Record, error)
	// Put writes a record and everything that is kept beside it.
	Put(k *Kind, rec Record) error
	// Drop removes a record.
	Drop(k *Kind, id ID) error
	// NextID gives an ID that the kind has never had.
	NextID(k *Kind) (ID, error)
	// Count moves a named counter on by one and returns it; the first answer is 1.
	Count(name string) (int, error)
	// Find looks a value up among the unique values of a field.
	Find(f *Field, v Value) (ID, bool, error)

	// Row is a record's row in memory; false if there is none.
	Row(k *Kind, id ID) (Row, bool)
	// Select answers from memory.
	Select(s Selection) ([]Row, int, error)
	// Walk goes through the rows of a selection one by one, oldest first, and stops when fn
	// says so. Sort, Offset and Limit count for nothing.
	Walk(s Selection, fn func(Row) bool) error
	// Batches goes through the rows of a selection some thousands at a time, in no particular
	// order. Sort, Offset and Limit count for nothing.
	Batches(s Selection, fields []*Field, fn func(*Batch) bool) error
	// LineBatches is Batches with the lines that a TypeRows field of the rows holds. Several
	// goroutines may call fn at the same time, each with batches of its own.
	LineBatches(rows *Field, s Selection, of, fields []*Field, fn func(*LineBatch) bool) error
	// Lines walks the lines that a TypeRows field holds in memory, in order of records.
	Lines(rows *Field, fn func(owner, line Row) bool) error
	// Tally is the running sum (minor units) and count for one target.
	Tally(t *Tally, id ID) (sum int64, count int)
	// Sums is Tally's sum for many targets.
	Sums(t *Tally, ids []ID, out []int64)
	// Follow reads a field, as Batch.Numbers gives it, of the records with the IDs given; 0
	// where there is none.
	Follow(f *Field, ids, out []int64) error
	// Plain reports whether the transaction shows committed records and nothing else. Only
	// then may a Selection have vectored fields.
	Plain() bool
	// Linked lists records of other kinds that point to this one, at most limit.
	Linked(k *Kind, id ID, limit int) ([]Target, error)
	// Matches reports whether text contains query, by characters or pinyin initials.
	Matches(text, query string) bool

	// Content reads what Keep kept under a hash; nil if there is nothing.
	Content(hash string) ([]byte, error)
	// ContentSize is how many bytes all kept contents have together.
	ContentSize() int64
	// Keep keeps the content of a file once and for ever, whatever becomes of the records that
	// name it: the journal may bring them back. hash is its SHA-256 in hex.
	Keep(content []byte) (hash string, err error)

	// Append seals the entry (sequence, previous hash, hash) and adds it to the journal.
	Append(e *Entry) error
	// Entry reads one journal entry.
	Entry(seq uint64) (*Entry, error)
	// LastSeq is the sequence of the newest entry; 0 if the journal is empty.
	LastSeq() uint64
	// Entries lists entries older than before (0: from the newest), newest first.
	Entries(before uint64, limit int) ([]*Entry, error)
	// EntriesOf lists the entries that touched one record, newest first.
	EntriesOf(t Target, limit int) ([]*Entry, error)
}

// Selection is a Query made ready: fields found, scope known.
type Selection struct {
	Kind   *Kind
	Where  []Test // on fields that memory holds; Long texts are read from the file
	Text   string
	Scope  *Access                                     // nil: everything
	Keep   func(Row) bool                              // nil: all; conditions on derived fields
	Vector func(f *Field, b *Batch, out []int64) error // computes a vectored field that Where or Sort has
	Sort   []SortBy                                    // then newest first
	Oldest bool                                        // oldest first instead, where Sort is empty
	Offset int
	Limit  int // 0: all from Offset
}

// SortBy is a Sort with its field found.
type SortBy struct {
	Field *Field
	Desc  bool
}

// Batch is some rows of a kind, column by column, as figures read them: plain numbers in
// arrays, a million rows in a few milliseconds. It is only good until the function that got
// it returns.
type Batch struct {
	IDs []ID
	// Numbers are the fields asked for, one slice each: Value.N of every row, and for a
	// choice Field.Place of its code. Texts cannot be asked for.
	Numbers [][]int64
}

// MostWorkers is how many goroutines work on one question at most.
const MostWorkers = 8

// LineBatch is a Batch with the lines inside the records.
type LineBatch struct {
	Batch
	Worker int       // from 0, less than MostWorkers: which of the goroutines calls
	From   []int     // the lines of the i-th row are From[i] to From[i+1]
	Lines  [][]int64 // the columns asked for, one slice each, by line
}

// Clock gives the wall time of journal entries. cmd passes time.Now, tests a fixed one.
type Clock func() time.Time
