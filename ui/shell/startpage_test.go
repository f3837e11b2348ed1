package shell

import (
	"testing"

	"crmlab/domain/record"
	"crmlab/ui/kit"
)

func TestStartNeedsAName(t *testing.T) {
	s := newStage(t, nil)
	var made []Student
	opened := 0
	start := &Start{Window: s.window, Runner: kit.Inline{}, Create: func(who Student, progress func(float64)) (func(), error) {
		progress(0.5)
		made = append(made, who)
		if who.Name == "满" {
			return nil, record.Refuse("disk", "没有建立工作文件", "磁盘已满", "清理磁盘后再试")
		}
		return func() { opened++ }, nil
	}, Recent: []WorkFile{{Path: "a.crmwork", Student: Student{Name: "王晓"}}, {Path: "b.crmwork", Missing: "U 盘没有插上"}},
		Open: func(path string) (func(), error) { return func() { opened += 10 }, nil },
	}
	start.ShowIn()
	s.press("开始做实验")
	if len(made) != 0 {
		t.Fatal("a file was made for nobody")
	}
	start.name.SetValue("满")
	s.press("开始做实验")
	s.says("磁盘已满")
	s.press("知道了")
	start.class.SetValue("2022级电商1班")
	start.name.SetValue("李明")
	s.press("开始做实验")
	if opened != 1 || made[1].Text() != "2022级电商1班 李明" {
		t.Errorf("opened %d, made %v", opened, made)
	}
	start.open("b.crmwork")
	s.says("U 盘没有插上")
	s.press("知道了")
	start.open("a.crmwork")
	if opened != 11 {
		t.Errorf("opened %d", opened)
	}
}
