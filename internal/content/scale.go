package content

import (
	"fmt"
	"slices"
)

// Scale is a reflection: sentences that somebody answers from 0 to 100, in
// parts that are looked at apart. Never one number for all of it.
type Scale struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	About string `json:"about"`
	// Low and High are the words at the ends of every item.
	Low   string `json:"low"`
	High  string `json:"high"`
	Parts []Part `json:"parts"`
	Items []Item `json:"items"`
}

// Part is one side of a reflection, such as warmth.
type Part struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	About string `json:"about"`
	// More ends "this week I could use more …", or says what might help.
	More string `json:"more,omitempty"`
}

// Item is one sentence. A reversed one says the opposite of its part.
type Item struct {
	ID      string `json:"id"`
	Part    string `json:"part"`
	Ask     string `json:"ask"`
	Reverse bool   `json:"reverse,omitempty"`
}

// Part returns the part with an id.
func (s Scale) Part(id string) (Part, bool) {
	return find(s.Parts, id, func(p Part) string { return p.ID })
}

// ItemsOf returns a part's items, in their order.
func (s Scale) ItemsOf(part string) []Item {
	var of []Item
	for _, i := range s.Items {
		if i.Part == part {
			of = append(of, i)
		}
	}
	return of
}

func (s Scale) check(c *checker) {
	c.id("id", s.ID)
	c.words("title", s.Title, maxTitle+8)
	c.words("about", s.About, maxParagraph)
	c.words("low", s.Low, maxWordsAt)
	c.words("high", s.High, maxWordsAt)
	c.count("parts", len(s.Parts), 1, 8)
	c.count("items", len(s.Items), 2, 40)
	for i, p := range s.Parts {
		at := fmt.Sprintf("parts[%d]", i)
		c.id(at+".id", p.ID)
		c.words(at+".title", p.Title, maxTitle)
		c.words(at+".about", p.About, maxSentence)
		c.count(at+".items", len(s.ItemsOf(p.ID)), 2, 12)
	}
	s.checkItems(c)
}

func (s Scale) checkItems(c *checker) {
	for i, item := range s.Items {
		at := fmt.Sprintf("items[%d]", i)
		c.id(at+".id", item.ID)
		c.words(at+".ask", item.Ask, maxSentence)
		if !slices.ContainsFunc(s.Parts, func(p Part) bool { return p.ID == item.Part }) {
			c.refuse(at+".part", fmt.Sprintf("is %q", item.Part), "name one of the parts above")
		}
	}
	uniqueIDs(c, "parts", s.Parts, func(p Part) string { return p.ID })
	uniqueIDs(c, "items", s.Items, func(i Item) string { return i.ID })
}

func (s Scale) texts() []string {
	all := []string{s.Title, s.About, s.Low, s.High}
	for _, p := range s.Parts {
		all = append(all, p.Title, p.About, p.More)
	}
	for _, i := range s.Items {
		all = append(all, i.Ask)
	}
	return all
}
