package main

import (
	"fmt"
	"io"

	"pleach/dyad"
)

// pulses are the app's data: each partner answers at own times, twice a day,
// and misses three in ten.
func pulses(weeks int) dyad.Design {
	return dyad.Design{
		Times: weeks * 14, Missing: 0.3, NoiseShare: 0.3, Cycle: 0.7, Week: 0.4, Trend: 0.7,
		Schedule: dyad.Schedule{Beeps: 2, Jitter: 1, Own: true},
	}
}

// theRule is the app's: moods move together when the interval of the states'
// correlation lies above 0; one follows when a standardised lag over six hours
// lies 2.58 standard errors above 0, whatever else.
func theRule(c []dyad.Simulated) (dyad.Fit, error) {
	f, err := dyad.FitOU(c[0].Series, dyad.OUOptions{Prior: dyad.PriorDefault, Cycles: []float64{24, 168}, Trend: true, Workers: 1})
	if err != nil {
		return dyad.Fit{}, err
	}
	r, i := f.StateCorrelation(), f.InnovationCorrelation()
	l := f.StandardisedCrossLags(6)
	follows := l[1].Estimate > 2.58*l[1].SE || l[2].Estimate > 2.58*l[2].SE
	out := f.Fit
	out.Params = []dyad.Param{r, decided("together", r.Estimate, r.Lo > 0), decided("follows", 1, follows),
		decided("anything", 1, r.Lo > 0 || follows), decided("innovation", i.Estimate, i.Lo > 0)}
	return out, nil
}

func rule(s *study, w io.Writer) error {
	fmt.Fprint(w, `FitOU with PriorDefault, cycles of a day and a week, and trend. "Move together" is said when
the 95% interval of state.cor lies above 0; "one follows" when a standardised lag over six hours
lies 2.58 standard errors above 0. Moods last about half a day (correlation .25 over a day);
answers at own times, two a day, 30% missing, 30% measurement error; both share a daily and a
weekly cycle and a trend. "Lift" has moods .4 standard deviations higher while the two are
together, which the app does not know. "Following" has a drift of b on a of .02 an hour.

`)
	t := newTable("world", "weeks", "studies", "moods move together", "one tends to follow", "either", "innovation.cor instead", "coverage of state.cor", "verdict")
	for _, x := range ruleWorlds() {
		for _, weeks := range []int{4, 8, 26, 52} {
			c := cell{truth: x.truth, design: x.pulses(weeks), analysis: theRule, truths: map[string]float64{"state.cor": x.truth.Correlation()}, share: map[int]float64{4: 1, 8: 1, 26: 0.5, 52: 0.2}[weeks]}
			f, err := c.run(s)
			if err != nil {
				return err
			}
			d := func(name string) dyad.Share { return param(f, name).Detect }
			said := covers(param(f, "state.cor").Coverage)
			if x.nothing {
				said = falseAlarms(d("anything"))
				s.use(fmt.Sprintf("after %d weeks, %s: %s%% are told that moods move together, %s%% that one follows", weeks, x.name, percent(d("together")), percent(d("follows"))), said)
			}
			t.row(x.name, fmt.Sprint(weeks), fmt.Sprint(f.Done), percent(d("together")), percent(d("follows")), percent(d("anything")), percent(d("innovation")), percent(param(f, "state.cor").Coverage), said)
		}
	}
	t.write(w)
	return nil
}

// world is what may be true of a couple.
type world struct {
	name    string
	truth   dyad.OUTruth
	nothing bool
	lift    float64 // while together
}

func (x world) pulses(weeks int) dyad.Design {
	d := pulses(weeks)
	d.Together = x.lift
	return d
}

func ruleWorlds() []world {
	following := dyad.TypicalOU(0.25, 0.28)
	following.Drift[0][1] = 0.02
	return []world{
		{"no coupling", dyad.TypicalOU(0.25, 0), true, 0},
		{"no coupling, lift", dyad.TypicalOU(0.25, 0), true, 0.4},
		{"correlation .28", dyad.TypicalOU(0.25, 0.28), false, 0},
		{"correlation .5", dyad.TypicalOU(0.25, 0.5), false, 0},
		{"following, shocks .28", following, false, 0},
	}
}
