package data

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"crmlab/domain/record"
)

// twin is a copy of the open file under a path, as it is now.
func (h *harness) twin(path string) string {
	h.t.Helper()
	must(h.t, os.MkdirAll(filepath.Dir(path), 0o755))
	must(h.t, h.store.CopyTo(path))
	return path
}

// goOn makes a step in a file that nobody has open.
func goOn(t *testing.T, path, name string) {
	t.Helper()
	s, err := Open(path, testKinds)
	must(t, err)
	h := &harness{t: t, path: path}
	h.use(s)
	h.save(&company{Name: name})
	must(t, s.Close())
}

// works are files of two students who began with the same case. The work is its own from
// step 2 on.
type works struct{ bare, early, same, late, other, mine string }

func newWorks(t *testing.T) works {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name+".crm") }
	h, o := newHarness(t), newHarness(t)
	w := works{bare: h.twin(at("bare"))}
	h.save(&company{Name: "甲"})
	w.early = h.twin(at("early"))
	h.save(&company{Name: "乙"})
	w.mine, w.same, w.late = h.twin(at("mine")), h.twin(at("same")), h.twin(at("late"))
	goOn(t, w.late, "丙")
	o.save(&company{Name: "别人的甲"})
	o.save(&company{Name: "别人的乙"})
	w.other = o.twin(at("other"))
	return w
}

const startOfWork = 2

func TestFilesAreToldApartByTheirJournals(t *testing.T) {
	w := newWorks(t)
	diverged := filepath.Join(t.TempDir(), "diverged.crm")
	content, err := os.ReadFile(w.early)
	must(t, err)
	must(t, os.WriteFile(diverged, content, 0o600))
	goOn(t, diverged, "另一种做法")
	damaged := filepath.Join(t.TempDir(), "damaged.crm")
	must(t, os.WriteFile(damaged, content[:len(content)/2], 0o600))
	foreign := filepath.Join(t.TempDir(), "论文.docx")
	must(t, os.WriteFile(foreign, bytes.Repeat([]byte("文字"), 9000), 0o600))
	for _, c := range []struct {
		path string
		want Kinship
	}{{w.same, SameState}, {w.early, Earlier}, {w.late, Later}, {diverged, Diverged}, {w.other, OtherWork}, {w.bare, OtherWork},
		{damaged, Unreadable}, {foreign, OtherWork}, {w.mine + "x", NotThere}} {
		if got, err := Kin(w.mine, c.path, startOfWork); err != nil || got != c.want {
			t.Errorf("%s is %s, %v; want %s", filepath.Base(c.path), got, err, c.want)
		}
	}
}

// A copy arrives whole, leaves the one before it beside it, and is not made twice.
func TestADeliveredCopyKeepsTheGenerationBefore(t *testing.T) {
	w, stick := newWorks(t), t.TempDir()
	to := filepath.Join(stick, "李明.crm")
	for _, from := range []string{w.early, w.mine, w.mine, w.late} {
		must(t, Deliver(from, to, startOfWork))
	}
	for path, want := range map[string]string{to: w.late, filepath.Join(stick, "李明 上一份.crm"): w.mine} {
		if kin, err := Kin(want, path, startOfWork); err != nil || kin != SameState {
			t.Errorf("%s is %s to what it should be, %v", filepath.Base(path), kin, err)
		}
		if r, err := VerifyFile(path, testKinds); err != nil || !r.OK() {
			t.Errorf("%s: %+v, %v", path, r, err)
		}
	}
	if all, err := os.ReadDir(stick); err != nil || len(all) != 2 {
		t.Errorf("%v, %v", all, err)
	}
}

// What somebody else, or a later hour, has left under the name stays.
func TestNothingIsDeliveredOverAnotherOrANewerFile(t *testing.T) {
	w := newWorks(t)
	doc := filepath.Join(t.TempDir(), "论文.crm")
	must(t, os.WriteFile(doc, bytes.Repeat([]byte("文字"), 9000), 0o600))
	for _, to := range []string{w.late, w.other, w.bare, doc} {
		before, err := os.ReadFile(to)
		must(t, err)
		if err := Deliver(w.mine, to, startOfWork); !record.IsRefusal(err, codeTaken) {
			t.Errorf("%s: %v", filepath.Base(to), err)
		}
		if after, err := os.ReadFile(to); err != nil || !bytes.Equal(before, after) {
			t.Errorf("%s was changed: %v", filepath.Base(to), err)
		}
	}
}

// A damaged copy is put aside and does not push out the generation before it; rubbish of a
// stick that was pulled goes.
func TestADamagedCopyIsReplacedAndKeptAside(t *testing.T) {
	w, stick := newWorks(t), t.TempDir()
	to := filepath.Join(stick, "李明.crm")
	must(t, Deliver(w.early, to, startOfWork))
	must(t, Deliver(w.mine, to, startOfWork))
	must(t, os.Truncate(to, 5000))
	must(t, os.WriteFile(filepath.Join(stick, partPrefix(to)+"77"), []byte("half"), 0o600))
	must(t, Deliver(w.mine, to, startOfWork))
	for name, want := range map[string]string{"李明.crm": w.mine, "李明 上一份.crm": w.early} {
		if kin, err := Kin(want, filepath.Join(stick, name), startOfWork); err != nil || kin != SameState {
			t.Errorf("%s is %s, %v", name, kin, err)
		}
	}
	if all, err := os.ReadDir(stick); err != nil || len(all) != 3 {
		t.Errorf("%v, %v", all, err)
	}
	if _, err := os.Stat(filepath.Join(stick, "李明 有损坏.crm")); err != nil {
		t.Error(err)
	}
}

func TestAPlaceThatIsGoneOrReadOnlyIsRefusedInWords(t *testing.T) {
	w, stick := newWorks(t), t.TempDir()
	if err := Deliver(w.mine, filepath.Join(stick, "拔掉了", "李明.crm"), startOfWork); !record.IsRefusal(err, codeAway) {
		t.Errorf("a folder that is gone: %v", err)
	}
	if _, err := Weigh(w.mine, filepath.Join(stick, "拔掉了")); !record.IsRefusal(err, codePlace) {
		t.Errorf("a folder that is gone: %v", err)
	}
	if _, err := Weigh(w.mine, filepath.Dir(w.mine)); !record.IsRefusal(err, codePlace) {
		t.Errorf("the folder of the work: %v", err)
	}
	if same, err := Weigh(w.mine, stick); err != nil || !same {
		t.Errorf("another folder of the disk: %v, %v", same, err)
	}
	if all, err := os.ReadDir(stick); err != nil || len(all) != 0 {
		t.Errorf("trying leaves %v, %v", all, err)
	}
	if runtime.GOOS == "linux" { // where nobody may write, whoever runs the tests
		if _, err := Weigh(w.mine, "/proc"); !record.IsRefusal(err, codePlace) {
			t.Errorf("a read-only folder: %v", err)
		}
		if err := Deliver(w.mine, "/proc/李明.crm", startOfWork); err == nil {
			t.Error("a copy is delivered where nobody may write")
		}
	}
	must(t, os.Chmod(stick, 0o500))
	defer os.Chmod(stick, 0o700)
	if f, err := os.Create(filepath.Join(stick, "x")); err == nil {
		f.Close()
		t.Skip("this user may write anywhere")
	}
	if _, err := Weigh(w.mine, stick); !record.IsRefusal(err, codePlace) {
		t.Errorf("a read-only folder: %v", err)
	}
	if err := Deliver(w.mine, filepath.Join(stick, "李明.crm"), startOfWork); !record.IsRefusal(err, codeReadOnly) {
		t.Errorf("a read-only folder: %v", err)
	}
}
