package shell

import (
	"fmt"
	"strings"
	"testing"

	"crmlab/domain/company"
	"crmlab/domain/order"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
)

func (s *stage) journal(hat record.Hat, f journalFilter, before uint64, size int) (out journalSlice) {
	s.t.Helper()
	err := s.book.Read(hat, func(r record.Reader) (err error) {
		out, err = readJournal(r, f, before, size)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return out
}

func (s *stage) detail(hat record.Hat, seq uint64) (out journalDetail) {
	s.t.Helper()
	err := s.book.Read(hat, func(r record.Reader) (err error) {
		out, err = readDetail(r, s.shell.registry, seq)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return out
}

func TestJournalIsReadInStretches(t *testing.T) {
	s := newStage(t, nil)
	for i := range 5 {
		s.edit(4, fmt.Sprint("名称", i))
	}
	var seen []uint64
	before := uint64(0)
	for range 10 {
		part := s.journal(s.boss, journalFilter{}, before, 3)
		for _, r := range part.Rows {
			seen = append(seen, r.Seq)
		}
		if part.Last != 7 {
			t.Errorf("the newest step is %d", part.Last)
		}
		if before = part.Older; before == 0 {
			break
		}
	}
	if got := fmt.Sprint(seen); got != "[7 6 5 4 3 2 1]" {
		t.Errorf("stretches of 3 show %s", got)
	}
	if part := s.journal(s.boss, journalFilter{}, 0, 7); part.Older != 0 {
		t.Error("after the last step there are older ones")
	}
}

func TestJournalIsNarrowed(t *testing.T) {
	s := newStage(t, nil)
	s.edit(4, "甲")
	if _, err := s.book.Undo(s.boss); err != nil {
		t.Fatal(err)
	}
	if _, err := company.MoveDate(s.book, s.seller, record.NewDate(2026, 12, 1)); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		f    journalFilter
		want string
	}{
		"by person":  {journalFilter{Who: s.seller.Employee}, "推进日期到 2026-12-01"},
		"by action":  {journalFilter{Action: "edit"}, "编辑客户 C-0004"},
		"by undo":    {journalFilter{Action: record.OpUndo}, "撤销 编辑客户 C-0004"},
		"by text":    {journalFilter{Text: "推进"}, "推进日期到 2026-12-01"},
		"by initial": {journalFilter{Text: "tjrq"}, "推进日期到 2026-12-01"},
		"by number":  {journalFilter{Text: "c-0013"}, "准备企业数据"},
		"by all":     {journalFilter{Who: s.seller.Employee, Action: "edit"}, ""},
	} {
		var got []string
		for _, r := range s.journal(s.boss, c.f, 0, 40).Rows {
			got = append(got, r.Label)
		}
		if strings.Join(got, "、") != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
}

func TestJournalTellsOldAndNew(t *testing.T) {
	s := newStage(t, nil)
	e := s.edit(4, "粤达集团")
	d := s.detail(s.boss, e.Seq)
	if d.Row.Who != "周强 · 销售经理" || d.Row.Name != "周强" || d.Row.Day != "2026-11-23" || d.Row.When != "2026-11-23 14:32" {
		t.Errorf("the step is told as %+v", d.Row)
	}
	if len(d.Changes) != 1 || d.Changes[0].Name != "客户 C-0004 粤达集团" || d.Changes[0].Op != record.Changed || d.Changes[0].Route.ID != 4 {
		t.Fatalf("the changes are %+v", d.Changes)
	}
	if got := d.Changes[0].Fields; len(got) != 1 || got[0] != (page.Difference{Field: "客户名称", Old: "广州粤达电子商行", New: "粤达集团"}) {
		t.Errorf("the fields are %v", got)
	}
}

func TestJournalTellsLinesOneByOne(t *testing.T) {
	s := newStage(t, nil)
	var rec record.Record
	s.read(func(r record.Reader) (err error) {
		rec, err = r.Load(order.Orders.Kind, 1)
		return err
	})
	rec.(*order.Order).Lines[0].Qty = money(25)
	e, err := s.book.Save(s.boss, rec)
	if err != nil {
		t.Fatal(err)
	}
	var line page.Difference
	for _, f := range s.detail(s.boss, e.Seq).Changes[0].Fields {
		if strings.Contains(f.Field, "第 1 行") {
			line = f
		}
	}
	if !strings.Contains(line.Old, "20") || !strings.Contains(line.New, "25") || !strings.Contains(line.New, "激光打印机 M203") {
		t.Errorf("the line is told as %+v", line)
	}
}

func TestJournalKeepsToTheHat(t *testing.T) {
	s := newStage(t, nil)
	theirs := s.edit(5, "别人的客户") // owned by 李军
	d := s.detail(s.seller, theirs.Seq)
	if c := d.Changes[0]; c.Veiled == "" || len(c.Fields) != 0 || c.Route.Name != "" {
		t.Errorf("the seller sees %+v", c)
	}
	if strings.Contains(d.Changes[0].Name, "别人的客户") {
		t.Errorf("the seller reads the name of a record beyond her scope: %q", d.Changes[0].Name)
	}
}

func TestJournalPage(t *testing.T) {
	s := newStage(t, nil)
	for i := range journalSize + 3 {
		s.edit(4, fmt.Sprint("名称", i))
	}
	s.shell.Go(routeTo(JournalEntry))
	p := s.shell.Page().(*journalPage)
	s.says("共 45 步")
	s.says("名称42") // the newest step is shown at once
	s.press("较旧")
	if got := p.slice.Rows[0].Seq; got != 5 || len(p.slice.Rows) != 5 {
		t.Errorf("the older page begins with step %d and has %d", got, len(p.slice.Rows))
	}
	s.edit(4, "新的一步")
	if got := p.slice.Rows[0].Seq; got != 5 {
		t.Errorf("a new step moves the page that is read to step %d", got)
	}
	if older := find(s, func(b *kit.Button) bool { return b.Text == "较旧" }); !older.Disabled() {
		t.Error("there is a page older than the first step")
	}
	p.Shortcut("PgUp")
	if got := p.slice.Rows[0].Seq; got != 46 {
		t.Errorf("the newest page begins with step %d", got)
	}
	p.bar.SetValues(map[string]string{"text": "准备"})
	p.query()
	if len(p.slice.Rows) != 1 || p.slice.Rows[0].Label != "准备企业数据" {
		t.Fatalf("narrowed to %v", p.slice.Rows)
	}
	s.says("企业参数")
	p.bar.SetValues(map[string]string{"text": "没有的"})
	p.query()
	s.says("没有符合条件的步骤。")
}

func TestJournalPeopleAndActions(t *testing.T) {
	s := newStage(t, nil)
	s.shell.Go(routeTo(JournalEntry))
	p := s.shell.Page().(*journalPage)
	people := p.findPeople("wf")
	if len(people) != 1 || people[0].Label != "王芳" || p.lookupPerson(people[0].Value).Label != "王芳" {
		t.Errorf("wf finds %v", people)
	}
	seen := map[string]bool{}
	for _, a := range journalActions(s.book.Kinds()) {
		if seen[a.Name] || a.Label == "" {
			t.Errorf("action %+v is offered twice or without a name", a)
		}
		seen[a.Name] = true
	}
	if !seen["submit"] || !seen["create"] {
		t.Errorf("actions are %v", seen)
	}
}
