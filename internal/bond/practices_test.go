package bond

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"pleach/wire"
)

var then = time.Date(2026, 11, 24, 20, 0, 0, 0, time.UTC)

func did(author wire.ID, e Event) Entry { return Entry{Author: author, Event: e} }

func TestWhatIsTakenBackLeavesItsPlaceAndNoWords(t *testing.T) {
	id := wire.ID{9}
	s := FoldShared([]Entry{
		did(ada, Disclosed{Disclosure{ID: id, At: then, How: "listen", Text: "the stairs"}}),
		did(ada, Wished{Wish{ID: wire.ID{8}, At: then, Need: "trust", Text: "ask me"}}),
		did(ada, Appreciated{Appreciation{wire.ID{7}, then, "soup"}}),
		did(ada, PulseShown{Pulse{ID: wire.ID{6}, At: then, Mood: 40}}),
		did(ada, TakenBack{id, then}), did(ada, TakenBack{wire.ID{8}, then}),
		did(ada, TakenBack{wire.ID{7}, then}), did(ada, TakenBack{wire.ID{6}, then}),
	})
	d, w := s.OpenUp.Disclosures[0], s.OpenUp.Wishes[0]
	if !d.TakenBack || d.Text != "" || d.How != "" || !d.At.Equal(then) || !w.TakenBack || w.Text != "" || w.Need != "" {
		t.Errorf("left: %+v and %+v", d, w)
	}
	if len(s.Appreciations)+len(s.Shown) != 0 || len(s.Gone) != 2 {
		t.Errorf("left: %v %v, gone: %v", s.Appreciations, s.Shown, s.Gone)
	}
}

// TestNobodyTakesBackWhatTheOtherShared is safety rule 12.
func TestNobodyTakesBackWhatTheOtherShared(t *testing.T) {
	shared := []Entry{
		did(ada, Disclosed{Disclosure{ID: wire.ID{9}, At: then, Text: "the stairs"}}),
		did(ada, Wished{Wish{ID: wire.ID{8}, At: then, Need: "trust"}}),
		did(ada, Appreciated{Appreciation{wire.ID{7}, then, "soup"}}),
		did(ada, PulseShown{Pulse{ID: wire.ID{6}, At: then, Mood: 40}}),
	}
	rapid.Check(t, func(t *rapid.T) {
		entries := append([]Entry{}, shared...)
		for _, b := range rapid.SliceOfN(rapid.ByteRange(6, 9), 1, 6).Draw(t, "taken by Noor") {
			entries = append(entries, did(noor, TakenBack{wire.ID{b}, then}))
		}
		s := FoldShared(entries)
		if s.OpenUp.Disclosures[0].Text == "" || s.OpenUp.Wishes[0].Need == "" || len(s.Appreciations) != 1 || len(s.Shown) != 1 {
			t.Fatal("something of Ada's is gone")
		}
	})
}

// TestASharedItemCannotBeReplacedByTheOther: under one id each has their own,
// whichever the log has first.
func TestASharedItemCannotBeReplacedByTheOther(t *testing.T) {
	hers := []Entry{
		did(ada, Disclosed{Disclosure{ID: wire.ID{9}, At: then, Text: "mine"}}),
		did(ada, Disclosed{Disclosure{ID: wire.ID{9}, At: then, Text: "again"}}),
	}
	other := did(noor, Disclosed{Disclosure{ID: wire.ID{9}, At: then, Text: "not mine"}})
	for at := range 3 {
		said := map[wire.ID]string{}
		for _, d := range FoldShared(slices.Insert(slices.Clone(hers), at, other)).OpenUp.Disclosures {
			said[d.Author] += d.Text
		}
		if said[ada] != "mine" || said[noor] != "not mine" {
			t.Errorf("with the other's at %d: %q", at, said)
		}
	}
}

func TestTheFirstLookEndsAThing(t *testing.T) {
	s := FoldShared([]Entry{
		did(ada, Aspired{Aspiration{wire.ID{1}, then, "a garden"}}),
		did(ada, Planned{Plan{ID: wire.ID{2}, At: then, Card: "outside-1"}}),
		did(noor, Experimented{Experiment{wire.ID{3}, then, "no phones", "2026-11-24", "2026-12-08"}}),
		did(noor, LookedAt{ID: wire.ID{3}, At: then, Outcome: Done}),
		did(ada, LookedAt{ID: wire.ID{3}, At: then, Outcome: LetGo}),
	})
	if end := s.Grow.Experiments[0].Ended; end == nil || end.By != noor || end.Outcome != Done {
		t.Errorf("ended %+v", end)
	}
	if s.Grow.Aspirations[0].Ended != nil || s.Grow.Plans[0].Ended != nil {
		t.Error("something else ended too")
	}
}

func TestWhatIsWrittenInPrivateIsTheNewestVersion(t *testing.T) {
	p := FoldPrivate([]Entry{
		did(ada, DisclosureKept{Disclosure{ID: wire.ID{1}, At: then, Text: "first"}}),
		did(ada, DisclosureKept{Disclosure{ID: wire.ID{2}, At: then, Text: "other"}}),
		did(ada, DisclosureKept{Disclosure{ID: wire.ID{1}, At: then, Text: "second"}}),
		did(ada, ResourceKept{wire.ID{3}, then, Inside, "breath"}), did(ada, ResourceDropped{wire.ID{3}}),
	})
	if len(p.Written) != 2 || p.Written[0].Text != "second" || len(p.Ground.Resources) != 0 {
		t.Errorf("%+v %+v", p.Written, p.Ground)
	}
}

func TestACycleTravelsThroughAGateAndBack(t *testing.T) {
	choice := rapid.SampledFrom([]string{"", "reach", "withdraw"})
	rapid.Check(t, func(t *rapid.T) {
		c := Cycle{choice.Draw(t, "theirs"), choice.Draw(t, "mine"), choice.Draw(t, "outside"), choice.Draw(t, "inside"), choice.Draw(t, "need"), rapid.String().Draw(t, "words")}
		if got := CycleOf(c.Said()); got != c {
			t.Fatalf("%+v became %+v", c, got)
		}
	})
}

func TestEmptyThingsAreRefused(t *testing.T) {
	for name, err := range map[string]error{
		"reflection": Reflected{}.Check(), "out of range": Reflected{Said: map[string]int{"a": 101}}.Check(),
		"wish": Wish{}.Check(), "resource": ResourceKept{Side: Inside}.Check(), "nowhere": ResourceKept{Text: "x"}.Check(),
		"pattern": PatternKept{Then: "x"}.Check(), "half a circle": Cycle{Mine: "reach"}.Check(),
		"disclosure": Disclosure{Text: " "}.Check(), "depth": Disclosure{Text: "x", Depth: 4}.Check(),
		"aspiration": Aspiration{}.Check(), "plan": Plan{}.Check(), "card": CardAdded{}.Check(),
		"experiment": Experiment{Text: "x", Start: "2026-11-24", End: "2026-11-24"}.Check(),
		"outcome":    LookedAt{Outcome: "won"}.Check(),
	} {
		if err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
