package page_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"crmlab/domain/company"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
)

func TestANestedKindIsListedAsATree(t *testing.T) {
	s := newStage(t)
	_, err := s.book.Write(record.Hat{}, "部门", func(tx record.Tx) error {
		for _, d := range []struct{ name, up string }{{"总经办", ""}, {"华东大区", "销售部"}, {"上海组", "华东大区"}, {"华南大区", "销售部"}} {
			dept := &company.Department{Name: d.name}
			if d.up != "" {
				up, err := tx.Resolve(company.Departments.Kind, d.up)
				if err != nil {
					return err
				}
				dept.Parent = record.Ref[company.Department](up)
			}
			if err := tx.Save(dept); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	s.open(page.Route{Name: "department"})
	shows := func(want ...kit.Cell) {
		t.Helper()
		if n := s.table().Count(); n != len(want) {
			t.Fatalf("the tree shows %d rows, want %d", n, len(want))
		}
		for i, w := range want {
			if c := s.cell(i, "name"); c.Text != w.Text || c.Depth != w.Depth || c.Fold != w.Fold {
				t.Errorf("row %d is %s at %d (%d), want %s at %d (%d)", i, c.Text, c.Depth, c.Fold, w.Text, w.Depth, w.Fold)
			}
		}
	}
	shows(kit.Cell{Text: "销售部", Fold: kit.Open}, kit.Cell{Text: "华东大区", Depth: 1, Fold: kit.Open}, kit.Cell{Text: "上海组", Depth: 2, Fold: kit.Leaf},
		kit.Cell{Text: "华南大区", Depth: 1, Fold: kit.Leaf}, kit.Cell{Text: "总经办", Fold: kit.Leaf})
	s.shoot("tree")

	table := s.table()
	key := func(k fyne.KeyName) { table.TypedKey(&fyne.KeyEvent{Name: k}) }
	table.Select(1)
	key(fyne.KeyLeft)
	shows(kit.Cell{Text: "销售部", Fold: kit.Open}, kit.Cell{Text: "华东大区", Depth: 1, Fold: kit.Closed},
		kit.Cell{Text: "华南大区", Depth: 1, Fold: kit.Leaf}, kit.Cell{Text: "总经办", Fold: kit.Leaf})
	key(fyne.KeyLeft) // closed already: to the one above
	if table.Selected() != 0 {
		t.Errorf("Left goes to row %d, want the department above", table.Selected())
	}
	key(fyne.KeyLeft)
	shows(kit.Cell{Text: "销售部", Fold: kit.Closed}, kit.Cell{Text: "总经办", Fold: kit.Leaf})
	key(fyne.KeyRight)
	if n := s.table().Count(); n != 4 {
		t.Errorf("opened again there are %d rows; what was closed below stays closed", n)
	}

	s.query(map[string]string{"@text": "上海"})
	shows(kit.Cell{Text: "上海组"})
}
