package shell

import (
	"fmt"
	"image"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"crmlab/domain/lab"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/theme"
)

// HatChoice is a hat with the words that the screen calls it by.
type HatChoice struct {
	Hat                  record.Hat
	Name, Position, Dept string
}

// Config is what a window needs of its owner. What is marked optional may be left out; the window
// then does not offer what depends on it.
type Config struct {
	Book     *record.Book
	Hat      record.Hat // who acts first
	Registry *page.Registry
	Files    page.Files
	Window   fyne.Window
	Runner   kit.Runner  // nil: kit.Background
	Settings Settings    // nil: forgotten at the end of the program
	Drafts   page.Drafts // nil: forgotten at the end of the program

	Program string // name and version, for 关于
	Student string // who works: 2022级电商1班 李明
	// Company names the company of the work file.
	Company func() string
	// Waiting counts what waits for a hat on 我的桌面. It is asked away from the interface.
	Waiting func(record.Hat) (int, error)
	// Hats lists the hats that can be worn.
	Hats func() ([]HatChoice, error)
	// Door asks for passwords before hats are worn; nil: nobody has one.
	Door Door
	// MoveDate moves the business date forward.
	MoveDate func(record.Hat, record.Date) (*record.Entry, error)
	// Saved tells where the work file is and when it was last written; a zero time is not shown.
	Saved func() (path string, at time.Time)
	// Archive keeps the work as it is now in the archive beside it, under a name, and returns
	// where it is. It is called away from the interface; nil: an experiment cannot be begun anew.
	Archive func(name string) (path string, err error)
	// Copies are the safety copies of the work file; optional.
	Copies *Copies
	// Second is the second place where the work is kept; optional.
	Second *SecondPlace
	// HandIn makes 提交包; optional.
	HandIn *HandIn

	// Loading calls show now and then while the work file is still being read, with records read
	// and records in all, and returns when all are; optional. It is asked away from the interface.
	Loading func(show func(done, of int))

	// Board gives where the course stands in the work file, nil for none; optional. It is asked away
	// from the interface and may wait until the file has been read. The guide shows its checks.
	Board func() (*lab.Board, error)
	// Finished is called when checks became done, for a safety copy; it must not wait. Optional.
	Finished func()

	// SetTheme shows a colour set; nil sets it on Fyne's current app.
	SetTheme func(theme.Mode)
	// SetScale changes the size of everything, in percent, 0 being the system's; optional.
	SetScale func(percent int)
	// SwitchFile leads back to 你是谁; optional. Unsaved work has been asked about.
	SwitchFile func()
	// Report keeps a fault for whoever mends the program and names the file that it stands in;
	// optional.
	Report func(error) (path string)
	// Faults is the folder in which Report keeps what went wrong; "" or nil: there is none. It
	// holds nothing that a user has written, so that it can be sent to anybody.
	Faults func() (folder string)
	// Trouble is asked first about every failure that is to be shown. It answers those that
	// concern the work file as a whole itself, and returns true then; optional.
	Trouble func(error) bool
	// Closed is called when the window is about to go; optional.
	Closed func()
}

// Shell is the window of an open work file. It is the page.Host of every page in it. All its
// methods belong to the goroutine of the interface.
type Shell struct {
	cfg      Config
	hat      record.Hat
	mine     record.Hat // while hat is only looked through: the one that is worn
	registry *page.Registry
	history  history
	nav      nav
	frame    *frame
	host     *kit.Host
	looks    listLooks
	drafts   page.Drafts

	shortcuts fyne.ShortcutHandler

	standing standing
	way      kit.Latest // newest 带我去

	reading string // how far the file has been read; "": it has
	waiting kit.Latest
	cancel  func() // ends the subscription to the book
	closed  bool
}

var (
	_ page.Host         = (*Shell)(nil)
	_ page.SettingsHost = (*Shell)(nil)
	_ page.DraftsHost   = (*Shell)(nil)
)

// leastWindow is the smallest window that a page must hold in: a screen of 1024 x 700 at one and a
// half times the size, which leaves 682 x 466.
var leastWindow = fyne.NewSize(680, 460)

// New fills the window of the configuration with the work file and opens 我的桌面. The caller shows
// the window.
func New(cfg Config) *Shell {
	if cfg.Runner == nil {
		cfg.Runner = kit.Background{}
	}
	if cfg.Settings == nil {
		cfg.Settings = MemorySettings{}
	}
	if cfg.SetTheme == nil {
		cfg.SetTheme = func(m theme.Mode) { fyne.CurrentApp().Settings().SetTheme(theme.New(m)) }
	}
	s := &Shell{cfg: cfg, hat: cfg.Hat, looks: listLooks{cfg.Settings}, drafts: cfg.Drafts}
	if s.drafts == nil {
		s.drafts = memoryDrafts{}
	}
	s.registry = withJournal(cfg.Registry)
	s.standing = standing{runner: cfg.Runner, show: s.stands, fail: s.unjudged}
	s.nav = nav{registry: s.registry, standing: &s.standing, open: parseExperiment(cfg.Settings.Get(keyExperiment))}
	s.frame = newFrame(s)
	s.host = kit.NewHost(s.frame)
	if kit.IsInline(cfg.Runner) {
		s.host.Later = func(time.Duration, func()) {} // a toast stays until the next one
	}
	s.host.ToastPlace = s.frame.toastPlace
	s.host.OnShortcut = s.shortcuts.TypedShortcut // those that a text has no use for
	// A window that is up keeps the size that its owner gave it, or the user since.
	now := cfg.Window.Canvas().Size()
	up := now.Width >= leastWindow.Width && now.Height >= leastWindow.Height
	cfg.Window.SetContent(s.host)
	cfg.Window.SetPadded(false)
	if !up {
		cfg.Window.Resize(WindowSize(cfg.Settings))
	}
	cfg.Window.SetCloseIntercept(s.Close)
	s.bindKeys()
	s.cancel = cfg.Book.Subscribe(func(e record.Event) {
		cfg.Runner.UI(func() { s.changed(e) })
	})
	s.standing.helps = s.frame.guide.wanted
	s.guideFirst()
	s.standing.follow(cfg.Board, func() {
		s.guideFirst()
		s.offerWalk()
	})
	s.refreshHead()
	s.Go(page.Route{Name: HomeEntry})
	s.watchLoading()
	s.watchSecond()
	return s
}

// withJournal is the registry with 操作日志, which belongs to the shell.
func withJournal(r *page.Registry) *page.Registry {
	if _, ok := r.Find(JournalEntry); ok {
		return r
	}
	return &page.Registry{Entries: append(slices.Clone(r.Entries), journalEntry()), Shapes: r.Shapes, Explain: r.Explain}
}

// Book is the open work file.
func (s *Shell) Book() *record.Book { return s.cfg.Book }

// Board is where the course stands; nil if the window shows none.
func (s *Shell) Board() *lab.Board { return s.standing.board }

// Hat is who acts now.
func (s *Shell) Hat() record.Hat { return s.hat }

// Window is the window that the shell fills.
func (s *Shell) Window() fyne.Window { return s.cfg.Window }

// Runner runs the pages' work. What it shows may change a page's name, so the breadcrumb follows.
func (s *Shell) Runner() kit.Runner { return pageRunner{s} }

// Registry is every entry of the program.
func (s *Shell) Registry() *page.Registry { return s.registry }

// Files reads and writes files for the pages.
func (s *Shell) Files() page.Files { return s.cfg.Files }

// Settings keeps how lists look.
func (s *Shell) Settings() page.Settings { return s.looks }

// Drafts keeps what forms hold before it is saved.
func (s *Shell) Drafts() page.Drafts { return s.drafts }

// Capture is a picture of the whole window as it is now.
func (s *Shell) Capture() image.Image { return s.canvas().Capture() }

// Here is the route of the page that is shown.
func (s *Shell) Here() page.Route {
	if v := s.history.current(); v != nil {
		return v.route
	}
	return page.Route{}
}

// Page is the page that is shown; nil before the first.
func (s *Shell) Page() page.Page {
	if v := s.history.current(); v != nil {
		return v.page
	}
	return nil
}

func (s *Shell) canvas() fyne.Canvas { return s.cfg.Window.Canvas() }

// Wear changes the hat. What the old hat saw is let go, and the page is built again with what the
// new one may see and do.
func (s *Shell) Wear(h record.Hat) {
	if h == s.hat {
		return
	}
	s.wear(h, s.show)
}

// wear changes the hat and goes on with what is to be shown under it.
func (s *Shell) wear(h record.Hat, show func()) {
	s.admit(h, func() {
		s.leave(func() {
			s.hat = h
			s.history.dropAll()
			s.refreshHead()
			s.showLook()
			show()
		})
	})
}

// stands shows how the experiments stand after a step.
func (s *Shell) stands(n news) {
	g := s.frame.guide
	g.just, g.justOf, g.gained = n.done, n.no, n.gained
	g.fill()
	s.frame.side.lines.update()
	if n.no != 0 && s.cfg.Finished != nil {
		s.cfg.Finished()
	}
}

// unjudged tells of a look that failed in the guide, not in a dialog: the work goes on.
func (s *Shell) unjudged(err error) {
	if s.cfg.Report != nil {
		s.cfg.Report(err)
	}
	s.frame.guide.fill()
}

// Close asks about unsaved work, remembers the window and lets it go.
func (s *Shell) Close() {
	s.leave(func() {
		s.finishSecond(func() {
			s.Release()
			if s.cfg.Closed != nil {
				s.cfg.Closed()
			}
			s.cfg.Window.Close()
		})
	})
}

// Release ends everything that the shell has running, for closing or for another file. It
// asks nothing.
func (s *Shell) Release() {
	if s.closed {
		return
	}
	s.closed = true
	keepWindowSize(s.cfg.Settings, s.canvas().Size())
	s.cancel()
	s.waiting.Drop()
	s.way.Drop()
	s.standing.release()
	s.history.dropAll()
}

// switchFile leads back to 你是谁.
func (s *Shell) switchFile() {
	s.leave(func() {
		s.finishSecond(func() {
			s.Release()
			s.cfg.SwitchFile()
		})
	})
}

// changed answers a committed step: the page that is shown reads again, hidden ones do when they
// are shown next, and the head follows.
func (s *Shell) changed(e record.Event) {
	if s.closed {
		return
	}
	shapes := false
	for k := range e.Kinds {
		shapes = shapes || k.Shapes
	}
	now := s.history.current()
	for _, v := range s.history.visits {
		if v.page == nil || !shapes && !v.page.Watches(e) {
			continue
		}
		if v != now {
			v.stale = true
		}
	}
	s.frame.mark.clear()
	s.refreshHead()
	if now != nil && now.page != nil && (shapes || now.page.Watches(e)) {
		now.page.Reload()
		s.retitle()
	}
}

// refreshHead reads what the frame shows of the file: company, business date, hat, counts.
func (s *Shell) refreshHead() {
	f := s.frame
	if s.cfg.Company != nil {
		f.side.company = s.cfg.Company()
	}
	f.side.user = s.cfg.Student
	today, err := s.cfg.Book.Today()
	if err != nil {
		s.Fail(fmt.Errorf("read the business date: %w", err))
	}
	f.head.date.set(today.String())
	f.head.hat.brief, _, _ = strings.Cut(s.hatText(), " · ")
	f.head.hat.set(s.hatText())
	s.showSaved()
	f.head.Refresh()
	f.side.Refresh()
	s.count()
}

// count asks how much waits for the hat.
func (s *Shell) count() {
	if s.cfg.Waiting == nil {
		return
	}
	hat := s.hat
	kit.Fetch(s.cfg.Runner, &s.waiting, func() (int, error) { return s.cfg.Waiting(hat) }, func(n int, err error) {
		if err != nil {
			s.Fail(fmt.Errorf("count what waits: %w", err))
			return
		}
		if s.nav.waiting != n {
			s.nav.waiting = n
			s.frame.side.lines.update()
		}
	})
}

// pageRunner is the Runner that pages get.
type pageRunner struct{ s *Shell }

// Go runs work away from the interface.
func (p pageRunner) Go(work func()) { p.s.cfg.Runner.Go(work) }

// UI shows on the interface.
func (p pageRunner) UI(show func()) {
	p.s.cfg.Runner.UI(func() {
		show()
		p.s.retitle()
	})
}

// Unwrap is the runner of the window's owner.
func (p pageRunner) Unwrap() kit.Runner { return p.s.cfg.Runner }

// memoryDrafts keeps drafts as long as the program runs.
type memoryDrafts map[string][]byte

// Save belongs to page.Drafts.
func (m memoryDrafts) Save(key string, content []byte) error {
	m[key] = slices.Clone(content)
	return nil
}

// Load belongs to page.Drafts.
func (m memoryDrafts) Load(key string) ([]byte, error) { return m[key], nil }

// Drop belongs to page.Drafts.
func (m memoryDrafts) Drop(key string) error {
	delete(m, key)
	return nil
}
