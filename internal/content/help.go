package content

import (
	"embed"
	"fmt"
	"slices"
	"sync"
	"time"
)

//go:embed help
var helpFiles embed.FS

// Help are the people whom somebody can call, by country. It is the same in
// every language, and there without a network.
type Help struct {
	Noted     string    `json:"noted"` // the month in which all were looked at
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

	// Checked is the month of the newest text that names this number (what
	// counts as one: docs/design/decisions.md). Empty: none was found.
	Checked string `json:"checked,omitempty"`
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
	if !isMonth(h.Noted) {
		c.refuse("noted", fmt.Sprintf("is %q", h.Noted), `write a month such as "2026-10"`)
	}
	c.count("countries", len(h.Countries), 1, 200)
	for i, country := range h.Countries {
		country.check(c, fmt.Sprintf("countries[%d]", i), h.Noted)
	}
}

func (y Country) check(c *checker, at, noted string) {
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
		if line.Checked != "" && (!isMonth(line.Checked) || line.Checked > noted) {
			c.refuse(place+".checked", fmt.Sprintf("is %q", line.Checked),
				`write a month such as "2026-10", not after the one of the whole, or leave it out`)
		}
	}
}

func isMonth(s string) bool {
	_, err := time.Parse("2006-01", s)
	return err == nil
}
