package data

import (
	"strings"
	"sync"
	"unicode/utf8"
	"unsafe"

	"github.com/mozillazg/go-pinyin"
)

// Han characters that have initials here lie in this range.
const (
	firstHan = 0x3400
	lastHan  = 0x9fff
)

// initials gives the pinyin initial of every Han character, and of those that are read
// in two ways (重, 长, 行) a second one; 0 where there is none.
var initials = sync.OnceValue(func() *[2][lastHan - firstHan + 1]byte {
	var t [2][lastHan - firstHan + 1]byte
	for r, all := range pinyin.PinyinDict {
		if r < firstHan || r > lastHan {
			continue
		}
		for reading := range strings.SplitSeq(all, ",") {
			first, _ := utf8.DecodeRuneInString(reading)
			c := plainLetter(first)
			switch {
			case c == 0 || c == t[0][r-firstHan]:
			case t[0][r-firstHan] == 0:
				t[0][r-firstHan] = c
			case t[1][r-firstHan] == 0:
				t[1][r-firstHan] = c
			}
		}
	}
	return &t
})

// plainLetter takes the tone mark off the first letter of a syllable.
func plainLetter(r rune) byte {
	if r >= 'a' && r <= 'z' {
		return byte(r)
	}
	switch r {
	case 'ā', 'á', 'ǎ', 'à':
		return 'a'
	case 'ē', 'é', 'ě', 'è', 'ê', 'ế', 'ề':
		return 'e'
	case 'ō', 'ó', 'ǒ', 'ò':
		return 'o'
	case 'ń', 'ň', 'ǹ':
		return 'n'
	case 'ḿ':
		return 'm'
	}
	return 0
}

// appendSearchForm adds what a search looks through: the text in lower case and half
// width, and if it has Han characters their initials, once for each usual reading.
func appendSearchForm(b []byte, s string) []byte {
	b, han, second := appendFolded(b, s)
	if !han {
		return b
	}
	b = appendInitials(append(b, readings), s, 0)
	if second {
		b = appendInitials(append(b, readings), s, 1)
	}
	return b
}

func appendFolded(b []byte, s string) (out []byte, han, second bool) {
	for _, r := range s {
		switch {
		case r < utf8.RuneSelf:
			if r >= 'A' && r <= 'Z' {
				r += 'a' - 'A'
			}
			if r > readings {
				b = append(b, byte(r))
			}
		case r >= firstHan && r <= lastHan:
			han = true
			second = second || initials()[1][r-firstHan] != 0
			b = utf8.AppendRune(b, r)
		case r >= 0xff01 && r <= 0xff5e: // full width
			b, _, _ = appendFolded(b, string(r-0xff01+'!'))
		default:
			b = append(b, strings.ToLower(string(r))...)
		}
	}
	return b, han, second
}

// appendInitials adds the initials of Han characters and the letters and digits between
// them; everything else is left out, as people leave it out when they type.
func appendInitials(b []byte, s string, reading int) []byte {
	t := initials()
	for _, r := range s {
		switch {
		case r >= firstHan && r <= lastHan:
			c := t[reading][r-firstHan]
			if c == 0 {
				c = t[0][r-firstHan]
			}
			if c != 0 {
				b = append(b, c)
			}
		case r >= 'A' && r <= 'Z':
			b = append(b, byte(r)+'a'-'A')
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b = append(b, byte(r))
		}
	}
	return b
}

// foldQuery brings a typed query into the form in which texts are searched.
func foldQuery(q string) string {
	b, _, _ := appendFolded(nil, strings.TrimSpace(q))
	return string(b)
}

// textMatches reports whether text contains query, by characters or pinyin initials.
func textMatches(text, query string) bool {
	q := foldQuery(query)
	if q == "" {
		return true
	}
	var room [128]byte
	return strings.Contains(stringOf(appendSearchForm(room[:0], text)), q)
}

// stringOf looks at bytes that will not change as a string.
func stringOf(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
