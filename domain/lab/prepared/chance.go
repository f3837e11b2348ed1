package prepared

import "math/rand/v2"

// chance is the one source of accident: the same seed gives the same case.
type chance struct{ *rand.Rand }

func newChance(seed uint64) chance { return chance{rand.New(rand.NewPCG(seed, 0x6372_6d6c_6162))} }

// hits is true with probability p.
func (c chance) hits(p float64) bool { return c.Float64() < p }

// between is a whole number from low to high, both included.
func (c chance) between(low, high int) int { return low + c.IntN(high-low+1) }

// around is a number from low to high.
func (c chance) around(low, high float64) float64 { return low + c.Float64()*(high-low) }

// pick is any element of xs, which must not be empty.
func pick[T any](c chance, xs []T) T { return xs[c.IntN(len(xs))] }

// draw is an element of xs with a probability in proportion to its weight; ok is false when
// no weight is positive.
func draw[T any](c chance, xs []T, weight func(T) float64) (x T, ok bool) {
	sum := 0.0
	ws := make([]float64, len(xs))
	for i, x := range xs {
		ws[i] = max(weight(x), 0)
		sum += ws[i]
	}
	at := c.Float64() * sum
	for i, w := range ws {
		if at -= w; at < 0 && w > 0 {
			return xs[i], true
		}
	}
	return x, false
}
