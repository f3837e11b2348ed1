package shell

import "fmt"

// watchLoading shows in the save chip how far the work file has been read. Pages do not wait
// for all of it: each waits for the kinds that it asks about. What is read before anybody could
// see it is never mentioned.
func (s *Shell) watchLoading() {
	if s.cfg.Loading == nil {
		return
	}
	show := func(text string) {
		s.cfg.Runner.UI(func() {
			if s.closed {
				return
			}
			s.reading = text
			s.showSaved()
		})
	}
	s.cfg.Runner.Go(func() {
		shown := false
		s.cfg.Loading(func(done, of int) {
			shown = true
			show(fmt.Sprintf("正在读取 %d%%", 100*done/max(of, 1)))
		})
		if shown {
			show("")
		}
	})
}
