package exchange

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"crmlab/domain/record"
)

// cell is a Column with its field and its places in the table found; a constant is a cell
// that reads no column.
type cell struct {
	column *Column
	field  *record.Field
	parts  []piece
	blank  map[string]bool
	factor *decimal.Decimal
	layout string        // Go layout of a date
	by     *record.Field // natural key of a link
}

// piece is a column of the table, or a text as it stands where column is negative.
type piece struct {
	column int
	text   string
}

// head is what the file calls the cell.
func (c *cell) head() string {
	if c.column.Template != "" {
		return c.column.Template
	}
	return c.column.From
}

// text puts the cell together from a row. Blank columns leave no trace of themselves in
// a template; a template of blank columns is blank.
func (c *cell) text(row []string) string {
	if len(c.parts) == 1 {
		return c.piece(c.parts[0], row)
	}
	var b strings.Builder
	filled := false
	for _, p := range c.parts {
		s := c.piece(p, row)
		filled = filled || p.column >= 0 && s != ""
		b.WriteString(s)
	}
	if !filled {
		return ""
	}
	return strings.TrimSpace(b.String())
}

func (c *cell) piece(p piece, row []string) string {
	if p.column < 0 {
		return p.text
	}
	if p.column >= len(row) {
		return ""
	}
	s := strings.TrimSpace(row[p.column])
	if c.blank[s] {
		return ""
	}
	return s
}

// clean does what the mapping says to a text before the field reads it.
func (c *cell) clean(s string) (string, error) {
	s = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(s, c.column.Prefix), c.column.Suffix))
	if to, ok := c.column.Values[s]; ok {
		s = to
	}
	if s == "" {
		return "", nil
	}
	if c.factor != nil {
		plain := strings.ReplaceAll(s, ",", "")
		d, err := decimal.NewFromString(plain)
		if err != nil || len(plain) > 40 || strings.ContainsAny(plain, "eE") {
			return "", fmt.Errorf("「%s」不是数字", s)
		}
		// A file may hold 0.15000000596 for 15 %; what the field cannot hold is rounded.
		s = d.Mul(*c.factor).Round(c.field.Places).String()
	}
	if c.layout != "" {
		d, err := record.ParseDateAs(s, c.layout)
		if err != nil {
			return "", fmt.Errorf("「%s」不是 %s 样子的日期", s, c.column.Date)
		}
		s = d.String()
	}
	if c.field.Type != record.TypeLink && c.field.Type != record.TypeLinks {
		s = c.numbered(s)
	}
	return s, nil
}

// numbered writes a whole number into the pattern for numbers of records.
func (c *cell) numbered(s string) string {
	if c.column.Number == "" {
		return s
	}
	n, err := strconv.ParseUint(s, 10, 32)
	if err != nil {
		return s
	}
	return fmt.Sprintf(c.column.Number, n)
}

// value reads the cell of a row into a value of its field.
func (c *cell) value(row []string, look func(c *cell) record.Lookup) (record.Value, error) {
	s, err := c.clean(c.text(row))
	if err != nil {
		return record.Value{T: c.field.Type}, err
	}
	return c.field.Parse(s, look(c))
}

// dateWords turns the letters of a date pattern into a Go layout, longest first.
var dateWords = strings.NewReplacer("yyyy", "2006", "yy", "06", "MM", "01", "M", "1", "dd", "02", "d", "2",
	"HH", "15", "H", "15", "mm", "04", "ss", "05")

// dateLayout reads a pattern such as dd/MM/yyyy.
func dateLayout(pattern string) (string, error) {
	layout := dateWords.Replace(pattern)
	if !strings.Contains(pattern, "y") || !strings.Contains(pattern, "M") || !strings.Contains(pattern, "d") {
		return "", errors.New("the pattern lacks year, month or day")
	}
	return layout, nil
}
