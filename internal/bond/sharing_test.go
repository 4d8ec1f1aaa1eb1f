package bond

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"pleach/wire"
)

var hedge = wire.ID{7} // the space that the two share

func moodAt(at time.Time, mood Slider) PulseTaken {
	id := wire.ID{1, byte(at.Unix() >> 24), byte(at.Unix() >> 16), byte(at.Unix() >> 8), byte(at.Unix())}
	return PulseTaken{Pulse{ID: id, At: at, Mood: mood, Energy: 11, Closeness: 22, Room: 33, With: Apart, Note: "mine"}}
}

// A yes on Tuesday evening counts from Wednesday evening on, and the week
// leaves the device on the Tuesday after it is over.
func TestAYesBeginsADayLaterAndAWeekRests(t *testing.T) {
	log := by(ada, moodAt(now.Add(-time.Hour), 10), MoodSharing{hedge, true, now},
		moodAt(now.Add(time.Hour), 20), moodAt(now.Add(25*time.Hour), 30), moodAt(now.Add(40*time.Hour), 40))
	p := FoldPrivate(log)
	monday := time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)
	for at, want := range map[time.Time]SharingState{now: SharingWaits, now.Add(23 * time.Hour): SharingWaits, now.Add(24 * time.Hour): SharingOn} {
		if got := p.Sharing[hedge].State(at); got != want {
			t.Errorf("at %v the consent %s, want %s", at, got, want)
		}
	}
	if due := p.DueMoods(hedge, monday.Add(23*time.Hour)); len(due) != 0 {
		t.Errorf("on Monday %v is due", due)
	}
	due := p.DueMoods(hedge, monday.Add(24*time.Hour))
	if len(due) != 1 || !slices.Equal(due[0].Moods, []Slider{30, 40}) || !slices.Equal(due[0].Hours, []int{69, 84}) {
		t.Fatalf("on Tuesday due is %+v", due)
	}
	if err := due[0].Check(); err != nil {
		t.Error(err)
	}
	after := FoldPrivate(append(log, by(ada, MoodWeekGiven{hedge, due[0].Round, now})...))
	if again := after.DueMoods(hedge, monday.Add(30*time.Hour)); len(again) != 0 {
		t.Errorf("a week that was given is due again: %v", again)
	}
	if other := p.DueMoods(wire.ID{8}, monday.Add(30*time.Hour)); len(other) != 0 {
		t.Error("a yes to one partner is a yes to another")
	}
}

// A no leaves nothing due, also of what was said while it was a yes; a later
// yes begins anew.
func TestAfterANoNothingIsDue(t *testing.T) {
	log := by(ada, MoodSharing{hedge, true, now}, moodAt(now.Add(30*time.Hour), 30), MoodSharing{hedge, false, now.Add(40 * time.Hour)})
	tuesday := time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)
	if due := FoldPrivate(log).DueMoods(hedge, tuesday); len(due) != 0 {
		t.Errorf("after a no %v is due", due)
	}
	log = append(log, by(ada, MoodSharing{hedge, true, now.Add(50 * time.Hour)}, moodAt(now.Add(80*time.Hour), 50))...)
	due := FoldPrivate(log).DueMoods(hedge, tuesday)
	if len(due) != 1 || !slices.Equal(due[0].Moods, []Slider{50}) {
		t.Errorf("after a second yes due is %+v", due)
	}
}

func TestAnUndoneMoodIsNotGiven(t *testing.T) {
	said := moodAt(now.Add(30*time.Hour), 30)
	p := FoldPrivate(by(ada, MoodSharing{hedge, true, now}, said, PulseUndone{said.ID}))
	if due := p.DueMoods(hedge, now.AddDate(0, 0, 8)); len(due) != 0 {
		t.Errorf("due is %+v", due)
	}
}

// Whatever somebody does with their switch, and whenever: nothing from before a
// day after the newest yes is ever due, every week that is due is well formed,
// and nothing but moods is in it.
func TestWhatIsDueWasSaidAfterTheYes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at, on := now, false
		var yes time.Time
		var log []Entry
		said := map[time.Time]Slider{}
		for range rapid.IntRange(0, 60).Draw(t, "steps") {
			at = at.Add(time.Duration(rapid.IntRange(1, 60).Draw(t, "hours")) * time.Hour)
			if rapid.IntRange(0, 5).Draw(t, "switch") == 0 {
				if on = !on; on {
					yes = at
				}
				log = append(log, Entry{ada, MoodSharing{hedge, on, at}})
				continue
			}
			mood := Slider(rapid.IntRange(-1, 100).Draw(t, "mood"))
			said[at.Truncate(time.Hour)] = mood
			log = append(log, Entry{ada, moodAt(at, mood)})
		}
		due := FoldPrivate(log).DueMoods(hedge, at)
		if !on && len(due) > 0 {
			t.Fatalf("off, and due is %v", due)
		}
		for _, w := range due {
			if err := w.Check(); err != nil {
				t.Fatalf("%v: %+v", err, w)
			}
			for i, h := range w.Hours {
				when := w.Round.Monday(time.UTC).Add(time.Duration(h) * time.Hour)
				if when.Before(yes.Add(ShareDelay).Truncate(time.Hour)) || said[when] != w.Moods[i] || at.Before(w.Round.End(time.UTC).Add(WeekRests)) {
					t.Fatalf("due is %v of %v, yes was at %v, now is %v", w.Moods[i], when, yes, at)
				}
			}
		}
	})
}

func TestAWeekThatNoDeviceOfOursWroteIsRefused(t *testing.T) {
	good := MoodWeek{MoodRound(now), []int{1, 5}, []Slider{50, 60}}
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for name, w := range map[string]MoodWeek{
		"empty": {Round: MoodRound(now)}, "another session": {RoundAt("weekly", now), good.Hours, good.Moods},
		"backwards": {good.Round, []int{5, 1}, good.Moods}, "twice": {good.Round, []int{5, 5}, good.Moods},
		"far": {good.Round, []int{5, 5000}, good.Moods}, "uneven": {good.Round, []int{5}, good.Moods},
		"unsaid": {good.Round, good.Hours, []Slider{50, Unsaid}},
	} {
		if w.Check() == nil {
			t.Errorf("%s passes", name)
		}
	}
}
