package lab

// Course is the experiments of one pack. A loader decodes it from files; Prepare makes it
// ready and tells what is wrong with it.
type Course struct {
	Pack        string // identity of the pack; parameters of students are drawn with it
	Sum         string // SHA-256 of its files in hex, to tell versions of a pack apart
	Wiped       bool   // class setting: the disks of the lab return to their start when a computer is started again
	Experiments []*Experiment
	Compile     Compiler // of expressions; nil: the course may have none
}

// Experiment is one experiment as its author wrote it. Texts may hold placeholders:
// {customer} for a parameter, {order} for the student's own record, {order.total} for one
// of its fields.
type Experiment struct {
	No         int        `toml:"no"`
	Title      string     `toml:"title"`
	Overview   string     `toml:"overview"`
	Objectives []string   `toml:"objectives"`
	Params     []Param    `toml:"param"`
	Subjects   []Subject  `toml:"subject"`
	Tasks      []Task     `toml:"task"`
	Checks     []Check    `toml:"check"`
	Questions  []Question `toml:"question"`
	Tables     []Table    `toml:"table"` // of the report
	Charts     []Chart    `toml:"chart"` // of the report

	File string `toml:"-"` // where it was read, for messages

	Solution Script   `toml:"-"`
	Variants []Script `toml:"-"` // other correct ways
	Misses   []Script `toml:"-"` // near misses: wrong by little

	groups    []*group
	byID      map[string]*point
	reader    *preparer // knows the names that texts may use
	tables    []*reportTable
	charts    []*reportChart
	questions []*question
}

// Task is one piece of work of an experiment. Its points are those of its checks.
type Task struct {
	ID    string   `toml:"id"`
	Title string   `toml:"title"`
	Text  string   `toml:"text"`
	Steps []string `toml:"steps"`
}

// Question leads the summary of the report; it is made from the student's own figures.
type Question struct {
	ID      string            `toml:"id"` // the student's text is kept under it, so it never changes
	Text    string            `toml:"text"`
	Without string            `toml:"without"` // asked while the records that Text names do not exist
	Figures map[string]Figure `toml:"figures"` // numbers of analyses that Text names: {available}
}

// Param is drawn for every student: one of Pick, a number of Int, or an amount of Money in
// steps of Step.
type Param struct {
	Name  string   `toml:"name"`
	Kind  string   `toml:"kind"` // the picks are numbers of records of this kind
	Pick  []string `toml:"pick"`
	Int   []int    `toml:"int"`   // from, to
	Money []int    `toml:"money"` // from, to, in 元
	Step  int      `toml:"step"`
}

// Subject is a record of the student that checks look at. Of several candidates the one
// that earns most is judged.
type Subject struct {
	Name   string `toml:"name"`
	Label  string `toml:"label"` // what messages call it: 订单; the kind's label if empty
	Kind   string `toml:"kind"`
	Parent string `toml:"parent"` // another subject that it hangs on
	Via    string `toml:"via"`    // link of the parent that leads here
	By     string `toml:"by"`     // link of this kind that leads to the parent
	Apart  string `toml:"apart"`  // a subject whose record must be another one
	Any    bool   `toml:"any"`    // records from before the start count, too
	Where  []Cond `toml:"where"`
	None   string `toml:"none"` // what to say while there is none
	Next   string `toml:"next"` // how to begin
}

// Cond is one condition on a field. Exactly one comparison is given.
type Cond struct {
	Field    string   `toml:"field"` // a path along links: party, quote.task.party; @属性 for 属性定义
	Expr     string   `toml:"expr"`  // or: a formula over the record's fields and param, see Expression
	Label    string   `toml:"label"` // what messages call the field; with expr, what they say is there
	Unit     string   `toml:"unit"`  // instead of the field's own: 美元
	Is       string   `toml:"is"`
	In       []string `toml:"in"`
	Not      string   `toml:"not"`
	AtLeast  string   `toml:"atleast"`
	AtMost   string   `toml:"atmost"`
	More     string   `toml:"more"`
	Less     string   `toml:"less"`
	Contains string   `toml:"contains"`
	Same     string   `toml:"same"`   // equals a field of a subject: opportunity.party
	Wanted   string   `toml:"wanted"` // what messages say is required, instead of field and values
	Filled   bool     `toml:"filled"`
	Blank    bool     `toml:"blank"`
	Weight   int      `toml:"weight"` // of the check's points; 1 if nothing is said
	Next     string   `toml:"next"`
}

// CheckKind is one of the ways to check.
type CheckKind string

// Kinds of checks.
const (
	Exists         CheckKind = "exists"          // a record is there, and is as required
	FieldsAre      CheckKind = "field"           // fields of the subject are as required
	Counts         CheckKind = "count"           // so many records or lines
	SumEquals      CheckKind = "sum_equals"      // parts total a whole
	Unique         CheckKind = "unique"          // no two have the same value
	Linked         CheckKind = "linked"          // links lead to the right record, which says the same
	Happened       CheckKind = "event"           // a step was made
	OrderOf        CheckKind = "order_of"        // one step before another
	DifferentActor CheckKind = "different_actor" // two steps by two people
	Probed         CheckKind = "probe"           // what would happen is tried and taken back
	Finds          CheckKind = "finds"           // a saved query finds exactly the records that are asked for
	Answered       CheckKind = "answer"          // a figure that the student read off
)

// Check is one thing that a student is to achieve. Which members belong to which kind
// stands in memberKinds.
type Check struct {
	ID     string    `toml:"id"`
	Task   string    `toml:"task"`
	Title  string    `toml:"title"`
	Kind   CheckKind `toml:"kind"`
	Points int       `toml:"points"`
	Needs  []string  `toml:"needs"` // checks that come before it in 下一步
	On     string    `toml:"on"`    // the subject
	Next   string    `toml:"next"`  // what to do while it is not done
	Cases  []Cond    `toml:"case"`  // of the subject: the first that holds says its own Next
	Hints  []string  `toml:"hints"` // what is meant, where in the program, show me
	Show   *Place    `toml:"show"`  // where the third hint leads

	Require []Cond `toml:"require"`

	Of      string `toml:"of"`      // kind of the records that are counted or added up
	By      string `toml:"by"`      // their link to the subject
	Rows    string `toml:"rows"`    // or: lines of the subject
	Own     bool   `toml:"own"`     // only what the student made
	Where   []Cond `toml:"where"`   // which of them are meant at all
	Filter  []Cond `toml:"filter"`  // what is required of those that count
	Min     string `toml:"min"`     // at least so many
	Max     string `toml:"max"`     // at most so many
	Measure string `toml:"measure"` // 期, 条
	Noun    string `toml:"noun"`    // what messages call them; the kind's label if empty
	Field   string `toml:"field"`
	Whole   string `toml:"whole"` // field of the subject
	Label   string `toml:"label"` // what messages call it

	Path string   `toml:"path"` // links that must lead somewhere
	To   string   `toml:"to"`   // the subject that they lead to
	Same []string `toml:"same"` // fields that both ends share: party, or party = task.party

	Event *Event `toml:"event"`
	First *Event `toml:"first"`
	Then  *Event `toml:"then"`

	Probe *Probe `toml:"probe"`

	Ask       string            `toml:"ask"`
	Unit      string            `toml:"unit"`
	Value     string            `toml:"value"`  // field of a subject that is asked for
	Figure    string            `toml:"figure"` // or a figure of an analysis
	Args      map[string]string `toml:"args"`
	Tolerance string            `toml:"tolerance"` // 0.01, or 1%
	Office    []string          `toml:"office"`    // positions whose holder must answer
}

// Event describes a step of the journal.
type Event struct {
	Action  []string `toml:"action"`  // names of actions, create, edit, delete
	On      string   `toml:"on"`      // the subject that they were done to
	Any     bool     `toml:"any"`     // whatever record it was done to
	Made    string   `toml:"made"`    // or: a record of this kind was made
	By      string   `toml:"by"`      // its link to the subject
	Changed string   `toml:"changed"` // or: this field of this kind changed: setting.today
	Office  []string `toml:"office"`  // positions whose holder must have done it
	Who     string   `toml:"who"`     // employee who must have done it, a subject
	Label   string   `toml:"label"`   // what messages call it
}

// Probe tries something and takes it back.
type Probe struct {
	Steps   []Step `toml:"step"`
	Refused string `toml:"refused"` // the rule that should say no
	Field   string `toml:"field"`   // or: the field of the last step's record
	Is      string `toml:"is"`      // that should then have this value
}

// Place is where in the program something is done.
type Place struct {
	Page    string `toml:"page"`    // route: order
	View    string `toml:"view"`    // list, new, open, edit
	Record  string `toml:"record"`  // the subject that is opened
	Hat     string `toml:"hat"`     // who does it
	Control string `toml:"control"` // words on the button, or label of the field
}

// Script is what somebody does: a recorded solution, a variant, a near miss.
type Script struct {
	Name  string   `toml:"name"`
	Steps []Step   `toml:"step"`
	Edits []Rework `toml:"change"` // a variant says only where it differs from the solution
	Stop  string   `toml:"stop"`   // last step that is done
	Red   []string `toml:"red"`    // checks that a near miss must leave undone
}

// Rework is where a script differs from the solution.
type Rework struct {
	At    string `toml:"at"`  // id of a step of the solution
	How   string `toml:"how"` // replace, before, after, drop
	Steps []Step `toml:"step"`
}

// Step is one step of a script.
type Step struct {
	ID      string         `toml:"id"` // later steps refer to its record by this name
	As      string         `toml:"as"` // who: the employee's name, 姓名:职位 for a second post
	Create  string         `toml:"create"`
	Edit    string         `toml:"edit"`   // an id, or kind/number
	Delete  string         `toml:"delete"` // likewise
	Do      string         `toml:"do"`     // action, on
	On      string         `toml:"on"`
	Merge   string         `toml:"merge"` // the record that stays; with those that go; set names the record that a field is taken from
	With    []string       `toml:"with"`
	Attach  string         `toml:"attach"` // a record, likewise: file with content is attached to it
	File    string         `toml:"file"`
	Content string         `toml:"content"`
	View    string         `toml:"view"` // name under which a query of the kind on is saved
	Query   string         `toml:"query"`
	Date    string         `toml:"date"`   // move the business date
	Answer  string         `toml:"answer"` // check
	Set     map[string]any `toml:"set"`
	Value   string         `toml:"value"` // of an answer
	Typed   string         `toml:"typed"` // fullwidth: numbers are typed with full-width digits
	Undo    bool           `toml:"undo"`
	Redo    bool           `toml:"redo"`
	Refused string         `toml:"refused"` // the rule that must say no
}
