package lab

import (
	"strings"
	"unicode"
)

// fold makes texts comparable as people read them: full-width signs become half-width,
// capitals small, and spaces go.
func fold(s string) string {
	var b strings.Builder
	for _, c := range s {
		switch {
		case c == '　' || unicode.IsSpace(c):
			continue
		case c >= '！' && c <= '～':
			c -= '！' - '!'
		}
		b.WriteRune(unicode.ToLower(c))
	}
	return b.String()
}

// widen is how somebody types who left the keyboard in full-width mode.
func widen(s string) string {
	return strings.Map(func(c rune) rune {
		if c >= '!' && c <= '~' {
			return c + '！' - '!'
		}
		return c
	}, s)
}
