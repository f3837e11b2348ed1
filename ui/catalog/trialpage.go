package catalog

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/theme"
)

const (
	trialTitle = "价格试算"
	noRules    = "没有适用于这个产品的折扣。"
	trialEmpty = "选一个产品，看看谁买、谁卖、买多少时是什么价，每条折扣为什么起作用或不起作用。"
)

// trialPage is 价格试算.
type trialPage struct {
	host   page.Host
	route  page.Route
	query  trialQuery
	trial  *catalog.Trial
	latest kit.Latest

	product, spec, buyer *kit.Picker
	position             *kit.ChoiceField
	qty                  *kit.NumberField
	day                  *kit.DateField
	bar                  *kit.QueryBar

	list, discount, unit, net, gross *kit.FigureCard

	why    *kit.Paragraph
	rules  *kit.RowTable
	note   *kit.Text
	seller *kit.Paragraph
	limits *kit.RowTable
	sold   *kit.Card // hidden while nobody sells
	object fyne.CanvasObject
}

func newTrialPage(h page.Host, route page.Route) *trialPage {
	p := &trialPage{host: h, route: route}
	p.build()
	var usual trialQuery
	if err := h.Book().Read(h.Hat(), func(r record.Reader) error {
		usual = usualTrial(r)
		return p.offer(r)
	}); err != nil {
		h.Fail(err)
	}
	p.query = trialQueryOf(route.Preset, usual)
	p.showConditions()
	p.read()
	return p
}

// Object is what the window shows.
func (p *trialPage) Object() fyne.CanvasObject { return p.object }

// Route names the page with its conditions.
func (p *trialPage) Route() page.Route { return p.route }

// Trail is the breadcrumb.
func (p *trialPage) Trail() []page.Crumb { return []page.Crumb{{Label: trialTitle}} }

// Close drops answers under way.
func (p *trialPage) Close() { p.latest.Drop() }

// Watches reports whether a step may change the price.
func (p *trialPage) Watches(ev record.Event) bool {
	return ev.Touches(catalog.Products.Kind, catalog.Categories.Kind, catalog.Specs.Kind, catalog.QtyDiscounts.Kind, catalog.CustomerDiscounts.Kind,
		catalog.PositionDiscounts.Kind, party.Customers.Kind, company.Positions.Kind, company.Settings.Kind)
}

// Shortcut answers the keys of the page.
func (p *trialPage) Shortcut(key string) bool {
	switch key {
	case "F5":
		p.Reload()
	case "Ctrl+F":
		p.bar.Focus()
	default:
		return false
	}
	return true
}

// Reload makes the trial again.
func (p *trialPage) Reload() {
	if err := p.host.Book().Read(p.host.Hat(), p.offer); err != nil {
		p.host.Fail(err)
	}
	p.showConditions()
	p.read()
}

// offer lists the positions that may sell.
func (p *trialPage) offer(r record.Reader) error {
	found, err := r.Whole().Query(record.Query{Kind: company.Positions.Kind, Sort: []record.Sort{{Field: "no"}}})
	if err != nil {
		return err
	}
	var options []kit.Option
	for _, row := range found.Rows {
		options = append(options, kit.Option{Value: idText(row.ID()), Label: r.Title(company.Positions.Kind, row.ID())})
	}
	p.position.SetOptions(options)
	return nil
}

func (p *trialPage) showConditions() {
	q := p.query
	p.product.SetValue(idText(q.product))
	p.spec.SetValue(idText(q.spec))
	p.buyer.SetValue(idText(q.buyer))
	p.position.SetValue(idText(q.position))
	p.qty.SetValue(q.qty.String())
	p.day.SetValue(q.day.String())
}

// ask takes the conditions over. A specification of another product gives way.
func (p *trialPage) ask() {
	was := p.query.product
	q := trialQuery{product: parseID(p.product.Value()), spec: parseID(p.spec.Value()), buyer: parseID(p.buyer.Value()), position: parseID(p.position.Value())}
	if q.product != was && q.spec == p.query.spec {
		q.spec = 0
		p.spec.SetValue("")
	}
	minor, _, err := record.ParseNumber(p.qty.Value(), 3)
	if err == nil {
		q.qty = record.FromMinor(minor, 3)
		q.day, err = record.ParseDate(p.day.Value())
	}
	if err != nil {
		p.host.Fail(record.Refuse("trial.read", "没有试算", err.Error(), "改正后再算"))
		return
	}
	if q.day == 0 {
		q.day = p.query.day
		p.day.SetValue(q.day.String())
	}
	p.query = q
	p.read()
}

func (p *trialPage) read() {
	p.route.Preset = p.query.encode()
	book, hat, q := p.host.Book(), p.host.Hat(), p.query
	kit.Fetch(p.host.Runner(), &p.latest, func() (*catalog.Trial, error) {
		var t *catalog.Trial
		err := book.Read(hat, func(r record.Reader) (err error) {
			t, err = loadTrial(r, q)
			return err
		})
		return t, err
	}, p.show)
}

func (p *trialPage) show(t *catalog.Trial, err error) {
	p.trial = t
	blank := func(text string) {
		for _, card := range []*kit.FigureCard{p.list, p.discount, p.unit, p.net, p.gross} {
			card.Set("—", "", kit.TonePlain)
		}
		p.why.Text = text
		p.note.SetText("")
	}
	p.sold.Hidden = t == nil || !t.Seller
	switch {
	case err != nil:
		blank(err.Error())
	case t == nil:
		blank(trialEmpty)
	default:
		p.showTrial(t)
	}
	p.rules.Empty.Text = noRules
	if t == nil {
		p.rules.Empty.Text = "试算之后，这里列出每条折扣。"
	}
	p.why.Refresh()
	p.rules.Reload()
	p.limits.Reload()
	p.object.Refresh()
}

func (p *trialPage) showTrial(t *catalog.Trial) {
	p.list.Set(money(t.List), "", kit.TonePlain)
	from := "没有适用的折扣"
	if t.Rule != "" {
		from = t.Rule + "折扣"
	}
	if t.Rule == "连乘" {
		from = "两条折扣连乘"
	}
	p.discount.Set(t.Discount.String()+"%", from, kit.TonePlain)
	p.unit.Set(money(t.Unit), "", kit.ToneBlue)
	p.net.Set(money(t.Net), "", kit.TonePlain)
	p.gross.Set(money(t.Gross), "税率 "+t.Product.Tax.String()+"%", kit.TonePlain)
	p.why.Text = strings.Join(steps(t), "")
	p.note.SetText("另有 " + strconv.Itoa(t.Elsewhere) + " 条折扣适用于别的产品，没有列出。")
	if t.Elsewhere == 0 {
		p.note.SetText("")
	}
	if t.Seller {
		p.seller.Text = sellerSays(t)
		p.seller.Refresh()
	}
	p.limits.Hidden = len(t.Ceilings) == 0
}

func (p *trialPage) build() {
	narrow := func() []record.Cond {
		return []record.Cond{record.Where("product", record.LinkValue(parseID(p.product.Value())))}
	}
	p.product = p.picker(catalog.Products.Kind, "产品", nil)
	p.spec = p.picker(catalog.Specs.Kind, "规格", narrow)
	p.buyer = p.picker(party.Customers.Kind, "买方：客户或代理", nil)
	p.position = &kit.ChoiceField{Placeholder: "卖方职位", Nullable: true, OnChanged: func(string) { p.ask() }}
	p.qty = &kit.NumberField{Places: 3, Grouped: true}
	p.day = &kit.DateField{Today: func() time.Time {
		if today, err := p.host.Book().Today(); err == nil {
			return today.Time()
		}
		return p.query.day.Time()
	}}
	p.bar = &kit.QueryBar{OnQuery: p.ask, QueryText: "试算", Inputs: []kit.QueryInput{
		{ID: askProduct, Label: "产品", Widget: p.product, Width: 170}, {ID: askSpec, Label: "规格", Widget: p.spec, Width: 120},
		{ID: askBuyer, Label: "买方", Widget: p.buyer, Width: 170}, {ID: askPosition, Label: "卖方", Widget: p.position, Width: 120},
		{ID: askQty, Label: "数量", Widget: p.qty, Width: 76}, {ID: askDay, Label: "日期", Widget: p.day, Width: 116}}}

	p.list = &kit.FigureCard{Label: "标价"}
	p.discount = &kit.FigureCard{Label: "折扣"}
	p.unit = &kit.FigureCard{Label: "折后单价", Tone: kit.ToneBlue}
	p.net = &kit.FigureCard{Label: "未税金额"}
	p.gross = &kit.FigureCard{Label: "含税金额"}
	cards := kit.Tiles{Gap: 10, MinWidth: 130, Columns: 5}.Of(p.list, p.discount, p.unit, p.net, p.gross)

	p.why = &kit.Paragraph{}
	p.rules = p.table(func() []catalog.Considered {
		if p.trial == nil {
			return nil
		}
		return p.trial.Rules
	}, "")
	p.note = kit.Hint("")
	p.seller = &kit.Paragraph{}
	p.limits = p.table(func() []catalog.Considered {
		if p.trial == nil {
			return nil
		}
		return p.trial.Ceilings
	}, "")
	p.sold = &kit.Card{Title: "卖方还能让多少", Content: kit.Stack{Gap: 10}.Of(p.seller, p.limits)}
	p.object = kit.Page{Title: kit.Heading(trialTitle), Scroll: true, Body: kit.Stack{Gap: 10}.Of(p.bar, cards,
		&kit.Card{Title: "价格说明", Content: p.why},
		&kit.Card{Title: "考虑过的折扣", Flush: true, Content: kit.Stack{}.Of(p.rules, kit.Inset(theme.Gap3, p.note))}, p.sold)}.Object()
}

// picker chooses a record by number, name or pinyin initials.
func (p *trialPage) picker(k *record.Kind, placeholder string, narrow func() []record.Cond) *kit.Picker {
	return &kit.Picker{Placeholder: placeholder, OnChanged: func(string) { p.ask() },
		Find: func(text string) (out []kit.Option) {
			q := record.Query{Kind: k, Text: text, Size: 40}
			if narrow != nil {
				q.Where = narrow()
			}
			if err := p.host.Book().Read(p.host.Hat(), func(r record.Reader) error {
				found, err := r.Query(q)
				if err != nil {
					return err
				}
				for _, row := range found.Rows {
					out = append(out, option(r, k, row))
				}
				return nil
			}); err != nil {
				p.host.Fail(err)
			}
			return out
		},
		Lookup: func(value string) (out kit.Option) {
			if err := p.host.Book().Read(p.host.Hat(), func(r record.Reader) error {
				if row, ok := r.Whole().Row(k, parseID(value)); ok {
					out = option(r, k, row)
				}
				return nil
			}); err != nil {
				p.host.Fail(err)
			}
			return out
		}}
}

func option(r record.Reader, k *record.Kind, row record.Row) kit.Option {
	return kit.Option{Value: idText(row.ID()), Label: r.Title(k, row.ID()), Detail: row.Value(k.Field("no")).S}
}

// table lists rules with what became of them.
func (p *trialPage) table(rules func() []catalog.Considered, empty string) *kit.RowTable {
	tones := map[catalog.Standing]kit.Tone{catalog.Applied: kit.ToneGreen, catalog.Lost: kit.ToneAmber, catalog.Idle: kit.ToneGrey}
	words := map[catalog.Standing]string{}
	for _, c := range catalog.Standings {
		words[catalog.Standing(c.Code)] = c.Label
	}
	return &kit.RowTable{Fit: true, Columns: []kit.Column{
		{ID: "standing", Title: "结果", Width: 70, MinWidth: 70},
		{ID: "rule", Title: "规则", Width: 70, MinWidth: 70},
		{ID: "no", Title: "编号", Width: 80, MinWidth: 76},
		{ID: "scope", Title: "适用范围", Width: 170, MinWidth: 120, Weight: 1},
		{ID: "percent", Title: "折扣", Kind: kit.NumberColumn, Width: 62},
		{ID: "why", Title: "为什么", Width: 250, MinWidth: 160, Weight: 1.6},
	}, Count: func() int { return len(rules()) },
		Cell: func(row, column int) kit.Cell {
			c := rules()[row]
			switch column {
			case 0:
				return kit.Cell{Text: words[c.Standing], Tone: tones[c.Standing], Chip: true}
			case 1:
				return kit.Cell{Text: c.Rule}
			case 2:
				return kit.Cell{Text: c.No, Link: true}
			case 3:
				return kit.Cell{Text: c.Scope}
			case 4:
				return kit.Cell{Text: c.Percent.String() + "%"}
			}
			return kit.Cell{Text: c.Why}
		},
		OnLink: func(row int, _ string) { p.follow(rules()[row].Target) },
		OnOpen: func(row int) { p.follow(rules()[row].Target) },
		Empty:  kit.EmptyState{Text: empty}}
}

func (p *trialPage) follow(t record.Target) {
	if route, ok := p.host.Registry().OpenRoute(record.KindNamed(t.Kind), t.ID); ok {
		p.host.Go(route)
	}
}

// idText and parseID write a record's inner number as pickers hold it; 0 is "".
func idText(id record.ID) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatUint(uint64(id), 10)
}

func parseID(s string) record.ID {
	n, _ := strconv.ParseUint(s, 10, 64)
	return record.ID(n)
}
