package prepared

import (
	"fmt"

	"github.com/shopspring/decimal"

	"crmlab/domain/company"
	"crmlab/domain/record"
)

// eve is the day before the history begins: the day of the first set-up.
var eve = First.AddDays(-1)

// makeOrganisation enters the company, its positions, departments and employees. Nobody
// could act before, so the program itself does.
func (b *builder) makeOrganisation() error {
	b.today = eve
	b.clock.open(eve)
	set := b.settings
	var zero record.Hat
	vat, err := decimal.NewFromString(set["vat_rate"])
	if err != nil {
		return fmt.Errorf("vat_rate: %w", err)
	}
	overdue, err := decimal.NewFromString(set["overdue_daily_rate"])
	if err != nil {
		return fmt.Errorf("overdue_daily_rate: %w", err)
	}
	s := &company.Setting{Name: set["name"], ShortName: set["short_name"], Address: set["address"], Phone: set["phone"], Today: eve,
		Terms: []company.Terms{{From: eve, Overdue: overdue, VAT: vat}}, Discounts: company.DiscountMode(set["discount_mode"]), RemindDays: 3}
	s.No = "HY"
	if err := b.save(zero, s); err != nil {
		return err
	}
	positions := map[string]record.Ref[company.Position]{}
	for _, r := range b.positions {
		p := &company.Position{Name: r.Name, Scope: company.Scope(r.Scope), MaxDiscount: r.MaxDiscount}
		for i, letters := range []string{r.Company, r.Party, r.Catalog, r.Approval, r.Market, r.Sales, r.Order, r.Finance, r.Service, r.Analysis} {
			p.Rights = append(p.Rights, company.RightsFromLetters(record.Modules[i], letters))
		}
		if err := b.save(zero, p); err != nil {
			return err
		}
		positions[r.Code] = record.Ref[company.Position](p.ID)
	}
	b.offices = positions
	departments := map[string]record.Ref[company.Department]{}
	for i, r := range b.departments {
		d := &company.Department{Name: r.Name, Parent: departments[r.Parent], Order: i + 1}
		d.No = r.Code
		if err := b.save(zero, d); err != nil {
			return err
		}
		departments[r.Code] = record.Ref[company.Department](d.ID)
	}
	for _, r := range b.employees {
		if err := b.makeEmployee(r, departments, positions); err != nil {
			return err
		}
	}
	for _, r := range b.departments {
		if err := edit(b, zero, departments[r.Code].ID(), func(d *company.Department) {
			d.Manager = record.Ref[company.Employee](b.staff[r.Manager].id)
		}); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) makeEmployee(r employeeRow, departments map[string]record.Ref[company.Department], positions map[string]record.Ref[company.Position]) error {
	e := &company.Employee{Name: r.Name, Sex: sexes[r.Sex], Mobile: r.Mobile, Phone: r.Phone, Email: r.Email, Birthday: r.Birthday, Hired: r.Hired,
		Standing: company.Working, Posts: []company.Post{{Department: departments[r.Dept], Position: positions[r.Position]}}}
	e.No = r.No
	if r.Dept2 != "" {
		e.Posts = append(e.Posts, company.Post{Department: departments[r.Dept2], Position: positions[r.Position2]})
	}
	if up := b.staff[r.Superior]; up != nil {
		e.Superior = record.Ref[company.Employee](up.id)
	}
	if err := b.save(record.Hat{}, e); err != nil {
		return err
	}
	w := &worker{employeeRow: r, id: e.ID}
	for i, p := range e.Posts {
		h := record.Hat{Employee: e.ID, Position: p.Position.ID(), Dept: p.Department.ID()}
		if i == 0 {
			w.main = h
		}
		switch p.Position {
		case positions["sales_rep"], positions["area_manager"], positions["sales_director"], positions["sales_assistant"]:
			w.sell = h
		}
	}
	b.staff[r.No] = w
	return nil
}

var sexes = map[string]company.Sex{"男": "m", "女": "f"}

// The people whom the case calls by what they do.
const (
	admin       = "E002"
	director    = "E003"
	northwest   = "E004"
	leaver      = "E008"
	assistant   = "E016"
	marketer    = "E017"
	promoter    = "E018"
	treasurer   = "E019"
	cashier     = "E020"
	serviceDesk = "E024"
)

var engineers = []string{"E022", "E023"}

func (b *builder) hat(no string) record.Hat { return b.staff[no].main }

// farewell is the last day of the employee who has left: the account is closed after the
// customers have been handed over.
func (b *builder) farewell() error {
	if err := b.handOver(); err != nil {
		return err
	}
	return edit(b, b.hat(admin), b.staff[leaver].id, func(e *company.Employee) { e.Standing = company.Left })
}
