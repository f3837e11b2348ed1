package kit

import (
	"fmt"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

// Pager is the foot of a list: how many there are, which page this is, and the way to the others.
type Pager struct {
	widget.BaseWidget

	Total    int    // records
	Page     int    // from 1
	PageSize int    // records a page; 0 means 20
	Noun     string // unit of the count; empty means 条
	OnPage   func(page int)

	count                   *Text
	first, prev, next, last *Button
	jump                    *TextField
	jumpLabel               *Text
	jumpGo                  *Button
}

func (p *Pager) init() {
	p.ExtendBaseWidget(p)
	if p.count != nil {
		return
	}
	button := func(text string, to func() int) *Button {
		return &Button{Text: text, Small: true, OnTapped: func() { p.Turn(to()) }}
	}
	p.count = Hint("")
	p.count.Truncate = true
	p.first = button("首页", func() int { return 1 })
	p.prev = button("上一页", func() int { return p.page() - 1 })
	p.next = button("下一页", func() int { return p.page() + 1 })
	p.last = button("尾页", p.Pages)
	p.jumpLabel = Hint("跳至")
	p.jump = &TextField{MaxRunes: 6}
	p.jump.onEnter(p.jumpTo)
	p.jumpGo = &Button{Text: "前往", Small: true, OnTapped: p.jumpTo}
}

func (p *Pager) size() int {
	if p.PageSize <= 0 {
		return 20
	}
	return p.PageSize
}

// Pages returns the number of pages, at least 1.
func (p *Pager) Pages() int { return max((p.Total+p.size()-1)/p.size(), 1) }

func (p *Pager) page() int { return min(max(p.Page, 1), p.Pages()) }

// Set shows another count and page.
func (p *Pager) Set(total, page int) {
	p.init()
	p.Total, p.Page = total, page
	p.jump.SetValue(strconv.Itoa(p.page()))
	p.Refresh()
}

// Turn goes to a page, kept within the first and the last, and calls OnPage where it differs.
func (p *Pager) Turn(page int) {
	p.init()
	page = min(max(page, 1), p.Pages())
	if page == p.page() {
		return
	}
	p.Set(p.Total, page)
	if p.OnPage != nil {
		p.OnPage(page)
	}
}

// Step goes on or back by pages, for RowTable.OnTurn and PgUp, PgDn.
func (p *Pager) Step(pages int) { p.Turn(p.page() + pages) }

func (p *Pager) jumpTo() {
	n, err := strconv.Atoi(plainDigits(p.jump.Value()))
	if err != nil {
		p.jump.SetValue(strconv.Itoa(p.page()))
		return
	}
	p.Turn(n)
	p.jump.SetValue(strconv.Itoa(p.page()))
}

// MinSize is the height of the line.
func (p *Pager) MinSize() fyne.Size {
	p.init()
	return fyne.NewSize(460, 40)
}

// CreateRenderer belongs to Fyne.
func (p *Pager) CreateRenderer() fyne.WidgetRenderer {
	p.init()
	p.jump.SetValue(strconv.Itoa(p.page()))
	right := []fyne.CanvasObject{p.first, p.prev, p.next, p.last, p.jumpLabel, p.jump, p.jumpGo}
	return paint(painter{
		owner:   p,
		objects: append([]fyne.CanvasObject{p.count}, right...),
		min:     p.MinSize,
		update: func() {
			page, pages := p.page(), p.Pages()
			p.count.Text = fmt.Sprintf("共 %d %s · 第 %d/%d 页 · 每页 %d %s",
				p.Total, orElse(p.Noun, "条"), page, pages, p.size(), orElse(p.Noun, "条"))
			p.count.Refresh()
			atFirst, atLast := "", ""
			if page == 1 {
				atFirst = "已经是第一页"
			}
			if page == pages {
				atLast = "已经是最后一页"
			}
			p.first.SetReason(atFirst)
			p.prev.SetReason(atFirst)
			p.next.SetReason(atLast)
			p.last.SetReason(atLast)
			for _, o := range right {
				o.Refresh()
			}
		},
		arrange: func(s fyne.Size) {
			x := s.Width - 10
			for i := len(right) - 1; i >= 0; i-- {
				o := right[i]
				least := o.MinSize()
				if o == fyne.CanvasObject(p.jump) {
					least.Width = 48
				}
				x -= least.Width
				place(o, x, (s.Height-least.Height)/2, least.Width, least.Height)
				x -= theme.Gap2
			}
			h := p.count.MinSize().Height
			place(p.count, 10, middle(s.Height, h), x-10, h)
		},
	})
}
