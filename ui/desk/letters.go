package desk

import (
	"strconv"

	"fyne.io/fyne/v2"

	"crmlab/domain/message"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
)

// lettersShown bounds the messages on the desk; older ones are in the records they are about.
const lettersShown = 60

// letter is one message.
type letter struct {
	id          record.ID
	title, text string
	when        string
	read        bool
	open        page.Route
}

// letters are the newest messages of the hat's employee, and how many were not read.
func letters(r record.Reader, reg *page.Registry) ([]letter, int, error) {
	all, unread, err := message.Mine(r, lettersShown)
	if err != nil {
		return nil, 0, err
	}
	out := make([]letter, len(all))
	for i, m := range all {
		out[i] = letter{id: m.ID, title: m.Title, text: m.Text, when: daysAgo(m.Day, r.Today()), read: m.Read}
		k := record.KindNamed(m.About.Kind)
		if k == nil || !r.Access().May(k, record.View) {
			continue
		}
		if row, ok := r.Row(k, m.About.ID); ok && r.Access().Sees(row, r.Row) {
			out[i].open, _ = openRoute(r, reg, m.About)
		}
	}
	return out, unread, nil
}

// letterTab is the table of messages with the buttons that mark them as read.
func (p *deskPage) letterTab() fyne.CanvasObject {
	p.letters = &kit.RowTable{
		MinRows: 4,
		Columns: []kit.Column{
			{ID: "state", Title: "", Kind: kit.ChipColumn, Width: 58},
			{ID: "title", Title: "消息", Kind: kit.LinkColumn, Width: 290, MinWidth: 170, Weight: 1.4},
			{ID: "text", Title: "说明", Width: 210, MinWidth: 100},
			{ID: "when", Title: "时间", Width: 92, Align: kit.AlignRight, Weight: 0.01},
		},
		Count: func() int { return len(p.answer.messages) },
		Key:   func(row int) string { return strconv.FormatUint(uint64(p.answer.messages[row].id), 10) },
		Cell: func(row, column int) kit.Cell {
			m := p.answer.messages[row]
			switch column {
			case 0:
				if m.read {
					return kit.Cell{Text: "已读", Tone: kit.ToneGrey}
				}
				return kit.Cell{Text: "未读", Tone: kit.ToneAmber}
			case 1:
				return kit.Cell{Text: m.title, Plain: m.open == (page.Route{})}
			case 2:
				return kit.Cell{Text: m.text, Tone: kit.ToneGrey}
			}
			return kit.Cell{Text: m.when}
		},
		OnOpen: p.openLetter,
		OnLink: func(row int, _ string) { p.openLetter(row) },
		Empty:  kit.EmptyState{Text: "还没有消息。审批有了结果、有人交给你任务时，会在这里告诉你。"},
	}
	p.readAll = &kit.Button{Text: "全部标为已读", Small: true, OnTapped: func() { p.markRead() }}
	foot := &kit.Frame{Content: kit.Line{}.Of(p.readAll), PadX: 10, Height: 40, LineTop: true}
	p.showUnread()
	return kit.Stack{Fill: p.letters}.Of(p.letters, foot)
}

func (p *deskPage) showUnread() {
	if p.readAll == nil {
		return // the tab was never shown
	}
	reason := ""
	if p.answer.unread == 0 {
		reason = "没有未读的消息"
	}
	p.readAll.SetReason(reason)
	p.letters.Reload()
}

// openLetter reads a message and shows what it is about.
func (p *deskPage) openLetter(row int) {
	m := p.answer.messages[row]
	if !m.read {
		p.markRead(m.id)
	}
	p.open(m.open)
}

// markRead marks messages as read; all of them when none is named.
func (p *deskPage) markRead(ids ...record.ID) {
	if _, err := message.Read(p.host.Book(), p.host.Hat(), ids...); err != nil {
		p.host.Fail(err)
		return
	}
	p.Reload()
}
