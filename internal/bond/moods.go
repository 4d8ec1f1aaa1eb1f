package bond

import (
	"time"

	"pleach/dyad"
)

// OpenWeek is a week of moods that both have given. A is the inviter's.
type OpenWeek struct {
	Round Round
	A, B  MoodWeek
}

// How much there must be before anything is computed of two people's moods:
// days from the first to the last moment at which both said how they were, and
// such moments.
const (
	MoodDays  = 28
	MoodPairs = 42
)

// MoodKind is what can be said of two people's moods.
type MoodKind string

// The four answers.
const (
	MoodsEarly    MoodKind = "early"    // not enough to tell yet
	MoodsNothing  MoodKind = "nothing"  // nothing beyond chance
	MoodsTogether MoodKind = "together" // they move together
	MoodsFollow   MoodKind = "follow"   // one tends to come after the other
)

// Range is an estimate with its 95% interval.
type Range struct{ Est, Lo, Hi float64 }

// Clear reports whether the whole interval lies on one side of zero.
func (r Range) Clear() bool { return r.Lo > 0 || r.Hi < 0 }

// MoodAnswer is what can be said of two people's moods, and how sure it is.
type MoodAnswer struct {
	Kind  MoodKind
	Days  int // from the first to the last pair
	Pairs int // moments at which both said how they were
	Until time.Time

	// Zero for MoodsEarly, and where the data do not say. Link is the correlation of the two moods at
	// one time, from -1 to 1. AB is how much of A's mood is in B's six hours
	// later, B's own mood held, in standard deviations; BA the other way.
	Link, AB, BA Range
}

// Missing is how many days and moments are still to come, for MoodsEarly.
func (a MoodAnswer) Missing() (days, pairs int) {
	return max(MoodDays-a.Days, 0), max(MoodPairs-a.Pairs, 0)
}

// later is after how many hours it is asked whether one mood follows the other.
const later = 6

// Moods says what can be said of two people's moods, from the weeks that
// opened, oldest first. The same weeks give the same answer on both people's
// devices.
//
// Every answer enters at its own hour; time of day, weekday and slow changes
// are taken out in the model. Moods are said to move together when the whole
// interval of their correlation lies above zero, and one is said to follow the
// other when, moreover, the interval of what it takes over within some hours
// does: the riskier sentence needs both, so that all findings together are as
// seldom wrong as the first. Of couples with whom nothing is, less than one in
// twenty is told otherwise (TestChanceIsSeldomTakenForMore).
//
// The correlation is that of the two moods at one time and not that of what
// moves them at one instant: at one or two answers a day nobody can tell which
// moment it was, and the latter would see a fourth as much.
func Moods(weeks []OpenWeek) MoodAnswer {
	a, b, start := twoTold(weeks)
	n, first, last := pairs(a, b)
	answer := MoodAnswer{Kind: MoodsEarly, Pairs: n}
	if n > 0 {
		answer.Days = int(last-first)/24 + 1
		answer.Until = start.Add(time.Duration(last) * time.Hour)
	}
	if days, pairs := answer.Missing(); days+pairs > 0 {
		return answer
	}
	s := together(a, b)
	f, err := dyad.FitOU(s, dyad.OUOptions{Prior: dyad.PriorDefault, Covariates: waves(s), Trend: true})
	if err == nil && (f.Status == dyad.Converged || f.Status == dyad.Boundary) {
		answer.judge(f)
	}
	return answer
}

func (a *MoodAnswer) judge(f *dyad.OUFit) {
	link, lags := f.StateCorrelation(), f.StandardisedCrossLags(later)
	ab, _ := dyad.Lookup(lags, "lag.ba") // of A's mood on B's
	ba, _ := dyad.Lookup(lags, "lag.ab")
	if !known(link) {
		return // the data do not say
	}
	a.Link = between(link)
	if known(ab) && known(ba) {
		a.AB, a.BA = between(ab), between(ba)
	}
	switch {
	case link.Lo <= 0:
		a.Kind = MoodsNothing
	case a.AB.Lo > 0 || a.BA.Lo > 0:
		a.Kind = MoodsFollow
	default:
		a.Kind = MoodsTogether
	}
}

// known reports whether a parameter has an interval.
func known(p dyad.Param) bool { return p.Lo <= p.Estimate && p.Estimate <= p.Hi }

func between(p dyad.Param) Range { return Range{p.Estimate, max(p.Lo, -1), min(p.Hi, 1)} }
