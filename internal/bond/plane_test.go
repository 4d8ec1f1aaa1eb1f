package bond

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var planeItems = PlaneItems{Together: Items{"t1": false, "t2": true}, Room: Items{"r1": false, "r2": true}}

// sundayEvening is the end of a week; planeWeek counts weeks back from it.
var sundayEvening = time.Date(2026, 11, 22, 20, 0, 0, 0, time.UTC)

// somePulses are one a day for some weeks, around two levels.
func somePulses(weeks int, together, room, scatter float64) []Pulse {
	r := rand.New(rand.NewPCG(1, 2))
	near := func(x float64) Slider { return Slider(math.Round(x + scatter*r.NormFloat64())) }
	var all []Pulse
	for day := 7*weeks - 1; day >= 0; day-- {
		all = append(all, Pulse{At: sundayEvening.AddDate(0, 0, -day), Mood: Unsaid, Energy: Unsaid, Closeness: near(together), Room: near(room)})
	}
	return all
}

func look(daysAgo, together, room int) Reflected {
	return Reflected{Scale: "closeness", At: sundayEvening.AddDate(0, 0, -daysAgo),
		Said: map[string]int{"t1": together + 8, "t2": 100 - together + 8, "r1": room + 8, "r2": 100 - room + 8}}
}

func TestThePlaneNeedsThreeWeeks(t *testing.T) {
	for weeks := range 6 {
		p := PlaneOf(somePulses(weeks, 60, 40, 8), nil, planeItems, sundayEvening)
		if p.Weeks != weeks || (p.Missing() > 0) != (weeks < 3) || (len(p.Path) > 0) != (weeks >= 3) || (p.Now != nil) != (weeks >= 3) {
			t.Errorf("%d weeks: %+v", weeks, p)
		}
	}
}

func TestOneReflectionIsOneLookAndNoPath(t *testing.T) {
	if p := PlaneOf(nil, []Reflected{look(0, 70, 40)}, planeItems, sundayEvening); p.Weeks != 1 || p.Path != nil {
		t.Errorf("one look makes %d weeks", p.Weeks)
	}
	looks := []Reflected{look(56, 60, 40), look(28, 65, 45), look(0, 70, 50)}
	if p := PlaneOf(nil, looks, planeItems, sundayEvening); len(p.Path) != 3 || p.Path[2].Together.Mean != 70 || p.Path[0].Room.Mean != 40 {
		t.Errorf("three looks: %+v", p)
	}
}

// Nine times out of ten a week's range holds the level that its days scatter
// around, and the mean of the newest weeks does too.
func TestTheRangesHoldTheTruth(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	held, all := 0, 0
	for range 60 {
		var pulses []Pulse
		for day := range 8 * 7 {
			if r.Float64() < .6 {
				s := func(mean float64) Slider { return Slider(math.Round(mean + 10*r.NormFloat64())) }
				pulses = append(pulses, Pulse{At: sundayEvening.AddDate(0, 0, -day), Closeness: s(55), Room: s(45)})
			}
		}
		for _, w := range PlaneOf(pulses, nil, planeItems, sundayEvening).Path {
			for _, one := range []struct {
				e    Estimate
				true float64
			}{{w.Together, 55}, {w.Room, 45}} {
				lo, hi := one.e.Range()
				if all++; lo <= one.true && one.true <= hi {
					held++
				}
			}
		}
	}
	if share := float64(held) / float64(all); share < .87 || share > .93 {
		t.Errorf("%.3f of %d ranges hold the truth, want about .9", share, all)
	}
}

// A reflection pulls its four weeks a little, and one that says something quite
// different makes the path wider, not surer.
func TestAReflectionIsWeighed(t *testing.T) {
	pulses := somePulses(8, 60, 40, 8)
	without := PlaneOf(pulses, nil, planeItems, sundayEvening)
	alike := PlaneOf(pulses, []Reflected{look(0, 60, 40)}, planeItems, sundayEvening)
	apart := PlaneOf(pulses, []Reflected{look(0, 99, 40)}, planeItems, sundayEvening)
	for i := range without.Path {
		w, a, d := without.Path[i].Together, alike.Path[i].Together, apart.Path[i].Together
		if i < 4 {
			if a != w || d != w {
				t.Errorf("week %d is before what the reflection speaks of, and moved", i)
			}
			continue
		}
		if a.SE >= w.SE || d.SE <= a.SE || d.Mean <= w.Mean || d.Mean-w.Mean > 15 {
			t.Errorf("week %d: %+v without, %+v with one alike, %+v with one apart", i, w, a, d)
		}
	}
}

func TestThePlaneKeepsToItsBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var pulses []Pulse
		for range rapid.IntRange(0, 60).Draw(t, "pulses") {
			pulses = append(pulses, Pulse{At: sundayEvening.Add(-time.Duration(rapid.IntRange(0, 300*24).Draw(t, "hours")) * time.Hour),
				Closeness: Slider(rapid.IntRange(-1, 100).Draw(t, "together")), Room: Slider(rapid.IntRange(-1, 100).Draw(t, "room"))})
		}
		looks := []Reflected{look(rapid.IntRange(0, 200).Draw(t, "ago"), rapid.IntRange(8, 92).Draw(t, "t"), rapid.IntRange(8, 92).Draw(t, "r"))}
		p := PlaneOf(pulses, looks, planeItems, sundayEvening)
		if len(p.Path) > PlaneWeeks {
			t.Fatalf("%d weeks", len(p.Path))
		}
		for _, w := range p.Path {
			for _, e := range []Estimate{w.Together, w.Room} {
				lo, hi := e.Range()
				if !(e.Mean >= 0 && e.Mean <= 100 && e.SE >= leastSE/2 && lo <= e.Mean && e.Mean <= hi) {
					t.Fatalf("%+v", e)
				}
			}
		}
	})
}

func TestWhereThePathIsNow(t *testing.T) {
	p := PlaneOf(somePulses(8, 70, 30, 6), nil, planeItems, sundayEvening)
	if !p.Now.Fits(true, false) || p.Now.Fits(true, true) || p.Now.Fits(false, false) || p.Now.Fits(false, true) {
		t.Errorf("%+v is close with little room", p.Now)
	}
	p = PlaneOf(somePulses(8, 70, 50, 6), nil, planeItems, sundayEvening)
	if !p.Now.Fits(true, false) || !p.Now.Fits(true, true) || p.Now.Fits(false, true) {
		t.Errorf("%+v may have much room or little", p.Now)
	}
}
