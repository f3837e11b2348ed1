package data

import (
	"sort"
	"strings"
	"sync"
)

// dictionary holds the distinct texts of a column. Entries are only ever added; what is
// no longer used goes when the file is opened again.
//
// A column whose texts hardly ever repeat (numbers, names) is not worth a map from text
// to code: such a dictionary stops looking texts up and adds an entry a set.
type dictionary struct {
	entries []string
	codes   map[string]uint32 // nil: texts may stand here more than once
	arena   []byte

	mu     sync.Mutex // what follows is made when first asked for
	folded searchText
	order  textOrder
}

func newDictionary(interned bool) *dictionary {
	d := &dictionary{entries: []string{""}}
	if interned {
		d.codes = map[string]uint32{}
	}
	return d
}

// distinctLimit is how many texts a dictionary looks at before it decides whether
// texts repeat.
const distinctLimit = 1 << 17

// add returns the code of a text, a new one if need be.
func (d *dictionary) add(b []byte) uint32 {
	if len(b) == 0 {
		return 0
	}
	if code, ok := d.codes[string(b)]; ok {
		return code
	}
	code := uint32(len(d.entries))
	s := d.keep(b)
	d.entries = append(d.entries, s)
	if d.codes != nil {
		if len(d.codes) >= distinctLimit {
			d.codes = nil
		} else {
			d.codes[s] = code
		}
	}
	return code
}

// keep copies a text into an arena shared by many, which spares the allocator.
func (d *dictionary) keep(b []byte) string {
	const chunk = 1 << 14
	if len(b) > chunk/8 || len(d.entries) < 32 {
		return string(b)
	}
	if cap(d.arena)-len(d.arena) < len(b) {
		d.arena = make([]byte, 0, chunk)
	}
	at := len(d.arena)
	d.arena = append(d.arena, b...)
	return stringOf(d.arena[at:])
}

// codesOf lists every code that stands for a text.
func (d *dictionary) codesOf(s string) []uint32 {
	if s == "" {
		return []uint32{0}
	}
	if d.codes != nil {
		if code, ok := d.codes[s]; ok {
			return []uint32{code}
		}
		return nil
	}
	var out []uint32
	for i, e := range d.entries {
		if e == s {
			out = append(out, uint32(i))
		}
	}
	return out
}

// matching marks the entries that contain the query, by characters or pinyin initials.
func (d *dictionary) matching(query string) []bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.folded.extend(d.entries)
	return d.folded.find(foldQuery(query))
}

// ranks gives every entry its place in Chinese order; equal texts have equal ranks.
func (d *dictionary) ranks() []uint64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.order.extend(d.entries)
}

// warm makes ready what searching and sorting need.
func (d *dictionary) warm(search, order bool) {
	if search {
		d.mu.Lock()
		d.folded.extend(d.entries)
		d.mu.Unlock()
	}
	if order {
		d.ranks()
	}
}

// searchText is the search forms of all entries behind one another, so that one sweep
// over memory finds every entry that contains a query.
type searchText struct {
	blob []byte
	ends []uint32 // where the form of each entry ends, separator included
}

// Separators inside the blob; queries contain neither.
const (
	formEnd  = 0
	readings = 1 // between the text and its pinyin initials
)

func (s *searchText) extend(entries []string) {
	for _, e := range entries[len(s.ends):] {
		s.blob = appendSearchForm(s.blob, e)
		s.blob = append(s.blob, formEnd)
		s.ends = append(s.ends, uint32(len(s.blob)))
	}
}

func (s *searchText) find(query string) []bool {
	out := make([]bool, len(s.ends))
	if query == "" {
		for i := range out {
			out[i] = true
		}
		return out
	}
	blob := stringOf(s.blob)
	entry := 0
	for from := 0; ; {
		at := strings.Index(blob[from:], query)
		if at < 0 {
			return out
		}
		at += from
		// Hits come in order; the next entry is usually near the last one.
		for step := 0; step < 8 && int(s.ends[entry]) <= at; step++ {
			entry++
		}
		if int(s.ends[entry]) <= at {
			entry += sort.Search(len(s.ends)-entry, func(i int) bool { return int(s.ends[entry+i]) > at })
		}
		out[entry] = true
		from = int(s.ends[entry])
	}
}
