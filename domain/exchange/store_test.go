package exchange_test

import (
	"path/filepath"
	"testing"

	"crmlab/data"
	"crmlab/domain/record"
)

// newStore opens the real store in a folder of its own; at the end of the test all of it
// is verified.
func newStore(t *testing.T, kinds []*record.Kind) record.Store {
	t.Helper()
	st, err := data.Create(filepath.Join(t.TempDir(), "shop.crm"), kinds)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		r, err := data.Verify(st, nil, record.Hat{})
		if err != nil {
			t.Error(err)
		} else {
			for _, f := range r.Findings {
				t.Errorf("%s: %s", f.Check, f.Text)
			}
		}
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return st
}
