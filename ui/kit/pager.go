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
	return fyne.NewSize(320, 40)
}

// words are what the pager says where there is so much room, shorter in a narrow window: the
// count is the last that goes.
func (p *Pager) words(room float32) string {
	noun := orElse(p.Noun, "条")
	count, place := fmt.Sprintf("共 %d %s", p.Total, noun), fmt.Sprintf("%d/%d", p.page(), p.Pages())
	size, style := p.count.style()
	for _, text := range []string{
		fmt.Sprintf("%s · 第 %s 页 · 每页 %d %s", count, place, p.size(), noun),
		fmt.Sprintf("%s · 第 %s 页", count, place),
		fmt.Sprintf("%s · %s", count, place),
	} {
		if fyne.MeasureText(text, size, style).Width <= room {
			return text
		}
	}
	return count
}

// roomForJump is the width from which a page can be jumped to by its number.
const roomForJump float32 = 520

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
			for _, o := range []fyne.CanvasObject{p.jumpLabel, p.jump, p.jumpGo} {
				if s.Width < roomForJump {
					o.Hide()
				} else {
					o.Show()
				}
			}
			for i := len(right) - 1; i >= 0; i-- {
				o := right[i]
				if !o.Visible() {
					continue
				}
				least := o.MinSize()
				if o == fyne.CanvasObject(p.jump) {
					least.Width = 48
				}
				x -= least.Width
				place(o, x, (s.Height-least.Height)/2, least.Width, least.Height)
				x -= theme.Gap2
			}
			p.count.Text = p.words(x - 10)
			p.count.Refresh()
			h := p.count.MinSize().Height
			place(p.count, 10, middle(s.Height, h), x-10, h)
		},
	})
}
