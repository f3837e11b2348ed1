package main

import (
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/spf13/pflag"

	"crmlab/domain"
	"crmlab/domain/record"
)

// verbs lists what the command line can do, in the order of help.
var verbs []*verb

func init() {
	verbs = []*verb{&newVerb, &generateVerb, &importVerb, &listVerb, &figuresVerb, &priceVerb, &doVerb, &attachVerb, &undoVerb, &redoVerb, &restoreVerb, &dateVerb, &checkVerb, &answerVerb, &reportVerb, &submitVerb, &readVerb, &inspectVerb, &tourVerb,
		&journalVerb, &verifyVerb, &selftestVerb, &graphicsVerb, &helpVerb, &versionVerb}
}

func find(name string) *verb {
	for _, v := range verbs {
		if v.name == name {
			return v
		}
	}
	return nil
}

var helpVerb = verb{
	name: "help", args: "[VERB|KIND]", least: 0, most: 1,
	about: "说明一个命令，或一种记录的字段和动作",
	setup: func(*pflag.FlagSet) act {
		return func(c *console, args []string) error {
			if len(args) == 0 {
				return c.helpAll()
			}
			if v := find(args[0]); v != nil {
				return c.helpVerb(v)
			}
			k, err := kindNamed(args[0])
			if err != nil {
				return misuse("没有「%s」这个命令，也没有这种记录", args[0])
			}
			return c.helpKind(k)
		}
	},
}

func (c *console) helpAll() error {
	var b strings.Builder
	b.WriteString("crmlab 客户关系管理教学实验系统\n\n  crmlab [FILE]    打开窗口\n  crmlab 命令 …    不开窗口，做一件事\n\n命令：\n")
	s := rowset{columns: []column{{}, {}}}
	for _, v := range verbs {
		if v.hidden {
			continue
		}
		s.add(text("  "+v.name+" "+v.args), text(v.about))
	}
	writePairs(&b, s.rows)
	b.WriteString("\n记录（KIND）：\n")
	s.rows = nil
	for _, k := range domain.Kinds {
		s.add(text("  "+k.Name), text(k.Label))
	}
	writePairs(&b, s.rows)
	b.WriteString("\ncrmlab help 命令 或 crmlab help KIND 看详细说明。退出码：0 正常，1 不允许或检查不通过，2 命令写错，3 程序出错。\n")
	_, err := fmt.Fprint(c.out, b.String())
	return err
}

func (c *console) helpVerb(v *verb) error {
	var b strings.Builder
	fmt.Fprintf(&b, "crmlab %s %s\n\n%s。\n", v.name, v.args, v.about)
	fs := flagSet(v.name)
	v.setup(fs)
	var rows [][]cell
	fs.VisitAll(func(f *pflag.Flag) {
		value, about := pflag.UnquoteUsage(f)
		if f.Value.Type() == "bool" {
			value = ""
		}
		rows = append(rows, []cell{text(strings.TrimRight("  --"+f.Name+" "+value, " ")), text(about)})
	})
	if len(rows) > 0 {
		b.WriteString("\n选项：\n")
		writePairs(&b, rows)
	}
	if v.more != "" {
		b.WriteString("\n" + v.more + "\n")
	}
	_, err := fmt.Fprint(c.out, b.String())
	return err
}

// helpKind lists what scripts need to know of a kind: fields, states, actions.
func (c *console) helpKind(k *record.Kind) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s\n\n字段：\n", k.Name, k.Label)
	writePairs(&b, fieldLines(k.Fields, "  "))
	if k.States != nil {
		b.WriteString("\n状态：")
		for i, s := range k.States.List {
			if i > 0 {
				b.WriteString("、")
			}
			fmt.Fprintf(&b, "%s（%s）", s.Label, s.Code)
		}
		b.WriteByte('\n')
	}
	b.WriteString("\n动作：\n")
	writePairs(&b, [][]cell{{text("  create"), text("新增")}, {text("  edit"), text("编辑")}, {text("  delete"), text("删除")}})
	for _, a := range k.Actions {
		writePairs(&b, [][]cell{{text("  " + a.Name), text(a.Label)}})
		writePairs(&b, fieldLines(a.Inputs, "      "))
	}
	_, err := fmt.Fprint(c.out, b.String())
	return err
}

var typeLabels = map[record.Type]string{
	record.TypeText: "文字", record.TypeLong: "长文字", record.TypeInt: "整数", record.TypeMoney: "金额", record.TypeNumber: "数", record.TypeBool: "是否",
	record.TypeDate: "日期", record.TypeTime: "时间", record.TypeChoice: "选项", record.TypeLink: "链接", record.TypeLinks: "多个链接",
	record.TypeTarget: "任意记录", record.TypeRows: "明细",
}

func fieldLines(fields []*record.Field, indent string) [][]cell {
	var out [][]cell
	for _, f := range fields {
		if f.Hidden {
			continue
		}
		about := f.Label + "，" + typeLabels[f.Type]
		if t := f.Target(); t != nil {
			about += " " + t.Name
		}
		for i, ch := range f.Choices {
			about += map[bool]string{true: "：", false: "、"}[i == 0] + ch.Label + "（" + ch.Code + "）"
		}
		if f.Required {
			about += "，必填"
		}
		if !f.Editable() {
			about += "，不能直接填写"
		}
		if on, values := f.Depends(); on != "" {
			about += "，只在 " + on + " 为 " + strings.Join(values, "、") + " 时有用"
		}
		out = append(out, []cell{text(indent + f.Name), text(about)})
		out = append(out, fieldLines(f.Columns, indent+"  ")...)
	}
	return out
}

// writePairs writes two columns, the second where the widest of the first ends.
func writePairs(b *strings.Builder, rows [][]cell) {
	wide := 0
	for _, r := range rows {
		wide = max(wide, breadth(r[0].text))
	}
	for _, r := range rows {
		b.WriteString(r[0].text + strings.Repeat(" ", wide-breadth(r[0].text)+2) + r[1].text + "\n")
	}
}

var versionVerb = verb{
	name: "version", most: 0, about: "显示版本",
	setup: func(*pflag.FlagSet) act {
		return func(c *console, _ []string) error {
			_, err := fmt.Fprintln(c.out, versionText())
			return err
		}
	},
}

// version is set by the release build.
var version = "开发版"

func versionText() string {
	s := "crmlab " + version
	if info, ok := debug.ReadBuildInfo(); ok {
		s += "（" + info.GoVersion + "）"
	}
	return s
}
