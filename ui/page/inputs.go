package page

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"crmlab/domain/record"
	"crmlab/ui/kit"
)

// pickLimit bounds what a picker lists for one search.
const pickLimit = 40

// rowMaker shows what is being filled as a row, for links that it narrows.
type rowMaker func(record.Reader) record.Row

// inputFor returns the widget that fills a field; nil for fields that no form fills (targets,
// moments, lines). today is the business date; about may be nil.
func inputFor(h Host, f *record.Field, today record.Date, about rowMaker) kit.Input {
	switch f.Type {
	case record.TypeText:
		if f.Many {
			return manyInput(f)
		}
		return &kit.TextField{MaxRunes: f.Max, Password: f.Masked}
	case record.TypeLong:
		area := kit.TextArea(3)
		area.MaxRunes = f.Max
		return area
	case record.TypeInt, record.TypeNumber, record.TypeMoney:
		return numberInput(f)
	case record.TypeBool:
		return &kit.CheckField{Text: "是"}
	case record.TypeDate:
		return &kit.DateField{Today: func() time.Time { return today.Time() }}
	case record.TypeChoice:
		return &kit.ChoiceField{Options: choiceOptions(f), Nullable: !f.Required}
	case record.TypeLink:
		return linkPicker(h, f, about)
	case record.TypeLinks:
		return &kit.PickerMulti{Find: finder(h, f, about), Lookup: lookup(h, f.Target())}
	}
	return nil
}

func numberInput(f *record.Field) *kit.NumberField {
	in := &kit.NumberField{Places: int(f.Places), Grouped: !f.Bare}
	if f.Type == record.TypeMoney {
		in = kit.MoneyField()
	} else {
		in.Unit = f.Unit
	}
	in.Negative = f.Low == nil || *f.Low < 0
	return in
}

// manyInput takes several of a field's choices.
func manyInput(f *record.Field) kit.Input {
	options := choiceOptions(f)
	return &kit.PickerMulti{
		Find: func(text string) []kit.Option {
			return slices.DeleteFunc(slices.Clone(options), func(o kit.Option) bool { return !strings.Contains(o.Label, text) })
		},
		Lookup: func(value string) kit.Option { return kit.Option{Value: value, Label: value} },
	}
}

func choiceOptions(f *record.Field) []kit.Option {
	out := make([]kit.Option, 0, len(f.Choices))
	for _, c := range f.Choices {
		if c.Code != "" {
			out = append(out, kit.Option{Value: c.Code, Label: c.Label, Detail: c.Says})
		}
	}
	return out
}

func linkPicker(h Host, f *record.Field, about rowMaker) *kit.Picker {
	return &kit.Picker{Find: finder(h, f, about), Lookup: lookup(h, f.Target()), Required: f.Required}
}

// finder answers the searches of a picker: number, name and pinyin initials, limited to what the
// field takes.
func finder(h Host, f *record.Field, about rowMaker) func(string) []kit.Option {
	return func(text string) []kit.Option {
		var out []kit.Option
		err := h.Book().Read(h.Hat(), func(r record.Reader) error {
			k, narrow := f.Target(), f.Narrow
			if about != nil {
				narrow = f.NarrowFor(about(r))
			}
			page, err := openReader(r, k).Query(record.Query{Kind: k, Where: narrow, Text: text, Sort: pickOrder(k), Size: pickLimit})
			if err != nil {
				return err
			}
			for _, row := range page.Rows {
				out = append(out, optionOf(r, k, row))
			}
			return nil
		})
		if err != nil {
			h.Fail(err)
		}
		return out
	}
}

// openReader lifts the limits of the data scope for kinds that have none: departments, employees
// and definitions can be chosen by every hat, whatever its rights in 企业设置 are.
func openReader(r record.Reader, k *record.Kind) record.Reader {
	if !k.Owned {
		return r.Whole()
	}
	return r
}

// pickOrder is the order in which a picker offers records: those that belong to people by newest,
// as lists do; those of the company in the order it gave them, else by number.
func pickOrder(k *record.Kind) []record.Sort {
	switch {
	case k.Owned:
		return nil
	case ordered(k):
		return []record.Sort{{Field: "order"}, {Field: "no"}}
	}
	return []record.Sort{{Field: "no"}}
}

// ordered says whether a kind is a list that the company arranges by hand.
func ordered(k *record.Kind) bool {
	f := k.Field("order")
	return f != nil && f.Type == record.TypeInt
}

func optionOf(r record.Reader, k *record.Kind, row record.Row) kit.Option {
	o := kit.Option{Value: idText(row.ID()), Label: r.Whole().Name(k, row.ID()), Detail: row.Value(k.Field("no")).S}
	if ordered(k) || strings.HasPrefix(o.Label, o.Detail) {
		o.Detail = "" // entries of an ordered list are known by name only
	}
	return o
}

// lookup finds the words for a record that was set by its inner number.
func lookup(h Host, k *record.Kind) func(string) kit.Option {
	return func(value string) kit.Option {
		o := kit.Option{Value: value}
		err := h.Book().Read(h.Hat(), func(r record.Reader) error {
			if row, ok := r.Whole().Row(k, parseID(value)); ok {
				o = optionOf(r, k, row)
			}
			return nil
		})
		if err != nil {
			h.Fail(err)
		}
		return o
	}
}

// ToneOf is the widgets' tone for a tone of records.
func ToneOf(t record.Tone) kit.Tone {
	switch t {
	case record.ToneGrey:
		return kit.ToneGrey
	case record.ToneBlue:
		return kit.ToneBlue
	case record.ToneGreen:
		return kit.ToneGreen
	case record.ToneAmber:
		return kit.ToneAmber
	case record.ToneRed:
		return kit.ToneRed
	}
	return kit.TonePlain
}

// kitCell is a value as a table shows it.
func kitCell(s Shown) kit.Cell {
	return kit.Cell{Text: s.Text, Tone: ToneOf(s.Tone), Chip: s.Chip, Link: s.Link.ID != 0}
}

// kitColumn is a field as a column of a table.
func kitColumn(f *record.Field) kit.Column {
	c := kit.Column{ID: f.Name, Title: labelWithUnit(f), Sortable: f.Type != record.TypeLong && f.Type != record.TypeLinks && f.Type != record.TypeRows}
	switch f.Type {
	case record.TypeMoney:
		c.Kind, c.Width = kit.MoneyColumn, 108 // 12,345,678.90 fits
	case record.TypeInt, record.TypeNumber:
		c.Kind, c.Width = kit.NumberColumn, 78
	case record.TypeBool:
		c.Kind, c.Width = kit.BoolColumn, 72
	case record.TypeDate:
		c.Kind, c.Width = kit.DateColumn, 94
	case record.TypeTime:
		c.Kind, c.Width = kit.DateColumn, 134
	case record.TypeChoice:
		c.Width, c.Weight = max(choiceWidth(f), 78), 0.2
		c.MinWidth = choiceWidth(f)
	case record.TypeLink, record.TypeTarget:
		c.Width, c.MinWidth, c.Weight = 78, 76, 0.4 // four characters fit
		if t := f.Target(); t != nil && t.Module != "company" {
			c.Width, c.MinWidth, c.Weight = 190, 96, 4 // whose it is: names of companies are long
		}
		if f.Type == record.TypeTarget {
			c.Width, c.MinWidth, c.Weight = 240, 150, 3 // kind, number and whose it is
		}
	case record.TypeLong, record.TypeLinks:
		c.Width = 160
	default:
		c.Width, c.MinWidth, c.Weight = 112, 108, 0.6 // a mobile number fits
		if f.Max > 0 && f.Max <= 20 {
			c.Width, c.MinWidth = 84, 64
		}
	}
	switch {
	case f.Name == "no":
		c.Width, c.MinWidth, c.Weight = 82, 76, 0.1
	case f.Kind != nil && f == f.Kind.TitleField:
		c.Width, c.MinWidth, c.Weight = 196, 110, 3
		if f.Max > 0 && f.Max <= 20 {
			c.Width, c.MinWidth, c.Weight = 112, 64, 1 // people's names
		}
	}
	c.Width, c.MinWidth = max(c.Width, headWidth(c)), max(c.MinWidth, headWidth(c))
	return c
}

// choiceWidth is room for the longest of a field's choices, up to six characters, as a chip.
func choiceWidth(f *record.Field) float32 {
	longest := 0
	for _, c := range f.Choices {
		longest = max(longest, utf8.RuneCountInString(c.Label))
	}
	const letter, chip, room = 13, 14, 20
	return float32(min(max(longest, 2), 6))*letter + chip + room
}

// headWidth leaves room for a column's title and its sign of order: titles are short and say what
// the figures are, so they are not cut.
func headWidth(c kit.Column) float32 {
	wide, narrow := 0, 0
	for _, r := range c.Title {
		if r > 0x2E80 {
			wide++
		} else {
			narrow++
		}
	}
	return float32(wide)*13 + float32(narrow)*7.5 + 24
}

func kitColumns(fields []*record.Field) []kit.Column {
	out := make([]kit.Column, len(fields))
	for i, f := range fields {
		out[i] = kitColumn(f)
	}
	return out
}
