package sheet_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"crmlab/data/sheet"
	"crmlab/domain/catalog"
	"crmlab/domain/exchange"
	"crmlab/domain/record"
)

// shop is a work file with the classes that the files of these tests name.
func shop(t *testing.T) *work {
	t.Helper()
	w := newWork(t)
	if _, err := w.book.Write(record.Hat{}, "准备", func(tx record.Tx) error {
		for _, c := range []catalog.ProductCategory{{Name: "打印机", Nature: catalog.Goods}, {Name: "配件", Nature: catalog.Part}, {Name: "服务", Nature: catalog.Service}} {
			if err := tx.Save(&c); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return w
}

// wizard reads a file and imports it with the columns that the wizard proposes, first as a trial.
func (w *work) wizard(path string, k *record.Kind, opt sheet.Options) (*exchange.Table, *exchange.Result) {
	w.Helper()
	table, err := sheet.Read(path, opt)
	if err != nil {
		w.Fatal(err)
	}
	m := &exchange.Mapping{Title: filepath.Base(path)}
	if err := w.book.Read(record.Hat{}, func(r record.Reader) error {
		m.Files = append(m.Files, exchange.Guess(r, k, table))
		return nil
	}); err != nil {
		w.Fatal(err)
	}
	run := func(dry bool) *exchange.Result {
		res, err := exchange.Run(context.Background(), w.book, record.Hat{}, m, []*exchange.Table{table}, exchange.Options{DryRun: dry})
		if err != nil {
			w.Fatal(err)
		}
		return res
	}
	preview, done := run(true), run(false)
	if *preview.Kinds[k.Name] != *done.Kinds[k.Name] || len(preview.Refused) != len(done.Refused) {
		w.Errorf("the preview says %+v, the import %+v", preview.Kinds[k.Name], done.Kinds[k.Name])
	}
	return table, done
}

func (w *work) count(k *record.Kind) (n int) {
	w.Helper()
	if err := w.book.Read(record.Hat{}, func(r record.Reader) error {
		return r.Each(k, nil, func(record.Row) bool { n++; return true })
	}); err != nil {
		w.Fatal(err)
	}
	return n
}

func within(t *testing.T, most time.Duration, what string, began time.Time) {
	t.Helper()
	if took := time.Since(began); took > most {
		t.Errorf("%s took %s", what, took)
	} else {
		t.Logf("%s took %s", what, took.Round(time.Millisecond))
	}
}

const tenThousandRows = 10_000

// A price list as WPS saves it: GB18030, CRLF, prices with separators and signs, a title above the
// header. Three rows are wrong.
func TestProductsFromAPriceListOfAnotherProgram(t *testing.T) {
	var text strings.Builder
	text.WriteString("华云办公设备有限公司产品价格表,,,,,,\r\n制表日期：2026-11-20,,,,,单位：元,\r\n")
	text.WriteString("产品编码,品名,产品分类,标价（元）,成本（元）,保修期(天),状态\r\n")
	for i := 1; i <= tenThousandRows; i++ {
		price, class := fmt.Sprintf("\"￥%d,%03d.50\"", 1+i%9, i%1000), "打印机"
		switch i {
		case 17:
			price = "面议"
		case 18:
			class = "冰箱"
		case 19:
			price = "-5"
		}
		fmt.Fprintf(&text, "HY%05d,激光打印机 %d 型,%s,%s,%d.00,365,上架\r\n", i, i, class, price, 500+i%400)
	}
	encoded, err := simplifiedchinese.GB18030.NewEncoder().String(text.String())
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "价格表.csv")
	if err := os.WriteFile(path, []byte(encoded), 0o600); err != nil {
		t.Fatal(err)
	}
	w := shop(t)
	began := time.Now()
	table, res := w.wizard(path, catalog.Products.Kind, sheet.Options{})
	within(t, 30*time.Second, "10,000 products, tried and imported,", began)
	if n := res.Kinds["product"]; n.Created != tenThousandRows-3 || n.Refused != 3 {
		t.Fatalf("%+v", n)
	}
	why := map[int]string{}
	for _, x := range res.Refused {
		why[x.Row] = x.Why
	}
	// The title, the note and the header are rows 1 to 3.
	if !strings.Contains(why[20], "面议") || !strings.Contains(why[21], "冰箱") || !strings.Contains(why[22], "负数") {
		t.Errorf("refused: %v", why)
	}
	errors := filepath.Join(t.TempDir(), "没有导入的行.xlsx")
	if n, err := sheet.SaveRefused(errors, table, res.Refused); err != nil || n != 3 {
		t.Errorf("%d rows in the file of refused rows, %v", n, err)
	}
	again, err := sheet.Read(errors, sheet.Options{})
	if err != nil || len(again.Rows) != 3 || again.Column("品名") < 0 {
		t.Fatalf("the file of refused rows reads as %+v, %v", again, err)
	}
	if _, err := w.book.Undo(record.Hat{}); err != nil {
		t.Fatal(err)
	}
	if n := w.count(catalog.Products.Kind); n != 0 {
		t.Errorf("one undo leaves %d products", n)
	}
}

// A workbook made to be printed: a title over all columns, then a header of two rows whose cells
// are merged.
func TestProductsFromAMergedHeader(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	stream, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	rows := [][]any{{"2026 年产品目录"}, {"产品编号", "产品名称", "产品分类", "价格", nil, "售后"}, {nil, nil, nil, "标价", "成本", "保修期"}}
	for i := 1; i <= tenThousandRows; i++ {
		rows = append(rows, []any{fmt.Sprintf("XL%05d", i), fmt.Sprintf("配件 %d 号", i), "配件", float64(i%500) + 0.1, i % 300, 180})
	}
	for i, row := range rows {
		if err := stream.SetRow(fmt.Sprintf("A%d", i+1), row); err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range [][2]string{{"A1", "F1"}, {"A2", "A3"}, {"B2", "B3"}, {"C2", "C3"}, {"D2", "E2"}} {
		if err := stream.MergeCell(m[0], m[1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := stream.Flush(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "目录.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	w := shop(t)
	began := time.Now()
	table, res := w.wizard(path, catalog.Products.Kind, sheet.Options{})
	within(t, 30*time.Second, "10,000 parts of a workbook, tried and imported,", began)
	if got, want := strings.Join(table.Header, " "), "产品编号 产品名称 产品分类 标价 成本 保修期"; got != want {
		t.Errorf("the header reads %q, want %q", got, want)
	}
	if n := res.Kinds["product"]; n.Created != tenThousandRows || n.Refused != 0 {
		t.Fatalf("%+v %v", n, res.Refused[:min(len(res.Refused), 3)])
	}
	if err := w.book.Read(record.Hat{}, func(r record.Reader) error {
		id, err := r.Resolve(catalog.Products.Kind, "XL00007")
		if err != nil {
			return err
		}
		p, err := record.Get(r, record.Ref[catalog.Product](id))
		if err == nil && (p.Price.String() != "7.1" || p.Cost.String() != "7" || p.Warranty != 180 || p.Nature != catalog.Part) {
			t.Errorf("a part reads as %+v", p)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// Four tiers of each of 2,500 products are held against all others without the import becoming slow.
func TestDiscountsFromAFileDoNotOverlap(t *testing.T) {
	const products = tenThousandRows / 4
	w := shop(t)
	if _, err := w.book.Write(record.Hat{}, "准备", func(tx record.Tx) error {
		for i := range products {
			p := &catalog.Product{Name: fmt.Sprintf("产品 %d", i), Category: 1, Off: catalog.OnSale}
			p.No = fmt.Sprintf("HY%05d", i)
			if err := tx.Save(p); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	text.WriteString("产品编号,数量从,数量到,折扣%,生效日期,失效日期,备注\n")
	for i := range tenThousandRows {
		fmt.Fprintf(&text, "HY%05d,%d,%d,%d,2026/1/1,2026年12月31日,第 %d 档\n", i%products, 10*(i/products)+1, 10*(i/products)+10, 1+i%30, i/products+1)
	}
	text.WriteString("HY00007,5,6,3,2026-06-01,,重叠\n")
	text.WriteString("HY00007,5,6,3,2027-01-01,,次年\n")
	path := filepath.Join(t.TempDir(), "销量折扣.csv")
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	_, res := w.wizard(path, catalog.QtyDiscounts.Kind, sheet.Options{})
	within(t, 60*time.Second, "10,000 discounts, tried and imported,", began)
	if n := res.Kinds["qty-discount"]; n.Created != tenThousandRows+1 || n.Refused != 1 || !strings.Contains(res.Refused[0].Why, "产品 7，1–10") {
		t.Errorf("%+v %+v", n, res.Refused)
	}
}

func TestATitleIsNoHeader(t *testing.T) {
	for _, c := range []struct{ name, text, header, first string }{
		{"no title", "编号,名称,标价\n1,甲,2\n", "编号 名称 标价", "1"},
		{"title and blank row", "价格表,,,\n,,,\n编号,名称,单位,标价\n1,甲,台,2\n", "编号 名称 单位 标价", "1"},
		{"two columns are no title", "编号,名称\n1,甲\n", "编号 名称", "1"},
		{"two rows of header", "编号,名称,价格,\n,,标价,成本\n1,甲,2,1\n", "编号 名称 标价 成本", "1"},
		{"a first row without a number is data", "编号,名称,价格,\n,甲,20,\n", "编号 名称 价格 ", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "t.csv")
			if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
			table, err := sheet.Read(path, sheet.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(table.Header, " "); got != c.header || table.Rows[0].Cells[0] != c.first {
				t.Errorf("header %q, first row %q", got, table.Rows[0].Cells)
			}
		})
	}
}
