package handin

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"crmlab/domain"
	"crmlab/domain/record"
)

// line is one record in records.jsonl: its fields by name, those without content left out.
type line struct {
	Kind   string                     `json:"kind"`
	ID     record.ID                  `json:"id"`
	Fields map[string]json.RawMessage `json:"fields"`
}

// writeRecords writes every record of a file and returns how many.
func writeRecords(to io.Writer, r record.Reader) (n int, err error) {
	w := bufio.NewWriter(to)
	p := renderer{r.Whole()}
	for _, k := range domain.Kinds {
		err := eachRecord(r, k, func(rec record.Record) error {
			fields, err := p.fields(k, rec)
			if err != nil {
				return err
			}
			b, err := encode(line{k.Name, rec.Head().ID, fields})
			if err != nil {
				return err
			}
			n++
			w.Write(b)
			return w.WriteByte('\n')
		})
		if err != nil {
			return 0, fmt.Errorf("write %s: %w", k.Name, err)
		}
	}
	return n, w.Flush()
}

func eachRecord(r record.Reader, k *record.Kind, fn func(record.Record) error) error {
	var ids []record.ID
	if err := r.Whole().Each(k, nil, func(row record.Row) bool { ids = append(ids, row.ID()); return true }); err != nil {
		return err
	}
	for _, id := range ids {
		rec, err := r.Whole().Load(k, id)
		if err == nil {
			err = fn(rec)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// encode writes JSON without the escapes that only web pages need.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

// renderer writes values as JSON that people can read: amounts as "1200.00", links by the
// number of the record.
type renderer struct{ r record.Reader }

// fields are the contents of a record by the names of its fields. A field that was defined
// at run time and is gone since goes by its tag.
func (p renderer) fields(k *record.Kind, rec record.Record) (map[string]json.RawMessage, error) {
	out := map[string]json.RawMessage{}
	custom := rec.Head().Custom
	seen := map[int]bool{}
	add := func(name string, f *record.Field, v record.Value) error {
		if v.Empty() {
			return nil
		}
		b, err := encode(p.value(f, v))
		out[name] = b
		return err
	}
	for _, f := range p.r.Fields(k) {
		var err error
		switch {
		case f.Derived():
		case f.Custom():
			seen[f.Tag] = true
			err = add(f.Name, f, custom[f.Tag])
		default:
			err = add(f.Name, f, f.Get(rec))
		}
		if err != nil {
			return nil, err
		}
	}
	for _, tag := range slices.Sorted(maps.Keys(custom)) {
		if v := custom[tag]; !seen[tag] {
			if err := add(fmt.Sprintf("#%d", tag), &record.Field{Type: v.T}, v); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

func (p renderer) value(f *record.Field, v record.Value) any {
	switch f.Type {
	case record.TypeInt:
		return v.N
	case record.TypeMoney, record.TypeNumber, record.TypeDate:
		return f.Plain(v, nil)
	case record.TypeBool:
		return v.Bool()
	case record.TypeTime:
		return v.Time().Format(time.RFC3339Nano)
	case record.TypeLink:
		return p.link(f.Target(), v.ID())
	case record.TypeLinks:
		out := make([]string, len(v.L))
		for i, id := range v.L {
			out[i] = p.link(f.Target(), id)
		}
		return out
	case record.TypeTarget:
		return v.S + "/" + p.link(record.KindNamed(v.S), v.ID())
	case record.TypeRows:
		out := make([]map[string]any, len(v.R))
		for i, row := range v.R {
			out[i] = map[string]any{}
			for j, c := range f.Columns {
				if !row[j].Empty() {
					out[i][c.Name] = p.value(c, row[j])
				}
			}
		}
		return out
	}
	return v.S
}

// link is the number of a record, or its ID where it has none (any more).
func (p renderer) link(k *record.Kind, id record.ID) string {
	if k != nil {
		if row, ok := p.r.Row(k, id); ok {
			if no := row.Value(k.Field("no")).S; no != "" {
				return no
			}
		}
	}
	return fmt.Sprintf("#%d", id)
}

// shown is a value of a hand-in's line as people read it: choices by their labels, texts
// without quotes.
func shown(f *record.Field, raw json.RawMessage) string {
	if raw == nil {
		return "（空）"
	}
	var s string
	if json.Unmarshal(raw, &s) != nil {
		s = string(raw)
		if f != nil && f.Type == record.TypeBool {
			s = map[string]string{"true": "是", "false": "否"}[s]
		}
	}
	if f != nil {
		if c, ok := f.Choice(s); ok {
			s = c.Label
		}
	}
	return plain(s, maxShown)
}
