// Package message holds 消息: what happened to somebody's business while somebody else
// acted, told to those who would not see it otherwise. What still waits for an answer is no
// message: the desk works that out anew each time, and nothing is told twice.
package message

import (
	"slices"

	"crmlab/domain/company"
	"crmlab/domain/record"
)

// Message 消息 is one sentence to one employee about a record.
type Message struct {
	record.Base
	To    record.Ref[company.Employee]
	Title string
	Text  string // what was said on the occasion; may be empty
	About record.Target
	Day   record.Date
	Read  bool
}

// Messages is the kind of 消息; only rules write it. No position has rights on it: everybody
// reads the own ones, through the functions below.
var Messages = record.Define("message", "消息", "message", "MS", []record.FieldOf[Message]{
	record.Link("to", 1, "收件人", func(m *Message) *record.Ref[company.Employee] { return &m.To }, record.Required, record.Listed, record.Filter, record.Cascade),
	record.Text("title", 2, "消息", func(m *Message) *string { return &m.Title }, record.Required, record.Max(120), record.Listed),
	record.Text("text", 3, "说明", func(m *Message) *string { return &m.Text }, record.Max(300), record.Listed),
	record.AnyTarget("about", 4, "相关单据", func(m *Message) *record.Target { return &m.About }, record.Listed, record.Cascade),
	record.Day("day", 5, "日期", func(m *Message) *record.Date { return &m.Day }, record.Listed),
	record.Bool("read", 6, "已读", func(m *Message) *bool { return &m.Read }, record.Listed, record.Filter),
}, record.Internal)

func init() { Messages.TitledBy("title") }

// Tell leaves a message in the step that it tells of. Nobody is told what he did himself.
func Tell(tx record.Tx, to record.Ref[company.Employee], title, text string, about record.Target) error {
	if to == 0 || to.ID() == tx.Hat().Employee {
		return nil
	}
	return tx.ByRule().Save(&Message{To: to, Title: title, Text: text, About: about, Day: tx.Today()})
}

// Mine lists the messages of the reader's employee, the newest first, as memory holds them;
// at most limit, 0 being all. unread counts all that were not read yet.
func Mine(r record.Reader, limit int) (newest []*Message, unread int, err error) {
	all := r.Whole()
	me := record.Where("to", record.LinkValue(r.Hat().Employee))
	page, err := all.Query(record.Query{Kind: Messages.Kind, Where: []record.Cond{me}, Page: 1, Size: limit})
	if err != nil {
		return nil, 0, err
	}
	for _, row := range page.Rows {
		if m, ok := record.Recall(all, record.Ref[Message](row.ID())); ok {
			newest = append(newest, m)
		}
	}
	open, err := all.Query(record.Query{Kind: Messages.Kind, Where: []record.Cond{me, record.Where("read", record.BoolValue(false))}, Page: 1, Size: 1})
	if err != nil {
		return nil, 0, err
	}
	return newest, open.Total, nil
}

// MarkRead marks messages of the hat's employee as read, all of them when none is named;
// those of others are left alone.
func MarkRead(tx record.Tx, ids ...record.ID) error {
	open, err := record.Find(tx, Messages, record.Where("to", record.LinkValue(tx.Hat().Employee)), record.Where("read", record.BoolValue(false)))
	if err != nil {
		return err
	}
	for _, m := range open {
		if len(ids) > 0 && !slices.Contains(ids, m.ID) {
			continue
		}
		m.Read = true
		if err := tx.ByRule().Save(m); err != nil {
			return err
		}
	}
	return nil
}

// Read 消息已读 is MarkRead as a step of its own; nil, nil when nothing was unread.
func Read(book *record.Book, h record.Hat, ids ...record.ID) (*record.Entry, error) {
	return book.Write(h, "消息标为已读", func(tx record.Tx) error { return MarkRead(tx, ids...) })
}
