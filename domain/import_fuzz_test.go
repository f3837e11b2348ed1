package domain_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"crmlab/data"
	"crmlab/data/sheet"
	"crmlab/domain"
	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/exchange"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/sales"
)

// importable are kinds of every sort: simple ones, ones with rules, documents with lines.
var importable = []*record.Kind{party.Customers.Kind, party.Contacts.Kind, catalog.Products.Kind, catalog.QtyDiscounts.Kind, company.Employees.Kind,
	company.Currencies.Kind, order.Orders.Kind, sales.Quotes.Kind, sales.Opportunities.Kind, order.Plans.Kind}

// FuzzImport reads any bytes as a csv file or a workbook and imports them as the wizard
// proposes. Whatever is accepted balances: the file verifies, the checks of the business
// hold, and one undo takes all of it back.
func FuzzImport(f *testing.F) {
	whole := smallFile(f)
	for i, s := range []string{
		"客户名称,角色,性质,级别,信用额度,网址\n华星科技,客户,企业,A,\"1,000.50\",www\n华星科技,代理,个人,,-3,\n,客户,企业,,x,\n",
		"姓名,客户,电话,生日\n李雷,广州粤达电子商行,010,2026-02-30\n韩梅,C-0001,,45000\n",
		"产品名称,分类,类型,标价,成本,状态\n墨盒,打印机,商品,99.999,1e3,在售\n",
		"分类,数量下限,数量上限,折扣\n打印机,20,30,10\n打印机,50,40,101\n",
		"姓名,部门,职位,在职\n新人,销售部,销售代表,在职\n",
		"编号,名称,汇率\nUSD,美元,7.1\nCNY,元,2\nUSD,美金,0\n",
		"编号,客户,日期,折扣,税率\nSO-1,广州粤达电子商行,2026-11-23,5,13\nSO-1,成都锦城设计院,,200,-1\n",
		"\xef\xbb\xbf编号;客户;有效期\nQ;C-0001;2026/1/2\n",
		"机会名称\t客户\t预计金额\n甲\t广州粤达电子商行\t12万\n",
		"订单,期数,金额,到期\nSO-0001,1,5,2026-12-01\n",
	} {
		f.Add(byte(i), []byte(s))
	}
	dir := f.TempDir()
	table, work := filepath.Join(dir, "t.csv"), filepath.Join(dir, "work.crmwork")
	var s *small
	rounds := 0
	f.Fuzz(func(t *testing.T, which byte, content []byte) {
		if len(content) > 1<<14 {
			return
		}
		if err := os.WriteFile(table, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if rounds++; s == nil || rounds%200 == 0 { // the journal grows, and with it the time to verify it
			if s != nil {
				s.store.Close()
			}
			s = openSmall(t, work, whole)
		}
		s.t = t
		s.imports(importable[int(which)%len(importable)], table)
	})
}

func smallFile(f *testing.F) []byte {
	s := newSmall(f)
	s.planned()
	if err := s.store.Close(); err != nil {
		f.Fatal(err)
	}
	return readAll(f, s.store.Path())
}

func readAll(t testing.TB, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func openSmall(t testing.TB, path string, content []byte) *small {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	store, err := data.Open(path, domain.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	book, err := domain.Open(store, clock)
	if err != nil {
		t.Fatal(err)
	}
	return &small{t: t, book: book, store: store}
}

// imports reads a file and takes into the company what the gate lets in.
func (s *small) imports(k *record.Kind, path string) {
	s.t.Helper()
	table, err := sheet.Read(path, sheet.Options{})
	if err != nil {
		s.refusal(err)
		return
	}
	var file exchange.File
	before := map[string]int{}
	s.look(func(r record.Reader) error {
		file = exchange.Guess(r, k, table)
		return s.counted(r, before)
	})
	res, err := exchange.Run(context.Background(), s.book, record.Hat{}, &exchange.Mapping{Files: []exchange.File{file}}, []*exchange.Table{table}, exchange.Options{})
	if err != nil {
		s.refusal(err)
		return
	}
	for _, r := range res.Refused {
		if r.What == "" || r.Why == "" || r.Fix == "" || r.Row == 0 {
			s.t.Errorf("a row is refused without words: %+v", r)
		}
	}
	s.intact()
	if res.Entry == nil {
		return
	}
	s.must(s.book.Undo(record.Hat{}))
	s.intact()
	after := map[string]int{}
	s.look(func(r record.Reader) error { return s.counted(r, after) })
	for name, n := range before {
		if after[name] != n {
			s.t.Errorf("%d %s before the import and %d after it was undone", n, name, after[name])
		}
	}
}

func (s *small) look(fn func(record.Reader) error) {
	s.t.Helper()
	if err := s.book.Read(record.Hat{}, fn); err != nil {
		s.t.Fatal(err)
	}
}

func (s *small) counted(r record.Reader, into map[string]int) error {
	for _, k := range domain.Kinds {
		page, err := r.Query(record.Query{Kind: k, Size: 1})
		if err != nil {
			return err
		}
		into[k.Name] = page.Total
	}
	return nil
}

// refusal fails the test unless err is one, with words.
func (s *small) refusal(err error) {
	s.t.Helper()
	refused := record.RefusalsIn(err)
	if len(refused) == 0 {
		s.t.Errorf("not a refusal: %v", err)
	}
	for _, r := range refused {
		if r.What == "" || r.Why == "" || r.Fix == "" {
			s.t.Errorf("a refusal without words: %+v", r)
		}
	}
}

// intact fails the test unless the file verifies and every check of the business holds.
func (s *small) intact() {
	s.t.Helper()
	var checks []data.Check
	for _, c := range domain.Checks() {
		checks = append(checks, data.Check(c))
	}
	s.verified(checks...)
}
