package exchange_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"crmlab/domain/exchange"
	"crmlab/domain/record"
)

// The kinds of a small shop: enough of every type of field to try imports on.

type employee struct {
	record.Base
	Name string
	Boss record.Ref[employee]
}

type department struct {
	record.Base
	Name string
}

type group struct {
	record.Base
	Name string
}

type item struct {
	record.Base
	Name    string
	Group   record.Ref[group]
	Related []record.Ref[item]
	Price   decimal.Decimal
	Rate    decimal.Decimal
	Count   int
	Sold    string
	Rare    bool
	Since   record.Date
	Story   string
	Stamp   string
}

type slip struct {
	record.Base
	State string
	Buyer record.Ref[group]
	Lines []line
	Total decimal.Decimal
}

type line struct {
	Item record.Ref[item]
	Qty  decimal.Decimal
	Note string
	Sum  decimal.Decimal
}

// note is what a rule of items leaves behind before it refuses.
type note struct {
	record.Base
	Name string
}

var (
	employees = record.Define(record.EmployeeKind, "员工", "company", "E", []record.FieldOf[employee]{
		record.Text("name", 1, "姓名", func(e *employee) *string { return &e.Name }, record.Required),
		record.Link("boss", 2, "上级", func(e *employee) *record.Ref[employee] { return &e.Boss }),
	})
	departments = record.Define(record.DepartmentKind, "部门", "company", "D", []record.FieldOf[department]{
		record.Text("name", 1, "部门名称", func(d *department) *string { return &d.Name }),
	})
	groups = record.Define("group", "分组", "catalog", "G", []record.FieldOf[group]{
		record.Text("name", 1, "分组名称", func(g *group) *string { return &g.Name }, record.Required, record.Max(20)),
	})
	items = record.Define("item", "货品", "catalog", "I", []record.FieldOf[item]{
		record.Text("name", 1, "货品名称", func(i *item) *string { return &i.Name }, record.Required, record.Max(20)),
		record.Link("group", 2, "分组", func(i *item) *record.Ref[group] { return &i.Group }, record.Required),
		record.Links("related", 3, "相关货品", func(i *item) *[]record.Ref[item] { return &i.Related }),
		record.Money("price", 4, "价格", func(i *item) *decimal.Decimal { return &i.Price }, record.NotNegative),
		record.Percent("rate", 5, "折扣", func(i *item) *decimal.Decimal { return &i.Rate }),
		record.Int("count", 6, "库存", func(i *item) *int { return &i.Count }),
		record.Pick("sold", 7, "状态", func(i *item) *string { return &i.Sold }, []record.Choice{{Code: "on", Label: "上架"}, {Code: "off", Label: "下架"}},
			record.Required, record.StartsAt(record.ChoiceValue("on"))),
		record.Bool("rare", 8, "稀有", func(i *item) *bool { return &i.Rare }),
		record.Day("since", 9, "上市日期", func(i *item) *record.Date { return &i.Since }, record.StartsAt(record.DateValue(record.NewDate(2020, 1, 1)))),
		record.Long("story", 10, "说明", func(i *item) *string { return &i.Story }),
		record.Text("stamp", 11, "状态", func(i *item) *string { return &i.Stamp }, record.System), // shares its label on purpose
	})
	slips = record.Define("slip", "单据", "order", "S", []record.FieldOf[slip]{
		record.StateField(1, "进度", func(s *slip) *string { return &s.State }, slipStates),
		record.Link("buyer", 2, "买家", func(s *slip) *record.Ref[group] { return &s.Buyer }, record.Required),
		record.Lines("lines", 3, "明细", func(s *slip) *[]line { return &s.Lines }, []record.FieldOf[line]{
			record.Link("item", 1, "货品", func(l *line) *record.Ref[item] { return &l.Item }, record.Required),
			record.Number("qty", 2, "数量", func(l *line) *decimal.Decimal { return &l.Qty }, record.Positive),
			record.Text("note", 3, "附言", func(l *line) *string { return &l.Note }),
			record.Money("sum", 4, "小计", func(l *line) *decimal.Decimal { return &l.Sum }, record.Computed),
		}),
		record.Money("total", 4, "合计", func(s *slip) *decimal.Decimal { return &s.Total }, record.Computed),
	}, record.Owned)
	notes = record.Define("note", "便条", "catalog", "N", []record.FieldOf[note]{
		record.Text("name", 1, "内容", func(n *note) *string { return &n.Name }),
	})

	slipStates = []record.State{{Code: "open", Label: "草稿", Edit: true, Delete: true}, {Code: "past", Label: "历史"}}
	allKinds   = []*record.Kind{employees.Kind, departments.Kind, groups.Kind, items.Kind, slips.Kind, notes.Kind}
)

func init() {
	slips.Stateful(slipStates)
	slips.TitledBy("no")
	items.Rule(func(tx record.Tx, i, _ *item) error {
		if i.Name != "两面派" {
			return nil
		}
		if err := tx.ByRule().Save(&note{Name: "留下的痕迹"}); err != nil {
			return err
		}
		return record.RefuseField("item.name", "name", "没有保存货品 "+i.Name, "这个名称用不得", "换一个名称")
	})
	slips.Rule(func(tx record.Tx, s, _ *slip) error {
		s.Total = decimal.Zero
		for n := range s.Lines {
			l := &s.Lines[n]
			it, err := record.Get(tx, l.Item)
			if err != nil {
				return err
			}
			if it.Sold == "off" {
				return record.RefuseField("line.off", fmt.Sprintf("lines.%d.item", n), "没有保存单据", it.Name+" 已下架", "换一个货品")
			}
			l.Sum = record.Cents(l.Qty.Mul(it.Price))
			s.Total = s.Total.Add(l.Sum)
		}
		return nil
	})
	record.Act(slips, "adopt", "转为历史", func(tx record.Tx, s *slip, _ *record.None) error {
		if len(s.Lines) == 0 {
			return record.Refuse("slip.lines", "没有转为历史 "+s.No, "单据没有明细", "先填写明细")
		}
		s.State = "past"
		return tx.ByRule().Save(s)
	}, record.From("open"), record.Needs(record.Import))
}

var hat = record.Hat{Employee: 1, Position: 1}

// shop is an open book on the real store, in a folder of its own.
type shop struct {
	*testing.T
	book   *record.Book
	rights record.Right
	custom map[*record.Kind][]*record.Field
}

const allRights = record.View | record.Create | record.Edit | record.Delete | record.Import | record.Export

func open(t *testing.T) *shop {
	s := &shop{T: t, rights: allRights, custom: map[*record.Kind][]*record.Field{
		items.Kind: {record.CustomField(items.Kind, "colour", record.FirstCustomTag, "颜色", record.TypeText)}}}
	org := record.Org{
		Access: func(record.Reader, record.Hat) (*record.Access, error) {
			return &record.Access{Everything: true, Self: 1, Rights: map[string]record.Right{"company": s.rights, "catalog": s.rights, "order": s.rights}}, nil
		},
		Today:  func(record.Reader) record.Date { return record.NewDate(2026, 11, 23) },
		Custom: func(record.Reader) (map[*record.Kind][]*record.Field, error) { return s.custom, nil },
	}
	var err error
	s.book, err = record.Open(newStore(t, allKinds), allKinds, org, func() time.Time { return time.UnixMilli(1_700_000_000_000) })
	if err != nil {
		t.Fatal(err)
	}
	owner := &employee{Name: "店主"}
	if _, err := s.book.Save(record.Hat{}, owner); err != nil || owner.ID != hat.Employee {
		t.Fatalf("employee %d: %v", owner.ID, err)
	}
	return s
}

// table makes a table out of text: cells apart by "|", the header first.
func table(file string, lines ...string) *exchange.Table {
	t := &exchange.Table{File: file, Comma: ","}
	for i, l := range lines {
		cells := strings.Split(l, "|")
		if i == 0 {
			t.Header = cells
		} else {
			t.Rows = append(t.Rows, exchange.Row{No: i + 1, Cells: cells})
		}
	}
	return t
}

func col(from, field string) exchange.Column { return exchange.Column{From: from, Field: field} }

func cols(pairs ...string) []exchange.Column {
	var out []exchange.Column
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, col(pairs[i], pairs[i+1]))
	}
	return out
}

func (s *shop) run(opt exchange.Options, m *exchange.Mapping, tables ...*exchange.Table) *exchange.Result {
	s.Helper()
	res, err := exchange.Run(context.Background(), s.book, hat, m, tables, opt)
	if err != nil {
		s.Fatal(err)
	}
	return res
}

func (s *shop) read(fn func(record.Reader) error) {
	s.Helper()
	if err := s.book.Read(hat, fn); err != nil {
		s.Fatal(err)
	}
}

// all prints every record of a kind: the fields named, apart by "|".
func (s *shop) all(k *record.Kind, fields ...string) []string {
	s.Helper()
	var out []string
	s.read(func(r record.Reader) error {
		return r.Each(k, nil, func(row record.Row) bool {
			var cells []string
			for _, name := range fields {
				f := record.FieldNamed(r, k, name)
				cells = append(cells, f.Plain(row.Value(f), r.Title))
			}
			out = append(out, strings.Join(cells, "|"))
			return true
		})
	})
	return out
}

// lines prints the lines of every slip.
func (s *shop) lines() []string {
	s.Helper()
	var out []string
	s.read(func(r record.Reader) error {
		all, err := record.Find(r, slips)
		for _, x := range all {
			for _, l := range x.Lines {
				out = append(out, fmt.Sprintf("%s|%s|%s|%s", x.No, r.Title(items.Kind, l.Item.ID()), l.Qty, l.Note))
			}
		}
		return err
	})
	return out
}

func (s *shop) want(what string, got []string, want ...string) {
	s.Helper()
	if !slices.Equal(got, want) {
		s.Errorf("%s:\n got %q\nwant %q", what, got, want)
	}
}

// refused prints refusals as file row field: why.
func refused(res *exchange.Result) []string {
	var out []string
	for _, x := range res.Refused {
		out = append(out, fmt.Sprintf("%s %d %s: %s", x.File, x.Row, x.Field, x.Why))
	}
	return out
}

func (s *shop) count(res *exchange.Result, kind string, want exchange.Count) {
	s.Helper()
	if got := res.Kinds[kind]; got == nil || *got != want {
		s.Errorf("%s: got %+v, want %+v", kind, got, want)
	}
}
