package data

import (
	"bytes"
	"encoding/binary"

	bolt "go.etcd.io/bbolt"
)

// A page of bbolt has no checksum, and a page that is free again keeps what it had. When a
// disk loses writes but keeps the head that points to them, the head can therefore lead to
// a tree that is whole, and old. So every transaction writes into its tree which one it is
// and where the journal then ended: head, tree and journal have to agree, or the file is
// damaged. The stamp lies in the page of the root bucket, which every transaction writes
// in any case.

// stampKey is the one key of the stamp's bucket.
var stampKey = []byte{0}

// stamp is the last that a transaction writes.
func stamp(b *bolt.Tx, end journalEnd) error {
	return b.Bucket(stampBucket).Put(stampKey, stampOf(b, end))
}

// stampOf is the transaction's number, and the sequence and the hash of the last entry.
func stampOf(b *bolt.Tx, end journalEnd) []byte {
	v := binary.BigEndian.AppendUint64(nil, uint64(b.ID()))
	v = binary.BigEndian.AppendUint64(v, end.seq)
	return append(v, end.hash[:]...)
}

// stamped reports whether the state that a read transaction sees is the one that its head
// was written for.
func stamped(b *bolt.Tx) bool {
	bucket := b.Bucket(stampBucket)
	if bucket == nil || b.Bucket(journalBucket) == nil {
		return false
	}
	end, err := journalEndOf(b)
	return err == nil && bytes.Equal(bucket.Get(stampKey), stampOf(b, end))
}
