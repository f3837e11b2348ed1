package main

import (
	"unicode/utf8"

	"crmlab/domain/record"
)

// searches are what people type into the box above the customers: a part of the name, or
// the initials of its first characters.
func (b *bench) searches() []*work {
	return []*work{
		b.search("search/name", "查找客户：名称里的两个字", b.facts.words),
		b.search("search/initials", "查找客户：拼音首字母四个", b.facts.initials),
	}
}

func (b *bench) search(name, label string, words []string) *work {
	l := b.customerList(salesOf())
	var asks []ask
	for _, w := range words {
		asks = append(asks, ask{query: record.Query{Text: w}, args: []any{w}})
	}
	return l.work(name, label, searching, asks, func(a *ask) []way {
		typed := fold(a.query.Text)
		newest := l.ways("c.id DESC")
		out := named("instr", newest(&ask{where: "instr(c.search, ?) > 0", args: []any{typed}}))
		like := "%" + typed + "%"
		out = append(out, named("LIKE", newest(&ask{where: "c.name LIKE ? OR c.initials LIKE ? OR c.no LIKE ? OR c.phone LIKE ?", args: []any{like, like, like, like}}))...)
		if utf8.RuneCountInString(typed) >= 3 { // fewer letters make no trigram
			out = append(out, named("trigram", newest(&ask{where: "c.id IN (SELECT rowid FROM customers_letters WHERE customers_letters MATCH ?)", args: []any{`"` + typed + `"`}}))...)
		}
		return out
	})
}
