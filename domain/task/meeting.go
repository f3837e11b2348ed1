package task

import (
	"github.com/shopspring/decimal"

	"crmlab/domain/company"
	"crmlab/domain/party"
	"crmlab/domain/record"
)

// Meeting 竞争情况 says that a competitor was met in a sales task. What came of it follows from the
// task.
type Meeting struct {
	record.Base
	Task       record.Ref[Task]
	Competitor record.Ref[party.Competitor]
	Price      decimal.Decimal // 元 that the competitor offers; 0: not known
	Note       string
}

// Outcome is how a meeting ended.
type Outcome string

// Outcomes of meetings.
const (
	Undecided   Outcome = "open"
	WonAgainst  Outcome = "won"
	LostTo      Outcome = "lost"  // the competitor got the sale
	LostToOther Outcome = "other" // lost, but not to this one
)

// Meetings is the kind of 竞争情况.
var Meetings = record.Define("task-competitor", "竞争情况", "sales", "TC", []record.FieldOf[Meeting]{
	record.Link("task", 1, "销售任务", func(m *Meeting) *record.Ref[Task] { return &m.Task }, record.Required, record.Cascade, record.Listed, record.Filter,
		record.Narrow(record.Where("domain", record.ChoiceValue(company.Sales)))),
	record.Link("competitor", 2, "竞争对手", func(m *Meeting) *record.Ref[party.Competitor] { return &m.Competitor }, record.Required, record.Listed, record.Filter),
	record.Money("price", 3, "对手报价", func(m *Meeting) *decimal.Decimal { return &m.Price }, record.NotNegative, record.Listed, record.Hint("不知道就不填")),
	record.Text("note", 4, "说明", func(m *Meeting) *string { return &m.Note }, record.Max(200), record.Listed),
})

var (
	meetingTask, meetingRival = Meetings.Field("task"), Meetings.Field("competitor")
	taskState, taskLostTo     = Tasks.Field("state"), Tasks.Field("lostTo")
	placeDone, placeEnded     = taskState.Place(string(Done)), taskState.Place(string(Ended))
)

func init() {
	Meetings.TitledBy("competitor")
	Meetings.SeenVia("task")
	Meetings.Derive("outcome", 10, "结果", record.TypeChoice, func(r record.Reader, row record.Row) record.Value {
		return record.ChoiceValue(outcomeOf(r, row))
	}, record.Listed, record.Filter).Choices = []record.Choice{
		{Code: string(Undecided), Label: "进行中", Tone: record.ToneBlue}, {Code: string(WonAgainst), Label: "我们赢", Tone: record.ToneGreen},
		{Code: string(LostTo), Label: "输给它", Tone: record.ToneRed}, {Code: string(LostToOther), Label: "输给别家", Tone: record.ToneGrey}}
	Meetings.Rule(func(tx record.Tx, m, old *Meeting) error {
		what := "没有保存竞争情况"
		t, err := record.Get(tx, m.Task)
		if err != nil {
			return err
		}
		if t.Domain != company.Sales {
			return record.RefuseField("meeting.task", "task", what, "任务 "+t.No+" 不是销售任务", "选择销售任务")
		}
		if old != nil && old.Task != m.Task {
			return record.RefuseField("meeting.moved", "task", what, "竞争情况不能换到别的任务", "在那个任务里另记一条")
		}
		twice := false
		err = tx.Each(Meetings.Kind, []record.Cond{record.Where("task", record.LinkValue(m.Task.ID())), record.Where("competitor", record.LinkValue(m.Competitor.ID()))},
			func(row record.Row) bool { twice = row.ID() != m.ID; return !twice })
		if err == nil && twice {
			err = record.RefuseField("meeting.twice", "competitor", what, "任务 "+t.No+" 里已经有「"+tx.Title(party.Competitors.Kind, m.Competitor.ID())+"」", "编辑那一条")
		}
		return err
	})

	party.Competitors.Merges(nil, func(tx record.Tx, keep *party.Competitor) error {
		all, err := record.Find(tx, Meetings, record.Where("competitor", record.LinkValue(keep.ID)))
		if err != nil {
			return err
		}
		seen := map[record.Ref[Task]]bool{}
		for _, m := range all {
			if seen[m.Task] {
				if err := tx.Delete(Meetings.Kind, m.ID); err != nil {
					return err
				}
			}
			seen[m.Task] = true
		}
		return nil
	})

	// What became of a competitor: over the meetings, a batch of competitors at a time.
	count := func(name string, tag int, label string, counts func(o Outcome) bool) {
		one := func(r record.Reader, row record.Row) record.Value {
			n := int64(0)
			// Conditions on declared fields cannot fail; a fault of the file shows where it is read.
			_ = r.Whole().Each(Meetings.Kind, []record.Cond{record.Where("competitor", record.LinkValue(row.ID()))}, func(m record.Row) bool {
				if counts(outcomeOf(r, m)) {
					n++
				}
				return true
			})
			return record.IntValue(n)
		}
		f := party.Competitors.Derive(name, tag, label, record.TypeInt, one, record.Listed)
		f.Vector = &record.Vector{Uses: []*record.Kind{Meetings.Kind, Tasks.Kind}, Fill: func(r record.Reader, b *record.Batch, out []int64) error {
			at := map[record.ID]int{}
			for i, id := range b.IDs {
				at[id], out[i] = i, 0
			}
			return eachOutcome(r, func(rival record.ID, o Outcome) {
				if i, ok := at[rival]; ok && counts(o) {
					out[i]++
				}
			})
		}}
	}
	count("met", 30, "交手", func(Outcome) bool { return true })
	count("won", 31, "我们赢", func(o Outcome) bool { return o == WonAgainst })
	count("lost", 32, "输给它", func(o Outcome) bool { return o == LostTo })
	party.Competitors.Derive("winRate", 33, "赢率", record.TypeNumber, func(r record.Reader, row record.Row) record.Value {
		won, lost := row.Value(party.Competitors.Field("won")).N, row.Value(party.Competitors.Field("lost")).N
		if won+lost == 0 {
			return record.Value{T: record.TypeNumber}
		}
		return record.Value{T: record.TypeNumber, N: record.MulDiv(won, 10_000, won+lost)}
	}, record.Places(2), record.Unit("%"), record.Listed)
}

// outcomeOf is how a meeting ended.
func outcomeOf(r record.Reader, m record.Row) Outcome {
	t, ok := r.Whole().Row(Tasks.Kind, m.Value(meetingTask).ID())
	if !ok {
		return Undecided
	}
	return outcome(taskState.Place(t.Value(taskState).S), t.Value(taskLostTo).N, m.Value(meetingRival).N)
}

func outcome(state, lostTo, rival int64) Outcome {
	switch {
	case state == placeDone:
		return WonAgainst
	case state == placeEnded && lostTo == rival:
		return LostTo
	case state == placeEnded:
		return LostToOther
	}
	return Undecided
}

// eachOutcome goes through all meetings of the file.
func eachOutcome(r record.Reader, fn func(rival record.ID, o Outcome)) error {
	var failed error
	var states, losses []int64
	err := r.Whole().Batches(Meetings.Kind, nil, []*record.Field{meetingTask, meetingRival}, func(b *record.Batch) bool {
		n := len(b.IDs)
		states, losses = make([]int64, n), make([]int64, n)
		if failed = r.Follow(taskState, b.Numbers[0], states); failed != nil {
			return false
		}
		if failed = r.Follow(taskLostTo, b.Numbers[0], losses); failed != nil {
			return false
		}
		for i, rival := range b.Numbers[1] {
			fn(record.ID(rival), outcome(states[i], losses[i], rival))
		}
		return true
	})
	if err == nil {
		err = failed
	}
	return err
}

// meet notes that a competitor was met in a task, unless that is known.
func meet(tx record.Tx, t *Task, rival record.Ref[party.Competitor]) error {
	known := false
	if err := tx.Each(Meetings.Kind, []record.Cond{record.Where("task", record.LinkValue(t.ID)), record.Where("competitor", record.LinkValue(rival.ID()))},
		func(record.Row) bool { known = true; return false }); err != nil || known {
		return err
	}
	return tx.ByRule().Save(&Meeting{Task: record.Ref[Task](t.ID), Competitor: rival})
}
