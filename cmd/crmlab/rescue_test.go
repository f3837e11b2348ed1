package main

import (
	"bytes"
	"errors"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"crmlab/data"
	"crmlab/domain/company"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/shell"
)

// turns keeps what is to happen on the interface until the test lets it.
type turns chan func()

func (t turns) Go(work func())     { work() }
func (t turns) UI(show func())     { t <- show }
func (t turns) Unwrap() kit.Runner { return kit.Inline{} }

// take lets what waits happen; the first of it may still be on its way.
func (t turns) take(tb testing.TB) {
	tb.Helper()
	select {
	case show := <-t:
		show()
	case <-time.After(30 * time.Second):
		tb.Fatal("nothing happens on the interface")
	}
	t.rest()
}

// dialog lets things happen until a dialog is open.
func (t turns) dialog(tb testing.TB, d *desktop) {
	tb.Helper()
	for d.window.Canvas().Overlays().Top() == nil {
		t.take(tb)
	}
}

// rest lets happen what is there.
func (t turns) rest() {
	for {
		select {
		case show := <-t:
			show()
		default:
			return
		}
	}
}

// troubled is the program with a work file open, for tests in which something happens to it.
func troubled(t *testing.T) (*desktop, turns, string) {
	t.Helper()
	d := stage(t)
	ui := make(turns, 1000)
	d.runner = ui
	f := caseFile(t)
	d.begin(f)
	ui.rest()
	if d.work == nil {
		t.Fatal("the file is not open")
	}
	d.window.Resize(tourSize)
	return d, ui, f
}

// copied waits for the copy that is made when a file is opened.
func copied(f string) {
	for made := []data.Copy(nil); len(made) == 0; made, _ = data.Copies(f) {
		time.Sleep(time.Millisecond)
	}
}

// leaveFile closes the file as 换人或换文件 does.
func (d *desktop) leaveFile(t *testing.T) {
	t.Helper()
	d.shell.Release()
	if err := d.leave(); err != nil {
		t.Fatal(err)
	}
}

// reported is for tests in which the log has something: it must say so, and is then fine.
func (d *desktop) reported(t *testing.T, says string) {
	t.Helper()
	log, err := os.ReadFile(d.log.path)
	if err != nil || !strings.Contains(string(log), says) {
		t.Errorf("the log does not say %q: %s %v", says, log, err)
	}
	if err := os.Remove(d.log.path); err != nil {
		t.Error(err)
	}
}

// says fails the test unless the topmost dialog has a text.
func (d *desktop) says(t *testing.T, text string) {
	t.Helper()
	words := ""
	for _, o := range test.LaidOutObjects(d.top()) {
		switch w := o.(type) {
		case *kit.Text:
			words += w.Text + "\n"
		case *kit.Paragraph:
			words += w.Text + "\n"
		case *kit.Button:
			words += w.Text + "\n"
		}
	}
	if !strings.Contains(words, text) {
		t.Errorf("the window does not say %q, but\n%s", text, words)
	}
}

func (d *desktop) top() fyne.CanvasObject {
	if o := d.window.Canvas().Overlays().Top(); o != nil {
		return o
	}
	return d.window.Content()
}

// press taps the button of the topmost dialog.
func (d *desktop) press(t *testing.T, text string) {
	t.Helper()
	for _, o := range test.LaidOutObjects(d.top()) {
		if b, ok := o.(*kit.Button); ok && b.Text == text && b.OnTapped != nil {
			b.OnTapped()
			return
		}
	}
	d.says(t, text)
	t.FailNow()
}

// copies is the list in the topmost dialog.
func (d *desktop) copies(t *testing.T) *kit.RowTable {
	t.Helper()
	for _, o := range test.LaidOutObjects(d.top()) {
		if rows, ok := o.(*kit.RowTable); ok {
			return rows
		}
	}
	t.Fatal("no copies are listed")
	return nil
}

// shoot writes a picture where the environment names a folder, for people to look at.
func (d *desktop) shoot(t *testing.T, name string) {
	t.Helper()
	folder := os.Getenv("CRMLAB_PICTURES")
	if folder == "" {
		return
	}
	f, err := os.Create(filepath.Join(folder, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, d.window.Canvas().Capture()); err != nil {
		t.Fatal(err)
	}
}

// today is the business date of the open file.
func (d *desktop) today(t *testing.T) string {
	t.Helper()
	if d.work == nil {
		t.Fatal("no file is open")
	}
	day, err := d.work.book.Today()
	if err != nil {
		t.Fatal(err)
	}
	return day.String()
}

func (d *desktop) moveDate(t *testing.T, to record.Date) {
	t.Helper()
	if _, err := company.MoveDate(d.work.book, record.Hat{}, to); err != nil {
		t.Fatal(err)
	}
}

func TestDamagedFileIsRestoredFromItsBestCopy(t *testing.T) {
	d, ui, f := troubled(t)
	if _, err := d.open(f+"x", shell.Student{}); !record.IsRefusal(err, "file.missing") {
		t.Errorf("a file that is not there: %v", err)
	}
	copied(f)
	d.moveDate(t, record.NewDate(2027, 1, 5))
	d.leaveFile(t)
	d.start()
	copies, err := data.Copies(f)
	if err != nil || len(copies) < 2 {
		t.Fatalf("copies: %v, %v", copies, err)
	}
	for _, path := range []string{f, copies[0].Path} { // the file, and the newest copy with it
		if err := os.Truncate(path, 9000); err != nil {
			t.Fatal(err)
		}
	}
	ask, err := d.open(f, shell.Student{})
	if err != nil {
		t.Fatalf("no copy is offered: %v", err)
	}
	ask()
	d.says(t, "文件不完整")
	d.says(t, "更新的 1 份没有通过检查")
	d.shoot(t, "offer-at-open")
	d.press(t, "恢复")
	ui.take(t)
	if day := d.today(t); day == "2027-01-05" {
		t.Errorf("the date is %s, that of the damaged copy", day)
	}
	d.leaveFile(t)
	fine(t, "verify", f)
}

func TestALostFileIsOfferedItsCopy(t *testing.T) {
	d, ui, f := troubled(t)
	d.work.copy()
	if err := os.Truncate(f, 16384); err != nil {
		t.Skip("the system keeps mapped files whole: ", err)
	}
	err := d.work.book.Read(record.Hat{}, func(r record.Reader) error {
		var lost error
		err := r.Each(party.Customers.Kind, nil, func(row record.Row) bool {
			_, lost = r.Load(party.Customers.Kind, row.ID())
			return lost == nil
		})
		return errors.Join(err, lost)
	})
	if !data.IsLost(err) {
		t.Fatalf("not lost: %v", err)
	}
	ui.dialog(t, d)
	d.says(t, "最近一份完好的副本")
	d.shoot(t, "offer-while-working")
	if d.work != nil {
		t.Error("the lost file is still open")
	}
	d.press(t, "恢复")
	ui.take(t)
	d.moveDate(t, record.NewDate(2027, 1, 5)) // work goes on
	ui.rest()
	d.reported(t, "file.damaged")
}

func TestAFileThatIsStillWholeIsOpenedAgain(t *testing.T) {
	d, ui, f := troubled(t)
	before := d.today(t)
	err := d.work.store.Bulk(func() error {
		d.moveDate(t, record.NewDate(2027, 1, 5))
		return os.Rename(f, f+"x")
	})
	if !record.IsRefusal(err, "file.moved") {
		t.Fatal(err)
	}
	if err := os.Rename(f+"x", f); err != nil {
		t.Fatal(err)
	}
	ui.dialog(t, d)
	d.says(t, "文件本身完好")
	d.press(t, "重新打开")
	ui.take(t)
	if day := d.today(t); day != before {
		t.Errorf("the date is %s, before the Bulk it was %s", day, before)
	}
	d.reported(t, "file.moved")
}

func TestAFileThatIsGoneIsPutBack(t *testing.T) {
	d, ui, f := troubled(t)
	copied(f) // and is not disturbed
	d.moveDate(t, record.NewDate(2027, 1, 5))
	ui.rest()
	for err := os.RemoveAll(filepath.Dir(f)); err != nil; err = os.RemoveAll(filepath.Dir(f)) {
		time.Sleep(10 * time.Millisecond) // a copy is being made in it
	}
	if _, err := company.MoveDate(d.work.book, record.Hat{}, record.NewDate(2027, 1, 6)); !record.IsRefusal(err, "file.moved") {
		t.Fatalf("a step into the void: %v", err)
	}
	ui.dialog(t, d)
	d.says(t, "不在原处")
	d.shoot(t, "moved")
	d.press(t, "知道了") // and tries again
	if _, err := company.MoveDate(d.work.book, record.Hat{}, record.NewDate(2027, 1, 6)); err == nil {
		t.Fatal("a step into the void")
	}
	ui.dialog(t, d)
	d.press(t, "保存到原处")
	ui.take(t)
	if day := d.today(t); day != "2027-01-05" {
		t.Errorf("the date is %s", day)
	}
	d.moveDate(t, record.NewDate(2027, 1, 6))
	ui.rest()
	d.leaveFile(t)
	fine(t, "verify", f)
	d.forgive(t)
}

// forgive drops what was reported of copies: moving the date finishes a check, which asks for a
// copy, and that is tried while the file is in trouble or after, as it happens.
func (d *desktop) forgive(t *testing.T) {
	t.Helper()
	if err := os.Remove(d.log.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

// What is damaged in a file that still opens is told, and the good copies stay.
func TestAFileThatIsNotSoundIsTold(t *testing.T) {
	d, ui, f := troubled(t)
	d.leaveFile(t)
	d.start()
	content, err := os.ReadFile(f)
	if err != nil {
		t.Fatal(err)
	}
	name := []byte("科技有限公司")
	if !bytes.Contains(content, name) {
		t.Fatal("the case has no such customer")
	}
	content = bytes.ReplaceAll(content, name, []byte("科技有限公号"))
	if err := os.WriteFile(f, content, 0o600); err != nil {
		t.Fatal(err)
	}
	d.begin(f)
	ui.dialog(t, d)
	d.says(t, "没有通过检查")
	d.shoot(t, "unsound")
	d.press(t, "副本…")
	ui.rest()
	if n := d.copies(t).Count(); n == 0 {
		t.Error("no copy is listed")
	}
	d.press(t, "关闭")
	d.moveDate(t, record.NewDate(2027, 1, 5))
	ui.rest()
	d.work.copy()
	copies, err := data.Copies(f)
	if err != nil || len(copies) < 2 || !copies[0].Unsound || copies[1].Unsound {
		t.Errorf("copies: %+v, %v", copies, err)
	}
	d.work.copy()
	ui.rest()
	if o := d.window.Canvas().Overlays().Top(); o != nil {
		t.Error("it is told again")
	}
	d.leaveFile(t)
	d.reported(t, "file.unsound")
}

func TestACopyIsRestoredAtWill(t *testing.T) {
	d, ui, f := troubled(t)
	before := d.today(t)
	copied(f)
	d.moveDate(t, record.NewDate(2027, 1, 5))
	ui.rest()
	d.work.copy()
	copies, err := data.Copies(f)
	if err != nil || len(copies) < 2 {
		t.Fatalf("copies: %v, %v", copies, err)
	}
	d.shell.ShowCopies()
	d.says(t, "最新的五份会保留")
	d.shoot(t, "copies")
	table := d.copies(t)
	if table.Count() != len(copies) {
		t.Fatalf("the dialog lists %d copies of %d", table.Count(), len(copies))
	}
	table.OnLink(len(copies)-1, "restore")
	d.says(t, "现在的文件会留作一份副本")
	d.shoot(t, "copies-ask")
	d.press(t, "取消")
	table.OnLink(len(copies)-1, "restore")
	d.press(t, "恢复")
	ui.take(t)
	if day := d.today(t); day != before {
		t.Errorf("the date is %s, when the copy was made it was %s", day, before)
	}
	d.shoot(t, "restored")
	again, err := data.Copies(f)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range again { // what was there is one of them
		if out := fine(t, "date", c.Path); out == "2027-01-05\n" {
			return
		}
	}
	t.Errorf("what was there is not among %+v", again)
}

// A disk without room does not disturb the work; the list of copies says why there is none.
func TestACopyThatCannotBeMadeIsExplained(t *testing.T) {
	d, ui, f := troubled(t)
	copied(f)
	if err := os.RemoveAll(f + ".副本"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(f+".副本", []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.moveDate(t, record.NewDate(2027, 1, 5))
	ui.rest()
	d.work.copy()
	if d.work.uncopied == nil {
		t.Fatal("the trouble is not noted")
	}
	d.shell.ShowCopies()
	d.says(t, "上一次没有做成副本")
	d.shoot(t, "copies-trouble")
	d.reported(t, "file.exists")
	if err := os.Remove(f + ".副本"); err != nil {
		t.Fatal(err)
	}
	d.work.copy()
	if d.work.uncopied != nil {
		t.Errorf("a copy can be made again: %v", d.work.uncopied)
	}
}
