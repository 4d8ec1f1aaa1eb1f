package content

import (
	"io/fs"
	"path"
	"sync"
)

// Shelf is what only some rooms need: decks, reflections, exercises. It is
// read when the first of them is entered, so that opening does not wait for it.
type Shelf struct {
	Decks     []Deck
	Scales    []Scale
	Exercises Exercises
	Patterns  Patterns
	Receiving Receiving
	Regions   Regions
	Resources Resources
	Cycle     Cycle
	Safe      Safe
}

// Deck returns the deck with an id.
func (s *Shelf) Deck(id string) (Deck, bool) {
	return find(s.Decks, id, func(d Deck) string { return d.ID })
}

// Scale returns the reflection with an id.
func (s *Shelf) Scale(id string) (Scale, bool) {
	return find(s.Scales, id, func(s Scale) string { return s.ID })
}

// Shelf is the English shelf, parsed once.
func (l *Library) Shelf() *Shelf { return l.shelf() }

// shelfOf reads the shelf of one language when it is first asked for. What is
// built in parses: the tests load the same bytes.
func shelfOf(fsys fs.FS, lang string) func() *Shelf {
	return sync.OnceValue(func() *Shelf {
		s, err := LoadShelf(fsys, lang)
		if err != nil {
			panic(err)
		}
		return s
	})
}

// checkable is a data file that can check itself.
type checkable interface{ check(*checker) }

// LoadShelf reads the shelf of one language from the folder of that name.
// Every error is an *Error that says where to look and what to do.
func LoadShelf(fsys fs.FS, lang string) (*Shelf, error) {
	s, r := &Shelf{}, &reader{fsys: fsys, lang: lang}
	s.Decks = readAll[Deck](r, "decks")
	s.Scales = readAll[Scale](r, "scales")
	s.Exercises = readOne[Exercises](r, "exercises.json")
	s.Patterns = readOne[Patterns](r, "patterns.json")
	s.Receiving = readOne[Receiving](r, "receiving.json")
	s.Regions = readOne[Regions](r, "regions.json")
	s.Resources = readOne[Resources](r, "resources.json")
	s.Cycle = readOne[Cycle](r, "cycle.json")
	s.Safe = readOne[Safe](r, "safe.json")
	if r.err != nil {
		return nil, r.err
	}
	return s, nil
}

// reader keeps the first thing that is wrong.
type reader struct {
	fsys fs.FS
	lang string
	err  error
}

func readAll[T checkable](r *reader, dir string) []T {
	names, err := fs.Glob(r.fsys, path.Join(r.lang, dir, "*.json"))
	if err == nil && len(names) == 0 {
		err = fs.ErrNotExist
	}
	if err != nil && r.err == nil {
		r.err = missing(path.Join(r.lang, dir), err)
	}
	var all []T
	for _, name := range names {
		all = append(all, readOne[T](r, path.Join(dir, path.Base(name))))
	}
	return all
}

func readOne[T checkable](r *reader, name string) T {
	var v T
	if r.err != nil {
		return v
	}
	file := path.Join(r.lang, name)
	raw, err := fs.ReadFile(r.fsys, file)
	if err != nil {
		r.err = missing(file, err)
		return v
	}
	if r.err = decode(file, raw, &v); r.err != nil {
		return v
	}
	c := &checker{file: file}
	v.check(c)
	r.err = c.err
	return v
}

// find returns the element with an id.
func find[T any](all []T, id string, of func(T) string) (T, bool) {
	for _, v := range all {
		if of(v) == id {
			return v, true
		}
	}
	var none T
	return none, false
}
