package exchange

import (
	"fmt"

	"crmlab/domain/record"
)

// pass is one walk over all tables inside one transaction.
type pass struct {
	*importer
	tx      record.Tx
	counts  map[string]*Count
	indexes map[string]*index
	groups  map[*record.Field]*group // lines by the field that they go into
	created []made
	state   map[record.Target]outcome
	seen    map[int]map[string]string // rows by key, for each File of the mapping
	later   []later
	doubles map[*record.Kind]func(record.Record) []record.Match
	warned  []Warned
	dirty   bool // a row was refused after something may have been written for it
	done    int
}

// outcome is what the pass did to one record; a larger one covers a smaller.
type outcome uint8

const (
	untouched outcome = iota
	unchanged
	updated
	created
)

// made is a record that a row created.
type made struct {
	at place
	id record.ID
}

// later is a link to a record of the same kind that a row further down may bring.
type later struct {
	at   place
	id   record.ID
	cell *cell
}

func (im *importer) begin(tx record.Tx) *pass {
	p := &pass{importer: im, tx: tx, counts: map[string]*Count{}, indexes: map[string]*index{},
		state: map[record.Target]outcome{}, seen: map[int]map[string]string{}}
	p.doubles = map[*record.Kind]func(record.Record) []record.Match{}
	for _, k := range im.order {
		p.counts[k.Name] = &Count{}
	}
	p.groups = p.gather()
	return p
}

// written counts the records of a kind that the pass created or changed.
func (p *pass) written(k *record.Kind) int {
	return p.counts[k.Name].Created + p.counts[k.Name].Updated
}

func (p *pass) changed() bool {
	for _, k := range p.order {
		if p.written(k) > 0 {
			return true
		}
	}
	return false
}

// mark counts a record under the most that was done to it: a record that one file makes
// and another completes is one that was created.
func (p *pass) mark(k *record.Kind, id record.ID, now outcome) {
	c, t := p.counts[k.Name], record.Target{Kind: k.Name, ID: id}
	at := func(o outcome) *int {
		switch o {
		case created:
			return &c.Created
		case updated:
			return &c.Updated
		case unchanged:
			return &c.Unchanged
		case untouched:
		}
		return new(int)
	}
	if was := p.state[t]; now > was {
		*at(was)--
		*at(now)++
		p.state[t] = now
	}
}

// run imports the tables one after the other, then completes links and does the actions.
// What it returns is a fault or a cancelled context; refusals are noted by row.
func (p *pass) run() (err error) {
	for _, k := range p.order { // as it was before the import
		if p.doubles[k], err = k.DoubleFinder(p.tx, true); err != nil {
			return err
		}
	}
	for i, j := range p.jobs {
		var err error
		switch {
		case j.into == nil:
			err = p.records(i, j)
		case p.groups[j.into].parents == nil:
			err = p.linesAlone(i, j)
		}
		if err != nil {
			return err
		}
		if i+1 == len(p.jobs) || p.jobs[i+1].index != j.index {
			if err := p.complete(); err != nil {
				return err
			}
			p.orphans(j)
		}
	}
	if err := p.then(); err != nil {
		return err
	}
	return p.tick(p.total - p.done)
}

// progressEvery is how many rows pass between two words about progress.
const progressEvery = 100

// tick moves the progress on by some rows and asks whether to go on at all.
func (p *pass) tick(rows int) error {
	before := p.done
	p.done = min(p.total, p.done+rows)
	if p.opt.Progress != nil && (before/progressEvery != p.done/progressEvery || p.done == p.total) {
		p.opt.Progress(p.done, p.total)
	}
	return p.ctx.Err()
}

// refuse notes why a row is not imported. It reports whether err was a refusal at all.
func (p *pass) refuse(at place, err error) bool {
	rs := record.RefusalsIn(err)
	j := p.jobs[at.job]
	if len(p.refused[at]) == 0 && len(rs) > 0 && j.into == nil {
		p.counts[j.kind.Name].Refused++
	}
	cells, broken := p.cells(j, at)
	if broken != nil {
		cells = j.table.Rows[at.row].Cells
	}
	for _, r := range rs {
		x := Refused{File: j.table.File, Sheet: j.table.Sheet, Row: j.table.Rows[at.row].No, Kind: j.kind.Name,
			Field: r.Field, What: r.What, Why: r.Why, Fix: r.Fix, Cells: cells}
		if c := j.cell(r.Field); c != nil {
			x.Column = c.head()
		}
		p.refused[at] = append(p.refused[at], x)
	}
	return len(rs) > 0
}

func (p *pass) what(j *job) string {
	if j.into != nil {
		return "没有导入" + j.kind.Label + "的" + j.into.Label
	}
	return "没有导入" + j.kind.Label
}

// cells are the row's cells with a broken text put together again.
func (p *pass) cells(j *job, at place) ([]string, error) {
	row := j.table.Rows[at.row]
	cells := row.Cells
	if j.overflow < 0 && len(cells) > len(j.table.Header) && blankRow(cells[len(j.table.Header):]) {
		return cells[:len(j.table.Header)], nil
	}
	cells, ok := j.table.joined(row, j.overflow)
	if !ok {
		return nil, record.Refuse("import.wide", p.what(j), fmt.Sprintf("这一行有 %d 格，表头只有 %d 格，可能是文字里的分隔符没有加引号", len(row.Cells), len(j.table.Header)),
			"给这段文字加上引号，或在方案里用 overflow 指明是哪一列")
	}
	return cells, nil
}

// records imports a table whose rows are records.
func (p *pass) records(i int, j *job) error {
	for n, row := range j.table.Rows {
		if err := p.tick(1); err != nil {
			return err
		}
		at := place{i, n}
		if len(p.refused[at]) > 0 {
			p.counts[j.kind.Name].Refused++
			continue
		}
		if blankRow(row.Cells) {
			continue
		}
		cells, err := p.cells(j, at)
		if err == nil {
			err = p.record(at, j, cells)
		}
		if err != nil && !p.refuse(at, err) {
			return fmt.Errorf("import %s row %d: %w", j.table.name(), row.No, err)
		}
		if err != nil {
			p.dropLines(j, n)
		}
	}
	return nil
}

// record makes or changes the record of one row.
func (p *pass) record(at place, j *job, cells []string) error {
	if j.skipped(cells) {
		p.passOver(j, cells)
		return nil
	}
	values, waits, errs := p.values(j, cells)
	if len(errs) > 0 {
		return errs
	}
	id, key, err := p.existing(j, values)
	if err != nil {
		return err
	}
	seen := p.seen[j.index]
	if first, again := seen[key]; again {
		if j.file.Repeat == "first" {
			return nil
		}
		return record.Refuse("import.repeat", p.what(j), "和 "+first+" 是同一个"+j.kind.Label, "留下一行")
	}
	rec, err := p.start(j, id)
	if err != nil {
		return err
	}
	changed := p.fill(j, rec, values, id == 0)
	lines, moved, err := p.lines(j, rec, cells)
	if err != nil {
		return err
	}
	done := unchanged
	if id == 0 || moved || len(changed) > 0 {
		if err := p.save(j, rec, changed, lines); err != nil {
			return err
		}
		done = updated
	}
	if id == 0 {
		p.warn(at, j, rec)
		done = created
		p.created = append(p.created, made{at, rec.Head().ID})
	}
	p.mark(j.kind, rec.Head().ID, done)
	p.counts[j.kind.Name].Lines += len(lines)
	if key != "" {
		if seen == nil {
			seen = map[string]string{}
			p.seen[j.index] = seen
		}
		seen[key] = fmt.Sprintf("%s 第 %d 行", j.table.name(), j.table.Rows[at.row].No)
	}
	for _, c := range waits {
		p.later = append(p.later, later{at: at, id: rec.Head().ID, cell: c})
	}
	return nil
}

// warn notes that a new record looks like one that was there before the import.
func (p *pass) warn(at place, j *job, rec record.Record) {
	find := p.doubles[j.kind]
	if find == nil || len(p.warned) >= mostWarned {
		return
	}
	for _, m := range find(rec) {
		k := record.KindNamed(m.Target.Kind)
		row, ok := p.tx.Row(k, m.Target.ID)
		if !ok || m.Target == record.TargetOf(rec) {
			continue
		}
		p.warned = append(p.warned, Warned{File: j.table.File, Sheet: j.table.Sheet, Row: j.table.Rows[at.row].No, Kind: j.kind.Name,
			Says: "可能已经有了：" + k.Label + " " + row.Value(k.Field("no")).S + " " + p.tx.Title(k, m.Target.ID) + "，" + m.Why})
		break
	}
}

// values reads the cells of a row; waits are links that the end of the file may answer.
func (p *pass) values(j *job, row []string) (values map[*cell]record.Value, waits []*cell, errs record.Refusals) {
	values = make(map[*cell]record.Value, len(j.cells))
	for _, c := range j.cells {
		v, err := c.value(row, p.look)
		if err == nil {
			values[c] = v
			continue
		}
		if record.IsRefusal(err, "missing") && j.into == nil && c.field.Type == record.TypeLink && c.field.Target() == j.kind && !c.field.Required {
			waits = append(waits, c)
			continue
		}
		why, fix := err.Error(), "改正后再导入"
		if rs := record.RefusalsIn(err); len(rs) > 0 {
			why, fix = rs[0].Why, rs[0].Fix
		}
		errs = append(errs, record.RefuseField("import.value", c.field.Name, p.what(j), c.field.Label+"："+why, fix))
	}
	return values, waits, errs
}

// existing finds the record that the row's key names; 0 if there is none yet. key is ""
// where the row has none.
func (p *pass) existing(j *job, values map[*cell]record.Value) (id record.ID, key string, err error) {
	if len(j.key) == 0 {
		return 0, "", nil
	}
	vs, fields, empty := make([]record.Value, len(j.key)), make([]*record.Field, len(j.key)), true
	for i, c := range j.key {
		vs[i], fields[i] = values[c], c.field
		empty = empty && vs[i].Empty()
	}
	if empty {
		return 0, "", nil
	}
	key = keyOf(vs)
	if len(fields) == 1 && fields[0].Name == "no" {
		id, _, err = p.tx.ByNumber(j.kind, vs[0].S)
		return id, key, err
	}
	x, err := p.indexOf(j.kind, fields...)
	if err != nil {
		return 0, "", err
	}
	switch ids := x.ids[key]; len(ids) {
	case 0:
		return 0, key, nil
	case 1:
		return ids[0], key, nil
	default:
		return 0, "", record.Refuse("ambiguous", p.what(j), fmt.Sprintf("已有 %d 个%s与这一行相同，不知道更新哪一个", len(ids), j.kind.Label), "用编号识别记录")
	}
}

func (p *pass) start(j *job, id record.ID) (record.Record, error) {
	if id == 0 {
		return record.Blank(p.tx, j.kind)
	}
	return p.tx.Load(j.kind, id)
}

// fill sets the mapped fields of rec and returns those that changed. On a new record an
// empty cell leaves a required field at what it starts with.
func (p *pass) fill(j *job, rec record.Record, values map[*cell]record.Value, isNew bool) []*record.Field {
	var changed []*record.Field
	for _, c := range j.cells {
		v, ok := values[c]
		if !ok || isNew && v.Empty() && c.field.Required {
			continue
		}
		if !c.field.Get(rec).Equal(v) {
			c.field.Set(rec, v)
			changed = append(changed, c.field)
		}
	}
	return changed
}

// save writes rec through the gate. A refusal about a line goes to the line's own row.
func (p *pass) save(j *job, rec record.Record, changed []*record.Field, lines []lineRow) error {
	isNew := rec.Head().ID == 0
	if err := p.tx.Save(rec); err != nil {
		p.dirty = true // the gate's rules may have written before they refused
		return p.blameLines(j, lines, err)
	}
	if isNew {
		changed = nil
	}
	p.saved(j.kind, rec, changed)
	return nil
}
