package exchange_test

import (
	"path/filepath"
	"testing"

	"crmlab/data"
	"crmlab/domain/record"
)

// newStore opens the real store in a folder of its own.
func newStore(t *testing.T, kinds []*record.Kind) record.Store {
	t.Helper()
	st, err := data.Create(filepath.Join(t.TempDir(), "shop.crm"), kinds)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return st
}
