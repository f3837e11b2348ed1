package sheet

import "strings"

// A spreadsheet takes a cell that begins with one of these signs for a formula. A csv file
// cannot say otherwise, so such a text gets an apostrophe in front, which spreadsheets
// hide or show but never run; reading takes it off again.
const formulaSigns = "=+-@\t\r"

// guard makes a text safe for a csv file.
func guard(s string) string {
	if risky(s) {
		return "'" + s
	}
	return s
}

// unguard takes off what guard put in front.
func unguard(s string) string {
	if strings.HasPrefix(s, "'") && risky(s[1:]) {
		return s[1:]
	}
	return s
}

// risky reports whether a formula sign stands at the front, apostrophes aside: a text
// that looks guarded is guarded once more, so that nothing is lost.
func risky(s string) bool {
	s = strings.TrimLeft(s, "'")
	return s != "" && strings.IndexByte(formulaSigns, s[0]) >= 0
}
