package exchange

import (
	"path"
	"strings"
)

// Mapping says how the tables of one source become records. It is plain data: the wizard
// builds it, a TOML file keeps it.
type Mapping struct {
	Title string `toml:"title"` // names the step in the journal: 导入 Title：91 客户
	Files []File `toml:"file"`  // in the order in which they are imported
}

// File says what one table holds. The same table may be named by several Files: customers
// and their contacts often share one.
type File struct {
	Name     string `toml:"name,omitempty"`      // file name or pattern ("orders*.csv"); empty: any file
	Sheet    string `toml:"sheet,omitempty"`     // sheet of a workbook; empty: the first
	Encoding string `toml:"encoding,omitempty"`  // utf-8 or gb18030; empty: found out
	NoHeader bool   `toml:"no_header,omitempty"` // columns are then called A, B, C as in a spreadsheet

	Kind string `toml:"kind"`
	// Into names a field of lines of Kind: every row of the table is one line of the
	// record whose key column holds the same text as the column Parent here.
	Into   string `toml:"into,omitempty"`
	Parent string `toml:"parent,omitempty"`

	// Key names the fields by which a row finds the record that it updates; empty: the
	// number where it is mapped, otherwise every row is a new record. For lines it tells
	// the lines of one record apart; empty: their order does.
	Key []string `toml:"key,omitempty"`
	// Repeat "first" takes the first row of a key and passes over the others, for tables
	// that repeat the document on each of its lines. Empty: a repeated key is refused.
	Repeat string `toml:"repeat,omitempty"`

	Blank  []string          `toml:"blank,omitempty"`   // texts that mean "empty": NULL
	SkipIf map[string]string `toml:"skip_if,omitempty"` // rows where one of the columns has the text are passed over; "" is empty
	// Overflow names the column whose text may hold the separator without quotes: the
	// surplus cells of a row that is wider than the header are joined back into it.
	// Without it such a row is refused.
	Overflow string `toml:"overflow,omitempty"`
	// ExtraColumns "allow" passes over columns that nothing is mapped to. Empty: they are
	// refused, because a column with a changed name would silently be lost.
	ExtraColumns string `toml:"extra_columns,omitempty"`
	// Then names actions done to each created record once all files are in.
	Then []string `toml:"then,omitempty"`

	Constants map[string]string `toml:"constants,omitempty"` // field = value, for every row
	Columns   []Column          `toml:"columns,omitempty"`
}

// Column fills one field from a column, or from several through Template.
type Column struct {
	From     string `toml:"from,omitempty"`
	Template string `toml:"template,omitempty"` // "{firstName} {lastName}" instead of From
	Field    string `toml:"field"`

	Blank  []string          `toml:"blank,omitempty"`       // beyond those of the file
	Prefix string            `toml:"trim_prefix,omitempty"` // taken off the front
	Suffix string            `toml:"trim_suffix,omitempty"` // taken off the end
	Values map[string]string `toml:"values,omitempty"`      // text in the file = text that the field understands
	Factor string            `toml:"factor,omitempty"`      // a number is multiplied by it: 100 makes 0.15 a percent
	// Number writes whole numbers into a pattern: "P-%03d" makes 7 P-007. A link that
	// means such a record has the same pattern.
	Number string `toml:"number,omitempty"`
	Date   string `toml:"date,omitempty"` // pattern of a date, dd/MM/yyyy; empty: the usual ones
	// Link names the field of the linked kind that the text gives; empty: its number, or
	// else its title.
	Link string `toml:"link,omitempty"`
}

// Matches reports whether the table is the one that the file means.
func (f *File) Matches(t *Table) bool {
	if f.Sheet != "" && f.Sheet != t.Sheet {
		return false
	}
	if f.Name == "" {
		return true
	}
	ok, err := path.Match(strings.ToLower(f.Name), strings.ToLower(t.File))
	return err == nil && ok
}

// part is a piece of a template: a column, or text as it stands.
type part struct{ column, text string }

func templateParts(s string) []part {
	var out []part
	for s != "" {
		open := strings.IndexByte(s, '{')
		end := strings.IndexByte(s, '}')
		if open < 0 || end < open {
			return append(out, part{text: s})
		}
		if open > 0 {
			out = append(out, part{text: s[:open]})
		}
		out = append(out, part{column: s[open+1 : end]})
		s = s[end+1:]
	}
	return out
}
