package exchange

import (
	"fmt"
	"strconv"
	"strings"

	"crmlab/domain/record"
)

// lineRow is one row of a table of lines.
type lineRow struct {
	at    place
	cells []string
}

// group holds the rows of lines by the text that names their record.
type group struct {
	rows    map[string][]lineRow
	order   []string
	taken   map[string]bool // records whose row was met: imported, refused or passed over
	parents *File           // the File of the records; nil: they are in the book already
}

// gather sorts the rows of all tables of lines by their record.
func (p *pass) gather() map[*record.Field]*group {
	groups := map[*record.Field]*group{}
	for i, j := range p.jobs {
		if j.into == nil {
			continue
		}
		g := groups[j.into]
		if g == nil {
			g = &group{rows: map[string][]lineRow{}, taken: map[string]bool{}}
			groups[j.into] = g
			for _, parent := range p.jobs {
				if parent.into == nil && parent.kind == j.kind {
					g.parents = parent.file
					break
				}
			}
		}
		for n, row := range j.table.Rows {
			at := place{i, n}
			if blankRow(row.Cells) {
				continue
			}
			cells, err := p.cells(j, at)
			if err == nil && j.skipped(cells) {
				continue
			}
			if err != nil {
				if len(p.refused[at]) == 0 {
					p.refuse(at, err)
				}
				// The record must not lose a line in silence: the row stays in its group.
				cells = row.Cells
			}
			name := ""
			if j.parent < len(cells) {
				name = strings.TrimSpace(cells[j.parent])
			}
			if _, ok := g.rows[name]; !ok {
				g.order = append(g.order, name)
			}
			g.rows[name] = append(g.rows[name], lineRow{at, cells})
		}
	}
	return groups
}

// groupsOf are the groups whose records stand in the job's table.
func (p *pass) groupsOf(j *job) map[*record.Field]*group {
	out := map[*record.Field]*group{}
	for into, g := range p.groups {
		if g.parents == j.file {
			out[into] = g
		}
	}
	return out
}

func (j *job) joinText(cells []string) string {
	if j.join < 0 || j.join >= len(cells) {
		return ""
	}
	return strings.TrimSpace(cells[j.join])
}

// lines puts the rows of a record's lines into it. A record without one of its lines
// would be a different record: one bad line refuses all of it.
func (p *pass) lines(j *job, rec record.Record, cells []string) (all []lineRow, moved bool, err error) {
	name := j.joinText(cells)
	for into, g := range p.groupsOf(j) {
		g.taken[name] = true
		rows := g.rows[name]
		if len(rows) == 0 {
			continue
		}
		changed, err := p.setLines(rec, into, rows)
		if err != nil {
			return nil, false, err
		}
		moved = moved || changed
		all = append(all, rows...)
		if err := p.tick(len(rows)); err != nil {
			return nil, false, err
		}
	}
	return all, moved, nil
}

// setLines replaces the lines of rec by the rows; a line that the record already has, by
// the key of the lines or by its position, keeps what is not mapped.
func (p *pass) setLines(rec record.Record, into *record.Field, rows []lineRow) (changed bool, err error) {
	before := into.Get(rec)
	old := into.RowsOf(rec)
	used := make([]bool, len(old))
	out := make([]any, 0, len(rows))
	bad := 0
	for n, row := range rows {
		j := p.jobs[row.at.job]
		if len(p.refused[row.at]) > 0 {
			bad = j.table.Rows[row.at.row].No
			continue
		}
		values, _, errs := p.values(j, row.cells)
		if len(errs) > 0 {
			p.refuse(row.at, errs)
			bad = j.table.Rows[row.at.row].No
			continue
		}
		line := into.NewRow()
		if i := match(j, old, used, values, n); i >= 0 {
			used[i] = true
			for _, c := range into.Columns {
				c.Set(line, c.Get(old[i]))
			}
		} else {
			for _, c := range into.Columns {
				if c.Default != nil {
					c.Set(line, c.Default(p.tx))
				}
			}
		}
		for _, c := range j.cells {
			c.field.Set(line, values[c])
		}
		out = append(out, line)
	}
	if bad > 0 {
		file := p.jobs[rows[0].at.job].table.File
		return false, record.RefuseField("import.lines", into.Name, "没有导入"+into.Kind.Label, fmt.Sprintf("它在 %s 第 %d 行的%s有错", file, bad, into.Label), "改正那一行，再导入")
	}
	into.SetRows(rec, out)
	return !into.Get(rec).Equal(before), nil
}

// match finds the old line that a row is; -1 if it is a new one.
func match(j *job, old []any, used []bool, values map[*cell]record.Value, n int) int {
	if len(j.key) == 0 {
		if n < len(old) {
			return n
		}
		return -1
	}
	for i, line := range old {
		same := !used[i]
		for _, c := range j.key {
			same = same && c.field.Get(line).Equal(values[c])
		}
		if same {
			return i
		}
	}
	return -1
}

// blameLines gives a refusal about lines.3.qty to the row of that line.
func (p *pass) blameLines(j *job, lines []lineRow, err error) error {
	rs := record.RefusalsIn(err)
	if len(rs) == 0 || len(lines) == 0 {
		return err
	}
	var own record.Refusals
	for _, r := range rs {
		parts := strings.Split(r.Field, ".")
		n, notNumber := 0, error(nil)
		if len(parts) == 3 {
			n, notNumber = strconv.Atoi(parts[1])
		}
		if len(parts) != 3 || notNumber != nil || n < 0 || n >= len(lines) || p.jobs[lines[n].at.job].into.Name != parts[0] {
			own = append(own, r)
			continue
		}
		line := *r
		line.Field = parts[2]
		p.refuse(lines[n].at, &line)
		lj := p.jobs[lines[n].at.job]
		own = append(own, record.RefuseField("import.lines", parts[0], "没有导入"+j.kind.Label,
			fmt.Sprintf("它在 %s 第 %d 行的%s有错", lj.table.File, lj.table.Rows[lines[n].at.row].No, lj.into.Label), "改正那一行，再导入"))
	}
	return own
}

// dropLines refuses the lines of a record that was refused.
func (p *pass) dropLines(j *job, row int) {
	cells, err := p.cells(j, place{row: row})
	if err != nil {
		cells = j.table.Rows[row].Cells
	}
	name := j.joinText(cells)
	for into, g := range p.groupsOf(j) {
		g.taken[name] = true
		for _, line := range g.rows[name] {
			if len(p.refused[line.at]) == 0 {
				p.refuse(line.at, record.Refuse("import.parent", "没有导入"+j.kind.Label+"的"+into.Label, "它所属的"+j.kind.Label+"「"+name+"」没有导入", "改正那张"+j.kind.Label+"，再导入"))
			}
		}
	}
}

// passOver notes that the lines of a row that is passed over are passed over with it.
func (p *pass) passOver(j *job, cells []string) {
	for _, g := range p.groupsOf(j) {
		g.taken[j.joinText(cells)] = true
	}
}

// orphans refuses lines whose record is in no row of the records' table.
func (p *pass) orphans(j *job) {
	for into, g := range p.groupsOf(j) {
		for _, name := range g.order {
			if g.taken[name] {
				continue
			}
			for _, line := range g.rows[name] {
				if len(p.refused[line.at]) == 0 {
					p.refuse(line.at, record.Refuse("import.parent", "没有导入"+j.kind.Label+"的"+into.Label, "文件里没有它所属的"+j.kind.Label+"「"+name+"」", "补上那张"+j.kind.Label+"，或删去这一行"))
				}
			}
		}
	}
}

// linesAlone sets the lines of records that are in the book already. The first table of
// a field does it for all of them.
func (p *pass) linesAlone(i int, j *job) error {
	for k := range i {
		if p.jobs[k].into == j.into {
			return nil
		}
	}
	g := p.groups[j.into]
	for _, name := range g.order {
		rows := g.rows[name]
		if err := p.tick(len(rows)); err != nil {
			return err
		}
		count := p.counts[j.kind.Name]
		if len(p.refused[rows[0].at]) > 0 {
			count.Refused++
			continue
		}
		err := p.changeLines(j, name, rows)
		if err == nil {
			continue
		}
		count.Refused++
		for _, line := range rows {
			if len(p.refused[line.at]) == 0 && !p.refuse(line.at, err) {
				return fmt.Errorf("import lines of %s: %w", name, err)
			}
		}
	}
	return nil
}

func (p *pass) changeLines(j *job, name string, rows []lineRow) error {
	id, err := p.resolve(j.kind, name)
	if err != nil {
		rs := record.RefusalsIn(err)
		if len(rs) > 0 {
			return record.Refuse("import.parent", p.what(j), rs[0].Why, rs[0].Fix)
		}
		return err
	}
	rec, err := p.tx.Load(j.kind, id)
	if err != nil {
		return err
	}
	changed, err := p.setLines(rec, j.into, rows)
	if err != nil {
		return err
	}
	done := unchanged
	if changed {
		done = updated
		if err := p.save(j, rec, []*record.Field{}, rows); err != nil {
			return err
		}
	}
	p.mark(j.kind, id, done)
	p.counts[j.kind.Name].Lines += len(rows)
	return nil
}
