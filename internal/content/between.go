package content

import "fmt"

// Receiving is how somebody may wish to be met, and a guide for whoever reads.
type Receiving struct {
	Ways []Way  `json:"ways"`
	Own  string `json:"own"` // for what it stirs in the reader
}

// Way is one of the ways to be met.
type Way struct {
	ID    string   `json:"id"`
	Title string   `json:"title"`
	Ask   string   `json:"ask"` // as the writer says it
	Guide string   `json:"guide"`
	Try   []string `json:"try"`
	Leave []string `json:"leave"` // what to leave out, in a word or two each
}

// Way returns the way with an id.
func (r Receiving) Way(id string) (Way, bool) {
	return find(r.Ways, id, func(w Way) string { return w.ID })
}

func (r Receiving) check(c *checker) {
	c.count("ways", len(r.Ways), 4, 4)
	c.words("own", r.Own, maxParagraph)
	for i, w := range r.Ways {
		at := fmt.Sprintf("ways[%d]", i)
		c.id(at+".id", w.ID)
		c.words(at+".title", w.Title, maxTitle)
		c.words(at+".ask", w.Ask, maxSentence)
		c.words(at+".guide", w.Guide, maxSentence)
		c.count(at+".try", len(w.Try), 1, 5)
		c.count(at+".leave", len(w.Leave), 1, 5)
	}
	uniqueIDs(c, "ways", r.Ways, func(w Way) string { return w.ID })
}

func (r Receiving) texts() []string {
	all := []string{r.Own}
	for _, w := range r.Ways {
		all = append(all, w.Title, w.Ask, w.Guide)
		all = append(append(all, w.Try...), w.Leave...)
	}
	return all
}

// Regions are the four ways a month can feel, by togetherness and room.
type Regions struct {
	About string   `json:"about"`
	All   []Region `json:"regions"`
}

// Region is one of them: an experience, not a type of person or couple.
type Region struct {
	ID       string   `json:"id"`
	Together bool     `json:"together"`
	Room     bool     `json:"room"`
	Title    string   `json:"title"`
	About    string   `json:"about"`
	Helps    []string `json:"helps"`
}

// At returns the region with that much of each.
func (r Regions) At(together, room bool) Region {
	for _, region := range r.All {
		if region.Together == together && region.Room == room {
			return region
		}
	}
	return Region{}
}

func (r Regions) check(c *checker) {
	c.words("about", r.About, maxParagraph)
	c.count("regions", len(r.All), 4, 4)
	for i, region := range r.All {
		at := fmt.Sprintf("regions[%d]", i)
		c.id(at+".id", region.ID)
		c.words(at+".title", region.Title, maxTitle)
		c.words(at+".about", region.About, maxParagraph)
		c.count(at+".helps", len(region.Helps), 1, 5)
	}
	for _, corner := range []struct{ together, room bool }{{false, false}, {false, true}, {true, false}, {true, true}} {
		if r.At(corner.together, corner.room).ID == "" {
			c.refuse("regions", fmt.Sprintf("has none with together %t and room %t", corner.together, corner.room), "write it")
		}
	}
}

func (r Regions) texts() []string {
	all := []string{r.About}
	for _, region := range r.All {
		all = append(append(all, region.Title, region.About), region.Helps...)
	}
	return all
}

// Resources are what helps somebody, in themselves and around them.
type Resources struct {
	About   string `json:"about"`
	Inside  Source `json:"inside"`
	Outside Source `json:"outside"`
}

// Source is one side of them, with ideas to begin from.
type Source struct {
	Title string   `json:"title"`
	Ask   string   `json:"ask"`
	Ideas []string `json:"ideas"`
}

func (r Resources) check(c *checker) {
	c.words("about", r.About, maxParagraph)
	for at, s := range map[string]Source{"inside": r.Inside, "outside": r.Outside} {
		c.words(at+".title", s.Title, maxTitle)
		c.words(at+".ask", s.Ask, maxSentence)
		c.count(at+".ideas", len(s.Ideas), 3, 12)
	}
}

func (r Resources) texts() []string {
	all := []string{r.About, r.Inside.Title, r.Inside.Ask, r.Outside.Title, r.Outside.Ask}
	return append(append(all, r.Inside.Ideas...), r.Outside.Ideas...)
}

// Cycle is what a map of a recurring quarrel is drawn from: what I do, how it
// looks, how it is inside, and what I need.
type Cycle struct {
	About   string   `json:"about"`
	Moves   []Choice `json:"moves"`
	Outside []Choice `json:"outside"`
	Inside  []Choice `json:"inside"`
	Needs   []Choice `json:"needs"`
}

// Choice is one thing to choose.
type Choice struct {
	ID   string `json:"id"`
	Text string `json:"text"`
	// Seen says a move of somebody else: it follows their name.
	Seen string `json:"seen,omitempty"`
}

func (y Cycle) lists() map[string][]Choice {
	return map[string][]Choice{"moves": y.Moves, "outside": y.Outside, "inside": y.Inside, "needs": y.Needs}
}

func (y Cycle) check(c *checker) {
	c.words("about", y.About, maxParagraph)
	for at, list := range y.lists() {
		c.count(at, len(list), 4, 12)
		for i, choice := range list {
			c.id(fmt.Sprintf("%s[%d].id", at, i), choice.ID)
			c.words(fmt.Sprintf("%s[%d].text", at, i), choice.Text, maxTitle+20)
			if at == "moves" {
				c.words(fmt.Sprintf("%s[%d].seen", at, i), choice.Seen, maxTitle+20)
			}
		}
		uniqueIDs(c, at, list, func(c Choice) string { return c.ID })
	}
}

func (y Cycle) texts() []string {
	all := []string{y.About}
	for _, list := range y.lists() {
		for _, choice := range list {
			all = append(all, choice.Text, choice.Seen)
		}
	}
	return all
}
