package domain_test

import (
	"testing"

	"crmlab/domain"
	"crmlab/domain/record"
)

// A derived field that the store works out for all records at once says what it says record
// by record: in filters, and in sorting.
func TestVectoredFieldsSayWhatDerivedOnesSay(t *testing.T) {
	s := newPrepared(t)
	checked := 0
	if err := s.book.Read(record.Hat{}, func(r record.Reader) error {
		for _, k := range domain.Kinds {
			for _, f := range k.Fields {
				if f.Vector == nil {
					continue
				}
				checked++
				type plain struct {
					n int64
					s string
				}
				counts := map[plain]int{}
				if err := r.Each(k, nil, func(row record.Row) bool {
					v := row.Value(f)
					counts[plain{v.N, v.S}]++
					return true
				}); err != nil {
					return err
				}
				if len(counts) < 2 {
					t.Errorf("%s.%s has one value only: nothing is proved", k.Name, f.Name)
				}
				for key, n := range counts {
					p, err := r.Query(record.Query{Kind: k, Size: 1, Where: []record.Cond{record.Where(f.Name, record.Value{T: f.Type, N: key.n, S: key.s})}})
					if err != nil {
						return err
					}
					if p.Total != n {
						t.Errorf("%s.%s is %v in %d records, the filter finds %d", k.Name, f.Name, key, n, p.Total)
					}
				}
				page, err := r.Query(record.Query{Kind: k, Sort: []record.Sort{{Field: f.Name}}})
				if err != nil {
					return err
				}
				for i := 1; i < len(page.Rows); i++ {
					a, b := page.Rows[i-1].Value(f), page.Rows[i].Value(f)
					if f.Type == record.TypeChoice && f.Place(a.S) > f.Place(b.S) || f.Type != record.TypeChoice && a.N > b.N {
						t.Fatalf("%s sorted by %s: %v stands before %v", k.Name, f.Name, a, b)
					}
				}
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if checked < 5 {
		t.Errorf("only %d vectored fields", checked)
	}
}
