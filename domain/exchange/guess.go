package exchange

import (
	"slices"
	"strings"

	"crmlab/domain/record"
)

// tenThousand is a unit of amounts that a field in 元 must multiply.
const tenThousand = "万元"

// emptyWords are what other programs write into a cell that has nothing.
var emptyWords = []string{"NULL", "null", `\N`, "#N/A", "(null)"}

// Guess proposes what a table holds when its rows are records of kind k: columns whose
// names are labels or names of fields, and how records are recognised. The wizard starts
// with it; what it could not place is left out and passed over.
func Guess(r record.Reader, k *record.Kind, t *Table) File {
	var fields []*record.Field
	for _, f := range r.Fields(k) {
		if Mappable(f) && r.Access().Writes(f) {
			fields = append(fields, f)
		}
	}
	f := guess(k, fields, t)
	f.Key = KeyOf(k, &f)
	return f
}

// GuessLines proposes the same for a table whose rows are lines of a kind's records.
func GuessLines(k *record.Kind, into *record.Field, t *Table) File {
	var fields []*record.Field
	for _, c := range into.Columns {
		if Mappable(c) {
			fields = append(fields, c)
		}
	}
	parent := -1
	for i, h := range t.Header {
		if score(k, k.Field("no"), h) > 0 {
			parent = i
			break
		}
	}
	f := guess(k, fields, t)
	f.Into = into.Name
	if parent >= 0 {
		f.Parent = t.Header[parent]
		f.Columns = slices.DeleteFunc(f.Columns, func(c Column) bool { return c.From == f.Parent })
	}
	return f
}

func guess(k *record.Kind, fields []*record.Field, t *Table) File {
	f := File{Kind: k.Name, ExtraColumns: "allow", Blank: guessBlank(t)}
	type match struct{ field, column, score int }
	var all []match
	for i, field := range fields {
		for j, h := range t.Header[:t.own()] {
			if n := score(k, field, h); n > 0 {
				all = append(all, match{i, j, n})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b match) int { return b.score - a.score })
	byColumn, taken := map[int]string{}, map[int]bool{}
	for _, m := range all {
		if _, used := byColumn[m.column]; !used && !taken[m.field] {
			byColumn[m.column], taken[m.field] = fields[m.field].Name, true
		}
	}
	for j, h := range t.Header {
		if name, ok := byColumn[j]; ok {
			c := Column{From: h, Field: name}
			if strings.Contains(h, tenThousand) {
				c.Factor = "10000"
			}
			f.Columns = append(f.Columns, c)
		}
	}
	return f
}

// guessBlank lists the words for "empty" that the table uses.
func guessBlank(t *Table) []string {
	var out []string
	for _, word := range emptyWords {
		used := slices.ContainsFunc(t.Rows[:min(len(t.Rows), 500)], func(row Row) bool {
			return slices.ContainsFunc(row.Cells, func(c string) bool { return strings.TrimSpace(c) == word })
		})
		if used {
			out = append(out, word)
		}
	}
	return out
}

// KeyOf is how rows find the records that they update, by the columns that a file has: it takes the
// number, or else the name together with the links that a record cannot be without (a contact is
// 张伟 of one customer).
func KeyOf(k *record.Kind, f *File) []string {
	mapped := func(name string) bool {
		return slices.ContainsFunc(f.Columns, func(c Column) bool { return c.Field == name })
	}
	if mapped("no") {
		return []string{"no"}
	}
	if k.TitleField == nil || !mapped(k.TitleField.Name) {
		return nil
	}
	key := []string{k.TitleField.Name}
	for _, field := range k.Fields {
		if field.Required && field.Type == record.TypeLink && field != k.TitleField && mapped(field.Name) {
			key = append(key, field.Name)
		}
	}
	return key
}

// score says how well a heading names a field; 0 is not at all.
func score(k *record.Kind, f *record.Field, heading string) int {
	h, label, name := plainHeading(heading), plainHeading(f.Label), strings.ToLower(f.Name)
	kind, english := plainHeading(k.Label), strings.ReplaceAll(strings.ToLower(k.Name), "-", "")
	switch {
	case h == "":
		return 0
	case h == label+name: // how an export tells fields of one label apart
		return 100
	case h == label, h == name:
		return 90
	case slices.Contains(f.Called, h):
		return 85
	case f.Name == "no" && (h == kind+"号" || h == kind+"编码" || h == kind+"代码" || h == english+"id" || h == "id" || h == "序号"):
		return 80
	case h == kind+label, h == english+name, kind+h == label:
		return 80
	case f.Type == record.TypeLink && (h == label+"名称" || h == label+"编号" || h == label+"姓名" || h == label+"号"):
		return 70
	case len([]rune(label)) >= 2 && strings.HasSuffix(h, label):
		return 40
	case len([]rune(h)) >= 2 && strings.HasSuffix(label, h):
		return 30
	}
	return 0
}

// plainHeading drops what headings carry for the eye: case, spaces, stars, units.
func plainHeading(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if unit := strings.IndexAny(s, "(（[【"); unit > 0 {
		inside := strings.Trim(s[unit:], "()（）[]【】")
		switch inside {
		case "元", "%", "天", "个", "必填", "选填", tenThousand, "rmb", "cny":
			s = s[:unit]
		}
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" _-*%％：:()（）[]【】　\t\n\r\ufeff", r) {
			return -1
		}
		return r
	}, s)
}
