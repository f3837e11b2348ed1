package data

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
)

// A page of a bbolt file begins with its number, its sort, a count of elements and how
// many further pages it runs over.
const (
	pageHead   = 16
	element    = 16
	branchPage = 0x01
	leafPage   = 0x02
	listPage   = 0x10
	bucketLeaf = 0x01 // flag of a leaf element whose value is a bucket
	bucketHead = 16
	manyFree   = 0xffff // count of a free list that is too long for the count

	deepestTree = 64
)

// checkTree reads every page that the file's root leads to and checks that nothing in it
// points outside: pages, elements, keys. bbolt's own check maps the file and follows
// what it finds, in a goroutine that nobody can protect, so it may only see files that
// have passed this one.
func checkTree(path string) error {
	h, err := inspect(path)
	if err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return refusalOf(path, err)
	}
	defer f.Close()
	w := &treeWalk{f: f, header: h, seen: make([]bool, h.pages)}
	if err := w.page(h.root, 0, nil); err != nil {
		return err
	}
	return w.freeList(h.freeList)
}

type treeWalk struct {
	f *os.File
	header
	seen []bool
}

// read gets a page with what it runs over; a page that was met before is a mistake.
func (w *treeWalk) read(id uint64) ([]byte, error) {
	if id < 2 || id >= w.pages {
		return nil, fmt.Errorf("page %d lies outside the file", id)
	}
	head := make([]byte, pageHead)
	at := int64(id) * int64(w.pageSize)
	if _, err := w.f.ReadAt(head, at); err != nil {
		return nil, fmt.Errorf("page %d: %w", id, err)
	}
	over := uint64(binary.LittleEndian.Uint32(head[12:]))
	if binary.LittleEndian.Uint64(head) != id || id+over >= w.pages {
		return nil, fmt.Errorf("page %d does not know itself", id)
	}
	for i := id; i <= id+over; i++ {
		if w.seen[i] {
			return nil, fmt.Errorf("page %d belongs to two others", i)
		}
		w.seen[i] = true
	}
	b := make([]byte, (over+1)*uint64(w.pageSize))
	if _, err := w.f.ReadAt(b, at); err != nil {
		return nil, fmt.Errorf("page %d: %w", id, err)
	}
	return b, nil
}

func (w *treeWalk) page(id uint64, depth int, least []byte) error {
	if depth > deepestTree {
		return fmt.Errorf("page %d lies too deep", id)
	}
	b, err := w.read(id)
	if err != nil {
		return err
	}
	if err := w.elements(b, depth, least); err != nil {
		return fmt.Errorf("page %d: %w", id, err)
	}
	return nil
}

// elements checks a page's content and goes on to what it points to. Keys ascend, from
// least on.
func (w *treeWalk) elements(b []byte, depth int, least []byte) error {
	flags, count := binary.LittleEndian.Uint16(b[8:]), int(binary.LittleEndian.Uint16(b[10:]))
	if flags != branchPage && flags != leafPage {
		return fmt.Errorf("of unknown sort %d", flags)
	}
	if flags == branchPage && count == 0 || pageHead+count*element > len(b) {
		return fmt.Errorf("%d elements do not fit", count)
	}
	for i := range count {
		at := pageHead + i*element
		e := b[at : at+element]
		var key, value []byte
		var ok bool
		if flags == branchPage {
			key, _, ok = within(b, at, binary.LittleEndian.Uint32(e), binary.LittleEndian.Uint32(e[4:]), 0)
		} else {
			key, value, ok = within(b, at, binary.LittleEndian.Uint32(e[4:]), binary.LittleEndian.Uint32(e[8:]), binary.LittleEndian.Uint32(e[12:]))
		}
		if n := bytes.Compare(key, least); !ok || least != nil && (n < 0 || n == 0 && i > 0) {
			return fmt.Errorf("element %d is out of place", i)
		}
		least = key
		var err error
		if flags == branchPage {
			err = w.page(binary.LittleEndian.Uint64(e[8:]), depth+1, key)
		} else if binary.LittleEndian.Uint32(e)&bucketLeaf != 0 {
			err = w.bucket(value, depth)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// within cuts a key and a value out of a page; positions count from the element.
func within(b []byte, at int, pos, keySize, valueSize uint32) (key, value []byte, ok bool) {
	from := uint64(at) + uint64(pos)
	middle := from + uint64(keySize)
	end := middle + uint64(valueSize)
	if end > uint64(len(b)) {
		return nil, nil, false
	}
	return b[from:middle:middle], b[middle:end], true
}

// bucket checks a bucket, which has a root page or lies whole in its value.
func (w *treeWalk) bucket(value []byte, depth int) error {
	if len(value) < bucketHead {
		return fmt.Errorf("a bucket of %d bytes", len(value))
	}
	if root := binary.LittleEndian.Uint64(value); root != 0 {
		return w.page(root, depth+1, nil)
	}
	inline := value[bucketHead:]
	if len(inline) < pageHead || binary.LittleEndian.Uint16(inline[8:]) != leafPage || depth > deepestTree {
		return fmt.Errorf("an inline bucket that is none")
	}
	return w.elements(inline, depth+1, nil)
}

// freeList checks that free pages lie inside the file and are nobody's.
func (w *treeWalk) freeList(id uint64) error {
	b, err := w.read(id)
	if err != nil {
		return err
	}
	count := uint64(binary.LittleEndian.Uint16(b[10:]))
	ids := b[pageHead:]
	if count == manyFree {
		count, ids = binary.LittleEndian.Uint64(ids), ids[8:]
	}
	if binary.LittleEndian.Uint16(b[8:]) != listPage || count > uint64(len(ids))/8 {
		return fmt.Errorf("page %d is no free list", id)
	}
	for i := range count {
		free := binary.LittleEndian.Uint64(ids[i*8:])
		if free < 2 || free >= w.pages || w.seen[free] {
			return fmt.Errorf("page %d is in use and free", free)
		}
		w.seen[free] = true
	}
	return nil
}
