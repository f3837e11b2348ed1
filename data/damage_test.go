package data

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"crmlab/domain/record"
)

// Damage ends in one of these. The last must not happen to anything.
const (
	refusedAtOpen = "refused at open"
	foundByVerify = "found by verify"
	harmless      = "harmless" // everything in the file reads as before, and steps can be made
	silent        = "opened wrong without notice"
)

// sector is what disks write whole or not at all.
const sector = 512

// busy is a closed file in which everything occurs that a file can hold.
func busy(t *testing.T) *harness {
	t.Helper()
	h := newHarnessAt(t, filepath.Join(t.TempDir(), "damage.crm"), unsynced)
	text := record.CustomField(companies.Kind, "c1001", 1001, "行业", record.TypeText)
	h.custom = map[*record.Kind][]*record.Field{companies.Kind: {text}}
	if err := h.store.Reshape(h.custom); err != nil {
		t.Fatal(err)
	}
	if _, err := h.book.Mark(hat, "开始"); err != nil {
		t.Fatal(err)
	}
	for i := range 12 {
		h.write(func(tx record.Tx) error {
			for j := range 12 {
				c := &company{Name: fmt.Sprint("华星科技", i, j), City: "上海", Level: "vip", Since: record.NewDate(2020, 1, 1+j), Credit: yuan(int64(i * j)),
					Notes: strings.Repeat("说明", 20*j)}
				c.Custom = map[int]record.Value{1001: record.TextValue("制造")}
				if err := tx.ByRule().Save(c); err != nil {
					return err
				}
				o := &order{Customer: record.Ref[company](c.ID), State: "new", Total: yuan(9), People: []record.Ref[person]{1},
					Doc: record.Target{Kind: companies.Name, ID: c.ID}, Lines: []orderLine{{Product: "甲", Amount: yuan(4)}, {Product: "乙", Words: "话"}}}
				if err := tx.ByRule().Save(o); err != nil {
					return err
				}
			}
			return nil
		})
		if i%4 == 3 {
			h.write(func(tx record.Tx) error { return tx.ByRule().Delete(orders.Kind, record.ID(i*12)) })
			h.undoRedo()
		}
	}
	h.verify()
	if err := h.store.Close(); err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *harness) undoRedo() {
	h.t.Helper()
	for _, act := range []func(record.Hat) (*record.Entry, error){h.book.Undo, h.book.Redo, h.book.Undo} {
		if e, err := act(hat); err != nil || e == nil {
			h.t.Fatal(e, err)
		}
	}
}

// said is everything that a file says, whatever pages it says it on: values by bucket and
// key, and the buckets' sequences.
type said map[string]string

func content(db *bolt.DB) (said, error) {
	c := said{}
	err := db.View(func(b *bolt.Tx) error {
		return b.ForEach(func(name []byte, bucket *bolt.Bucket) error {
			if bucket == nil {
				c[string(name)] = "no bucket"
				return nil
			}
			if bytes.Equal(name, stampBucket) { // which transaction was the last says nothing
				return nil
			}
			c[string(name)] = fmt.Sprint(bucket.Sequence())
			return bucket.ForEach(func(k, v []byte) error {
				c[string(name)+"\x00"+string(k)] = string(v)
				return nil
			})
		})
	})
	return c, err
}

func contentOf(t *testing.T, path string) said {
	t.Helper()
	db, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	c, err := content(db)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// difference names the places where two files differ.
func (c said) difference(d said) (out []string) {
	for _, k := range slices.Sorted(maps.Keys(c)) {
		if v, ok := d[k]; !ok || v != c[k] {
			out = append(out, fmt.Sprintf("%q: %x, was %x", k, v, c[k]))
		}
	}
	for _, k := range slices.Sorted(maps.Keys(d)) {
		if _, ok := c[k]; !ok {
			out = append(out, fmt.Sprintf("%q is new", k))
		}
	}
	return out
}

// examine opens a file that may be damaged and tells how the program takes it. Whatever it
// says, it says in words.
func examine(t *testing.T, path string, right ...said) string {
	t.Helper()
	s, err := Open(path, testKinds, unsynced)
	if err != nil {
		inWords(t, err)
		return refusedAtOpen
	}
	defer s.Close()
	r, err := Verify(s, nil, hat)
	if err != nil {
		inWords(t, err)
		return foundByVerify
	}
	if !r.OK() {
		for _, f := range r.Findings {
			if !strings.HasSuffix(f.Text, "。") {
				t.Errorf("not a sentence: %q", f.Text)
			}
		}
		return foundByVerify
	}
	now, err := content(s.db)
	if err != nil || !slices.ContainsFunc(right, func(c said) bool { return maps.Equal(c, now) }) {
		t.Log(right[0].difference(now), err)
		return silent
	}
	h := &harness{t: t, path: path}
	h.use(s)
	h.save(&company{Name: "还能写"})
	h.undoRedo()
	if r, err := Verify(s, nil, hat); err != nil || !r.OK() {
		t.Errorf("a step on a harmless file broke it: %v %v", r, err)
	}
	return harmless
}

// inWords fails the test unless an error says what, why, and how to go on, in Chinese.
func inWords(t *testing.T, err error) {
	t.Helper()
	refused := record.RefusalsIn(err)
	if len(refused) == 0 {
		t.Errorf("an error without words: %v", err)
	}
	for _, r := range refused {
		for _, part := range []string{r.What, r.Why, r.Fix} {
			if !strings.ContainsFunc(part, func(r rune) bool { return r >= 0x4e00 && r < 0xa000 }) {
				t.Errorf("the refusal %s does not say what, why and how to go on in Chinese: %+v", r.Code, r)
			}
		}
	}
}

// outcomes counts what became of damage and fails where it went unnoticed.
type outcomes struct {
	t     *testing.T
	path  string
	right []said
	count map[string]int
}

func (o *outcomes) try(image []byte, what string, args ...any) string {
	o.t.Helper()
	if err := os.WriteFile(o.path, image, 0o600); err != nil {
		o.t.Fatal(err)
	}
	how := examine(o.t, o.path, o.right...)
	o.count[how]++
	if how == silent {
		o.t.Errorf("%s: "+what, append([]any{silent}, args...)...)
	}
	return how
}

func (o *outcomes) log() {
	o.t.Logf("%s; %s %d", listed(o.count), silent, o.count[silent])
}

func newOutcomes(t *testing.T, right ...said) *outcomes {
	return &outcomes{t: t, path: filepath.Join(t.TempDir(), "b.crm"), right: right, count: map[string]int{}}
}

// seeded draws anew in the long form. The short form tries the same damage every time, so that
// it says something about a change and not about the dice.
func seeded(t *testing.T) *rand.Rand {
	seed := uint64(1)
	if os.Getenv("CRMLAB_TORTURE") != "" {
		seed = uint64(time.Now().UnixNano())
	}
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

func TestAFlippedBitIsNoticedOrHarmless(t *testing.T) {
	path := busy(t).path
	whole, o, random := usedBytes(t, path), newOutcomes(t, contentOf(t, path)), seeded(t)
	for range torture(150, 20, 1) {
		b := slices.Clone(whole)
		at, bit := random.IntN(len(b)), random.IntN(8)
		b[at] ^= 1 << bit
		o.try(b, "bit %d of byte %d (page %d + %d)", bit, at, at/os.Getpagesize(), at%os.Getpagesize())
	}
	o.log()
}

// Sectors that the disk lost, mixed up or filled with something else.
func TestTornPagesAreNoticedOrHarmless(t *testing.T) {
	path := busy(t).path
	whole, o, random := usedBytes(t, path), newOutcomes(t, contentOf(t, path)), seeded(t)
	any := func() int { return random.IntN(len(whole)/sector) * sector }
	for range torture(60, 10, 1) {
		b := slices.Clone(whole)
		at := any()
		switch random.IntN(4) {
		case 0: // zeroes
			clear(b[at : at+sector])
		case 1: // another sector
			copy(b[at:at+sector], whole[any():])
		case 2: // noise
			for i := range sector {
				b[at+i] = byte(random.Uint32())
			}
		case 3: // a run of sectors
			clear(b[at:min(at+sector*(2+random.IntN(14)), len(b))])
		}
		o.try(b, "sector %d (page %d)", at/sector, at/os.Getpagesize())
	}
	o.log()
}

// A power cut within a commit leaves some of its sectors on the disk, in any order, but
// not its head: the file is then as it was before the step. With a disk that writes the
// head before the rest, whatever it says, the file is as before, as after, or it is
// noticed that it is neither.
func TestATornCommitIsTheStepOrNone(t *testing.T) {
	h := busy(t)
	random := seeded(t)
	none, lying := newOutcomes(t), newOutcomes(t)
	for i := range torture(6, 1, 2) {
		if i%8 == 7 { // a file that stays small is quickly looked through
			h = busy(t)
		}
		before, sumBefore := read(t, h.path), contentOf(t, h.path)
		h.reopenClosed()
		var recs []record.Record
		for range 1 + random.IntN(40) {
			recs = append(recs, &company{Name: "新", Notes: strings.Repeat("长", random.IntN(900))})
		}
		h.save(recs...)
		if err := h.store.Close(); err != nil {
			t.Fatal(err)
		}
		after, sumAfter := read(t, h.path), contentOf(t, h.path)
		before = append(before, make([]byte, max(0, len(after)-len(before)))...)
		heads := 2 * os.Getpagesize()
		var changed []int
		for at := 0; at < len(after); at += sector {
			if !slices.Equal(before[at:at+sector], after[at:at+sector]) {
				changed = append(changed, at)
			}
		}
		none.right, lying.right = []said{sumBefore}, []said{sumBefore, sumAfter}
		for range 12 {
			b, some := slices.Clone(before), random.Float64()
			for _, at := range changed {
				if at >= heads && random.Float64() < some {
					copy(b[at:at+sector], after[at:])
				}
			}
			if how := none.try(b, "torn"); how != harmless {
				t.Errorf("a commit without its head: %s", how)
			}
			for _, at := range changed {
				if at < heads {
					copy(b[at:at+sector], after[at:])
				}
			}
			lying.try(b, "the head without the rest")
		}
	}
	t.Log("without the head:")
	none.log()
	t.Log("with the head:")
	lying.log()
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// reopenClosed opens a file that the test has closed.
func (h *harness) reopenClosed() {
	h.t.Helper()
	s, err := Open(h.path, testKinds, h.opts...)
	if err != nil {
		h.t.Fatal(err)
	}
	h.use(s)
}

// A head that is damaged or half written leads to the state before the last step. That is
// right after a power cut, and a step less after any other damage, so it is told.
func TestADamagedHeadIsTold(t *testing.T) {
	path := busy(t).path
	whole := usedBytes(t, path)
	at := 0
	if h, _ := readHeader(open(t, path)); h.txid%2 == 1 {
		at = os.Getpagesize()
	}
	for i := range metaSize {
		b := slices.Clone(whole)
		b[at+metaOffset+i] ^= 0x10
		o := newOutcomes(t)
		if how := o.try(b, "byte %d of the head", i); how != foundByVerify {
			t.Errorf("byte %d of the head: %s", i, how)
		}
	}
}

func open(t *testing.T, path string) *os.File {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func TestAFormatThatNeverWasIsRefused(t *testing.T) {
	path := sample(t)
	tamper(t, path, func(b *bolt.Tx) error {
		return b.Bucket(metaBucket).Put(metaFormat, binary.BigEndian.AppendUint32(nil, 0))
	})
	_, err := Open(path, testKinds)
	refusedWith(t, err, codeDamaged)
}
