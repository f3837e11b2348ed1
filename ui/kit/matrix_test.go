package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func sampleMatrix() (*Matrix, *int) {
	changes := 0
	m := &Matrix{Columns: []string{"查看", "新增", "编辑"}, OnChanged: func() { changes++ }}
	for _, title := range []string{"客户管理", "销售管理", "订单管理"} {
		m.Rows = append(m.Rows, MatrixRow{Title: title, On: make([]bool, 3)})
	}
	return m, &changes
}

func TestMatrixIsUsedByKeyboardAlone(t *testing.T) {
	m, changes := sampleMatrix()
	w, _ := stage(t, m, 500, 200)
	w.Canvas().Focus(m)
	key := func(names ...fyne.KeyName) {
		for _, n := range names {
			m.TypedKey(&fyne.KeyEvent{Name: n})
		}
	}
	key(fyne.KeySpace, fyne.KeyDown, fyne.KeyRight, fyne.KeySpace, fyne.KeyEnd, fyne.KeyDown, fyne.KeyDown, fyne.KeySpace, fyne.KeyUp, fyne.KeySpace, fyne.KeySpace)
	want := [][]bool{{true, false, false}, {false, true, false}, {false, false, true}}
	for i, row := range m.Rows {
		for j, on := range row.On {
			if on != want[i][j] {
				t.Errorf("%s %s is %v", row.Title, m.Columns[j], on)
			}
		}
	}
	if *changes != 5 {
		t.Errorf("%d changes were told, want 5", *changes)
	}
	shoot(t, w, "matrix")
}

func TestMatrixTicksWholeRowsAndColumns(t *testing.T) {
	m, _ := sampleMatrix()
	stage(t, m, 500, 200)
	count := func() (n int) {
		for _, r := range m.Rows {
			for _, on := range r.On {
				if on {
					n++
				}
			}
		}
		return n
	}
	test.TapAt(m, fyne.NewPos(20, matrixRow+5)) // the first row
	if count() != 3 || !m.Rows[0].On[2] {
		t.Errorf("the row has %v", m.Rows[0].On)
	}
	test.TapAt(m, fyne.NewPos(matrixTitle+5, 5)) // the first column
	if count() != 5 {
		t.Errorf("%d ticks, want five", count())
	}
	test.TapAt(m, fyne.NewPos(matrixTitle+5, 5)) // all of it is ticked: none
	if count() != 2 {
		t.Errorf("%d ticks, want two", count())
	}
	m.ReadOnly = true
	test.TapAt(m, fyne.NewPos(matrixTitle+5, matrixRow*2+5))
	if count() != 2 {
		t.Error("what is only read was changed")
	}
}

func TestMatrixOfOptionsKeepsOneARow(t *testing.T) {
	m, _ := sampleMatrix()
	m.Single = true
	stage(t, m, 500, 200)
	test.TapAt(m, fyne.NewPos(matrixTitle+5, matrixRow+5))
	test.TapAt(m, fyne.NewPos(matrixTitle+m.cell()+5, matrixRow+5))
	if m.Rows[0].On[0] || !m.Rows[0].On[1] {
		t.Errorf("the row has %v", m.Rows[0].On)
	}
}
