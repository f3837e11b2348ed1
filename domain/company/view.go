package company

import "crmlab/domain/record"

// View 保存的查询 is an advanced query under a name.
type View struct {
	record.Base
	Name  string
	Kind  string // kind that it queries
	Query string // conditions as pages write them
}

// Views is the kind of 保存的查询.
var Views = record.Define("view", "保存的查询", "company", "VW", []record.FieldOf[View]{
	record.Text("name", 1, "名称", func(v *View) *string { return &v.Name }, record.Required, record.Max(40), record.Listed, record.Search),
	record.Text("kind", 2, "对象", func(v *View) *string { return &v.Kind }, record.Required, record.Max(40), record.Listed),
	record.Text("query", 3, "条件", func(v *View) *string { return &v.Query }, record.Required, record.Max(2000), record.Listed),
})

// SaveView keeps an advanced query under a name; a view of the same name is replaced.
// Everybody may keep views, whatever the position's rights in 企业设置.
func SaveView(b *record.Book, h record.Hat, kind *record.Kind, name, query string) (*record.Entry, error) {
	return b.Write(h, "保存查询 "+name, func(tx record.Tx) error {
		old, err := record.Find(tx, Views, record.Where("name", record.TextValue(name)), record.Where("kind", record.TextValue(kind.Name)))
		if err != nil {
			return err
		}
		v := &View{Name: name, Kind: kind.Name}
		if len(old) > 0 {
			v = old[0]
		}
		v.Query = query
		return tx.ByRule().Save(v)
	})
}

// RenameView gives a saved query another name; another one of the kind may not have it.
func RenameView(b *record.Book, h record.Hat, id record.ID, name string) (*record.Entry, error) {
	return b.Write(h, "重命名查询 "+name, func(tx record.Tx) error {
		v, err := record.Get(tx, record.Ref[View](id))
		if err != nil {
			return err
		}
		same, err := record.Find(tx, Views, record.Where("name", record.TextValue(name)), record.Where("kind", record.TextValue(v.Kind)))
		if err != nil {
			return err
		}
		if len(same) > 0 && same[0].ID != id {
			return record.RefuseField("view.taken", "name", "没有重命名查询", "已经有叫「"+name+"」的查询", "换一个名称")
		}
		v.Name = name
		return tx.ByRule().Save(v)
	})
}

// DropView deletes a saved query.
func DropView(b *record.Book, h record.Hat, id record.ID) (*record.Entry, error) {
	return b.Write(h, "删除查询", func(tx record.Tx) error { return tx.ByRule().Delete(Views.Kind, id) })
}
