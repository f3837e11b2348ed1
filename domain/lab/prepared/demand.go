package prepared

import (
	"math"
	"slices"
	"strings"

	"crmlab/domain/company"
	"crmlab/domain/record"
)

// A working day of average season brings this many of each kind of business.
const (
	projectsADay = 1.02 // opportunities found
	refillsADay  = 0.40 // customers order consumables and small things
	stocksADay   = 0.42 // agents fill their stock

	salesADay = 112_000 // 元 before tax that they come to together
)

// appetite makes what is bought from day to day larger while sales are behind what the
// season says, and smaller while they are ahead: a year of a few hundred orders would
// otherwise depend too much on a few large ones.
func (b *builder) appetite() float64 {
	return min(max(1+(b.expected-b.booked)/1_700_000, 0.6), 1.5)
}

// live passes the days of the history.
func (b *builder) live() error {
	b.planOddities()
	b.planGrants()
	for range 14 { // projects that were under way when the books began
		b.on(First.AddDays(b.between(0, 10)), func() error {
			if y, ok := draw(b.chance, b.order, b.projectLike); ok {
				b.beginProject(y)
			}
			return nil
		})
	}
	for day := First; day <= Last; day++ {
		if !working(day) {
			continue
		}
		b.today = day
		b.clock.open(day)
		if _, err := b.take("move date", func() (*record.Entry, error) { return company.MoveDate(b.book, b.hat(admin), day) }); err != nil {
			return err
		}
		if err := b.call(); err != nil {
			return err
		}
		if err := b.run(day); err != nil {
			return err
		}
	}
	return nil
}

// call lets business come up. Shares build up from day to day, so that a month brings what
// its season says and only the day is left to chance.
func (b *builder) call() error {
	rush := 1.0 // before the year ends budgets have to be spent
	if b.today > Last.AddDays(-24) {
		rush = 1.45
	}
	for i, rate := range []float64{
		projectsADay * demand(min(b.today.AddDays(40), Last.AddDays(20))), // a project is found weeks before it is ordered
		refillsADay * demand(b.today),
		stocksADay * demand(b.today),
	} {
		b.owed[i] += rate * rush
		for b.owed[i] >= 1 {
			b.owed[i]--
			begin := []func(*buyer){b.beginProject, b.beginRefill, b.beginStock}[i]
			like := []func(*buyer) float64{b.projectLike, b.refillLike, b.stockLike}[i]
			b.on(b.today.AddDays(b.between(0, 3)), func() error {
				if y, ok := draw(b.chance, b.order, like); ok {
					begin(y)
				}
				return nil
			})
		}
	}
	b.expected += salesADay * demand(b.today)
	b.turn++
	return b.businessOfOthers()
}

// quiet reports that a customer of the colleague who is leaving waits for the successor.
func (b *builder) quiet(y *buyer) bool {
	return y.owner.No == leaver && b.today > b.staff[leaver].Left.AddDays(-35)
}

// weight is how much business a party makes: large ones come more often.
func (y *buyer) weight() float64 {
	w := math.Pow(float64(y.Size), 1.5)
	switch {
	case y.person():
		return w * 0.6
	case y.Level == "A":
		return w * 1.5
	}
	return w
}

func (b *builder) projectLike(y *buyer) float64 {
	w := y.weight()
	if y.DupOf != "" || b.quiet(y) || b.today < y.busy {
		return 0
	}
	if y.agent() {
		return w * 0.05
	}
	if m := b.today.Month(); y.Category == "school" && m >= 4 && m <= 7 {
		w *= 2
	}
	return w
}

func (b *builder) refillLike(y *buyer) float64 {
	if y.agent() || y.DupOf != "" || b.quiet(y) || b.today < y.refill {
		return 0
	}
	return y.weight()
}

func (b *builder) stockLike(y *buyer) float64 {
	if !y.agent() || b.today < y.refill {
		return 0
	}
	return y.weight()
}

// suits reports whether a need fits the kind of party.
func suits(n needRow, y *buyer) bool {
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(n.Need, w) })
	}
	if y.person() {
		return n.High < 20_000
	}
	if n.High < 20_000 {
		return false
	}
	business := y.Category == "enterprise"
	switch {
	case has("教室"):
		return y.Category == "school"
	case has("机房"):
		return y.Category == "school" || y.Industry == "it" || y.Industry == "research"
	case has("护士站"):
		return y.Category == "hospital"
	case has("门店"):
		return y.Industry == "retail" || y.Industry == "hospitality" || y.agent()
	case has("厂区"):
		return y.Industry == "manufacturing" || y.Industry == "energy" || y.Industry == "agriculture"
	case has("图纸", "设计部门"):
		return y.Industry == "design" || y.Industry == "manufacturing" || y.Industry == "realestate"
	case has("异地", "展厅"):
		return y.Size >= 5 && business
	case has("报告厅", "培训教室"):
		return y.Size >= 4
	case has("搬迁", "新办公楼", "外勤"):
		return business
	}
	return true
}

// need chooses what a party is about to buy; needs beyond its means do not come up.
func (b *builder) need(y *buyer) (needRow, bool) {
	means := y.credit.InexactFloat64()
	return draw(b.chance, b.needs, func(n needRow) float64 {
		if !suits(n, y) || n.Low > means*1.2 {
			return 0
		}
		if strings.Contains(n.Need, "教室投影") && (b.today.Month() < 3 || b.today.Month() > 7) {
			return 0
		}
		return min(n.High, means*1.6)
	})
}

// budget is what a party means to spend on a need, 元 before tax and discounts.
func (b *builder) budget(n needRow, y *buyer) float64 {
	at := min(max((float64(y.Size)-1)/9+b.around(-0.15, 0.5), 0), 1)
	return math.Max(n.Low+(n.High-n.Low)*at, 600)
}

// beginRefill has a customer order consumables, or a small thing of daily use.
func (b *builder) beginRefill(y *buyer) {
	classes := [][]string{{"K41", "K42"}, {"K41", "K42"}, {"K41"}, {"K42"}, {"K131"}, {"K22"}, {"K5", "K41"}, {"K5"}, {"K111", "K41"}, {"K3"}}
	c := pick(b.chance, classes)
	amount := 2900 * math.Pow(float64(y.Size), 1.35) * b.around(0.6, 1.5) * b.appetite()
	ws := b.basket(c, amount)
	if len(ws) == 0 {
		return
	}
	y.refill = b.today.AddDays(b.between(18, 50))
	b.orderDirectly(y, ws)
}

// beginStock has an agent fill the stock: several classes in larger quantities.
func (b *builder) beginStock(y *buyer) {
	size := map[string]float64{"L1": 232_000, "L2": 145_000, "L3": 68_000}[y.AgentLevel] * b.around(0.55, 1.4) * b.appetite()
	all := []string{"K111", "K41", "K42", "K112", "K121", "K131", "K132", "K21", "K122", "K22"}
	b.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	var ws []want
	n := b.between(2, 4)
	for i, class := range all[:n] {
		part := size / float64(n) * b.around(0.7, 1.3)
		if i == 0 {
			part *= 1.3
		}
		ws = b.fill(ws, class, part, 1+b.IntN(2))
	}
	if len(ws) == 0 {
		return
	}
	y.refill = b.today.AddDays(b.between(12, 30))
	b.orderDirectly(y, ws)
}
