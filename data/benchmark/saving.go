package main

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/shopspring/decimal"
	bolt "go.etcd.io/bbolt"

	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/sales"
)

var saveNames = []string{"save/bare", "save/sqlite", "save/rules"}

// changes is a size on copies that may be changed.
type changes struct {
	*measuring
	file  *opened
	path  string // of the copy
	hat   record.Hat
	buyer record.Ref[party.Customer]
	goods []record.Ref[catalog.Product]
	today record.Date
	vat   decimal.Decimal
	made  []string // files to remove
}

func (c *changes) copy(path, name string) (string, error) {
	to, err := c.copied(path, name)
	c.made = append(c.made, to)
	return to, err
}

func (c *changes) open() (err error) {
	if c.path, err = c.copy(c.measuring.path, c.size+"-changed.crmwork"); err != nil {
		return err
	}
	if c.file, err = openFile(c.path); err != nil {
		return err
	}
	return c.file.book.Read(record.Hat{}, c.choose)
}

func (c *changes) close() (err error) {
	if c.file != nil {
		err = c.file.store.Close()
	}
	for _, path := range c.made {
		err = errors.Join(err, os.RemoveAll(path))
	}
	return err
}

// linesSaved is how long the orders are that are saved, and parts how many instalments they have.
const (
	linesSaved = 10
	parts      = 3
)

// choose finds a seller with a customer of his own, and products to sell.
func (c *changes) choose(r record.Reader) error {
	c.today = r.Today()
	s, err := company.Current(r)
	if err != nil {
		return err
	}
	c.vat = s.VATRate
	status := catalog.Products.Field("status")
	if err := r.Each(catalog.Products.Kind, nil, func(row record.Row) bool {
		if row.Value(status).S == string(catalog.OnSale) {
			c.goods = append(c.goods, record.Ref[catalog.Product](row.ID()))
		}
		return len(c.goods) < linesSaved
	}); err != nil {
		return err
	}
	hats, err := company.Hats(r)
	if err != nil {
		return err
	}
	for _, h := range hats {
		err := r.Each(party.Customers.Kind, []record.Cond{record.Where("owner", record.LinkValue(h.Hat.Employee))}, func(row record.Row) bool {
			c.buyer = record.Ref[party.Customer](row.ID())
			return false
		})
		if err != nil {
			return err
		}
		if p, err := record.Get(r, record.Ref[company.Position](h.Hat.Position)); err != nil {
			return err
		} else if c.buyer != 0 && mayOrder(p) {
			c.hat = h.Hat
			break
		}
		c.buyer = 0
	}
	if c.buyer == 0 || len(c.goods) < linesSaved {
		return errors.New("the file has no seller with a customer, or too few products")
	}
	return nil
}

func mayOrder(p *company.Position) bool {
	return slices.ContainsFunc(p.Rights, func(m company.ModuleRights) bool { return m.Module == order.Orders.Module && m.Create && m.Edit })
}

// draft is a new order of ten lines.
func (c *changes) draft() *order.Order {
	o := &order.Order{Party: c.buyer, Day: c.today, Deliver: c.today + 14, VAT: c.vat}
	for i, g := range c.goods {
		o.Lines = append(o.Lines, sales.Line{Product: g, Qty: decimal.NewFromInt(int64(i + 1))})
	}
	return o
}

// save is one step: a new order with its payment plan, everything that the gate does.
func (c *changes) save(o *order.Order) func(record.Tx) error {
	return func(tx record.Tx) error {
		if err := tx.Save(o); err != nil {
			return err
		}
		return tx.Do(order.GeneratePlan, o.ID, &order.Instalments{Mode: order.Equal, Parts: parts, First: c.today + 30, Months: 1})
	}
}

func (c *changes) saveOne() (*order.Order, error) {
	o := c.draft()
	_, err := c.file.book.Write(c.hat, "新增订单", c.save(o))
	return o, err
}

// warmUps are steps that nobody times.
const warmUps = 3

// saving compares one step with what the disk asks for: a commit of the same bytes by
// bbolt alone, and the same rows in one transaction of SQLite.
func (c *changes) saving() error {
	times := 60
	if c.quick {
		times = 6
	}
	bare, err := c.captured(times + warmUps)
	if err != nil {
		return err
	}
	defer func() { _ = bare.db.Close() }()
	// The first commits cut the pages that the file was made with; both sides of the
	// comparison have that behind them.
	for n := range warmUps {
		if err := bare.commit(n); err != nil {
			return err
		}
	}
	if c.wants("save/rules") {
		if err := c.rules(times); err != nil {
			return err
		}
	}
	lite, err := c.copy(c.mirror, c.size+"-changed.sqlite")
	if err != nil {
		return err
	}
	c.made = append(c.made, lite+"-journal", lite+"-wal", lite+"-shm")
	var ours, alone series
	var best struct {
		series
		way    string
		ratios []float64
	}
	for i, way := range []struct{ name, pragmas string }{{"回滚日志", rollback}, {"WAL", writeAhead}} {
		l, err := newLiteSaver(lite, way.pragmas)
		if err != nil {
			return err
		}
		var theirs series
		var ratios []float64
		for n := range times + warmUps {
			var o *order.Order
			if n == warmUps {
				theirs, ratios = series{}, nil
			}
			one, err := ours.measure(func() (err error) { o, err = c.saveOne(); return err })
			if err != nil {
				return errors.Join(err, l.Close())
			}
			if i == 0 && n >= warmUps {
				if _, err := alone.measure(func() error { return bare.commit(n) }); err != nil {
					return errors.Join(err, l.Close())
				}
			}
			if err := l.take(c.file.book, o, bare.journal[n]); err != nil {
				return errors.Join(err, l.Close())
			}
			two, err := theirs.measure(l.save)
			if err != nil {
				return errors.Join(err, l.Close())
			}
			ratios = append(ratios, float64(two)/float64(one))
		}
		if err := errors.Join(l.check(c.file.book), l.Close()); err != nil {
			return err
		}
		if best.way == "" || theirs.timing().Median < best.timing().Median {
			best.series, best.way, best.ratios = theirs, way.name, ratios
		}
	}
	c.addSaves(ours, alone, best.series, best.way, best.ratios)
	return nil
}

// most is how much longer a step may take than a bare commit of its bytes.
const most = 1.5

func (c *changes) addSaves(ours, alone, theirs series, way string, ratios []float64) {
	mine, bare, lite := ours.timing(), alone.timing(), theirs.timing()
	frames := "" // at S a save, too, is done within a frame
	if c.size == "S" {
		frames = "≤ " + plain(frame) + "，"
	}
	soon := c.size != "S" || mine.Median <= frame
	if c.wants("save/bare") {
		over := float64(mine.Median) / float64(bare.Median)
		c.add(result{Work: "save/bare", Label: "保存订单（十行、三期回款计划、日志）：对比裸 bbolt", Ours: withP95(mine) + "，写 " + ours.kilobytes(),
			Lite: "裸 bbolt " + withP95(bare) + "，写 " + alone.kilobytes(), Ratio: 1 / over, OursNS: int64(mine.Median), OursP95: int64(mine.P95),
			LiteNS: int64(bare.Median), LiteP95: int64(bare.P95), Goal: fmt.Sprintf("%s≤ %g 倍的裸 bbolt（%.2f）", frames, most, over), Met: judge(soon && over <= most)})
	}
	if c.wants("save/sqlite") {
		slices.Sort(ratios)
		ratio := at(ratios, 0.5)
		c.add(result{Work: "save/sqlite", Label: "保存订单：对比 SQLite，synchronous=FULL", Ours: withP95(mine) + "，写 " + ours.kilobytes(),
			Lite: way + " " + withP95(lite) + "，写 " + theirs.kilobytes(), Way: way, Ratio: ratio, OursNS: int64(mine.Median), OursP95: int64(mine.P95),
			LiteNS: int64(lite.Median), LiteP95: int64(lite.P95), Goal: "≥ 1×", Met: judge(ratio >= 1)})
	}
}

// rules measures the same step without its commit.
func (c *changes) rules(times int) error {
	var s series
	for range times {
		if _, err := s.measure(func() error { return c.file.book.Try(c.hat, c.save(c.draft())) }); err != nil {
			return err
		}
	}
	t := s.timing()
	c.add(result{Work: "save/rules", Label: "保存订单：只有规则，不写盘（参考）", Ours: withP95(t), OursNS: int64(t.Median), OursP95: int64(t.P95)})
	return c.profiled("save/rules", &side{asks: 1, each: 1, run: func(int) error { return c.file.book.Try(c.hat, c.save(c.draft())) }})
}

// series are repeated measurements with the bytes that they wrote.
type series struct {
	taken []time.Duration
	wrote int64
}

func (s *series) measure(do func() error) (time.Duration, error) {
	before, began := written(), time.Now()
	err := do()
	took := time.Since(began)
	s.taken, s.wrote = append(s.taken, took), s.wrote+written()-before
	return took, err
}

func (s *series) timing() timing { return timingOf(s.taken) }

func (s *series) kilobytes() string {
	return fmt.Sprintf("%.0f KB", float64(s.wrote)/float64(max(1, len(s.taken)))/1024)
}

// written is how many bytes this process has handed to write calls so far.
func written() int64 {
	var n int64
	if _, err := fmt.Sscanf(valueIn("/proc/self/io", "wchar"), "%d", &n); err != nil {
		return 0
	}
	return n
}

// bareSaver puts into bbolt, without anything else, what steps have put there.
type bareSaver struct {
	db      *bolt.DB
	puts    [][]put // by step
	journal [][]byte
}

type put struct{ bucket, key, value []byte }

// journalBucket is where a work file keeps its journal.
const journalBucket = "journal"

// captured makes some steps and finds out what they have put into the file, by comparing
// it with a copy from before; the copy is what the bare commits go to.
func (c *changes) captured(steps int) (*bareSaver, error) {
	before, err := c.copy(c.path, c.size+"-bare.crmwork")
	if err != nil {
		return nil, err
	}
	for range steps {
		if _, err := c.saveOne(); err != nil {
			return nil, err
		}
	}
	if err := c.file.store.Close(); err != nil {
		return nil, err
	}
	s := &bareSaver{puts: make([][]put, steps)}
	options := &bolt.Options{FreelistType: bolt.FreelistMapType, NoStatistics: true, InitialMmapSize: 1 << 30}
	if s.db, err = bolt.Open(before, 0o644, options); err != nil {
		return nil, err
	}
	s.db.AllocSize = 1 << 20
	after, err := bolt.Open(c.path, 0o644, &bolt.Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	if err := errors.Join(s.compare(after, steps), after.Close()); err != nil {
		return nil, err
	}
	c.file, err = openFile(c.path)
	return s, err
}

// compare finds what is new or changed after some steps. New keys of a bucket stand in the
// order in which the steps made them; keys that are written again and again (counters) belong
// to every step.
func (s *bareSaver) compare(after *bolt.DB, steps int) error {
	return s.db.View(func(old *bolt.Tx) error {
		return after.View(func(b *bolt.Tx) error {
			return b.ForEach(func(name []byte, bucket *bolt.Bucket) error {
				changed := differences(old.Bucket(name), bucket, name)
				each := len(changed) / steps
				for i := range s.puts {
					if each > 0 && len(changed)%steps == 0 {
						s.puts[i] = append(s.puts[i], changed[i*each:(i+1)*each]...)
					} else {
						s.puts[i] = append(s.puts[i], changed...)
					}
				}
				if string(name) == journalBucket {
					for _, p := range changed {
						s.journal = append(s.journal, p.value)
					}
				}
				return nil
			})
		})
	})
}

func differences(old, now *bolt.Bucket, name []byte) []put {
	var out []put
	a, b := old.Cursor(), now.Cursor()
	oldKey, oldValue := a.First()
	for key, value := b.First(); key != nil; key, value = b.Next() {
		for oldKey != nil && bytes.Compare(oldKey, key) < 0 {
			oldKey, oldValue = a.Next()
		}
		if oldKey == nil || !bytes.Equal(oldKey, key) || !bytes.Equal(oldValue, value) {
			out = append(out, put{bytes.Clone(name), bytes.Clone(key), bytes.Clone(value)})
		}
	}
	return out
}

// packed is how full a work file packs the pages of buckets that grow at their end.
const packed = 0.9

func (s *bareSaver) commit(step int) error {
	return s.db.Update(func(tx *bolt.Tx) error {
		for _, p := range s.puts[step] {
			b := tx.Bucket(p.bucket)
			if string(p.bucket) == journalBucket || bytes.HasPrefix(p.bucket, []byte("r.")) {
				b.FillPercent = packed
			}
			if err := b.Put(p.key, p.value); err != nil {
				return err
			}
		}
		return nil
	})
}

// liteSaver writes an order that the program has saved into SQLite, with its lines, its
// plan and an audit row that holds the same bytes as the journal's entry.
type liteSaver struct {
	*lite
	order, lines, plans, audit *sql.Stmt
	orderCells                 []any
	lineCells, planCells       [][]any
	change                     []byte
	last                       record.ID
	saved                      int
}

func newLiteSaver(path, pragmas string) (*liteSaver, error) {
	l, err := openLite(path, pragmas)
	if err != nil {
		return nil, err
	}
	s := &liteSaver{lite: l}
	if _, err := l.db.Exec("CREATE TABLE IF NOT EXISTS audit (seq INTEGER PRIMARY KEY, wall INTEGER NOT NULL, employee INTEGER NOT NULL, action TEXT NOT NULL, change BLOB NOT NULL)"); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	for table, into := range map[string]**sql.Stmt{"orders": &s.order, "order_lines": &s.lines, "plans": &s.plans, "audit": &s.audit} {
		columns := 0
		if err := l.db.QueryRow("SELECT count(*) FROM pragma_table_info(?)", table).Scan(&columns); err != nil {
			return nil, errors.Join(err, l.Close())
		}
		if *into, err = l.prepared(insertion(table, columns)); err != nil {
			return nil, errors.Join(err, l.Close())
		}
	}
	return s, nil
}

// take reads what was saved, outside the measured time.
func (s *liteSaver) take(book *record.Book, o *order.Order, change []byte) error {
	s.change, s.last, s.lineCells, s.planCells = change, o.ID, nil, nil
	return book.Read(record.Hat{}, func(r record.Reader) error {
		rec, err := r.Load(order.Orders.Kind, o.ID)
		if err != nil {
			return err
		}
		m := &mirrored{kind: order.Orders.Kind}
		m.sort(r)
		s.orderCells = m.cellsOf(r, rec)
		for pos, line := range order.LinesField().Get(rec).R {
			s.lineCells = append(s.lineCells, m.lineCells(rec, order.LinesField(), pos, line, new(int64)))
		}
		plans, err := order.PlansOf(r, o.ID)
		if err != nil {
			return err
		}
		p := &mirrored{kind: order.Plans.Kind}
		p.sort(r)
		for _, plan := range plans {
			s.planCells = append(s.planCells, p.cellsOf(r, plan))
		}
		return nil
	})
}

func (s *liteSaver) save() error {
	tx, err := s.db.Begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	exec := func(stmt *sql.Stmt, cells []any) {
		if err == nil {
			_, err = tx.Stmt(stmt).Exec(cells...)
		}
	}
	exec(s.order, s.orderCells)
	for _, cells := range s.lineCells {
		exec(s.lines, cells)
	}
	for _, cells := range s.planCells {
		exec(s.plans, cells)
	}
	exec(s.audit, []any{nil, time.Now().UnixMilli(), s.orderCells[1], "新增订单", s.change})
	if err != nil {
		return err
	}
	s.saved++
	return tx.Commit()
}

// check compares the last order that both have saved.
func (s *liteSaver) check(book *record.Book) error {
	return book.Read(record.Hat{}, func(r record.Reader) error {
		ours, err := r.Load(order.Orders.Kind, s.last)
		if err != nil {
			return err
		}
		theirs, err := readOrderFrom(s.lite, ours.Head().No)
		if err != nil {
			return err
		}
		plans, err := order.PlansOf(r, s.last)
		if err != nil {
			return err
		}
		var total int64
		var count int
		if err := s.one(`SELECT count(*), sum(amount) FROM plans WHERE "order" = ?`, []any{int64(s.last)}, &count, &total); err != nil {
			return err
		}
		sum := int64(0)
		for _, p := range plans {
			sum += cents(p.Amount)
		}
		if !same(ours, theirs) || len(theirs.Lines) != linesSaved || count != len(plans) || count != parts || sum != total {
			return &differs{"save/sqlite", 0, "", fmt.Sprint(ours, len(plans), sum), fmt.Sprint(theirs, count, total)}
		}
		return nil
	})
}
