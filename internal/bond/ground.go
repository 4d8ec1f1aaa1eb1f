package bond

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"pleach/wire"
)

// Side says where something that helps is found.
type Side string

// The values of Side.
const (
	Inside  Side = "inside"
	Outside Side = "outside"
)

// ResourceKept is something that helps, in the private space.
type ResourceKept struct {
	ID   wire.ID   `json:"id"`
	At   time.Time `json:"at"`
	Side Side      `json:"side"`
	Text string    `json:"text"`
}

// Kind implements Event.
func (ResourceKept) Kind() string { return "resource/1" }

// Check refuses an empty one, and one on no side.
func (r ResourceKept) Check() error {
	if strings.TrimSpace(r.Text) == "" {
		return fmt.Errorf("%w: there are no words yet", ErrNothing)
	}
	if r.Side != Inside && r.Side != Outside {
		return fmt.Errorf("%w: it is found inside or outside, not %q", ErrInput, r.Side)
	}
	return short(r.Text)
}

// ResourceDropped takes a resource off the list.
type ResourceDropped struct {
	ID wire.ID `json:"id"`
}

// Kind implements Event.
func (ResourceDropped) Kind() string { return "resource-dropped/1" }

// Grounded remembers that somebody did an exercise: time spent on oneself.
type Grounded struct {
	Exercise string    `json:"exercise"`
	At       time.Time `json:"at"`
}

// Kind implements Event.
func (Grounded) Kind() string { return "grounded/1" }

// PatternKept is an entry of the private pattern journal: a moment of now held
// against one of then, and a new answer. Each part may be left empty but the
// first.
type PatternKept struct {
	ID      wire.ID   `json:"id"`
	At      time.Time `json:"at"`
	Pattern string    `json:"pattern"` // the id of one that the journal names
	Now     string    `json:"now"`
	Then    string    `json:"then,omitempty"`
	Needed  string    `json:"needed,omitempty"`
	New     string    `json:"new,omitempty"`
}

// Kind implements Event.
func (PatternKept) Kind() string { return "pattern/1" }

// Check refuses an entry without a moment, and one that is far too long.
func (p PatternKept) Check() error {
	if strings.TrimSpace(p.Now) == "" {
		return fmt.Errorf("%w: write in a few words what happened", ErrNothing)
	}
	return short(p.Now + p.Then + p.Needed + p.New)
}

// Cycle is one person's map of a quarrel that comes back: what the other does,
// what I do, how it looks, how it is inside, and what I need. All but Words are
// ids of choices.
type Cycle struct {
	Theirs  string `json:"theirs"`
	Mine    string `json:"mine"`
	Outside string `json:"outside,omitempty"`
	Inside  string `json:"inside,omitempty"`
	Need    string `json:"need,omitempty"`
	Words   string `json:"words,omitempty"`
}

// Check refuses a circle with one half only, and far too many words.
func (c Cycle) Check() error {
	if c.Theirs == "" || c.Mine == "" {
		return fmt.Errorf("%w: a circle needs both: what the other does, and what you do", ErrNothing)
	}
	return short(c.Words)
}

// CycleDrawn keeps a map in the private space. To lay two side by side, each
// posts their own to the gate of a round of CycleSession.
type CycleDrawn struct {
	ID wire.ID   `json:"id"`
	At time.Time `json:"at"`
	Cycle
}

// Kind implements Event.
func (CycleDrawn) Kind() string { return "cycle/1" }

// The names of rounds that are no session: both choose alone, and nothing is
// seen before both have.
const (
	CycleSession   = "cycle"   // maps of a quarrel, laid side by side
	NoveltySession = "novelty" // ideas that both would enjoy
)

// Said is the map as answers of a round.
func (c Cycle) Said() map[string]string {
	said := map[string]string{"theirs": c.Theirs, "mine": c.Mine, "outside": c.Outside, "inside": c.Inside, "need": c.Need, "words": c.Words}
	for key, text := range said {
		if text == "" {
			delete(said, key)
		}
	}
	return said
}

// CycleOf reads what Said wrote.
func CycleOf(said map[string]string) Cycle {
	return Cycle{said["theirs"], said["mine"], said["outside"], said["inside"], said["need"], said["words"]}
}

// Ground is what the private journal knows of these practices, oldest first.
type Ground struct {
	Reflections []Reflected
	Wishes      []Wish // that were kept, and not told
	Resources   []ResourceKept
	Patterns    []PatternKept
	Cycles      []CycleDrawn
	Grounded    []Grounded
}

// apply folds an event of this practice, and reports whether it was one.
func (g *Ground) apply(e Event) bool {
	switch e := e.(type) {
	case Reflected:
		g.Reflections = append(g.Reflections, e)
	case WishKept:
		g.Wishes = append(g.Wishes, e.Wish)
	case ResourceKept:
		g.Resources = append(g.Resources, e)
	case ResourceDropped:
		g.Resources = slices.DeleteFunc(g.Resources, func(r ResourceKept) bool { return r.ID == e.ID })
	case PatternKept:
		g.Patterns = append(g.Patterns, e)
	case CycleDrawn:
		g.Cycles = append(g.Cycles, e)
	case Grounded:
		g.Grounded = append(g.Grounded, e)
	default:
		return false
	}
	return true
}

// Of are the reflections on one scale, oldest first.
func (g *Ground) Of(scale string) []Reflected {
	var of []Reflected
	for _, r := range g.Reflections {
		if r.Scale == scale {
			of = append(of, r)
		}
	}
	return of
}
