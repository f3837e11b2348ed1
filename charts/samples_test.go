package charts

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"
)

// sampleFolder, when set in the environment, receives every sample as a PNG to be looked at.
const sampleFolder = "CRMLAB_CHART_SAMPLES"

// sampleSizes are those of a card beside a table, half a page, a whole page and a card of the desk.
var sampleSizes = []Size{{300, 520}, {560, 360}, {900, 420}, {380, 180}}

var sampleStages = []Stage{
	{"验证客户", 9, 820000, 20}, {"需求分析", 7, 640000, 30}, {"方案报价", 5, 510000, 50}, {"商务谈判", 2, 260000, 90},
}

// sampleCharts draws each kind of chart with ordinary and with awkward figures.
var sampleCharts = map[string]func(Options) Picture{
	"funnel": func(o Options) Picture { return Funnel(o, ByAmount, "个", sampleStages) },
	"funnel-steep": func(o Options) Picture {
		return Funnel(o, ByAmount, "个", []Stage{
			{"初步接触", 48, 12860400.5, 10}, {"需求确认", 9, 640000, 30}, {"方案与报价（含样机试用）", 5, 90000, 50},
			{"商务谈判", 2, 26000, 90}, {"签约", 0, 0, 100}, {"赢单", 1, 8000, NoRate},
		})
	},
	"composition": func(o Options) Picture {
		o.Unit = "元"
		return Composition(o, Auto, [3]string{"本期", "上期", "去年同期"}, "其他", sampleShares(5))
	},
	"composition-many": func(o Options) Picture {
		o.Unit = "元"
		return Composition(o, Auto, [3]string{"本期", "上期", "去年同期"}, "其他", sampleShares(14))
	},
	"donut": func(o Options) Picture {
		o.Unit = "元"
		return Donut(o, "合计", "其他", []Item{
			{"打印设备", 820000}, {"办公家具", 310500.5}, {"网络设备", 260000}, {"耗材", 181200}, {"会议系统", 90000},
			{"安防监控", 45000}, {"软件与服务", 30000}, {"维修", 8000}, {"培训", 6000}, {"租赁", -2000},
		})
	},
	"donut-two": func(o Options) Picture {
		return Donut(o, "反馈", "其他", []Item{{"表扬", 18}, {"投诉", 7}})
	},
	"bars": func(o Options) Picture {
		o.Unit = "元"
		return Bars(o, Auto, "其他", []Item{
			{"广州粤达电子商行", 820000}, {"Blauer See Delikatessen", 431200}, {"上海浦江贸易有限公司浦东新区分公司", 260000.75},
			{"武汉东湖医院", 86400}, {"中关村恒通", 0}, {"成都锦城设计院", -42000},
		})
	},
	"bars-count": func(o Options) Picture {
		o.Unit, o.Title = "件", "维修故障分布"
		return Bars(o, Upright, "其他", []Item{{"卡纸", 12}, {"缺粉", 8}, {"联网", 5}, {"异响", 2}, {"其他", 1}})
	},
	"lines": func(o Options) Picture {
		o.Unit = "元"
		var periods []string
		ours, theirs, last := make([]float64, 12), make([]float64, 12), make([]float64, 12)
		for i := range 12 {
			periods = append(periods, fmt.Sprintf("2026-%02d", i+1))
			ours[i] = 400000 + 150000*math.Sin(float64(i)/2) + float64(i*22000)
			theirs[i] = 380000 + 90000*math.Cos(float64(i)/3)
			last[i] = 260000 + float64(i*i)*1900
		}
		theirs[5] = math.NaN()
		return Lines(o, periods, []Series{{"本年销售额", ours}, {"回款", theirs}, {"去年同期", last}})
	},
	"stacked": func(o Options) Picture {
		o.Unit = "元"
		return Stacked(o, Auto, "其他", []string{"一季度", "二季度", "三季度", "四季度"}, []Series{
			{"打印设备", []float64{320000, 410000, 380000, 520000}}, {"耗材", []float64{90000, 120000, 110000, 160000}},
			{"服务", []float64{40000, 52000, 61000, 70000}}, {"退货", []float64{-12000, -4000, -22000, -9000}},
		})
	},
	"empty": func(o Options) Picture { return Funnel(o, ByAmount, "个", nil) },
}

func sampleShares(n int) []Share {
	names := []string{
		"打印设备", "办公家具", "网络设备", "办公耗材及其配件（含原装与兼容）", "会议系统", "安防监控", "软件与服务",
		"维修", "培训", "租赁", "文具", "饮水设备", "空调", "照明",
	}
	var out []Share
	for i, name := range names[:n] {
		base := 820000 / float64(i*i+1)
		out = append(out, Share{name, base, base * (0.7 + 0.1*float64(i%5)), base * (1.2 - 0.15*float64(i%4))})
	}
	return out
}

// TestSamples draws every sample at every size, scale and style; looking at them is the
// developer's part (set CRMLAB_CHART_SAMPLES to a folder).
func TestSamples(t *testing.T) {
	folder := os.Getenv(sampleFolder)
	for name, draw := range sampleCharts {
		for _, size := range sampleSizes {
			for _, scale := range []float64{1, 2} {
				for mode, style := range map[string]Style{"light": Light(), "dark": Dark()} {
					picture := draw(Options{Size: size, Scale: scale, Style: style, Empty: "暂无数据"})
					file := fmt.Sprintf("%s-%dx%d@%g-%s", name, size.W, size.H, scale, mode)
					checkPicture(t, file, picture, size, scale)
					if folder == "" {
						continue
					}
					data, err := picture.PNG()
					if err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(filepath.Join(folder, file+".png"), data, 0o644); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	}
}

// checkPicture holds what is true of every picture: its size, ink on a ground that frames it,
// and areas inside it.
func checkPicture(t *testing.T, name string, p Picture, size Size, scale float64) {
	t.Helper()
	w, h := int(math.Ceil(float64(size.W)*scale)), int(math.Ceil(float64(size.H)*scale))
	if b := p.Image.Bounds(); b.Dx() != w || b.Dy() != h {
		t.Errorf("%s: picture is %v, want %dx%d", name, b, w, h)
		return
	}
	ground := p.Image.RGBAAt(0, 0)
	blank := true
	for y := range h {
		for x := range w {
			if p.Image.RGBAAt(x, y) == ground {
				continue
			}
			blank = false
			if x == 0 || y == 0 || x == w-1 || y == h-1 {
				t.Errorf("%s: ink at the edge (%d,%d), something is clipped", name, x, y)
				return
			}
		}
	}
	if blank {
		t.Errorf("%s: picture is blank", name)
	}
	for _, area := range p.Areas {
		for _, at := range area.Outline {
			if at.X < 0 || at.Y < 0 || at.X > float64(size.W) || at.Y > float64(size.H) {
				t.Errorf("%s: area %d/%d leaves the picture at %v", name, area.Index, area.Series, at)
			}
		}
	}
}
