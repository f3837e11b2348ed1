//go:build e2e

package e2e

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"crmlab/ui/tour"
)

// sight is what the program says of its window: cmd/crmlab/places.go.
type sight struct {
	Title  string
	Places []tour.Place
}

// window is the running program, with a hand that clicks and types in it.
type window struct {
	*screen
	cmd     *exec.Cmd
	ask     io.WriteCloser
	answers *bufio.Scanner
	id      string // of the window, for the X Window System
	wine    bool
	hat     string // who acts, as the header says it; "" before a file is open
}

// patience is how long the window may take for anything. The machine may be busy with other
// things, and the prepared case is made in this time too.
const patience = 3 * time.Minute

// program is the command that starts crmlab: the path of the built program, or wine and the path.
func program(t *testing.T) []string {
	t.Helper()
	command := strings.Fields(os.Getenv("CRMLAB_E2E_PROGRAM"))
	if len(command) == 0 {
		t.Fatal("CRMLAB_E2E_PROGRAM names no program; use make e2e")
	}
	return command
}

// start opens the program on the screen, with more in its environment, and waits until its
// window is there.
func (s *screen) start(env []string, args ...string) *window {
	s.t.Helper()
	s.manage()
	command := append(program(s.t), args...)
	w := &window{screen: s, cmd: exec.Command(command[0], command[1:]...)}
	w.cmd.Env = s.env(append([]string{"CRMLAB_PLACES=1"}, env...)...)
	w.cmd.Stderr = os.Stderr
	w.wine = strings.Contains(command[0], "wine")
	var err error
	if w.ask, err = w.cmd.StdinPipe(); err != nil {
		s.t.Fatal(err)
	}
	out, err := w.cmd.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	w.answers = bufio.NewScanner(out)
	w.answers.Buffer(nil, 16<<20)
	begin(s.t, w.cmd)
	sees := w.await("a window with something in it", func(now sight) bool { return len(now.Places) > 0 })
	for end := time.Now().Add(patience); w.id == ""; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			s.t.Fatalf("the display has no window called %s", sees.Title)
		}
		find := exec.Command("xdotool", "search", "--onlyvisible", "--name", "^"+sees.Title+"$")
		find.Env = s.env()
		found, _ := find.Output() // fails while there is none
		if ids := strings.Fields(string(found)); len(ids) > 0 {
			w.id = ids[len(ids)-1]
		}
	}
	s.tool("xdotool", "windowactivate", "--sync", w.id)
	return w
}

// typed types a text. Wine knows the keys of a keyboard only, which has none for Chinese: what
// has Chinese in it gets there by the clipboard.
func (w *window) typed(text string) {
	w.t.Helper()
	if !w.wine || strings.IndexFunc(text, func(r rune) bool { return r > unicode.MaxLatin1 }) < 0 {
		w.screen.typed(text)
		return
	}
	w.copied(text)
	w.key("ctrl+v")
}

// look asks what is in the window now.
func (w *window) look() sight {
	w.t.Helper()
	if _, err := io.WriteString(w.ask, "\n"); err != nil {
		w.t.Fatalf("the program has ended: %v", err)
	}
	if !w.answers.Scan() {
		w.t.Fatalf("the program has ended: %v", w.answers.Err())
	}
	var now sight
	if err := json.Unmarshal(w.answers.Bytes(), &now); err != nil {
		w.t.Fatalf("%v in %.200s", err, w.answers.Text())
	}
	return now
}

// await waits until the window shows something, and fails with a picture if it never does.
func (w *window) await(what string, shows func(sight) bool) sight {
	w.t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(40 * time.Millisecond) {
		now := w.look()
		if shows(now) {
			return now
		}
		if time.Now().After(end) {
			w.picture("未见")
			var words []string
			for _, p := range now.Places {
				words = append(words, p.Name+p.Value)
			}
			w.t.Fatalf("the window does not show %s, but “%s”: %s", what, now.Title, strings.Join(words, " | "))
		}
	}
}

// settles waits until the window has stopped changing.
func (w *window) settles() sight {
	w.t.Helper()
	before := w.look()
	for end := time.Now().Add(patience); time.Now().Before(end); {
		time.Sleep(200 * time.Millisecond)
		now := w.look()
		if reflect.DeepEqual(before, now) {
			return now
		}
		before = now
	}
	w.t.Fatal("the window does not come to rest")
	return before
}

// shows keeps a picture of the window once it is at rest.
func (w *window) shows(name string) {
	w.t.Helper()
	w.settles()
	time.Sleep(300 * time.Millisecond) // what was told last has still to be painted
	w.picture(name)
}

// says reports whether the words are to be seen.
func (now sight) says(words string) bool {
	return slices.ContainsFunc(now.Places, func(p tour.Place) bool { return called(p, words) && inView(p) })
}

// sees waits for words.
func (w *window) sees(words string) sight {
	w.t.Helper()
	return w.await(words, func(now sight) bool { return now.says(words) })
}

// gone waits until a field is there no more, such as one of a dialog that closes.
func (w *window) gone(field string) {
	w.t.Helper()
	w.await("no field "+field, func(now sight) bool { _, there := now.best(field, tour.FieldPlace); return !there })
}

// value is what stands in a field.
func (w *window) value(field string) string {
	w.t.Helper()
	return w.find(field, tour.FieldPlace).Value
}

// called reports whether a place has the name: a label may have its unit behind it, and a text
// may be cut for want of room.
func called(p tour.Place, name string) bool {
	rest, ok := strings.CutPrefix(p.Name, name)
	if ok && (rest == "" || p.Kind == tour.FieldPlace && (rest[0] == '(' || strings.HasPrefix(rest, "（"))) {
		return true
	}
	cut, short := strings.CutSuffix(p.Name, "…")
	return short && cut != "" && strings.HasPrefix(name, cut)
}

// find waits for a place of a kind, any kind for "". Buttons come before fields and fields
// before other words, and what can be seen before what must be scrolled to.
func (w *window) find(name string, kind tour.PlaceKind) (found tour.Place) {
	w.t.Helper()
	w.await(string(kind)+" "+name, func(now sight) bool {
		p, ok := now.best(name, kind)
		found = p
		return ok
	})
	return found
}

func (now sight) best(name string, kind tour.PlaceKind) (best tour.Place, ok bool) {
	rank := func(p tour.Place) int {
		n := map[tour.PlaceKind]int{tour.ButtonPlace: 6, tour.FieldPlace: 4, tour.TextPlace: 2}[p.Kind]
		if inView(p) {
			n++
		}
		return n
	}
	for _, p := range now.Places {
		if (kind == "" || p.Kind == kind) && called(p, name) && (!ok || rank(p) > rank(best)) {
			best, ok = p, true
		}
	}
	return best, ok
}

// middle is where a place is clicked.
func middle(b tour.Box) (x, y int) { return b.X + b.W/2, b.Y + b.H/2 }

// inView reports whether the middle of a place can be seen and clicked.
func inView(p tour.Place) bool {
	x, y := middle(p.Box)
	return x >= p.View.X && x < p.View.X+p.View.W && y >= p.View.Y && y < p.View.Y+p.View.H
}

// point moves the mouse over a place that does not move any more, after turning the wheel
// until it can be seen.
func (w *window) point(name string, kind tour.PlaceKind) tour.Place {
	w.t.Helper()
	for turns := 0; ; {
		p := w.find(name, kind)
		if !inView(p) {
			if turns++; turns > 60 {
				w.picture("滚不到")
				w.t.Fatalf("scrolling does not bring %s into view: %+v", name, p)
			}
			wheel := "5" // down
			if p.Box.Y < p.View.Y {
				wheel = "4"
			}
			x, y := middle(p.View)
			w.tool("xdotool", "mousemove", "--window", w.id, pixels(x), pixels(y), "click", wheel)
			time.Sleep(60 * time.Millisecond)
			continue
		}
		x, y := middle(p.Box)
		w.tool("xdotool", "mousemove", "--window", w.id, pixels(x), pixels(y))
		time.Sleep(60 * time.Millisecond)
		if again := w.find(name, kind); again.Box == p.Box && inView(again) {
			return again
		}
	}
}

// click presses the button, opens the field or clicks the words.
func (w *window) click(name string) { w.t.Helper(); w.clickKind(name, "") }

func (w *window) clickKind(name string, kind tour.PlaceKind) {
	w.t.Helper()
	if p := w.point(name, kind); p.Reason != "" {
		w.picture("不能按")
		w.t.Fatalf("the button %s cannot be pressed: %s", name, p.Reason)
	}
	w.tool("xdotool", "click", "1")
	time.Sleep(120 * time.Millisecond)
}

// fill types into a field after clicking it; what stood there is replaced.
func (w *window) fill(field, text string) {
	w.t.Helper()
	w.focuses(field)
	w.key("ctrl+a")
	w.typed(text)
}

// fillCell types into the nth field under the head of a column of lines, counted from 0.
func (w *window) fillCell(head string, n int, text string) {
	w.t.Helper()
	cell := func(now sight) (tour.Place, bool) {
		top, ok := now.best(head, tour.TextPlace)
		if !ok {
			top, ok = now.best(head+" *", tour.TextPlace)
		}
		left := n
		for _, p := range now.Places {
			x, y := middle(p.Box)
			if !ok || p.Kind != tour.FieldPlace || x < top.Box.X || x > top.Box.X+top.Box.W || y < top.Box.Y {
				continue
			}
			if left == 0 {
				return p, true
			}
			left--
		}
		return tour.Place{}, false
	}
	for _, focused := range []bool{false, true} {
		w.await("the field under "+head, func(now sight) bool {
			p, ok := cell(now)
			if ok && !focused {
				x, y := middle(p.Box)
				w.tool("xdotool", "mousemove", "--window", w.id, pixels(x), pixels(y), "click", "1")
			}
			return ok && p.Focused == focused
		})
	}
	w.key("ctrl+a")
	w.typed(text)
}

// choose opens a field, types a part of what it shall find, and clicks the line it finds.
func (w *window) choose(field, query, option string) {
	w.t.Helper()
	w.clickKind(field, tour.FieldPlace)
	w.gone(field) // the list lies over it
	if query != "" {
		w.typed(query)
	}
	w.clickKind(option, tour.TextPlace)
	w.await(field+" with "+option, func(now sight) bool {
		p, ok := now.best(field, tour.FieldPlace)
		return ok && p.Value != ""
	})
}

// page opens a page of the sidebar.
func (w *window) page(experiment, name string) {
	w.t.Helper()
	if _, open := w.look().best(name, tour.TextPlace); !open {
		w.click(experiment)
	}
	w.clickKind(name, tour.TextPlace)
	w.await("the page "+name, func(now sight) bool { return strings.HasPrefix(now.Title, name) })
}

// search goes to a record or page by the search of the header, by keyboard alone.
func (w *window) search(query, hit string) {
	w.t.Helper()
	w.key("ctrl+k")
	w.await("the search", func(now sight) bool {
		_, ok := now.best("搜索页面、编号、名称或拼音首字母", tour.FieldPlace)
		return ok
	})
	w.typed(query)
	w.sees(hit)
	w.key("Return")
	w.await(hit+" on its page", func(now sight) bool { return strings.Contains(now.Title, hit) })
}

// wear changes the hat to what the header will call it: name · position.
func (w *window) wear(hat string) {
	w.t.Helper()
	name, _, _ := strings.Cut(hat, " · ")
	w.clickKind(w.hat, tour.TextPlace)
	w.await("the list of hats", func(now sight) bool {
		_, ok := now.best("姓名、职位或部门，也可用拼音首字母", tour.FieldPlace)
		return ok
	})
	w.typed(name)
	w.clickKind(name, tour.TextPlace)
	w.sees(hat)
	w.hat = hat
}

// closes ends the program as a user does, and waits until it has.
func (w *window) closes() {
	w.t.Helper()
	w.key("alt+F4")
	done := make(chan error, 1)
	go func() { done <- w.cmd.Wait() }()
	select {
	case err := <-done:
		if err != nil {
			w.t.Fatalf("the program ended with %v", err)
		}
	case <-time.After(patience):
		w.picture("没有关闭")
		w.t.Fatal("the window does not close")
	}
}
