package record

import "math/bits"

// MulDiv is a × b ÷ c rounded half away from zero, without overflow in between; c > 0.
func MulDiv(a, b, c int64) int64 {
	neg := (a < 0) != (b < 0)
	hi, lo := bits.Mul64(size(a), size(b))
	lo, carry := bits.Add64(lo, uint64(c)/2, 0)
	q, _ := bits.Div64(hi+carry, lo, uint64(c))
	if neg {
		return -int64(q)
	}
	return int64(q)
}

// size is a number without its sign.
func size(n int64) uint64 {
	if n < 0 {
		return uint64(-n)
	}
	return uint64(n)
}
