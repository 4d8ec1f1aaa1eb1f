package content

import "fmt"

// Deck is a set of cards to draw from.
type Deck struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	About string `json:"about"`
	Cards []Card `json:"cards"`
}

// Card is one question or one idea.
type Card struct {
	ID    string `json:"id"`
	Topic string `json:"topic"`
	Text  string `json:"text"`
	// Depth is 1 to 3 in a deck of questions: how far in it leads.
	Depth int `json:"depth,omitempty"`
	// Effort is 1 to 3 and Cost 0 to 2 in a deck of ideas.
	Effort int `json:"effort,omitempty"`
	Cost   int `json:"cost,omitempty"`
}

// Card returns the card with an id.
func (d Deck) Card(id string) (Card, bool) {
	return find(d.Cards, id, func(c Card) string { return c.ID })
}

// At returns the cards of one depth, in their order.
func (d Deck) At(depth int) []Card {
	var at []Card
	for _, c := range d.Cards {
		if c.Depth == depth {
			at = append(at, c)
		}
	}
	return at
}

func (d Deck) check(c *checker) {
	c.id("id", d.ID)
	c.words("title", d.Title, maxTitle)
	c.words("about", d.About, maxSentence)
	c.count("cards", len(d.Cards), 1, 400)
	for i, card := range d.Cards {
		at := fmt.Sprintf("cards[%d]", i)
		c.id(at+".id", card.ID)
		c.id(at+".topic", card.Topic)
		c.words(at+".text", card.Text, maxSentence)
		c.count(at+".depth", card.Depth, 0, 3)
		c.count(at+".effort", card.Effort, 0, 3)
		c.count(at+".cost", card.Cost, 0, 2)
	}
	uniqueIDs(c, "cards", d.Cards, func(c Card) string { return c.ID })
}

func (d Deck) texts() []string {
	all := []string{d.Title, d.About}
	for _, c := range d.Cards {
		all = append(all, c.Text)
	}
	return all
}
