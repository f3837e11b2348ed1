package analysis

import (
	"testing"

	"crmlab/domain/record"
	"crmlab/ui/page"
)

func TestFunnelPageShowsItsFigures(t *testing.T) {
	s := newStage(t)
	s.company.fillTasks(s)
	s.open(page.Route{Name: FunnelEntry})
	if len(s.failed) > 0 {
		t.Fatal(s.failed[0])
	}
	s.shoot("funnel", 846, 722)
	s.shoot("funnel-wide", 1400, 900)
	s.shoot("funnel-narrow", 504, 654)
	_ = record.Date(0)
	s.says("23")
}

func TestCompositionPageShowsItsFigures(t *testing.T) {
	s := newStage(t)
	s.company.fillOrders(s)
	s.open(page.Route{Name: CompositionEntry})
	if len(s.failed) > 0 {
		t.Fatal(s.failed[0])
	}
	s.shoot("composition", 846, 722)
	s.shoot("composition-wide", 1400, 900)
	s.shoot("composition-narrow", 504, 654)
	p := s.open(page.Route{Name: CompositionEntry, Preset: "by=customer"}).(*compositionPage)
	s.shoot("composition-customers", 846, 722)
	s.shoot("composition-customers-wide", 1400, 900)
	p.views.Select("share")
	s.shoot("composition-share", 846, 722)
	s.shoot("composition-share-wide", 1400, 900)
}
