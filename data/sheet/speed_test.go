package sheet_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crmlab/data"
	"crmlab/data/sheet"
	"crmlab/domain/exchange"
	"crmlab/domain/party"
	"crmlab/domain/record"
)

// BenchmarkImport imports 100,000 customers from a csv file, reading it included; the
// budget is 10 seconds. Refused rows make it do the work twice.
func BenchmarkImport(b *testing.B) {
	b.Run("clean", func(b *testing.B) { benchmarkImport(b, 0) })
	b.Run("refused", func(b *testing.B) { benchmarkImport(b, 100) })
}

func benchmarkImport(b *testing.B, refused int) {
	var text strings.Builder
	text.WriteString("编号,客户名称,电话,城市,地址,信用额度,级别,上级单位\n")
	for i := range 100_000 {
		credit := fmt.Sprintf("%d.50", i)
		if i < refused {
			credit = "很多"
		}
		fmt.Fprintf(&text, "KH%06d,第 %d 号客户有限公司,021-%08d,上海,\"浦东新区, %d 号\",%s,B,\n", i, i, i, i, credit)
	}
	path := filepath.Join(b.TempDir(), "customers.csv")
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		w := &work{TB: b, path: filepath.Join(b.TempDir(), "t.crmwork")}
		w.open(data.Create)
		t, err := sheet.Read(path, sheet.Options{})
		if err != nil {
			b.Fatal(err)
		}
		m := &exchange.Mapping{Title: "客户"}
		err = w.book.Read(record.Hat{}, func(r record.Reader) error {
			m.Files = append(m.Files, exchange.Guess(r, party.Customers.Kind, t))
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
		res, err := exchange.Run(context.Background(), w.book, record.Hat{}, m, []*exchange.Table{t}, exchange.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if n := res.Kinds["customer"]; n.Created != 100_000-refused || n.Refused != refused {
			b.Fatalf("%+v", n)
		}
		w.close()
	}
}
