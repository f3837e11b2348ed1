package exchange

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"crmlab/domain/record"
)

// Options of Run.
type Options struct {
	// DryRun takes everything back: the result says what an import would do.
	DryRun bool
	// Progress is told how many rows of the files are done, on the goroutine of Run. It
	// starts again from 0 when rows were refused, because the rest is then done afresh.
	Progress func(done, total int)
}

// maxPasses bounds how often an import starts again without the rows that were refused.
const maxPasses = 50

// errAgain ends a pass whose work must not stay.
var errAgain = errors.New("again")

// Run imports the tables as one step of the hat. Rows that the gate refuses are left out,
// with their reasons in the result; all others are in. A mapping that does not fit the
// kinds, the rights of the hat or the tables is refused as a whole (record.Refusals)
// before anything is written; so is a cancelled ctx (its error is returned).
//
// A refused row leaves nothing of itself: when a pass over the files meets refusals, all
// of it is taken back and done again without these rows.
func Run(ctx context.Context, book *record.Book, hat record.Hat, m *Mapping, tables []*Table, opt Options) (*Result, error) {
	var jobs []*job
	err := book.Read(hat, func(r record.Reader) error {
		var errs record.Refusals
		if jobs, errs = plan(r, book.Kinds(), m, tables); len(errs) > 0 {
			return errs
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	im := &importer{ctx: ctx, jobs: jobs, opt: opt, refused: map[place][]Refused{}}
	for _, j := range jobs {
		im.total += len(j.table.Rows)
		if !slices.Contains(im.order, j.kind) {
			im.order = append(im.order, j.kind)
		}
	}
	title := m.Title
	if title == "" {
		title = jobs[0].table.File
	}
	step := label(title, im.order, im.planned)
	for range maxPasses {
		var p *pass
		work := func(tx record.Tx) error {
			p = im.begin(tx)
			if err := p.run(); err != nil {
				return err
			}
			// The label stands in the journal before the work is done: when it promised
			// something else, the work is done again under the right one.
			right := label(title, im.order, p.written)
			if p.dirty || !opt.DryRun && right != step && p.changed() {
				step = right
				return errAgain
			}
			return nil
		}
		var entry *record.Entry
		if opt.DryRun {
			err = book.Try(hat, work)
		} else {
			entry, err = book.Write(hat, step, work)
		}
		if errors.Is(err, errAgain) {
			continue
		}
		if err != nil {
			return nil, err
		}
		return &Result{Kinds: p.counts, Refused: list(im.refused), Warned: p.warned, Entry: entry, order: im.order}, nil
	}
	return nil, record.Refuse("import.tangled", "没有导入 "+title, fmt.Sprintf("试了 %d 遍，每一遍都有新的行被拒绝", maxPasses), "先改正已列出的行，或分成几个文件导入")
}

// importer is what stays the same from pass to pass.
type importer struct {
	ctx     context.Context
	jobs    []*job
	order   []*record.Kind
	opt     Options
	total   int
	refused map[place][]Refused
}

// planned counts the rows of a kind that are to become records.
func (im *importer) planned(k *record.Kind) int {
	n := 0
	first := -1 // a later File of the same kind mostly completes what the first made
	for _, j := range im.jobs {
		if j.kind != k || j.into != nil || first >= 0 && j.index != first {
			continue
		}
		first = j.index
		for _, r := range j.table.Rows {
			if !blankRow(r.Cells) && !j.skipped(r.Cells) {
				n++
			}
		}
	}
	return n
}

// skipped reports whether the mapping passes over a row.
func (j *job) skipped(cells []string) bool {
	for _, s := range j.skips {
		if s.cell.text(cells) == s.text {
			return true
		}
	}
	return false
}
