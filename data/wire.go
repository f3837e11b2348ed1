package data

import (
	"encoding/binary"
	"errors"
)

// The two shapes of a tagged field on disk. A reader that does not know a tag can step
// over it by its shape alone, so files of newer programs stay readable.
const (
	wireNumber = 0 // zigzag varint
	wireBytes  = 2 // uvarint length, then that many bytes
)

// errCoded is what decoding bytes that are no value of ours ends with.
var errCoded = errors.New("data: malformed value")

func appendKey(b []byte, tag, wire int) []byte {
	return binary.AppendUvarint(b, uint64(tag)<<3|uint64(wire))
}

// appendNumber adds a number under a tag; zero is not stored.
func appendNumber(b []byte, tag int, n int64) []byte {
	if n == 0 {
		return b
	}
	return binary.AppendVarint(appendKey(b, tag, wireNumber), n)
}

// appendText adds a text under a tag; "" is not stored.
func appendText(b []byte, tag int, s string) []byte {
	if s == "" {
		return b
	}
	b = binary.AppendUvarint(appendKey(b, tag, wireBytes), uint64(len(s)))
	return append(b, s...)
}

// appendNested adds what fill appends under a tag, behind its length.
func appendNested(b []byte, tag int, fill func([]byte) []byte) []byte {
	return appendSized(appendKey(b, tag, wireBytes), fill)
}

// appendSized adds what fill appends behind its length. The length's own size is only
// known afterwards, so one byte is set aside and the content moves if that was too few.
func appendSized(b []byte, fill func([]byte) []byte) []byte {
	at := len(b)
	b = fill(append(b, 0))
	size := len(b) - at - 1
	if size < 0x80 {
		b[at] = byte(size)
		return b
	}
	var head [binary.MaxVarintLen64]byte
	n := binary.PutUvarint(head[:], uint64(size))
	b = append(b, head[1:n]...)
	copy(b[at+n:], b[at+1:at+1+size])
	copy(b[at:], head[:n])
	return b
}

// part is one tagged field as it lies in a message: Num for numbers, Bytes otherwise.
// Bytes point into the message.
type part struct {
	tag   int
	wire  int
	num   int64
	bytes []byte
}

// parts steps through the tagged fields of a message without allocating.
type parts struct {
	rest []byte
	err  error
}

// next fills p with the next field; false at the end or at the first malformed byte.
func (r *parts) next(p *part) bool {
	if len(r.rest) == 0 || r.err != nil {
		return false
	}
	// Tags below 16 have one byte, those below 2048 two: all that kinds declare.
	var key uint64
	switch b := r.rest; {
	case b[0] < 0x80:
		key, r.rest = uint64(b[0]), b[1:]
	case len(b) > 1 && b[1] < 0x80:
		key, r.rest = uint64(b[0]&0x7f)|uint64(b[1])<<7, b[2:]
	default:
		var n int
		if key, n = binary.Uvarint(b); n <= 0 {
			key = 0
		} else {
			r.rest = b[n:]
		}
	}
	if key>>3 == 0 || key>>3 > 1<<30 {
		r.err = errCoded
		return false
	}
	p.tag, p.wire = int(key>>3), int(key&7)
	switch p.wire {
	case wireNumber:
		if b := r.rest; len(b) > 0 && b[0] < 0x80 {
			p.num, p.bytes, r.rest = int64(b[0]>>1)^-int64(b[0]&1), nil, b[1:]
			return true
		}
		v, n := binary.Varint(r.rest)
		if n <= 0 {
			r.err = errCoded
			return false
		}
		p.num, p.bytes, r.rest = v, nil, r.rest[n:]
	case wireBytes:
		b, rest, ok := cutSized(r.rest)
		if !ok {
			r.err = errCoded
			return false
		}
		p.num, p.bytes, r.rest = 0, b, rest
	default:
		r.err = errCoded
		return false
	}
	return true
}

// cutSized takes a length and that many bytes off b. A length beyond b is refused
// before anything is allocated for it.
func cutSized(b []byte) (content, rest []byte, ok bool) {
	if len(b) > 0 && b[0] < 0x80 { // most texts and lines
		end := int(b[0]) + 1
		if end > len(b) {
			return nil, nil, false
		}
		return b[1:end], b[end:], true
	}
	size, n := binary.Uvarint(b)
	if n <= 0 || size > uint64(len(b)-n) {
		return nil, nil, false
	}
	return b[n : n+int(size)], b[n+int(size):], true
}
