package analysis

import (
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/theme"
)

// pickLimit bounds what a picker lists for one search.
const pickLimit = 40

// noteColor is that of the lines which explain figures.
const noteColor = theme.ColorTextSecond

// pickerOf chooses one record of a kind as a condition, found by number, name or pinyin initials.
func pickerOf(h page.Host, k *record.Kind, placeholder string) *kit.Picker {
	option := func(r record.Reader, row record.Row) kit.Option {
		return kit.Option{Value: idText(row.ID()), Label: r.Title(k, row.ID()), Detail: row.Value(k.Field("no")).S}
	}
	return &kit.Picker{
		Placeholder: placeholder,
		Find: func(text string) []kit.Option {
			var out []kit.Option
			err := h.Book().Read(h.Hat(), func(r record.Reader) error {
				found, err := r.Query(record.Query{Kind: k, Text: text, Size: pickLimit})
				if err != nil {
					return err
				}
				for _, row := range found.Rows {
					out = append(out, option(r, row))
				}
				return nil
			})
			if err != nil {
				h.Fail(err)
			}
			return out
		},
		Lookup: func(value string) kit.Option {
			var out kit.Option
			err := h.Book().Read(h.Hat(), func(r record.Reader) error {
				if row, ok := r.Whole().Row(k, parseID(value)); ok {
					out = option(r, row)
				}
				return nil
			})
			if err != nil {
				h.Fail(err)
			}
			return out
		},
	}
}
