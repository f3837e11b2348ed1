package record

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// checkRecord runs the checks that the fields of a record declare. What a rule or an
// action does to a record must not fail for a field that it leaves alone: a field that was
// made required since, on a document that nobody can edit any more.
func (t *tx) checkRecord(k *Kind, old, rec Record, what string) Refusals {
	fields := t.Fields(k)
	same := func(f *Field) bool { return old != nil && f.derive == nil && f.get(old).Equal(f.get(rec)) }
	if t.free {
		return checkFields(slices.DeleteFunc(slices.Clone(fields), same), rec, what)
	}
	errs := checkFields(fields, rec, what)
	for _, f := range fields {
		if f.Type == TypeLink && f.derive == nil && !same(f) {
			errs = append(errs, f.checkOffered(t, rec, what)...)
		}
	}
	return errs
}

// checkInputs runs the checks that the inputs of an action declare.
func checkInputs(r Reader, a *Action, in any) Refusals {
	what := "不能" + a.Label
	errs := checkFields(a.Inputs, in, what)
	for _, f := range a.Inputs {
		if f.Type == TypeLink {
			errs = append(errs, f.checkOffered(r, in, what)...)
		}
	}
	return errs
}

// checkFields runs the checks that fields declare on their own, all of them, so that a
// form can show every message at once.
func checkFields(fields []*Field, rec any, what string) Refusals {
	var errs Refusals
	for _, f := range fields {
		if f.derive != nil {
			continue
		}
		v := f.get(rec)
		if why, fix := f.checkIf(f.Counts(fields, rec), v); why != "" {
			errs = append(errs, RefuseField("field", f.Name, what, why, fix))
		}
		for i, line := range v.R {
			for j, c := range f.Columns {
				counts := c.countsBy(f.Columns, func(k int, _ *Field) Value { return line[k] })
				if why, fix := c.checkIf(counts, line[j]); why != "" {
					errs = append(errs, RefuseField("field", fmt.Sprintf("%s.%d.%s", f.Name, i, c.Name), what,
						fmt.Sprintf("%s第 %d 行：%s", f.Label, i+1, why), fix))
				}
			}
		}
	}
	return errs
}

// checkComputed refuses what rules made of numbers that were each within bounds.
func checkComputed(k *Kind, rec Record, what string) Refusals {
	var errs Refusals
	for _, f := range k.Fields {
		switch {
		case f.derive != nil:
		case f.Computed && f.numeric():
			if why, fix := f.check(f.get(rec)); why != "" {
				errs = append(errs, RefuseField("field", f.Name, what, why, fix))
			}
		case f.Type == TypeRows:
			for i, line := range f.eachRow(rec) {
				for _, c := range f.Columns {
					if !c.Computed || !c.numeric() {
						continue
					}
					if why, fix := c.check(c.get(line)); why != "" {
						errs = append(errs, RefuseField("field", fmt.Sprintf("%s.%d.%s", f.Name, i, c.Name), what,
							fmt.Sprintf("%s第 %d 行：%s", f.Label, i+1, why), fix))
					}
				}
			}
		}
	}
	return errs
}

// checkOffered refuses a target that the link does not offer: of another list, switched
// off, of another party.
func (f *Field) checkOffered(r Reader, rec any, what string) Refusals {
	v := f.get(rec)
	if v.N == 0 {
		return nil
	}
	var about Row
	if whole, ok := rec.(Record); ok {
		about = RowOf(r, KindOfRecord(whole), whole)
	}
	narrow := f.NarrowFor(about)
	if len(narrow) == 0 {
		return nil
	}
	row, ok := r.Whole().Row(f.Target(), v.ID())
	if !ok || narrowed(r, f, narrow, row) {
		return nil // links says what is wrong with a record that is gone
	}
	return Refusals{RefuseField("narrow", f.Name, what, f.Label+"不能选「"+r.Title(f.Target(), v.ID())+"」", "从列表里重新选择")}
}

func narrowed(r Reader, f *Field, narrow []Cond, row Row) bool {
	for _, c := range narrow {
		g := fieldNamed(r.Fields(f.Target()), c.Field)
		if g == nil || !(Test{Field: g, Op: c.Op, Values: c.Values}).Holds(row.Value(g)) {
			return false
		}
	}
	return true
}

// checkIf is check of a field that counts; of one that does not, only what no stored value may be.
func (f *Field) checkIf(counts bool, v Value) (why, fix string) {
	if counts {
		return f.check(v)
	}
	return f.broken(v)
}

// broken refuses what cannot be a value of the field's type, whatever its limits.
func (f *Field) broken(v Value) (why, fix string) {
	switch {
	case v.Empty():
	case f.Type == TypeText && strings.ContainsAny(v.S, "\n\r\x00"):
		return f.Label + "里有换行", "改成一行"
	case f.numeric() && (v.N > MaxMinor || v.N < -MaxMinor):
		return f.Label + "超出范围", "改小后再保存"
	case f.Many:
		for _, code := range Several(v) {
			if _, ok := f.Choice(code); !ok {
				return "「" + code + "」不在" + f.Label + "的可选项里", "从列表里选择"
			}
		}
	case f.Type == TypeChoice:
		if _, ok := f.Choice(v.S); !ok {
			return "「" + v.S + "」不在" + f.Label + "的可选项里", "从列表里选择"
		}
	}
	return "", ""
}

// Limits says why a value is beyond what the field itself allows; "" where it is not, or nothing is
// filled in. Forms ask before a save, so that they show everything at once.
func (f *Field) Limits(v Value) string {
	if v.Empty() {
		return ""
	}
	why, _ := f.check(v)
	return why
}

// check applies the field's own limits to a value; "" means it is fine.
func (f *Field) check(v Value) (why, fix string) {
	if v.Empty() {
		if f.Required && f.Type != TypeBool && f.Type != TypeInt && f.Type != TypeMoney && f.Type != TypeNumber {
			return f.Label + "没有填写", "填写后再保存"
		}
		if f.lowOpen && f.numeric() {
			return f.Label + "应大于 0", "改正后再保存"
		}
		if f.Required && f.numeric() && f.Low != nil && *f.Low > 0 {
			return f.Label + "不能小于 " + FromMinor(*f.Low, f.Places).String() + f.unitBehind(), "改正后再保存"
		}
		return "", ""
	}
	switch {
	case f.Type == TypeText || f.Type == TypeLong:
		if n := utf8.RuneCountInString(v.S); f.Max > 0 && n > f.Max {
			return fmt.Sprintf("%s有 %d 个字，最多 %d 个", f.Label, n, f.Max), "缩短后再保存"
		}
		if f.format != "" && !formats[f.format].MatchString(v.S) {
			return f.Label + formatWords[f.format], "改正后再保存"
		}
	case f.numeric():
		if why, fix = f.broken(v); why != "" {
			return why, fix
		}
		if f.Low != nil && (v.N < *f.Low || f.lowOpen && v.N == *f.Low) {
			if *f.Low == 0 && !f.lowOpen {
				return f.Label + "不能是负数", "改成 0 或正数"
			}
			if f.lowOpen {
				return f.Label + "应大于 " + FromMinor(*f.Low, f.Places).String(), "改正后再保存"
			}
			return f.Label + "不能小于 " + FromMinor(*f.Low, f.Places).String() + f.unitBehind(), "改正后再保存"
		}
		if f.High != nil && v.N > *f.High {
			return f.Label + "不能大于 " + FromMinor(*f.High, f.Places).String() + f.unitBehind(), "改正后再保存"
		}
	}
	return f.broken(v)
}

// unitBehind is the unit as it stands behind a number: 300 个, 15%.
func (f *Field) unitBehind() string {
	if f.Unit == "" || f.Unit == "%" {
		return f.Unit
	}
	return " " + f.Unit
}

// formats are what texts of a format look like.
var (
	formats = map[string]*regexp.Regexp{
		"phone": regexp.MustCompile(`^[+]?[0-9][0-9 ()-]{4,}[0-9]$`),
		"email": regexp.MustCompile(`^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$`),
	}
	formatWords = map[string]string{"phone": "不像电话号码，应由数字组成，可以带 + - ( ) 和空格", "email": "不像邮箱地址，应形如 name@example.com"}
)

func (f *Field) numeric() bool {
	return f.Type == TypeInt || f.Type == TypeMoney || f.Type == TypeNumber
}

// links checks that what changed links point to exists, and that the hat sees it: nobody
// hangs a document on a customer that is none of their business.
func (t *tx) links(k *Kind, rec Record, changes []FieldChange, what string) error {
	check := func(f *Field, id ID) error {
		if id == 0 {
			return nil
		}
		to := f.Target()
		row, ok := t.st.Row(to, id)
		if !ok {
			return RefuseField("link", f.Name, what, f.Label+"指向的"+to.Label+"已不存在", "重新选择")
		}
		if t.free || !to.Owned || f.beyond != nil && f.beyond(t.RowOf(rec)) {
			return nil
		}
		if !t.access.Sees(derivedRow{row, t}, t.findRow) {
			return RefuseField("link.scope", f.Name, what, f.Label+"「"+t.Title(to, id)+"」不在当前身份的数据权限内", "重新选择，或换成能看到它的身份")
		}
		return nil
	}
	for _, c := range changes {
		f := fieldByTag(t.Fields(k), c.Tag)
		if f == nil {
			continue
		}
		switch f.Type {
		case TypeLink:
			if err := check(f, c.New.ID()); err != nil {
				return err
			}
		case TypeLinks:
			for _, id := range c.New.L {
				if slices.Contains(c.Old.L, id) {
					continue
				}
				if err := check(f, id); err != nil {
					return err
				}
			}
		case TypeRows:
			for _, line := range c.New.R {
				for j, col := range f.Columns {
					if col.Type == TypeLink {
						if err := check(col, line[j].ID()); err != nil {
							return err
						}
					}
				}
			}
		}
	}
	return nil
}

func fieldByTag(fields []*Field, tag int) *Field {
	for _, f := range fields {
		if f.Tag == tag {
			return f
		}
	}
	return nil
}

// unique refuses a value that another record of the kind has.
func (t *tx) unique(k *Kind, rec Record, changes []FieldChange, what string) error {
	for _, c := range changes {
		f := fieldByTag(t.Fields(k), c.Tag)
		if f == nil || !f.Unique || c.New.Empty() {
			continue
		}
		id, ok, err := t.st.Find(f, c.New)
		if err != nil {
			return err
		}
		if ok && id != rec.Head().ID {
			return RefuseField("unique", f.Name, what, f.Label+"「"+f.Plain(c.New, t.Title)+"」已经用在"+k.Label+" "+t.Title(k, id)+" 上", "换一个"+f.Label)
		}
	}
	return nil
}
