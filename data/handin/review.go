package handin

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"crmlab/data"
	"crmlab/domain"
	"crmlab/domain/lab"
	"crmlab/domain/record"
)

// Review is a hand-in after everything in it was done again.
type Review struct {
	Student  Student // as the steps say, not as the manifest claims
	Work     string  // see lab.WorkID
	Code     string  // of the last step that stands
	Steps    int     // that stand
	Records  int     // that they lead to
	File     string  // work file with exactly these, for looking at
	Progress []*lab.Progress
	Findings []Finding
}

// Review plays the steps of the hand-in into a new work file in a folder, up to the first
// that does not stand, compares what the hand-in claims with that file, and runs the checks
// on it. Experiments are those asked for; nil: those that the manifest names.
func (h *Handin) Review(folder string, course *lab.Course, experiments []int) (rv *Review, err error) {
	defer func() {
		// Whatever made it past the gate of the rebuilding is still somebody else's data, and
		// the business was written for its own.
		if p := recover(); p != nil {
			rv, err = nil, refuse(codeHostile, h.name, fmt.Sprintf("里面的记录使检查无法进行（%v）", p), askAgain)
		}
	}()
	v := &viewing{Handin: h, course: course, findings: findings{list: slices.Clone(h.found.list), count: maps.Clone(h.found.count)}, rv: &Review{File: filepath.Join(folder, "提交包.crmwork")}}
	if err := v.rebuild(); err != nil {
		return nil, err
	}
	if err := v.look(experiments); err != nil {
		return nil, err
	}
	v.rv.Findings = v.all()
	return v.rv, nil
}

type viewing struct {
	*Handin
	findings
	course *lab.Course
	rv     *Review
}

// rebuild makes the file from the steps that stand.
func (v *viewing) rebuild() error {
	breaks, intact := data.CheckChain(v.entries)
	for _, b := range breaks {
		v.note(aboutChain, b.Step, "%s", b.Text)
	}
	m := v.Manifest
	var head string
	if n := len(v.entries); n > 0 {
		if e, err := data.ReadEntry(v.entries[n-1]); err == nil {
			head = hex.EncodeToString(e.Hash[:])
		}
	}
	switch n := len(v.entries); {
	case n < m.Steps:
		v.note(aboutChain, uint64(n)+1, "制作时有 %d 步，现在只有 %d 步，缺了 %d 步。", m.Steps, n, m.Steps-n)
	case n > m.Steps:
		v.note(aboutChain, uint64(m.Steps)+1, "制作时有 %d 步，现在有 %d 步，多了 %d 步。", m.Steps, n, n-m.Steps)
	case head != m.Head:
		v.note(aboutChain, uint64(n), "最后一步与制作时登记的不同。")
	}
	p := data.NewRebuilding(domain.Kinds)
	for _, entry := range v.entries[:intact] {
		if b := p.Add(entry); b != nil {
			v.note(aboutChain, b.Step, "%s", plain(b.Text, 4*maxShown))
			break
		}
	}
	for _, content := range v.contents {
		p.Keep(content)
	}
	if p.Foreign() > 0 {
		v.note(aboutChain, 0, "操作记录里有 %d 个字段是这个版本的程序不认识的，可能由更新版本的程序制作。", p.Foreign())
	}
	if stand := p.Steps(); stand < len(v.entries) {
		v.note(aboutChain, uint64(stand)+1, "只按前 %d 步评分：从第 %d 步起的操作不能确定是怎样来的。", stand, stand+1)
	}
	v.rv.Steps, v.rv.Code = p.Steps(), lab.Code(p.Head())
	return p.Write(v.rv.File)
}

// look opens the file and compares.
func (v *viewing) look(experiments []int) (err error) {
	store, err := data.Open(v.rv.File, domain.Kinds)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	book, err := domain.Open(store, time.Now)
	if err != nil {
		return err
	}
	var checks []data.Check
	for _, c := range domain.Checks() {
		checks = append(checks, data.Check(c))
	}
	report, err := data.Verify(store, book, record.Hat{}, checks...)
	if err != nil {
		return err
	}
	for _, f := range report.Findings {
		v.note(aboutBusiness, 0, "%s：%s", f.Check, plain(f.Text, 4*maxShown))
	}
	v.rv.Records = report.Records
	if err := book.Read(record.Hat{}, func(r record.Reader) error {
		if err := v.who(r); err != nil {
			return err
		}
		if err := v.clock(r); err != nil {
			return err
		}
		return v.compare(r)
	}); err != nil {
		return err
	}
	return v.check(book, experiments)
}

// who compares the student of the manifest with the one that the steps enrolled.
func (v *viewing) who(r record.Reader) (err error) {
	if v.rv.Student, err = studentOf(r); err != nil {
		return err
	}
	if v.rv.Work, err = lab.WorkID(r); err != nil {
		return err
	}
	for _, c := range []struct{ what, says, is string }{
		{"班级", v.Manifest.Student.Class, v.rv.Student.Class}, {"学号", v.Manifest.Student.No, v.rv.Student.No}, {"姓名", v.Manifest.Student.Name, v.rv.Student.Name},
	} {
		if c.says != c.is {
			v.note(aboutWho, 0, "提交包写的%s是「%s」，操作记录里登记的是「%s」。", c.what, plain(c.says, maxShown), plain(c.is, maxShown))
		}
	}
	if v.Manifest.Work != v.rv.Work {
		v.note(aboutWho, 0, "提交包写的作业编号与操作记录的不同，它们可能来自两份作业。")
	}
	return nil
}

// slack is how far a clock may go back without a word: computers set theirs by the network.
const slack = 2 * time.Minute

// clock tells where the student's clock went back since the work began.
func (v *viewing) clock(r record.Reader) error {
	var later *record.Entry
	for before := uint64(0); ; {
		page, err := r.Journal(before, 500)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, e := range page {
			if later == nil && time.UnixMilli(e.Wall).After(v.Manifest.Made.Add(slack)) {
				v.note(aboutClock, e.Seq, "第 %d 步的时间晚于制作提交包的时间，电脑的时钟可能调过。", e.Seq)
			}
			if later != nil {
				if back := time.UnixMilli(e.Wall).Sub(time.UnixMilli(later.Wall)); back > slack {
					v.note(aboutClock, later.Seq, "第 %d 步的时间比前一步早 %s，电脑的时钟可能调过，或换了一台电脑。", later.Seq, spell(back))
				}
			}
			if e.Op == record.OpMark {
				return nil // what was before is the given case
			}
			later = e
		}
		before = page[len(page)-1].Seq
	}
}

// spell writes a length of time in words.
func spell(d time.Duration) string {
	switch {
	case d >= 48*time.Hour:
		return fmt.Sprintf("%d 天", int(d.Hours())/24)
	case d >= 2*time.Hour:
		return fmt.Sprintf("%d 小时", int(d.Hours()))
	}
	return fmt.Sprintf("%d 分钟", int(d.Minutes()))
}

// compare holds the lines of records.jsonl against the records that the steps lead to.
func (v *viewing) compare(r record.Reader) error {
	p := renderer{r.Whole()}
	seen := map[record.Target]bool{}
	at := 0
	for b := range bytes.Lines(v.records) {
		at++
		l, ok := readLine(b)
		if !ok {
			v.note(aboutRecords, 0, "「%s」第 %d 行不合格式。", recordsPart, at)
			continue
		}
		k := record.KindNamed(l.Kind)
		if k == nil || !slices.Contains(domain.Kinds, k) {
			v.note(aboutRecords, 0, "「%s」第 %d 行是一种不认识的记录。", recordsPart, at)
			continue
		}
		t := record.Target{Kind: l.Kind, ID: l.ID}
		if seen[t] {
			v.note(aboutRecords, 0, "「%s」第 %d 行与前面的一行是同一条%s。", recordsPart, at, k.Label)
			continue
		}
		seen[t] = true
		rec, err := r.Whole().Load(k, l.ID)
		if record.IsRefusal(err, "") {
			v.note(aboutRecords, 0, "%s %s 在文件里有，操作记录里没有它的来历。", k.Label, shown(nil, l.Fields["no"]))
			continue
		}
		if err != nil {
			return err
		}
		want, err := p.fields(k, rec)
		if err != nil {
			return err
		}
		v.compareLine(r, k, l, want)
	}
	for _, k := range domain.Kinds {
		if err := r.Whole().Each(k, nil, func(row record.Row) bool {
			if !seen[record.Target{Kind: k.Name, ID: row.ID()}] {
				v.note(aboutRecords, 0, "%s %s 在操作记录里有，文件里没有。", k.Label, plain(row.Value(k.Field("no")).S, maxShown))
			}
			return true
		}); err != nil {
			return err
		}
	}
	return nil
}

// stamps are the fields that every save writes.
var stamps = map[string]bool{"createdBy": true, "createdAt": true, "updatedBy": true, "updatedAt": true}

func (v *viewing) compareLine(r record.Reader, k *record.Kind, l line, want map[string]json.RawMessage) {
	fields := map[string]*record.Field{}
	for _, f := range r.Fields(k) {
		fields[f.Name] = f
	}
	names := map[string]bool{}
	for name := range l.Fields {
		names[name] = true
	}
	for name := range want {
		names[name] = true
	}
	called, about := k.Label+" "+shown(nil, want["no"]), aboutRecords
	if k == lab.Students.Kind {
		about = aboutWho
	}
	maps.DeleteFunc(names, func(name string, _ bool) bool { return bytes.Equal(want[name], l.Fields[name]) })
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if stamps[name] && len(names) > 2 {
			continue // what else differs says more
		}
		is, says := want[name], l.Fields[name]
		f := fields[name]
		label := plain(name, maxShown)
		if f != nil {
			label = f.Label
		}
		if f != nil && f.Type == record.TypeRows {
			v.compareRows(called+" 的"+label, f, is, says)
			continue
		}
		v.note(about, 0, "%s 的%s：按操作记录应为 %s，文件里是 %s。", called, label, shown(f, is), shown(f, says))
	}
}

// compareRows finds the first cell in which lines differ.
func (v *viewing) compareRows(called string, f *record.Field, is, says json.RawMessage) {
	var want, got []map[string]json.RawMessage
	if is != nil && json.Unmarshal(is, &want) != nil || says != nil && json.Unmarshal(says, &got) != nil {
		v.note(aboutRecords, 0, "%s：文件里的内容不合格式。", called)
		return
	}
	if len(want) != len(got) {
		v.note(aboutRecords, 0, "%s：按操作记录应有 %d 行，文件里有 %d 行。", called, len(want), len(got))
		return
	}
	for i := range want {
		for _, c := range f.Columns {
			if a, b := want[i][c.Name], got[i][c.Name]; !bytes.Equal(a, b) {
				v.note(aboutRecords, 0, "%s第 %d 行的%s：按操作记录应为 %s，文件里是 %s。", called, i+1, c.Label, shown(c, a), shown(c, b))
				return
			}
		}
	}
	v.note(aboutRecords, 0, "%s：文件里有不认识的内容。", called)
}

// check runs the checks on the file that was made, and holds what the student's program
// said against them.
func (v *viewing) check(book *record.Book, experiments []int) error {
	m := v.Manifest
	same := m.Pack.ID == v.course.Pack && m.Pack.Sum == v.course.Sum
	switch {
	case m.Pack.ID != v.course.Pack:
		v.note(aboutPack, 0, "它按另一个实验包「%s」制作，这里用的是「%s」，题目和数据可能不同。", plain(m.Pack.ID, maxShown), v.course.Pack)
	case !same:
		v.note(aboutPack, 0, "它按实验包「%s」的另一个版本制作，检查可能有出入。", v.course.Pack)
	}
	if experiments == nil {
		experiments = m.Experiments
	}
	board, err := lab.Watch(book, v.course)
	if err != nil {
		return err
	}
	defer board.Close()
	for _, x := range v.course.Experiments {
		if !slices.Contains(experiments, x.No) {
			continue
		}
		p, err := board.Look(x.No)
		if err != nil {
			return err
		}
		if err := v.answers(board, x, p); err != nil {
			return err
		}
		v.rv.Progress = append(v.rv.Progress, p)
	}
	v.compareSaid(same)
	return nil
}

// answers looks again at figures that are right because the file says that they agreed with
// the records of their moment, which later work has changed: at the records of that moment.
func (v *viewing) answers(board *lab.Board, x *lab.Experiment, p *lab.Progress) error {
	for _, st := range p.Checks {
		if st.Kind != lab.Answered || st.Earned == 0 {
			continue
		}
		a, agrees, err := board.Given(x.No, st.ID)
		if err != nil {
			return err
		}
		if a == nil || agrees || !a.Right {
			continue
		}
		if agrees, err = v.agreedThen(x.No, st.ID, a); err != nil {
			return err
		}
		if !agrees {
			found := "你填的 " + plain(a.Typed, maxShown) + "与当时的数据不符"
			p.Withdraw(st.ID, found)
			v.note(aboutAnswers, a.Rev, "检查 %s：第 %d 步填的 %s 记为当时相符，按当时的记录并不相符，没有给分。", st.ID, a.Rev, plain(a.Typed, maxShown))
		}
	}
	return nil
}

// agreedThen makes the file of the moment before an answer and asks there.
func (v *viewing) agreedThen(no int, id string, a *lab.Answer) (agrees bool, err error) {
	p := data.NewRebuilding(domain.Kinds)
	for _, entry := range v.entries[:a.Rev-1] {
		if b := p.Add(entry); b != nil {
			return false, fmt.Errorf("play step %d again: %s", b.Step, b.Text) // it was played once
		}
	}
	path := filepath.Join(filepath.Dir(v.rv.File), fmt.Sprintf("第%d步之前.crmwork", a.Rev))
	if err := p.Write(path); err != nil {
		return false, err
	}
	defer os.Remove(path)
	store, err := data.Open(path, domain.Kinds)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	book, err := domain.Open(store, time.Now)
	if err != nil {
		return false, err
	}
	board, err := lab.Watch(book, v.course)
	if err != nil {
		return false, err
	}
	defer board.Close()
	return board.Agrees(no, id, a.Value)
}

// compareSaid tells where the student's program said other than the records give.
func (v *viewing) compareSaid(samePack bool) {
	if !samePack {
		return // other checks, other points
	}
	for _, c := range v.Said {
		at := slices.IndexFunc(v.rv.Progress, func(p *lab.Progress) bool { return p.No == c.No })
		if at < 0 {
			continue
		}
		p := v.rv.Progress[at]
		if c.Earned != p.Score.Earned {
			v.note(aboutSaid, 0, "实验 %d：自查写的是 %d 分，按记录是 %d 分。", p.No, c.Earned, p.Score.Earned)
		}
		for _, said := range c.Checks {
			st := p.Check(said.ID)
			if st == nil {
				v.note(aboutSaid, 0, "实验 %d：自查里的检查 %s 不存在。", p.No, plain(said.ID, maxShown))
			} else if said.Earned != st.Earned || said.Outcome != string(st.Outcome) {
				v.note(aboutSaid, 0, "检查 %s：自查写的是%s %d 分，按记录是%s %d 分。", st.ID, plain(lab.Outcome(said.Outcome).Label(), maxShown), said.Earned, st.Outcome.Label(), st.Earned)
			}
		}
	}
}
