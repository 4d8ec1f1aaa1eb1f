package model

import (
	"slices"
	"strings"
	"testing"
)

// modes are the four ways in which two people can set their strictness.
var modes = [][2]bool{{false, false}, {true, false}, {false, true}, {true, true}}

func holds[S comparable](t *testing.T, name string, y system[S], atLeast int) {
	t.Helper()
	w, b := y.explore()
	if b != nil {
		t.Fatalf("%s: %v", name, b)
	}
	if len(w.seen) < atLeast {
		t.Fatalf("%s: only %d states, which proves little", name, len(w.seen))
	}
	t.Logf("%s: %d states, %d steps", name, len(w.seen), w.steps)
}

// breaks looks for a story that breaks one rule, whatever else is broken.
func breaks[S comparable](t *testing.T, name string, y system[S], begins string) {
	t.Helper()
	y.rules = slices.DeleteFunc(y.rules, func(r rule[S]) bool { return !strings.HasPrefix(r.name, begins) })
	y.promises = slices.DeleteFunc(y.promises, func(p promise[S]) bool { return !strings.HasPrefix(p.name, begins) })
	if len(y.rules)+len(y.promises) != 1 {
		t.Fatalf("no rule, or several, begin %q", begins)
	}
	_, b := y.explore()
	if b == nil {
		t.Fatalf("%s: nothing breaks that %s", name, begins)
	}
	t.Logf("%s: %v", name, b)
}

func TestTheRevealIsBlind(t *testing.T) {
	for _, strict := range modes {
		holds(t, "honest", revealing{strict: strict}.system(), 20)
		holds(t, "curious Noor", revealing{strict: strict, curious: true}.system(), 50)
		holds(t, "curious server", revealing{strict: strict, curiousServer: true}.system(), 50)
	}
	for _, noorStrict := range []bool{false, true} {
		v := revealing{strict: [2]bool{true, noorStrict}, curious: true, curiousServer: true}
		holds(t, "strict, and Noor hosts", v.system(), 100)
	}
}

// TestWithoutStrictModeAPartnerWhoHostsCanRead: the limit that the setting and
// the threat model name.
func TestWithoutStrictModeAPartnerWhoHostsCanRead(t *testing.T) {
	v := revealing{curious: true, curiousServer: true}
	breaks(t, "Noor hosts", v.system(), "no answer is opened")
}

func TestNothingTellsOfAnAnswerInAnyOrder(t *testing.T) {
	for _, strict := range modes {
		holds(t, "twins", revealing{strict: strict}.twinSystem(), 10)
	}
}

func TestABrokenRevealIsFound(t *testing.T) {
	both := [2]bool{true, true}
	collude := revealing{strict: both, curious: true, curiousServer: true}
	early, second, free := collude, collude, collude
	early.releasesEarly, second.takesSecond, free.uncommitted = true, true, true
	breaks(t, "a key released early", early.system(), "no answer is opened")
	breaks(t, "a second answer taken", second.system(), "an answer that is in")
	breaks(t, "no commitment", free.system(), "what opens is")
	breaks(t, "a relay that opens for one", revealing{curious: true, opensForOne: true}.system(), "no answer is opened")
	breaks(t, "a relay that opens for one, seen", revealing{opensForOne: true}.twinSystem(), "nothing tells")
	breaks(t, "a relay that hints", revealing{hints: true}.twinSystem(), "nothing tells")
	breaks(t, "a key never released", revealing{strict: both, neverReleases: true}.system(), "both open")
}
