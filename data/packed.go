package data

import (
	"encoding/binary"
	"slices"
)

// blockRows is how many rows are packed together, and how many go through the filters at a
// time: few enough that what one filter leaves is still in the processor's cache for the next.
const (
	blockShift = 12
	blockRows  = 1 << blockShift
	blockMask  = blockRows - 1
)

// packed holds whole numbers by row. Every block of rows keeps the bounds of its numbers and
// stores them above a base in as few bytes as they need, so that most columns take one or two
// bytes a row, and a filter passes over blocks that lie outside what it asks for.
type packed struct {
	blocks []block
	rows   int
	tail   []int64 // while loading, see load: the rows behind the blocks; else nil
}

type block struct {
	base        int64
	least, most int64  // bounds of the numbers in it, not always the tightest
	data        []byte // little endian, width bytes a row
	width       uint8  // 0 (all are base), 1, 2, 4 or 8 (as they are; base counts for nothing)
}

// set stores a number. Rows that were never set hold 0; those beyond the last that was set
// cost nothing.
func (c *packed) set(row int, v int64) {
	switch {
	case c.tail != nil:
		if row == c.rows && len(c.tail) > 0 { // loading does little else
			c.tail = append(c.tail, v)
			if c.rows++; len(c.tail) == blockRows {
				c.close()
			}
			return
		}
		c.setLoading(row, v)
	case row < c.rows:
		c.blocks[row>>blockShift].put(row&blockMask, v, c.inBlock(row>>blockShift))
	case v != 0 || row&blockMask != 0 && c.rows == row:
		c.extend(row, v)
	}
}

// load makes an empty column ready for many rows in ascending order: they gather in full and
// are packed a block at a time. Nobody else may read the column until it is settled.
func (c *packed) load() { c.tail = make([]int64, 0, 64) }

func (c *packed) setLoading(row int, v int64) {
	if row < c.rows {
		if b := row >> blockShift; b < len(c.blocks) {
			c.blocks[b].put(row&blockMask, v, blockRows)
		} else {
			c.tail[row&blockMask] = v
		}
		return
	}
	if v == 0 && row != c.rows || v == 0 && len(c.tail) == 0 {
		return
	}
	for c.rows < row {
		n := min(row-c.rows, blockRows-len(c.tail))
		c.rows += n
		if n == blockRows {
			c.blocks = append(c.blocks, block{})
			continue
		}
		for range n {
			c.tail = append(c.tail, 0)
		}
		if len(c.tail) == blockRows {
			c.close()
		}
	}
	c.tail = append(c.tail, v)
	if c.rows++; len(c.tail) == blockRows {
		c.close()
	}
}

// close packs the rows that have gathered.
func (c *packed) close() {
	c.blocks = append(c.blocks, blockOf(c.tail))
	c.tail = c.tail[:0]
}

// blockOf packs numbers, of which there is at least one.
func blockOf(ns []int64) block {
	b := block{least: ns[0], most: ns[0]}
	for _, v := range ns {
		b.least, b.most = min(b.least, v), max(b.most, v)
	}
	b.base = b.least
	base := b.base
	switch span := uint64(b.most) - uint64(b.least); {
	case span == 0:
	case span < 1<<8:
		b.width, b.data = 1, make([]byte, len(ns))
		for i, v := range ns {
			b.data[i] = byte(v - base)
		}
	case span < 1<<16:
		b.width, b.data = 2, make([]byte, 2*len(ns))
		for i, v := range ns {
			binary.LittleEndian.PutUint16(b.data[2*i:], uint16(v-base))
		}
	case span < 1<<32:
		b.width, b.data = 4, make([]byte, 4*len(ns))
		for i, v := range ns {
			binary.LittleEndian.PutUint32(b.data[4*i:], uint32(v-base))
		}
	default:
		b.width, b.data = 8, make([]byte, 8*len(ns))
		for i, v := range ns {
			binary.LittleEndian.PutUint64(b.data[8*i:], uint64(v))
		}
	}
	return b
}

// inBlock is how many rows of a block exist.
func (c *packed) inBlock(b int) int { return max(0, min(blockRows, c.rows-b<<blockShift)) }

func (c *packed) extend(row int, v int64) {
	for c.rows < row {
		if i := c.rows & blockMask; i == 0 {
			c.open(0)
			c.rows = min(row, c.rows+blockRows) // a whole block of nothing, or its beginning
		} else {
			c.append(i, 0)
		}
	}
	if i := row & blockMask; i == 0 {
		c.open(v)
		c.rows++
	} else {
		c.append(i, v)
	}
}

// open begins a block of rows that all hold v.
func (c *packed) open(v int64) {
	if n := len(c.blocks); n > 0 {
		c.blocks[n-1].pack(blockRows)
	}
	c.blocks = append(c.blocks, block{base: v, least: v, most: v})
}

// append adds a row to the last block, which has i rows.
func (c *packed) append(i int, v int64) {
	c.blocks[len(c.blocks)-1].append(i, v)
	c.rows++
}

// settle packs the last block, too: what is loaded mostly stays.
func (c *packed) settle() {
	if len(c.tail) > 0 {
		c.close()
	}
	c.tail = nil
	if n := len(c.blocks); n > 0 {
		c.blocks[n-1].pack(c.inBlock(n - 1))
	}
	c.blocks = slices.Clip(c.blocks)
}

func (c *packed) get(row int) int64 {
	if row >= c.rows {
		return 0
	}
	if b := row >> blockShift; b < len(c.blocks) {
		return c.blocks[b].get(row & blockMask)
	}
	return c.tail[row&blockMask]
}

func (b *block) get(i int) int64 {
	switch b.width {
	case 0:
		return b.base
	case 1:
		return b.base + int64(b.data[i])
	case 2:
		return b.base + int64(binary.LittleEndian.Uint16(b.data[2*i:]))
	case 4:
		return b.base + int64(binary.LittleEndian.Uint32(b.data[4*i:]))
	}
	return int64(binary.LittleEndian.Uint64(b.data[8*i:]))
}

// fits reports whether a number can be stored without packing anew.
func (b *block) fits(v int64) bool {
	if b.width == 8 {
		return true
	}
	return v >= b.base && uint64(v)-uint64(b.base) < 1<<(8*b.width)
}

// store writes a number that fits.
func (b *block) store(i int, v int64) {
	switch d := uint64(v) - uint64(b.base); b.width {
	case 1:
		b.data[i] = byte(d)
	case 2:
		binary.LittleEndian.PutUint16(b.data[2*i:], uint16(d))
	case 4:
		binary.LittleEndian.PutUint32(b.data[4*i:], uint32(d))
	case 8:
		binary.LittleEndian.PutUint64(b.data[8*i:], uint64(v))
	}
	b.least, b.most = min(b.least, v), max(b.most, v)
}

// put changes one of n numbers.
func (b *block) put(i int, v int64, n int) {
	if b.fits(v) {
		b.store(i, v)
		return
	}
	b.unpack(n)
	b.store(i, v)
	b.pack(n)
}

// append adds a number behind n others.
func (b *block) append(n int, v int64) {
	if !b.fits(v) {
		b.unpack(n)
	}
	switch d := uint64(v) - uint64(b.base); b.width {
	case 1:
		b.data = append(b.data, byte(d))
	case 2:
		b.data = binary.LittleEndian.AppendUint16(b.data, uint16(d))
	case 4:
		b.data = binary.LittleEndian.AppendUint32(b.data, uint32(d))
	case 8:
		b.data = binary.LittleEndian.AppendUint64(b.data, uint64(v))
	}
	b.least, b.most = min(b.least, v), max(b.most, v)
}

// unpack writes the n numbers out in full.
func (b *block) unpack(n int) {
	if b.width == 8 {
		return
	}
	full := make([]byte, 0, 8*(n+1))
	for i := range n {
		full = binary.LittleEndian.AppendUint64(full, uint64(b.get(i)))
	}
	b.data, b.width = full, 8
}

// pack stores the n numbers in as few bytes as they need.
func (b *block) pack(n int) {
	if b.width != 8 || n == 0 {
		return
	}
	ns := make([]int64, n)
	b.read(0, ns)
	*b = blockOf(ns)
}

// gather reads the numbers of rows, which lie in one block, into out.
func (c *packed) gather(rows []uint32, out []int64) {
	if len(rows) == 0 {
		return
	}
	out = out[:len(rows)]
	if at := rows[0] >> blockShift; int(at)<<blockShift >= c.rows {
		clear(out)
		return
	} else if c.inBlock(int(at)) < blockRows {
		for i, r := range rows {
			out[i] = c.get(int(r))
		}
		return
	}
	b := &c.blocks[rows[0]>>blockShift]
	data, base := b.data, b.base
	switch b.width {
	case 0:
		for i := range out {
			out[i] = base
		}
	case 1:
		for i, r := range rows {
			out[i] = base + int64(data[r&blockMask])
		}
	case 2:
		for i, r := range rows {
			out[i] = base + int64(binary.LittleEndian.Uint16(data[2*(r&blockMask):]))
		}
	case 4:
		for i, r := range rows {
			out[i] = base + int64(binary.LittleEndian.Uint32(data[4*(r&blockMask):]))
		}
	default:
		for i, r := range rows {
			out[i] = int64(binary.LittleEndian.Uint64(data[8*(r&blockMask):]))
		}
	}
}

// span reads the numbers of the rows from..to into out.
func (c *packed) span(from, to int, out []int64) {
	if to > c.rows {
		to = max(from, c.rows)
		clear(out[to-from:])
	}
	for from < to {
		b := &c.blocks[from>>blockShift]
		i := from & blockMask
		n := min(to-from, blockRows-i)
		b.read(i, out[:n])
		out, from = out[n:], from+n
	}
}

// read copies numbers from the i-th on.
func (b *block) read(i int, out []int64) {
	base := b.base
	switch b.width {
	case 0:
		for j := range out {
			out[j] = base
		}
	case 1:
		data := b.data[i : i+len(out)]
		for j := range out {
			out[j] = base + int64(data[j])
		}
	case 2:
		data := b.data[2*i : 2*(i+len(out))]
		for j := range out {
			out[j] = base + int64(binary.LittleEndian.Uint16(data[2*j:]))
		}
	case 4:
		data := b.data[4*i : 4*(i+len(out))]
		for j := range out {
			out[j] = base + int64(binary.LittleEndian.Uint32(data[4*j:]))
		}
	default:
		data := b.data[8*i : 8*(i+len(out))]
		for j := range out {
			out[j] = int64(binary.LittleEndian.Uint64(data[8*j:]))
		}
	}
}

// bounds are bounds of the numbers in a block of rows, those that were never set included.
func (c *packed) bounds(b int) (least, most int64) {
	n := c.inBlock(b)
	if n == 0 {
		return 0, 0
	}
	least, most = c.blocks[b].least, c.blocks[b].most
	if n < blockRows {
		least, most = min(least, 0), max(most, 0)
	}
	return least, most
}

// keep leaves those of the rows, which lie in one block and exist, whose number lies in
// [low, high], or outside it.
func (b *block) keep(rows []uint32, low, high int64, neg bool) []uint32 {
	low, high = max(low, b.least), min(high, b.most)
	if low > high {
		if neg {
			return rows
		}
		return rows[:0]
	}
	n := 0
	data := b.data
	from, span := uint64(low)-uint64(b.base), uint64(high)-uint64(low)
	switch b.width {
	case 0:
		if neg {
			return rows[:0]
		}
		return rows
	case 1:
		from, span := uint8(from), uint8(span)
		for _, r := range rows {
			rows[n] = r
			if (data[r&blockMask]-from <= span) != neg {
				n++
			}
		}
	case 2:
		from, span := uint16(from), uint16(span)
		for _, r := range rows {
			rows[n] = r
			if (binary.LittleEndian.Uint16(data[2*(r&blockMask):])-from <= span) != neg {
				n++
			}
		}
	case 4:
		from, span := uint32(from), uint32(span)
		for _, r := range rows {
			rows[n] = r
			if (binary.LittleEndian.Uint32(data[4*(r&blockMask):])-from <= span) != neg {
				n++
			}
		}
	default:
		for _, r := range rows {
			rows[n] = r
			if (binary.LittleEndian.Uint64(data[8*(r&blockMask):])-uint64(low) <= span) != neg {
				n++
			}
		}
	}
	return rows[:n]
}
