package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/pflag"
	"golang.org/x/text/width"
)

// format is how rows are printed.
type format string

const (
	asTable format = "table"
	asCSV   format = "csv"
	asJSON  format = "json"
)

// String, Set and Type make a format the value of a flag.
func (f *format) String() string { return string(*f) }

// Set takes one of the three formats.
func (f *format) Set(s string) error {
	switch format(s) {
	case asTable, asCSV, asJSON:
		*f = format(s)
		return nil
	}
	return errors.New("table, csv or json")
}

// Type belongs to pflag.Value.
func (f *format) Type() string { return "format" }

func formatFlag(fs *pflag.FlagSet) *format {
	f := asTable
	fs.Var(&f, "format", "输出`格式`：table 表格，csv，json")
	return &f
}

// column is one column of printed rows.
type column struct {
	name  string // key in json, header of csv
	label string // header of the table
	right bool   // numbers stand on the right
}

// cell is one value: as people read it, and as json holds it.
type cell struct {
	text string
	json any
}

func text(s string) cell { return cell{s, s} }

func number(n int) cell { return cell{fmt.Sprint(n), n} }

// rowset is rows ready to be printed.
type rowset struct {
	columns []column
	rows    [][]cell
}

func (s *rowset) add(cells ...cell) { s.rows = append(s.rows, cells) }

// print writes the rows in the format. csv has field names as its header, so that scripts
// need not know the labels.
func (s *rowset) print(w io.Writer, f format) error {
	switch f {
	case asCSV:
		return s.printCSV(w)
	case asJSON:
		return s.printJSON(w)
	default:
		return s.printTable(w)
	}
}

func (s *rowset) printCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	line := make([]string, len(s.columns))
	for i, c := range s.columns {
		line[i] = c.name
	}
	if err := out.Write(line); err != nil {
		return err
	}
	for _, row := range s.rows {
		for i, c := range row {
			line[i] = c.text
			if !s.columns[i].right {
				line[i] = guard(c.text)
			}
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// guard keeps a spreadsheet from taking a text for a formula: an apostrophe in front, which
// importing takes off again, as in the files that the program exports.
func guard(s string) string {
	if plain := strings.TrimLeft(s, "'"); plain != "" && strings.ContainsRune("=+-@\t\r", rune(plain[0])) {
		return "'" + s
	}
	return s
}

// printJSON writes one object a line, with the keys in the order of the columns.
func (s *rowset) printJSON(w io.Writer) error {
	var b bytes.Buffer
	b.WriteString("[")
	for i, row := range s.rows {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
		o := make(object, len(row))
		for j, c := range row {
			o[j] = member{s.columns[j].name, c.json}
		}
		if err := encode(&b, o); err != nil {
			return err
		}
	}
	if len(s.rows) > 0 {
		b.WriteByte('\n')
	}
	b.WriteString("]\n")
	_, err := w.Write(b.Bytes())
	return err
}

// object is a json object that keeps the order of its members.
type object []member

type member struct {
	name  string
	value any
}

// MarshalJSON belongs to json.Marshaler.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := encode(&b, m.name); err != nil {
			return nil, err
		}
		b.WriteByte(':')
		if err := encode(&b, m.value); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// encode writes one json value without the escapes that only web pages need.
func encode(b *bytes.Buffer, v any) error {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1) // the encoder ends with a line break
	return nil
}

// widest is the most columns of the terminal that one column of a table takes.
const widest = 36

func (s *rowset) printTable(w io.Writer) error {
	lines := make([][]string, 0, len(s.rows)+1)
	head := make([]string, len(s.columns))
	for i, c := range s.columns {
		head[i] = c.label
	}
	lines = append(lines, head)
	for _, row := range s.rows {
		line := make([]string, len(row))
		for i, c := range row {
			line[i] = clip(strings.ReplaceAll(c.text, "\n", " "), widest)
		}
		lines = append(lines, line)
	}
	wide := make([]int, len(s.columns))
	for _, line := range lines {
		for i, t := range line {
			wide[i] = max(wide[i], breadth(t))
		}
	}
	var b strings.Builder
	for _, line := range lines {
		var row strings.Builder
		for i, t := range line {
			if i > 0 {
				row.WriteString("  ")
			}
			pad := strings.Repeat(" ", wide[i]-breadth(t))
			if s.columns[i].right {
				row.WriteString(pad + t)
			} else {
				row.WriteString(t + pad)
			}
		}
		b.WriteString(strings.TrimRight(row.String(), " ") + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// breadth is how many columns of a terminal the text takes: two for a Chinese character.
func breadth(s string) int {
	n := 0
	for _, r := range s {
		n += runeBreadth(r)
	}
	return n
}

func runeBreadth(r rune) int {
	if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
		return 2
	}
	return 1
}

func clip(s string, most int) string {
	if breadth(s) <= most {
		return s
	}
	n := 0
	for i, r := range s {
		if n += runeBreadth(r); n > most-1 {
			return s[:i] + "…"
		}
	}
	return s
}
