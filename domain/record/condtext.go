package record

import (
	"fmt"
	"strings"
	"time"
)

// A query is kept as one line of text, in routes, presets and saved views:
//
//	level=A|B & total>=1000 & owner=E-0003 & since=2026-01-01..2026-06-30 & name~广州
//
// without the blanks. A link is written as the number of its record, a choice as its code; = alone
// means "has no value" and != alone "has one". Pieces that begin with @ are no conditions: the
// text that is searched (@text) and the order of rows (@sort=-total, the minus for descending).
// Pieces of a query's text that are no conditions.
const (
	PieceText = "@text="
	PieceSort = "@sort="
)

// writtenOps are the operators in text, longer ones first so that <= is not read as <.
var writtenOps = []struct {
	sign string
	op   Op
}{
	{"!=", Not}, {"<=", AtMost}, {">=", AtLeast},
	{"=", Is}, {"<", Less}, {">", More}, {"~", Contains},
}

var (
	escape   = strings.NewReplacer("%", "%25", "&", "%26", "|", "%7C")
	unescape = strings.NewReplacer("%26", "&", "%7C", "|", "%25", "%")
)

// EscapeCond writes a value so that it can stand in a condition's text; UnescapeCond reads it back.
func EscapeCond(s string) string { return escape.Replace(s) }

// UnescapeCond reads what EscapeCond wrote.
func UnescapeCond(s string) string { return unescape.Replace(s) }

// StartOfDay is midnight of a day where the program runs, in ms since 1970 UTC.
func StartOfDay(d Date) int64 {
	return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.Local).UnixMilli()
}

func joinPieces(text, piece string) string {
	if text == "" {
		return piece
	}
	return text + "&" + piece
}

// FormatConds prints conditions on records of kind k. Conditions on records that no longer exist
// are left out.
func FormatConds(r Reader, k *Kind, conds []Cond) string {
	var parts []string
	for _, c := range conds {
		f := FieldNamed(r, k, c.Field)
		if f == nil {
			continue
		}
		if text, ok := formatCond(r, f, c); ok {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, "&")
}

func formatCond(r Reader, f *Field, c Cond) (string, bool) {
	switch c.Op {
	case IsBlank:
		return f.Name + "=", true
	case Filled:
		return f.Name + "!=", true
	case Within:
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
		values = append(values, EscapeCond(text))
	}
	for _, w := range writtenOps {
		if w.op == c.Op {
			return f.Name + w.sign + strings.Join(values, "|"), true
		}
	}
	return "", false
}

func formatValue(r Reader, f *Field, v Value) string {
	switch f.Type {
	case TypeLink:
		return numberOf(r, f.Target(), v.ID())
	case TypeLinks: // a condition compares with one record
		return numberOf(r, f.Target(), v.ID())
	case TypeTarget:
		if k := KindNamed(v.S); k != nil {
			return v.S + "/" + numberOf(r, k, v.ID())
		}
		return ""
	case TypeBool:
		if v.Bool() {
			return "1"
		}
		return "0"
	case TypeChoice:
		return v.S
	case TypeTime:
		return DayOfMoment(v).String()
	}
	return f.Plain(v, r.Title)
}

// numberOf is the number of a record; "" when it is gone.
func numberOf(r Reader, k *Kind, id ID) string {
	row, ok := r.Whole().Row(k, id)
	if !ok {
		return ""
	}
	return row.Value(k.Field("no")).S
}

// ParseConds reads what FormatConds prints, and what a person writes on the command line: links
// also by title, choices also by label. The error is a refusal that says what cannot be read.
func ParseConds(r Reader, k *Kind, text string) ([]Cond, error) {
	var out []Cond
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

func parseCond(r Reader, k *Kind, part string) (Cond, error) {
	refuse := func(why string) error {
		return Refuse("query.text", "不能读懂"+k.Label+"的查询条件「"+part+"」", why, "重新设置查询条件")
	}
	at := strings.IndexAny(part, "!<>=~")
	if at <= 0 {
		return Cond{}, refuse("条件里没有比较符号")
	}
	name, rest := part[:at], part[at:]
	f := FieldNamed(r, k, name)
	if f == nil {
		return Cond{}, refuse(k.Label + "没有字段 " + name)
	}
	c := Cond{Field: name}
	for _, w := range writtenOps {
		if strings.HasPrefix(rest, w.sign) {
			c.Op, rest = w.op, rest[len(w.sign):]
			break
		}
	}
	switch {
	case c.Op == "":
		return c, refuse("条件里没有比较符号")
	case rest == "" && c.Op == Is:
		c.Op = IsBlank
		return c, nil
	case rest == "" && c.Op == Not:
		c.Op = Filled
		return c, nil
	}
	pieces := strings.Split(rest, "|")
	if low, high, ok := strings.Cut(rest, ".."); ok && c.Op == Is && ranged(f.Type) {
		c.Op, pieces = Within, []string{low, high}
	}
	for i, p := range pieces {
		v, err := parseValue(r, f, UnescapeCond(p))
		if err != nil {
			return c, refuse(err.Error())
		}
		if f.Type == TypeTime && v.N != 0 && (c.Op == AtMost || c.Op == Within && i == 1) {
			v.N += DayMillis - 1 // the whole last day counts
		}
		c.Values = append(c.Values, v)
	}
	return c, nil
}

// DayMillis is the length of a day.
const DayMillis = 24 * 60 * 60 * 1000

func ranged(t Type) bool {
	switch t {
	case TypeInt, TypeMoney, TypeNumber, TypeDate, TypeTime:
		return true
	}
	return false
}

func parseValue(r Reader, f *Field, text string) (Value, error) {
	switch f.Type {
	case TypeLinks:
		id, err := r.Whole().Resolve(f.Target(), text)
		return LinkValue(id), err
	case TypeTarget:
		name, no, _ := strings.Cut(text, "/")
		k := KindNamed(name)
		if k == nil {
			return Value{}, fmt.Errorf("没有名为 %s 的对象", name)
		}
		id, err := r.Whole().Resolve(k, no)
		return Value{T: TypeTarget, S: name, N: int64(id)}, err
	case TypeTime:
		d, err := ParseDate(text)
		if err != nil || d == 0 {
			return Value{T: TypeTime}, err
		}
		return Value{T: TypeTime, N: StartOfDay(d)}, nil
	}
	return f.Parse(text, r.Whole().Resolve)
}

// DayOfMoment is the calendar day on which a moment falls where the program runs, as the screen
// shows moments.
func DayOfMoment(v Value) Date {
	if v.N == 0 {
		return 0
	}
	return DateOf(v.Time().Local())
}

// FormatQuery prints conditions, searched text and order of a query.
func FormatQuery(r Reader, q Query) string {
	text := FormatConds(r, q.Kind, q.Where)
	if q.Text != "" {
		text = joinPieces(text, PieceText+EscapeCond(q.Text))
	}
	for _, s := range q.Sort {
		sign := ""
		if s.Desc {
			sign = "-"
		}
		text = joinPieces(text, PieceSort+sign+s.Field)
	}
	return text
}

// ParseQuery reads what FormatQuery prints.
func ParseQuery(r Reader, k *Kind, text string) (Query, error) {
	q := Query{Kind: k}
	var err error
	if q.Where, err = ParseConds(r, k, text); err != nil {
		return q, err
	}
	for _, part := range strings.Split(text, "&") {
		if s, ok := strings.CutPrefix(part, PieceText); ok {
			q.Text = UnescapeCond(s)
		}
		if s, ok := strings.CutPrefix(part, PieceSort); ok {
			field, desc := strings.CutPrefix(s, "-")
			if FieldNamed(r, k, field) != nil {
				q.Sort = append(q.Sort, Sort{Field: field, Desc: desc})
			}
		}
	}
	return q, nil
}
