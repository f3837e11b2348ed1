package prepared

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"crmlab/domain/company"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/task"
)

type (
	leadRow struct {
		Name     string `csv:"name"`
		Nature   string `csv:"nature"`
		Person   string `csv:"person"`
		Title    string `csv:"title"`
		Phone    string `csv:"phone"`
		Mobile   string `csv:"mobile"`
		Email    string `csv:"email"`
		Province string `csv:"province"`
		City     string `csv:"city"`
		Address  string `csv:"address"`
		Industry string `csv:"industry"`
		Source   string `csv:"source"`
		Level    string `csv:"level"`
		Need     string `csv:"need"`
		Owner    string `csv:"owner"`
		State    string `csv:"state"`
		Note     string `csv:"note"` // of the first contact, or why it is 无效
		Days     int    `csv:"days"` // since that contact
	}
	competitorRow struct {
		Name       string `csv:"name"`
		Threat     string `csv:"threat"`
		PriceLevel string `csv:"price_level"`
		Region     string `csv:"region"`
		Web        string `csv:"website"`
		Offers     string `csv:"offers"`
		Against    string `csv:"against"`
		Strengths  string `csv:"strengths"`
		Weaknesses string `csv:"weaknesses"`
		Prices     string `csv:"prices"`
	}
)

// makeCustomerWork adds what experiment 3 shows: leads, competitors and where they were met,
// follow-ups. It comes after everything else with accidents of its own, so that nothing before it
// is another than without it.
func (b *builder) makeCustomerWork() error {
	own := *b
	own.chance = newChance(Seed ^ 3)
	for _, part := range []func() error{own.makeLeads, own.makeCompetitors, own.makeFollowUps} {
		if err := part(); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) makeLeads() error {
	var rows []leadRow
	if err := into("leads", &rows); err != nil {
		return err
	}
	for _, r := range rows {
		w := b.staff[r.Owner]
		l := &party.Lead{Name: r.Name, Nature: party.Nature(r.Nature), Person: r.Person, Title: r.Title, Phone: r.Phone, Mobile: r.Mobile, Email: r.Email,
			Province: r.Province, City: r.City, Address: r.Address, Level: r.Level, Need: r.Need, Found: Last.AddDays(-r.Days - b.between(0, 3)),
			Industry: b.dict[company.GroupIndustry][r.Industry], Source: b.dict[company.GroupSource][r.Source]}
		l.Owner, l.Dept = w.id, w.sell.Dept
		if err := b.save(w.sell, l); err != nil {
			return fmt.Errorf("lead %s: %w", r.Name, err)
		}
		switch party.LeadState(r.State) {
		case party.LeadInvalid:
			if _, err := b.do(w.sell, party.Invalidate, l.ID, &party.Discard{Reason: r.Note}); err != nil {
				return err
			}
		case party.LeadFollowing:
			f := &party.FollowUp{Lead: record.Ref[party.Lead](l.ID), Day: Last.AddDays(-r.Days), Content: r.Note, NextOn: workday(Last.AddDays(b.between(0, 6))),
				Action: b.dict[company.GroupProgress][pick(b.chance, []string{"call", "wechat", "visit"})]}
			if err := b.save(w.sell, f); err != nil {
				return fmt.Errorf("follow-up of %s: %w", r.Name, err)
			}
		case party.LeadNew, party.LeadConverted:
		}
	}
	return nil
}

// makeCompetitors enters the rivals, and notes in which sales they were met and who got those that
// were lost to one.
func (b *builder) makeCompetitors() error {
	var rows []competitorRow
	if err := into("competitors", &rows); err != nil {
		return err
	}
	byRegion := func(c *party.Customer, r competitorRow) bool {
		return r.Region == "全国" || strings.Contains(r.Region, c.Province) || strings.Contains(r.Region, c.City)
	}
	var rivals []record.Ref[party.Competitor]
	for _, r := range rows {
		c := &party.Competitor{Name: r.Name, Threat: r.Threat, PriceLevel: r.PriceLevel, Region: r.Region, Web: r.Web, Offers: r.Offers, Strengths: r.Strengths, Weaknesses: r.Weaknesses}
		for _, it := range b.items {
			if slices.Contains(strings.Split(r.Against, "|"), it.No) {
				c.Against = append(c.Against, it.id)
			}
		}
		for p := range strings.SplitSeq(r.Prices, "|") {
			parts := strings.Split(p, ":")
			if len(parts) != 3 {
				continue
			}
			price, err := decimal.NewFromString(parts[1])
			if err != nil {
				return fmt.Errorf("price of %s: %w", r.Name, err)
			}
			seen, err := record.ParseDate(parts[2])
			if err != nil {
				return err
			}
			c.Prices = append(c.Prices, party.RivalPrice{Product: parts[0], Price: price, Seen: seen})
		}
		if err := b.save(b.staff[marketer].main, c); err != nil {
			return fmt.Errorf("competitor %s: %w", r.Name, err)
		}
		rivals = append(rivals, record.Ref[party.Competitor](c.ID))
	}
	met, err := b.rivalled()
	if err != nil {
		return err
	}
	_, err = b.take("rivals", func() (*record.Entry, error) {
		return b.book.Write(b.staff[director].main, "补记竞争情况", func(tx record.Tx) error {
			for _, m := range met {
				c, err := record.Get(tx, m.Party)
				if err != nil {
					return err
				}
				var near []int
				for i, r := range rows {
					if byRegion(c, r) {
						near = append(near, i)
					}
				}
				at, _ := draw(b.chance, near, func(i int) float64 {
					if rows[i].Region == "全国" {
						return 1
					}
					return 3 // who has people there is met more often
				})
				meeting := &task.Meeting{Task: record.Ref[task.Task](m.ID), Competitor: rivals[at]}
				if b.hits(0.5) {
					meeting.Price = m.Forecast.Mul(record.FromMinor(int64(b.between(86, 104)), 2)).Round(0)
				}
				if err := tx.ByRule().Save(meeting); err != nil {
					return err
				}
				if m.State == task.Ended && b.hits(0.75) {
					m.LostTo = rivals[at]
					if err := tx.ByRule().Save(m); err != nil {
						return err
					}
				}
			}
			return nil
		})
	})
	return err
}

// rivalled are the sales in which somebody else made an offer: those lost to a competitor or by
// the price, and every few of the others.
func (b *builder) rivalled() (out []*task.Task, err error) {
	lost := []record.ID{b.dict[company.GroupLostReason]["competitor"].ID(), b.dict[company.GroupLostReason]["price"].ID()}
	err = b.book.Read(record.Hat{}, func(r record.Reader) error {
		all, err := record.Find(r, task.Tasks, record.Where("domain", record.ChoiceValue(company.Sales)))
		for i, t := range all {
			if slices.Contains(lost, t.LostReason.ID()) || t.State != task.Ended && i%7 == 3 {
				out = append(out, t)
			}
		}
		return err
	})
	return out, err
}

// makeFollowUps notes what was said outside of tasks these last weeks.
func (b *builder) makeFollowUps() error {
	said := []string{"问候了近况，客户对上次的安装很满意", "确认年底前没有新的采购计划，明年一月再联系", "送去新品目录，请行政主管留意", "提醒耗材库存，客户说还够用一个月",
		"了解到办公室明年要扩一层，预计要添设备", "回访打印质量，有一台偶尔卡纸，已转服务部", "年底对账前先通了气，财务没有异议", "谈到续签服务协议，客户希望价格不变"}
	for i, y := range b.order {
		if i%11 != 5 || y.DupOf != "" {
			continue
		}
		f := &party.FollowUp{Customer: y.ref(), Day: workday(Last.AddDays(-b.between(1, 40))), Content: pick(b.chance, said),
			Action: b.dict[company.GroupProgress][pick(b.chance, []string{"call", "call", "wechat", "visit"})]}
		if f.Day > Last {
			f.Day = Last
		}
		if len(y.contacts) > 0 {
			f.Contact = y.contacts[0].ref()
		}
		if err := b.save(y.owner.sell, f); err != nil {
			return fmt.Errorf("follow-up of %s: %w", y.No, err)
		}
	}
	return nil
}
