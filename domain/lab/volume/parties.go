package volume

import (
	"fmt"

	"github.com/shopspring/decimal"

	"crmlab/domain/company"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/task"
)

var one = decimal.NewFromInt(1)

// levels of customers with the weight of each in a hundred.
var (
	levels       = []string{"A", "B", "C"}
	levelWeights = []int{12, 38, 50}
)

func buyerOf(level string) *party.Customer {
	return &party.Customer{Role: party.RoleCustomer, Nature: party.Enterprise, Level: level}
}

// buyer is what later documents need of a customer.
type buyer struct {
	id    record.ID
	level uint8
	owner uint8 // place in the sellers
}

// The words that names of companies and people are made of.
var (
	places = []struct{ province, city, code string }{
		{"陕西", "西安", "029"}, {"北京", "北京", "010"}, {"上海", "上海", "021"}, {"广东", "广州", "020"}, {"广东", "深圳", "0755"},
		{"四川", "成都", "028"}, {"湖北", "武汉", "027"}, {"江苏", "南京", "025"}, {"江苏", "苏州", "0512"}, {"浙江", "杭州", "0571"},
		{"重庆", "重庆", "023"}, {"天津", "天津", "022"}, {"山东", "济南", "0531"}, {"山东", "青岛", "0532"}, {"河南", "郑州", "0371"},
		{"湖南", "长沙", "0731"}, {"福建", "厦门", "0592"}, {"安徽", "合肥", "0551"}, {"甘肃", "兰州", "0931"}, {"云南", "昆明", "0871"},
	}
	first  = []rune("华恒瑞鼎宏泰嘉信远博创新金源盛达天海安科诚德启明中联东方正和晨宇星光凯亿佳美康顺丰润")
	second = []rune("通达成业利兴隆腾飞翔宇涛源泽霖峰岳洋川航帆图盟创智维思博雅文韵和谐安泰宁康益祥瑞福")
	trades = []string{"科技", "商贸", "电子", "办公设备", "文化传播", "建筑工程", "教育咨询", "医疗器械", "信息技术", "物流", "食品", "机电设备", "环保工程", "广告", "图文"}
	forms  = []string{"有限公司", "有限责任公司", "股份有限公司", "有限公司", "有限公司"}
	family = []rune("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕")
	given  = []rune("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华慧建文斌宇浩晨欣怡婷雪梅琳")
	titles = []string{"采购主管", "行政经理", "总经理助理", "办公室主任", "信息部经理", "财务主管"}
)

// customer adds one customer with one contact.
func (w *writer) customer(i, of int) {
	at := places[w.IntN(len(places))]
	level := w.weighted(levelWeights)
	seller := w.IntN(len(w.sellers))
	h := w.sellers[seller]
	name := fmt.Sprintf("%s%c%c%s%s", at.city, pick(w, first), pick(w, second), pick(w, trades), pick(w, forms))
	since := w.dayOf(i, of)
	c := &party.Customer{Name: name, Role: party.RoleCustomer, Nature: party.Enterprise, Level: levels[level], Phone: w.phone(at.code),
		Category: w.choice(company.GroupCategory), Industry: w.choice(company.GroupIndustry), Source: w.choice(company.GroupSource),
		Country: "中国", Province: at.province, City: at.city, Address: fmt.Sprintf("%c%c路 %d 号", pick(w, first), pick(w, second), 1+w.IntN(400)),
		Credit: decimal.NewFromInt(int64(100+w.IntN(900)) * 1000), Since: since}
	w.add(party.Customers.Kind, c, h, "C")
	w.buyers = append(w.buyers, buyer{id: c.ID, level: uint8(level), owner: uint8(seller)})
	k := &party.Contact{Customer: record.Ref[party.Customer](c.ID), Name: w.person(), Sex: []company.Sex{"m", "f"}[w.IntN(2)], Title: pick(w, titles),
		Mobile: fmt.Sprintf("1%d%08d", 30+w.IntN(60), w.IntN(100_000_000)), Key: w.IntN(3) == 0, Role: "decision"}
	w.add(party.Contacts.Kind, k, h, "K")
}

func (w *writer) person() string {
	name := string([]rune{pick(w, family), pick(w, given)})
	if w.IntN(3) > 0 {
		name += string(pick(w, given))
	}
	return name
}

func (w *writer) phone(code string) string {
	return fmt.Sprintf("%s-%08d", code, 20_000_000+w.IntN(70_000_000))
}

var talks = []string{"电话沟通，对方确认今年有更新计划", "上门拜访，看了现有设备台账", "发送产品资料和服务说明", "约见分管领导，介绍方案", "核对数量和安装位置", "商谈价格和付款条件"}

// task adds one sales task with two entries of progress. The last tenth of them is open.
func (w *writer) task(i, of int) {
	y := w.buyers[w.IntN(len(w.buyers))]
	h := w.sellers[y.owner]
	start := w.dayOf(i, of)
	t := &task.Task{Name: pick(w, trades) + "设备采购", Domain: company.Sales, State: task.Active, Source: task.FromNew,
		Party: record.Ref[party.Customer](y.id), Start: start, Due: start.AddDays(30 + w.IntN(120)), Priority: "normal", Remind: 3,
		Forecast: decimal.NewFromInt(int64(2+w.IntN(300)) * 500)}
	open := w.open
	to := open[w.IntN(len(open))]
	switch {
	case i >= of-of/10:
	case w.IntN(100) < 55:
		t.State, t.Closed, to = task.Done, min(t.Due, Last), w.won
	default:
		t.State, t.Closed = task.Ended, min(t.Due, Last)
		t.LostAt, t.LostReason = record.Ref[company.TaskStatusDef](to.ID), w.choice(company.GroupLostReason)
		to = w.lost
	}
	t.Stage, t.SuccessRate = record.Ref[company.TaskStatusDef](to.ID), to.SuccessRate
	w.add(task.Tasks.Kind, t, h, "ST")
	stage := record.Ref[company.TaskStatusDef](open[0].ID)
	day := min(start.AddDays(3), Last)
	w.add(task.Progresses.Kind, &task.Progress{Task: record.Ref[task.Task](t.ID), Action: w.choice(company.GroupProgress), Day: day, Text: pick(w, talks)}, h, "PG")
	moved := &task.Progress{Task: record.Ref[task.Task](t.ID), Action: w.choice(company.GroupProgress), Day: min(start.AddDays(10), Last), Text: pick(w, talks)}
	if t.Stage != stage {
		moved.FromStg, moved.ToStg = stage, t.Stage
	}
	w.add(task.Progresses.Kind, moved, h, "PG")
}
