package data

import (
	"errors"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"
)

func TestEveryOldFormatHasItsUpgrade(t *testing.T) {
	if len(upgrades) != FileFormat-1 || ReleasedFormat > FileFormat {
		t.Errorf("format %d with %d upgrades, released %d", FileFormat, len(upgrades), ReleasedFormat)
	}
}

// There is one format so far, so the way up is tried with formats that only this test
// knows: 2 keeps a note in the meta bucket, 3 another.
func TestOlderFilesAreBroughtUp(t *testing.T) {
	note := func(name string) upgrade {
		return func(b *bolt.Tx) error { return b.Bucket(metaBucket).Put([]byte(name), []byte("x")) }
	}
	fails := errors.New("the step fails")
	with := func(steps ...upgrade) Option { return func(o *opening) { o.upgrades = steps } }
	path := sample(t)
	before := contentOf(t, path)

	_, err := Open(path, testKinds, ReadOnly, with(note("two")))
	refusedWith(t, err, codeReadOnly)
	_, err = Open(path, testKinds, with(note("two"), func(*bolt.Tx) error { return fails }))
	if !errors.Is(err, fails) {
		t.Fatalf("a step that fails: %v", err)
	}
	if d := before.difference(contentOf(t, path)); len(d) > 0 {
		t.Errorf("half an upgrade is in the file: %v", d)
	}

	s, err := Open(path, testKinds, with(note("two"), note("three")))
	if err != nil {
		t.Fatal(err)
	}
	// All else is right; the notes are of no program.
	if r, err := Verify(s, nil, hat); err != nil || len(r.Findings) != 2 || !strings.Contains(r.Findings[0].Text, "不认识的「three」") {
		t.Error(r, err)
	}
	s.Close()
	if d := before.difference(contentOf(t, path)); len(d) != 3 {
		t.Errorf("the upgrade changed %v", d)
	}
	have, err := Copies(path)
	if err != nil || len(have) != 1 {
		t.Fatal(have, err)
	}
	if d := before.difference(contentOf(t, have[0].Path)); len(d) > 0 {
		t.Errorf("the copy is not the file as it was: %v", d)
	}
	if s, err = Open(path, testKinds, with(note("two"), func(*bolt.Tx) error { return fails })); err != nil {
		t.Errorf("a file that is up to date takes steps again: %v", err)
	} else {
		s.Close()
	}
	_, err = Open(path, testKinds)
	refusedWith(t, err, codeNewer)
}
