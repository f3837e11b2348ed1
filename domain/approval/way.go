package approval

import (
	"strings"

	"crmlab/domain/company"
	"crmlab/domain/record"
)

// Standing says where a document stands with one point of its way.
type Standing string

// Standings of points.
const (
	StopDone    Standing = "done"    // agreed, or the end that was reached
	StopNow     Standing = "now"     // it waits here
	StopAhead   Standing = "ahead"   // still to come
	StopPassed  Standing = "passed"  // passed over, Note says why
	StopBack    Standing = "back"    // it was sent back from here
	StopRefused Standing = "refused" // it was refused here
	StopSpared  Standing = "spared"  // not needed any more: the way ended before
)

// Stop is one station of the picture of where a document stands.
type Stop struct {
	Name     string
	Standing Standing
	Said     []Said // who has been asked here, or has acted
	Note     string // why it was passed over, or how several work together
}

// Said is one person's part at a stop.
type Said struct {
	Who     string
	Answer  Answer // "" for the submitter
	Day     record.Date
	Opinion string
}

// Way is a document's latest way through approval: submission, points, end.
type Way struct {
	Instance *Instance
	Flow     string // name of the flow
	Stops    []Stop
}

// WayOf is the latest way of a document; nil if it was never submitted.
func WayOf(r record.Reader, doc record.Target) (*Way, error) {
	all := r.Whole()
	ways, err := record.Find(all, Instances, record.Where("doc", targetValue(doc)))
	if err != nil || len(ways) == 0 {
		return nil, err
	}
	in := ways[len(ways)-1]
	tasks, err := record.Find(all, Tasks, record.Where("instance", record.LinkValue(in.ID)))
	if err != nil {
		return nil, err
	}
	person := func(id record.Ref[company.Employee]) string { return all.Title(company.Employees.Kind, id.ID()) }
	w := &Way{Instance: in, Flow: all.Title(Flows.Kind, in.Flow.ID())}
	w.Stops = append(w.Stops, Stop{Name: "提交", Standing: StopDone, Said: []Said{{Who: person(in.Submitter), Day: in.Day}}})
	for i, p := range in.Points {
		s := Stop{Name: p.Name, Standing: in.standing(i), Note: p.Passed}
		if p.Passed == "" {
			s.Said = saidAt(latest(tasks, i), person)
			if len(s.Said) > 1 {
				c, _ := Flows.Field("points").Column("mode").Choice(string(p.Mode))
				s.Note = c.Label
			}
			if s.Standing == StopAhead {
				s.Said, s.Note = nil, p.ask(all)
			}
		}
		w.Stops = append(w.Stops, s)
	}
	w.Stops = append(w.Stops, in.lastStop())
	return w, nil
}

// lastStop is how the way ended, or would end.
func (in *Instance) lastStop() Stop {
	end := Stop{Name: "通过", Standing: StopAhead}
	switch in.Status {
	case InReview:
	case Passed:
		end.Standing = StopDone
	case Refused:
		end.Name, end.Standing = "拒绝", StopRefused
	case SentBack:
		end.Name, end.Standing = "退回提交人", StopBack
	case Withdrawn:
		end.Name, end.Standing = "已撤回", StopSpared
	}
	if in.Finished != 0 {
		end.Said = []Said{{Day: in.Finished}}
	}
	return end
}

// standing of a point follows from where the document is and how its way ended.
func (in *Instance) standing(i int) Standing {
	switch {
	case in.Points[i].Passed != "":
		return StopPassed
	case i < in.Point:
		return StopDone
	case in.Status == InReview && i == in.Point:
		return StopNow
	case in.Status == InReview:
		return StopAhead
	case i > in.Point || in.Status == Withdrawn:
		return StopSpared
	case in.Status == Refused:
		return StopRefused
	case in.Status == SentBack:
		return StopBack
	}
	return StopDone
}

// latest are the tasks of a point since it was last opened.
func latest(tasks []*Task, point int) []*Task {
	var out []*Task
	turn := 0
	for _, t := range tasks {
		if t.Point == point {
			if t.Turn > turn {
				turn, out = t.Turn, nil
			}
			out = append(out, t)
		}
	}
	return out
}

func saidAt(tasks []*Task, person func(record.Ref[company.Employee]) string) []Said {
	out := make([]Said, len(tasks))
	for i, t := range tasks {
		out[i] = Said{Who: person(t.Approver), Answer: t.Answer, Day: t.Day, Opinion: t.Opinion}
	}
	return out
}

// ask says in words whom a point will ask.
func (p *Point) ask(r record.Reader) string {
	switch p.Who {
	case ByPosition:
		return r.Title(company.Positions.Kind, p.Position.ID())
	case ByEmployee:
		var names []string
		for _, e := range p.Employees {
			names = append(names, r.Title(company.Employees.Kind, e.ID()))
		}
		return strings.Join(names, "、")
	case ByManager:
		return "部门主管"
	case BySuperior:
		return "直属上级"
	}
	return ""
}

// Earlier names the points to which the hat may send the document back instead of to its
// submitter: those at which it has stopped before the present one.
func Earlier(r record.Reader, doc record.Target) ([]string, error) {
	in, err := Under(r, doc)
	if err != nil || in == nil {
		return nil, err
	}
	var names []string
	for _, i := range in.earlier() {
		names = append(names, in.Points[i].Name)
	}
	return names, nil
}
