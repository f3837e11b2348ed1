package shell

import (
	"errors"
	"testing"

	"crmlab/domain/record"
)

func TestFailures(t *testing.T) {
	s := newStage(t, nil)
	s.shell.Fail(record.Refuse("x", "没有提交", "合计相差 0.01", "修改计划"))
	for _, text := range []string{"没有提交。", "合计相差 0.01。", "修改计划。"} {
		s.says(text)
	}
	s.press("知道了")
	s.shell.Fail(record.Refusals{record.RefuseField("a", "name", "没有保存", "名称是空的", "填写名称"), record.RefuseField("b", "day", "没有保存", "日期是空的", "填写日期")})
	s.says("· 名称是空的。\n· 日期是空的。")
	s.press("知道了")
	if len(s.reported) != 0 {
		t.Errorf("a refusal was reported as a fault: %v", s.reported)
	}
	s.shell.Fail(errors.New("disk on fire"))
	s.says("disk on fire")
	s.says("crmlab.log")
	if len(s.reported) != 1 {
		t.Errorf("a fault was reported %d times", len(s.reported))
	}
	s.press("知道了")
	s.shell.Fail(nil)
	if s.window.Canvas().Overlays().Top() != nil {
		t.Error("no error shows a dialog")
	}
}

func TestRestoreGoesBackToTheStart(t *testing.T) {
	s := newStage(t, nil)
	s.edit(4, "甲")
	s.edit(4, "乙")
	s.shell.restore()
	s.press("回到开始")
	s.read(func(r record.Reader) error {
		if got := r.Title(record.KindNamed("customer"), 4); got != "广州粤达电子商行" {
			t.Errorf("at the start the name is %q", got)
		}
		return nil
	})
	s.says("已回到开始")
}
