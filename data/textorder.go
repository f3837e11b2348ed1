package data

import (
	"bytes"
	"cmp"
	"slices"
	"sort"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// textOrder ranks the entries of a dictionary in Chinese order (pinyin). Ranks leave
// room between them, so a new text usually finds its place without renumbering.
type textOrder struct {
	ranks []uint64 // by code
	order []uint32 // codes by rank
	warm  bool
}

// collators are not safe for concurrent use and costly to make.
var collators = sync.Pool{New: func() any {
	return &collator{Collator: collate.New(language.MustParse("zh-u-co-pinyin"))}
}}

type collator struct {
	*collate.Collator
	buf collate.Buffer
}

// compareTexts orders two texts as lists do.
func compareTexts(a, b string) int {
	if a == b {
		return 0
	}
	if !special(a) && !special(b) {
		return comparePlain(a, b)
	}
	c := collators.Get().(*collator)
	defer collators.Put(c)
	if n := c.CompareString(a, b); n != 0 {
		return n
	}
	return cmp.Compare(a, b)
}

// Below this many new texts a place is searched for each; above, all are sorted anew.
const insertLimit = 512

// leastGap leaves the lowest bit of ranks free: sorting by links gives it away.
const leastGap = 8

// extend ranks the entries that came since the last call and returns all ranks.
func (o *textOrder) extend(entries *words) []uint64 {
	fresh := entries.len() - len(o.ranks)
	if fresh == 0 {
		return o.ranks
	}
	if !o.warm || fresh > insertLimit {
		o.build(entries)
		return o.ranks
	}
	for code := len(o.ranks); code < entries.len(); code++ {
		if !o.insert(entries, uint32(code)) {
			o.build(entries)
			break
		}
	}
	return o.ranks
}

// build sorts all entries.
func (o *textOrder) build(entries *words) {
	o.warm = true
	n := entries.len()
	o.order = make([]uint32, n)
	plain := true
	for i := range o.order {
		o.order[i] = uint32(i)
		plain = plain && !special(entries.at(uint32(i)))
	}
	if plain {
		// Numbers are given in order, so they are a few runs that are sorted already.
		o.order = sortRuns(o.order, func(a, b uint32) int { return comparePlain(entries.at(a), entries.at(b)) })
	} else {
		o.sortByKeys(entries)
	}
	// A new slice: readers of the old one may still be using it.
	ranks := make([]uint64, n, n+insertLimit)
	gap := ^uint64(0) / uint64(n+1)
	at := uint64(0)
	for i, code := range o.order {
		if i > 0 && entries.at(code) != entries.at(o.order[i-1]) {
			at += gap
		}
		ranks[code] = at
	}
	o.ranks = ranks
}

// sortByKeys sorts by the keys of the collator, which are costly to make and cheap to compare.
func (o *textOrder) sortByKeys(entries *words) {
	c := collators.Get().(*collator)
	defer collators.Put(c)
	keys := make([][]byte, entries.len())
	for i := range keys {
		c.buf.Reset()
		keys[i] = slices.Clone(c.KeyFromString(&c.buf, entries.at(uint32(i))))
	}
	slices.SortFunc(o.order, func(a, b uint32) int {
		if n := bytes.Compare(keys[a], keys[b]); n != 0 {
			return n
		}
		return cmp.Compare(entries.at(a), entries.at(b))
	})
}

// sortRuns sorts by merging the runs that are in order already.
func sortRuns(xs []uint32, compare func(a, b uint32) int) []uint32 {
	ends := []int{0}
	for i := 1; i <= len(xs); i++ {
		if i == len(xs) || compare(xs[i-1], xs[i]) > 0 {
			ends = append(ends, i)
		}
	}
	room := make([]uint32, len(xs))
	for len(ends) > 2 {
		merged := ends[:1]
		for i := 0; i+1 < len(ends); i += 2 {
			from, middle := ends[i], ends[i+1]
			to := middle
			if i+2 < len(ends) {
				to = ends[i+2]
			}
			mergeRuns(room[from:from], xs[from:middle], xs[middle:to], compare)
			merged = append(merged, to)
		}
		xs, room, ends = room, xs, merged
	}
	return xs
}

// mergeRuns appends two sorted runs to into, which has room for both.
func mergeRuns(into, a, b []uint32, compare func(a, b uint32) int) {
	for len(a) > 0 && len(b) > 0 {
		if compare(a[0], b[0]) <= 0 {
			into, a = append(into, a[0]), a[1:]
		} else {
			into, b = append(into, b[0]), b[1:]
		}
	}
	_ = append(append(into, a...), b...)
}

// insert gives one new entry a rank between its neighbours; false if there is no room.
func (o *textOrder) insert(entries *words, code uint32) bool {
	text := entries.at(code)
	at := sort.Search(len(o.order), func(i int) bool { return compareTexts(entries.at(o.order[i]), text) >= 0 })
	low, high := uint64(0), ^uint64(0)
	if at > 0 {
		low = o.ranks[o.order[at-1]]
	}
	if at < len(o.order) {
		high = o.ranks[o.order[at]]
		if entries.at(o.order[at]) == text {
			o.place(at, code, high)
			return true
		}
	}
	if high-low < leastGap {
		return false
	}
	o.place(at, code, low+(high-low)/2)
	return true
}

func (o *textOrder) place(at int, code uint32, rank uint64) {
	o.order = slices.Insert(o.order, at, code)
	o.ranks = append(o.ranks, rank)
}

// plainWeights is the place of every printable ASCII character in Chinese order, capitals
// beside their small letters. Numbers and codes are compared by it many times faster
// than by the collator, and to the same result.
var plainWeights = sync.OnceValue(func() *[128]byte {
	var w [128]byte
	var chars []string
	for c := ' '; c < 127; c++ {
		if c < 'A' || c > 'Z' {
			chars = append(chars, string(c))
		}
	}
	collate.New(language.MustParse("zh-u-co-pinyin")).SortStrings(chars)
	for i, c := range chars {
		w[c[0]] = byte(i + 1)
	}
	for c := 'A'; c <= 'Z'; c++ {
		w[c] = w[c+'a'-'A']
	}
	return &w
})

// comparePlain orders texts of printable ASCII characters as the collator does: by the
// characters, then small letters before capitals.
func comparePlain(a, b string) int {
	w := plainWeights()
	for i := range min(len(a), len(b)) {
		if x, y := w[a[i]], w[b[i]]; x != y {
			return cmp.Compare(x, y)
		}
	}
	if len(a) != len(b) {
		return cmp.Compare(len(a), len(b))
	}
	return -cmp.Compare(a, b) // capitals come first in ASCII
}

// special reports whether a text has characters beyond printable ASCII.
func special(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return true
		}
	}
	return false
}
