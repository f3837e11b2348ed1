package data

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestPlainTextsSortAsTheCollatorSortsThem(t *testing.T) {
	plain := rapid.StringOf(rapid.RuneFrom([]rune(" !\"#$%&'()*+,-./0123456789:;<=>?@ABCXYZ[\\]^_`abcxyz{|}~")))
	rapid.Check(t, func(t *rapid.T) {
		a, b := plain.Draw(t, "a"), plain.Draw(t, "b")
		c := collators.Get().(*collator)
		defer collators.Put(c)
		want := c.CompareString(a, b)
		if got := comparePlain(a, b); got != want {
			t.Fatalf("%q and %q: %d, the collator says %d", a, b, got, want)
		}
	})
}

func TestRanksOrderAsTextsCompare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var o textOrder
		mixed := rapid.Bool().Draw(t, "mixed")
		var entries words
		entries.add(nil)
		for range rapid.IntRange(1, 6).Draw(t, "rounds") {
			for range rapid.IntRange(0, 8).Draw(t, "new") {
				text := rapid.StringMatching("[a-cA-C-]{0,3}").Draw(t, "tail")
				if mixed {
					text = someText.Draw(t, "text") + text
				}
				entries.add([]byte(text))
			}
			ranks := o.extend(&entries)
			for i := range entries.len() {
				for j := range entries.len() {
					a, b := entries.at(uint32(i)), entries.at(uint32(j))
					if cmp.Compare(ranks[i], ranks[j]) != compareTexts(a, b) {
						t.Fatalf("%q and %q have ranks %d and %d", a, b, ranks[i], ranks[j])
					}
				}
			}
		}
	})
}

func TestChineseSortsByPinyin(t *testing.T) {
	got := []string{"中兴", "阿里", "Zeta", "华星", "安达", "1 号", "北方"}
	slices.SortFunc(got, compareTexts)
	if want := []string{"1 号", "Zeta", "阿里", "安达", "北方", "华星", "中兴"}; !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}

func TestSearchFindsTextAndInitials(t *testing.T) {
	for _, c := range []struct {
		text, query string
		want        bool
	}{
		{"华星科技（深圳）有限公司", "hxkj", true}, {"华星科技（深圳）有限公司", "HXKJSZ", true}, {"华星科技", "星科", true},
		{"重庆长城", "cqcc", true}, {"重庆长城", "zq", true}, {"ABC公司", "abc", true}, {"ＡＢＣ公司", "abc", true}, {"abc", "ＡＢ", true},
		{"华星科技", "hk", false}, {"华星科技", "", true}, {"", "a", false}, {"SO-0012", "so-00", true}, {"3M中国", "3mzg", true},
		{"华星", "星hx", false}, {"华\x00星", "华星", true},
	} {
		if got := textMatches(c.text, c.query); got != c.want {
			t.Errorf("%q in %q: %v", c.query, c.text, got)
		}
		d := newDictionary(true)
		d.add([]byte("别的"))
		code := d.add([]byte(c.text))
		if got := d.matching(c.query)[code]; got != c.want {
			t.Errorf("dictionary: %q in %q: %v", c.query, c.text, got)
		}
	}
}
