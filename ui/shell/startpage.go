package shell

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/theme"
)

// Student is who uses the program: class, number and name. Any of them may be empty but the name.
type Student struct{ Class, No, Name string }

// Text is how the sidebar calls the student: 2022级电商1班 李明.
func (s Student) Text() string {
	if s.Class == "" {
		return s.Name
	}
	return s.Class + " " + s.Name
}

// WorkFile is a work file that can be opened again.
type WorkFile struct {
	Path    string
	Student Student
	Changed time.Time // last written; zero: unknown
	Missing string    // why it cannot be opened now; empty: it can
}

// Start is the window before a work file is open: 你是谁, a new file from the prepared case, or one
// of the recent files. The last file never opens by itself, because the next person at the
// computer may be another.
type Start struct {
	Window fyne.Window
	Runner kit.Runner // nil: kit.Background
	Who    Student    // filled in at first
	Recent []WorkFile
	Folder string // where new files go, shown under the button

	// Create opens the work file of a student, and makes it from the prepared case if there is
	// none. It is called away from the interface, and tells how far it is, from 0 to 1.
	Create func(who Student, progress func(float64)) (open func(), err error)
	// Open opens a work file; it is called away from the interface.
	Open func(path string) (open func(), err error)
	// Browse lets the user choose a file; nil leaves the button out.
	Browse func(chosen func(path string))
	// Report is as in Config.
	Report func(error) (path string)

	class, no, name *kit.TextField
	note            *kit.Banner
	create          *kit.Button
	column          *centred
}

// ShowIn fills the window. What Create and Open return is run on the interface and is expected to
// put something else there.
func (s *Start) ShowIn() {
	if s.Runner == nil {
		s.Runner = kit.Background{}
	}
	s.Window.SetTitle(programTitle)
	s.Window.SetPadded(false)
	s.Window.SetContent(kit.NewHost(s.object()))
	first := s.name
	if s.Who.Name == "" && s.Who.Class == "" {
		first = s.class
	}
	s.Window.Canvas().Focus(first.FocusTarget())
	s.Window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) {
		if e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter {
			s.make()
		}
	})
}

func (s *Start) object() fyne.CanvasObject {
	s.class = &kit.TextField{Placeholder: "2022级电商1班", MaxRunes: 30}
	s.no = &kit.TextField{Placeholder: "学号", MaxRunes: 20}
	s.name = &kit.TextField{Placeholder: "姓名", MaxRunes: 20}
	s.class.SetValue(s.Who.Class)
	s.no.SetValue(s.Who.No)
	s.name.SetValue(s.Who.Name)
	s.note = &kit.Banner{Tone: kit.ToneRed}
	s.create = &kit.Button{Text: "开始做实验", Kind: kit.Primary, OnTapped: s.make}

	labelled := func(label string, field fyne.CanvasObject) fyne.CanvasObject {
		return kit.Stack{Gap: 4}.Of(kit.Hint(label), field)
	}
	where := &kit.Text{Text: s.folderText(), Color: theme.ColorTextSecond, TextSize: theme.SizeSmall, Truncate: true}
	who := &kit.Card{Title: "你是谁", Content: kit.Stack{Gap: theme.Gap3}.Of(
		kit.Columns{Gap: 10, Weights: []float32{2, 1.2, 1.2}}.Of(labelled("班级", s.class), labelled("学号", s.no), labelled("姓名", s.name)),
		s.note,
		kit.Line{Gap: 10, Fill: where}.Of(where, s.create),
	)}
	parts := []fyne.CanvasObject{
		&kit.Text{Text: programTitle, TextSize: theme.SizeFigure, Bold: true, Color: theme.ColorBrand},
		&kit.Paragraph{Text: "在一家模拟企业里完成十一个实验。每人一个文件，保存在本机；下次填得一样就接着做。", Color: theme.ColorTextSecond},
		kit.Blank(1, 6), who,
	}
	if len(s.Recent) > 0 || s.Browse != nil {
		parts = append(parts, s.recentCard())
	}
	s.column = newCentred(kit.Stack{Gap: 10}.Of(parts...))
	return &kit.Frame{Ground: theme.ColorGround, Content: s.column}
}

func (s *Start) folderText() string {
	if s.Folder == "" {
		return "从准备好的企业数据开始"
	}
	return "保存到 " + s.Folder
}

func (s *Start) recentCard() fyne.CanvasObject {
	rows := s.Recent
	table := &kit.RowTable{
		Columns: []kit.Column{
			{ID: "who", Title: "谁的", Kind: kit.LinkColumn, Width: 170},
			{ID: "path", Title: "文件", Width: 250, Weight: 2},
			{ID: "changed", Title: "上次修改", Kind: kit.DateColumn, Width: 130},
		},
		Count: func() int { return len(rows) },
		Key:   func(row int) string { return rows[row].Path },
		Empty: kit.EmptyState{Text: "这台电脑上还没有工作文件。"},
		Fit:   true,
		Cell: func(row, column int) kit.Cell {
			w := rows[row]
			switch column {
			case 0:
				return kit.Cell{Text: w.Student.Text(), Plain: w.Missing != "", Tip: w.Missing}
			case 1:
				return kit.Cell{Text: w.Path, Tone: kit.ToneGrey, Tip: w.Path}
			}
			switch {
			case w.Missing != "":
				return kit.Cell{Text: w.Missing, Tone: kit.ToneAmber, Tip: w.Missing}
			case w.Changed.IsZero():
				return kit.Cell{}
			}
			return kit.Cell{Text: w.Changed.Format("2006-01-02 15:04"), Tone: kit.ToneGrey}
		},
	}
	open := func(row int) { s.open(rows[row].Path) }
	table.OnOpen = open
	table.OnLink = func(row int, _ string) { open(row) }
	card := &kit.Card{Title: "接着做", Flush: true, Content: table}
	if s.Browse != nil {
		card.Right = &kit.Button{Text: "打开其他文件", Kind: kit.Ghost, Small: true, OnTapped: func() { s.Browse(s.open) }}
	}
	return card
}

// make opens the work file of the student who filled in the form, and creates it at the first time.
func (s *Start) make() {
	who := Student{Class: s.class.Value(), No: s.no.Value(), Name: s.name.Value()}
	if who.Name == "" {
		s.name.SetWrong(true)
		s.note.Set("", "填写姓名。工作文件和以后的实验报告都用它。", kit.ToneRed)
		s.column.Refresh()
		s.Window.Canvas().Focus(s.name.FocusTarget())
		return
	}
	on := s.Window.Canvas()
	wait := kit.ShowProgress(on, kit.ProgressTask{Title: "正在准备工作文件"})
	s.run(wait.Close, func() (func(), error) {
		return s.Create(who, func(part float64) {
			s.Runner.UI(func() { wait.Set(part, "") })
		})
	})
}

func (s *Start) open(path string) {
	if i := slices.IndexFunc(s.Recent, func(w WorkFile) bool { return w.Path == path }); i >= 0 && s.Recent[i].Missing != "" {
		s.fail(record.Refuse("file", "不能打开这个工作文件", s.Recent[i].Missing, "用「打开其他文件」找到它，或重新开始"))
		return
	}
	wait := kit.ShowProgress(s.Window.Canvas(), kit.ProgressTask{Title: "正在打开工作文件"})
	s.run(wait.Close, func() (func(), error) { return s.Open(path) })
}

func (s *Start) run(done func(), work func() (func(), error)) {
	s.Runner.Go(func() {
		next, err := work()
		s.Runner.UI(func() {
			done()
			if err != nil {
				s.fail(err)
				return
			}
			next()
		})
	})
}

func (s *Start) fail(err error) { showFailure(s.Window.Canvas(), err, s.Report) }
