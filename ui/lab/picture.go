package lab

import (
	"fmt"

	"crmlab/charts"
	"crmlab/domain/lab/report"
	"crmlab/ui/kit"
)

// draw makes the picture of a chart of the report.
func draw(o charts.Options, c report.Chart) charts.Picture {
	o.Unit, o.Empty = c.Unit, c.Empty
	switch c.Kind {
	case report.Funnel:
		stages := make([]charts.Stage, len(c.Stages))
		for i, s := range c.Stages {
			stages[i] = charts.Stage{Label: s.Label, Count: s.Count, Amount: s.Amount, Rate: s.Rate}
		}
		return charts.Funnel(o, charts.ByAmount, "个", stages)
	case report.Composition:
		if len(c.Series) != 3 {
			return charts.Bars(o, charts.Auto, rest, nil)
		}
		items := make([]charts.Share, len(c.Labels))
		for i, l := range c.Labels {
			items[i] = charts.Share{Label: l, Current: c.Series[0].Values[i], Previous: c.Series[1].Values[i], LastYear: c.Series[2].Values[i]}
		}
		return charts.Composition(o, charts.Auto, [3]string{c.Series[0].Name, c.Series[1].Name, c.Series[2].Name}, rest, items)
	case report.Stacked:
		series := make([]charts.Series, len(c.Series))
		for i, s := range c.Series {
			series[i] = charts.Series{Name: s.Name, Values: s.Values}
		}
		return charts.Stacked(o, charts.Auto, rest, c.Labels, series)
	}
	var items []charts.Item
	for i, l := range c.Labels {
		items = append(items, charts.Item{Label: l, Value: c.Series[0].Values[i]})
	}
	if c.Kind == report.Donut {
		return charts.Donut(o, "合计", rest, items)
	}
	return charts.Bars(o, charts.Auto, rest, items)
}

// rest names what is added up where there are too many items.
const rest = "其他"

// heightOf is how high a chart is drawn at the width of a page.
func heightOf(c report.Chart) int {
	switch c.Kind {
	case report.Funnel:
		return 40 + 62*max(len(c.Stages), 3)
	case report.Composition:
		return 320
	}
	return 280
}

// Pictures are the charts of a report as PNG files, by name, fine enough for paper.
func Pictures(r *report.Report) (map[string][]byte, error) {
	out := map[string][]byte{}
	for _, c := range r.Charts {
		if !c.Drawn() {
			continue
		}
		png, err := draw(charts.Options{Size: charts.Size{W: 680, H: heightOf(c)}, Scale: 2.5, Style: charts.Light()}, c).PNG()
		if err != nil {
			return nil, fmt.Errorf("draw %s: %w", c.Name, err)
		}
		out[c.Name] = png
	}
	return out, nil
}

// preview draws a chart for the page.
func preview(ask kit.DrawRequest, c report.Chart) kit.Picture {
	o := charts.Options{Size: charts.Size{W: ask.Width, H: ask.Height}, Scale: float64(ask.Scale), Style: charts.Light()}
	if ask.Dark {
		o.Style = charts.Dark()
	}
	return kit.Picture{Image: draw(o, c).Image}
}
