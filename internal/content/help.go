package content

import (
	"embed"
	"fmt"
	"slices"
	"sync"
)

//go:embed help
var helpFiles embed.FS

// Help are the people whom somebody can call, by country. It is the same in
// every language, and there without a network.
type Help struct {
	Noted     string    `json:"noted"` // the month in which the numbers were noted
	Countries []Country `json:"countries"`
}

// Country is one country's numbers, under its own name.
type Country struct {
	Code      string   `json:"code"` // ISO 3166-1
	Name      string   `json:"name"`
	Emergency []string `json:"emergency"`
	Lines     []Line   `json:"lines"`
}

// Line is one helpline.
type Line struct {
	Name   string `json:"name"`
	Phone  string `json:"phone"`  // empty: only the page below
	For    string `json:"for"`    // "women", "men" or "everybody"
	Source string `json:"source"` // the organisation's own page, where the number stands
}

// Numbers are the numbers that are built in. They are parsed once.
var Numbers = sync.OnceValue(func() Help {
	r := &reader{fsys: helpFiles, lang: "help"}
	h := readOne[Help](r, "countries.json")
	if r.err != nil {
		panic(r.err) // the tests load the same bytes
	}
	return h
})

func (h Help) check(c *checker) {
	c.words("noted", h.Noted, 7)
	c.count("countries", len(h.Countries), 1, 200)
	for i, country := range h.Countries {
		country.check(c, fmt.Sprintf("countries[%d]", i))
	}
}

func (y Country) check(c *checker, at string) {
	if len(y.Code) != 2 {
		c.refuse(at+".code", fmt.Sprintf("is %q", y.Code), "write the two letters of ISO 3166-1")
	}
	c.words(at+".name", y.Name, maxTitle)
	c.count(at+".emergency", len(y.Emergency), 1, 3)
	c.count(at+".lines", len(y.Lines), 1, 8)
	for i, line := range y.Lines {
		place := fmt.Sprintf("%s.lines[%d]", at, i)
		c.words(place+".name", line.Name, 80)
		c.words(place+".source", line.Source, 60)
		if !slices.Contains([]string{"women", "men", "everybody"}, line.For) {
			c.refuse(place+".for", fmt.Sprintf("is %q", line.For), `write "women", "men" or "everybody"`)
		}
	}
}
