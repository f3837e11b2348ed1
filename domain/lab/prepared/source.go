package prepared

import (
	"github.com/shopspring/decimal"

	"crmlab/domain/record"
)

// The rows of the case files; assets/case/README.md says what the columns mean.
type (
	settingRow struct {
		Key   string `csv:"key"`
		Value string `csv:"value"`
	}
	departmentRow struct {
		Code    string `csv:"code"`
		Name    string `csv:"name"`
		Parent  string `csv:"parent"`
		Manager string `csv:"manager"`
	}
	positionRow struct {
		Code        string          `csv:"code"`
		Name        string          `csv:"name"`
		Scope       string          `csv:"data_scope"`
		MaxDiscount decimal.Decimal `csv:"max_discount"`
		Company     string          `csv:"company"`
		Party       string          `csv:"party"`
		Catalog     string          `csv:"catalog"`
		Approval    string          `csv:"approval"`
		Market      string          `csv:"market"`
		Sales       string          `csv:"sales"`
		Order       string          `csv:"order"`
		Finance     string          `csv:"finance"`
		Service     string          `csv:"service"`
		Analysis    string          `csv:"analysis"`
	}
	employeeRow struct {
		No        string      `csv:"no"`
		Name      string      `csv:"name"`
		Sex       string      `csv:"sex"`
		Dept      string      `csv:"department"`
		Position  string      `csv:"position"`
		Dept2     string      `csv:"second_department"`
		Position2 string      `csv:"second_position"`
		Superior  string      `csv:"superior"`
		Mobile    string      `csv:"mobile"`
		Phone     string      `csv:"phone"`
		Email     string      `csv:"email"`
		Birthday  record.Date `csv:"birthday"`
		Hired     record.Date `csv:"hired"`
		Left      record.Date `csv:"left"`
	}
	stageRow struct {
		Domain  string          `csv:"domain"`
		Order   int             `csv:"order"`
		Name    string          `csv:"name"`
		Type    string          `csv:"type"`
		Rate    decimal.Decimal `csv:"success_rate"`
		RotDays int             `csv:"rot_days"`
		Note    string          `csv:"note"`
	}
	choiceRow struct {
		List  string `csv:"list"`
		Code  string `csv:"code"`
		Label string `csv:"label"`
		Order int    `csv:"order"`
	}
	fieldRow struct {
		Kind    string `csv:"kind"`
		Key     string `csv:"key"`
		Label   string `csv:"label"`
		Type    string `csv:"type"`
		Options string `csv:"options"`
	}
	categoryRow struct {
		Code   string `csv:"code"`
		Parent string `csv:"parent"`
		Name   string `csv:"name"`
		Kind   string `csv:"kind"`
	}
	productRow struct {
		No         string          `csv:"no"`
		Name       string          `csv:"name"`
		Category   string          `csv:"category"`
		Kind       string          `csv:"kind"`
		Unit       string          `csv:"unit"`
		Price      decimal.Decimal `csv:"list_price"`
		Cost       decimal.Decimal `csv:"cost"`
		TaxRate    int             `csv:"tax_rate"`
		Status     string          `csv:"status"`
		Warranty   int             `csv:"warranty_days"`
		Spec       string          `csv:"spec"`
		Brand      string          `csv:"brand"`
		Season     float64         `csv:"season_weight"`
		Popularity float64         `csv:"popularity"`
		Intro      string          `csv:"intro"`
	}
	newProductRow struct {
		No         string          `csv:"no"`
		Name       string          `csv:"name"`
		Category   string          `csv:"category"`
		Unit       string          `csv:"unit"`
		Price      decimal.Decimal `csv:"list_price"`
		Cost       decimal.Decimal `csv:"cost"`
		TaxRate    int             `csv:"tax_rate"`
		Warranty   int             `csv:"warranty_days"`
		Spec       string          `csv:"spec"`
		Brand      string          `csv:"brand"`
		Dims       string          `csv:"dims"`
		Surcharges string          `csv:"surcharges"`
		Parts      string          `csv:"parts"`
		Intro      string          `csv:"intro"`
	}
	positionDiscountRow struct {
		Scope    string          `csv:"scope"`
		Target   string          `csv:"target"`
		Position string          `csv:"position"`
		Discount decimal.Decimal `csv:"discount"`
		From     record.Date     `csv:"valid_from"`
		To       record.Date     `csv:"valid_to"`
		Note     string          `csv:"note"`
	}
	qtyDiscountRow struct {
		Scope    string          `csv:"scope"`
		Target   string          `csv:"target"`
		Min      decimal.Decimal `csv:"min_qty"`
		Max      decimal.Decimal `csv:"max_qty"`
		Discount decimal.Decimal `csv:"discount"`
		From     record.Date     `csv:"valid_from"`
		To       record.Date     `csv:"valid_to"`
		Note     string          `csv:"note"`
	}
	partyDiscountRow struct {
		Scope    string          `csv:"scope"`
		Target   string          `csv:"target"`
		Party    string          `csv:"party"`
		Level    string          `csv:"level"`
		Discount decimal.Decimal `csv:"discount"`
		From     record.Date     `csv:"valid_from"`
		To       record.Date     `csv:"valid_to"`
		Note     string          `csv:"note"`
	}
	customerRow struct {
		No         string          `csv:"no"`
		Role       string          `csv:"role"`
		Name       string          `csv:"name"`
		Short      string          `csv:"short"`
		Category   string          `csv:"category"`
		Industry   string          `csv:"industry"`
		Level      string          `csv:"level"`
		AgentLevel string          `csv:"agent_level"`
		Source     string          `csv:"source"`
		Province   string          `csv:"province"`
		City       string          `csv:"city"`
		District   string          `csv:"district"`
		Address    string          `csv:"address"`
		Phone      string          `csv:"phone"`
		Email      string          `csv:"email"`
		Web        string          `csv:"website"`
		TaxNo      string          `csv:"tax_no"`
		Bank       string          `csv:"bank"`
		Account    string          `csv:"account"`
		Credit     decimal.Decimal `csv:"credit_limit"`
		Owner      string          `csv:"owner"`
		Created    record.Date     `csv:"created"`
		Size       int             `csv:"size"`
		Parent     string          `csv:"parent"`
		DupOf      string          `csv:"dup_of"`
		Remark     string          `csv:"remark"`
	}
	contactRow struct {
		Customer string      `csv:"customer"`
		Name     string      `csv:"name"`
		Sex      string      `csv:"sex"`
		Title    string      `csv:"title"`
		Mobile   string      `csv:"mobile"`
		Phone    string      `csv:"phone"`
		Email    string      `csv:"email"`
		Birthday record.Date `csv:"birthday"`
		Key      bool        `csv:"key_decision"`
		Role     string      `csv:"role"`
		Note     string      `csv:"hobby_or_note"`
	}
	needRow struct {
		Need    string  `csv:"need"`
		Classes string  `csv:"product_class"`
		Title   string  `csv:"title_pattern"`
		Low     float64 `csv:"amount_low"`
		High    float64 `csv:"amount_high"`
		Source  string  `csv:"source"`
	}
	progressRow struct {
		Stage  string `csv:"stage"`
		Action string `csv:"action"`
		Text   string `csv:"text"`
	}
	lostRow struct {
		Reason string `csv:"reason"`
		Text   string `csv:"text"`
	}
	commentRow struct {
		Answer string `csv:"answer"`
		Text   string `csv:"text"`
	}
	noteRow struct {
		Text string `csv:"text"`
	}
	titleRow struct {
		Domain string `csv:"domain"`
		Title  string `csv:"title"`
	}
)

// source is all raw material of the case.
type source struct {
	settings       map[string]string
	departments    []departmentRow
	positions      []positionRow
	employees      []employeeRow
	stages         []stageRow
	choices        []choiceRow
	fields         []fieldRow
	categories     []categoryRow
	products       []productRow
	qtyDiscounts   []qtyDiscountRow
	partyDiscounts []partyDiscountRow
	customers      []customerRow
	contacts       []contactRow
	needs          []needRow
	progress       []progressRow
	lost           []lostRow
	comments       []commentRow
	orderNotes     []noteRow
	titles         []titleRow

	newProducts       []newProductRow
	positionDiscounts []positionDiscountRow
}

func load() (*source, error) {
	s := &source{settings: map[string]string{}}
	var settings []settingRow
	for _, err := range []error{
		into("company", &settings), into("departments", &s.departments), into("positions", &s.positions), into("employees", &s.employees),
		into("stages", &s.stages), into("choices", &s.choices), into("fields", &s.fields), into("categories", &s.categories),
		into("products", &s.products), into("qty_discounts", &s.qtyDiscounts), into("customer_discounts", &s.partyDiscounts),
		into("customers", &s.customers), into("contacts", &s.contacts), into("opportunity_templates", &s.needs),
		into("progress_templates", &s.progress), into("lost_notes", &s.lost), into("approval_comments", &s.comments),
		into("order_notes", &s.orderNotes), into("task_titles", &s.titles),
		into("new_products", &s.newProducts), into("position_discounts", &s.positionDiscounts),
	} {
		if err != nil {
			return nil, err
		}
	}
	for _, r := range settings {
		s.settings[r.Key] = r.Value
	}
	return s, nil
}

func into[T any](name string, to *[]T) (err error) {
	*to, err = read[T](name)
	return err
}
