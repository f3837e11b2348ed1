package approval

import (
	"crmlab/domain/company"
	"crmlab/domain/record"
)

// Status of an approval instance.
type Status string

// Statuses of instances.
const (
	InReview  Status = "review"
	Passed    Status = "passed"
	Refused   Status = "refused"
	SentBack  Status = "sentback"
	Withdrawn Status = "withdrawn"
)

// Instance 审批单 is one document's way through its flow. The points are a copy: a flow
// that is changed later does not change what is under way.
type Instance struct {
	record.Base
	Doc       record.Target
	Title     string
	Flow      record.Ref[Flow]
	Version   int // of the flow, when the document was submitted
	Submitter record.Ref[company.Employee]
	FromDept  record.Ref[company.Department]
	Day       record.Date
	Finished  record.Date
	Point     int // index of the current point
	Turn      int // 1, and one more each time that the document was sent back to an earlier point
	Round     int // 1 for the first submission of the document, then 2, ...
	Points    []Station
	Comment   bool
	Own       Own
	Restart   Restart
	Content   string // marks of what the document said when it was submitted, see contentOf
	Changed   bool   // it says something else than when it was submitted before
	Early     bool   // an approver ended it before all points had been asked
	Status    Status
}

// Station is a point as it stands on the way of one document.
type Station struct {
	Point
	Passed string // why the document passes over it; "" where it stops
}

// More reports whether the document has to stop at a point after the present one.
func (in *Instance) More() bool {
	for _, p := range in.Points[in.Point+1:] {
		if p.Passed == "" {
			return true
		}
	}
	return false
}

// Instances is the kind of 审批单; only rules write it.
var Instances = record.Define("approval", "审批单", "approval", "AP", []record.FieldOf[Instance]{
	record.AnyTarget("doc", 1, "单据", func(i *Instance) *record.Target { return &i.Doc }, record.Listed, record.Cascade),
	record.Text("title", 2, "对象", func(i *Instance) *string { return &i.Title }, record.Search),
	record.Link("submitter", 3, "提交人", func(i *Instance) *record.Ref[company.Employee] { return &i.Submitter }, record.Listed, record.Filter),
	record.Link("submitterDept", 4, "提交部门", func(i *Instance) *record.Ref[company.Department] { return &i.FromDept }),
	record.Day("day", 5, "提交日期", func(i *Instance) *record.Date { return &i.Day }, record.Listed, record.Filter),
	record.Day("finished", 6, "结束日期", func(i *Instance) *record.Date { return &i.Finished }, record.Listed),
	record.Int("point", 7, "当前审批点", func(i *Instance) *int { return &i.Point }, record.Hidden),
	record.Int("round", 8, "第几次提交", func(i *Instance) *int { return &i.Round }, record.Listed),
	record.Lines("points", 9, "审批点", func(i *Instance) *[]Station { return &i.Points }, stationColumns(), record.Hidden),
	record.Bool("comment", 10, "同意也要写意见", func(i *Instance) *bool { return &i.Comment }, record.Hidden),
	record.Pick("status", 11, "状态", func(i *Instance) *Status { return &i.Status }, []record.Choice{
		{Code: string(InReview), Label: "审批中", Tone: record.ToneBlue}, {Code: string(Passed), Label: "通过", Tone: record.ToneGreen},
		{Code: string(Refused), Label: "拒绝", Tone: record.ToneRed}, {Code: string(SentBack), Label: "退回", Tone: record.ToneAmber},
		{Code: string(Withdrawn), Label: "撤回", Tone: record.ToneGrey}}, record.Listed, record.Filter),
	record.Link("flow", 12, "审批流程", func(i *Instance) *record.Ref[Flow] { return &i.Flow }),
	record.Int("version", 13, "流程版本", func(i *Instance) *int { return &i.Version }),
	record.Int("turn", 14, "第几轮", func(i *Instance) *int { return &i.Turn }, record.Hidden),
	record.Text("own", 15, "提交人就是审批人时", func(i *Instance) *string { return (*string)(&i.Own) }, record.Hidden),
	record.Text("restart", 16, "退回后重新提交", func(i *Instance) *string { return (*string)(&i.Restart) }, record.Hidden),
	record.Long("content", 17, "单据内容", func(i *Instance) *string { return &i.Content }, record.Hidden),
	record.Bool("changed", 18, "改后重交", func(i *Instance) *bool { return &i.Changed }),
	record.Bool("early", 19, "提前通过", func(i *Instance) *bool { return &i.Early }),
}, record.Internal)

func stationColumns() []record.FieldOf[Station] {
	return append(pointColumns(func(s *Station) *Point { return &s.Point }),
		record.Text("passed", 20, "跳过的原因", func(s *Station) *string { return &s.Passed }))
}

// Answer of an approver.
type Answer string

// Answers, and the states of a task before and without one.
const (
	Queued    Answer = "queued"  // its turn has not come (依次审批)
	Pending   Answer = "pending" // 待审批
	PassOn    Answer = "pass"    // 同意，继续审批
	Finish    Answer = "finish"  // 同意，终止审批: the document passes now
	SendBack  Answer = "back"    // 不同意，退回
	Reject    Answer = "refuse"  // 不同意，终止审批
	Cancelled Answer = "void"    // no longer needed: somebody else decided
)

// Task 审批记录 is one approver's part in one point of one instance.
type Task struct {
	record.Base
	Instance record.Ref[Instance]
	Doc      record.Target
	Point    int
	Turn     int    // of the instance, when the point was opened
	Name     string // name of the point
	Approver record.Ref[company.Employee]
	Answer   Answer
	Opinion  string
	Day      record.Date
}

// Tasks is the kind of 审批记录; only rules write it.
var Tasks = record.Define("approval-task", "审批记录", "approval", "AT", []record.FieldOf[Task]{
	record.Link("instance", 1, "审批单", func(t *Task) *record.Ref[Instance] { return &t.Instance }, record.Cascade),
	record.AnyTarget("doc", 2, "单据", func(t *Task) *record.Target { return &t.Doc }, record.Listed),
	record.Int("point", 3, "次序", func(t *Task) *int { return &t.Point }, record.Hidden),
	record.Text("name", 4, "审批点", func(t *Task) *string { return &t.Name }, record.Listed),
	record.Link("approver", 5, "审批人", func(t *Task) *record.Ref[company.Employee] { return &t.Approver }, record.Listed, record.Filter),
	record.Pick("answer", 6, "意见", func(t *Task) *Answer { return &t.Answer }, []record.Choice{
		{Code: string(Queued), Label: "等待前一人", Tone: record.ToneGrey}, {Code: string(Pending), Label: "待审批", Tone: record.ToneAmber},
		{Code: string(PassOn), Label: "同意", Tone: record.ToneGreen}, {Code: string(Finish), Label: "同意，直接通过", Tone: record.ToneGreen},
		{Code: string(SendBack), Label: "退回", Tone: record.ToneAmber}, {Code: string(Reject), Label: "不同意，终止", Tone: record.ToneRed},
		{Code: string(Cancelled), Label: "已失效", Tone: record.ToneGrey}}, record.Listed, record.Filter),
	record.Text("opinion", 7, "审批意见", func(t *Task) *string { return &t.Opinion }, record.Max(300), record.Listed),
	record.Day("day", 8, "日期", func(t *Task) *record.Date { return &t.Day }, record.Listed),
	record.Int("turn", 9, "第几轮", func(t *Task) *int { return &t.Turn }, record.Hidden),
}, record.Internal, record.Shapes)

func init() {
	Instances.TitledBy("title")
	Tasks.TitledBy("name")
}
