package data

import (
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"

	"crmlab/domain/record"
)

// verify fails the test if anything at all is wrong with the file.
func (h *harness) verify() {
	h.t.Helper()
	r, err := Verify(h.store, h.book, hat)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, f := range r.Findings {
		h.t.Errorf("%s: %s", f.Check, f.Text)
	}
	if r.Records == 0 || r.Entries == 0 {
		h.t.Error("nothing was verified")
	}
}

// Every way of changing a file behind the program's back is found.
func TestVerifyFindsWhatWasTamperedWith(t *testing.T) {
	company5 := func(c company) []byte { c.No = "TC-0005"; return newCodec(companies.Kind).encode(nil, &c, nil) }
	for _, c := range []struct {
		name, check string
		tamper      func(b *bolt.Tx) error
	}{
		{"a changed record", "日志与记录", func(b *bolt.Tx) error {
			return b.Bucket(recordsBucket(companies.Kind)).Put(idKey(5), company5(company{Name: "改了"}))
		}},
		{"a removed record", "日志与记录", func(b *bolt.Tx) error {
			return b.Bucket(recordsBucket(companies.Kind)).Delete(idKey(5))
		}},
		{"an added record", "日志与记录", func(b *bolt.Tx) error {
			return b.Bucket(recordsBucket(companies.Kind)).Put(idKey(200), company5(company{}))
		}},
		{"a record beyond the last ID", "记录", func(b *bolt.Tx) error {
			return b.Bucket(recordsBucket(companies.Kind)).Put(idKey(9999), company5(company{}))
		}},
		{"a link to nowhere", "引用", func(b *bolt.Tx) error {
			return b.Bucket(recordsBucket(companies.Kind)).Put(idKey(5), company5(company{Parent: 12345}))
		}},
		{"a lost index entry", "唯一值", func(b *bolt.Tx) error {
			return b.Bucket(uniqueBucket(companies.Fields[0])).Delete([]byte("TC-0005"))
		}},
		{"an index entry too many", "唯一值", func(b *bolt.Tx) error {
			return b.Bucket(uniqueBucket(companies.Fields[0])).Put([]byte("TC-7777"), idKey(5))
		}},
		{"a rewritten journal entry", "操作日志", func(b *bolt.Tx) error {
			j := b.Bucket(journalBucket)
			e := append([]byte(nil), j.Get(seqKey(2))...)
			e[len(e)-1] ^= 1
			return j.Put(seqKey(2), e)
		}},
		{"a journal entry cut out", "操作日志", func(b *bolt.Tx) error { return b.Bucket(journalBucket).Delete(seqKey(3)) }},
		{"a lost journal index", "操作日志", func(b *bolt.Tx) error {
			return b.Bucket(touchedBucket).Delete(touchKey(record.Target{Kind: companies.Name, ID: 5}, 2))
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := sample(t)
			tamper(t, path, c.tamper)
			r, err := VerifyFile(path, testKinds)
			if err != nil {
				t.Fatal(err)
			}
			found := false
			for _, f := range r.Findings {
				found = found || f.Check == c.check
				if !strings.HasSuffix(f.Text, "。") {
					t.Errorf("not a sentence: %q", f.Text)
				}
			}
			if !found {
				t.Errorf("not found under %s: %v", c.check, r.Findings)
			}
		})
	}
}

func TestVerifyFindsColumnsThatDiffer(t *testing.T) {
	h := newHarness(t)
	c := &company{Name: "甲", Credit: yuan(5)}
	h.save(c, &order{Customer: record.Ref[company](1), Total: yuan(3)})
	h.store.tables[companies.Kind].cols[h.store.tables[companies.Kind].column(5)].set(int(c.ID), 999, nil)
	h.store.tables[orders.Kind].tallies[0].sum.set(1, 77)
	r, err := Verify(h.store, nil, hat)
	if err != nil || len(r.Findings) != 2 {
		t.Errorf("%v, %v", r.Findings, err)
	}
}

func TestVerifyRunsTheChecksOfTheBusiness(t *testing.T) {
	h := newHarness(t)
	r, err := Verify(h.store, h.book, hat, Check{Name: "业务", Run: func(r record.Reader) []string {
		if _, ok := r.Row(people.Kind, 1); !ok {
			t.Error("the reader sees nothing")
		}
		return []string{"合计不等于 100%。"}
	}})
	if err != nil || len(r.Findings) != 1 || r.Findings[0] != (Finding{"业务", "合计不等于 100%。"}) {
		t.Errorf("%v, %v", r, err)
	}
}
