package domain_test

import (
	"fmt"
	"slices"
	"testing"

	"crmlab/domain/approval"
	"crmlab/domain/company"
	"crmlab/domain/lab"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/sales"
	"crmlab/domain/task"
)

// desk is what waits for a hat, one line a row.
func (s *small) desk(h record.Hat) (lines []string) {
	s.t.Helper()
	if err := s.book.Read(h, func(r record.Reader) error {
		d, err := lab.DeskOf(r)
		if err != nil {
			return err
		}
		for _, t := range d.Todos {
			lines = append(lines, fmt.Sprintf("%s|%s|%s|%s", t.Kind, t.Title, t.Detail, t.When))
		}
		return nil
	}); err != nil {
		s.t.Fatal(err)
	}
	return lines
}

func (s *small) expect(h record.Hat, want ...string) {
	s.t.Helper()
	if got := s.desk(h); !slices.Equal(got, want) {
		s.t.Errorf("on the desk there is\n%q, want\n%q", got, want)
	}
}

func TestEveryKindOfDocumentStandsOnTheApproversDesk(t *testing.T) {
	s := newSmall(t)
	s.must(s.book.Save(record.Hat{}, &approval.Flow{Name: "退货审批", Doc: "return", Enabled: true, Points: []approval.Point{{Name: "部门主管", Who: approval.ByManager}}}))
	r := s.takenBack(s.delivered("20", "5"), "2", "0")
	c := load[party.Customer](s, s.customer.ID)
	c.Credit = dec("600000")
	s.must(s.book.Save(s.seller, c))
	o := s.submitted()
	s.expect(s.manager, "审批|退货单 "+r.No+" 广州粤达电子商行|3,862.57 元 · 王芳 提交 · 部门主管|今天",
		"审批|销售订单 "+o.No+" 广州粤达电子商行|43,298.66 元 · 王芳 提交 · 部门主管|今天")
	s.must(s.says(s.manager, "back", o.ID, say("期数改为两期")))
	s.must(s.book.Do(s.manager, action(order.Returns.Kind, "back"), r.ID, say("写明原因")))
	s.expect(s.manager) // what was answered leaves at once
	s.expect(s.seller, "退回|销售订单 "+o.No+" 广州粤达电子商行|周强：期数改为两期|待修改", "退回|退货单 "+r.No+" 广州粤达电子商行|周强：写明原因|待修改")
	s.must(s.book.Do(s.seller, order.SubmitReturn, r.ID, nil))
	s.expect(s.seller, "退回|销售订单 "+o.No+" 广州粤达电子商行|周强：期数改为两期|待修改")
}

func TestTheDeskTellsOfDatesBeforeTheyPass(t *testing.T) {
	s := newSmall(t)
	buyer := record.Ref[party.Customer](s.customer.ID)
	for _, k := range []party.Contact{
		{Name: "林志伟", Birthday: day("1985-11-30")}, {Name: "陈敏", Birthday: day("1985-12-01")},
		{Name: "何静", Dates: []party.Special{{Name: "公司周年", Day: day("2010-11-25"), Yearly: true, Remind: 7}, {Name: "开业", Day: day("2010-09-01"), Yearly: true, Remind: 7}}},
	} {
		k.Customer = buyer
		s.must(s.book.Save(s.seller, &k))
	}
	quote := func(until string) *sales.Quote {
		q := &sales.Quote{Party: buyer, Day: day("2026-11-01"), ValidUntil: day(until), VAT: dec("13"), Lines: s.line(s.printer, "1")}
		s.must(s.book.Save(s.seller, q))
		return q
	}
	quote("2026-11-22")
	q := quote("2026-11-30")
	quote("2026-12-01")
	s.expect(s.seller, "报价|报价 "+q.No+" 广州粤达电子商行|2,145.87 元 · 2026-11-30 以后不能再下单|7 天后",
		"纪念日|何静（广州粤达电子商行）|11 月 25 日 公司周年|2 天后", "生日|林志伟（广州粤达电子商行）|11 月 30 日 生日|7 天后")
	s.must(s.book.Do(s.seller, order.FromQuote, q.ID, nil))
	if got := s.desk(s.seller); len(got) != 2 {
		t.Errorf("an ordered quote still expires: %q", got)
	}
}

func TestTheScheduleHoldsWhatIsMineDayByDay(t *testing.T) {
	s := newSmall(t)
	c := load[party.Customer](s, s.customer.ID)
	c.NextOn = day("2026-11-26")
	s.must(s.book.Save(s.seller, c))
	tk := &task.Task{Name: "打印机更新", Domain: company.Sales, Party: record.Ref[party.Customer](s.customer.ID), Start: day("2026-11-24"), Due: day("2026-12-20")}
	s.must(s.book.Save(s.seller, tk))
	call := &company.DictItem{Group: company.GroupProgress, Name: "打电话"}
	s.must(s.book.Save(record.Hat{}, call))
	s.must(s.book.Do(s.seller, task.AddProgress, tk.ID, &task.Log{Action: record.Ref[company.DictItem](call.ID), Text: "寄出样张", NextOn: day("2026-11-25"), Next: "问样张效果"}))
	s.running() // instalments from 2026-12-10
	list := func(h record.Hat, to string) (out []string) {
		if err := s.book.Read(h, func(r record.Reader) error {
			all, err := lab.ScheduleOf(r, r.Today(), day(to))
			for _, a := range all {
				out = append(out, a.Day.String()[5:]+" "+a.Word+" "+a.Title)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return out
	}
	want := []string{"11-24 任务 打印机更新", "11-25 进程 问样张效果", "11-26 联系 联系 广州粤达电子商行", "12-10 回款 SO-0001-1 到期"}
	if got := list(s.seller, "2026-12-19"); !slices.Equal(got, want) {
		t.Errorf("the seller's days hold %q, want %q", got, want)
	}
	if got := list(s.director, "2026-12-31"); len(got) != 0 {
		t.Errorf("the director's days hold what is the seller's: %q", got)
	}
	s.must(s.book.Do(s.seller, task.Terminate, tk.ID, &task.Loss{Reason: s.lostReason(), Note: "预算取消"}))
	if got := list(s.seller, "2026-11-25"); len(got) != 0 {
		t.Errorf("a task that is over still stands there: %q", got)
	}
}

func (s *small) lostReason() record.Ref[company.DictItem] {
	why := &company.DictItem{Group: company.GroupLostReason, Name: "价格"}
	s.must(s.book.Save(record.Hat{}, why))
	return record.Ref[company.DictItem](why.ID)
}
