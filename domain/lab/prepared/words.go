package prepared

import (
	"slices"
	"strings"

	"crmlab/domain/company"
	"crmlab/domain/record"
)

// topics tells which product classes a text speaks of: nobody reports of paper jams while
// selling a wireless network.
var topics = []struct {
	words   []string
	classes []string
}{
	{[]string{"打印", "双面", "卡纸", "彩色", "彩机", "单页", "每分钟", "耗材体系", "绘图仪", "备用机", "文印室"}, []string{"K11", "K41"}},
	{[]string{"硒鼓", "按季度分四次"}, []string{"K41"}},
	{[]string{"会议平板", "投影", "投屏", "会议室", "流明", "会议设备", "展厅"}, []string{"K12"}},
	{[]string{"交换机", "弱电", "布线", "配电", "机房"}, []string{"K2"}},
	{[]string{"家具", "样板"}, []string{"K3"}},
	{[]string{"系统镜像"}, []string{"K21"}},
	{[]string{"试用"}, []string{"K11", "K12"}},
	{[]string{"现场逐层数了设备", "15 台", "二十台", "首批十五台", "回收旧机"}, []string{"K11", "K12", "K21"}},
	{[]string{"框架协议价", "每月十日"}, []string{"K4"}},
}

// speaksOf reports whether a text fits a sale of these classes.
func speaksOf(text string, classes []string) bool {
	for _, t := range topics {
		if slices.ContainsFunc(t.words, func(w string) bool { return strings.Contains(text, w) }) &&
			!slices.ContainsFunc(classes, func(c string) bool {
				return slices.ContainsFunc(t.classes, func(k string) bool { return strings.HasPrefix(c, k) })
			}) {
			return false
		}
	}
	return true
}

// story is something that people write about a stage, with the action that it was: fitting
// the classes (nil: any), and not what was told before.
func (b *builder) story(stage string, classes []string, told *[]string) (record.Ref[company.DictItem], string) {
	best, fit := 0, []progressRow(nil)
	for _, r := range b.progress {
		if r.Stage != stage {
			continue
		}
		score := 1
		if classes == nil || speaksOf(r.Text, classes) {
			score += 2
		}
		if told == nil || !slices.Contains(*told, r.Text) {
			score++
		}
		if score > best {
			best, fit = score, nil
		}
		if score == best {
			fit = append(fit, r)
		}
	}
	r := pick(b.chance, fit)
	if told != nil {
		*told = append(*told, r.Text)
	}
	return b.dict[company.GroupProgress][r.Action], r.Text
}

// whyLost is a reason for losing a project, with words for it.
func (b *builder) whyLost(p *project) lostRow {
	l, _ := draw(b.chance, b.lost, func(r lostRow) float64 {
		switch {
		case !speaksOf(r.Text, p.classes()) || strings.Contains(r.Text, "开学") && p.buyer.Category != "school":
			return 0
		case (r.Reason == "payterms" || r.Reason == "delivery") && p.stage < bargain:
			return 0.2
		case r.Reason == "price" && p.stage < quoting, r.Reason == "delay" && p.stage > 1:
			return 0.3
		}
		return 1
	})
	return l
}

// comment finds words for an answer about an order. Those about other documents do not
// fit, nor those that pass on what ends here.
func (b *builder) comment(answer string, discount, more bool) string {
	name := map[string]string{"pass": "pass", "finish": "end", "back": "back", "refuse": "refuse"}[answer]
	foreign := []string{"退货", "活动", "维修", "保修", "额度借用", "停产", "金额不大"}
	if !more {
		foreign = append(foreign, "上一级", "转财务")
	}
	var fit []string
	for _, c := range b.comments {
		other := slices.ContainsFunc(foreign, func(w string) bool { return strings.Contains(c.Text, w) })
		if c.Answer == name && !other && (answer != "back" || discount == strings.Contains(c.Text, "折扣")) {
			fit = append(fit, c.Text)
		}
	}
	return pick(b.chance, fit)
}

// orderNote is a delivery note that fits what is delivered and how it is paid.
func (b *builder) orderNote(classes []string, terms string) string {
	var fit []string
	for _, n := range b.orderNotes {
		if speaksOf(n.Text, classes) && (terms == "retain5" || !strings.Contains(n.Text, "质保金")) {
			fit = append(fit, n.Text)
		}
	}
	return pick(b.chance, fit)
}
