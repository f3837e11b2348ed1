//go:build e2e

package e2e

import (
	"strings"
	"testing"

	"crmlab/ui/tour"
)

// Chinese can be typed and pasted into every kind of field; a field for numbers or dates says in
// words that it is none. What is typed comes as committed text, as from an input method.
func TestChineseIsTypedAndPasted(t *testing.T) {
	w := newScreen(t).start([]string{"CRMLAB_HOME=" + t.TempDir()})
	w.pastes("2022级电商1班", "粘贴的班级")
	w.begins("工商管理２班", "20220118", "欧阳慧")
	w.wear("王芳 · 销售代表")
	w.page("销售管理", "销售机会")

	// The line of conditions over a list.
	w.writes("编号、名称、拼音", "小满", "秦垣电力")
	w.key("Return")
	w.shows("查询")
	w.click("重置")

	w.click("新增销售机会")
	w.writes("机会名称", "张掖丹霞旅行社换传真机", "镇江香醋厂购碎纸机")
	w.writes("需求说明", "墙上要挂得住，夜里要静", "用了六年，卡纸")
	w.key("Return")
	w.typed("第二行")
	if got, want := w.value("需求说明"), "用了六年，卡纸\n第二行"; got != want {
		t.Errorf("需求说明 holds %q, not %q", got, want)
	}
	w.copies("需求说明", "用了六年，卡纸\n第二行")

	// A list is searched in by what is typed while the field has the keyboard.
	for _, paste := range []bool{false, true} {
		w.searches("客户", "小满", paste, "成都小满餐饮管理有限公司")
	}
	w.searches("来源", "展会", false, "展会")
	w.searches("意向产品", "激光", true, "激光打印机 M203")

	w.refuses("预计金额", "四万五千元", "这里只能填数字")
	w.refuses("预计成交", "明年春天", "日期请写成")
	w.refuses("可能性", "七成", "这里只能填")
	w.shows("填好的表单")

	w.key("ctrl+k")
	w.writes("搜索页面、编号、名称或拼音首字母", "成都小满", "销售机会")
	w.shows("搜索")
	w.key("Escape")
	w.settles()
}

// pastes puts a text into a field from the clipboard and sees it there.
func (w *window) pastes(field, text string) {
	w.t.Helper()
	w.copied(text)
	w.focuses(field)
	w.key("ctrl+a", "ctrl+v")
	w.holds(field, text)
}

// writes types one text into a field and then pastes another over it.
func (w *window) writes(field, typed, pasted string) {
	w.t.Helper()
	w.fill(field, typed)
	w.holds(field, typed)
	w.pastes(field, pasted)
}

// copies takes the text of a field to the clipboard, where other programs find it.
func (w *window) copies(field, text string) {
	w.t.Helper()
	w.focuses(field)
	w.key("ctrl+a", "ctrl+c")
	w.settles()
	if got := w.clipboard(); got != text {
		w.t.Errorf("the clipboard holds %q, not %q", got, text)
	}
}

// searches opens the list of a field and searches in it.
func (w *window) searches(field, query string, paste bool, option string) {
	w.t.Helper()
	w.clickKind(field, tour.FieldPlace)
	w.gone(field) // the list lies over it
	if paste {
		w.copied(query)
		w.key("ctrl+v")
	} else {
		w.typed(query)
	}
	w.await("the list with "+query+" in its search line", func(now sight) bool {
		for _, p := range now.Places {
			if p.Kind == tour.FieldPlace && p.Focused && p.Value == query {
				return now.says(option)
			}
		}
		return false
	})
	w.shows(field + "的列表")
	w.clickKind(option, tour.TextPlace)
	w.await(field+" with "+option, func(now sight) bool {
		p, ok := now.best(field, tour.FieldPlace)
		return ok && p.Value != ""
	})
}

// refuses types words into a field for numbers or dates, by keyboard and from the clipboard, and
// sees that it says so once it is left.
func (w *window) refuses(field, words, says string) {
	w.t.Helper()
	for _, paste := range []bool{false, true} {
		w.focuses(field)
		w.key("ctrl+a", "BackSpace")
		if paste {
			w.copied(words)
			w.key("ctrl+v")
		} else {
			w.typed(words)
		}
		w.key("Tab")
		w.await(field+" that says "+says, func(now sight) bool { return strings.Contains(now.words(), says) })
	}
	w.shows(field + "里的汉字")
	w.focuses(field)
	w.key("ctrl+a", "BackSpace")
}

// focuses clicks a field until it has the keyboard.
func (w *window) focuses(field string) {
	w.t.Helper()
	w.clickKind(field, tour.FieldPlace)
	w.await(field+" with the keyboard", func(now sight) bool {
		p, ok := now.best(field, tour.FieldPlace)
		return ok && p.Focused
	})
}

func (w *window) holds(field, text string) {
	w.t.Helper()
	w.await(field+" with "+text, func(now sight) bool {
		p, ok := now.best(field, tour.FieldPlace)
		return ok && p.Value == text
	})
}

// words are all that can be read in the window.
func (now sight) words() string {
	var all []string
	for _, p := range now.Places {
		all = append(all, p.Name)
	}
	return strings.Join(all, "\n")
}
