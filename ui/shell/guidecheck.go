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

// checkView is what the guide keeps of one check between two fillings: its controls, so that a
// step made elsewhere takes neither the keyboard nor what is being typed away, and what of it
// has been opened.
type checkView struct {
	line             *guideLine
	hint, way, basis *kit.LinkText
	field            *kit.TextField
	send             *kit.Button

	open    bool   // its details are shown under its line
	hints   int    // that have been asked for
	based   bool   // 评分依据 is shown
	typed   string // the answer that the field was last filled with
	refused string // why the last answer was not taken
	sending bool
}

// outcomeLook is how an outcome looks beside its word.
type outcomeLook struct {
	icon string
	tint fyne.ThemeColorName
	tone kit.Tone
}

var outcomeLooks = map[lab.Outcome]outcomeLook{
	lab.NotStarted: {assets.IconTodo, theme.ColorTextFaint, kit.ToneGrey},
	lab.Missing:    {assets.IconInfo, theme.ColorWarning, kit.ToneAmber},
	lab.Partly:     {assets.IconHalf, theme.ColorBrand, kit.ToneBlue},
	lab.Fulfilled:  {assets.IconDone, theme.ColorSuccess, kit.ToneGreen},
	lab.RuleError:  {assets.IconWarning, theme.ColorDanger, kit.ToneRed},
}

// view is the check's view; the first call makes it.
func (g *guidePanel) view(st *lab.State) *checkView {
	no, id := g.experiment, st.ID
	key := fmt.Sprintf("%d/%s", no, id)
	v := g.views[key]
	if v == nil {
		v = &checkView{line: newGuideLine()}
		v.hint = &kit.LinkText{TextSize: theme.SizeSmall, OnTapped: func() { v.hints++; g.askHints() }}
		v.way = &kit.LinkText{Text: "带我去", TextSize: theme.SizeSmall, OnTapped: func() { g.shell.ShowTheWay(no, id) }}
		v.basis = &kit.LinkText{TextSize: theme.SizeSmall, OnTapped: func() { v.based = !v.based; g.fill() }}
		if st.Kind == lab.Answered {
			v.field = &kit.TextField{Placeholder: "填一个数", MaxRunes: 40, MinWidth: 60}
			v.send = &kit.Button{Text: "提交", OnTapped: func() { g.answer(v, no, id) }}
			kit.OnEnter(v.field, func() { g.answer(v, no, id) })
		}
		g.views[key] = v
	}
	if v.field != nil && st.Typed != v.typed { // answered or taken back since
		if v.field.Value() == v.typed {
			v.field.SetValue(st.Typed)
		}
		v.typed, v.refused = st.Typed, ""
	}
	return v
}

// checkLine is the check's line in the list.
func (g *guidePanel) checkLine(st *lab.State, next bool) fyne.CanvasObject {
	v, look := g.view(st), outcomeLooks[st.Outcome]
	l := v.line
	l.picture, l.tint = look.icon, look.tint
	l.title.Text, l.title.Color = st.Title, theme.ColorText
	l.right = fmt.Sprintf("%d/%d", st.Earned, st.Points)
	l.state.Text, l.state.Tone, l.state.Color = st.Outcome.Label(), look.tone, ""
	switch {
	case next:
		l.state.Text += " · 下一步"
	case v.open || st.Found == "" || st.Outcome == lab.NotStarted || st.Outcome == lab.Fulfilled:
	default: // what is amiss is read on every line, in a quiet colour
		l.state.Text += " · " + st.Found
		l.state.Color = theme.ColorTextSecond
	}
	l.folds, l.aligned, l.open = !next, true, v.open
	l.tap = func() {
		if next { // its details are the card on top
			g.scroller.Top()
			return
		}
		v.open = !v.open
		g.fill()
		g.askHints()
	}
	l.Refresh()
	return g.use(l)
}

// details are what a check says of itself and the ways to go on.
func (g *guidePanel) details(st *lab.State) []fyne.CanvasObject {
	v := g.view(st)
	var out []fyne.CanvasObject
	if st.Next != "" {
		out = append(out, &kit.Paragraph{Text: st.Next})
	}
	fact := func(label, text string) {
		if text != "" {
			b := newBullet(label, &kit.Paragraph{Text: text, Color: theme.ColorTextSecond, TextSize: theme.SizeSmall}, nil)
			b.sign.TextSize, b.at, b.indent = theme.SizeSmall, 0, 34
			out = append(out, b)
		}
	}
	fact("现在", st.Found)
	if st.Wanted != st.Title {
		fact("应当", st.Wanted)
	}
	if v.field != nil && st.Outcome != lab.Fulfilled {
		out = append(out, &kit.Paragraph{Text: st.Ask, Bold: true}, g.answerLine(v, st))
		if v.refused != "" {
			out = append(out, &kit.Paragraph{Text: v.refused, Tone: kit.ToneRed, TextSize: theme.SizeSmall})
		}
	}
	if st.Candidate != "" { // of several records, the one that earns most
		fact("记录", st.Candidate)
	}
	if help := g.shell.standing.hints[st.ID]; help != nil && v.hints > 0 {
		var hints []fyne.CanvasObject
		for i, h := range help.Hints[:min(v.hints, len(help.Hints))] {
			b := newBullet(fmt.Sprint(i+1), &kit.Paragraph{Text: h, TextSize: theme.SizeSmall}, nil)
			b.sign.TextSize, b.at, b.indent = theme.SizeSmall, 0, 16
			hints = append(hints, b)
		}
		out = append(out, note("提示", hints...))
	}
	if v.based {
		out = append(out, note("评分依据", g.basis(st)...))
	}
	return append(out, g.ways(v, st))
}

// ways are the links under a check: the next hint, 带我去, 评分依据.
func (g *guidePanel) ways(v *checkView, st *lab.State) fyne.CanvasObject {
	check := g.shell.standing.board.Course().Experiment(g.experiment).Check(st.ID)
	var links []fyne.CanvasObject
	if st.Outcome != lab.Fulfilled && v.hints < len(check.Hints) {
		v.hint.Text = "提示"
		if v.hints > 0 {
			v.hint.Text = "再提示"
		}
		v.hint.Refresh()
		links = append(links, g.use(v.hint))
	}
	if st.Outcome != lab.Fulfilled && check.Show != nil {
		links = append(links, g.use(v.way))
	}
	v.basis.Text = "评分依据"
	if v.based {
		v.basis.Text = "收起依据"
	}
	v.basis.Refresh()
	links = append(links, g.use(v.basis))
	return kit.Line{Gap: theme.Gap4}.Of(links...)
}

// note is a titled box of small text.
func note(title string, content ...fyne.CanvasObject) fyne.CanvasObject {
	head := &kit.Text{Text: title, TextSize: theme.SizeSmall, Bold: true, Color: theme.ColorTextSecond}
	return newTinted(kit.Stack{Gap: 3}.Of(append([]fyne.CanvasObject{head}, content...)...), theme.ColorCard)
}

// basis says how a check is judged: its rule, what it earned, the record that was looked at and
// the step that fulfilled it.
func (g *guidePanel) basis(st *lab.State) []fyne.CanvasObject {
	small := func(text string) fyne.CanvasObject {
		return &kit.Paragraph{Text: text, TextSize: theme.SizeSmall}
	}
	out := []fyne.CanvasObject{small(st.Rule), small(fmt.Sprintf("得 %d 分，满分 %d 分", st.Earned, st.Points))}
	s := g.shell
	if k := record.KindNamed(st.Record.Kind); k != nil && st.No != "" {
		link := &kit.LinkText{Text: k.Label + " " + st.No, TextSize: theme.SizeSmall, Truncate: true}
		if r, ok := s.registry.OpenRoute(k, st.Record.ID); ok {
			link.OnTapped = func() { s.Go(r) }
		}
		out = append(out, kit.Line{Gap: 6, Fill: link}.Of(kit.Hint("记录"), link))
	}
	if st.Entry != 0 {
		link := &kit.LinkText{Text: fmt.Sprintf("操作日志第 %d 步", st.Entry), TextSize: theme.SizeSmall}
		link.OnTapped = func() { s.Go(page.Route{Name: JournalEntry, ID: record.ID(st.Entry)}) }
		out = append(out, kit.Line{Gap: 6, Fill: link}.Of(kit.Hint("步骤"), link))
	}
	return out
}

// answerLine is where an answer is typed.
func (g *guidePanel) answerLine(v *checkView, st *lab.State) fyne.CanvasObject {
	parts := []fyne.CanvasObject{g.use(v.field)}
	if st.Unit != "" {
		parts = append(parts, kit.Label(st.Unit))
	}
	v.field.SetWrong(v.refused != "" || st.Typed != "" && v.field.Value() == st.Typed)
	v.send.SetReason(map[bool]string{true: "正在核对"}[v.sending])
	return kit.Line{Gap: 6, Fill: v.field}.Of(append(parts, g.use(v.send))...)
}

// answer hands in what was typed, away from the interface; what is wrong with it is said beside it.
func (g *guidePanel) answer(v *checkView, no int, id string) {
	if v.sending {
		return
	}
	v.sending, v.refused = true, ""
	s, typed, hat := g.shell, v.field.Value(), g.shell.hat
	s.cfg.Runner.Go(func() {
		e, err := s.standing.board.Answer(hat, no, id, typed)
		s.cfg.Runner.UI(func() {
			v.sending = false
			if s.closed {
				return
			}
			switch refused := record.RefusalsIn(err); {
			case len(refused) > 0:
				v.refused = sentence(refused[0].Why) + sentence(refused[0].Fix)
			case err != nil:
				s.Fail(fmt.Errorf("answer %s: %w", id, err))
			default:
				s.Done(e)
			}
			g.fill()
		})
	})
}

// askHints reads the hints of the checks that show some.
func (g *guidePanel) askHints() {
	s := g.shell
	no, ids := g.wanted()
	if len(ids) == 0 {
		return
	}
	kit.Fetch(s.cfg.Runner, &g.asked, func() (map[string]*lab.Help, error) {
		out := map[string]*lab.Help{}
		for _, id := range ids {
			h, err := s.standing.board.Help(no, id)
			if err != nil {
				return nil, err
			}
			out[id] = h
		}
		return out, nil
	}, func(hints map[string]*lab.Help, err error) {
		if err != nil {
			s.Fail(fmt.Errorf("read hints: %w", err))
			return
		}
		s.standing.hints = hints
		g.fill()
	})
}

// wanted are the checks of the shown experiment that show hints.
func (g *guidePanel) wanted() (no int, ids []string) {
	if p := g.shell.standing.now[g.experiment]; p != nil {
		for _, st := range p.Checks {
			if v := g.views[fmt.Sprintf("%d/%s", p.No, st.ID)]; v != nil && v.hints > 0 {
				ids = append(ids, st.ID)
			}
		}
	}
	return g.experiment, ids
}
