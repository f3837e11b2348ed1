package record

import (
	"slices"
	"testing"
)

func change(tag int, from, to string) FieldChange {
	return FieldChange{Tag: tag, Old: TextValue(from), New: TextValue(to)}
}

// A record that is changed twice in one step is one change, from what it was before.
func TestChangesOfOneStepAreJoined(t *testing.T) {
	same := func(a, b FieldChange) bool { return a.Tag == b.Tag && a.Old.Equal(b.Old) && a.New.Equal(b.New) }
	for _, c := range []struct {
		name                string
		first, second, want []FieldChange
	}{
		{"one after the other", []FieldChange{change(1, "甲", "乙")}, []FieldChange{change(1, "乙", "丙")}, []FieldChange{change(1, "甲", "丙")}},
		{"back again", []FieldChange{change(1, "甲", "乙"), change(2, "", "戊")}, []FieldChange{change(1, "乙", "甲")}, []FieldChange{change(2, "", "戊")}},
		{"another field", []FieldChange{change(1, "甲", "乙")}, []FieldChange{change(2, "丙", "丁")}, []FieldChange{change(1, "甲", "乙"), change(2, "丙", "丁")}},
	} {
		if got := mergeFields(c.first, c.second); !slices.EqualFunc(got, c.want, same) {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

func TestWhatHappenedToARecordInOneStep(t *testing.T) {
	for _, c := range []struct {
		name string
		ops  []string
		want string // "": nothing
	}{
		{"made and removed", []string{Created, Deleted}, ""}, {"made and edited", []string{Created, Changed}, Created},
		{"edited and removed", []string{Changed, Deleted}, Deleted}, {"removed and put back changed", []string{Deleted, Created}, Changed},
		{"made, removed, made", []string{Created, Deleted, Created}, Created},
	} {
		s := &tx{step: &step{entry: &Entry{}, at: map[Target]int{}}}
		for i, op := range c.ops {
			f := []FieldChange{change(1, string(rune('a'+i)), string(rune('b'+i)))}
			s.note(Change{Kind: "order", ID: 7, Op: op, Fields: f})
		}
		left := effective(s.entry.Changes)
		switch {
		case c.want == "" && len(left) == 0:
		case len(left) == 1 && left[0].Op == c.want:
		default:
			t.Errorf("%s leaves %+v, want %q", c.name, left, c.want)
		}
	}
}

func TestAChangeAndItsReverseCancel(t *testing.T) {
	for op, want := range map[string]string{Created: Deleted, Deleted: Created, Changed: Changed} {
		c := Change{Kind: "order", ID: 7, Op: op, Fields: []FieldChange{change(1, "甲", "乙")}}
		r := c.Reverse()
		if r.Op != want || r.Fields[0].Old.S != "乙" || r.Fields[0].New.S != "甲" {
			t.Errorf("the reverse of %s is %+v", op, r)
		}
		if back := r.Reverse(); back.Op != op || !back.Fields[0].New.Equal(c.Fields[0].New) {
			t.Errorf("the reverse of the reverse of %s is %+v", op, back)
		}
	}
}

func TestLabelsDoNotGrowWithUndo(t *testing.T) {
	for in, want := range map[string]string{"撤销 重做 撤销 编辑客户 C-0001": "编辑客户 C-0001", "编辑客户 C-0001": "编辑客户 C-0001", "撤销": "撤销"} {
		if got := original(in); got != want {
			t.Errorf("original(%q) = %q", in, got)
		}
	}
}
