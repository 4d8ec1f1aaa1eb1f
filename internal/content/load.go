package content

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"sync"
)

//go:embed en
var files embed.FS

// Library is everything in one language. It is read only, and may be shared.
type Library struct {
	Text     *Text
	Sessions []Session // in the order of their file names
	shelf    func() *Shelf
}

// Session returns the session with an id.
func (l *Library) Session(id string) (Session, bool) {
	return find(l.Sessions, id, func(s Session) string { return s.ID })
}

// English is the library that is complete and built in. It is parsed once.
func English() *Library { return english() }

var english = sync.OnceValue(func() *Library {
	l, err := Load(files, "en")
	if err != nil {
		panic(err) // the tests load the same bytes
	}
	return l
})

// Load reads the library of one language from the folder of that name. Every
// error is an *Error that says where to look and what to do.
func Load(fsys fs.FS, lang string) (*Library, error) {
	raw, err := fs.ReadFile(fsys, path.Join(lang, "ui.json"))
	if err != nil {
		return nil, missing(path.Join(lang, "ui.json"), err)
	}
	text, err := ParseText(path.Join(lang, "ui.json"), lang, raw)
	if err != nil {
		return nil, err
	}
	sessions, err := loadSessions(fsys, path.Join(lang, "sessions"))
	if err != nil {
		return nil, err
	}
	return &Library{Text: text, Sessions: sessions, shelf: shelfOf(fsys, lang)}, nil
}

func loadSessions(fsys fs.FS, dir string) ([]Session, error) {
	names, err := fs.Glob(fsys, path.Join(dir, "*.json"))
	if err != nil || len(names) == 0 {
		return nil, missing(dir, errors.Join(err, fs.ErrNotExist))
	}
	var all []Session
	for _, name := range names {
		raw, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, missing(name, err)
		}
		s, err := ParseSession(name, raw)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

// Error says what is wrong with a data file, for the person who writes it.
type Error struct {
	File string // such as "en/sessions/weekly.json"
	Path string // such as "forms[0].steps[3].minutes", or "" for the whole file
	What string // what is there
	Todo string // what to write instead
}

// Error implements error.
func (e *Error) Error() string {
	where := e.File
	if e.Path != "" {
		where += ": " + e.Path
	}
	return fmt.Sprintf("%s: %s; %s", where, e.What, e.Todo)
}

func missing(file string, err error) error {
	return &Error{File: file, What: fmt.Sprintf("cannot be read (%v)", err), Todo: "add the file"}
}

// decode reads exactly one JSON value and refuses fields that nobody knows.
func decode(file string, raw []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return jsonError(file, raw, d.InputOffset(), err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return &Error{File: file, Path: lineAt(raw, d.InputOffset()),
			What: "something follows the closing brace", Todo: "keep one object a file"}
	}
	return nil
}

func jsonError(file string, raw []byte, offset int64, err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return &Error{File: file, Path: lineAt(raw, syntax.Offset),
			What: "is not JSON (" + err.Error() + ")", Todo: "mend the comma, quote or bracket there"}
	case errors.As(err, &kind):
		return &Error{File: file, Path: kind.Field,
			What: "is a " + kind.Value, Todo: "write a " + kind.Type.String()}
	}
	return &Error{File: file, Path: lineAt(raw, offset),
		What: err.Error(), Todo: "see the fields in session.go"}
}

func lineAt(raw []byte, offset int64) string {
	offset = min(max(offset, 0), int64(len(raw)))
	return fmt.Sprintf("line %d", 1+bytes.Count(raw[:offset], []byte("\n")))
}
