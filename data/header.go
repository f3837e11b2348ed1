package data

import (
	"encoding/binary"
	"hash/fnv"
	"io"
	"os"
)

// The first two pages of a bbolt file each hold a meta record; the valid one with the
// higher transaction counts. They are read here before the file is mapped, because a
// file that is shorter than its meta says would fault when it is touched.
const (
	metaMagic    = 0xED0CDAED
	metaOffset   = 16 // behind the page header
	metaSize     = 64
	smallestPage = 1 << 10
	largestPage  = 1 << 16
)

// header is what the newest valid meta record says.
type header struct {
	pageSize uint32
	pages    uint64 // pages in use; the file may be longer
	txid     uint64
	root     uint64 // page of the root bucket
	freeList uint64 // page of the list of free pages
	alone    bool   // the other meta record is damaged, which may have been the newer one
}

// used is how many bytes are in use.
func (h header) used() int64 { return int64(h.pages) * int64(h.pageSize) }

// readHeader reads the header of a file that may be anything.
func readHeader(f *os.File) (h header, found bool) {
	first, ok := readMeta(f, 0)
	sizes := []uint32{first.pageSize}
	if !ok {
		sizes = sizes[:0]
		for s := uint32(smallestPage); s <= largestPage; s *= 2 {
			sizes = append(sizes, s)
		}
	}
	for _, s := range sizes {
		second, also := readMeta(f, int64(s))
		if also = also && second.pageSize == s; !also {
			continue
		}
		if !ok || second.txid > first.txid {
			h = second
		} else {
			h = first
		}
		h.alone = !ok
		return h, true
	}
	first.alone = true
	return first, ok
}

func readMeta(r io.ReaderAt, at int64) (header, bool) {
	var b [metaSize]byte
	if _, err := r.ReadAt(b[:], at+metaOffset); err != nil {
		return header{}, false
	}
	le := binary.LittleEndian
	if le.Uint32(b[0:]) != metaMagic || le.Uint64(b[56:]) != metaSum(b[:]) {
		return header{}, false
	}
	h := header{pageSize: le.Uint32(b[8:]), pages: le.Uint64(b[40:]), txid: le.Uint64(b[48:]),
		root: le.Uint64(b[16:]), freeList: le.Uint64(b[32:])}
	if h.pageSize < smallestPage || h.pageSize > largestPage || h.pageSize&(h.pageSize-1) != 0 || h.pages > 1<<40 {
		return header{}, false
	}
	return h, true
}

// metaSum is what a meta record has at its end.
func metaSum(b []byte) uint64 {
	sum := fnv.New64a()
	sum.Write(b[:56])
	return sum.Sum64()
}

// inspect refuses files that bbolt should not even map.
func inspect(path string) (header, error) {
	info, err := os.Stat(path)
	if err != nil {
		return header{}, refusalOf(path, err)
	}
	switch {
	case !info.Mode().IsRegular():
		return header{}, refuseForeign(path)
	case info.Size() == 0:
		return header{}, refuseEmpty(path)
	}
	f, err := os.Open(path)
	if err != nil {
		return header{}, refusalOf(path, err)
	}
	defer f.Close()
	h, found := readHeader(f)
	if !found {
		if looksLikeOurs(f) {
			return h, refuseDamaged(path)
		}
		return h, refuseForeign(path)
	}
	if info.Size() < h.used() {
		return h, refuseTruncated(path)
	}
	return h, nil
}

// looksLikeOurs reports whether a file without a valid meta record once had one.
func looksLikeOurs(f *os.File) bool {
	var b [largestPage * 2]byte
	n, _ := f.ReadAt(b[:], 0)
	for at := 0; at+metaOffset+4 <= n; at += smallestPage {
		if binary.LittleEndian.Uint32(b[at+metaOffset:]) == metaMagic {
			return true
		}
	}
	return false
}
