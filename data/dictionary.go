package data

import (
	"sort"
	"strings"
	"sync"
	"unicode/utf8"
)

// dictionary holds the distinct texts of a column. Entries are only ever added; what is
// no longer used goes when the file is opened again.
//
// A column whose texts hardly ever repeat (numbers, names) is not worth a map from text
// to code: such a dictionary stops looking texts up and adds an entry a set.
type dictionary struct {
	words    words
	codes    map[string]uint32 // nil: texts may stand here more than once
	capitals bool              // all texts are ASCII without small letters

	mu     sync.Mutex // what follows is made when first asked for
	folded searchText
	order  textOrder
}

func newDictionary(interned bool) *dictionary {
	d := &dictionary{capitals: true}
	d.words.add(nil)
	if interned {
		d.codes = map[string]uint32{}
	}
	return d
}

// distinctLimit is how many texts a dictionary looks at before it decides whether
// texts repeat.
const distinctLimit = 1 << 16

// add returns the code of a text, a new one if need be.
func (d *dictionary) add(b []byte) uint32 {
	if len(b) == 0 {
		return 0
	}
	if code, ok := d.codes[string(b)]; ok {
		return code
	}
	code := uint32(d.words.len())
	d.words.add(b)
	d.capitals = d.capitals && inCapitals(b)
	if d.codes != nil {
		if len(d.codes) >= distinctLimit {
			d.codes = nil
		} else {
			d.codes[d.words.at(code)] = code
		}
	}
	return code
}

func inCapitals(b []byte) bool {
	for _, c := range b {
		if c < ' ' || c > '~' || c >= 'a' && c <= 'z' {
			return false
		}
	}
	return true
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
	for code, has := range d.words.containing(s) {
		if has && d.words.at(uint32(code)) == s {
			out = append(out, uint32(code))
		}
	}
	return out
}

// matching marks the entries that contain the query, by characters or pinyin initials.
func (d *dictionary) matching(query string) []bool {
	q := foldQuery(query)
	if q != "" && d.capitals { // numbers are searched as they lie, without a second form
		if special(q) {
			return make([]bool, d.words.len())
		}
		return d.words.containing(strings.ToUpper(q))
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if q != "" {
		d.folded.extend(&d.words)
		return d.folded.find(q)
	}
	all := make([]bool, d.words.len())
	for i := range all {
		all[i] = true
	}
	return all
}

// ranks gives every entry its place in Chinese order; equal texts have equal ranks.
func (d *dictionary) ranks() []uint64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.order.extend(&d.words)
}

// warm makes ready what searching needs.
func (d *dictionary) warm() {
	if d.capitals {
		return
	}
	d.mu.Lock()
	d.folded.extend(&d.words)
	d.mu.Unlock()
}

// searchText is the search forms of all entries behind one another, so that one sweep over
// memory finds every entry that contains a query. What is typed in Latin letters and what is
// typed in characters is looked for in different places: most names are Han and nothing else.
type searchText struct {
	latin sweep // initials, and texts as far as they are ASCII
	wide  sweep // texts with other characters
}

func (s *searchText) extend(entries *words) {
	for code := len(s.latin.ends); code < entries.len(); code++ {
		text := entries.at(uint32(code))
		from := len(s.latin.blob)
		folded, han, second := appendFolded(s.wide.blob, text)
		ascii, wide := 0, 0
		for _, c := range folded[len(s.wide.blob):] {
			if c < utf8.RuneSelf {
				ascii++
			} else {
				wide++
			}
		}
		if ascii > 0 {
			s.latin.blob = appendASCII(s.latin.blob, folded[len(s.wide.blob):])
		}
		if han {
			s.latin.blob = appendInitials(append(s.latin.blob, readings), text, 0)
			if second {
				s.latin.blob = appendInitials(append(s.latin.blob, readings), text, 1)
			}
		}
		if wide == 0 {
			folded = folded[:len(s.wide.blob)]
		}
		s.wide.end(folded)
		s.latin.endFrom(from)
	}
}

// appendASCII adds a folded text with a separator for every run of other characters.
func appendASCII(b, folded []byte) []byte {
	for _, c := range folded {
		switch {
		case c < utf8.RuneSelf:
			b = append(b, c)
		case len(b) > 0 && b[len(b)-1] != readings:
			b = append(b, readings)
		}
	}
	return b
}

// find marks the entries that contain a query, which is folded and not empty.
func (s *searchText) find(query string) []bool {
	if special(query) {
		return s.wide.find(query)
	}
	return s.latin.find(query)
}

// sweep is texts behind one another.
type sweep struct {
	blob  []byte
	ends  []uint32    // where each entry ends, separator included
	often [256]uint32 // how often each byte stands there
}

// Separators inside the blob; queries contain neither.
const (
	formEnd  = 0
	readings = 1 // between the text and its pinyin initials
)

// end takes the blob with one more entry behind what it was.
func (s *sweep) end(blob []byte) {
	from := len(s.blob)
	s.blob = blob
	s.endFrom(from)
}

func (s *sweep) endFrom(from int) {
	s.blob = append(s.blob, formEnd)
	for _, c := range s.blob[from:] {
		s.often[c]++
	}
	s.ends = append(s.ends, uint32(len(s.blob)))
}

// find marks the entries that contain a query. It looks for the query's rarest byte, which the
// processor does many bytes at a time, and compares only there.
func (s *sweep) find(query string) []bool {
	out := make([]bool, len(s.ends))
	rare := 0
	for i := range len(query) {
		if s.often[query[i]] < s.often[query[rare]] {
			rare = i
		}
	}
	blob := stringOf(s.blob)
	entry := 0
	for from := rare; from < len(blob); {
		hit := strings.IndexByte(blob[from:], query[rare])
		if hit < 0 {
			break
		}
		at := from + hit - rare
		if from += hit + 1; !strings.HasPrefix(blob[at:], query) {
			continue
		}
		// Hits come in order; the next entry is usually near the last one.
		for step := 0; step < 8 && int(s.ends[entry]) <= at; step++ {
			entry++
		}
		if int(s.ends[entry]) <= at {
			entry += sort.Search(len(s.ends)-entry, func(i int) bool { return int(s.ends[entry+i]) > at })
		}
		out[entry] = true
		from = int(s.ends[entry]) + rare
	}
	return out
}
