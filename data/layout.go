package data

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strconv"

	bolt "go.etcd.io/bbolt"

	"crmlab/domain/record"
)

// FileFormat is the number of the layout below, which every file carries. Programs refuse
// files of a higher number in words, so raise it when, and only when, the programs that are
// out there would misread or damage what this one writes: a bucket or key that changes its
// meaning, another coding of records or journal, a kind or field whose old values now mean
// something else. A new kind or field, or another name of one, needs no new number: fields
// are found by their tags, and what a program does not know it keeps.
//
// Whoever raises it also adds to upgrades the step that brings files of the number before
// up to it, and makes a golden file of the new number (scripts/golden.sh), which stays for
// ever: domain/testdata/golden/README.md. ReleasedFormat follows with the release.
const FileFormat = 1

// ReleasedFormat is the highest number that a released program has written; 0 before the
// first release. What it says of its files may not change any more.
const ReleasedFormat = 0

// upgrade brings a file from one format to the next, within the transaction that also
// raises its number. It may not need anything of the program that can change later: no
// kind, no codec, only buckets, keys and bytes as they were then.
type upgrade func(b *bolt.Tx) error

// upgrades has for each format but the newest how its files become files of the next:
// upgrades[0] is from 1 to 2.
var upgrades = []upgrade{}

// The buckets of a file. Every kind has one of records and one for each unique field;
// small ones lie inside the root page and cost nothing.
var (
	metaBucket     = []byte("meta")     // what the file is
	countersBucket = []byte("counters") // name -> last number given, 8 bytes
	journalBucket  = []byte("journal")  // sequence -> entry
	touchedBucket  = []byte("touched")  // kind, 0, ID, sequence -> nothing
	stampBucket    = []byte("stamp")    // which transaction wrote the file last
	draftsBucket   = []byte("drafts")   // what forms held before it was saved
	contentsBucket = []byte("contents") // SHA-256 -> content of an attached file
)

// Keys of the meta bucket.
var (
	metaFormat  = []byte("format")  // 4 bytes, big endian
	metaProgram = []byte("program") // "crmlab"
	metaFields  = []byte("fields.") // + kind: its fields, for people with other tools
)

// program is what the meta bucket of our files says.
const program = "crmlab"

// recordsBucket maps an ID, 8 bytes big endian, to the encoded record. The bucket's
// sequence is the last ID given.
func recordsBucket(k *record.Kind) []byte { return []byte(recordsPrefix + k.Name) }

const recordsPrefix = "r."

// uniqueBucket maps a value to the ID that has it.
func uniqueBucket(f *record.Field) []byte {
	return []byte(uniquePrefix + f.Kind.Name + "." + strconv.Itoa(f.Tag))
}

const uniquePrefix = "u."

// longestKey bounds the part of a text that an index key holds as it is.
const longestKey = 400

// uniqueKey is a value as a key; nil for an empty value, which is not indexed. Numbers
// sort as they compare, texts by their bytes; very long texts are told apart by a hash.
func uniqueKey(f *record.Field, v record.Value) []byte {
	switch {
	case v.Empty():
		return nil
	case inNumber(f.Type):
		return binary.BigEndian.AppendUint64(nil, uint64(v.N)^1<<63)
	case len(v.S) > longestKey:
		sum := sha256.Sum256([]byte(v.S))
		return append([]byte(v.S[:longestKey]), sum[:]...)
	case v.N != 0:
		return append(binary.BigEndian.AppendUint64(nil, uint64(v.N)), v.S...)
	}
	return []byte(v.S)
}

// uniqueFields are the declared fields of a kind whose values an index on disk keeps.
// Unique fields defined at run time are answered from their columns.
func uniqueFields(k *record.Kind) []*record.Field {
	var out []*record.Field
	for _, f := range k.Fields {
		if f.Unique && !f.Derived() && !f.Custom() {
			out = append(out, f)
		}
	}
	return out
}

// prepare makes every bucket that the kinds need and notes what they are.
func prepare(b *bolt.Tx, kinds []*record.Kind) error {
	meta, err := b.CreateBucketIfNotExists(metaBucket)
	if err != nil {
		return err
	}
	if meta.Get(metaFormat) == nil {
		if err := meta.Put(metaFormat, binary.BigEndian.AppendUint32(nil, FileFormat)); err != nil {
			return err
		}
		if err := meta.Put(metaProgram, []byte(program)); err != nil {
			return err
		}
	}
	names := [][]byte{countersBucket, journalBucket, touchedBucket, stampBucket, draftsBucket, contentsBucket}
	for _, k := range kinds {
		names = append(names, recordsBucket(k))
		for _, f := range uniqueFields(k) {
			names = append(names, uniqueBucket(f))
		}
		if err := meta.Put(fieldsKey(k), describe(k)); err != nil {
			return err
		}
	}
	for _, n := range names {
		if _, err := b.CreateBucketIfNotExists(n); err != nil {
			return err
		}
	}
	end, err := journalEndOf(b)
	if err != nil {
		return err
	}
	return stamp(b, end)
}

func fieldsKey(k *record.Kind) []byte {
	return append(metaFields[:len(metaFields):len(metaFields)], k.Name...)
}

// describe lists the fields of a kind: tag, type, name. A file explains itself with it.
func describe(k *record.Kind) []byte {
	var b []byte
	for _, f := range k.Fields {
		if f.Derived() {
			continue
		}
		b = fmt.Appendf(b, "%d:%d:%s\n", f.Tag, f.Type, f.Name)
		for _, c := range f.Columns {
			b = fmt.Appendf(b, "%d.%d:%d:%s\n", f.Tag, c.Tag, c.Type, c.Name)
		}
	}
	return b
}

// upToDate reports whether prepare has nothing to do.
func upToDate(b *bolt.Tx, kinds []*record.Kind) bool {
	meta := b.Bucket(metaBucket)
	for _, k := range kinds {
		if string(meta.Get(fieldsKey(k))) != string(describe(k)) || b.Bucket(recordsBucket(k)) == nil {
			return false
		}
		for _, f := range uniqueFields(k) {
			if b.Bucket(uniqueBucket(f)) == nil {
				return false
			}
		}
	}
	return b.Bucket(countersBucket) != nil && b.Bucket(journalBucket) != nil && b.Bucket(touchedBucket) != nil &&
		b.Bucket(stampBucket) != nil && b.Bucket(draftsBucket) != nil && b.Bucket(contentsBucket) != nil
}
