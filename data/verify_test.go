package data

// verify fails the test if anything at all is wrong with the file.
func (h *harness) verify() {
	h.t.Helper()
	r, err := Verify(h.store, h.book, hat)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, f := range r.Findings {
		h.t.Errorf("%s: %s", f.Check, f.Text)
	}
	if r.Records == 0 || r.Entries == 0 {
		h.t.Error("nothing was verified")
	}
}
