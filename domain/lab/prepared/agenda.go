package prepared

import (
	"container/heap"

	"crmlab/domain/record"
)

// agenda is what people have in mind to do, by day and then in the order of intention.
type agenda struct {
	list intentions
	seq  int
}

type intention struct {
	day record.Date
	seq int
	do  func() error
}

// on plans something for the first working day from day on.
func (a *agenda) on(day record.Date, do func() error) {
	a.seq++
	heap.Push(&a.list, intention{workday(day), a.seq, do})
}

// run does what is due up to the day, also what that brings with it for the same day.
func (a *agenda) run(day record.Date) error {
	for len(a.list) > 0 && a.list[0].day <= day {
		if err := heap.Pop(&a.list).(intention).do(); err != nil {
			return err
		}
	}
	return nil
}

type intentions []intention

func (l intentions) Len() int      { return len(l) }
func (l intentions) Swap(i, j int) { l[i], l[j] = l[j], l[i] }
func (l *intentions) Push(x any)   { *l = append(*l, x.(intention)) }
func (l intentions) Less(i, j int) bool {
	return l[i].day < l[j].day || l[i].day == l[j].day && l[i].seq < l[j].seq
}

func (l *intentions) Pop() any {
	last := (*l)[len(*l)-1]
	*l = (*l)[:len(*l)-1]
	return last
}
