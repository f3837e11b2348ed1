package shell

import (
	"fmt"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"crmlab/domain/lab"
	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/theme"
)

// guidePanel stands beside the work and says what the open experiment is for, how it stands and
// what to do next. It never covers the page and never stops anything.
type guidePanel struct {
	widget.BaseWidget

	shell      *Shell
	close      *kit.Button
	again      *kit.LinkText // 重做本实验
	scroller   *kit.Scroller
	experiment int
	brief      bool // objectives of an experiment without checks are folded away

	// What stays the same through all fillings, so that the keyboard stays where it is.
	views   map[string]*checkView // by experiment/check
	tasks   map[string]*taskView  // by experiment/task
	folds   map[string]*guideLine
	reports map[int]*kit.Button        // 写实验报告, by experiment
	inUse   map[fyne.CanvasObject]bool // controls of the present filling
	hand    *kit.Button                // 交作业; nil before it is first shown

	just   []*lab.State // checks that the last step finished
	justOf int
	gained int // points that they brought
	asked  kit.Latest
}

func newGuidePanel(s *Shell, hide func()) *guidePanel {
	g := &guidePanel{shell: s, scroller: &kit.Scroller{Content: kit.Blank(1, 1)},
		views: map[string]*checkView{}, tasks: map[string]*taskView{}, folds: map[string]*guideLine{}, reports: map[int]*kit.Button{}, inUse: map[fyne.CanvasObject]bool{}}
	g.close = &kit.Button{Text: "收起", Kind: kit.Ghost, Small: true, Tip: "F1，或上方的「指导」再打开", OnTapped: hide}
	g.again = &kit.LinkText{Text: "重做本实验…", TextSize: theme.SizeSmall, Quiet: true, OnTapped: func() { s.AskAgain(g.experiment) }}
	g.ExtendBaseWidget(g)
	return g
}

// set shows the guide of an experiment.
func (g *guidePanel) set(experiment int) {
	if g.experiment == experiment {
		return
	}
	g.experiment = experiment
	g.fill()
	g.scroller.Top()
	if g.shell.standing.has(experiment) {
		g.askHints()
	}
}

// use notes a control of the present filling.
func (g *guidePanel) use(o fyne.CanvasObject) fyne.CanvasObject {
	g.inUse[o] = true
	if in, ok := o.(kit.Input); ok {
		if f, ok := in.FocusTarget().(fyne.CanvasObject); ok {
			g.inUse[f] = true
		}
	}
	return o
}

// fill shows everything as it is now. What is read stays where it is: neither the place in the
// text nor the keyboard moves, unless the control that had it is gone.
func (g *guidePanel) fill() {
	before := g.inUse
	g.inUse = map[fyne.CanvasObject]bool{}
	g.shell.frame.head.nameGuide(g.points())
	g.scroller.Content = g.body()
	g.scroller.Refresh()
	g.Refresh()
	if has, ok := g.shell.canvas().Focused().(fyne.CanvasObject); ok && before[has] && !g.inUse[has] {
		g.shell.canvas().Unfocus()
	}
}

// points is what the experiment has earned of what it can: 78/100; "" where it is not known.
func (g *guidePanel) points() string {
	p := g.shell.standing.now[g.experiment]
	if p == nil {
		return ""
	}
	return fmt.Sprintf("%d/%d", p.Score.Earned, p.Score.Possible)
}

func (g *guidePanel) body() fyne.CanvasObject {
	say := func(text string) fyne.CanvasObject {
		return kit.Inset(14, &kit.Paragraph{Text: text, Color: theme.ColorTextSecond})
	}
	text, written := guides[g.experiment]
	switch p := g.shell.standing.now[g.experiment]; {
	case p != nil:
		return g.live(p)
	case g.experiment != 0 && !written && g.shell.standing.broken:
		return say("没有读出这个实验的检查。按 F5 再读一次；还是不行时，关闭程序后重新打开。")
	case written && !g.shell.standing.has(g.experiment):
		return g.written(text)
	case g.shell.standing.waits || g.shell.standing.has(g.experiment):
		return say("正在看做到了哪一步。")
	case g.experiment != 0:
		return say("这个实验没有检查。")
	}
	return say("在左侧打开一个实验，这里会说明它要做什么。")
}

// written is the guide of an experiment that the course has no checks for.
func (g *guidePanel) written(text guideText) fyne.CanvasObject {
	about := kit.Stack{Gap: 6}.Of(
		&kit.Text{Text: "这个实验", Color: theme.ColorBrand, TextSize: theme.SizeSmall, Bold: true},
		&kit.Paragraph{Text: text.Overview, Color: theme.ColorBrand},
	)
	fold := &kit.LinkText{Text: "收起目标", TextSize: theme.SizeSmall, Quiet: true}
	if g.brief {
		fold.Text = "展开目标"
	}
	fold.OnTapped = func() { g.brief = !g.brief; g.fill() }
	space := kit.Space()
	parts := []fyne.CanvasObject{
		&kit.Frame{Content: newTinted(about, theme.ColorTintBrand), PadX: theme.Gap3, PadY: 10},
		&kit.Frame{Content: kit.Line{Fill: space}.Of(kit.Strong("目标"), space, fold), PadX: 14, PadY: 4},
	}
	if !g.brief {
		for _, o := range text.Objectives {
			parts = append(parts, &kit.Frame{PadX: 14, PadY: 3, Content: newBullet("·", &kit.Paragraph{Text: o, Color: theme.ColorTextSecond}, nil)})
		}
	}
	steps := stepsFor(g.shell.registry, g.experiment)
	if len(steps) > 0 {
		parts = append(parts, kit.Blank(1, 8), &kit.Frame{Content: kit.Strong("现在可以做"), PadX: 14, PadY: 6})
	}
	for i, s := range steps {
		there := &kit.LinkText{Text: "带我去", TextSize: theme.SizeSmall, OnTapped: func() { g.shell.Go(page.Route{Name: s.Entry, View: s.View}) }}
		row := newBullet(strconv.Itoa(i+1), &kit.Paragraph{Text: s.Text}, there)
		parts = append(parts, &kit.Frame{Content: row, PadX: 14, PadY: 9, LineBottom: true})
	}
	return kit.Stack{}.Of(parts...)
}

// MinSize is the fixed width.
func (g *guidePanel) MinSize() fyne.Size { return fyne.NewSize(theme.GuideWidth, 200) }

// CreateRenderer belongs to Fyne.
func (g *guidePanel) CreateRenderer() fyne.WidgetRenderer {
	ground, edge, line := &canvas.Rectangle{}, &canvas.Rectangle{}, &canvas.Rectangle{}
	no, title, score := newInk(), newInk(), newInk()
	return draw(drawing{
		owner:   g,
		objects: fixedObjects(ground, no.Text, title.Text, score.Text, g.close, g.scroller, edge, line),
		min:     g.MinSize,
		arrange: func(s fyne.Size) {
			paintGround(ground, theme.ColorSidebar)
			paintGround(edge, theme.ColorLine)
			paintGround(line, theme.ColorLine)
			ground.Resize(s)
			put(edge, 0, 0, 1, s.Height)
			put(line, 0, theme.HeaderHeight-1, s.Width, 1)
			label, points := "实验指导", ""
			if g.experiment > 0 {
				label = experiments[g.experiment-1].Label
			}
			if p := g.points(); p != "" {
				points = p + " 分"
			}
			w := no.set(experimentNo(g.experiment), theme.SizeText, theme.ColorText, true)
			no.put(15, 0, w, theme.HeaderHeight)
			x := float32(15)
			if w > 0 {
				x += w + 14
			}
			least := g.close.MinSize()
			title.set(label, theme.SizeText, theme.ColorText, true)
			end := s.Width - theme.Gap1 - least.Width
			wide := score.set(points, theme.SizeSmall, theme.ColorBrand, true)
			score.put(end-wide-2, 0, wide+1, theme.HeaderHeight)
			title.put(x, 0, end-x-wide-theme.Gap2, theme.HeaderHeight)
			put(g.close, end, (theme.HeaderHeight-least.Height)/2, least.Width, least.Height)
			put(g.scroller, 1, theme.HeaderHeight+theme.Gap1, s.Width-1, s.Height-theme.HeaderHeight-theme.Gap1) // it reaches a little beyond
		},
	})
}

// tinted is a card on a tint, as high as its content.
type tinted struct {
	widget.BaseWidget
	content *fyne.Container
	ground  fyne.ThemeColorName
}

func newTinted(content *fyne.Container, ground fyne.ThemeColorName) *tinted {
	t := &tinted{content: content, ground: ground}
	t.ExtendBaseWidget(t)
	return t
}

const tintPad float32 = 11

// HeightFor is the height at a width.
func (t *tinted) HeightFor(width float32) float32 {
	frame := kit.Inset(tintPad, t.content)
	return frame.HeightFor(width)
}

// MinSize is that of the content with its room.
func (t *tinted) MinSize() fyne.Size {
	return t.content.MinSize().AddWidthHeight(2*tintPad, 2*tintPad)
}

// CreateRenderer belongs to Fyne.
func (t *tinted) CreateRenderer() fyne.WidgetRenderer {
	ground := &canvas.Rectangle{CornerRadius: theme.Corner}
	return draw(drawing{
		owner:   t,
		objects: fixedObjects(ground, t.content),
		min:     t.MinSize,
		arrange: func(s fyne.Size) {
			paintGround(ground, t.ground)
			ground.Resize(s)
			put(t.content, tintPad, tintPad, s.Width-2*tintPad, s.Height-2*tintPad)
		},
	})
}

// bullet is a paragraph behind a sign, with an optional link at the end.
type bullet struct {
	widget.BaseWidget
	sign *kit.Text
	text *kit.Paragraph
	link *kit.LinkText

	at     float32 // left edge of the sign
	indent float32 // of the paragraph
}

func newBullet(sign string, text *kit.Paragraph, link *kit.LinkText) *bullet {
	b := &bullet{at: 4, indent: 22, sign: &kit.Text{Text: sign, Color: theme.ColorTextSecond}, text: text, link: link}
	b.ExtendBaseWidget(b)
	return b
}

func (b *bullet) room(width float32) float32 {
	room := width - b.indent
	if b.link != nil {
		room -= b.link.MinSize().Width + theme.Gap2
	}
	return room
}

// HeightFor is the height at a width.
func (b *bullet) HeightFor(width float32) float32 { return b.text.HeightFor(b.room(width)) }

// MinSize is as high as the text at the present width.
func (b *bullet) MinSize() fyne.Size {
	return fyne.NewSize(120, b.HeightFor(max(b.Size().Width, 160)))
}

// CreateRenderer belongs to Fyne.
func (b *bullet) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{b.sign, b.text}
	if b.link != nil {
		objects = append(objects, b.link)
	}
	return draw(drawing{
		owner:   b,
		objects: fixedObjects(objects...),
		min:     b.MinSize,
		arrange: func(s fyne.Size) {
			put(b.sign, b.at, 0, b.indent-b.at, b.sign.MinSize().Height)
			room := b.room(s.Width)
			put(b.text, b.indent, 0, room, b.text.HeightFor(room))
			if b.link != nil {
				least := b.link.MinSize()
				put(b.link, s.Width-least.Width, 0, least.Width, least.Height)
			}
		},
	})
}
