package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"crmlab/data"
	"crmlab/domain/company"
	"crmlab/domain/lab"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/shell"
	"crmlab/ui/theme"
)

// stage is the program's window without a screen, at home in a folder of its own.
func stage(t *testing.T) *desktop {
	t.Helper()
	h := home(t.TempDir())
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Light))
	d := &desktop{app: app, runner: kit.Inline{}, home: h, log: &faultLog{path: h.file("crmlab.log")}}
	d.memory = remember(h.file("settings.toml"), quiet(t))
	d.window = test.NewTempWindow(t, nil)
	t.Cleanup(func() {
		if err := d.leave(); err != nil {
			t.Error(err)
		}
		if log, err := os.ReadFile(d.log.path); err == nil {
			t.Errorf("reported:\n%s", log)
		}
	})
	d.start()
	return d
}

func TestWindowOpensAWorkFile(t *testing.T) {
	d := stage(t)
	f := caseFile(t)
	d.begin(f)
	if d.work == nil {
		t.Fatal("the file is not open")
	}
	hats, err := d.work.hats()
	if err != nil || len(hats) < 12 || d.work.firstHat() != hats[0].Hat || hats[0].Name == "" || hats[0].Position == "" || hats[0].Dept == "" {
		t.Errorf("hats: %v, %v", hats, err)
	}
	if name := d.work.company(); name == "" {
		t.Error("the company has no name")
	}
	if _, err := d.work.waiting(hats[0].Hat); err != nil {
		t.Error(err)
	}
	if path, at := d.work.saved(); path != f || at.IsZero() {
		t.Errorf("saved: %s, %s", path, at)
	}
	refused(t, "已经在另一个窗口中打开", "journal", f)

	if _, err := company.MoveDate(d.work.book, record.Hat{}, record.NewDate(2027, 1, 5)); err != nil {
		t.Fatal(err)
	}
	if err := d.leave(); err != nil {
		t.Fatal(err)
	}
	copies, err := data.Copies(f)
	if err != nil || len(copies) == 0 {
		t.Fatalf("copies: %v, %v", copies, err)
	}
	if out := fine(t, "date", copies[0].Path); out != "2027-01-05\n" {
		t.Errorf("the last copy is of %s", out)
	}
	if rows := d.memory.recent(); len(rows) != 1 || rows[0].Path != f {
		t.Errorf("recent: %+v", rows)
	}
}

func TestStudentGetsAWorkFile(t *testing.T) {
	d := stage(t)
	parts := 0
	show, err := d.create(shell.Student{Class: "电商1班", No: "2022011", Name: "李明"}, func(part float64) {
		if parts++; part < 0 || part > 1 {
			t.Errorf("progress %f", part)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	show()
	path, _ := d.work.saved()
	if path != d.home.file(filepath.Join("电商1班 2022011 李明", "电商1班 2022011 李明.crmwork")) || parts == 0 {
		t.Errorf("made %s, told %d times", path, parts)
	}
	if err := d.work.book.Read(record.Hat{}, func(r record.Reader) error {
		all, err := record.Find(r, lab.Students)
		if err != nil || len(all) != 1 || all[0].Class != "电商1班" || all[0].StudentNo != "2022011" || all[0].Name != "李明" {
			t.Errorf("enrolled: %+v, %v", all, err)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if step, err := d.work.book.CanUndo(); err != nil || step != "" {
		t.Errorf("enrolling can be undone: %q, %v", step, err)
	}
	if who := d.memory.who(); who.Name != "李明" {
		t.Errorf("remembered %+v", who)
	}
	// Who comes again goes on; another student of the same name has another file.
	if _, err := company.MoveDate(d.work.book, record.Hat{}, record.NewDate(2027, 1, 5)); err != nil {
		t.Fatal(err)
	}
	for no, want := range map[string]string{"2022011": "2027-01-05", "2022012": "2026-11-23"} {
		if err := d.leave(); err != nil {
			t.Fatal(err)
		}
		show, err := d.create(shell.Student{Class: "电商1班", No: no, Name: "李明"}, func(float64) {})
		if err != nil {
			t.Fatal(err)
		}
		show()
		if day, err := d.work.book.Today(); err != nil || day.String() != want {
			t.Errorf("%s is at %s, %v", no, day, err)
		}
	}
}

func TestAFinishedCheckMakesACopy(t *testing.T) {
	d := stage(t)
	f := caseFile(t) // made without a student, as earlier versions did
	d.begin(f)
	if d.work.board.Load() == nil {
		t.Fatal("the course is not followed")
	}
	newest := func(old string) string { // waits for another copy, which is made away from the interface
		for deadline := time.Now().Add(2 * time.Minute); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
			copies, err := data.Copies(f)
			if err != nil {
				t.Fatal(err)
			}
			if len(copies) > 0 && copies[0].Path != old {
				return copies[0].Path
			}
		}
		t.Fatal("no copy is made")
		return ""
	}
	first := newest("")
	if _, err := company.MoveDate(d.work.book, record.Hat{}, record.NewDate(2027, 1, 5)); err != nil { // finishes 1.4
		t.Fatal(err)
	}
	if out := fine(t, "date", newest(first)); out != "2027-01-05\n" {
		t.Errorf("the copy of the finished check is of %s", out)
	}
}
