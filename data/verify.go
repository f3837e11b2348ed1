package data

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	bolt "go.etcd.io/bbolt"

	"crmlab/domain/record"
)

// Check is a test of what records mean, which the business brings: totals match lines,
// receipts never exceed. Run gives a sentence for everything it finds wrong.
type Check struct {
	Name string
	Run  func(record.Reader) []string
}

// Finding is one thing that is wrong with a file.
type Finding struct {
	Check string // name of the check
	Text  string // one Chinese sentence
}

// Report is what Verify found.
type Report struct {
	Findings []Finding
	Records  int // that were looked at
	Entries  int // of the journal
}

// OK reports whether nothing is wrong.
func (r *Report) OK() bool { return len(r.Findings) == 0 }

// Refusal is what the report says of a file in the words of a refusal; nil if it is OK.
func (r *Report) Refusal(path string) error {
	if r.OK() {
		return nil
	}
	return record.Refuse(codeUnsound, quoted(path)+"没有通过检查", fmt.Sprintf("发现 %d 处不一致：%s", len(r.Findings), r.Findings[0].Text),
		"从较早的副本恢复，并把这个文件留给老师查看")
}

// mostFindings of one check are listed; the rest is counted.
const mostFindings = 20

// Verify checks an open file: its pages, the records and their indexes, links, the
// columns in memory, the journal's chain, that the journal from nothing leads to
// exactly the present records, and what the business asks. Steps wait until it is done.
// book may be nil, then checks are left out; hat is whose reader they get, unlimited.
func Verify(s *Store, book *record.Book, hat record.Hat, checks ...Check) (*Report, error) {
	r, err := s.verify()
	if err != nil || book == nil {
		return r, err
	}
	for _, c := range checks {
		var found []string
		err := book.Read(hat, func(reader record.Reader) error {
			found = c.Run(reader.Whole())
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("check %s: %w", c.Name, err)
		}
		in := r.in(c.Name)
		for _, text := range found {
			in.note("%s", text)
		}
		in.done()
	}
	return r, nil
}

// VerifyFile is Verify for a file that is not open, without the business's checks.
func VerifyFile(path string, kinds []*record.Kind) (*Report, error) {
	s, err := Open(path, kinds, ReadOnly)
	if err != nil {
		return nil, err
	}
	defer func() { _ = s.Close() }() // only read
	return s.verify()
}

func (s *Store) verify() (*Report, error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	if err := s.wait(); err != nil {
		return nil, err
	}
	r := &Report{}
	err := s.view(func(t *tx) error {
		if s.bulk != nil {
			return fmt.Errorf("verify %s: a Bulk is running", s.path)
		}
		if !r.pages(t) {
			return nil // nothing else can be trusted
		}
		if in := r.in("文件结构"); s.header.alone {
			in.note("打开时，两份文件头有一份已损坏，最后一步操作可能没有保留下来。")
		}
		for _, k := range s.kinds {
			v := newKindCheck(t, k, r)
			if err := v.run(); err != nil {
				return err
			}
		}
		if in := r.in("编号"); !numbersHold(t.b) {
			in.note("已经分配的编号与登记的校验值不符。")
		}
		r.contents(t)
		in := r.in("文件结构")
		for _, name := range strangers(t.b) {
			in.note("里面有不认识的「%s」。", name)
		}
		in.done()
		return r.journal(t)
	})
	return r, err
}

// strangers are the tables, and the keys about the file, that no program of ours makes. Kinds that
// this program does not know are none.
func strangers(b *bolt.Tx) (out []string) {
	ours := [][]byte{metaBucket, countersBucket, journalBucket, touchedBucket, stampBucket, draftsBucket, contentsBucket}
	_ = b.ForEach(func(name []byte, _ *bolt.Bucket) error {
		known := bytes.HasPrefix(name, []byte(recordsPrefix)) || bytes.HasPrefix(name, []byte(uniquePrefix))
		if !known && !slices.ContainsFunc(ours, func(o []byte) bool { return bytes.Equal(o, name) }) {
			out = append(out, strings.ToValidUTF8(string(name), "?"))
		}
		return nil
	})
	_ = b.Bucket(metaBucket).ForEach(func(key, _ []byte) error {
		kind, describes := bytes.CutPrefix(key, metaFields)
		known := describes && b.Bucket(append([]byte(recordsPrefix), kind...)) != nil
		if !known && !bytes.Equal(key, metaFormat) && !bytes.Equal(key, metaProgram) {
			out = append(out, strings.ToValidUTF8(string(key), "?"))
		}
		return nil
	})
	return out
}

// section gathers the findings of one check.
type section struct {
	r     *Report
	name  string
	count int
}

func (r *Report) in(name string) *section { return &section{r: r, name: name} }

func (s *section) note(format string, args ...any) {
	if s.count++; s.count <= mostFindings {
		s.r.Findings = append(s.r.Findings, Finding{s.name, fmt.Sprintf(format, args...)})
	}
}

func (s *section) done() {
	if more := s.count - mostFindings; more > 0 {
		s.r.Findings = append(s.r.Findings, Finding{s.name, fmt.Sprintf("还有 %d 处同类问题没有列出。", more)})
	}
}

// pages checks whether every page is where it should be.
func (r *Report) pages(t *tx) bool {
	in := r.in("文件结构")
	if err := checkTree(t.s.file); err != nil {
		in.note("文件的页面有损坏：%v。", err)
	}
	in.done()
	return in.count == 0
}
