package bond

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// own makes a person's moods, morning and evening: brighter in the evening, at
// weekends and together, by so many steps.
func own(days int, evening, weekend, together float64, zone *time.Location) []Pulse {
	r := rand.New(rand.NewPCG(4, 9))
	var all []Pulse
	drift := 0.0
	for day := range days {
		for _, hour := range []int{8, 20} {
			p := Pulse{At: time.Date(2026, 6, 1+day, hour, r.IntN(120), 0, 0, zone), With: Apart, Energy: 1}
			drift = .4*drift + 6*r.NormFloat64()
			mood := 50 + drift
			if hour > 12 {
				mood += evening
			}
			if d := p.At.Weekday(); d == time.Saturday || d == time.Sunday {
				mood += weekend
			}
			if r.IntN(2) == 0 {
				p.With = Together
				mood += together
			}
			p.Mood = Slider(math.Round(min(max(mood, 0), 100)))
			all = append(all, p)
		}
	}
	return all
}

func TestARhythmIsFoundAgain(t *testing.T) {
	pulses := own(120, 9, -7, 6, time.UTC)
	r := RhythmOf(pulses, pulses[len(pulses)-1].At)
	if r.Missing() != 0 || r.Days != 120 || r.Moods != 240 {
		t.Fatalf("%d moods on %d days", r.Moods, r.Days)
	}
	for name, c := range map[string]struct {
		got  *Range
		want float64
	}{"evening": {r.Evening, 9}, "weekend": {r.Weekend, -7}, "together": {r.Together, 6}, "months": {r.Months, 0}} {
		if c.got == nil || c.got.Lo > c.want || c.got.Hi < c.want || c.got.Clear() != (c.want != 0) {
			t.Errorf("%s: %+v, want %v", name, c.got, c.want)
		}
	}
	if r.Lasts == nil || r.Lasts.Lo > 9 || r.Lasts.Hi < 9 { // 12 h · log 2 / -log .4
		t.Errorf("a mood lasts %+v", r.Lasts)
	}
	if f := r.Field; !(f[2][time.Wednesday] > f[0][time.Wednesday]) || !math.IsNaN(f[3][time.Monday]) || !math.IsNaN(f[1][time.Monday]) {
		t.Errorf("the field is %v", f)
	}
}

// Hours are those of the clock on the wall, wherever that hangs.
func TestARhythmGoesByTheClockOnTheWall(t *testing.T) {
	here, there := own(60, 9, 0, 0, time.UTC), own(60, 9, 0, 0, time.FixedZone("", 9*3600))
	a, b := RhythmOf(here, here[len(here)-1].At), RhythmOf(there, there[len(there)-1].At)
	if math.Abs(a.Evening.Est-b.Evening.Est) > 1e-6 || a.Field[0] != b.Field[0] {
		t.Errorf("evenings differ by %v here and %v there", a.Evening, b.Evening)
	}
}

// Whatever somebody says, and however seldom: nothing that is said has holes.
func TestARhythmHasNoHoles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var pulses []Pulse
		at := now.AddDate(0, -2, 0)
		for range rapid.IntRange(0, 60).Draw(t, "pulses") {
			at = at.Add(time.Duration(rapid.IntRange(0, 40).Draw(t, "hours")) * time.Hour)
			pulses = append(pulses, Pulse{At: at, Mood: Slider(rapid.IntRange(-1, 100).Draw(t, "mood")),
				With: rapid.SampledFrom([]With{Together, Apart, WithUnsaid}).Draw(t, "with")})
		}
		r := RhythmOf(pulses, at)
		for _, one := range []*Range{r.Lasts, r.Evening, r.Weekend, r.Together, r.Months} {
			if one != nil && !(one.Lo <= one.Est && one.Est <= one.Hi) {
				t.Fatalf("there is %+v in %+v", one, r)
			}
		}
		if r.Missing() > 0 && r.Lasts != nil {
			t.Fatalf("after %d days a rhythm: %+v", r.Days, r)
		}
	})
}
