package shell

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"crmlab/domain/record"
	"crmlab/ui/page"
)

// journalFilter narrows 操作日志. Zero values narrow nothing.
type journalFilter struct {
	Who    record.ID // employee
	Action string    // name of the action
	Text   string    // in the label or the number of a touched record; pinyin initials too
}

// journalRow is one entry in the list.
type journalRow struct {
	Seq     uint64
	Day     string
	When    string
	Name    string // who did it
	Who     string // with the position that was held
	Label   string
	Records int
}

// journalSlice is a stretch of the journal, newest first.
type journalSlice struct {
	Rows  []journalRow
	Older uint64 // entries before this sequence are older still; 0: there are none
	Last  uint64 // sequence of the newest entry of the file
}

const journalBatch = 200

// readJournal lists entries that fit the filter and are older than before (0: from the newest).
func readJournal(r record.Reader, f journalFilter, before uint64, size int) (journalSlice, error) {
	out := journalSlice{Last: r.LastSeq()}
	for {
		batch, err := r.Journal(before, journalBatch)
		if err != nil {
			return out, fmt.Errorf("read the journal before %d: %w", before, err)
		}
		for _, e := range batch {
			before = e.Seq
			if !f.fits(r, e) {
				continue
			}
			if len(out.Rows) == size {
				out.Older = out.Rows[size-1].Seq
				return out, nil
			}
			out.Rows = append(out.Rows, rowOf(r, e))
		}
		if len(batch) < journalBatch || before <= 1 {
			return out, nil
		}
	}
}

func (f journalFilter) fits(r record.Reader, e *record.Entry) bool {
	if f.Who != 0 && e.Hat.Employee != f.Who || f.Action != "" && e.Action != f.Action {
		return false
	}
	if f.Text == "" || r.Matches(e.Label, f.Text) {
		return true
	}
	return slices.ContainsFunc(e.Changes, func(c record.Change) bool {
		return strings.Contains(strings.ToLower(c.No), strings.ToLower(f.Text))
	})
}

func wallText(ms int64) string { return time.UnixMilli(ms).Local().Format("2006-01-02 15:04") }

func rowOf(r record.Reader, e *record.Entry) journalRow {
	row := journalRow{Seq: e.Seq, Day: e.Day.String(), When: wallText(e.Wall), Name: "系统", Label: e.Label, Records: len(e.Changes)}
	if e.Hat.Employee != 0 {
		row.Name = titleOf(r, record.EmployeeKind, e.Hat.Employee)
	}
	row.Who = row.Name
	if position := titleOf(r, "position", e.Hat.Position); position != "" {
		row.Who += " · " + position
	}
	return row
}

func titleOf(r record.Reader, kind string, id record.ID) string {
	k := record.KindNamed(kind)
	if k == nil || id == 0 {
		return ""
	}
	return r.Whole().Title(k, id)
}

// journalAction is an action that the journal can be narrowed to.
type journalAction struct{ Name, Label string }

// journalActions lists what entries can be called, each name once.
func journalActions(kinds []*record.Kind) []journalAction {
	out := []journalAction{{"create", "新增"}, {"edit", "编辑"}, {"delete", "删除"}, {record.OpUndo, "撤销"}, {record.OpRedo, "重做"}, {record.OpRestore, "回到开始"}}
	seen := map[string]bool{}
	for _, a := range out {
		seen[a.Name] = true
	}
	for _, k := range kinds {
		for _, a := range k.Actions {
			if !seen[a.Name] {
				seen[a.Name] = true
				out = append(out, journalAction{a.Name, a.Label})
			}
		}
	}
	return out
}

// journalDetail is one entry with everything that it changed.
type journalDetail struct {
	Row     journalRow
	Changes []changeDetail
	More    int // records that are not listed
}

// changeDetail is what an entry did to one record.
type changeDetail struct {
	Op     string // one of record.Created, Changed, Deleted
	Name   string // 客户 C-0001 广州粤达
	Route  page.Route
	Fields []page.Difference
	Veiled string // why the fields are not shown to this hat
}

// detailRecords is how many records of one entry are listed.
const detailRecords = 40

// readDetail reads one entry for the reader's hat: fields of records that the hat may not see stay
// veiled.
func readDetail(r record.Reader, reg *page.Registry, seq uint64) (journalDetail, error) {
	e, err := r.Entry(seq)
	if err != nil {
		return journalDetail{}, fmt.Errorf("read entry %d: %w", seq, err)
	}
	d := journalDetail{Row: rowOf(r, e)}
	for i, c := range e.Changes {
		if i == detailRecords {
			d.More = len(e.Changes) - i
			break
		}
		d.Changes = append(d.Changes, detailOf(r, reg, c))
	}
	return d, nil
}

func detailOf(r record.Reader, reg *page.Registry, c record.Change) changeDetail {
	k := record.KindNamed(c.Kind)
	if k == nil {
		return changeDetail{Op: c.Op, Name: c.No, Veiled: "这个版本的程序不认识这种记录"}
	}
	d := changeDetail{Op: c.Op, Name: k.Label + " " + c.No}
	row, there := r.Row(k, c.ID)
	switch {
	case !r.Access().May(k, record.View):
		d.Veiled = "当前职位不能查看" + k.Label
		return d
	case there && !r.Access().Sees(row, r.Row):
		d.Veiled = "它不在当前身份的数据权限内"
		return d
	}
	if there {
		if title := r.Whole().Title(k, c.ID); title != "" && title != c.No {
			d.Name += " " + title
		}
		d.Route, _ = reg.RouteTo(r, record.Target{Kind: c.Kind, ID: c.ID})
	}
	fields := r.Fields(k)
	for _, fc := range c.Fields {
		i := slices.IndexFunc(fields, func(f *record.Field) bool { return f.Tag == fc.Tag })
		if i < 0 || fields[i].Hidden || routine[fields[i].Name] {
			continue
		}
		d.Fields = append(d.Fields, page.Differences(r, fields[i], fc)...)
	}
	return d
}

// routine are fields that change with every step and say nothing beyond who and when.
var routine = map[string]bool{"createdBy": true, "createdAt": true, "updatedBy": true, "updatedAt": true}
