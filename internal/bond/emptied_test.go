package bond

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"pleach/wire"
)

// What is left when words were erased folds to the same as when they were only
// taken back: the same places, the same marks, the same growth.
func TestWhatIsErasedFoldsLikeWhatIsTakenBack(t *testing.T) {
	day := func(n int) time.Time { return then.AddDate(0, 0, n) }
	id := func(n byte) wire.ID { return wire.ID{n} }
	for name, said := range map[string]Event{
		"a disclosure":    Disclosed{Disclosure{ID: id(2), At: day(2), How: "listen", Text: "secret"}},
		"good news":       Disclosed{Disclosure{ID: id(2), At: day(2), News: true, Text: "secret"}},
		"a wish":          Wished{Wish{ID: id(2), At: day(2), Need: "trust", Text: "secret"}},
		"a pulse":         PulseShown{Pulse{ID: id(2), At: day(2), Mood: 3, Note: "secret"}},
		"an appreciation": Appreciated{Appreciation{ID: id(2), At: day(2), Text: "secret"}},
		"an aspiration":   Aspired{Aspiration{ID: id(2), At: day(2), Text: "secret"}},
		"a plan":          Planned{Plan{ID: id(2), At: day(2), Text: "secret"}},
		"an experiment":   Experimented{Experiment{ID: id(2), At: day(2), Text: "secret", Start: "2026-11-24", End: "2026-12-08"}},
		"an end":          LookedAt{ID: id(7), At: day(5), Outcome: Done, Text: "secret"},
	} {
		t.Run(name, func(t *testing.T) {
			about, empty, ok := Empty(said)
			payload, err := Encode(empty)
			if !ok || err != nil || strings.Contains(string(payload), "secret") || strings.Contains(string(payload), "trust") {
				t.Fatalf("what stays is %s (%v, %v)", payload, ok, err)
			}
			before := []Entry{
				did(noor, Planned{Plan{ID: id(7), At: day(0), Card: "joy-1"}}),
				did(ada, Disclosed{Disclosure{ID: id(1), At: day(1), Text: "one"}}), did(ada, Wished{Wish{ID: id(4), At: day(1)}}),
			}
			after := []Entry{did(noor, Disclosed{Disclosure{ID: id(3), At: day(3), Text: "three"}}), did(noor, Wished{Wish{ID: id(5), At: day(3)}})}
			back := did(ada, TakenBack{about, day(4)})
			left := did(ada, Emptied{string(payload)})
			join := func(parts ...[]Entry) (all []Entry) {
				for _, p := range parts {
					all = append(all, p...)
				}
				return all
			}
			want := FoldShared(join(before, []Entry{did(ada, said)}, after, []Entry{back}))
			for what, got := range map[string]*Shared{
				"once":             FoldShared(join(before, after, []Entry{left, back})),
				"from two devices": FoldShared(join(before, after, []Entry{left, back, left, back})),
			} {
				got.emptied, want.emptied = nil, nil
				want.Weft.Kinds, got.Weft.Kinds = nil, nil // in another order, perhaps
				if !reflect.DeepEqual(got, want) {
					t.Errorf("%s: it folds to\n%+v\nwant\n%+v", what, got, want)
				}
			}
		})
	}
}

func TestWhatIsErasedInPrivateLeavesItsGrowth(t *testing.T) {
	pulse, resource := PulseTaken{Pulse{ID: wire.ID{1}, At: then, Mood: 9, Note: "secret"}}, ResourceKept{ID: wire.ID{2}, At: then, Side: Inside, Text: "secret"}
	var left []Event
	for _, e := range []Event{pulse, resource} {
		_, empty, _ := Empty(e)
		payload, err := Encode(empty)
		if err != nil || strings.Contains(string(payload), "secret") {
			t.Fatalf("%s, %v", payload, err)
		}
		left = append(left, Emptied{string(payload)})
	}
	want := FoldPrivate(by(ada, pulse, resource, PulseUndone{wire.ID{1}}, ResourceDropped{wire.ID{2}}))
	got := FoldPrivate(by(ada, left[0], PulseUndone{wire.ID{1}}, left[1], ResourceDropped{wire.ID{2}}, left[1], left[0], ResourceDropped{wire.ID{2}}))
	if got.Roots.N != want.Roots.N || len(got.Pulses)+len(got.Ground.Resources) != 0 {
		t.Errorf("it folds to %+v, want %+v", got, want)
	}
}

// Somebody may say that anything was emptied. It brings nothing but a place.
func TestEmptiedBringsNoWordsIn(t *testing.T) {
	for _, event := range []string{"", "nonsense", "profile/1 {\"name\":\"Mallory\"}", "emptied/1 {}", "agreement/1 {}", "looked-at/1 {\"text\":\"words\"}"} {
		s := FoldShared([]Entry{did(noor, Emptied{event})})
		if len(s.Names) > 0 || len(s.Agreements) > 0 || s.Leaves.N > 0 {
			t.Errorf("%q folds to %+v", event, s)
		}
	}
}
