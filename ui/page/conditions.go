package page

import (
	"fmt"
	"strings"

	"crmlab/domain/record"
)

// A query is kept as one line of text, in routes, presets and saved views:
//
//	level=A|B & total>=1000 & owner=E-0003 & since=2026-01-01..2026-06-30 & name~广州
//
// without the blanks. A link is written as the number of its record, a choice as its code; = alone
// means "has no value" and != alone "has one". Pieces that begin with @ are no conditions: the
// text that is searched (@text) and the order of rows (@sort=-total, the minus for descending).
const (
	pieceText = "@text="
	pieceSort = "@sort="
)

// writtenOps are the operators in text, longer ones first so that <= is not read as <.
var writtenOps = []struct {
	sign string
	op   record.Op
}{
	{"!=", record.Not}, {"<=", record.AtMost}, {">=", record.AtLeast},
	{"=", record.Is}, {"<", record.Less}, {">", record.More}, {"~", record.Contains},
}

var (
	escape   = strings.NewReplacer("%", "%25", "&", "%26", "|", "%7C")
	unescape = strings.NewReplacer("%26", "&", "%7C", "|", "%25", "%")
)

// FormatConds prints conditions on records of kind k. Conditions on records that no longer exist
// are left out.
func FormatConds(r record.Reader, k *record.Kind, conds []record.Cond) string {
	var parts []string
	for _, c := range conds {
		f := record.FieldNamed(r, k, c.Field)
		if f == nil {
			continue
		}
		if text, ok := formatCond(r, f, c); ok {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, "&")
}

func formatCond(r record.Reader, f *record.Field, c record.Cond) (string, bool) {
	switch c.Op {
	case record.IsBlank:
		return f.Name + "=", true
	case record.Filled:
		return f.Name + "!=", true
	case record.Within:
		var ends [2]string
		for i := range ends {
			if i < len(c.Values) {
				ends[i] = formatValue(r, f, c.Values[i])
			}
		}
		return f.Name + "=" + ends[0] + ".." + ends[1], true
	}
	var values []string
	for _, v := range c.Values {
		text := formatValue(r, f, v)
		if text == "" && !v.Empty() {
			return "", false
		}
		values = append(values, escape.Replace(text))
	}
	for _, w := range writtenOps {
		if w.op == c.Op {
			return f.Name + w.sign + strings.Join(values, "|"), true
		}
	}
	return "", false
}

func formatValue(r record.Reader, f *record.Field, v record.Value) string {
	switch f.Type {
	case record.TypeLink:
		return numberOf(r, f.Target(), v.ID())
	case record.TypeLinks: // a condition compares with one record
		return numberOf(r, f.Target(), v.ID())
	case record.TypeTarget:
		if k := record.KindNamed(v.S); k != nil {
			return v.S + "/" + numberOf(r, k, v.ID())
		}
		return ""
	case record.TypeBool:
		if v.Bool() {
			return "1"
		}
		return "0"
	case record.TypeChoice:
		return v.S
	case record.TypeTime:
		return dayOfMoment(v).String()
	}
	return f.Plain(v, r.Title)
}

// numberOf is the number of a record; "" when it is gone.
func numberOf(r record.Reader, k *record.Kind, id record.ID) string {
	row, ok := r.Whole().Row(k, id)
	if !ok {
		return ""
	}
	return row.Value(k.Field("no")).S
}

// ParseConds reads what FormatConds prints, and what a person writes on the command line: links
// also by title, choices also by label. The error is a refusal that says what cannot be read.
func ParseConds(r record.Reader, k *record.Kind, text string) ([]record.Cond, error) {
	var out []record.Cond
	for _, part := range strings.Split(text, "&") {
		if part == "" || strings.HasPrefix(part, "@") {
			continue
		}
		c, err := parseCond(r, k, part)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

func parseCond(r record.Reader, k *record.Kind, part string) (record.Cond, error) {
	refuse := func(why string) error {
		return record.Refuse("query.text", "不能读懂"+k.Label+"的查询条件「"+part+"」", why, "重新设置查询条件")
	}
	at := strings.IndexAny(part, "!<>=~")
	if at <= 0 {
		return record.Cond{}, refuse("条件里没有比较符号")
	}
	name, rest := part[:at], part[at:]
	f := record.FieldNamed(r, k, name)
	if f == nil {
		return record.Cond{}, refuse(k.Label + "没有字段 " + name)
	}
	c := record.Cond{Field: name}
	for _, w := range writtenOps {
		if strings.HasPrefix(rest, w.sign) {
			c.Op, rest = w.op, rest[len(w.sign):]
			break
		}
	}
	switch {
	case c.Op == "":
		return c, refuse("条件里没有比较符号")
	case rest == "" && c.Op == record.Is:
		c.Op = record.IsBlank
		return c, nil
	case rest == "" && c.Op == record.Not:
		c.Op = record.Filled
		return c, nil
	}
	pieces := strings.Split(rest, "|")
	if low, high, ok := strings.Cut(rest, ".."); ok && c.Op == record.Is && ranged(f.Type) {
		c.Op, pieces = record.Within, []string{low, high}
	}
	for i, p := range pieces {
		v, err := parseValue(r, f, unescape.Replace(p))
		if err != nil {
			return c, refuse(err.Error())
		}
		if f.Type == record.TypeTime && v.N != 0 && (c.Op == record.AtMost || c.Op == record.Within && i == 1) {
			v.N += dayMillis - 1 // the whole last day counts
		}
		c.Values = append(c.Values, v)
	}
	return c, nil
}

const dayMillis = 24 * 60 * 60 * 1000

func ranged(t record.Type) bool {
	switch t {
	case record.TypeInt, record.TypeMoney, record.TypeNumber, record.TypeDate, record.TypeTime:
		return true
	}
	return false
}

func parseValue(r record.Reader, f *record.Field, text string) (record.Value, error) {
	switch f.Type {
	case record.TypeLinks:
		id, err := r.Whole().Resolve(f.Target(), text)
		return record.LinkValue(id), err
	case record.TypeTarget:
		name, no, _ := strings.Cut(text, "/")
		k := record.KindNamed(name)
		if k == nil {
			return record.Value{}, fmt.Errorf("没有名为 %s 的对象", name)
		}
		id, err := r.Whole().Resolve(k, no)
		return record.Value{T: record.TypeTarget, S: name, N: int64(id)}, err
	case record.TypeTime:
		return readCondText(f, text)
	}
	return f.Parse(text, r.Whole().Resolve)
}

// dayOfMoment is the calendar day on which a moment falls where the program runs, as the screen
// shows moments.
func dayOfMoment(v record.Value) record.Date {
	if v.N == 0 {
		return 0
	}
	return record.DateOf(v.Time().Local())
}

// FormatQuery prints conditions, searched text and order of a query.
func FormatQuery(r record.Reader, q record.Query) string {
	text := FormatConds(r, q.Kind, q.Where)
	if q.Text != "" {
		text = JoinPresets(text, pieceText+escape.Replace(q.Text))
	}
	for _, s := range q.Sort {
		sign := ""
		if s.Desc {
			sign = "-"
		}
		text = JoinPresets(text, pieceSort+sign+s.Field)
	}
	return text
}

// ParseQuery reads what FormatQuery prints.
func ParseQuery(r record.Reader, k *record.Kind, text string) (record.Query, error) {
	q := record.Query{Kind: k}
	var err error
	if q.Where, err = ParseConds(r, k, text); err != nil {
		return q, err
	}
	for _, part := range strings.Split(text, "&") {
		if s, ok := strings.CutPrefix(part, pieceText); ok {
			q.Text = unescape.Replace(s)
		}
		if s, ok := strings.CutPrefix(part, pieceSort); ok {
			field, desc := strings.CutPrefix(s, "-")
			if record.FieldNamed(r, k, field) != nil {
				q.Sort = append(q.Sort, record.Sort{Field: field, Desc: desc})
			}
		}
	}
	return q, nil
}

// CondText is a condition in words, for the line that tells what a list is narrowed to.
func CondText(r record.Reader, k *record.Kind, c record.Cond) string {
	f := record.FieldNamed(r, k, c.Field)
	if f == nil {
		return c.Field
	}
	var values []string
	for _, v := range c.Values {
		values = append(values, condValue(r, f, v))
	}
	switch {
	case len(values) == 0:
		return f.Label + " " + record.OpLabels[c.Op]
	case c.Op == record.Within && len(values) == 2:
		return f.Label + " " + values[0] + " 至 " + values[1]
	case c.Op == record.Is:
		return f.Label + "：" + strings.Join(values, "、")
	}
	return f.Label + " " + record.OpLabels[c.Op] + " " + strings.Join(values, "、")
}

func condValue(r record.Reader, f *record.Field, v record.Value) string {
	titles := r.Whole().Title
	switch f.Type {
	case record.TypeLinks:
		return titles(f.Target(), v.ID())
	case record.TypeTime:
		return dayOfMoment(v).String()
	}
	return f.Show(v, titles)
}
