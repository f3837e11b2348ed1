package company

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"crmlab/domain/record"
)

// The cost of a password: about a twentieth of a second on a lab computer, 19 MiB, as OWASP
// advises for argon2id. What a file holds names its own, so they may change.
const (
	secretMemory = 19 * 1024 // KiB
	secretRounds = 2
	secretSalt   = 16
	secretKey    = 32
	leastTyped   = 4 // characters: it keeps a neighbour in the lab out, not a burglar
)

// seal makes of a password what is stored of it.
func seal(password string) string {
	salt := make([]byte, secretSalt)
	rand.Read(salt) // never fails
	return sealed(password, salt, secretMemory, secretRounds, secretKey)
}

func sealed(password string, salt []byte, memory, rounds, size uint32) string {
	key := argon2.IDKey([]byte(password), salt, rounds, memory, 1, size)
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, memory, rounds, b64(salt), b64(key))
}

// holds reports whether the password is the one that was sealed. What a damaged or foreign file
// says about cost is bounded, so that nobody waits for it.
func holds(secret, password string) bool {
	part := strings.Split(secret, "$")
	if len(part) != 6 || part[1] != "argon2id" {
		return false
	}
	var version, memory, rounds uint32
	if _, err := fmt.Sscanf(part[2]+" "+part[3], "v=%d m=%d,t=%d,p=1", &version, &memory, &rounds); err != nil ||
		version != argon2.Version || memory > 256*1024 || rounds < 1 || rounds > 10 {
		return false
	}
	salt, err := base64.RawStdEncoding.DecodeString(part[4])
	if err != nil {
		return false
	}
	key, err := base64.RawStdEncoding.DecodeString(part[5])
	if err != nil || len(key) < 16 || len(key) > 64 {
		return false
	}
	again := sealed(password, salt, memory, rounds, uint32(len(key)))
	return subtle.ConstantTimeCompare([]byte(again), []byte(secret)) == 1
}

// NewPassword is what 设置登录密码 asks for.
type NewPassword struct {
	Now   string // the present one, from whoever is no administrator
	Fresh string // "" takes the password away
	Again string
}

// SetPassword 设置登录密码 guards the hats of an employee: whoever wants to wear one is asked for
// the password. Employees set their own; whoever may edit 企业设置 sets and clears anybody's.
var SetPassword = record.Act(Employees, "password", "设置登录密码", func(tx record.Tx, e *Employee, in *NewPassword) error {
	what := "没有设置 " + e.Name + " 的登录密码"
	admin := tx.Access().May(Employees.Kind, record.Edit)
	switch n := utf8.RuneCountInString(in.Fresh); {
	case !admin && e.Secret != "" && !holds(e.Secret, in.Now):
		return record.RefuseField("password.now", "now", what, "现在的密码不对", "填上现在的密码；忘记了就请系统管理员取消")
	case in.Fresh != in.Again:
		return record.RefuseField("password.again", "again", what, "两次填的新密码不一样", "再填一遍")
	case n > 0 && n < leastTyped:
		return record.RefuseField("password.short", "fresh", what, fmt.Sprintf("新密码只有 %d 个字符", n), fmt.Sprintf("至少填 %d 个字符；不填就是取消密码", leastTyped))
	}
	e.Secret = ""
	if in.Fresh != "" {
		e.Secret = seal(in.Fresh)
	}
	return tx.ByRule().Save(e)
}, record.Needs(record.View), record.Input(
	record.Text("fresh", 2, "新密码", func(p *NewPassword) *string { return &p.Fresh }, record.Masked, record.Max(60), record.Hint("不填就取消密码")),
	record.Text("again", 3, "再填一遍", func(p *NewPassword) *string { return &p.Again }, record.Masked, record.Max(60)),
	record.Text("now", 1, "现在的密码", func(p *NewPassword) *string { return &p.Now }, record.Masked, record.Max(60), record.Hint("已有密码时本人要填，管理员不用")),
), record.When(func(r record.Reader, e *Employee) error {
	what := "不能设置 " + e.Name + " 的登录密码"
	if e.Standing == Left {
		return record.Refuse("password.left", what, "这位员工已离职，没有人用这个身份工作", "给在职员工设置")
	}
	if r.Hat().Employee != e.ID && !r.Access().May(Employees.Kind, record.Edit) {
		return record.Refuse("password.others", what, "只有本人和系统管理员可以设置", "换成 "+e.Name+" 或系统管理员的身份")
	}
	return nil
}))

func init() {
	Employees.Derive("guarded", 21, "登录", record.TypeText, func(_ record.Reader, row record.Row) record.Value {
		if row.Value(Employees.Field("secret")).Empty() {
			return record.TextValue("不用密码")
		}
		return record.TextValue("要密码")
	})
}

// Guarded reports whether a password is asked for before somebody wears a hat of the employee.
func Guarded(r record.Reader, employee record.ID) bool {
	row, ok := r.Whole().Row(Employees.Kind, employee)
	return ok && !row.Value(Employees.Field("secret")).Empty()
}

// Door asks for the passwords of employees and makes those wait who guess. It guards the screen
// of a shared computer; the file itself is not encrypted.
type Door struct {
	book  *record.Book
	mu    sync.Mutex
	wrong map[record.ID]int
	shut  map[record.ID]time.Time // until when nobody is let in
}

// NewDoor is the door to the hats of a work file.
func NewDoor(b *record.Book) *Door {
	return &Door{book: b, wrong: map[record.ID]int{}, shut: map[record.ID]time.Time{}}
}

// Guards reports whether the hat needs a password, and whether any hat does.
func (d *Door) Guards(h record.Hat) (this, anyHat bool, err error) {
	err = d.book.Read(record.Hat{}, func(r record.Reader) error {
		this = Guarded(r, h.Employee)
		return r.Each(Employees.Kind, []record.Cond{record.Where("standing", record.ChoiceValue(Working))}, func(row record.Row) bool {
			anyHat = !row.Value(Employees.Field("secret")).Empty()
			return !anyHat
		})
	})
	return this, anyHat, err
}

// tries are how many wrong passwords are taken without a wait.
const tries = 3

// Enter tries a password for a hat: nil lets in. After three wrong ones in a row the next has to
// wait, twice as long each time, a minute at most. It takes about a twentieth of a second.
func (d *Door) Enter(h record.Hat, password string) error {
	var e *Employee
	err := d.book.Read(record.Hat{}, func(r record.Reader) (err error) {
		e, err = record.Get(r, record.Ref[Employee](h.Employee))
		return err
	})
	if err != nil || e.Secret == "" {
		return err
	}
	what := "没有换成 " + e.Name
	d.mu.Lock()
	defer d.mu.Unlock() // one guess at a time
	if left := d.shut[e.ID].Sub(d.book.Now()); left > 0 {
		return record.RefuseField("password.wait", "password", what, "密码错了太多次", fmt.Sprintf("%d 秒后再试", int(left.Seconds())+1))
	}
	if holds(e.Secret, password) {
		delete(d.wrong, e.ID)
		return nil
	}
	d.wrong[e.ID]++
	if n := d.wrong[e.ID]; n >= tries {
		d.shut[e.ID] = d.book.Now().Add(min(time.Minute, 5*time.Second<<min(n-tries, 5)))
	}
	return record.RefuseField("password.wrong", "password", what, "密码不对", "再填一次；忘记了就请系统管理员在「员工信息」里取消")
}
