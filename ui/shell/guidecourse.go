package shell

import (
	"fmt"

	"fyne.io/fyne/v2"

	"crmlab/assets"
	"crmlab/domain/lab"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/theme"
)

// taskView is what the guide keeps of a task between two fillings.
type taskView struct {
	line, steps *guideLine
	folded      bool
	touched     bool // the user has folded or opened it; it then stays so
	stepsOpen   bool
}

// live is the guide of an experiment that the course has content for: the next step on top, then
// every task with its checks.
func (g *guidePanel) live(p *lab.Progress) fyne.CanvasObject {
	parts := []fyne.CanvasObject{}
	if g.shell.standing.broken {
		parts = append(parts, card(theme.ColorTintDanger, &kit.Paragraph{Text: "刚才没有读出各项检查，下面是之前的情况。按 F5 再读一次。", Tone: kit.ToneRed}))
	}
	if len(g.just) > 0 && g.justOf == p.No {
		parts = append(parts, card(theme.ColorTintSuccess, g.justDone()))
	}
	parts = append(parts, g.nextCard(p))
	if p.Score.Faulty > 0 {
		parts = append(parts, card(theme.ColorTintDanger, &kit.Paragraph{TextSize: theme.SizeSmall, Tone: kit.ToneRed,
			Text: fmt.Sprintf("有 %d 分的检查出错，不计入得分，也不扣分。把这一条告诉老师。", p.Score.Faulty)}))
	}
	parts = append(parts, kit.Blank(1, 4))
	parts = append(parts, g.about(p)...)
	for _, t := range p.Tasks {
		parts = append(parts, g.task(p, t)...)
	}
	parts = append(parts, g.questions(p)...)
	parts = append(parts, g.ending(p)...)
	return kit.Stack{}.Of(append(parts, kit.Blank(1, theme.Gap4))...)
}

// card is a tinted card across the panel.
func card(ground fyne.ThemeColorName, content ...fyne.CanvasObject) fyne.CanvasObject {
	return &kit.Frame{Content: newTinted(kit.Stack{Gap: 6}.Of(content...), ground), PadX: 10, PadY: 5}
}

func (g *guidePanel) justDone() fyne.CanvasObject {
	text := ""
	for _, st := range g.just {
		if text != "" {
			text += "、"
		}
		text += st.ID
	}
	if len(g.just) == 1 {
		text += " " + g.just[0].Title
	}
	return &kit.Paragraph{Text: fmt.Sprintf("刚完成 %s，得 %d 分", text, g.gained), Tone: kit.ToneGreen, TextSize: theme.SizeSmall}
}

// nextCard says what to do now, or that there is nothing left.
func (g *guidePanel) nextCard(p *lab.Progress) fyne.CanvasObject {
	if p.Next == nil {
		done := &kit.Paragraph{Text: "全部完成", Tone: kit.ToneGreen, Bold: true}
		text := fmt.Sprintf("%d 项检查都做到了，得分 %d / %d。", len(p.Checks), p.Score.Earned, p.Score.Possible)
		if p.Score.Faulty > 0 {
			text = fmt.Sprintf("能判断的检查都做到了，得分 %d / %d。", p.Score.Earned, p.Score.Possible)
		}
		return card(theme.ColorTintSuccess, done, &kit.Paragraph{Text: text})
	}
	st, space := p.Next, kit.Space()
	head := kit.Line{Fill: space}.Of(
		&kit.Text{Text: "下一步", Color: theme.ColorBrand, TextSize: theme.SizeSmall, Bold: true}, space,
		&kit.Text{Text: fmt.Sprintf("%s · %d 分", st.ID, st.Points), Color: theme.ColorBrand, TextSize: theme.SizeSmall},
	)
	content := []fyne.CanvasObject{head, &kit.Paragraph{Text: st.Title, Bold: true}}
	return card(theme.ColorTintBrand, append(content, g.details(st)...)...)
}

// fold is a line with what stands under it while it is open.
func (g *guidePanel) fold(key, title string, content func() []fyne.CanvasObject) []fyne.CanvasObject {
	key = fmt.Sprintf("%d/%s", g.experiment, key)
	l := g.folds[key]
	if l == nil {
		l = newGuideLine()
		l.folds = true
		l.tap = func() { l.open = !l.open; g.fill() }
		g.folds[key] = l
	}
	l.title.Text, l.title.Color, l.head = title, theme.ColorTextSecond, true
	l.Refresh()
	out := []fyne.CanvasObject{g.use(l)}
	if l.open {
		out = append(out, content()...)
	}
	return out
}

func indented(o fyne.CanvasObject) fyne.CanvasObject {
	return &kit.Frame{PadX: linePadX, PadY: 3, Content: o}
}

// about is what the experiment is for, folded until it is asked for.
func (g *guidePanel) about(p *lab.Progress) []fyne.CanvasObject {
	return g.fold("about", "实验说明和目标", func() []fyne.CanvasObject {
		out := []fyne.CanvasObject{indented(&kit.Paragraph{Text: p.Overview})}
		for _, o := range p.Objectives {
			out = append(out, indented(newBullet("·", &kit.Paragraph{Text: o, Color: theme.ColorTextSecond}, nil)))
		}
		return append(out, kit.Blank(1, 6))
	})
}

// questions lead the summary of the report.
func (g *guidePanel) questions(p *lab.Progress) []fyne.CanvasObject {
	if len(p.Questions) == 0 {
		return nil
	}
	return g.fold("questions", "写小结时想一想", func() []fyne.CanvasObject {
		var out []fyne.CanvasObject
		for i, q := range p.Questions {
			out = append(out, indented(newBullet(fmt.Sprint(i+1), &kit.Paragraph{Text: q, Color: theme.ColorTextSecond}, nil)))
		}
		return out
	})
}

// ending is what comes after the work: the report, handing in, beginning anew.
func (g *guidePanel) ending(p *lab.Progress) []fyne.CanvasObject {
	var buttons []fyne.CanvasObject
	if _, ok := g.shell.registry.Find(page.ReportEntry); ok {
		b := g.reports[p.No]
		if b == nil {
			b = &kit.Button{Text: "写实验报告", OnTapped: func() { g.shell.Go(page.Route{Name: page.ReportEntry, ID: record.ID(p.No)}) }}
			g.reports[p.No] = b
		}
		if b.Kind = kit.Secondary; p.Next == nil { // nothing else is left to do
			b.Kind = kit.Primary
		}
		b.Refresh()
		buttons = append(buttons, g.use(b))
	}
	if g.shell.cfg.HandIn != nil {
		if g.hand == nil {
			g.hand = &kit.Button{Text: "交作业…", OnTapped: g.shell.ShowHandIn}
		}
		buttons = append(buttons, g.use(g.hand))
	}
	var parts []fyne.CanvasObject
	if len(buttons) > 0 {
		parts = append(parts, kit.Blank(1, theme.Gap2), indented(kit.Line{Gap: theme.Gap2}.Of(buttons...)))
	}
	if g.shell.cfg.Archive != nil && p.Begun() {
		parts = append(parts, kit.Blank(1, theme.Gap1), indented(kit.Line{}.Of(g.use(g.again))))
	}
	return parts
}

// task is one task with its checks. A finished one folds by itself.
func (g *guidePanel) task(p *lab.Progress, t lab.TaskProgress) []fyne.CanvasObject {
	key := fmt.Sprintf("%d/%s", p.No, t.ID)
	v := g.tasks[key]
	if v == nil {
		v = &taskView{line: newGuideLine(), steps: newGuideLine()}
		v.line.tap = func() { v.folded, v.touched = !v.folded, true; g.fill() }
		v.steps.tap = func() { v.stepsOpen = !v.stepsOpen; g.fill() }
		g.tasks[key] = v
	}
	if !v.touched {
		v.folded = t.Done
	}
	l := v.line
	l.title.Text, l.title.Bold, l.title.Color = t.Title, true, theme.ColorText
	l.right, l.folds, l.open, l.head = fmt.Sprintf("%d/%d 分", t.Earned, t.Points), true, !v.folded, true
	l.picture = ""
	if t.Done {
		l.picture, l.tint = assets.IconDone, theme.ColorSuccess
	}
	l.Refresh()
	out := []fyne.CanvasObject{g.use(l)}
	if v.folded {
		return out
	}
	if t.Text != "" {
		out = append(out, indented(&kit.Paragraph{Text: t.Text, Color: theme.ColorTextSecond, TextSize: theme.SizeSmall}))
	}
	if len(t.Steps) > 0 {
		s := v.steps
		s.title.Text, s.title.TextSize, s.title.Color = "怎么做", theme.SizeSmall, theme.ColorBrand
		s.folds, s.open = true, v.stepsOpen
		s.Refresh()
		out = append(out, g.use(s))
		for i, step := range t.Steps {
			if v.stepsOpen {
				out = append(out, indented(newBullet(fmt.Sprint(i+1), &kit.Paragraph{Text: step}, nil)))
			}
		}
	}
	for _, st := range t.Checks {
		next := p.Next != nil && p.Next.ID == st.ID
		out = append(out, g.checkLine(st, next))
		if g.view(st).open && !next {
			out = append(out, card(theme.ColorGround, g.details(st)...))
		}
	}
	return append(out, kit.Blank(1, 4))
}
