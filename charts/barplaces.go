package charts

const (
	nameWidest = 0.34 // share of the picture that names beside lying bars may take
	figureGap  = 4.0
)

// lyingBars places bars that grow to the right: names at the left, the axis below.
func (c *canvas) lyingBars(b barChart) {
	n := float64(len(b.labels))
	names := min(labelFace.widest(b.labels), c.body.w()*nameWidest)
	plot := rect{c.body.x0 + names + 8, c.body.y0, c.body.x1, c.body.y1 - smallFace.line() - tickGap}
	band := min(plot.h()/n, 72)
	plot.y1 = plot.y0 + band*n
	thick, step := b.thickness(band)
	figures := b.figures && thick >= 9
	b.axis = newAxis(b.extent(), int(plot.w()/60))
	if figures {
		left, right := c.figureRoom(b)
		if figures = left+right < plot.w()/2; figures {
			b.axis = b.axis.tight(b.extent())
			plot.x0, plot.x1 = plot.x0+left, plot.x1-right
		}
	}
	c.ticksBelow(b.axis, &plot)
	at := func(v float64) float64 { return plot.x0 + plot.w()*b.axis.share(v) }

	for i, label := range b.labels {
		y := plot.y0 + (float64(i)+0.5)*band
		c.text(labelFace.cut(label, names), c.body.x0+names, y, alignRight, labelFace, c.style.Text)
		first := y - step*float64(b.perBand())/2
		for _, br := range b.band(i) {
			top := first + float64(br.slot)*step + (step-thick)/2
			x0, x1 := min(at(br.from), at(br.to)), max(at(br.from), at(br.to))
			box := rect{x0, c.snap(top), x1, c.snap(top + thick)}
			c.drawBar(b, br, box, true)
			c.hit(b.index[i], br.series, rect{x0 - 2, box.y0, max(x1, x0+4), box.y1}.outline())
			if !figures {
				continue
			}
			f := face{size: min(smallFace.size, thick+1)}
			figure, x := b.axis.magnitude.figure(br.to), x1+figureGap
			if br.to < 0 {
				x = x0 - figureGap - f.width(figure)
			}
			c.figure(figure, x, top+thick/2, f, br.series)
		}
	}
	c.upright(at(0), plot.y0, plot.y1, c.style.Axis)
	for i := range b.labels {
		y := plot.y0 + float64(i)*band
		c.hit(b.index[i], Whole, rect{c.body.x0, y, c.body.x1, y + band}.outline())
	}
}

// figureRoom is what values at the ends of lying bars need at either side.
func (c *canvas) figureRoom(b barChart) (left, right float64) {
	for _, s := range b.series {
		for _, v := range s.Values {
			room := smallFace.width(b.axis.magnitude.figure(v)) + figureGap
			if v < 0 {
				left = max(left, room)
			} else {
				right = max(right, room)
			}
		}
	}
	return left, right
}

// ticksBelow draws the upright grid and its numbers, first making room for half of the last.
func (c *canvas) ticksBelow(a axis, plot *rect) {
	labels := a.tickLabels()
	if n := len(labels); n > 0 {
		plot.x1 = max(plot.x0, min(plot.x1, c.body.x1-smallFace.width(labels[n-1])/2))
	}
	free := 0.0
	for i, v := range a.ticks() {
		x := plot.x0 + plot.w()*a.share(v)
		c.upright(x, plot.y0, plot.y1, c.style.Line)
		half := smallFace.width(labels[i]) / 2
		if x-half < free || x+half > c.body.x1+1 {
			continue
		}
		c.text(labels[i], x, plot.y1+tickGap+smallFace.line()/2, alignCenter, smallFace, c.style.Muted)
		free = x + half + 6
	}
}

// ticksBeside draws the level grid and its numbers at the left, making room for them.
func (c *canvas) ticksBeside(a axis, plot *rect) {
	labels := a.tickLabels()
	wide := min(smallFace.widest(labels), plot.w()/3)
	plot.x0 += wide + tickGap
	for i, v := range a.ticks() {
		y := plot.y1 - plot.h()*a.share(v)
		c.level(plot.x0, plot.x1, y, c.style.Line)
		c.text(smallFace.cut(labels[i], wide), plot.x0-tickGap, y, alignRight, smallFace, c.style.Muted)
	}
}

// uprightBars places bars that grow upwards: names below, the axis at the left.
func (c *canvas) uprightBars(b barChart) {
	n := float64(len(b.labels))
	plot := rect{c.body.x0, c.body.y0 + smallFace.size, c.body.x1, c.body.y1 - labelFace.line() - tickGap}
	b.axis = newAxis(b.extent(), max(3, int(plot.h()/pixelsPerRow)))
	if b.axis.low < 0 {
		plot.y1 -= smallFace.size
	}
	c.ticksBeside(b.axis, &plot)
	at := func(v float64) float64 { return plot.y1 - plot.h()*b.axis.share(v) }
	band := plot.w() / n
	thick, step := b.thickness(band)

	for i, label := range b.labels {
		x := plot.x0 + (float64(i)+0.5)*band
		c.text(smallFace.cut(label, band-4), x, c.body.y1-labelFace.line()/2, alignCenter, smallFace, c.style.Text)
		first := x - step*float64(b.perBand())/2
		for _, br := range b.band(i) {
			left := first + float64(br.slot)*step + (step-thick)/2
			y0, y1 := min(at(br.from), at(br.to)), max(at(br.from), at(br.to))
			box := rect{c.snap(left), y0, c.snap(left + thick), y1}
			c.drawBar(b, br, box, false)
			c.hit(b.index[i], br.series, rect{box.x0, min(y0, y1-4), box.x1, y1}.outline())
			figure := b.axis.magnitude.figure(br.to)
			room := step
			if b.perBand() == 1 {
				room = band
			}
			if !b.figures || smallFace.width(figure)+2 > room {
				continue
			}
			y := y0 - smallFace.size*0.75
			if br.to < 0 {
				y = y1 + smallFace.size*0.75
			}
			c.figure(figure, left+thick/2-smallFace.width(figure)/2, y, smallFace, br.series)
		}
	}
	c.level(plot.x0, plot.x1, at(0), c.style.Axis)
	for i := range b.labels {
		x := plot.x0 + float64(i)*band
		c.hit(b.index[i], Whole, rect{x, plot.y0, x + band, c.body.y1}.outline())
	}
}
