package analysis

import (
	"testing"

	"crmlab/domain/finance"
	"crmlab/domain/order"
	"crmlab/domain/record"
	"crmlab/domain/task"
	"crmlab/ui/page"
)

func TestListRouteTakesTheEntryThatHoldsThePreset(t *testing.T) {
	reg := &page.Registry{Entries: []page.Entry{
		{Name: "market-task", Kind: task.Tasks.Kind, Preset: "domain=market"},
		{Name: "task", Kind: task.Tasks.Kind, Preset: "domain=sales"},
		{Name: "payment-plan", Kind: order.Plans.Kind},
		{Name: "overdue", Kind: order.Plans.Kind, Preset: "status=overdue"},
	}}
	for _, c := range []struct {
		kind   *record.Kind
		preset string
		want   page.Route
		ok     bool
	}{
		{task.Tasks.Kind, "domain=sales&state=active", page.Route{Name: "task", Preset: "state=active"}, true},
		{task.Tasks.Kind, "state=active", page.Route{}, false}, // neither list shows all of these
		{order.Plans.Kind, "status=overdue", page.Route{Name: "overdue"}, true},
		{order.Plans.Kind, "status=open", page.Route{Name: "payment-plan", Preset: "status=open"}, true},
		{order.Plans.Kind, "", page.Route{Name: "payment-plan"}, true},
		{finance.Receipts.Kind, "", page.Route{}, false},
	} {
		if got, ok := ListRoute(reg, c.kind, c.preset); got != c.want || ok != c.ok {
			t.Errorf("%s with %q: %+v %v, want %+v %v", c.kind.Name, c.preset, got, ok, c.want, c.ok)
		}
	}
}
