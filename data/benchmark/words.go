package main

import (
	"strings"
	"unicode"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

var (
	chinese = collate.New(language.MustParse("zh-u-co-pinyin"))
	keyRoom collate.Buffer
)

// collationKey is a text as bytes that sort in Chinese order.
func collationKey(s string) []byte {
	keyRoom.Reset()
	return append([]byte(nil), chinese.KeyFromString(&keyRoom, s)...)
}

// searchForm is what a search looks through: the text in lower case and half width, and
// behind it its pinyin initials.
func searchForm(s string) string {
	form := fold(s)
	if in := initialsOf(s); in != "" {
		form += "\n" + in
	}
	return form
}

// fold brings a text into lower case and half width.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0xff01 && r <= 0xff5e:
			r += '!' - 0xff01
		case r < ' ':
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

// initialsOf are the initials of a text with Chinese characters, with the letters and
// digits between them; where a character is read in two ways, once more with the second.
func initialsOf(s string) string {
	var first, second strings.Builder
	han, differ := false, false
	for _, r := range s {
		switch a, b := readings(r); {
		case a != 0:
			han, differ = true, differ || b != a
			first.WriteByte(a)
			second.WriteByte(b)
		case r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			first.WriteRune(unicode.ToLower(r))
			second.WriteRune(unicode.ToLower(r))
		}
	}
	switch {
	case !han:
		return ""
	case differ:
		return first.String() + "\n" + second.String()
	}
	return first.String()
}

// readings are the first two initials by which a Chinese character is read, the same
// twice where there is one; 0 for all else.
func readings(r rune) (first, second byte) {
	all := pinyin.SinglePinyin(r, pinyin.Args{Style: pinyin.Normal, Heteronym: true})
	for _, one := range all {
		if one == "" || one[0] < 'a' || one[0] > 'z' {
			continue
		}
		switch {
		case first == 0:
			first, second = one[0], one[0]
		case one[0] != first:
			return first, one[0]
		}
	}
	return first, second
}
