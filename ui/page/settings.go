package page

import (
	"slices"
	"sync"

	"crmlab/domain/record"
)

// Settings keeps how a user likes the lists to look. It is part of no record and of no undo step.
type Settings interface {
	// ListLook is how the lists of an entry look; the zero ListLook is the usual look.
	ListLook(entry string) ListLook
	SetListLook(entry string, look ListLook)
}

// ListLook is what a user chose for the lists of one entry.
type ListLook struct {
	Columns []string           // names of fields in their order; nil: the kind's own choice
	Widths  map[string]float32 // by name of field, in device independent pixels
	Size    int                // rows a page; 0: the usual
}

// SettingsHost is a Host that keeps settings. Without it they last as long as the program.
type SettingsHost interface{ Settings() Settings }

// MemorySettings is a Settings that forgets everything at the end of the program.
type MemorySettings struct {
	mu    sync.Mutex
	looks map[string]ListLook
}

// ListLook belongs to Settings.
func (m *MemorySettings) ListLook(entry string) ListLook {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.looks[entry]
}

// SetListLook belongs to Settings.
func (m *MemorySettings) SetListLook(entry string, look ListLook) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.looks == nil {
		m.looks = map[string]ListLook{}
	}
	m.looks[entry] = look
}

var memorySettings MemorySettings

func settingsOf(h Host) Settings {
	if s, ok := h.(SettingsHost); ok {
		return s.Settings()
	}
	return &memorySettings
}

// listColumns are the fields that a list shows: those the user chose and that still exist, or those
// that their declarations list.
func listColumns(fields []*record.Field, chosen []string) []*record.Field {
	var out []*record.Field
	for _, name := range chosen {
		if i := slices.IndexFunc(fields, func(f *record.Field) bool { return f.Name == name }); i >= 0 && offered(fields[i]) {
			out = append(out, fields[i])
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, f := range fields {
		if f.Listed && offered(f) {
			out = append(out, f)
		}
	}
	return out
}

// Drafts keeps what a form holds before it is saved, so that a crash loses nothing.
type Drafts interface {
	Save(key string, content []byte) error
	// Load returns nil when there is no draft of the key.
	Load(key string) ([]byte, error)
	Drop(key string) error
}

// DraftsHost is a Host that keeps drafts. Without it forms keep none.
type DraftsHost interface{ Drafts() Drafts }
