package tour_test

import (
	"slices"
	"testing"

	"crmlab/domain"
	"crmlab/domain/exchange"
	"crmlab/domain/record"
	"crmlab/ui"
	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/shell"
	"crmlab/ui/tour"
)

// The example of the README: a kind of record in ten lines.
type meetingRoom struct {
	record.Base
	Name  string
	Seats int
}

var meetingRooms = record.Define("room", "会议室", "company", "RM", []record.FieldOf[meetingRoom]{
	record.Text("name", 1, "名称", func(m *meetingRoom) *string { return &m.Name }, record.Required, record.Unique, record.Listed, record.Search),
	record.Int("seats", 2, "座位", func(m *meetingRoom) *int { return &m.Seats }, record.Between(2, 300), record.Unit("个"), record.Listed, record.Filter),
})

// TestAKindOfTenLinesHasEveryPage holds the promise of the README: from the declaration alone come
// the list with its search, the form with its refusals, the record's page, undo and the export.
func TestAKindOfTenLinesHasEveryPage(t *testing.T) {
	before := domain.Kinds
	t.Cleanup(func() { domain.Kinds, registry = before, ui.Pages })
	domain.Kinds = append(slices.Clone(before), meetingRooms.Kind)
	registry = func() *page.Registry {
		r := ui.Pages()
		r.Entries = append(r.Entries, page.ForKind(meetingRooms.Kind, 2, "会议室管理"))
		return r
	}
	s := windowRunning(t, kit.Inline{})
	r := tour.Robot{Shell: s}
	hats := hatsOf(t, s.Book())
	admin := hats[slices.IndexFunc(hats, func(h shell.HatChoice) bool { return h.Name == "罗雅文" })].Hat
	r.Wear(admin)
	r.Open(page.Route{Name: "room"})
	r.Press("新增会议室")
	r.Fill("座位", "400")
	r.Press("保存")
	for _, said := range []string{"请填写名称", "座位不能大于 300 个"} {
		if !r.Says(said) {
			t.Errorf("the form does not say %q", said)
		}
	}
	r.Fill("名称", "长安厅")
	r.Fill("座位", "40")
	r.Press("保存")
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
	if !r.Says("长安厅") || !r.Says("RM-0001") {
		t.Error("the record's page does not show it")
	}
	shown := func() (n int, rows [][]string) {
		if err := s.Book().Read(admin, func(rd record.Reader) error {
			found, err := rd.Query(record.Query{Kind: meetingRooms.Kind, Text: "cat", Size: 10}) // by pinyin initials
			if err != nil {
				return err
			}
			n = found.Total
			x, err := exchange.Rows(rd, record.Query{Kind: meetingRooms.Kind, Size: 10}, []string{"no", "name", "seats"}, exchange.ExportOptions{})
			if err == nil {
				rows = x.Rows
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return n, rows
	}
	if n, rows := shown(); n != 1 || !slices.Equal(rows[0], []string{"RM-0001", "长安厅", "40"}) {
		t.Errorf("found %d, exported %v", n, rows)
	}
	s.Undo()
	if n, rows := shown(); n != 0 || len(rows) != 0 {
		t.Errorf("after undo: found %d, exported %v", n, rows)
	}
}
