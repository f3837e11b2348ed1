package data

import (
	"encoding/binary"
	"os"
	"testing"

	bolt "go.etcd.io/bbolt"
)

// A disk that keeps the head of the last step and loses all else leaves a head that leads
// to what its pages had before: a tree that is whole, and old.
func TestAHeadThatLeadsToAnOlderStateIsRefused(t *testing.T) {
	path := busy(t).path
	whole := usedBytes(t, path)
	newest := readBytes(t, path, func(f *os.File) header { h, _ := readHeader(f); return h })
	page := int(newest.pageSize)
	older := (int(newest.txid%2) + 1) % 2 * page // where the state before the last has its head
	le := binary.LittleEndian
	// The newest head with the older one's root, free pages and length, and a sum that is right.
	at := page - older
	copy(whole[at+metaOffset+16:at+metaOffset+48], whole[older+metaOffset+16:])
	le.PutUint64(whole[at+metaOffset+56:], metaSum(whole[at+metaOffset:]))
	must(t, os.WriteFile(path, whole, 0o600))
	if err := readBytes(t, path, checkTree); err != nil {
		t.Fatalf("the older state is not whole: %v", err)
	}
	_, err := Open(path, testKinds)
	refusedWith(t, err, codeDamaged)
}

func readBytes[T any](t *testing.T, path string, read func(*os.File) T) T {
	t.Helper()
	return read(open(t, path))
}

// Who changes a file with another program, and does not know of the stamp, has not made a
// state that this program ever saved.
func TestAFileThatAnotherProgramWroteIsRefused(t *testing.T) {
	path := busy(t).path
	db, err := bolt.Open(path, 0o600, nil)
	must(t, err)
	must(t, db.Update(func(b *bolt.Tx) error { return b.Bucket(countersBucket).Put([]byte("x"), make([]byte, 8)) }))
	must(t, db.Close())
	_, err = Open(path, testKinds)
	refusedWith(t, err, codeDamaged)
}
