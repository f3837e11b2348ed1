package data

import (
	"bytes"
	"encoding/binary"
	"errors"
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

// checkTree reads every page of a file and checks that nothing in it points outside
// (pages, elements, keys), that keys ascend, and that every page belongs to exactly one
// place in the tree or is free. bbolt's own check says no more, but it reads the mapped
// file in a goroutine where a device that is pulled ends the program.
func checkTree(f *os.File) error {
	h, found := readHeader(f)
	if !found {
		return errors.New("没有完好的文件头")
	}
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.Size() < h.used() {
		return errors.New("后面的内容缺失")
	}
	w := &treeWalk{f: f, header: h, seen: make([]bool, h.pages)}
	if err := w.page(h.root, 0, span{}); err != nil {
		return err
	}
	if err := w.freeList(h.freeList); err != nil {
		return err
	}
	for id := uint64(2); id < h.pages; id++ {
		if !w.seen[id] {
			return fmt.Errorf("第 %d 页既没有使用，也不是空闲的", id)
		}
	}
	return nil
}

type treeWalk struct {
	f *os.File
	header
	seen []bool
}

// read gets a page with what it runs over; a page that was met before is a mistake.
func (w *treeWalk) read(id uint64) ([]byte, error) {
	if id < 2 || id >= w.pages {
		return nil, fmt.Errorf("第 %d 页不在文件之内", id)
	}
	head := make([]byte, pageHead)
	at := int64(id) * int64(w.pageSize)
	if _, err := w.f.ReadAt(head, at); err != nil {
		return nil, fmt.Errorf("第 %d 页：%w", id, err)
	}
	over := uint64(binary.LittleEndian.Uint32(head[12:]))
	if binary.LittleEndian.Uint64(head) != id || id+over >= w.pages {
		return nil, fmt.Errorf("第 %d 页的页号不符", id)
	}
	for i := id; i <= id+over; i++ {
		if w.seen[i] {
			return nil, fmt.Errorf("第 %d 页属于两处", i)
		}
		w.seen[i] = true
	}
	b := make([]byte, (over+1)*uint64(w.pageSize))
	if _, err := w.f.ReadAt(b, at); err != nil {
		return nil, fmt.Errorf("第 %d 页：%w", id, err)
	}
	return b, nil
}

// span is what the keys of a page have to be: the first is as its parent says (nil: any),
// and all come before an end (nil: none).
type span struct{ first, end []byte }

func (w *treeWalk) page(id uint64, depth int, keys span) error {
	if depth > deepestTree {
		return fmt.Errorf("第 %d 页的层次太深", id)
	}
	b, err := w.read(id)
	if err != nil {
		return err
	}
	if err := w.elements(b, depth, keys); err != nil {
		return fmt.Errorf("第 %d 页：%w", id, err)
	}
	return nil
}

// elements checks a page's content and goes on to what it points to. Keys ascend, and lie
// behind the elements one after another, as bbolt writes them. That a branch has the first
// key of each page below it exactly is what bbolt finds its way back by when it writes.
func (w *treeWalk) elements(b []byte, depth int, keys span) error {
	flags, count := binary.LittleEndian.Uint16(b[8:]), int(binary.LittleEndian.Uint16(b[10:]))
	if flags != branchPage && flags != leafPage {
		return fmt.Errorf("种类 %d 无法识别", flags)
	}
	next := pageHead + count*element
	if next > len(b) || count == 0 && (flags == branchPage || keys.first != nil) {
		return fmt.Errorf("放不下 %d 个元素", count)
	}
	found, values := make([][]byte, count+1), make([][]byte, count)
	for i := range count {
		at := pageHead + i*element
		key, value, ok := within(b, at, flags)
		if !ok || at+position(b[at:], flags) != next || len(key) == 0 || i > 0 && bytes.Compare(key, found[i-1]) <= 0 {
			return fmt.Errorf("第 %d 个元素不在应在的位置", i)
		}
		found[i], values[i] = key, value
		next += len(key) + len(value)
	}
	if count > 0 && (keys.first != nil && !bytes.Equal(found[0], keys.first) || keys.end != nil && bytes.Compare(found[count-1], keys.end) >= 0) {
		return errors.New("内容与上一层不符")
	}
	found[count] = keys.end
	for i := range count {
		e := b[pageHead+i*element:]
		var err error
		if flags == branchPage {
			err = w.page(binary.LittleEndian.Uint64(e[8:]), depth+1, span{found[i], found[i+1]})
		} else {
			err = w.leaf(binary.LittleEndian.Uint32(e), values[i], depth)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// leaf checks what an element of a leaf is: a value, or a bucket of its own.
func (w *treeWalk) leaf(flags uint32, value []byte, depth int) error {
	switch flags {
	case 0:
		return nil
	case bucketLeaf:
		return w.bucket(value, depth)
	}
	return fmt.Errorf("元素的种类 %d 无法识别", flags)
}

// position is where an element's key begins, counted from the element.
func position(e []byte, flags uint16) int {
	if flags == branchPage {
		return int(binary.LittleEndian.Uint32(e))
	}
	return int(binary.LittleEndian.Uint32(e[4:]))
}

// within cuts the key and the value of the element at a place out of a page; a branch has
// no values.
func within(b []byte, at int, flags uint16) (key, value []byte, ok bool) {
	e := b[at:]
	keySize, valueSize := binary.LittleEndian.Uint32(e[8:]), binary.LittleEndian.Uint32(e[12:])
	if flags == branchPage {
		keySize, valueSize = binary.LittleEndian.Uint32(e[4:]), 0
	}
	from := uint64(at) + uint64(position(e, flags))
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
		return fmt.Errorf("一张表只有 %d 个字节", len(value))
	}
	if root := binary.LittleEndian.Uint64(value); root != 0 {
		if len(value) > bucketHead {
			return errors.New("一张表的内容无法识别")
		}
		return w.page(root, depth+1, span{})
	}
	inline := value[bucketHead:]
	if len(inline) < pageHead || binary.LittleEndian.Uint16(inline[8:]) != leafPage || depth > deepestTree {
		return errors.New("一张表的内容无法识别")
	}
	return w.elements(inline, depth+1, span{})
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
		return fmt.Errorf("第 %d 页不是空闲页的清单", id)
	}
	for i := range count {
		free := binary.LittleEndian.Uint64(ids[i*8:])
		if free < 2 || free >= w.pages || w.seen[free] {
			return fmt.Errorf("第 %d 页既在使用，又是空闲的", free)
		}
		w.seen[free] = true
	}
	return nil
}
