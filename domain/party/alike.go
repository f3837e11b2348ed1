package party

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"crmlab/domain/record"
)

const (
	leastName  = 4  // characters of a name below which it says nothing
	leastPhone = 8  // digits of a telephone number likewise
	mostAlike  = 20 // names that contain a text: more say nothing about it
)

// legalForms are the ends of company names that say nothing about who it is.
var legalForms = []string{"股份有限公司", "有限责任公司", "有限公司", "股份公司", "集团公司", "公司", "股份", "集团"}

// NormalName is a name without what people write differently: full width, blanks, brackets, the
// legal form.
func NormalName(name string) string {
	var b strings.Builder
	for _, r := range name {
		if r >= 0xFF01 && r <= 0xFF5E {
			r -= 0xFF01 - '!'
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	s := b.String()
	for cut := true; cut; {
		cut = false
		for _, form := range legalForms {
			if rest, ok := strings.CutSuffix(s, form); ok && rest != "" {
				s, cut = rest, true
				break
			}
		}
	}
	return s
}

// NormalPhone is a telephone number without signs and country code; "" for one that is too short to
// tell anybody.
func NormalPhone(phone string) string {
	var b strings.Builder
	for _, r := range phone {
		if r >= '０' && r <= '９' {
			r -= '０' - '0'
		}
		if r >= '0' && r <= '9' {
			b.WriteRune(r)
		}
	}
	s := strings.TrimPrefix(b.String(), "00")
	if len(s) > 11 {
		s = strings.TrimPrefix(s, "86")
	}
	if len(s) < leastPhone {
		return ""
	}
	return s
}

func normalTax(no string) string {
	s := strings.ToUpper(strings.Join(strings.Fields(no), ""))
	if len(s) < 8 {
		return ""
	}
	return s
}

// Likeness knows the customers, agents and leads of a file by what tells them apart.
type Likeness struct {
	who    []record.Target
	names  []string // normal
	signs  []uint64 // of the names, see signsOf
	byName map[string][]int32
	phones map[string][]phone // by the last digits
	taxes  map[string][]int32
}

type phone struct {
	at     int32
	number string
}

// Look is what one looks for.
type Look struct {
	Self   record.Target
	Name   string
	Phones []string
	TaxNo  string
	Sure   bool // leaves out names that are only near
}

// NewLikeness reads what is there: converted leads are customers already.
func NewLikeness(r record.Reader) (*Likeness, error) {
	l := &Likeness{byName: map[string][]int32{}, phones: map[string][]phone{}, taxes: map[string][]int32{}}
	add := func(k *record.Kind, row record.Row, name string, phones ...string) int32 {
		at := int32(len(l.who))
		l.who = append(l.who, record.Target{Kind: k.Name, ID: row.ID()})
		l.names = append(l.names, NormalName(name))
		l.signs = append(l.signs, signsOf(l.names[at]))
		l.byName[l.names[at]] = append(l.byName[l.names[at]], at)
		for _, p := range phones {
			if n := NormalPhone(p); n != "" {
				key := n[len(n)-leastPhone:]
				l.phones[key] = append(l.phones[key], phone{at, n})
			}
		}
		return at
	}
	c := Customers
	name, tel, mobile, tax := c.Field("name"), c.Field("phone"), c.Field("mobile"), c.Field("taxNo")
	if err := r.Each(c.Kind, nil, func(row record.Row) bool {
		at := add(c.Kind, row, row.Value(name).S, row.Value(tel).S, row.Value(mobile).S)
		if t := normalTax(row.Value(tax).S); t != "" {
			l.taxes[t] = append(l.taxes[t], at)
		}
		return true
	}); err != nil {
		return nil, err
	}
	k := Leads
	return l, r.Each(k.Kind, []record.Cond{{Field: "state", Op: record.Not, Values: []record.Value{record.ChoiceValue(LeadConverted)}}}, func(row record.Row) bool {
		add(k.Kind, row, row.Value(k.Field("name")).S, row.Value(k.Field("phone")).S, row.Value(k.Field("mobile")).S)
		return true
	})
}

// Find lists what may be the same, the surest first.
func (l *Likeness) Find(x Look) []record.Match {
	type found struct {
		why  []string
		rank int
	}
	all := map[int32]*found{}
	note := func(at int32, why string, rank int) {
		if l.who[at] == x.Self {
			return
		}
		f := all[at]
		if f == nil {
			f = &found{rank: rank}
			all[at] = f
		}
		if f.rank = min(f.rank, rank); !slices.Contains(f.why, why) {
			f.why = append(f.why, why)
		}
	}
	if t := normalTax(x.TaxNo); t != "" {
		for _, at := range l.taxes[t] {
			note(at, "税号相同", 0)
		}
	}
	if n := NormalName(x.Name); utf8.RuneCountInString(n) >= leastName {
		for _, at := range l.byName[n] {
			note(at, "名称相同", 1)
		}
		if x.Sure {
			n = ""
		}
		if near := l.near(n); len(near) <= mostAlike {
			for _, at := range near {
				note(at, "名称相近", 3)
			}
		}
	}
	for _, p := range x.Phones {
		n := NormalPhone(p)
		if n == "" {
			continue
		}
		for _, q := range l.phones[n[len(n)-leastPhone:]] {
			if strings.HasSuffix(q.number, n) || strings.HasSuffix(n, q.number) {
				note(q.at, "电话相同", 2)
			}
		}
	}
	order := make([]int32, 0, len(all))
	for at := range all {
		order = append(order, at)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(cmp.Compare(all[a].rank, all[b].rank), cmp.Compare(a, b)) })
	out := make([]record.Match, len(order))
	for i, at := range order {
		out[i] = record.Match{Target: l.who[at], Why: strings.Join(all[at].why, "、")}
	}
	return out
}

// signsOf tells by one bit each which characters a name may have: a name that contains another has
// all of its bits. It passes over most names without looking at them.
func signsOf(name string) (bits uint64) {
	for _, r := range name {
		bits |= 1 << (uint32(r) * 2654435761 >> 26)
	}
	return bits
}

// near lists the names of which one contains the other; it stops where there are too many.
func (l *Likeness) near(n string) (out []int32) {
	if n == "" {
		return nil
	}
	const bytesOfName = 2 * leastName // a short name in Chinese has more, one in Latin letters has to
	has := signsOf(n)
	for at, signs := range l.signs {
		if both := signs & has; both != signs && both != has {
			continue
		}
		name := l.names[at]
		if len(name) < bytesOfName || len(name) == len(n) {
			continue
		}
		if len(name) > len(n) && strings.Contains(name, n) || len(name) < len(n) && strings.Contains(n, name) && utf8.RuneCountInString(name) >= leastName {
			if out = append(out, int32(at)); len(out) > mostAlike {
				return out
			}
		}
	}
	return out
}

func init() {
	Customers.Doubles([]string{"name", "phone", "mobile", "taxNo"}, func(r record.Reader, sure bool) (func(*Customer) []record.Match, error) {
		l, err := NewLikeness(r)
		return func(c *Customer) []record.Match {
			return l.Find(Look{record.Target{Kind: Customers.Name, ID: c.ID}, c.Name, []string{c.Phone, c.Mobile}, c.TaxNo, sure})
		}, err
	})
	Leads.Doubles([]string{"name", "phone", "mobile"}, func(r record.Reader, sure bool) (func(*Lead) []record.Match, error) {
		l, err := NewLikeness(r)
		return func(c *Lead) []record.Match { return l.Find(c.look(sure)) }, err
	})
}

func (l *Lead) look(sure bool) Look {
	return Look{record.Target{Kind: Leads.Name, ID: l.ID}, l.Name, []string{l.Phone, l.Mobile}, "", sure}
}

// Alike lists the customers that a lead may already be.
func (l *Lead) Alike(r record.Reader) ([]record.Match, error) {
	all, err := NewLikeness(r.Whole())
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all.Find(l.look(false)), func(m record.Match) bool { return m.Target.Kind != Customers.Name }), nil
}
