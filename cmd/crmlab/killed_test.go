package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"crmlab/data"
	"crmlab/domain"
	"crmlab/domain/order"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/theme"
	"crmlab/ui/tour"
)

// studentEnv makes the test program a student who works on a file until somebody ends it.
const studentEnv = "CRMLAB_TEST_STUDENT"

func TestMain(m *testing.M) {
	if path := os.Getenv(studentEnv); path != "" {
		if err := work(path); err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// orderFields are what the student types into an order, by label and name.
var orderFields = []struct{ label, name, text string }{
	{"客户", "party", "C-0201"}, {"交货日期", "deliveryDate", "2026-12-03"}, {"付款条件", "terms", "月结30天"}, {"备注", "notes", "第一次合作"},
}

// work fills in orders and saves them, in the whole program without a screen. It says what it
// has done after every field and every step.
func work(path string) error {
	app := test.NewApp()
	app.Settings().SetTheme(theme.New(theme.Light))
	dir := home(os.TempDir())
	d := &desktop{app: app, runner: kit.Inline{}, home: dir, log: &faultLog{path: path + ".log"}}
	d.memory = remember(path+".toml", func(error) {})
	d.window = test.NewWindow(nil)
	d.start()
	d.begin(path)
	if d.work == nil {
		return fmt.Errorf("%s is not open", path)
	}
	hats, err := d.work.hats()
	if err != nil {
		return err
	}
	r := tour.Robot{Shell: d.shell}
	for _, h := range hats {
		if h.Name == "王芳" {
			r.Wear(h.Hat)
		}
	}
	for n := 0; ; n++ {
		r.Open(page.Route{Name: "order", View: page.New})
		for i, f := range orderFields {
			r.Fill(f.label, f.text)
			fmt.Println("typed", i)
			time.Sleep(30 * time.Millisecond) // typing takes longer
		}
		r.Press("添加一行")
		r.FillCell(0, "P-0012")
		r.Press("保存")
		if r.Err() != nil {
			return r.Err()
		}
		var seq uint64
		if err := d.work.book.Read(record.Hat{}, func(r record.Reader) error { seq = r.LastSeq(); return nil }); err != nil {
			return err
		}
		fmt.Println("saved", seq)
	}
}

func TestAKilledProgramLosesAtMostTheFieldThatIsBeingTyped(t *testing.T) {
	times := 3
	if n, err := strconv.Atoi(os.Getenv("CRMLAB_TORTURE")); err == nil {
		times = n
	}
	drafts, steps := 0, 0
	for range times {
		f := caseFile(t)
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), studentEnv+"="+f)
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		typed, seq, told := -1, uint64(0), 0
		enough := 1 + rand.IntN(12)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			word, number, _ := strings.Cut(lines.Text(), " ")
			n, err := strconv.Atoi(number)
			switch {
			case err != nil:
				t.Fatal(lines.Text())
			case word == "typed":
				typed = n
			case word == "saved":
				typed, seq = -1, uint64(n)
			}
			if told++; told == enough {
				time.Sleep(time.Duration(rand.IntN(40)) * time.Millisecond)
				_ = child.Process.Kill() // it may have ended by itself, which Wait tells
			}
		}
		if err := child.Wait(); err == nil || told < enough {
			t.Fatalf("the student stopped after %d of %d: %v", told, enough, err)
		}
		store, err := data.Open(f, domain.Kinds)
		if err != nil {
			t.Fatal(err)
		}
		book, err := domain.Open(store, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		later := false // a step that was not told of any more is in the file
		if err := book.Read(record.Hat{}, func(r record.Reader) error {
			if r.LastSeq() < seq {
				t.Errorf("step %d was saved, and the file ends at %d", seq, r.LastSeq())
			}
			later = r.LastSeq() > seq && typed >= 0
			last, err := r.Entry(r.LastSeq())
			later = later && last.Target.Kind == order.Orders.Kind.Name
			return err
		}); err != nil {
			t.Fatal(err)
		}
		content, err := store.Drafts().Load("order/new")
		if err != nil {
			t.Fatal(err)
		}
		var draft struct{ Texts map[string]string }
		if content != nil {
			if err := json.Unmarshal(content, &draft); err != nil {
				t.Fatal(err)
			}
			drafts++
		}
		for _, field := range orderFields[:max(0, typed)] { // all but the newest
			if draft.Texts[field.name] == "" && !(later && seq == 0) && !(later && typed == len(orderFields)-1) {
				t.Errorf("after field %d of step %d: %s is lost; the draft is %s", typed, seq, field.label, content)
			}
		}
		if seq > 0 {
			steps++
		}
		if r, err := data.Verify(store, nil, record.Hat{}); err != nil || !r.OK() {
			t.Error(r, err)
		}
		if err := store.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d programs killed: %d had saved something, %d left a draft", times, steps, drafts)
}
