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
	ascii bool     // all entries are: compared by bytes without case
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
	c := collators.Get().(*collator)
	defer collators.Put(c)
	if n := c.CompareString(a, b); n != 0 {
		return n
	}
	return cmp.Compare(a, b)
}

// Below this many new texts a place is searched for each; above, all are sorted anew.
const insertLimit = 512

// extend ranks the entries that came since the last call and returns all ranks.
func (o *textOrder) extend(entries []string) []uint64 {
	fresh := len(entries) - len(o.ranks)
	if fresh == 0 {
		return o.ranks
	}
	if !o.warm || fresh > insertLimit {
		o.build(entries)
		return o.ranks
	}
	for code := len(o.ranks); code < len(entries); code++ {
		if !o.insert(entries, uint32(code)) {
			o.build(entries)
			break
		}
	}
	return o.ranks
}

// build sorts all entries by their collation keys.
func (o *textOrder) build(entries []string) {
	o.warm, o.ascii = true, !slices.ContainsFunc(entries, notASCII)
	keys := make([][]byte, len(entries))
	if o.ascii {
		for i, e := range entries {
			keys[i] = lowerASCII(e)
		}
	} else {
		c := collators.Get().(*collator)
		c.buf.Reset()
		for i, e := range entries {
			keys[i] = slices.Clone(c.KeyFromString(&c.buf, e))
			c.buf.Reset()
		}
		collators.Put(c)
	}
	o.order = make([]uint32, len(entries))
	for i := range o.order {
		o.order[i] = uint32(i)
	}
	slices.SortFunc(o.order, func(a, b uint32) int {
		if n := bytes.Compare(keys[a], keys[b]); n != 0 {
			return n
		}
		return cmp.Compare(entries[a], entries[b])
	})
	// A new slice: readers of the old one may still be using it.
	ranks := make([]uint64, len(entries), len(entries)+insertLimit)
	gap := ^uint64(0) / uint64(len(entries)+1)
	at := uint64(0)
	for i, code := range o.order {
		if i > 0 && entries[code] != entries[o.order[i-1]] {
			at += gap
		}
		ranks[code] = at
	}
	o.ranks = ranks
}

// insert gives one new entry a rank between its neighbours; false if there is no room.
func (o *textOrder) insert(entries []string, code uint32) bool {
	text := entries[code]
	if o.ascii && notASCII(text) {
		return false
	}
	at := sort.Search(len(o.order), func(i int) bool { return o.compare(entries[o.order[i]], text) >= 0 })
	low, high := uint64(0), ^uint64(0)
	if at > 0 {
		low = o.ranks[o.order[at-1]]
	}
	if at < len(o.order) {
		high = o.ranks[o.order[at]]
		if entries[o.order[at]] == text {
			o.place(at, code, high)
			return true
		}
	}
	middle := low + (high-low)/2
	if middle == low || middle == high {
		return false
	}
	o.place(at, code, middle)
	return true
}

func (o *textOrder) place(at int, code uint32, rank uint64) {
	o.order = slices.Insert(o.order, at, code)
	o.ranks = append(o.ranks, rank)
}

func (o *textOrder) compare(a, b string) int {
	if o.ascii {
		return compareASCII(a, b)
	}
	return compareTexts(a, b)
}

// compareASCII orders plain texts by their letters, capitals aside.
func compareASCII(a, b string) int {
	if n := bytes.Compare(lowerASCII(a), lowerASCII(b)); n != 0 {
		return n
	}
	return cmp.Compare(a, b)
}

func notASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return true
		}
	}
	return false
}

func lowerASCII(s string) []byte {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return b
}
