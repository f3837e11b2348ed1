package data

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/fnv"

	bolt "go.etcd.io/bbolt"

	"crmlab/domain/record"
)

// The numbers that a file has given, its kinds' last IDs and its counters, can not be
// learned from anything else in it: records that had them may be gone. So that damage to
// them is found, a sum of all is kept beside the counters. It is the exclusive or of a
// hash of each, and changes with one number without a look at the others.

// numbersKey has the sum. No counter's name begins with a zero byte.
var numbersKey = []byte{0}

// numberHash is what one number adds to the sum; one that was never given adds nothing.
func numberHash(name []byte, n uint64) uint64 {
	if n == 0 {
		return 0
	}
	h := fnv.New64a()
	h.Write(name)
	h.Write(binary.BigEndian.AppendUint64([]byte{0}, n))
	return h.Sum64()
}

// given gives numbers within a transaction; seal must be called at the end.
type given struct {
	b    *bolt.Tx
	diff uint64
}

// lastID sets the last ID that a kind has given.
func (n *given) lastID(k *record.Kind, id uint64) error {
	name := recordsBucket(k)
	bucket := n.b.Bucket(name)
	if id <= bucket.Sequence() {
		return nil
	}
	n.diff ^= numberHash(name, bucket.Sequence()) ^ numberHash(name, id)
	return bucket.SetSequence(id)
}

// counter sets a counter.
func (n *given) counter(name string, to uint64) error {
	key, bucket := []byte(name), n.b.Bucket(countersBucket)
	n.diff ^= numberHash(key, number(bucket.Get(key))) ^ numberHash(key, to)
	if err := bucket.Put(key, binary.BigEndian.AppendUint64(nil, to)); err != nil {
		return fmt.Errorf("count %s: %w", name, err)
	}
	return nil
}

// seal keeps the sum.
func (n *given) seal() error {
	if n.diff == 0 {
		return nil
	}
	bucket := n.b.Bucket(countersBucket)
	sum := number(bucket.Get(numbersKey)) ^ n.diff
	return bucket.Put(numbersKey, binary.BigEndian.AppendUint64(nil, sum))
}

// number reads a stored number; 0 if there is none.
func number(stored []byte) uint64 {
	if len(stored) != 8 {
		return 0
	}
	return binary.BigEndian.Uint64(stored)
}

// numbersHold reports whether the sum is that of the numbers in the file.
func numbersHold(b *bolt.Tx) bool {
	counters := b.Bucket(countersBucket)
	sum := number(counters.Get(numbersKey))
	c := counters.Cursor()
	for name, v := c.First(); name != nil; name, v = c.Next() {
		if !bytes.Equal(name, numbersKey) {
			sum ^= numberHash(name, number(v))
		}
	}
	others := uint64(0) // buckets that count nothing
	_ = b.ForEach(func(name []byte, bucket *bolt.Bucket) error {
		if bucket == nil { // no bucket at all
			others = 1
		} else if bytes.HasPrefix(name, []byte(recordsPrefix)) {
			sum ^= numberHash(name, bucket.Sequence())
		} else {
			others |= bucket.Sequence()
		}
		return nil
	})
	return sum == 0 && others == 0
}
