package tour

import (
	"fmt"

	"crmlab/domain/company"
	"crmlab/domain/record"
)

// CastOf finds the hats of the flow in the prepared case: 王芳 sells in the north-west
// group, and her manager, the sales director and a cashier play with her.
func CastOf(b *record.Book) (Cast, error) {
	var c Cast
	err := b.Read(record.Hat{}, func(r record.Reader) error {
		hats, err := company.Hats(r)
		if err != nil {
			return err
		}
		for _, part := range []struct {
			hat          *record.Hat
			office, name string
		}{{&c.Seller, "销售代表", "王芳"}, {&c.Manager, "区域销售经理", "周强"}, {&c.Director, "销售总监", ""}, {&c.Cashier, "出纳", ""}} {
			for _, h := range hats {
				if h.Office == part.office && (part.name == "" || h.Name == part.name) {
					*part.hat = h.Hat
					break
				}
			}
			if *part.hat == (record.Hat{}) {
				return fmt.Errorf("案例里没有%s %s", part.office, part.name)
			}
		}
		return nil
	})
	return c, err
}
