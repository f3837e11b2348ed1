package tour_test

import (
	"testing"

	"crmlab/domain/order"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/tour"
)

// submitted opens an order of the seller's that waits for the manager's answer.
func submitted(t *testing.T) (*tour.Robot, tour.Cast, record.ID) {
	t.Helper()
	r, cast := visitor(t)
	r.Wear(cast.Manager)
	var id record.ID
	if err := r.Shell.Book().Read(cast.Manager, func(rd record.Reader) error {
		p, err := rd.Query(record.Query{Kind: order.Orders.Kind, Where: []record.Cond{record.Where("state", record.ChoiceValue(order.Review))}})
		if err != nil {
			return err
		}
		for _, row := range p.Rows {
			rec, err := rd.Load(order.Orders.Kind, row.ID())
			if err != nil {
				return err
			}
			if order.Orders.Action("pass").Blocked(rd, rec) == nil {
				id = row.ID()
				break
			}
		}
		return nil
	}); err != nil || id == 0 {
		t.Fatalf("no order waits for the manager: %v", err)
	}
	r.OpenRecord(order.Orders.Kind, id)
	return r, cast, id
}

// opinion is what stands in the field of the opinion.
func opinion(t *testing.T, r *tour.Robot) string {
	t.Helper()
	form, ok := tour.Seek(r, func(f *kit.EditForm) bool { _, has := f.Values()["opinion"]; return has })
	if !ok {
		t.Fatal("the page asks for no opinion")
	}
	return form.Values()["opinion"]
}

func TestAnOpinionIsStillThereAfterLookingElsewhere(t *testing.T) {
	r, cast, id := submitted(t)
	r.Fill("审批意见", "条件清楚")
	r.Open(page.Route{Name: "customer"})
	r.Shell.Back()
	if got := opinion(t, r); got != "条件清楚" {
		t.Errorf("after a look at the customers the opinion is %q", got)
	}
	r.Open(page.Route{Name: "desk"})
	r.OpenRecord(order.Orders.Kind, id)
	if got := opinion(t, r); got != "条件清楚" {
		t.Errorf("on the page opened anew the opinion is %q", got)
	}
	r.Shell.Page().Reload()
	if got := opinion(t, r); got != "条件清楚" {
		t.Errorf("after F5 the opinion is %q", got)
	}
	r.Wear(cast.Director)
	if r.Says("审批意见") {
		t.Error("the director is asked for the manager's opinion")
	}
	r.Wear(cast.Manager)
	if got := opinion(t, r); got != "条件清楚" {
		t.Errorf("after wearing another hat in between the opinion is %q", got)
	}
	r.Press("同意，继续审批")
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
	r.Shell.Undo()
	if got := opinion(t, r); got != "" {
		t.Errorf("an opinion that was given stands there again: %q", got)
	}
}
