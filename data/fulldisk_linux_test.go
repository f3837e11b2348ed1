package data

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"crmlab/domain/record"
)

// What the system may deny a process is tried in a child, because a limit that was set may
// not be lifted again, and holds for the whole process.

func init() {
	roles["file size"] = fileSize
	roles["memory"] = memorySize
	roles["stranger"] = stranger
	roles["full stick"] = fullStick
}

// child runs a role and fails the test with what it found.
func child(t *testing.T, args ...string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), writerEnv+"="+strings.Join(args, "\t"))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%s: %v\n%s", args[0], err, out)
	}
}

func inChild(path string, opts ...Option) (*harness, error) {
	s, err := Open(path, testKinds, opts...)
	if err != nil {
		return nil, err
	}
	h := &harness{t: &testing.T{}, path: path}
	h.use(s)
	return h, nil
}

func limit(resource int, to uint64) error {
	var l syscall.Rlimit
	if err := syscall.Getrlimit(resource, &l); err != nil {
		return err
	}
	l.Cur = min(to, l.Max)
	return syscall.Setrlimit(resource, &l)
}

// fill makes steps until one is refused, and checks that it left nothing behind.
func (h *harness) fill(mb int) error {
	var err error
	var last uint64
	count := 0
	for range mb * 100 {
		last = h.store.end.seq
		if count, err = h.companies(); err != nil {
			return err
		}
		_, err = h.book.Write(hat, "写", func(tx record.Tx) error {
			for range 10 {
				if err := tx.ByRule().Save(&company{Name: "占满磁盘", Notes: strings.Repeat("长", 300)}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			break
		}
	}
	if !record.IsRefusal(err, codeNoSpace) {
		return fmt.Errorf("a step where there is no room: %w", err)
	}
	if err := h.store.Err(); err != nil {
		return fmt.Errorf("the store is lost: %w", err)
	}
	again, err := h.companies()
	if err != nil || again != count || h.store.end.seq != last {
		return fmt.Errorf("a refused step left something: %d companies, before %d; step %d, before %d; %w", again, count, h.store.end.seq, last, err)
	}
	return h.wholly()
}

// wholly verifies, for those who have no test to fail.
func (h *harness) wholly() error {
	r, err := Verify(h.store, nil, hat)
	if err != nil {
		return err
	}
	return r.Refusal(h.path)
}

func (h *harness) noRubbish() error {
	for _, dir := range []string{filepath.Dir(h.path), copiesDir(h.path)} {
		if left, err := filepath.Glob(filepath.Join(dir, ".*part*")); err != nil || len(left) > 0 {
			return fmt.Errorf("left behind: %v %w", left, err)
		}
	}
	return nil
}

// goesOn makes a step and a copy where there is room again.
func (h *harness) goesOn() error {
	if _, err := h.book.Save(hat, &company{Name: "又有空间了"}); err != nil {
		return err
	}
	if made, err := h.store.Rotate(time.Now()); err != nil || !made {
		return fmt.Errorf("a copy where there is room: %v, %w", made, err)
	}
	return h.wholly()
}

// fileSize works under a limit of the size of files, which is how a full disk and FAT's
// four gigabytes look from here.
func fileSize(args []string) error {
	signal.Ignore(syscall.SIGXFSZ)
	h, err := inChild(args[0])
	if err != nil {
		return err
	}
	size := uint64(h.store.Size())
	if err := limit(syscall.RLIMIT_FSIZE, size+64<<10); err != nil {
		return err
	}
	if err := h.fill(8); err != nil {
		return err
	}
	if err := limit(syscall.RLIMIT_FSIZE, size/2); err != nil {
		return err
	}
	if _, err := h.store.Rotate(time.Now()); !record.IsRefusal(err, codeNoSpace) {
		return fmt.Errorf("a copy where there is no room: %w", err)
	}
	if err := h.noRubbish(); err != nil {
		return err
	}
	if err := limit(syscall.RLIMIT_FSIZE, 1<<62); err != nil {
		return err
	}
	if err := h.goesOn(); err != nil {
		return err
	}
	// A Bulk has its steps in memory before it writes them, so it costs the store.
	if err := limit(syscall.RLIMIT_FSIZE, size+256<<10); err != nil {
		return err
	}
	last := h.store.end.seq
	err = h.store.Bulk(func() error {
		for range 2000 {
			if _, err := h.book.Save(hat, &company{Name: "批量", Notes: strings.Repeat("长", 900)}); err != nil {
				return err
			}
		}
		return nil
	})
	if !record.IsRefusal(err, codeNoSpace) || !IsLost(h.store.Err()) {
		return fmt.Errorf("a Bulk where there is no room: %w; %w", err, h.store.Err())
	}
	if err := errors.Join(h.store.Close(), limit(syscall.RLIMIT_FSIZE, 1<<62)); err != nil {
		return err
	}
	if h, err = inChild(args[0]); err != nil {
		return err
	}
	if h.store.end.seq != last {
		return fmt.Errorf("after the Bulk the file ends at step %d, before at %d", h.store.end.seq, last)
	}
	return errors.Join(h.goesOn(), h.store.Close())
}

func TestAFileThatMayNotGrowKeepsWhatItHas(t *testing.T) {
	path := sample(t)
	child(t, "file size", path)
	h := &harness{t: t, path: path}
	h.reopenClosed()
	defer h.store.Close()
	h.verify()
}

// memorySize works where a larger memory map is refused, which on Windows a full disk is
// enough for.
func memorySize(args []string) error {
	h, err := inChild(args[0], func(o *opening) { o.likeWindows = true })
	if err != nil {
		return err
	}
	// The heap has room of its own before the limit: only maps are to be refused.
	heap := make([]byte, 128<<20)
	runtime.KeepAlive(heap)
	runtime.GC()
	var mem [7]int
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return err
	}
	if _, err := fmt.Sscan(string(b), &mem[0]); err != nil {
		return err
	}
	used := uint64(mem[0] * os.Getpagesize())
	room := uint64(h.store.Size()) * 3 / 4 // the next map would need as much again
	if err := limit(syscall.RLIMIT_AS, used+room); err != nil {
		return err
	}
	if err := h.fill(200); err != nil {
		return err
	}
	if err := limit(syscall.RLIMIT_AS, 1<<62); err != nil {
		return err
	}
	return errors.Join(h.goesOn(), h.store.Close())
}

func TestARefusedMemoryMapLosesNothing(t *testing.T) {
	h := newHarnessAt(t, filepath.Join(t.TempDir(), "map.crm"), unsynced)
	for h.store.Size() < 9<<20 { // its map is then of 16 MB
		recs := []record.Record{}
		for range 100 {
			recs = append(recs, &company{Name: "甲", Notes: strings.Repeat("长", 9000)})
		}
		h.save(recs...)
	}
	h.store.Close()
	child(t, "memory", h.path)
	h.reopenClosed()
	h.verify()
}

// stranger has no rights where it works.
func stranger(args []string) error {
	if os.Getuid() == 0 {
		if err := errors.Join(syscall.Setgid(65534), syscall.Setuid(65534)); err != nil {
			return err
		}
	}
	dir := args[0]
	readOnlyFile, inReadOnlyFolder := filepath.Join(dir, "file.crm"), filepath.Join(dir, "folder", "work.crm")
	if _, err := Open(readOnlyFile, testKinds); !record.IsRefusal(err, codeReadOnly) {
		return fmt.Errorf("a read-only file: %w", err)
	}
	s, err := Open(readOnlyFile, testKinds, ReadOnly)
	if err != nil {
		return fmt.Errorf("reading a read-only file: %w", err)
	}
	if err := errors.Join((&harness{store: s}).wholly(), s.Close()); err != nil {
		return err
	}
	if _, err := Create(filepath.Join(dir, "folder", "new.crm"), testKinds); !record.IsRefusal(err, codeReadOnly) {
		return fmt.Errorf("a new file in a read-only folder: %w", err)
	}
	h, err := inChild(inReadOnlyFolder)
	if err != nil {
		return fmt.Errorf("a file in a read-only folder: %w", err)
	}
	if _, err := h.book.Save(hat, &company{Name: "能写"}); err != nil {
		return fmt.Errorf("a step in a read-only folder: %w", err)
	}
	if _, err := h.store.Rotate(time.Now()); !record.IsRefusal(err, codeReadOnly) {
		return fmt.Errorf("a copy in a read-only folder: %w", err)
	}
	if err := errors.Join(h.wholly(), h.store.Close()); err != nil {
		return err
	}
	if _, err := Restore(inReadOnlyFolder, readOnlyFile, time.Now()); !record.IsRefusal(err, codeReadOnly) {
		return fmt.Errorf("restoring in a read-only folder: %w", err)
	}
	return nil
}

func TestReadOnlyPlacesHaveWords(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "places")
	must(t, os.MkdirAll(filepath.Join(dir, "folder"), 0o755))
	whole := read(t, sample(t))
	must(t, os.WriteFile(filepath.Join(dir, "file.crm"), whole, 0o444))
	must(t, os.WriteFile(filepath.Join(dir, "folder", "work.crm"), whole, 0o666))
	must(t, os.Chmod(filepath.Join(dir, "folder", "work.crm"), 0o666))
	must(t, os.Chmod(filepath.Join(dir, "folder"), 0o555))
	t.Cleanup(func() { must(t, os.Chmod(filepath.Join(dir, "folder"), 0o755)) })
	for up := filepath.Dir(dir); up != os.TempDir(); up = filepath.Dir(up) {
		must(t, os.Chmod(up, 0o755))
	}
	child(t, "stranger", dir)
}

// A real full disk, of which only root can make a small one.
func TestASmallDiskThatIsFullLosesNothing(t *testing.T) {
	if os.Getenv(tortureEnv) == "" || os.Getuid() != 0 {
		t.Skip("part of the long form, for root")
	}
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=12m"); err != nil {
		t.Skip("no disk can be made here: ", err)
	}
	t.Cleanup(func() { must(t, syscall.Unmount(disk, 0)) })
	h := newHarnessAt(t, filepath.Join(disk, "full.crm"))
	ballast := filepath.Join(disk, "ballast")
	must(t, os.WriteFile(ballast, make([]byte, 8<<20), 0o600))
	for i := range 3 {
		if err := h.fill(12); err != nil {
			t.Fatal(err)
		}
		if _, err := h.store.Rotate(time.Now()); i < 2 {
			refusedWith(t, err, codeNoSpace)
		}
		if err := h.noRubbish(); err != nil {
			t.Error(err)
		}
		must(t, os.Truncate(ballast, int64(5-2*i)<<20))
		h.save(&company{Name: "又有空间了"})
		h.verify()
		h.reopen()
	}
	h.store.Close()
}

// A stick without room keeps the copy that it has.
func TestAFullSecondPlaceKeepsTheCopyThatItHas(t *testing.T) {
	w, stick := newWorks(t), t.TempDir()
	to := filepath.Join(stick, "李明.crm")
	must(t, Deliver(w.early, to, startOfWork))
	child(t, "full stick", w.mine, to)
	if kin, err := Kin(w.early, to, startOfWork); err != nil || kin != SameState {
		t.Errorf("the copy is %s, %v", kin, err)
	}
	if all, err := os.ReadDir(stick); err != nil || len(all) != 1 {
		t.Errorf("%v, %v", all, err)
	}
	must(t, Deliver(w.mine, to, startOfWork))
}

func fullStick(args []string) error {
	signal.Ignore(syscall.SIGXFSZ)
	if err := limit(syscall.RLIMIT_FSIZE, 4096); err != nil {
		return err
	}
	if err := Deliver(args[0], args[1], startOfWork); !record.IsRefusal(err, codeNoSpace) {
		return fmt.Errorf("a copy where there is no room: %w", err)
	}
	return nil
}
