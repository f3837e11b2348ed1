package data

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"crmlab/domain/record"
)

// The kinds of these tests: people and teams, companies owned by people, and orders with
// lines. The names of the kinds of the program do not matter here: data knows none.

type person struct {
	record.Base
	Name string
}

type team struct {
	record.Base
	Name string
}

type company struct {
	record.Base
	Name   string
	Level  string
	City   string
	Since  record.Date
	Credit decimal.Decimal
	Parent record.Ref[company]
	Big    bool
	Notes  string
}

type orderLine struct {
	Product string
	Buyer   record.Ref[company]
	Amount  decimal.Decimal
	Words   string
}

type order struct {
	record.Base
	Customer record.Ref[company]
	State    string
	Day      record.Date
	Total    decimal.Decimal
	People   []record.Ref[person]
	Doc      record.Target
	Lines    []orderLine
}

var levels = []record.Choice{{Code: "vip", Label: "重点"}, {Code: "plain", Label: "普通"}, {Code: "gone", Label: "流失"}}

var (
	// Every record links to its owner and department, so these two kinds carry the names
	// that record expects.
	people = record.Define(record.EmployeeKind, "员工", "t", "TP", []record.FieldOf[person]{
		record.Text("name", 1, "姓名", func(p *person) *string { return &p.Name }, record.Search),
	})
	teams = record.Define(record.DepartmentKind, "部门", "t", "TD", []record.FieldOf[team]{
		record.Text("name", 1, "名称", func(d *team) *string { return &d.Name }),
	})
	companies = record.Define("tcompany", "公司", "t", "TC", []record.FieldOf[company]{
		record.Text("name", 1, "名称", func(c *company) *string { return &c.Name }, record.Search),
		record.Pick("level", 2, "级别", func(c *company) *string { return &c.Level }, levels),
		record.Text("city", 3, "城市", func(c *company) *string { return &c.City }),
		record.Day("since", 4, "成立", func(c *company) *record.Date { return &c.Since }),
		record.Money("credit", 5, "额度", func(c *company) *decimal.Decimal { return &c.Credit }),
		record.Link("parent", 6, "上级", func(c *company) *record.Ref[company] { return &c.Parent }),
		record.Bool("big", 7, "大", func(c *company) *bool { return &c.Big }),
		record.Long("notes", 8, "说明", func(c *company) *string { return &c.Notes }),
	}, record.Owned)
	orders = record.Define("torder", "订单", "t", "TO", []record.FieldOf[order]{
		record.Link("customer", 1, "客户", func(o *order) *record.Ref[company] { return &o.Customer }, record.Search),
		record.Text("state", 2, "状态", func(o *order) *string { return &o.State }),
		record.Day("day", 3, "日期", func(o *order) *record.Date { return &o.Day }),
		record.Money("total", 4, "金额", func(o *order) *decimal.Decimal { return &o.Total }),
		record.Links("people", 5, "参与人", func(o *order) *[]record.Ref[person] { return &o.People }),
		record.AnyTarget("doc", 6, "单据", func(o *order) *record.Target { return &o.Doc }),
		record.Lines("lines", 7, "明细", func(o *order) *[]orderLine { return &o.Lines }, []record.FieldOf[orderLine]{
			record.Text("product", 1, "产品", func(l *orderLine) *string { return &l.Product }),
			record.Link("buyer", 2, "买方", func(l *orderLine) *record.Ref[company] { return &l.Buyer }),
			record.Money("amount", 3, "金额", func(l *orderLine) *decimal.Decimal { return &l.Amount }),
			record.Long("words", 4, "说明", func(l *orderLine) *string { return &l.Words }),
		}),
	}, record.Owned)
	bought = record.SumBy(orders.Kind, "bought", "customer", "total", record.Cond{Field: "state", Op: record.Not,
		Values: []record.Value{record.TextValue("void")}})
	testKinds = []*record.Kind{people.Kind, teams.Kind, companies.Kind, orders.Kind}
)

func init() { orders.SeenVia("customer") }

// harness is an open file with its Book, as the program has it.
type harness struct {
	t      *testing.T
	path   string
	store  *Store
	book   *record.Book
	custom map[*record.Kind][]*record.Field
	access *record.Access
	clock  time.Time
	opts   []Option
}

func unsynced(o *opening) { o.noSync = true }

var hat = record.Hat{Employee: 1, Position: 1, Dept: 1}

// bothWays runs a test with one store throughout, and again with the file closed and
// opened wherever the test calls reopen. Each ends with Verify.
func bothWays(t *testing.T, test func(t *testing.T, h *harness)) {
	for _, again := range []bool{false, true} {
		t.Run(fmt.Sprintf("reopen=%v", again), func(t *testing.T) {
			h := newHarness(t)
			test(t, h)
			if again {
				h.reopen()
			}
			h.verify()
		})
	}
}

func newHarness(t *testing.T) *harness {
	t.Helper()
	return newHarnessAt(t, filepath.Join(t.TempDir(), "测试.crm"))
}

func newHarnessAt(t *testing.T, path string, opts ...Option) *harness {
	t.Helper()
	h := &harness{t: t, path: path, opts: opts, clock: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	s, err := Create(h.path, testKinds, opts...)
	if err != nil {
		t.Fatal(err)
	}
	h.use(s)
	t.Cleanup(func() { h.store.Close() })
	// The first employee is nobody's creation.
	_, err = h.book.Write(record.Hat{}, "建立公司", func(tx record.Tx) error {
		if err := tx.ByRule().Save(&person{Name: "王芳"}); err != nil {
			return err
		}
		return tx.ByRule().Save(&team{Name: "销售一部"})
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *harness) use(s *Store) {
	h.t.Helper()
	h.store = s
	everything := &record.Access{Everything: true, Rights: map[string]record.Right{"t": ^record.Right(0)}}
	book, err := record.Open(s, testKinds, record.Org{
		Access: func(record.Reader, record.Hat) (*record.Access, error) {
			if h.access != nil {
				return h.access, nil
			}
			return everything, nil
		},
		Today:  func(record.Reader) record.Date { return record.NewDate(2026, 11, 23) },
		Custom: func(record.Reader) (map[*record.Kind][]*record.Field, error) { return h.custom, nil },
	}, func() time.Time { h.clock = h.clock.Add(time.Second); return h.clock })
	if err != nil {
		h.t.Fatal(err)
	}
	h.book = book
}

func (h *harness) reopen() {
	h.t.Helper()
	if err := h.store.Close(); err != nil {
		h.t.Fatal(err)
	}
	s, err := Open(h.path, testKinds, h.opts...)
	if err != nil {
		h.t.Fatal(err)
	}
	h.use(s)
}

func (h *harness) write(fn func(record.Tx) error) {
	h.t.Helper()
	if _, err := h.book.Write(hat, "测试", fn); err != nil {
		h.t.Fatal(err)
	}
}

func (h *harness) read(fn func(record.Reader) error) {
	h.t.Helper()
	if err := h.book.Read(hat, fn); err != nil {
		h.t.Fatal(err)
	}
}

func (h *harness) save(recs ...record.Record) {
	h.t.Helper()
	h.write(func(tx record.Tx) error {
		for _, r := range recs {
			if err := tx.ByRule().Save(r); err != nil {
				return err
			}
		}
		return nil
	})
}

func ids(rows []record.Row) []record.ID {
	out := []record.ID{}
	for _, r := range rows {
		out = append(out, r.ID())
	}
	return out
}

func yuan(n int64) decimal.Decimal { return decimal.NewFromInt(n) }

// companies counts them.
func (h *harness) companies() (n int, err error) {
	err = h.store.View(func(st record.StoreTx) error {
		_, n, err = st.Select(record.Selection{Kind: companies.Kind})
		return err
	})
	return n, err
}
