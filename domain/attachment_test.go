package domain_test

import (
	"bytes"
	"strings"
	"testing"

	"crmlab/data"
	"crmlab/domain"
	"crmlab/domain/attachment"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
)

func customerTarget(c *party.Customer) record.Target {
	return record.Target{Kind: party.Customers.Name, ID: c.ID}
}

// reopen closes the file and opens it again.
func (s *small) reopen() {
	s.t.Helper()
	path := s.store.Path()
	if err := s.store.Close(); err != nil {
		s.t.Fatal(err)
	}
	store, err := data.Open(path, domain.Kinds)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { store.Close() })
	s.store = store
	if s.book, err = domain.Open(store, clock); err != nil {
		s.t.Fatal(err)
	}
}

// attached is what the attachments of a record say, name by name.
func (s *small) attached(h record.Hat, of record.Target) (names []string) {
	s.t.Helper()
	err := s.book.Read(h, func(r record.Reader) error {
		all, err := attachment.Of(r, of)
		for _, a := range all {
			_, content, err := attachment.Read(r, a.ID)
			if err != nil {
				return err
			}
			names = append(names, a.Name+"="+string(content))
		}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return names
}

func TestAnAttachmentComesAndGoesWithUndo(t *testing.T) {
	s := newSmall(t)
	of := customerTarget(s.customer)
	e := s.must(attachment.Attach(s.book, s.seller, of, "合同.txt", []byte("甲方"), ""))
	id := e.Result.ID
	want := func(when, names string) {
		t.Helper()
		if got := strings.Join(s.attached(s.seller, of), " "); got != names {
			t.Errorf("%s: %q, want %q", when, got, names)
		}
	}
	want("attached", "合同.txt=甲方")
	s.must(s.book.Undo(s.seller))
	want("undone", "")
	s.must(s.book.Redo(s.seller))
	want("made again", "合同.txt=甲方")
	s.must(attachment.Remove(s.book, s.seller, id))
	want("deleted", "")
	s.must(s.book.Undo(s.seller))
	want("back", "合同.txt=甲方")
	s.reopen()
	want("reopened", "合同.txt=甲方")
	s.verified()
	s.sound()
}

func TestAttachmentsGoWithTheirRecordAndComeBackWithIt(t *testing.T) {
	s := newSmall(t)
	c := &party.Customer{Name: "恒运物流", Role: party.RoleCustomer, Nature: party.Enterprise}
	s.must(s.book.Save(s.seller, c))
	s.must(attachment.Attach(s.book, s.seller, customerTarget(c), "照片.png", []byte("png"), "门头"))
	s.must(s.book.Delete(s.seller, party.Customers.Kind, c.ID))
	if n := s.count(attachment.Attachments.Kind); n != 0 {
		t.Errorf("%d attachments of nothing", n)
	}
	s.must(s.book.Undo(s.seller))
	if got := s.attached(s.seller, customerTarget(c)); len(got) != 1 || got[0] != "照片.png=png" {
		t.Errorf("came back as %q", got)
	}
	s.sound()
}

func TestTheSameContentIsKeptOnce(t *testing.T) {
	s := newSmall(t)
	content := bytes.Repeat([]byte("说明书"), 1000)
	s.must(attachment.Attach(s.book, s.seller, customerTarget(s.customer), "a.txt", content, ""))
	s.must(attachment.Attach(s.book, s.director, customerTarget(s.other), "b.txt", content, ""))
	err := s.book.Read(record.Hat{}, func(r record.Reader) error {
		if n := r.ContentSize(); n != int64(len(content)) {
			t.Errorf("%d bytes kept of %d", n, len(content))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	s.refused("attachment.same")(attachment.Attach(s.book, s.seller, customerTarget(s.customer), "a.txt", content, ""))
}

func TestFilesTooLargeAreRefusedAndLeaveNothing(t *testing.T) {
	s := newSmall(t)
	of := customerTarget(s.customer)
	s.refused("attachment.empty")(attachment.Attach(s.book, s.seller, of, "空.txt", nil, ""))
	s.refused("attachment.size")(attachment.Attach(s.book, s.seller, of, "大.zip", make([]byte, attachment.MaxFile+1), ""))
	for i := range attachment.MaxAll / attachment.MaxFile {
		content := make([]byte, attachment.MaxFile)
		content[0] = byte(i)
		s.must(attachment.Attach(s.book, s.seller, of, "满.zip", content, ""))
	}
	s.refused("attachment.room")(attachment.Attach(s.book, s.seller, of, "多.txt", []byte("再来一个"), ""))
	if n := len(s.attached(s.seller, of)); n != attachment.MaxAll/attachment.MaxFile {
		t.Errorf("%d attachments", n)
	}
}

func TestAttachmentsFollowTheRightsOnTheirRecord(t *testing.T) {
	s := newSmall(t)
	theirs := customerTarget(s.other)
	s.refused("scope")(attachment.Attach(s.book, s.seller, theirs, "a.txt", []byte("a"), ""))
	e := s.must(attachment.Attach(s.book, s.director, theirs, "a.txt", []byte("a"), ""))
	err := s.book.Read(s.seller, func(r record.Reader) error {
		_, _, err := attachment.Read(r, e.Result.ID)
		return err
	})
	if !record.IsRefusal(err, "scope") {
		t.Errorf("a seller reads a file of a customer that is not theirs: %v", err)
	}
	if _, err := attachment.Remove(s.book, s.seller, e.Result.ID); !record.IsRefusal(err, "scope") {
		t.Errorf("and deletes it: %v", err)
	}
	// Nothing else gives the kind away: it has no list, and no form can write it.
	s.refused("internal")(s.book.Save(s.director, &attachment.Attachment{Of: theirs, Name: "b.txt", Content: "0"}))
	if err := s.book.Read(s.seller, func(r record.Reader) error {
		_, err := r.Query(record.Query{Kind: attachment.Attachments.Kind})
		return err
	}); !record.IsRefusal(err, "right") {
		t.Errorf("a list of all attachments: %v", err)
	}
}

func TestALockedDocumentTakesFilesAndKeepsThem(t *testing.T) {
	s := newSmall(t)
	o := s.running()
	of := record.Target{Kind: order.Orders.Name, ID: o.ID}
	e := s.must(attachment.Attach(s.book, s.seller, of, "盖章合同.pdf", []byte("%PDF"), ""))
	s.refused("state")(attachment.Remove(s.book, s.seller, e.Result.ID))
}

func TestNamesOfAttachmentsAreMadeSafe(t *testing.T) {
	for name, want := range map[string]string{
		"合同.docx":                         "合同.docx",
		`C:\资料\报价 单.xlsx`:                 "报价 单.xlsx",
		"../../etc/passwd":                "passwd",
		"a\x00b\n\u202egnp.exe":           "abgnp.exe",
		"CON.txt":                         "附件CON.txt",
		"lpt1":                            "附件lpt1",
		" .. ":                            "附件",
		"a<b>:c?.png":                     "a_b__c_.png",
		strings.Repeat("长", 200) + ".png": strings.Repeat("长", 76) + ".png",
		".bashrc":                         "bashrc",
		"名." + strings.Repeat("x", 40):    "名." + strings.Repeat("x", 40),
	} {
		if got := attachment.SafeName(name); got != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
	}
	for name, viewed := range map[string]bool{"a.PDF": true, "a.exe": false, "a.bat": false, "a.html": false, "a.lnk": false, "a": false, "a.docm": false} {
		if got := (&attachment.Attachment{Name: name}).Viewed(); got != viewed {
			t.Errorf("%s: the system shows it: %v", name, got)
		}
	}
}
