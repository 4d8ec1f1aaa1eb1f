package bond

import (
	"testing"

	"pgregory.net/rapid"

	"pleach/wire"
)

// deeds are events of both spaces: those that make something grow, and all that
// might make it smaller.
func deeds(t *rapid.T) []Entry {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Entry {
		id := wire.ID{byte(rapid.IntRange(1, 6).Draw(t, "id"))}
		author := rapid.SampledFrom([]wire.ID{ada, noor}).Draw(t, "by")
		all := []Event{
			PulseTaken{Pulse{ID: id, Mood: 1}}, PulseUndone{id}, Reflected{ID: id}, Grounded{}, ResourceKept{ID: id}, ResourceDropped{id},
			PatternKept{ID: id}, CycleDrawn{ID: id}, DisclosureKept{Disclosure{ID: id}}, AppreciationKept{Appreciation{ID: id}},
			Appreciated{Appreciation{ID: id}}, Disclosed{Disclosure{ID: id}}, Disclosed{Disclosure{ID: id, News: true}}, Wished{Wish{ID: id}},
			PulseShown{Pulse{ID: id}}, TakenBack{id, then}, TalkEnded{ID: id}, AgreementMade{Agreement{ID: id}}, AgreementWithdrawn{id, then},
			AgreementReviewed{id, KeptYes, then}, AgreementReviewed{id, KeptPartly, then}, AgreementReviewed{id, KeptNotThis, then},
			Aspired{Aspiration{ID: id}}, Planned{Plan{ID: id}}, Experimented{Experiment{ID: id}},
			LookedAt{id, then, Done, ""}, LookedAt{id, then, LetGo, ""}, LookedAt{id, then, Changed, ""},
		}
		return did(author, rapid.SampledFrom(all).Draw(t, "event"))
	}), 0, 40).Draw(t, "deeds")
}

// TestThePleachNeverWithers: whatever is left out of a history, the rest has
// grown no more than the whole.
func TestThePleachNeverWithers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := deeds(t)
		var part []Entry
		for _, e := range whole {
			if rapid.Bool().Draw(t, "there") {
				part = append(part, e)
			}
		}
		for name, two := range map[string][2]Tally{
			"roots":  {FoldPrivate(part).Roots, FoldPrivate(whole).Roots},
			"weft":   {FoldShared(part).Weft, FoldShared(whole).Weft},
			"leaves": {FoldShared(part).Leaves.Tally, FoldShared(whole).Leaves.Tally},
		} {
			if two[0].N > two[1].N || len(two[0].Kinds) > len(two[1].Kinds) {
				t.Fatalf("%s: %+v of a part, %+v of the whole", name, two[0], two[1])
			}
		}
	})
}

func TestOneAgreementIsOneLeaf(t *testing.T) {
	s := FoldShared([]Entry{
		did(ada, AgreementReviewed{wire.ID{1}, KeptNotThis, then}), did(ada, AgreementReviewed{wire.ID{1}, KeptPartly, then}),
		did(noor, AgreementReviewed{wire.ID{1}, KeptYes, then}), did(noor, AgreementWithdrawn{wire.ID{1}, then}),
		did(ada, AgreementReviewed{wire.ID{2}, KeptNotThis, then}), did(ada, LookedAt{wire.ID{3}, then, LetGo, ""}),
		did(ada, LookedAt{wire.ID{4}, then, Done, ""}), did(noor, LookedAt{wire.ID{4}, then, Done, ""}),
	})
	if s.Leaves.N != 2 {
		t.Errorf("%d leaves: one for what was kept, and one for what was new", s.Leaves.N)
	}
	s = FoldShared([]Entry{did(ada, LookedAt{wire.ID{1}, then, Done, ""}), did(noor, AgreementReviewed{wire.ID{1}, KeptYes, then})})
	if s.Leaves.N != 2 || len(s.Leaves.Kinds) != 2 {
		t.Errorf("%+v: a plan and an agreement with one id are two leaves of two kinds", s.Leaves.Tally)
	}
}
