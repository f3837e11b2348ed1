package paper

import "strings"

// Signs that no line begins or ends with.
const (
	neverFirst = "，。、；：？！）》」』】〕〉”’％%…—·,.;:?!)]}"
	neverLast  = "（《「『【〔〈“‘([{￥"
)

// breakLines parts a text into lines of at most a width. Lines break between Chinese signs and
// at spaces; numbers and words stay whole unless they are longer than a line; a sign that may
// not begin a line takes its neighbour along. width measures a text.
func breakLines(text string, room float64, width func(rune) float64) (out []string) {
	for para := range strings.SplitSeq(text, "\n") {
		runes := []rune(strings.TrimRight(para, " \t"))
		for len(runes) > 0 {
			n := fitting(runes, room, width)
			out = append(out, strings.TrimRight(string(runes[:n]), " "))
			runes = runes[n:]
			for len(runes) > 0 && runes[0] == ' ' {
				runes = runes[1:]
			}
		}
		if para == "" {
			out = append(out, "")
		}
	}
	return out
}

// fitting is how many signs the first line takes, at least one.
func fitting(runes []rune, room float64, width func(rune) float64) int {
	used, n := 0.0, 0
	for n < len(runes) && used+width(runes[n]) <= room+0.01 {
		used += width(runes[n])
		n++
	}
	if n == len(runes) {
		return n
	}
	for at := n; at > 0; at-- {
		if mayBreak(runes[at-1], runes[at]) {
			return at
		}
	}
	return max(n, 1)
}

func mayBreak(before, after rune) bool {
	switch {
	case strings.ContainsRune(neverFirst, after), strings.ContainsRune(neverLast, before):
		return false
	case before == ' ' || after == ' ':
		return true
	}
	return wide(before) || wide(after)
}
