package data

func (h *harness) verify() { h.t.Helper() }
