package analysis

import (
	"strconv"

	"crmlab/charts"
	"crmlab/ui/kit"
)

// rest names what charts add up when there are too many rows to draw.
const rest = "其他"

// periodNames are the three series of the comparison.
var periodNames = [3]string{"本期", "上期", "去年同期"}

// shares and items are the rows as charts draw them.
func (a *compositionAnswer) shares() []charts.Share {
	if a.nothing() {
		return nil
	}
	out := make([]charts.Share, len(a.Rows))
	for i, row := range a.Rows {
		out[i] = charts.Share{Label: row.Name, Current: row.Current.InexactFloat64(), Previous: row.Previous.InexactFloat64(), LastYear: row.LastYear.InexactFloat64()}
	}
	return out
}

func (a *compositionAnswer) items() []charts.Item {
	out := make([]charts.Item, len(a.Rows))
	for i, row := range a.Rows {
		out[i] = charts.Item{Label: row.Name, Value: row.Current.InexactFloat64()}
	}
	return out
}

// comparison draws the three periods beside each other; the IDs of its areas are positions of rows.
func (a *compositionAnswer) comparison(ask kit.DrawRequest) kit.Picture {
	o := drawOptions(ask)
	o.Empty, o.Unit = compositionEmpty, "元"
	return shown(charts.Composition(o, directionFor(o.Size), periodNames, rest, a.shares()), ask, func(area charts.Area) (id, tip string) {
		if area.Index == charts.Rest {
			return "", ""
		}
		row, series := a.Rows[area.Index], max(area.Series, 0)
		value := [...]string{yuan(row.Current), yuan(row.Previous), yuan(row.LastYear)}[series]
		return strconv.Itoa(area.Index), row.Name + "　" + periodNames[series] + " " + value + " 元"
	})
}

// directionFor lets bars stand where the picture is low: lying ones would leave room for a few
// rows only.
func directionFor(size charts.Size) charts.Direction {
	if size.W > 2*size.H {
		return charts.Upright
	}
	return charts.Auto
}

// donut draws the shares of the period itself.
func (a *compositionAnswer) donut(ask kit.DrawRequest) kit.Picture {
	o := drawOptions(ask)
	o.Empty = "本期没有已通过审批的订单"
	return shown(charts.Donut(o, "合计", rest, a.items()), ask, func(area charts.Area) (id, tip string) {
		if area.Index == charts.Rest {
			return "", ""
		}
		row := a.Rows[area.Index]
		return strconv.Itoa(area.Index), row.Name + "　" + yuan(row.Current) + " 元，占 " + row.Share.StringFixed(1) + "%"
	})
}
