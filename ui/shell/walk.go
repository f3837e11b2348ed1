package shell

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/theme"
)

// stop is one station of 导览, the walk through the program and its modules.
type stop struct {
	title, text string
	entry       string // page that is opened; "": the page stays
	experiment  int    // line of the sidebar that is marked; 0: what at says
	at          func(*frame) fyne.CanvasObject
}

// stops are the stations, the window first, then the modules in the order of the experiments. One
// whose page does not exist is passed by.
var stops = []stop{
	{title: "从左边开始", text: "左边是「我的桌面」和十一个实验。点开一个实验，就看见它的页面；旁边的数是已经得到的分。",
		at: func(f *frame) fyne.CanvasObject { return f.side }},
	{title: "我的桌面", entry: HomeEntry, text: "等着你现在这个身份去做的事都在这里：要审批的单据、到期的任务和回款、别人的消息。做完一件就少一行。"},
	{title: "你现在是谁", text: "同一份数据，不同的人看到的不一样。点这里换成公司里的另一个人，系统就按他的职位决定能看什么、能做什么。",
		at: func(f *frame) fyne.CanvasObject { return f.head.hat }},
	{title: "公司的今天", text: "到期、逾期、生日都按业务日期算。点这里往后推进，几个月以后的事马上就能看到。",
		at: func(f *frame) fyne.CanvasObject { return f.head.date }},
	{title: "找东西", text: "按 Ctrl+K，输入编号、名称或拼音首字母，页面和记录都找得到。",
		at: func(f *frame) fyne.CanvasObject { return f.head.search }},
	{title: "实验指导", text: "右边一直写着下一步做什么、做到了什么、还差什么。F1 收起或打开；它不拦着你换一种做法。",
		at: func(f *frame) fyne.CanvasObject {
			if f.guide.Hidden {
				return f.head.guide
			}
			return f.guide
		}},
	{title: "实验二　企业基础设置", entry: "position", experiment: 2, text: "先有部门、职位和员工。职位说明能看谁的数据、能做哪些事、最多能打几折；税率、日历、审批流程也在这里定。"},
	{title: "实验三　客户管理", entry: "customer", experiment: 3, text: "客户、代理和联系人。点一个名称打开它，和它有关的任务、报价、订单、收款都在同一页上。"},
	{title: "实验四　产品管理", entry: "product", experiment: 4, text: "卖什么、标价多少，买得多打几折，哪个客户打几折。"},
	{title: "实验五　业务审批", entry: "approval", experiment: 5, text: "订单要别人同意才生效。这里看每张单据走到了哪一步，谁说了什么。"},
	{title: "实验六　市场管理", entry: "market-task", experiment: 6, text: "市场部门的任务：谁去做、什么时候做、做到了哪一步。"},
	{title: "实验七　销售管理", entry: "task", experiment: 7, text: "机会转成销售任务，任务一个阶段一个阶段往前走，直到报价、签单，或者丢单。阶段的成功率乘金额就是预测。"},
	{title: "实验八　订单管理", entry: "order", experiment: 8, text: "订单、回款计划、交货和欠款。提交之前，系统先看信用额度和折扣够不够。"},
	{title: "实验九　财务处理", entry: "receipt", experiment: 9, text: "收到的钱记在这里，核销到一期期的回款计划上。"},
	{title: "实验十　客户服务", entry: "service-task", experiment: 10, text: "卖出之后的事：服务任务由谁去做、做得怎样。"},
	{title: "实验十一　分析决策", entry: "funnel", experiment: 11, text: "把记录变成图和数。点图上的一段，就看到它是由哪些记录算出来的。"},
	{title: "每一步都记着", entry: JournalEntry, text: "谁在什么时候改了什么，操作日志里都有。Ctrl+Z 撤销一步，撤销本身也是一步。"},
	{title: "随时都存好了", text: "做一步存一步，不用点保存文件。这里写着存在哪里、什么时候存的，也能再存一份到 U 盘。导览到此结束，「设置」里可以再看一遍。",
		at: func(f *frame) fyne.CanvasObject { return f.head.saved }},
}

// Walk begins 导览 at its first stop. The pages stay usable all along.
func (s *Shell) Walk() {
	w := s.frame.walk
	w.stops = nil
	for _, st := range stops {
		if _, ok := s.registry.Find(st.entry); ok || st.entry == "" {
			w.stops = append(w.stops, st)
		}
	}
	s.cfg.Settings.Set(keyWalked, "yes")
	s.frame.mark.clear()
	s.visit(0)
}

// visit goes to a stop.
func (s *Shell) visit(i int) {
	w := s.frame.walk
	st := w.stops[i]
	arrive := func() {
		w.set(i)
		s.frame.Refresh()
		s.point(st)
		s.canvas().Focus(w.next)
	}
	if st.entry == "" || s.Here() == (page.Route{Name: st.entry}) {
		arrive()
		return
	}
	s.leave(func() {
		s.history.push(s.own(page.Route{Name: st.entry}))
		s.show()
		arrive()
	})
}

// point rings what a stop is about.
func (s *Shell) point(st stop) {
	m := s.frame.mark
	m.clear()
	switch {
	case st.at != nil:
		m.target = st.at(s.frame)
	case st.experiment != 0:
		for _, r := range s.frame.side.lines.rows {
			if r.item.experiment == st.experiment {
				s.frame.side.scroller.Reveal(r)
				m.target = r
			}
		}
	}
	m.place()
}

// endWalk takes the card away.
func (s *Shell) endWalk() {
	s.frame.walk.stops = nil
	s.frame.mark.clear()
	s.frame.walk.Refresh()
	s.canvas().Unfocus()
}

// offerWalk asks once, under a new window, whether somebody wants to be shown around.
func (s *Shell) offerWalk() {
	if s.cfg.Settings.Get(keyWalked) != "" || s.standing.board == nil {
		return
	}
	s.cfg.Settings.Set(keyWalked, "offered")
	kit.ShowToast(s.canvas(), kit.Toast{Text: "第一次用，可以先跟着导览走一圈", Action: "看导览", OnTap: s.Walk})
}

// DeclineWalk keeps 导览 from being offered, where nobody is there to take it.
func DeclineWalk(s Settings) { s.Set(keyWalked, "declined") }

// walkCard is the card of 导览 at the foot of the page: what this is, and the ways on and back.
type walkCard struct {
	widget.BaseWidget
	shell      *Shell
	stops      []stop // nil: there is no walk
	now        int
	title      *kit.Text
	text       *kit.Paragraph
	count      *kit.Text
	back, next *kit.Button
	end        *kit.Button
	content    *fyne.Container
}

const walkWide float32 = 460

func newWalkCard(s *Shell) *walkCard {
	w := &walkCard{shell: s, title: &kit.Text{Bold: true, Color: theme.ColorOnToast}, text: &kit.Paragraph{Color: theme.ColorOnToast},
		count: &kit.Text{TextSize: theme.SizeSmall, Color: theme.ColorOnToast}}
	w.back = &kit.Button{Text: "上一站", Small: true, OnTapped: func() { s.visit(w.now - 1) }}
	w.next = &kit.Button{Text: "下一站", Kind: kit.Primary, Small: true, OnTapped: func() {
		if w.now+1 == len(w.stops) {
			s.endWalk()
			return
		}
		s.visit(w.now + 1)
	}}
	w.end = &kit.Button{Text: "结束导览", Small: true, OnTapped: s.endWalk}
	space := kit.Space()
	w.content = kit.Stack{Gap: 8}.Of(kit.Line{Gap: 8, Fill: w.title}.Of(w.title, w.count), w.text, kit.Line{Gap: 8, Fill: space}.Of(w.end, space, w.back, w.next))
	w.ExtendBaseWidget(w)
	return w
}

// set shows a stop.
func (w *walkCard) set(i int) {
	w.now = i
	w.title.Text, w.text.Text = w.stops[i].title, w.stops[i].text
	w.count.Text = fmt.Sprintf("%d / %d", i+1, len(w.stops))
	w.next.Text = "下一站"
	if i+1 == len(w.stops) {
		w.next.Text = "知道了"
	}
	w.back.Enable()
	if i == 0 {
		w.back.Disable()
	}
	for _, o := range []fyne.CanvasObject{w.title, w.text, w.count, w.next, w.back} {
		o.Refresh()
	}
	w.Refresh()
}

// HeightFor is the height at a width.
func (w *walkCard) HeightFor(width float32) float32 {
	return kit.Inset(theme.Gap3, w.content).HeightFor(width)
}

// MinSize is nothing: the frame gives the card its room.
func (w *walkCard) MinSize() fyne.Size { return fyne.Size{} }

// CreateRenderer belongs to Fyne.
func (w *walkCard) CreateRenderer() fyne.WidgetRenderer {
	ground := &canvas.Rectangle{CornerRadius: theme.Corner + 2}
	return draw(drawing{
		owner: w,
		objects: func() []fyne.CanvasObject {
			if len(w.stops) == 0 {
				return nil
			}
			return []fyne.CanvasObject{ground, w.content}
		},
		min: w.MinSize,
		arrange: func(s fyne.Size) {
			paintGround(ground, theme.ColorToast)
			ground.Resize(s)
			put(w.content, theme.Gap3, theme.Gap3, s.Width-2*theme.Gap3, s.Height-2*theme.Gap3)
		},
	})
}
