package theme

import (
	"encoding/json"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

// words are Fyne's built-in strings in the words of crmlab. Fyne has a Chinese set of its own,
// but shows it only on a Chinese desktop, and calls OK 好 and No 不.
var words = map[string]any{
	"Advanced":          "高级",
	"Cancel":            "取消",
	"Confirm":           "确认",
	"Copy":              "复制",
	"Create Folder":     "新建文件夹",
	"Cut":               "剪切",
	"Enter filename":    "输入文件名",
	"Error":             "错误",
	"Favourites":        "收藏",
	"File":              "文件",
	"Folder":            "文件夹",
	"New Folder":        "新文件夹",
	"No":                "否",
	"OK":                "确定",
	"Open":              "打开",
	"Paste":             "粘贴",
	"Quit":              "退出",
	"Redo":              "重做",
	"Save":              "保存",
	"Select all":        "全选",
	"Show Hidden Files": "显示隐藏的文件",
	"Undo":              "撤销",
	"Yes":               "是",
	"file.name":         map[string]string{"other": "名称"},
	"file.parent":       map[string]string{"other": "上一级"},
	"monday":            "星期一",
	"monday.short":      "一",
	"tuesday":           "星期二",
	"tuesday.short":     "二",
	"wednesday":         "星期三",
	"wednesday.short":   "三",
	"thursday":          "星期四",
	"thursday.short":    "四",
	"friday":            "星期五",
	"friday.short":      "五",
	"saturday":          "星期六",
	"saturday.short":    "六",
	"sunday":            "星期日",
	"sunday.short":      "日",
}

// SpeakChinese makes Fyne's own buttons and menus Chinese whatever the language of the desktop.
// It registers the words as those of the system's locale and belongs before the first window.
func SpeakChinese() error {
	content, err := json.Marshal(words)
	if err != nil {
		return fmt.Errorf("encode the words of the toolkit: %w", err)
	}
	name := lang.SystemLocale().LanguageString() + ".json"
	if err := lang.AddTranslations(fyne.NewStaticResource(name, content)); err != nil {
		return fmt.Errorf("register the words of the toolkit as %s: %w", name, err)
	}
	return nil
}
