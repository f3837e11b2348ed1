package sheet_test

func (w *work) verify() {}
