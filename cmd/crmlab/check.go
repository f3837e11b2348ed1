package main

import (
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"crmlab/data/pack"
	"crmlab/domain/lab"
	"crmlab/domain/record"
)

var checkVerb = verb{
	name: "check", args: "FILE", least: 1, most: 1,
	about: "显示各实验的检查：做到了什么、应当怎样、下一步做什么",
	more: `每个检查一行：状态、得分、现在的情况、应当怎样、下一步。有没完成的检查时退出码 1。
不写 --experiment 时列出有进展的实验；--pack 用自己的实验包，不写则用自带的。

  crmlab check 作业.crmwork --experiment 8
  crmlab check 作业.crmwork --experiment 8 --format json`,
	setup: func(fs *pflag.FlagSet) act {
		no := fs.Int("experiment", 0, "只看第`几`个实验")
		folder := fs.String("pack", "", "实验包的`文件夹`")
		form := formatFlag(fs)
		return func(c *console, args []string) error {
			course, err := courseOf(*folder)
			if err != nil {
				return err
			}
			if *no != 0 && course.Experiment(*no) == nil {
				return record.Refuse("experiment", fmt.Sprintf("没有第 %d 个实验", *no), "实验包里有：实验 "+experimentNumbers(course), "写其中一个")
			}
			open := readWork
			if course.Tries() {
				open = openWork // a probe writes and takes it back
			}
			return onFile(open, args[0], "", func(w *workFile, _ record.Hat) error {
				return showChecks(c, w.book, course, *no, *form)
			})
		}
	},
}

// courseOf loads the experiments of a folder, or those that the program brings.
func courseOf(folder string) (*lab.Course, error) {
	if folder == "" {
		return pack.BuiltIn()
	}
	return pack.Load(folder)
}

func experimentNumbers(c *lab.Course) string {
	var out []string
	for _, x := range c.Experiments {
		out = append(out, fmt.Sprint(x.No))
	}
	return strings.Join(out, "、")
}

// checkColumns are a check as scripts get it.
var checkColumns = []column{{name: "experiment", label: "实验", right: true}, {name: "check", label: "检查"}, {name: "state", label: "状态"},
	{name: "earned", label: "得分", right: true}, {name: "points", label: "满分", right: true}, {name: "title", label: "要求"}, {name: "found", label: "现在"},
	{name: "wanted", label: "应当"}, {name: "next", label: "下一步"}, {name: "record", label: "记录"}, {name: "entry", label: "步骤", right: true}}

func addChecks(s *rowset, p *lab.Progress) {
	for _, st := range p.Checks {
		s.add(number(p.No), cell{st.ID, st.ID}, cell{st.Outcome.Label(), string(st.Outcome)}, number(st.Earned), number(st.Points), cell{st.Title, st.Title},
			cell{st.Found, st.Found}, cell{st.Wanted, st.Wanted}, cell{st.Next, st.Next}, cell{st.No, st.No}, number(int(st.Entry)))
	}
}

func showChecks(c *console, b *record.Book, course *lab.Course, only int, f format) error {
	board, err := lab.Watch(b, course)
	if err != nil {
		return err
	}
	defer board.Close()
	s := rowset{columns: checkColumns}
	whole := true
	var text strings.Builder
	for _, x := range course.Experiments {
		if only != 0 && x.No != only {
			continue
		}
		p, err := board.Look(x.No)
		if err != nil {
			return err
		}
		if only == 0 && !p.Begun() && f == asTable {
			continue
		}
		writeProgress(&text, p)
		for _, st := range p.Checks {
			whole = whole && st.Outcome == lab.Fulfilled
		}
		addChecks(&s, p)
	}
	if f == asTable {
		if text.Len() == 0 {
			text.WriteString("还没有做任何实验。加 --experiment 可以看一个实验要做什么。\n")
		}
		if _, err := fmt.Fprint(c.out, text.String()); err != nil {
			return err
		}
	} else if err := s.print(c.out, f); err != nil {
		return err
	}
	if !whole {
		return errUnsound
	}
	return nil
}

// writeProgress writes an experiment for people: sentences do not fit a table.
func writeProgress(b *strings.Builder, p *lab.Progress) {
	fmt.Fprintf(b, "实验 %d %s：%d / %d 分", p.No, p.Title, p.Score.Earned, p.Score.Possible)
	if p.Score.Faulty > 0 {
		fmt.Fprintf(b, "（另有 %d 分的检查出错，不计）", p.Score.Faulty)
	}
	b.WriteString("\n")
	for _, t := range p.Tasks {
		fmt.Fprintf(b, "\n%s（%d / %d 分）\n", t.Title, t.Earned, t.Points)
		for _, st := range t.Checks {
			fmt.Fprintf(b, "  %-5s %s  %d/%d  %s\n", st.ID, st.Outcome.Label(), st.Earned, st.Points, st.Title)
			indent := "        "
			b.WriteString(indent + "现在：" + st.Found + "\n")
			if st.Wanted != "" {
				b.WriteString(indent + "应当：" + st.Wanted + "\n")
			}
			if st.Next != "" {
				b.WriteString(indent + "怎么做：" + st.Next + "\n")
			}
			if st.Candidate != "" {
				b.WriteString(indent + "（" + st.Candidate + "）\n")
			}
		}
	}
	if p.Next != nil {
		b.WriteString("\n下一步（" + p.Next.ID + "）：" + p.Next.Next + "\n")
	}
	b.WriteString("\n")
}

var answerVerb = verb{
	name: "answer", args: "FILE CHECK VALUE", least: 3, most: 3,
	about: "填写一个检查要问的数",
	more: `CHECK 是检查的编号。数字可以带单位、千位分隔，也可以用全角。答得对不对用 crmlab check 看。

  crmlab answer 作业.crmwork 8.3 120,000 --as 王芳`,
	setup: func(fs *pflag.FlagSet) act {
		as := fs.String("as", "", asUsage)
		folder := fs.String("pack", "", "实验包的`文件夹`")
		form := formatFlag(fs)
		return func(c *console, args []string) error {
			course, err := courseOf(*folder)
			if err != nil {
				return err
			}
			var x *lab.Experiment
			for _, e := range course.Experiments {
				if ch := e.Check(args[1]); ch != nil && ch.Kind == lab.Answered {
					x = e
				}
			}
			if x == nil {
				return record.Refuse("answer.check", "没有收下这个答案", "没有要填数的检查「"+args[1]+"」", "用 crmlab check FILE --experiment N 看检查的编号")
			}
			return onFile(openWork, args[0], *as, func(w *workFile, hat record.Hat) error {
				board, err := lab.Watch(w.book, course)
				if err != nil {
					return err
				}
				defer board.Close()
				e, err := board.Answer(hat, x.No, args[1], args[2])
				if err != nil {
					return err
				}
				return printSteps(c, w.book, *form, e)
			})
		}
	},
}
