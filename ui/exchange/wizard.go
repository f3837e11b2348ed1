// Package exchange is the import wizard: choose files, say which column is which field,
// try it without writing, import as one step. The engine is domain/exchange; this room
// only asks and shows.
package exchange

import (
	"slices"
	"strings"

	"crmlab/domain/exchange"
	"crmlab/domain/record"
)

// Tables reads and writes the files of an import; the window's owner supplies it beside
// page.Files.
type Tables interface {
	// ReadTables reads a table file, or every table file of a folder.
	ReadTables(path string) ([]*exchange.Table, error)
	// LoadMapping reads a mapping; a name without a path is one that comes with the program.
	LoadMapping(path string) (*exchange.Mapping, error)
	SaveMapping(path string, m *exchange.Mapping) error
	// SaveRefused writes the rows that were refused, with the reasons, beside each other.
	SaveRefused(path string, tables []*exchange.Table, refused []exchange.Refused) error
}

// state is what the wizard knows so far, without any widget.
type state struct {
	path    string
	tables  []*exchange.Table
	table   int          // which table the columns are of
	kind    *record.Kind // what its rows become
	mapping *exchange.Mapping
	loaded  string // name of a mapping that was loaded as a whole; "" while columns are chosen here
	result  *exchange.Result
	tried   bool // result is of a dry run
}

// setTables takes the files over and proposes what the first one holds.
func (s *state) setTables(r record.Reader, path string, tables []*exchange.Table) {
	s.path, s.tables, s.table, s.result = path, tables, 0, nil
	if s.loaded == "" {
		s.guess(r)
	}
}

// guess proposes the columns of the table for the chosen kind.
func (s *state) guess(r record.Reader) {
	s.result, s.mapping, s.loaded = nil, nil, ""
	if len(s.tables) == 0 || s.kind == nil {
		return
	}
	t := s.tables[s.table]
	f := exchange.Guess(r, s.kind, t)
	f.Name, f.Sheet = t.File, t.Sheet
	s.mapping = &exchange.Mapping{Title: t.File, Files: []exchange.File{f}}
}

// column is one source column as the wizard shows it.
type column struct {
	name    string
	samples string
	field   string // name of the field that it fills; "" is passed over
}

// columns lists the source columns of the table with samples and their fields.
func (s *state) columns() []column {
	if s.mapping == nil || s.loaded != "" {
		return nil
	}
	t, f := s.tables[s.table], s.mapping.Files[0]
	out := make([]column, len(t.Header))
	for i, h := range t.Header {
		var some []string
		for _, row := range t.Rows {
			if i < len(row.Cells) && strings.TrimSpace(row.Cells[i]) != "" && !slices.Contains(some, row.Cells[i]) {
				some = append(some, shorten(row.Cells[i], 12))
			}
			if len(some) == 2 {
				break
			}
		}
		out[i] = column{name: h, samples: strings.Join(some, "，")}
		for _, c := range f.Columns {
			if c.From == h {
				out[i].field = c.Field
			}
		}
	}
	return out
}

func shorten(s string, n int) string {
	r := []rune(strings.TrimSpace(s))
	if len(r) > n {
		return string(r[:n]) + "…"
	}
	return string(r)
}

// assign ties a source column to a field; "" passes it over. A field takes one column.
func (s *state) assign(name, field string) {
	f := &s.mapping.Files[0]
	f.Columns = slices.DeleteFunc(f.Columns, func(c exchange.Column) bool {
		return c.From == name || field != "" && c.Field == field
	})
	if field != "" {
		f.Columns = append(f.Columns, exchange.Column{From: name, Field: field})
	}
	f.Key = exchange.KeyOf(s.kind, f)
	s.result = nil
}

// kinds are what rows may become: every kind that people write and the hat may import.
func kinds(r record.Reader, all []*record.Kind) []*record.Kind {
	var out []*record.Kind
	for _, k := range all {
		if !k.Internal && r.Access().May(k, record.Import) {
			out = append(out, k)
		}
	}
	return out
}

// fields are what a column may fill.
func fields(r record.Reader, k *record.Kind) []*record.Field {
	var out []*record.Field
	for _, f := range r.Fields(k) {
		if exchange.Mappable(f) {
			out = append(out, f)
		}
	}
	return out
}

// plan puts a loaded mapping into words: orders.csv → 销售订单, 14 列.
func (s *state) plan() []string {
	var out []string
	for _, f := range s.mapping.Files {
		k := record.KindNamed(f.Kind)
		if k == nil {
			continue
		}
		what := k.Label
		if f.Into != "" {
			if lines := k.Field(f.Into); lines != nil {
				what += "的" + lines.Label
			}
		}
		out = append(out, f.Name+" → "+what)
	}
	return out
}
