package data

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"crmlab/domain/record"
)

// tortureEnv has the number of kills of the long form, which scripts/torture.sh runs.
const tortureEnv = "CRMLAB_TORTURE"

// torture is how often something is to be done, in the short form and in the long one.
func torture(short, part, of int) int {
	n, err := strconv.Atoi(os.Getenv(tortureEnv))
	if err != nil {
		return short
	}
	return n * part / of
}

// A writer that is killed at any moment, also within a commit, loses nothing that it
// acknowledged, and leaves a file in which everything fits. Within a Bulk the last steps
// may be missing, no more.
func TestAKilledWriterLosesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	c := &casualties{t: t, killed: map[string]int{}}
	for range torture(24, 1, 1) {
		if c.h == nil || c.h.store.Size() > 12<<20 {
			c.fresh()
		}
		// A commit is where a file could be left half written, so half of the kills go there.
		how := []string{dieAnytime, dieInStep, dieInCommit, dieInCommit, dieInCommit, dieInBulk, dieInFlush, dieInCopy}[random.IntN(8)]
		c.kill(how, random)
		if t.Failed() {
			break
		}
	}
	t.Logf("kills: %s", listed(c.killed))
	t.Logf("steps acknowledged: %d, lost: %d; reopened: %d, failed: %d; copies found: %d, unusable: %d",
		c.acknowledged, c.lost, c.reopened, c.unopened, c.copies, c.badCopies)
	if c.acknowledged < 20 {
		t.Errorf("only %d steps were acknowledged", c.acknowledged)
	}
}

func listed(m map[string]int) string {
	var out []string
	for _, k := range slices.Sorted(maps.Keys(m)) {
		out = append(out, fmt.Sprintf("%s %d", k, m[k]))
	}
	return strings.Join(out, ", ")
}

// casualties counts what becomes of killed writers.
type casualties struct {
	t      *testing.T
	h      *harness
	killed map[string]int // by what the writer was doing

	acknowledged, lost, reopened, unopened, copies, badCopies int
}

// fresh goes on with a new file.
func (c *casualties) fresh() {
	c.h = newHarnessAt(c.t, filepath.Join(c.t.TempDir(), "crash.crm"))
	if _, err := c.h.book.Mark(hat, "开始"); err != nil { // the first employee is not undone
		c.t.Fatal(err)
	}
	c.h.store.Close()
}

// last is what a writer said before it died.
type last struct {
	doing string            // in the words of the report
	done  map[uint64]string // acknowledged steps and their hashes
}

func (c *casualties) kill(how string, random *rand.Rand) {
	before := c.h.store.end.seq
	said := runWriter(c.t, c.h.path, how, random)
	c.killed[said.doing]++
	c.acknowledged += len(said.done)
	s, err := Open(c.h.path, testKinds)
	if err != nil {
		c.unopened++
		c.t.Errorf("killed %s: %v", said.doing, err)
		return
	}
	c.reopened++
	c.h.use(s)
	defer s.Close()
	if s.end.seq < before {
		c.t.Errorf("killed %s: the journal ends at %d, before it did at %d", said.doing, s.end.seq, before)
	}
	err = s.View(func(st record.StoreTx) error {
		for seq, hash := range said.done {
			e, err := st.Entry(seq)
			if err != nil || hex.EncodeToString(e.Hash[:]) != hash {
				c.lost++
				c.t.Errorf("killed %s: step %d was acknowledged and is lost: %v", said.doing, seq, err)
			}
		}
		return nil
	})
	if err != nil {
		c.t.Error(err)
	}
	c.h.verify()
	c.leftBehind()
}

// leftBehind looks at the copies: each can be used, and there is nothing else.
func (c *casualties) leftBehind() {
	for _, dir := range []string{filepath.Dir(c.h.path), copiesDir(c.h.path)} {
		if left, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) > 0 {
			c.t.Errorf("left behind: %v", left)
		}
	}
	have, err := Copies(c.h.path)
	if err != nil {
		c.t.Error(err)
	}
	for _, one := range have {
		c.copies++
		if r, err := verifyCopy(one.Path, testKinds); err != nil || !r.OK() {
			c.badCopies++
			c.t.Errorf("copy %s: %v %v", one.Path, r, err)
		}
	}
}

// runWriter lets a writer work until it is dead.
func runWriter(t *testing.T, path, how string, random *rand.Rand) last {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), fmt.Sprintf("%s=writer\t%s\t%d\t%s", writerEnv, how, random.Uint64(), path))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said := last{done: map[uint64]string{}}
	word, bulk, copying := "", false, false
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		f := strings.Fields(lines.Text())
		switch f[0] {
		case "done":
			seq, err := strconv.ParseUint(f[1], 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			said.done[seq] = f[2]
			if how == dieAnytime && len(said.done) == 1 {
				wait := time.Duration(random.IntN(120)) * time.Millisecond
				time.AfterFunc(wait, func() { _ = cmd.Process.Kill() })
			}
		case "bulk", "end":
			bulk = f[0] == "bulk"
		case "copy":
			copying = true
		case "step", "commit", "loose":
		default:
			t.Errorf("the writer said %q", lines.Text())
		}
		word = f[0]
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	switch {
	case bulk && word == "commit" && how == dieInFlush:
		said.doing = "in a bulk's commit"
	case bulk:
		said.doing = "in a bulk"
	case copying:
		said.doing = "in a copy"
	case word == "step":
		said.doing = "in a step"
	case word == "commit":
		said.doing = "in a commit"
	default:
		said.doing = "between steps"
	}
	return said
}
