package approval

import (
	"fyne.io/fyne/v2"

	"crmlab/domain/approval"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/theme"
)

// mark is how a stop looks: a sign before its name, and the tone of both.
type mark struct {
	sign string
	tone kit.Tone
}

var marks = map[approval.Standing]mark{
	approval.StopDone: {"✓", kit.ToneGreen}, approval.StopNow: {"●", kit.ToneBlue}, approval.StopAhead: {"○", kit.ToneGrey},
	approval.StopPassed: {"—", kit.ToneGrey}, approval.StopBack: {"←", kit.ToneAmber}, approval.StopRefused: {"✗", kit.ToneRed},
	approval.StopSpared: {"—", kit.ToneGrey},
}

// stop is one station as the picture shows it.
type stop struct {
	mark
	name  string
	lines []string // who, what, when; why it is passed over
}

// stopsOf puts a way into words.
func stopsOf(w *approval.Way) []stop {
	answers := approval.Tasks.Field("answer")
	var out []stop
	for _, s := range w.Stops {
		x := stop{mark: marks[s.Standing], name: s.Name}
		for _, p := range s.Said {
			line := p.Who
			if c, ok := answers.Choice(string(p.Answer)); ok {
				line += " " + c.Label
			}
			if p.Day != 0 {
				if line != "" {
					line += " "
				}
				line += p.Day.String()[5:]
			}
			x.lines = append(x.lines, line)
			if p.Opinion != "" && (p.Answer == approval.SendBack || p.Answer == approval.Reject) {
				x.lines = append(x.lines, "「"+p.Opinion+"」")
			}
		}
		switch {
		case s.Standing == approval.StopPassed:
			x.lines = append(x.lines, "跳过："+s.Note)
		case s.Standing == approval.StopSpared && len(s.Said) == 0:
			x.lines = append(x.lines, "不再需要")
		case s.Note != "":
			x.lines = append(x.lines, s.Note)
		}
		out = append(out, x)
	}
	return out
}

// title says which flow the picture is of.
func title(w *approval.Way) string {
	t := "审批进度"
	if w.Flow != "" {
		t += " · " + w.Flow
	}
	if w.Instance.Version > 0 {
		t += " 第 " + number(w.Instance.Version) + " 版"
	}
	if w.Instance.Round > 1 {
		t += " · 第 " + number(w.Instance.Round) + " 次提交"
	}
	return t
}

// picture draws where a document stands: its stops beside each other, each with who and when.
func picture(stops []stop) fyne.CanvasObject {
	parts := make([]fyne.CanvasObject, len(stops))
	for i, s := range stops {
		name := &kit.Text{Text: s.name, Bold: s.tone == kit.ToneBlue, Truncate: true}
		if s.tone == kit.ToneGrey {
			name.Tone = kit.ToneGrey
		}
		head := []fyne.CanvasObject{&kit.Text{Text: s.sign, Tone: s.tone, Bold: true, MinWidth: 14}, name}
		if i < len(stops)-1 {
			head = append(head, &kit.Text{Text: "›", Tone: kit.ToneGrey})
		}
		under := []fyne.CanvasObject{kit.Line{Gap: 4, Fill: name}.Of(head...)}
		for _, l := range s.lines {
			under = append(under, &kit.Paragraph{Text: l, TextSize: theme.SizeSmall, Color: theme.ColorTextSecond})
		}
		parts[i] = kit.Stack{Gap: 3}.Of(under...)
	}
	return kit.Tiles{Gap: theme.Gap3, MinWidth: 118, Columns: max(len(parts), 1)}.Of(parts...)
}

func wayOf(h page.Host, doc record.Target) *approval.Way {
	var w *approval.Way
	if err := h.Book().Read(h.Hat(), func(r record.Reader) (err error) {
		w, err = approval.WayOf(r, doc)
		return err
	}); err != nil {
		h.Fail(err)
	}
	return w
}

// open reports whether something is still to be done about a way, or it ended badly.
func open(w *approval.Way) bool {
	return w.Instance.Status != approval.Passed && w.Instance.Status != approval.Withdrawn
}

// Progress draws where a document stands while its way has not ended well; nil otherwise, since
// the tab 审批 shows it at all times.
func Progress(k *record.Kind) func(page.Host, record.ID) fyne.CanvasObject {
	return func(h page.Host, id record.ID) fyne.CanvasObject {
		w := wayOf(h, record.Target{Kind: k.Name, ID: id})
		if w == nil || !open(w) {
			return nil
		}
		return &kit.Card{Title: title(w), Content: picture(stopsOf(w))}
	}
}
