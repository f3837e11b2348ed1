package lab

import (
	"crypto/sha256"
	"encoding/binary"
	"strconv"

	"crmlab/domain/record"
)

// drawn is a parameter's value for one student: as fields read it, and as texts show it.
type drawn struct{ value, title string }

// draw chooses the parameters of an experiment for a student. The same pack, experiment
// and 学号 give the same values on every machine; "" is somebody who studies alone.
func (x *Experiment) draw(pack, student string) map[string]string {
	out := map[string]string{}
	for _, p := range x.Params {
		out[p.Name] = p.choose(chance(pack, x.No, student, p.Name))
	}
	return out
}

// chance is a number that depends on nothing but its arguments.
func chance(pack string, experiment int, student, name string) uint64 {
	h := sha256.New()
	for _, part := range []string{pack, strconv.Itoa(experiment), fold(student), name} {
		var n [4]byte
		binary.BigEndian.PutUint32(n[:], uint32(len(part)))
		h.Write(n[:])
		h.Write([]byte(part))
	}
	return binary.BigEndian.Uint64(h.Sum(nil))
}

func (p *Param) choose(n uint64) string {
	switch {
	case len(p.Pick) > 0:
		return p.Pick[n%uint64(len(p.Pick))]
	case len(p.Int) == 2:
		return strconv.Itoa(p.Int[0] + int(n%uint64(p.Int[1]-p.Int[0]+1)))
	}
	step := max(p.Step, 1)
	return strconv.Itoa(p.Money[0] + step*int(n%uint64((p.Money[1]-p.Money[0])/step+1)))
}

// name gives drawn values their titles. A pick that the file does not have keeps its
// number: whoever changed the case is told by the checks that name it.
func (x *Experiment) name(r record.Reader, values map[string]string) map[string]drawn {
	out := map[string]drawn{}
	for _, p := range x.Params {
		d := drawn{value: values[p.Name], title: values[p.Name]}
		if k := record.KindNamed(p.Kind); k != nil {
			if id, ok, err := r.ByNumber(k, d.value); err == nil && ok {
				d.title = r.Title(k, id)
			}
		} else if len(p.Money) == 2 {
			d.title = record.GroupDigits(d.value)
		}
		out[p.Name] = d
	}
	return out
}
