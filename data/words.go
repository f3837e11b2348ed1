package data

import (
	"encoding/binary"
	"slices"
	"sort"
	"strings"
)

// words holds texts behind one another in large pieces of memory; the n-th that was added
// is found by n. A million short texts cost their bytes and five more each.
type words struct {
	chunks [][]byte
	refs   []uint32 // chunk and place in it, ascending
}

// A place within a chunk takes 16 bits. A longer text has a chunk of its own.
const (
	chunkBits = 16
	chunkSize = 1 << chunkBits
)

func (w *words) len() int { return len(w.refs) }

func (w *words) add(b []byte) {
	need := len(b) + binary.MaxVarintLen32
	n := len(w.chunks)
	if n == 0 || len(w.chunks[n-1])+need > chunkSize {
		// Small dictionaries, of which there are hundreds, begin small.
		size := min(chunkSize, max(256, 4*w.size()))
		w.chunks = append(w.chunks, make([]byte, 0, max(size, need)))
		n++
	}
	last := w.chunks[n-1]
	w.refs = append(w.refs, uint32(n-1)<<chunkBits|uint32(len(last)))
	last = binary.AppendUvarint(last, uint64(len(b)))
	w.chunks[n-1] = append(last, b...)
}

// size is about how many bytes the texts take.
func (w *words) size() int {
	if len(w.chunks) > 4 {
		return chunkSize
	}
	n := 0
	for _, c := range w.chunks {
		n += len(c)
	}
	return n
}

func (w *words) at(code uint32) string {
	ref := w.refs[code]
	chunk := w.chunks[ref>>chunkBits][ref&(chunkSize-1):]
	if n := chunk[0]; n < 0x80 {
		return stringOf(chunk[1 : 1+n])
	}
	n, used := binary.Uvarint(chunk)
	return stringOf(chunk[used : used+int(n)])
}

// containing marks the texts that contain a part, which must not be empty.
func (w *words) containing(part string) []bool {
	out := make([]bool, len(w.refs))
	for n, chunk := range w.chunks {
		all := stringOf(chunk)
		first := uint32(n) << chunkBits
		// The text that a hit belongs to is the last one that begins before it.
		code, _ := slices.BinarySearch(w.refs, first)
		for from := 0; ; {
			at := strings.Index(all[from:], part)
			if at < 0 {
				break
			}
			at += from
			code += sort.Search(len(w.refs)-code, func(i int) bool { return w.refs[code+i] > first|uint32(min(at, chunkSize-1)) }) - 1
			// A length may look like a letter, and a hit may lie across two texts.
			out[code] = out[code] || strings.Contains(w.at(uint32(code)), part)
			from = at + 1
		}
	}
	return out
}
