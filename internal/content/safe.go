package content

import "fmt"

// Safe is the private look at whether somebody is afraid. Its answers are kept
// nowhere.
type Safe struct {
	About     string         `json:"about"`
	Questions []SafeQuestion `json:"questions"`
	// None, Some and Strong are what is said after it.
	None   string `json:"none"`
	Some   string `json:"some"`
	Strong string `json:"strong"`
	// Leaving, Joint and Device stand on the page for everybody, always.
	Leaving string `json:"leaving"`
	Joint   string `json:"joint"`
	Device  string `json:"device"`
}

// SafeQuestion is answered yes or no, or not at all.
type SafeQuestion struct {
	ID     string `json:"id"`
	Weight int    `json:"weight"` // 3: danger; 2: fear or control; 1: a hint
	Ask    string `json:"ask"`
}

func (s Safe) check(c *checker) {
	c.count("questions", len(s.Questions), 4, 12)
	for i, q := range s.Questions {
		at := fmt.Sprintf("questions[%d]", i)
		c.id(at+".id", q.ID)
		c.words(at+".ask", q.Ask, maxSentence)
		c.count(at+".weight", q.Weight, 1, 3)
	}
	for at, text := range map[string]string{"about": s.About, "none": s.None, "some": s.Some, "strong": s.Strong,
		"leaving": s.Leaving, "joint": s.Joint, "device": s.Device} {
		c.words(at, text, maxParagraph)
	}
	uniqueIDs(c, "questions", s.Questions, func(q SafeQuestion) string { return q.ID })
}

func (s Safe) texts() []string {
	all := []string{s.About, s.None, s.Some, s.Strong, s.Leaving, s.Joint, s.Device}
	for _, q := range s.Questions {
		all = append(all, q.Ask)
	}
	return all
}
