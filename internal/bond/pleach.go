package bond

import (
	"slices"

	"pleach/wire"
)

// What the pleach grows from: a picture of what the two did, that shows no
// value. It only ever grows. So each tally counts events as they stand in the
// log, in whatever order, and nothing that comes later (taking back, letting go,
// withdrawing, another look) makes one smaller.

// Tally is how much there was of something, and of which kinds, in order of
// their first time.
type Tally struct {
	N     int
	Kinds []string
}

func (t *Tally) add(kind string) {
	if kind == "" {
		return
	}
	t.N++
	if !slices.Contains(t.Kinds, kind) {
		t.Kinds = append(t.Kinds, kind)
	}
}

// rootOf is which kind of time spent on oneself a private event is, or "".
func rootOf(e Event) string {
	switch e.(type) {
	case PulseTaken:
		return "pulses"
	case Reflected, WishKept:
		return "looks"
	case Grounded:
		return "exercises"
	case ResourceKept:
		return "resources"
	case PatternKept:
		return "patterns"
	case CycleDrawn:
		return "circle"
	case DisclosureKept, AppreciationKept:
		return "words"
	}
	return ""
}

// weftOf is which kind of sharing an event of the shared space is, or "".
func weftOf(e Event) string {
	switch e := e.(type) {
	case Appreciated:
		return "appreciations"
	case Disclosed:
		if e.News {
			return "news"
		}
		return "opened"
	case Wished:
		return "wishes"
	case PulseShown:
		return "pulses"
	case TalkEnded:
		return "talks"
	case Aspired, Planned, Experimented, AgreementMade:
		return "plans"
	}
	return ""
}

// Leaves are what was kept and what was new: one for each agreement that was
// kept at least in part, and one for each plan, experiment or aspiration that
// was done.
type Leaves struct {
	Tally
	of map[leaf]bool
}

// leaf is what one leaf stands for. The kind belongs to it: an agreement and a
// plan that have the same id, by chance or on purpose, are two.
type leaf struct {
	id   wire.ID
	kind string
}

func (l *Leaves) apply(e Event) {
	switch e := e.(type) {
	case AgreementReviewed:
		if e.Kept != KeptNotThis {
			l.grow(e.ID, "agreements")
		}
	case LookedAt:
		if e.Outcome == Done {
			l.grow(e.ID, "new")
		}
	}
}

func (l *Leaves) grow(id wire.ID, kind string) {
	one := leaf{id, kind}
	if l.of[one] {
		return
	}
	if l.of == nil {
		l.of = map[leaf]bool{}
	}
	l.of[one] = true
	l.add(kind)
}
