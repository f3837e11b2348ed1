package tour_test

import (
	"testing"
	"time"

	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/ui/page"
)

// The whole business with a large customer, counts of all tabs included, is read within one frame.
func TestTheWholeOfACustomerIsReadWithinAFrame(t *testing.T) {
	s := window(t)
	k := party.Customers.Kind
	shape := s.Registry().Shapes[k]
	best := time.Hour
	for range 7 {
		if err := s.Book().Read(s.Hat(), func(r record.Reader) error {
			id, _, err := r.ByNumber(k, "C-0001")
			if err != nil {
				return err
			}
			begun := time.Now()
			v, err := page.LoadRecord(r, s.Book().Kinds(), k, id, shape)
			best = min(best, time.Since(begun))
			if err == nil && (len(v.Related) < 8 || len(v.Counts) != 2 || v.Counts[0] == 0 || v.Counts[1] == 0) {
				t.Errorf("%d related kinds, own tabs count %v", len(v.Related), v.Counts)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	if best > 16*time.Millisecond {
		t.Errorf("it takes %s", best)
	}
	t.Logf("%s", best)
}
