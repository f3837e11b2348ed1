package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"crmlab/assets"
	"crmlab/data"
	"crmlab/domain"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/shell"
	"crmlab/ui/theme"
)

// appID tells the program apart from others on the desktop; FyneApp.toml has the same.
const appID = "cn.crmlab.desktop"

// desktop is the program while it is a window.
type desktop struct {
	app    fyne.App
	window fyne.Window
	home   home
	memory *memory
	runner kit.Runner
	log    *faultLog
	work   *session // nil while 你是谁 is shown
	shell  *shell.Shell
	asking bool // a question about the file as a whole is open

	outside func(path string) bool // whether a path is on a stick or share; nil: nothing is
}

// openWindow shows the window until it is closed: 你是谁, or the file at the path.
func openWindow(path string) error {
	if err := mayShowWindow(); err != nil {
		return err
	}
	h, err := findHome()
	if err != nil {
		return err
	}
	d := &desktop{home: h, runner: kit.Background{}, log: startFaultLog(h.file(faultFolder)), outside: data.Outside}
	d.memory = remember(h.file("settings.toml"), func(err error) { d.log.report(err) })
	d.log.hearToolkit()
	setScale(shell.ScalePercent(d.memory))
	var args []string
	if path != "" {
		args = []string{path}
	}
	screen, elsewhere, err := openable(d.log, args)
	if err != nil {
		tellOutside("客户关系管理实验", outsideText(err, d.log.folder()), d.log.folder())
		return err
	}
	if elsewhere {
		return nil
	}
	d.app = app.NewWithID(appID)
	d.app.SetIcon(fyne.NewStaticResource("crmlab.png", assets.AppIcon))
	d.app.Settings().SetTheme(theme.New(shell.ThemeMode(d.memory)))
	if err := theme.SpeakChinese(); err != nil {
		d.log.report(err)
	}
	for _, style := range []fyne.TextStyle{{}, {Bold: true}} {
		fyne.MeasureText("字", 14, style) // reads the font now, before anybody waits for the window
	}
	d.window = d.app.NewWindow("")
	d.window.SetMaster()
	d.window.Resize(screen.roomFor(shell.WindowSize(d.memory), shell.ScalePercent(d.memory)))
	d.window.CenterOnScreen()
	// Before the window is up nothing in it can take the keyboard.
	d.app.Lifecycle().SetOnStarted(func() {
		openingAt(d.log).done()
		d.start()
		if path != "" {
			d.begin(path)
			return
		}
		noteUp()
	})
	if path := os.Getenv(framesEnv); path != "" {
		if err := watchFrames(path); err != nil {
			return err
		}
	}
	if os.Getenv(placesEnv) != "" {
		go func() {
			if err := tellPlaces(d.window, os.Stdin, os.Stdout); err != nil {
				d.log.report(fmt.Errorf("tell what the window shows: %w", err))
			}
		}()
	}
	d.window.ShowAndRun()
	return d.leave()
}

// start shows 你是谁.
func (d *desktop) start() {
	d.window.SetCloseIntercept(d.window.Close)
	s := &shell.Start{
		Window: d.window, Runner: d.runner, Who: d.memory.who(), Recent: d.memory.recent(), Folder: string(d.home),
		Create: d.create,
		Open:   func(path string) (func(), error) { return d.open(path, shell.Student{}) },
		Browse: func(chosen func(string)) {
			kit.ChooseFile(d.window, kit.FileChoice{Title: "打开工作文件", Folder: string(d.home), Extensions: []string{extension}, OnChosen: chosen})
		},
		Report: d.log.report,
	}
	s.ShowIn()
}

// begin opens the file that the program was started with, away from the interface: a large
// one takes a while.
func (d *desktop) begin(path string) {
	if whole, err := filepath.Abs(path); err == nil {
		path = whole
	}
	d.runner.Go(func() {
		show, err := d.open(path, shell.Student{})
		d.runner.UI(func() {
			if err != nil {
				d.tell(err)
				return
			}
			show()
		})
	})
}

// tell shows an error on 你是谁.
func (d *desktop) tell(err error) {
	for _, r := range record.RefusalsIn(err) {
		kit.Error(d.window.Canvas(), kit.Trouble{What: r.What, Why: r.Why, Fix: r.Fix})
		return
	}
	kit.Error(d.window.Canvas(), kit.Trouble{What: "程序出错", Why: err.Error(), Fix: "详细情况记在 " + d.log.report(err)})
}

// create makes the work file of a student and opens it. A student has one, so who has begun
// goes on with it.
func (d *desktop) create(who shell.Student, progress func(float64)) (func(), error) {
	path, there, err := d.home.work(who)
	if err != nil {
		return nil, err
	}
	if !there {
		if err := makeWork(path, who, progress); err != nil {
			return nil, err
		}
	}
	return d.open(path, who)
}

// open opens a work file, or its copy on this computer where it lies on a stick or share; what
// it returns shows it. A damaged file that has copies leads to the question whether to go on
// with the best of them.
func (d *desktop) open(path string, who shell.Student) (show func(), err error) {
	from := path
	if path, err = d.bring(path); err != nil {
		return nil, err
	}
	work, why := openSession(path, d.log)
	if why == nil {
		who = d.memory.opened(path, who)
		return func() {
			d.show(work, who)
			if path != from {
				kit.ShowToast(d.window.Canvas(), kit.Toast{Text: "已从 " + filepath.Dir(from) + " 复制到本机，做的步骤会存回那里"})
			}
		}, nil
	}
	if !damaged(why) {
		return nil, why
	}
	best, found, err := data.BestCopy(path, domain.Kinds)
	if err != nil || !found {
		return nil, why
	}
	return func() { d.offer(why, rescue{path: path, who: who, copy: &best}, func() {}) }, nil
}

func damaged(err error) bool {
	for _, code := range []string{"file.damaged", "file.truncated", "file.empty"} {
		if record.IsRefusal(err, code) {
			return true
		}
	}
	return false
}

// show puts a work file into the window.
func (d *desktop) show(work *session, who shell.Student) {
	d.work, d.asking = work, false
	open := func(hat record.Hat) {
		d.shell = shell.New(work.config(d, who, hat))
		work.listen(func(err error) {
			d.runner.UI(func() { d.answers(work, err) })
		})
		if os.Getenv(upEnv) != "" {
			go func() {
				select {
				case <-work.store.Ready():
					d.runner.UI(noteUp)
				case <-work.stop:
				}
			}()
		}
	}
	if ask := work.signIn(d, open); ask != nil {
		ask.ShowIn()
		return
	}
	open(work.firstHat())
}

// switchFile closes the work file and leads back to 你是谁.
func (d *desktop) switchFile() {
	if err := d.leave(); err != nil {
		d.tell(err)
	}
	d.start()
}

// leave closes the work file with a last copy.
func (d *desktop) leave() error {
	if d.work == nil {
		return nil
	}
	work := d.work
	d.work = nil
	err := work.close(true)
	if err != nil {
		d.log.report(err)
	}
	return err
}

// setScale makes everything larger or smaller, in percent; 0 leaves it to the system. What
// the user's own FYNE_SCALE says at the start counts until another size is chosen.
func setScale(percent int) {
	if percent == 0 {
		return
	}
	if err := os.Setenv("FYNE_SCALE", fmt.Sprintf("%.2f", float64(percent)/100)); err != nil {
		panic(err) // only an impossible name or value is refused
	}
}

// rescale changes the size of a window that is open.
func (d *desktop) rescale(percent int) {
	if percent == 0 {
		// Unsetting a variable cannot fail.
		_ = os.Unsetenv("FYNE_SCALE")
	}
	setScale(percent)
	d.app.Settings().SetTheme(d.app.Settings().Theme()) // the toolkit then measures anew
}

// looksLikeFile tells a work file from a mistyped verb.
func looksLikeFile(name string) bool {
	if strings.HasSuffix(name, extension) {
		return true
	}
	_, err := os.Stat(name)
	return !errors.Is(err, os.ErrNotExist)
}
