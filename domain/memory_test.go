package domain_test

import (
	"testing"

	"crmlab/domain"
	"crmlab/domain/analysis"
	"crmlab/domain/company"
	"crmlab/domain/lab"
	"crmlab/domain/message"
	"crmlab/domain/record"
)

// Lists, search, figures and the desk answer from memory columns: once they are loaded and
// the hat's access is known, the file is not read again.
func TestListsSearchAndFiguresNeverTouchTheFile(t *testing.T) {
	s := newPrepared(t)
	hats := []record.Hat{{}}
	if err := s.book.Read(record.Hat{}, func(r record.Reader) error {
		hats = append(hats, hatNamed(t, r, "王芳"), hatNamed(t, r, "周强"))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for _, h := range hats {
		if err := s.book.Read(h, func(r record.Reader) error { return nil }); err != nil { // works out the access
			t.Fatal(err)
		}
	}
	<-s.store.Ready()
	s.store.ForbidFile(true)
	defer s.store.ForbidFile(false)
	for _, h := range hats {
		if err := s.book.Read(h, func(r record.Reader) error {
			for _, k := range domain.Kinds {
				if !r.Access().May(k, record.View) {
					continue
				}
				if _, err := r.Query(record.Query{Kind: k, Text: "a", Size: 20}); err != nil {
					return err
				}
				page, err := r.Query(record.Query{Kind: k, Size: 20, Sort: []record.Sort{{Field: "no", Desc: true}}})
				if err != nil {
					return err
				}
				for _, row := range page.Rows {
					for _, f := range r.Fields(k) {
						if f.Listed {
							f.Show(row.Value(f), r.Name)
						}
					}
				}
			}
			ask := analysis.FunnelAsk{Period: analysis.QuarterOf(r.Today(), company.Calendar{})}
			if _, err := analysis.FunnelOf(r, ask); err != nil {
				return err
			}
			for _, by := range analysis.Bys {
				if _, err := analysis.CompositionOf(r, analysis.CompositionAsk{Period: ask.Period, By: analysis.By(by.Code)}); err != nil {
					return err
				}
			}
			if _, err := lab.DeskOf(r); err != nil {
				return err
			}
			if _, _, err := message.Mine(r, 50); err != nil {
				return err
			}
			_, err := lab.ScheduleOf(r, r.Today(), r.Today().AddDays(31))
			return err
		}); err != nil {
			t.Errorf("%+v: %v", h, err)
		}
	}
}
