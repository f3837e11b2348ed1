package data

import (
	"cmp"
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"crmlab/domain/record"
)

// naive answers a selection the slow way: every record decoded, every test asked, all
// rows sorted. It is what Select must agree with.
func naive(st record.StoreTx, k *record.Kind, top record.ID, sel record.Selection) (ids []record.ID, total int) {
	type found struct {
		id  record.ID
		row record.Row
	}
	var all []found
	find := func(k *record.Kind, id record.ID) (record.Row, bool) { return plainRow(st, k, id) }
	for id := record.ID(1); id <= top; id++ {
		row, ok := plainRow(st, k, id)
		if !ok || !passes(st, sel, row) || sel.Scope != nil && !sel.Scope.Sees(row, find) {
			continue
		}
		all = append(all, found{id, row})
	}
	slices.SortFunc(all, func(a, b found) int {
		for _, s := range sel.Sort {
			n := compareNaively(st, s.Field, a.row, b.row)
			if s.Desc {
				n = -n
			}
			if n != 0 {
				return n
			}
		}
		if sel.Oldest && len(sel.Sort) == 0 {
			return cmp.Compare(a.id, b.id)
		}
		return cmp.Compare(b.id, a.id)
	})
	end := len(all)
	if sel.Limit > 0 {
		end = min(end, sel.Offset+sel.Limit)
	}
	ids = []record.ID{}
	for _, f := range all[min(sel.Offset, len(all)):max(end, min(sel.Offset, len(all)))] {
		ids = append(ids, f.id)
	}
	return ids, len(all)
}

// decoded is a row made of a decoded record.
type decoded struct {
	k   *record.Kind
	rec record.Record
}

func (d decoded) ID() record.ID                      { return d.rec.Head().ID }
func (d decoded) Kind() *record.Kind                 { return d.k }
func (d decoded) Value(f *record.Field) record.Value { return f.Get(d.rec) }

func plainRow(st record.StoreTx, k *record.Kind, id record.ID) (record.Row, bool) {
	rec, err := st.Get(k, id)
	if err != nil || rec == nil {
		return nil, false
	}
	return decoded{k, rec}, true
}

func passes(st record.StoreTx, sel record.Selection, row record.Row) bool {
	for _, test := range sel.Where {
		v := row.Value(test.Field)
		if test.Op == record.Contains {
			if !st.Matches(v.S, test.Values[0].S) {
				return false
			}
		} else if !test.Holds(v) {
			return false
		}
	}
	if sel.Text != "" {
		hit := false
		for _, f := range sel.Kind.Fields {
			hit = hit || f.Search && st.Matches(row.Value(f).S, sel.Text)
		}
		if !hit {
			return false
		}
	}
	return sel.Keep == nil || sel.Keep(row)
}

func compareNaively(st record.StoreTx, f *record.Field, a, b record.Row) int {
	names := func(id record.ID) (title, number string) {
		row, ok := plainRow(st, f.Target(), id)
		if !ok {
			return "", ""
		}
		return row.Value(f.Target().TitleField).S, row.Value(f.Target().Fields[0]).S
	}
	x, y := a.Value(f), b.Value(f)
	switch f.Type {
	case record.TypeText:
		return compareTexts(x.S, y.S)
	case record.TypeChoice:
		return cmp.Compare(choicePlace(f, x.S), choicePlace(f, y.S))
	case record.TypeLink:
		titleX, numberX := names(x.ID())
		titleY, numberY := names(y.ID())
		if n := compareTexts(titleX, titleY); n != 0 {
			return n
		}
		if titleX != "" {
			return 0
		}
		return compareTexts(numberX, numberY)
	}
	return cmp.Compare(x.N, y.N)
}

// drawSelection makes any question that can be asked of companies.
func drawSelection(t *rapid.T) record.Selection {
	k := companies.Kind
	sel := record.Selection{Kind: k, Oldest: rapid.Bool().Draw(t, "oldest"),
		Offset: rapid.IntRange(0, 5).Draw(t, "offset"), Limit: rapid.IntRange(0, 6).Draw(t, "limit")}
	fields := []string{"no", "name", "level", "city", "since", "credit", "parent", "big", "owner", "createdAt", "notes"}
	for range rapid.IntRange(0, 2).Draw(t, "tests") {
		f := k.Field(rapid.SampledFrom(fields).Draw(t, "field"))
		test := record.Test{Field: f, Op: rapid.SampledFrom(append(record.OpsFor(f.Type), record.Not)).Draw(t, "op")}
		for range rapid.IntRange(1, 2).Draw(t, "values") {
			test.Values = append(test.Values, drawValue(t, f))
		}
		sel.Where = append(sel.Where, test)
	}
	if rapid.IntRange(0, 3).Draw(t, "search") == 0 {
		sel.Text = rapid.SampledFrom([]string{"hx", "华", "TC-000", "abc", "cq", "zgyh", "没有", " "}).Draw(t, "text")
	}
	for range rapid.IntRange(0, 2).Draw(t, "sorts") {
		name := rapid.SampledFrom([]string{"name", "level", "city", "since", "credit", "parent", "big"}).Draw(t, "by")
		sel.Sort = append(sel.Sort, record.SortBy{Field: k.Field(name), Desc: rapid.Bool().Draw(t, "desc")})
	}
	if rapid.IntRange(0, 3).Draw(t, "keep") == 0 {
		sel.Keep = func(r record.Row) bool { return r.ID()%2 == 0 }
	}
	return sel
}

func drawValue(t *rapid.T, f *record.Field) record.Value {
	v := record.Value{T: f.Type}
	switch f.Type {
	case record.TypeText, record.TypeLong:
		v.S = someText.Draw(t, "want")
	case record.TypeChoice:
		v.S = rapid.SampledFrom([]string{"", "vip", "plain", "other"}).Draw(t, "want")
	case record.TypeDate:
		v.N = int64(someDate.Draw(t, "want"))
	case record.TypeLink:
		v.N = int64(someID.Draw(t, "want"))
	case record.TypeMoney:
		v.N = rapid.SampledFrom([]int64{0, -100, 100, 5000}).Draw(t, "want")
	default:
		v.N = rapid.Int64Range(0, 1).Draw(t, "want")
	}
	return v
}

func drawAccess(t *rapid.T) *record.Access {
	if rapid.Bool().Draw(t, "unlimited") {
		return nil
	}
	a := &record.Access{Self: someID.Draw(t, "self"), Depts: map[record.ID]bool{someID.Draw(t, "dept"): true}}
	if rapid.Bool().Draw(t, "grant") {
		a.Grant(companies.Kind, 2, record.View, "测试")
	}
	return a
}

// agree compares Select with the naive answer for a question drawn at random.
func agree(t *rapid.T, st record.StoreTx, top record.ID) {
	sel := drawSelection(t)
	sel.Scope = drawAccess(t)
	check(t, st, sel, top)
	all := record.Selection{Kind: orders.Kind, Scope: drawAccess(t), Oldest: true} // seen by way of their customers
	check(t, st, all, top)
}

func check(t *rapid.T, st record.StoreTx, sel record.Selection, top record.ID) {
	rows, total, err := st.Select(sel)
	if err != nil {
		t.Fatal(err)
	}
	want, n := naive(st, sel.Kind, top, sel)
	if total != n || !slices.Equal(ids(rows), want) {
		got, at := ids(rows), 0
		for at < min(len(got), len(want)) && got[at] == want[at] {
			at++
		}
		t.Fatalf("%s: select gives %d rows of %d, the records say %d of %d; they differ from %v and %v on", describeSelection(sel), len(got), total, len(want), n,
			got[at:min(at+5, len(got))], want[at:min(at+5, len(want))])
	}
	for _, row := range rows {
		plain, _ := plainRow(st, sel.Kind, row.ID())
		for _, f := range sel.Kind.Fields {
			if got, want := row.Value(f), plain.Value(f); !got.Equal(want) {
				t.Fatalf("%s of %d: row says %v, record says %v", f.Name, row.ID(), got, want)
			}
		}
	}
}

func describeSelection(sel record.Selection) string {
	s := fmt.Sprintf("text %q oldest %v from %d limit %d scoped %v", sel.Text, sel.Oldest, sel.Offset, sel.Limit, sel.Scope != nil)
	for _, t := range sel.Where {
		s += fmt.Sprintf("; %s %s %v", t.Field.Name, t.Op, t.Values)
	}
	for _, o := range sel.Sort {
		s += fmt.Sprintf("; by %s desc %v", o.Field.Name, o.Desc)
	}
	return s
}
