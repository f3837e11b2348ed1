package data

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"crmlab/domain/record"
)

// The writer is a process of its own that works on a file until it is killed, most often
// by its own hand: only so can a moment within a commit be met. What it says on the way
// outlives it in the pipe:
//
//	step           it is about to make changes
//	commit         it has made them, and writes them next
//	done SEQ HASH  they were acknowledged
//	loose SEQ      they were acknowledged within a Bulk, which has not written them yet
//	bulk, end      a Bulk begins, ends
//	copy           a safety copy is being made
const writerEnv = "CRMLAB_TEST_ROLE" // the role and its arguments, between tabs

// roles are what a child process does instead of the tests, by name.
var roles = map[string]func(args []string) error{"writer": writer}

func TestMain(m *testing.M) {
	if args := strings.Split(os.Getenv(writerEnv), "\t"); args[0] != "" {
		if err := roles[args[0]](args[1:]); err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// How a writer ends.
const (
	dieAnytime  = "anytime"  // its parent kills it
	dieInStep   = "step"     // while it makes changes
	dieInCommit = "commit"   // while it writes
	dieInBulk   = "bulk"     // within a Bulk, while it makes changes
	dieInFlush  = "flush"    // within a Bulk, while it writes them
	dieInCopy   = "copy"     // while a copy is made
	dieNever    = "finished" // it makes some steps and closes the file
)

// writing is the writer's work.
type writing struct {
	h      *harness
	random *rand.Rand
	how    string
	left   int           // steps before it dies
	spent  time.Duration // of a commit, so far
}

func writer(args []string) error {
	how := args[0]
	seed, err := strconv.ParseUint(args[1], 10, 64)
	if err != nil {
		return err
	}
	s, err := Open(args[2], testKinds)
	if err != nil {
		return err
	}
	h := &harness{t: &testing.T{}, path: args[2]}
	h.use(s)
	w := &writing{h: h, random: rand.New(rand.NewPCG(seed, 1)), how: how, spent: time.Millisecond}
	w.left = 2 + w.random.IntN(12)
	if w.bulk() {
		w.left *= 12 // the first transaction of a Bulk is written after some seventy steps
		fmt.Println("bulk")
		err := s.Bulk(func() error { return w.work(200) })
		fmt.Println("end")
		if err != nil {
			return err
		}
	}
	if how == dieInCopy {
		go w.copying()
	}
	if err := w.work(1 << 30); err != nil {
		return err
	}
	return s.Close()
}

func (w *writing) bulk() bool { return w.how == dieInBulk || w.how == dieInFlush }

// die ends the process within a time, as a power cut for programs would.
func die(within time.Duration, random *rand.Rand) {
	wait := time.Duration(random.Int64N(int64(within) + 1))
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		panic(err)
	}
	go func() {
		for end := time.Now().Add(wait); time.Now().Before(end); { // a timer is too coarse
		}
		_ = self.Kill()
	}()
}

func (w *writing) work(steps int) error {
	for i := 0; i < steps; i++ {
		w.left--
		if w.left < 0 && w.how == dieNever {
			return nil
		}
		if err := w.step(i); err != nil {
			return err
		}
	}
	return nil
}

// step makes one step of a random sort and says how it went.
func (w *writing) step(i int) error {
	var e *record.Entry
	var err error
	began := time.Now()
	say := func() {
		fmt.Println("commit")
		switch {
		case w.left <= 0 && w.how == dieInCommit:
			die(w.spent*5/4, w.random)
		case w.how == dieInFlush && w.h.store.bulk.bytes > bulkBytes-200<<10:
			die(50*time.Millisecond, w.random)
		}
		began = time.Now()
	}
	fmt.Println("step")
	if w.left <= 0 && w.how == dieInStep {
		die(2*time.Millisecond, w.random)
	}
	if w.left <= 0 && w.how == dieInBulk {
		die(20*time.Millisecond, w.random)
	}
	switch sort := w.random.IntN(10); {
	case sort == 0:
		e, err = w.h.book.Undo(hat)
	case sort == 1:
		e, err = w.h.book.Redo(hat)
	default:
		size := 1 + w.random.IntN(5)
		if w.bulk() {
			size = 20 + w.random.IntN(20)
		} else if sort == 2 || w.how == dieInStep && w.left <= 0 {
			size = 200 + w.random.IntN(400)
		}
		e, err = w.h.book.Write(hat, "写", func(tx record.Tx) error {
			defer say()
			for j := range size {
				if err := w.change(tx.ByRule(), i, j); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err != nil {
		return err
	}
	w.spent = (w.spent + time.Since(began)) / 2
	if e == nil {
		return nil
	}
	if b := w.h.store.bulk; b != nil && b.steps > 0 {
		fmt.Println("loose", e.Seq)
		return nil
	}
	fmt.Printf("done %d %x\n", e.Seq, e.Hash)
	return nil
}

// change saves, changes or deletes one record.
func (w *writing) change(tx record.Tx, i, j int) error {
	c := &company{Name: fmt.Sprint("公司", i, "-", j), Notes: strings.Repeat("说明", w.random.IntN(60))}
	if w.bulk() {
		c.Notes = strings.Repeat("说明", 600)
	}
	switch w.random.IntN(4) {
	case 0:
		if old, ok := tx.Row(companies.Kind, record.ID(1+w.random.IntN(500))); ok {
			rec, err := tx.Load(companies.Kind, old.ID())
			if err != nil {
				return err
			}
			c = rec.(*company)
			c.Name, c.Credit = fmt.Sprint("改名", i), yuan(int64(j))
		}
	case 1:
		if old, ok := tx.Row(orders.Kind, record.ID(1+w.random.IntN(500))); ok {
			return tx.Delete(orders.Kind, old.ID())
		}
	}
	if err := tx.Save(c); err != nil {
		return err
	}
	if j%3 > 0 {
		return nil
	}
	return tx.Save(&order{Customer: record.Ref[company](c.ID), Total: yuan(int64(i)), Lines: make([]orderLine, i%4)})
}

// copying makes safety copies all the time and dies within one.
func (w *writing) copying() {
	for i := 0; ; i++ {
		fmt.Println("copy")
		if i >= 2 {
			die(w.spent*8, w.random)
		}
		if _, err := w.h.store.Rotate(time.Now()); err != nil {
			fmt.Println("error", err)
		}
	}
}
