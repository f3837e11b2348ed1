package charts

import (
	"math"
	"sort"
)

// largestOf splits the positions of the values into at most the given number to show, the
// largest by size in their given order, and those left to be added up. One place is kept for
// the sum of the rest.
func largestOf(values []float64, most int) (keep, left []int) {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	if len(values) <= most {
		return order, nil
	}
	sort.SliceStable(order, func(a, b int) bool { return math.Abs(values[order[a]]) > math.Abs(values[order[b]]) })
	keep, left = order[:max(most-1, 0)], order[max(most-1, 0):]
	sort.Ints(keep)
	sort.Ints(left)
	return keep, left
}
