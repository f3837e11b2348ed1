package handin

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"crmlab/data"
	"crmlab/domain"
	"crmlab/domain/lab"
	"crmlab/domain/record"
)

// Order is what is to be handed in.
type Order struct {
	Course      *lab.Course
	Experiments []int     // nil: those of which anything has been done
	Program     string    // that makes the hand-in, with its version
	Made        time.Time // when
	// Report makes the 实验报告 of an experiment as docx; nil, or a nil report: none.
	Report func(board *lab.Board, no int) ([]byte, error)
}

// Make makes a hand-in of a work file that nobody has open: a copy of one, see
// data.Store.CopyTo. Probes try something in it and take it back.
func Make(snapshot string, o Order) (content []byte, m *Manifest, err error) {
	store, err := data.Open(snapshot, domain.Kinds)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	book, err := domain.Open(store, time.Now)
	if err != nil {
		return nil, nil, err
	}
	said, reports, err := selfcheck(book, o)
	if err != nil {
		return nil, nil, err
	}
	m = &Manifest{Format: Format, Program: o.Program, Made: o.Made.Truncate(time.Second), Pack: Pack{o.Course.Pack, o.Course.Sum}, Experiments: []int{}, Parts: map[string]string{}}
	for _, c := range said {
		m.Experiments = append(m.Experiments, c.No)
	}
	var records bytes.Buffer
	if err := book.Read(record.Hat{}, func(r record.Reader) (err error) {
		if m.Records, err = writeRecords(&records, r); err != nil {
			return err
		}
		if m.Student, err = studentOf(r); err != nil {
			return err
		}
		m.Work, err = lab.WorkID(r)
		return err
	}); err != nil {
		return nil, nil, err
	}
	journal, err := writeJournal(store, m)
	if err != nil {
		return nil, nil, err
	}
	check, err := json.MarshalIndent(said, "", " ")
	if err != nil {
		return nil, nil, err
	}
	parts := map[string][]byte{recordsPart: records.Bytes(), journalPart: journal, selfcheckPart: check}
	contents, err := writeContents(store)
	if err != nil {
		return nil, nil, err
	}
	if len(contents) > 0 {
		parts[contentsPart] = contents
	}
	maps.Copy(parts, reports)
	content, err = pack(m, parts)
	return content, m, err
}

func studentOf(r record.Reader) (Student, error) {
	s, err := lab.StudentOf(r)
	if err != nil || s == nil {
		return Student{}, err
	}
	return Student{s.Class, s.StudentNo, s.Name}, nil
}

// selfcheck looks at the experiments asked for, or at all that were begun, and has their
// reports made.
func selfcheck(book *record.Book, o Order) (out []SelfCheck, reports map[string][]byte, err error) {
	board, err := lab.Watch(book, o.Course)
	if err != nil {
		return nil, nil, err
	}
	defer board.Close()
	out, reports = []SelfCheck{}, map[string][]byte{}
	for _, x := range o.Course.Experiments {
		if o.Experiments != nil && !slices.Contains(o.Experiments, x.No) {
			continue
		}
		p, err := board.Look(x.No)
		if err != nil {
			return nil, nil, err
		}
		if o.Experiments == nil && !p.Begun() {
			continue
		}
		out = append(out, said(p))
		if o.Report == nil {
			continue
		}
		content, err := o.Report(board, x.No)
		if err != nil {
			return nil, nil, err
		}
		if content != nil {
			reports[reportPart(x.No)] = content
		}
	}
	return out, reports, nil
}

func said(p *lab.Progress) SelfCheck {
	c := SelfCheck{No: p.No, Title: p.Title, Earned: p.Score.Earned, Possible: p.Score.Possible}
	for _, st := range p.Checks {
		c.Checks = append(c.Checks, Verdict{st.ID, string(st.Outcome), st.Earned, st.Points})
	}
	return c
}

// writeJournal puts every entry behind its length.
func writeJournal(store *data.Store, m *Manifest) ([]byte, error) {
	var out []byte
	var last []byte
	err := store.EachEntry(func(entry []byte) error {
		out = binary.AppendUvarint(out, uint64(len(entry)))
		out = append(out, entry...)
		last = out[len(out)-len(entry):]
		m.Steps++
		return nil
	})
	if err != nil || last == nil {
		return out, err
	}
	e, err := data.ReadEntry(last)
	if err != nil {
		return nil, err
	}
	m.Head, m.Code = hex.EncodeToString(e.Hash[:]), lab.Code(e.Hash)
	return out, nil
}

// writeContents puts the content of every attached file behind its length.
func writeContents(store *data.Store) (out []byte, err error) {
	err = store.EachContent(func(content []byte) error {
		out = binary.AppendUvarint(out, uint64(len(content)))
		out = append(out, content...)
		return nil
	})
	return out, err
}

// pack puts the parts into a zip that reading will accept.
func pack(m *Manifest, parts map[string][]byte) ([]byte, error) {
	for name, part := range parts {
		if int64(len(part)) > partLimits[name] {
			return nil, record.Refuse(codeLarge, "没有做成提交包", fmt.Sprintf("「%s」有 %d KB，最多 %d KB", name, len(part)>>10, partLimits[name]>>10), "撤销大批量的导入后再试，或告诉老师")
		}
		sum := sha256.Sum256(part)
		m.Parts[name] = hex.EncodeToString(sum[:])
	}
	head, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	add := func(name string, part []byte) error {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: m.Made})
		if err == nil {
			_, err = w.Write(part)
		}
		return err
	}
	if err := add(manifestPart, head); err != nil {
		return nil, err
	}
	for _, name := range partNames[1:] { // behind the manifest
		if part, ok := parts[name]; ok {
			if err := add(name, part); err != nil {
				return nil, err
			}
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	if b.Len() > maxFile {
		return nil, record.Refuse(codeLarge, "没有做成提交包", fmt.Sprintf("它有 %d MB，最多 %d MB", b.Len()>>20, maxFile>>20), "撤销大批量的导入后再试，或告诉老师")
	}
	return b.Bytes(), nil
}
