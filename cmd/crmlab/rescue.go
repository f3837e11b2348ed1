package main

import (
	"fmt"
	"os"
	"time"

	"fyne.io/fyne/v2"

	"crmlab/data"
	"crmlab/domain"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/shell"
	"crmlab/ui/theme"
)

// rescue is how to go on with a file that is in trouble.
type rescue struct {
	path string
	who  shell.Student
	copy *data.Choice // to take the file's place; nil: the file itself can be opened

	doubtful bool // the file can be opened, but is not sound
}

// offered says what the rescue is, and what its button is called.
func (r rescue) offered() (text, verb string) {
	if r.doubtful {
		return "文件还能打开，但没有通过检查，也没有更好的副本。", "重新打开"
	}
	if r.copy == nil {
		return "文件本身完好，可以重新打开。没有写入的最后一步不在其中。", "重新打开"
	}
	text = "最近一份完好的副本是 " + r.copy.Made.Format("2006-01-02 15:04") + " 的"
	if !r.copy.Sound {
		text = "没有完好的副本。还能打开的最近一份是 " + r.copy.Made.Format("2006-01-02 15:04") + " 的，其中有损坏"
	}
	if r.copy.Skipped > 0 {
		text += fmt.Sprintf("，更新的 %d 份没有通过检查", r.copy.Skipped)
	}
	return text + "。现在的文件会留在副本文件夹里。", "恢复"
}

// offer shows what is wrong and how to go on; no is for those who do not want to.
func (d *desktop) offer(why error, r rescue, no func()) {
	text, verb := r.offered()
	var lines []fyne.CanvasObject
	add := func(text string, bold bool, color fyne.ThemeColorName) {
		lines = append(lines, &kit.Paragraph{Text: text, Bold: bold, Color: color})
	}
	for _, f := range record.RefusalsIn(why) {
		add(f.What+"。", true, theme.ColorText)
		add(f.Why+"。", false, theme.ColorTextSecond)
	}
	add(text, false, theme.ColorText)
	var m *kit.Modal
	m = kit.Ask(d.window.Canvas(), kit.Dialog{
		Title: "工作文件出了问题", Content: kit.Stack{Gap: theme.Gap2}.Of(lines...), OK: verb, Cancel: "不用了", OnCancel: no,
		OnOK: func() error {
			m.Close()
			d.away("正在"+verb, func() func() { return d.carryOut(r) })
			return nil
		},
	})
}

// away does something that takes a while, and then what it returns.
func (d *desktop) away(title string, work func() (then func())) {
	wait := kit.ShowProgress(d.window.Canvas(), kit.ProgressTask{Title: title})
	d.runner.Go(func() {
		then := work()
		d.runner.UI(func() {
			wait.Close()
			then()
		})
	})
}

// carryOut does what was offered, away from the interface.
func (d *desktop) carryOut(r rescue) (show func()) {
	if r.copy != nil {
		if _, err := data.Restore(r.path, r.copy.Path, time.Now()); err != nil {
			return func() { d.restart(err) }
		}
	}
	show, err := d.open(r.path, r.who)
	if err != nil {
		return func() { d.restart(err) }
	}
	return show
}

// restart goes back to 你是谁 with words.
func (d *desktop) restart(err error) {
	d.start()
	d.tell(err)
}

// answers deals with a failure that concerns the open file as a whole; others are the
// window's own.
func (d *desktop) answers(work *session, err error) bool {
	lost, moved, unsound := data.IsLost(err), record.IsRefusal(err, "file.moved"), record.IsRefusal(err, "file.unsound")
	switch {
	case !lost && !moved && !unsound:
		return false
	case d.work != work || d.asking: // it is being dealt with
	case lost:
		d.lost(work, err)
	case moved:
		d.moved(work, err)
	default:
		d.unsound(err)
	}
	return true
}

// lost lets go of a file that can no longer be used, looks what is left of it, and offers
// how to go on.
func (d *desktop) lost(work *session, why error) {
	d.log.report(why)
	who := d.memory.opened(work.path, shell.Student{})
	d.shell.Release()
	d.work = nil
	d.away("正在检查工作文件", func() func() {
		_ = work.close(false) // it is lost, and has said so
		r, found := wayOut(work.path)
		if !found {
			return func() { d.restart(why) }
		}
		r.who = who
		return func() { d.offer(why, r, d.start) }
	})
}

// wayOut finds what is best to go on with: the file if it is sound, else its best copy,
// unless that is no better.
func wayOut(path string) (r rescue, found bool) {
	usable, sound := data.Look(path, domain.Kinds)
	if sound {
		return rescue{path: path}, true
	}
	best, found, err := data.BestCopy(path, domain.Kinds)
	if err == nil && found && (best.Sound || !usable) {
		return rescue{path: path, copy: &best}, true
	}
	return rescue{path: path, doubtful: true}, usable
}

// moved offers to write the open file to its place again.
func (d *desktop) moved(work *session, why error) {
	d.asking = true
	var f *record.Refusal
	for _, f = range record.RefusalsIn(why) {
		break
	}
	kit.Confirm(d.window.Canvas(), kit.Question{
		Title: "工作文件不在原处", Yes: "保存到原处", No: "知道了",
		Text: f.What + "。" + f.Why + "。\n放回原处后可以接着做；也可以把现在的内容重新保存到原处，那里若有别的文件，会留作副本。",
		OnNo: func() { d.asking = false },
		OnYes: func() {
			d.away("正在保存到原处", func() func() {
				if _, err := work.store.PutBack(time.Now()); err != nil {
					return func() {
						d.asking = false
						d.tell(err)
					}
				}
				who := d.memory.opened(work.path, shell.Student{})
				_ = work.close(false) // what it holds is in the new file
				show := d.carryOut(rescue{path: work.path, who: who})
				return func() {
					d.shell.Release()
					show()
				}
			})
		},
	})
}

// unsound tells that something in the file does not fit, and leads to the copies.
func (d *desktop) unsound(why error) {
	for _, f := range record.RefusalsIn(why) {
		kit.Error(d.window.Canvas(), kit.Trouble{Title: "工作文件没有通过检查", What: f.What + "。", Why: f.Why, Fix: f.Fix + "。",
			Then: &kit.Button{Text: "副本…", OnTapped: d.shell.ShowCopies}})
		return
	}
}

// swap puts a copy in the place of the open file, which has been let go of by the window,
// and opens it; where that fails, what was open is opened again.
func (d *desktop) swap(work *session, who shell.Student, copied string) (show func()) {
	if err := work.close(false); err != nil {
		d.log.report(err)
	}
	made := ""
	if info, err := os.Stat(copied); err == nil {
		made = info.Name()
	}
	_, err := data.Restore(work.path, copied, time.Now())
	opened := d.carryOut(rescue{path: work.path, who: who})
	return func() {
		d.work = nil
		opened()
		if err != nil {
			d.tell(err)
			return
		}
		kit.ShowToast(d.window.Canvas(), kit.Toast{Text: "已恢复副本 " + made})
	}
}
