package data

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"crmlab/domain/record"
)

// crashEnv makes the test binary a writer that works until it is killed.
const crashEnv = "CRMLAB_CRASH_FILE"

func TestMain(m *testing.M) {
	if path := os.Getenv(crashEnv); path != "" {
		writeUntilKilled(path, os.Getenv(crashEnv+"_BULK") != "")
	}
	os.Exit(m.Run())
}

// writeUntilKilled makes steps of mixed size and prints the sequence of each one that
// was acknowledged.
func writeUntilKilled(path string, bulk bool) {
	s, err := Open(path, testKinds)
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	h := &harness{store: s}
	h.t = &testing.T{}
	h.use(s)
	steps := func() error {
		for i := 0; ; i++ {
			e, err := h.book.Write(hat, "写", func(tx record.Tx) error {
				for j := range 1 + i%5 {
					c := &company{Name: fmt.Sprint("公司", i, j), Notes: fmt.Sprint(i)}
					if err := tx.Save(c); err != nil {
						return err
					}
					o := &order{Customer: record.Ref[company](c.ID), Total: yuan(int64(i)), Lines: make([]orderLine, i%4)}
					if err := tx.Save(o); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				return err
			}
			fmt.Println(e.Seq)
			if i%7 == 3 {
				if _, err := h.book.Undo(hat); err != nil {
					return err
				}
			}
		}
	}
	if bulk {
		err = s.Bulk(steps)
	} else {
		err = steps()
	}
	fmt.Println("error", err)
	os.Exit(1)
}

// A writer that is killed at any moment loses nothing that it acknowledged, and leaves a
// file in which everything fits. Within a Bulk the last steps may be missing, no more.
func TestAKilledWriterLosesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	for _, bulk := range []bool{false, true} {
		t.Run(fmt.Sprintf("bulk=%v", bulk), func(t *testing.T) {
			h := newHarnessAt(t, filepath.Join(t.TempDir(), "crash.crm"))
			h.store.Close()
			before := uint64(1)
			runs := 6
			if bulk {
				runs = 2
			}
			for range runs {
				acknowledged := killedWriter(t, h.path, bulk)
				h.reopen()
				last := h.store.end.seq
				if last < before || !bulk && last < acknowledged {
					t.Errorf("the journal ends at %d, %d was acknowledged", last, acknowledged)
				}
				h.verify()
				before = last
				h.store.Close()
			}
			if before < 5 {
				t.Errorf("only %d steps in all runs", before)
			}
		})
	}
}

func killedWriter(t *testing.T, path string, bulk bool) (acknowledged uint64) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), crashEnv+"="+path)
	// A Bulk is killed behind its first large commit, any other writer at any time.
	wait, after := time.Duration(30+rand.IntN(150))*time.Millisecond, uint64(0)
	if bulk {
		cmd.Env = append(cmd.Env, crashEnv+"_BULK=1")
		wait, after = wait/10, bulkSteps+rand.Uint64N(1000)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	var kill *time.Timer
	first := uint64(0)
	for lines.Scan() {
		n, err := strconv.ParseUint(lines.Text(), 10, 64)
		if err != nil {
			t.Errorf("the writer said %q", lines.Text())
			break
		}
		acknowledged = n
		if first == 0 {
			first = n
		}
		if kill == nil && n >= first+after {
			kill = time.AfterFunc(wait, func() { cmd.Process.Kill() })
		}
	}
	cmd.Process.Kill()
	_ = cmd.Wait()
	return acknowledged
}

// A file that vanishes under the program (a stick that is pulled) is an error with words,
// and the store says so from then on.
func TestALostFileIsAnErrorWithWords(t *testing.T) {
	h := newHarness(t)
	for range 30 {
		h.save(&company{Name: "甲", Notes: string(make([]byte, 400))})
	}
	h.reopen()
	<-h.store.Ready()
	if err := os.Truncate(h.path, 4096); err != nil {
		t.Skip("the system keeps mapped files whole: ", err)
	}
	err := h.store.View(func(st record.StoreTx) error { _, err := st.Get(companies.Kind, 20); return err })
	refusedWith(t, err, codeDamaged)
	if !IsLost(err) {
		t.Errorf("not lost: %v", err)
	}
	refusedWith(t, h.store.Update(func(record.StoreTx) error { return nil }), codeDamaged)
	refusedWith(t, h.store.Err(), codeDamaged)
}
