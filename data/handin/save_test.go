package handin_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"crmlab/data/handin"
	"crmlab/domain/record"
)

// Handing in again keeps what was handed in before.
func TestHandingInAgainKeepsTheEarlierFile(t *testing.T) {
	dir := t.TempDir()
	h, err := handin.Parse("x", solvedHandin(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"信管2301-20230101-李明-实验7到9.crmsub", "信管2301-20230101-李明-实验7到9 第2次.crmsub"} {
		path, err := handin.Save(dir, &h.Manifest, solvedHandin(t))
		if err != nil || path != filepath.Join(dir, want) {
			t.Fatalf("%s: %v", path, err)
		}
		back, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(back, solvedHandin(t)) {
			t.Errorf("%s was not kept as it is: %v", path, err)
		}
	}
	if all, err := os.ReadDir(dir); err != nil || len(all) != 2 {
		t.Errorf("%v, %v", all, err)
	}
}

func TestAHandInIsNotSavedWhereItCannotStay(t *testing.T) {
	h, err := handin.Parse("x", solvedHandin(t))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := handin.Save(filepath.Join(t.TempDir(), "U盘"), &h.Manifest, solvedHandin(t)); !record.IsRefusal(err, "handin.save") {
		t.Error(err)
	}
	if _, err := handin.Save(t.TempDir(), &h.Manifest, []byte("PK")); !record.IsRefusal(err, "") {
		t.Errorf("something that is no hand-in was saved: %v", err)
	}
}
