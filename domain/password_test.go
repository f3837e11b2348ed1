package domain_test

import (
	"strings"
	"testing"
	"time"

	"crmlab/domain"
	"crmlab/domain/company"
	"crmlab/domain/record"
)

// password is an input of 设置登录密码.
func password(now, fresh string) *company.NewPassword {
	return &company.NewPassword{Now: now, Fresh: fresh, Again: fresh}
}

func TestAPasswordGuardsTheHatsOfOneEmployee(t *testing.T) {
	s := newSmall(t)
	d := company.NewDoor(s.book)
	s.must(nil, d.Enter(s.seller, "")) // nobody is asked for what there is not
	s.must(s.book.Do(s.seller, company.SetPassword, s.seller.Employee, password("", "雨天 1234")))
	if this, anyHat, err := d.Guards(s.seller); err != nil || !this || !anyHat {
		t.Errorf("Guards = %v, %v, %v", this, anyHat, err)
	}
	if this, anyHat, err := d.Guards(s.manager); err != nil || this || !anyHat {
		t.Errorf("Guards of another = %v, %v, %v", this, anyHat, err)
	}
	s.refused("password.wrong")(nil, d.Enter(s.seller, "雨天1234"))
	s.must(nil, d.Enter(s.seller, "雨天 1234"))
	s.must(nil, d.Enter(s.manager, ""))
}

func TestOnesOwnPasswordIsChangedWithThePresentOneOnly(t *testing.T) {
	s := newSmall(t)
	s.must(s.book.Do(s.seller, company.SetPassword, s.seller.Employee, password("", "first")))
	clerk := load[company.Position](s, s.sellerOffice.ID)
	for i := range clerk.Rights {
		if clerk.Rights[i].Module == "company" {
			clerk.Rights[i] = company.RightsFromLetters("company", "v")
		}
	}
	s.must(s.book.Save(record.Hat{}, clerk))
	s.refused("password.now")(s.book.Do(s.seller, company.SetPassword, s.seller.Employee, password("guess", "second")))
	s.must(s.book.Do(s.seller, company.SetPassword, s.seller.Employee, password("first", "second")))
	s.refused("password.again")(s.book.Do(s.seller, company.SetPassword, s.seller.Employee, &company.NewPassword{Now: "second", Fresh: "third", Again: "thirds"}))
	s.refused("password.short")(s.book.Do(s.seller, company.SetPassword, s.seller.Employee, password("second", "abc")))
	s.refused("password.others")(s.book.Do(s.seller, company.SetPassword, s.manager.Employee, password("", "mine")))

	// An administrator takes a forgotten one away.
	s.must(s.book.Do(s.director, company.SetPassword, s.seller.Employee, password("", "")))
	s.must(nil, company.NewDoor(s.book).Enter(s.seller, ""))
}

func TestGuessingAPasswordTakesLongerAndLonger(t *testing.T) {
	s := newSmall(t)
	now := clock()
	book, err := domain.Open(s.store, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	s.must(book.Do(s.director, company.SetPassword, s.seller.Employee, password("", "right")))
	d := company.NewDoor(book)
	for range 3 {
		s.refused("password.wrong")(nil, d.Enter(s.seller, "wrong"))
	}
	s.refused("password.wait")(nil, d.Enter(s.seller, "right"))
	now = now.Add(5 * time.Second)
	s.refused("password.wrong")(nil, d.Enter(s.seller, "wrong"))
	now = now.Add(5 * time.Second)
	s.refused("password.wait")(nil, d.Enter(s.seller, "right"))
	now = now.Add(5 * time.Second)
	s.must(nil, d.Enter(s.seller, "right"))
}

func TestAPasswordIsNeverShown(t *testing.T) {
	s := newSmall(t)
	s.must(s.book.Do(s.director, company.SetPassword, s.seller.Employee, password("", "right")))
	s.must(nil, s.book.Read(record.Hat{}, func(r record.Reader) error {
		e, err := record.Get(r, record.Ref[company.Employee](s.seller.Employee))
		if err != nil {
			return err
		}
		if !strings.HasPrefix(e.Secret, "$argon2id$") || strings.Contains(e.Secret, "right") {
			t.Errorf("stored: %q", e.Secret)
		}
		f := company.Employees.Field("secret")
		for _, text := range []string{f.Show(f.Get(e), nil), f.Plain(f.Get(e), nil)} {
			if strings.Contains(text, "argon2id") || text == "" {
				t.Errorf("shown: %q", text)
			}
		}
		return nil
	}))
	for _, broken := range []string{"$argon2id$", "x", "$argon2id$v=19$m=4294967295,t=1,p=1$AA$AAAAAAAAAAAAAAAAAAAAAA", "$argon2id$v=19$m=19456,t=2,p=1$!$AA"} {
		s.must(s.book.Write(record.Hat{}, "损坏", func(tx record.Tx) error {
			e, err := record.Get(tx, record.Ref[company.Employee](s.seller.Employee))
			if err != nil {
				return err
			}
			e.Secret = broken
			return tx.ByRule().Save(e)
		}))
		s.refused("password.wrong")(nil, company.NewDoor(s.book).Enter(s.seller, "right"))
	}
}
