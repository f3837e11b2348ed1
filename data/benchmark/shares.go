package main

import (
	"math/big"

	"crmlab/domain/order"
	"crmlab/domain/record"
)

// shares works out what each line of an approved order contributes to 销售额, in 分: the
// sales of the order spread over its lines by their net amounts, of a terminated order
// only by what was delivered, the last line taking the remainder. SQLite stores it with
// the line, so that its figures are plain sums; it is computed here from the rule's words,
// not by the program's own code, which the comparison of the answers thereby checks.
type shares struct {
	delivered map[[2]record.ID]int64 // by order and product, in thousandths
}

func newShares(r record.Reader) (*shares, error) {
	s := &shares{delivered: map[[2]record.ID]int64{}}
	lines, of := order.Executions.Field("lines"), order.Executions.Field("order")
	product, qty := lines.Column("product"), lines.Column("qty")
	nature := order.Executions.Field("nature")
	err := r.Lines(lines, func(ex, line record.Row) bool {
		if ex.Value(nature).S == order.Acceptance {
			return true // confirms a delivery, is none itself
		}
		s.delivered[[2]record.ID{ex.Value(of).ID(), line.Value(product).ID()}] += line.Value(qty).N
		return true
	})
	return s, err
}

func (s *shares) of(o *order.Order) []int64 {
	out := make([]int64, len(o.Lines))
	if !order.Live(o.State) {
		return out
	}
	nets, sum := make([]int64, len(o.Lines)), int64(0)
	for i, l := range o.Lines {
		nets[i] = l.Net.Shift(2).IntPart()
		if o.State == order.Ended {
			key, q := [2]record.ID{o.ID, l.Product.ID()}, l.Qty.Shift(3).IntPart()
			done := min(s.delivered[key], q)
			s.delivered[key] -= done
			nets[i] = partOf(nets[i], done, q)
		}
		sum += nets[i]
	}
	rest := o.Sales.Shift(2).IntPart()
	whole := rest
	for i, n := range nets {
		switch {
		case sum == 0:
		case i == len(nets)-1:
			out[i] = rest
		default:
			out[i] = partOf(whole, n, sum)
		}
		rest -= out[i]
	}
	return out
}

// partOf is a × b ÷ c, rounded half away from zero; 0 when c is 0.
func partOf(a, b, c int64) int64 {
	if c == 0 {
		return 0
	}
	x := new(big.Int).Mul(big.NewInt(2*a), big.NewInt(b))
	y := big.NewInt(c)
	if x.Sign() < 0 {
		x.Sub(x, y)
	} else {
		x.Add(x, y)
	}
	return x.Quo(x, y.Mul(y, big.NewInt(2))).Int64()
}
