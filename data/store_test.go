package data

import (
	"slices"
	"testing"

	"crmlab/domain/record"
)

func TestSavedRecordsAreFoundAgain(t *testing.T) {
	bothWays(t, func(t *testing.T, h *harness) {
		c := &company{Name: "华星科技", Level: "vip", City: "深圳", Credit: yuan(1000), Notes: "第一行\n第二行"}
		d := &company{Name: "安达贸易", Level: "plain", City: "广州"}
		h.save(c, d)
		h.save(&order{Customer: record.Ref[company](c.ID), Total: yuan(50), Lines: []orderLine{{Product: "A", Amount: yuan(20), Words: "长"}, {Product: "B", Amount: yuan(30)}}})
		h.reopen()
		h.read(func(r record.Reader) error {
			p, err := r.Query(record.Query{Kind: companies.Kind, Sort: []record.Sort{{Field: "name"}}, Size: 10})
			if err != nil {
				return err
			}
			if got := ids(p.Rows); !slices.Equal(got, []record.ID{d.ID, c.ID}) || p.Total != 2 {
				t.Errorf("sorted by name: %v of %d", got, p.Total)
			}
			if got := p.Rows[1].Value(companies.Field("notes")).S; got != "第一行\n第二行" {
				t.Errorf("long text reads %q", got)
			}
			p, err = r.Query(record.Query{Kind: companies.Kind, Text: "hxkj"})
			if err != nil {
				return err
			}
			if got := ids(p.Rows); !slices.Equal(got, []record.ID{c.ID}) {
				t.Errorf("by initials: %v", got)
			}
			if sum, n := r.Tally(bought, c.ID); sum != 5000 || n != 1 {
				t.Errorf("tally %d %d", sum, n)
			}
			lines := 0
			words := ""
			err = r.Lines(orders.Field("lines"), func(o, l record.Row) bool {
				lines++
				words += l.Value(orders.Field("lines").Column("words")).S
				return true
			})
			if lines != 2 || words != "长" {
				t.Errorf("%d lines, words %q", lines, words)
			}
			return err
		})
	})
}
