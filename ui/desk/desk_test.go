package desk

import "testing"

func TestDeskPictures(t *testing.T) {
	s := newStage(t)
	s.open()
	s.shoot("desk-empty", 846, 722)
	s.office.fill(s)
	s.open()
	s.shoot("desk", 846, 722)
	s.shoot("desk-wide", 1400, 900)
	s.shoot("desk-narrow", 504, 654)
	s.says("周强 · 销售经理 · 销售部")
}
