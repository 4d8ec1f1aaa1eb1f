package bond

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"pleach/wire"
)

func TestADeckIsShuffledOnceForEverySpace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var ids []string
		for i := range rapid.IntRange(1, 60).Draw(t, "cards") {
			ids = append(ids, fmt.Sprintf("card-%d", i))
		}
		space := wire.ID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "space"))
		first := Shuffled(space, ids)
		turned := slices.Clone(ids)
		slices.Reverse(turned)
		if !slices.Equal(first, Shuffled(space, turned)) {
			t.Fatal("the order depends on the file's order")
		}
		sorted := slices.Sorted(slices.Values(first))
		if !slices.Equal(sorted, slices.Sorted(slices.Values(ids))) {
			t.Fatal("a card got lost or came twice")
		}
		more := Shuffled(space, append(slices.Clone(ids), "new"))
		if !slices.Equal(first, slices.DeleteFunc(more, func(id string) bool { return id == "new" })) {
			t.Fatal("a new card moved the others")
		}
	})
}

// TestCardsDoNotComeBackInAnotherTalk draws in two talks, and on two devices
// at once.
func TestCardsDoNotComeBackInAnotherTalk(t *testing.T) {
	at := time.Date(2026, 11, 24, 20, 0, 0, 0, time.UTC)
	talk := func(id byte, depth, card int) Entry {
		r := RoundAt("open-up", at)
		return Entry{Event: TalkMoved{ID: wire.ID{id}, Round: r, Form: "three", Mode: TwoDevices, At: at, Move: Move{Depth: depth, Card: card}}}
	}
	s := FoldShared([]Entry{talk(1, 1, 0), talk(1, 1, 1), talk(1, 1, 1), talk(1, 2, 0), talk(2, 1, 2)})
	if s.Drawn[1] != 3 || s.Drawn[2] != 1 || s.Drawn[3] != 0 {
		t.Errorf("drawn %v, want 3 of the first depth and 1 of the second", s.Drawn)
	}
}

func TestATimeToComeBackHoldsForTheWholeBreak(t *testing.T) {
	at := time.Date(2026, 11, 24, 20, 0, 0, 0, time.UTC)
	back := at.Add(40 * time.Minute)
	r := RoundAt("time-out", at)
	move := func(m Move) Entry {
		return Entry{Event: TalkMoved{ID: wire.ID{1}, Round: r, Form: "break", At: at, Move: m}}
	}
	s := FoldShared([]Entry{move(Move{}), move(Move{Step: 1, Until: back}), move(Move{Step: 2})})
	if got := s.Talks[r]; got.Step != 2 || !got.Until.Equal(back) {
		t.Errorf("step %d until %v, want step 2 until %v", got.Step, got.Until, back)
	}
	later := back.Add(time.Hour)
	s = FoldShared([]Entry{move(Move{}), move(Move{Step: 1, Until: back}), move(Move{Step: 1, Until: later})})
	if got := s.Talks[r].Until; !got.Equal(later) {
		t.Errorf("until %v, want the newer time %v", got, later)
	}
}
