package tour_test

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"crmlab/data/paper"
	"crmlab/domain/lab"
	"crmlab/domain/lab/report"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	uilab "crmlab/ui/lab"
	"crmlab/ui/page"
	"crmlab/ui/tour"
)

// The files of the tests can write reports, too; what was opened in a viewer is noted.
func (f files) Paper(r *report.Report, format string) ([]byte, []string, error) {
	pics, err := uilab.Pictures(r)
	if err != nil {
		return nil, nil, err
	}
	if format == "pdf" {
		content, err := paper.PDF(r, pics)
		return content, nil, err
	}
	return paper.Docx(r, pics, nil)
}
func (f files) Template() string          { return "" }
func (f files) SetTemplate(string) error  { return nil }
func (f files) SaveTemplate(string) error { return nil }
func (f files) Placeholders() [][2]string { return nil }
func (f files) Show(path string) error    { shown = append(shown, path); return nil }

var shown []string

func writings(t *testing.T, b *record.Book) map[string]string {
	t.Helper()
	out := map[string]string{}
	if err := b.Read(record.Hat{}, func(r record.Reader) error {
		all, err := record.Find(r, lab.Writings)
		for _, w := range all {
			out[w.Part] = w.Text
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAStudentWritesTheReportOnItsPage(t *testing.T) {
	shown = nil
	s, b, r := guided(t, 8)
	play(t, b, 8, "")
	r.Press("写实验报告")
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
	if here := s.Here(); here.Name != page.ReportEntry || here.ID != 8 {
		t.Fatalf("the button leads to %+v", here)
	}
	shoot(r, "报告-空")
	for _, says := range []string{"100 / 100", "如果客户还要再降 5%", "还没有任何报告文字"} {
		if r.Says(says) == (says == "还没有任何报告文字") {
			t.Errorf("whether the page says %q is wrong", says)
		}
	}
	// Four lines of the title page come first, then the questions.
	r.FillCell(2, "王老师")
	r.FillCell(4, "可以让 2%，换更高的首付。")
	r.FillCell(7, "零头放在最后一期。")
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
	got := writings(t, s.Book())
	if got["teacher"] != "王老师" || got["q1"] != "可以让 2%，换更高的首付。" || got[lab.SummaryPart] != "零头放在最后一期。" {
		t.Errorf("what was typed and left is not kept: %v", got)
	}
	if !r.Says("写了 2 / 4 段") || !r.Says("已保存") {
		t.Error("the page does not say that it was saved")
	}
	r.Press("打开打印")
	if r.Err() != nil || len(shown) != 1 || filepath.Base(shown[0]) != "实验8.pdf" {
		t.Fatalf("%v, opened %v", r.Err(), shown)
	}
	shoot(r, "报告-写了")
	s.Undo() // the summary
	if got := writings(t, s.Book()); got[lab.SummaryPart] != "" || got["q1"] == "" {
		t.Errorf("after 撤销: %v", got)
	}
	if !r.Says("写了 1 / 4 段") {
		t.Error("the page does not follow 撤销")
	}
	w := s.Window()
	w.Resize(fyne.NewSize(1920, 1080))
	shoot(r, "报告-大")
	w.Resize(fyne.NewSize(1024, 700))
	shoot(r, "报告-小")
}

func TestWhatIsTypedIsKeptWhenThePageIsLeft(t *testing.T) {
	s, _, r := guided(t, 8)
	r.Press("写实验报告")
	area, ok := tour.Seek(r, func(f *kit.TextField) bool { return f.Rows > 1 })
	if !ok {
		t.Fatal("no field to write in")
	}
	canvas := s.Window().Canvas()
	canvas.Focus(area.FocusTarget())
	for _, c := range "还没写完" {
		area.FocusTarget().TypedRune(c)
	}
	if got := writings(t, s.Book()); len(got) != 0 {
		t.Fatalf("a step for every sign: %v", got)
	}
	s.Go(page.Route{Name: "order"})
	if got := writings(t, s.Book()); got["q1"] != "还没写完" {
		t.Errorf("after leaving: %v", got)
	}
	s.Back()
	if area, ok = tour.Seek(r, func(f *kit.TextField) bool { return f.Rows > 1 }); !ok || area.Value() != "还没写完" {
		t.Error("it is not there again")
	}
}

func TestAReportThatTheDiskDoesNotTakeIsSaid(t *testing.T) {
	s, _, r := guided(t, 8)
	r.Press("写实验报告")
	// The folder that the reports go to has gone.
	if err := os.RemoveAll(s.Files().Folder()); err != nil {
		t.Fatal(err)
	}
	r.Press("打开打印")
	if !r.Says("没有保存 实验8.pdf") {
		t.Error("nothing says why there is no file")
	}
}
