package screenstest

import (
	"github.com/a-h/templ"

	"pleach/internal/content"
	s "pleach/internal/screens"
)

// Page is one page in one state.
type Page struct {
	Name      string // such as "today-saved"
	Title     string
	Component templ.Component
}

// people and text of one gallery.
type set struct {
	t         s.Text
	lib       *content.Library
	ada, noor s.Person
	own       func(string) string // what people wrote passes through it
}

// Pages are all of them. What people wrote passes through own, so that a test
// can tell it from what the screens say themselves; nil leaves it alone.
func Pages(lib *content.Library, own func(string) string) []Page {
	if own == nil {
		own = func(text string) string { return text }
	}
	g := set{t: lib.Text, lib: lib, own: own,
		ada:  s.Person{Name: own("Ada"), Slot: 1, Me: true},
		noor: s.Person{Name: own("Noor"), Slot: 2}}
	var all []Page
	for _, part := range [][]Page{g.door(), g.today(), g.checkin(), g.talk(), g.openUp(), g.grow(), g.ground(), g.maps(), g.history(), g.pair(), g.settings(), g.problems()} {
		all = append(all, part...)
	}
	return all
}

func (g set) week() content.Session {
	w, _ := g.lib.Session("weekly")
	return w
}

func bare() s.Frame       { return s.Frame{Bare: true} }
func at(r s.Room) s.Frame { return s.Frame{At: r} }
func page(name string, c templ.Component) Page {
	return Page{Name: name, Title: name, Component: c}
}
