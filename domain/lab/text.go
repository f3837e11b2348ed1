package lab

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"crmlab/domain/record"
)

// hop is one step of a path: a declared field, or a field defined at run time by its label.
type hop struct {
	kind   *record.Kind
	field  *record.Field // nil: custom
	custom string
}

func (h hop) of(r record.Reader) *record.Field {
	if h.field != nil {
		return h.field
	}
	for _, f := range r.Fields(h.kind) {
		if f.Custom() && fold(f.Label) == fold(h.custom) {
			return f
		}
	}
	return nil
}

// path leads from a record along links to a field.
type path struct {
	from *subject // nil: from the record in hand
	hops []hop
}

// found is a field's value at the end of a path, with the record that holds it.
type found struct {
	v   record.Value
	f   *record.Field
	row record.Row
}

// in reads the path from a row. ok is false where a link on the way is empty, or the field
// does not exist.
func (p *path) in(r record.Reader, row record.Row) (out found, ok bool) {
	for i, h := range p.hops {
		f := h.of(r)
		if f == nil {
			return out, false
		}
		v := row.Value(f)
		if i == len(p.hops)-1 {
			return found{v, f, row}, true
		}
		if row, ok = r.Row(f.Target(), v.ID()); !ok {
			return out, false
		}
	}
	return out, false
}

// path resolves names from a kind. from is the subject whose kind it is, for messages.
func (p *preparer) path(id, key string, k *record.Kind, names string, d *deps) *path {
	out := &path{}
	d.add(k)
	parts := strings.Split(names, ".")
	for i, n := range parts {
		h := hop{kind: k}
		if label, custom := strings.CutPrefix(n, "@"); custom {
			h.custom = label
			d.all = true // the definition, too
		} else if h.field = k.Field(n); h.field == nil {
			p.flaw(id, key, k.Label+"没有字段「"+n+"」", "用 crmlab help "+k.Name+" 看有哪些字段")
			return nil
		}
		out.hops = append(out.hops, h)
		if h.field != nil && h.field.Derived() {
			d.all = true
		}
		if i == len(parts)-1 {
			break
		}
		if h.field == nil || h.field.Target() == nil || h.field.Type != record.TypeLink {
			p.flaw(id, key, "字段「"+n+"」不是链接，后面不能再写字段", "只在链接字段后面用点")
			return nil
		}
		k = h.field.Target()
		d.add(k)
	}
	return out
}

// subjectPath resolves subject.field.field.
func (p *preparer) subjectPath(id, key, names string, d *deps) *path {
	name, rest, ok := strings.Cut(names, ".")
	s := p.subjects[name]
	if s == nil || !ok {
		p.flaw(id, key, "「"+names+"」应写成 对象.字段", "对象写一个 [[subject]] 的 name")
		return nil
	}
	out := p.path(id, key, s.kind, rest, d)
	if out != nil {
		out.from = s
		d.name(s)
	}
	return out
}

// text is a text with placeholders.
type text struct {
	pieces []piece
}

// drawn reports whether the text is not written down but filled in, as from a parameter.
func (t *text) drawn() bool {
	return slices.ContainsFunc(t.pieces, func(p piece) bool { return p.lit == "" })
}

type piece struct {
	lit   string
	param string
	no    bool // of a parameter: its number, not its name
	today bool
	subj  *subject
	path  *path // nil: the subject's number
	truth truth // a figure of an analysis
	op    byte  // reckon with by: '*', '+', '-'; 0 for none
	by    decimal.Decimal
}

// text reads the placeholders of a text; every name in them must be known.
func (p *preparer) text(id, key, s string) *text {
	var d deps
	return p.textFor(id, key, s, &d)
}

func (p *preparer) textFor(id, key, s string, d *deps) *text {
	t := &text{}
	for {
		lit, rest, ok := strings.Cut(s, "{")
		if lit != "" {
			t.pieces = append(t.pieces, piece{lit: lit})
		}
		if !ok {
			return t
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed {
			p.flaw(id, key, "花括号没有写完整：「{"+rest+"」", "写成 {名称}")
			return t
		}
		s = after
		t.pieces = append(t.pieces, p.piece(id, key, name, d))
	}
}

func (p *preparer) piece(id, key, name string, d *deps) piece {
	if t := p.figures[name]; t != nil {
		return piece{truth: t}
	}
	if term, op, by := reckoned(name); op != 0 {
		out := p.piece(id, key, term, d)
		if out.path == nil || !out.path.counts(op) {
			p.flaw(id, key, "「{"+name+"}」不能计算", "只有对象的数字字段可以乘、加、减一个数，日期可以加减天数")
		}
		out.op, out.by = op, by
		return out
	}
	head, rest, more := strings.Cut(name, ".")
	switch {
	case name == "today":
		d.all = true
		return piece{today: true}
	case p.params[head] != nil && (!more || rest == "no"):
		return piece{param: head, no: more}
	case p.subjects[head] != nil && !more:
		d.name(p.subjects[head])
		return piece{subj: p.subjects[head]}
	case p.subjects[head] != nil:
		return piece{subj: p.subjects[head], path: p.subjectPath(id, key, name, d)}
	}
	p.flaw(id, key, "不认识「{"+name+"}」", "写 {参数}、{对象} 或 {对象.字段}")
	return piece{}
}

// absent is the first subject in a text that no record stands for; nil if there is none.
func (t *text) absent(e *env) *subject {
	for _, p := range t.pieces {
		if p.subj != nil {
			if _, ok := e.at[p.subj]; !ok {
				return p.subj
			}
		}
	}
	return nil
}

// fill writes the text out. shown texts are for people; others for fields to read: links
// by number, amounts without separators. whole is false where a record that the text names
// is not there.
func (t *text) fill(e *env, shown bool) (s string, whole bool) {
	var b strings.Builder
	whole = true
	for _, p := range t.pieces {
		switch {
		case p.lit != "":
			b.WriteString(p.lit)
		case p.today:
			b.WriteString(e.r.Today().String())
		case p.truth != nil:
			v, err := p.truth(e)
			if err != nil {
				whole = false
				b.WriteString("…")
				continue
			}
			b.WriteString(record.GroupDigits(record.Cents(v).String()))
		case p.param != "":
			v := e.params[p.param]
			if shown && !p.no {
				b.WriteString(v.title)
			} else {
				b.WriteString(v.value)
			}
		case p.subj != nil:
			h, ok := e.at[p.subj]
			if !ok {
				whole = false
				b.WriteString("…")
				continue
			}
			if p.path == nil {
				b.WriteString(h.no())
				continue
			}
			got, ok := p.path.in(e.r, h.row)
			switch {
			case !ok:
				whole = false
				b.WriteString("…")
			case p.op != 0:
				b.WriteString(p.reckon(got, shown))
			case shown:
				b.WriteString(got.f.Show(got.v, e.r.Title))
			default:
				b.WriteString(plain(e.r, got.f, got.v))
			}
		}
	}
	return b.String(), whole
}

// show is fill for people; what is not there shows as dots.
func (t *text) show(e *env) string {
	s, _ := t.fill(e, true)
	return s
}

// plain prints a value so that the field reads it again: links by number.
func plain(r record.Reader, f *record.Field, v record.Value) string {
	return f.Plain(v, func(k *record.Kind, id record.ID) string {
		if row, ok := r.Row(k, id); ok {
			return row.Value(k.Field("no")).S
		}
		return ""
	})
}

// counts reports whether a value at the end of the path can be reckoned with.
func (p *path) counts(op byte) bool {
	f := p.hops[len(p.hops)-1].field
	return f != nil && (isNumber(f) || f.Type == record.TypeDate && op != '*')
}

// reckon multiplies, adds or takes away; amounts are rounded to the cent.
func (p piece) reckon(got found, shown bool) string {
	if got.f.Type == record.TypeDate {
		n := int(p.by.IntPart())
		if p.op == '-' {
			n = -n
		}
		return got.v.Date().AddDays(n).String()
	}
	d := record.FromMinor(got.v.N, got.f.Places)
	switch p.op {
	case '*':
		d = d.Mul(p.by)
	case '+':
		d = d.Add(p.by)
	default:
		d = d.Sub(p.by)
	}
	d = record.Cents(d)
	switch {
	case got.f.Type == record.TypeMoney && shown:
		return record.GroupDigits(d.StringFixed(2))
	case shown:
		return record.GroupDigits(d.String())
	}
	return d.String()
}
