package prepared

import (
	"math"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"crmlab/domain/catalog"
	"crmlab/domain/record"
	"crmlab/domain/sales"
)

// want is what somebody means to buy.
type want struct {
	item *item
	qty  int
}

// usual is how many of a product or class go into one line, at least and at most: few
// copiers, many boxes of toner. The first that fits counts.
var usual = []struct {
	of        string
	low, high int
}{
	{"P-0004", 1, 3}, {"P-0008", 1, 3}, {"P-0017", 1, 4}, {"P-0023", 1, 8}, {"P-0024", 1, 10}, {"P-0025", 1, 10}, {"P-0026", 1, 4}, {"P-0027", 1, 12},
	{"P-0030", 1, 14}, {"P-0034", 1, 12}, {"P-0037", 1, 24}, {"P-0041", 1, 18}, {"P-0042", 1, 10}, {"P-0046", 1, 6}, {"P-0054", 1, 10},
	{"P-0055", 1, 15}, {"P-0056", 1, 10}, {"P-0057", 1, 6},
	{"K111", 1, 90}, {"K112", 1, 40}, {"K113", 1, 8}, {"K121", 1, 48}, {"K122", 1, 14}, {"K123", 1, 16}, {"K131", 1, 36}, {"K132", 1, 24},
	{"K21", 1, 120}, {"K22", 1, 45}, {"K3", 2, 90}, {"K41", 4, 360}, {"K42", 5, 400}, {"K5", 1, 30}, {"K61", 1, 40}, {"K62", 1, 12},
}

func (it *item) limits() (low, high int) {
	for _, u := range usual {
		if u.of == it.No || strings.HasPrefix(it.Category, u.of) {
			return u.low, u.high
		}
	}
	return 1, 10
}

// appeal is how readily a product is chosen today.
func (b *builder) appeal(it *item) float64 {
	if it.off || it.No == stand || it.No == oldModel && b.today > replaced.AddDays(-150) {
		return 0
	}
	w := it.Popularity
	if season(b.today) > 1.05 {
		w *= it.Season
	}
	return w * w
}

// shares is how a budget spreads over the classes of a need.
var shares = map[int][]float64{1: {1}, 2: {0.72, 0.28}, 3: {0.55, 0.27, 0.18}}

// basket fills a budget, 元 before discounts, with products of the classes; the first class
// takes most of it. Work to be done by people follows from the number of machines.
func (b *builder) basket(classes []string, budget float64) []want {
	var out []want
	parts := shares[min(len(classes), 3)]
	for i, class := range classes[:len(parts)] {
		if strings.HasPrefix(class, "K6") {
			continue
		}
		part := budget * parts[i]
		if i == 0 && len(parts) > 1 && strings.HasPrefix(classes[len(parts)-1], "K6") {
			part = budget * 0.92
		}
		kinds := 1
		if part > 30_000 && b.hits(0.45) || strings.HasPrefix(class, "K4") && b.hits(0.5) {
			kinds = 2
		}
		out = b.fill(out, class, part, kinds)
	}
	if slices.ContainsFunc(classes, func(c string) bool { return strings.HasPrefix(c, "K6") }) || b.hits(0.35) {
		out = b.addWork(out, classes[0])
	}
	return b.addCompanions(out)
}

// fill spends a part of the budget on products of one class.
func (b *builder) fill(out []want, class string, budget float64, kinds int) []want {
	rest := budget
	for n := range 4 {
		it, ok := draw(b.chance, b.items, func(it *item) float64 {
			low, _ := it.limits()
			if !strings.HasPrefix(it.Category, class) || float64(low)*it.price > rest*1.15 || slices.ContainsFunc(out, func(w want) bool { return w.item == it }) {
				return 0
			}
			return b.appeal(it)
		})
		if !ok {
			break
		}
		spend := rest
		if n < kinds-1 {
			spend = rest * b.around(0.5, 0.75)
		}
		low, high := it.limits()
		qty := tidy(min(max(int(math.Round(spend/it.price)), low), high))
		out = append(out, want{it, qty})
		rest -= float64(qty) * it.price
		if rest < budget*0.2 && n >= kinds-1 {
			break
		}
	}
	return out
}

// tidy makes a large quantity a round one, as people order.
func tidy(n int) int {
	switch {
	case n > 100:
		return (n + 5) / 10 * 10
	case n > 24:
		return (n + 2) / 5 * 5
	}
	return n
}

// addWork adds installation, cabling, moving or training to what is delivered.
func (b *builder) addWork(out []want, main string) []want {
	machines, furniture := 0, 0
	for _, w := range out {
		switch c := w.item.Category; {
		case strings.HasPrefix(c, "K1"), strings.HasPrefix(c, "K2"):
			machines += w.qty
		case c == "K3":
			furniture += w.qty
		}
	}
	switch {
	case main == "K122" || main == "K123":
		return append(out, want{b.product("P-0102"), max(1, min(machines/2, 6))})
	case main == "K22":
		return append(out, want{b.product("P-0103"), tidy(max(4, min(machines*2, 60)))})
	case furniture > 10:
		return append(out, want{b.product("P-0104"), max(4, min(furniture/3, 40))})
	case machines > 0:
		return append(out, want{b.product("P-0105"), min(machines, 60)})
	}
	return out
}

// stand is sold with a panel only.
const stand = "P-0022"

// companions are bought together: stands with panels, toner with its printer.
var companions = []struct {
	with, also string
	rate       float64 // per machine
	likely     float64
}{
	{"P-0020", stand, 1, 0.45}, {"P-0021", stand, 1, 0.3}, {"P-0012", "P-0048", 2, 0.55}, {"P-0001", "P-0049", 2, 0.5},
	{"P-0002", "P-0049", 3, 0.5}, {"P-0003", "P-0050", 1, 0.5}, {"P-0035", "P-0040", 1, 0.5}, {"P-0036", "P-0040", 1, 0.5}, {"P-0007", "P-0051", 8, 0.5},
}

func (b *builder) addCompanions(out []want) []want {
	for _, c := range companions {
		for _, w := range out {
			also := b.product(c.also)
			if w.item.No != c.with || slices.ContainsFunc(out, func(w want) bool { return w.item == also }) || !b.hits(c.likely) {
				continue
			}
			_, high := also.limits()
			out = append(out, want{also, min(tidy(max(1, int(float64(w.qty)*c.rate))), high)})
		}
	}
	return out
}

// worth is the list value of a basket in 元.
func worth(ws []want) float64 {
	sum := 0.0
	for _, w := range ws {
		sum += float64(w.qty) * w.item.price
	}
	return sum
}

// shrink scales a basket down to a list value; what falls below one piece is left out,
// except the first line.
func shrink(ws []want, to float64) []want {
	f := to / worth(ws)
	if f >= 1 {
		return ws
	}
	var out []want
	for i, w := range ws {
		if w.qty = int(float64(w.qty) * f); w.qty > 0 {
			out = append(out, w)
		} else if i == 0 {
			w.qty = 1
			out = append(out, w)
		}
	}
	return out
}

func lines(ws []want) []sales.Line {
	out := make([]sales.Line, len(ws))
	for i, w := range ws {
		out[i] = sales.Line{Product: record.Ref[catalog.Product](w.item.id), Qty: decimal.NewFromInt(int64(w.qty))}
	}
	return out
}

// classesOf are the classes of what lines sell.
func (b *builder) classesOf(ls []sales.Line) []string {
	var out []string
	for _, l := range ls {
		for _, it := range b.items {
			if it.id == l.Product.ID() {
				out = append(out, it.Category)
			}
		}
	}
	return out
}

// mainProducts are the first products of a basket, as an opportunity names them.
func mainProducts(ws []want) []record.ID {
	var out []record.ID
	for _, w := range ws[:min(len(ws), 3)] {
		out = append(out, w.item.id)
	}
	return out
}
