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
		Times: weeks * 14, Missing: 0.3, NoiseShare: 0.3, Cycle: 0.7, Week: 0.4, Trend: 0.7, Together: 0.4,
		Schedule: dyad.Schedule{Beeps: 2, Jitter: 1, Own: true},
	}
}

// theRule is the app's: moods move together when the states' correlation is
// above 0 with its interval, and then one follows when a lag is.
func theRule(c []dyad.Simulated) (dyad.Fit, error) {
	f, err := dyad.FitOU(c[0].Series, dyad.OUOptions{
		Prior: dyad.PriorDefault, Cycles: []float64{24, 168}, Trend: true, Workers: 1,
		Covariates: []dyad.Covariate{{Name: "together", Values: c[0].Together}},
	})
	if err != nil {
		return dyad.Fit{}, err
	}
	r, i := f.StateCorrelation(), f.InnovationCorrelation()
	l := f.StandardisedCrossLags(6)
	follows := l[1].Lo > 0 || l[2].Lo > 0
	out := f.Fit
	out.Params = []dyad.Param{r, decided("together", r.Estimate, r.Lo > 0), decided("follows", 1, r.Lo > 0 && follows),
		decided("lag", 1, follows), decided("innovation", i.Estimate, i.Lo > 0)}
	return out, nil
}

func rule(s *study, w io.Writer) error {
	fmt.Fprint(w, `FitOU with PriorDefault, cycles of a day and a week, trend, and together as covariate. "Moods
move together" when the 95% interval of state.cor lies above 0; "one tends to follow" when
moreover a standardised lag over six hours does. Moods last about half a day (.25 over a day);
answers at own times, two a day, 30% missing, 30% measurement error, and shared: daily and
weekly cycle, trend, and a lift while together. "Following" has a drift of b on a of .02 an hour.

`)
	t := newTable("world", "weeks", "studies", "moods move together", "one tends to follow", "a lag alone", "innovation.cor alone", "coverage of state.cor", "verdict")
	for _, x := range ruleWorlds() {
		for _, weeks := range []int{4, 8, 26, 52} {
			c := cell{truth: x.truth, design: pulses(weeks), analysis: theRule, truths: map[string]float64{"state.cor": x.truth.Correlation()}, share: map[int]float64{4: 1, 8: 1, 26: 0.5, 52: 0.2}[weeks]}
			f, err := c.run(s)
			if err != nil {
				return err
			}
			d := func(name string) dyad.Share { return param(f, name).Detect }
			said := covers(param(f, "state.cor").Coverage)
			if x.nothing {
				said = worst(falseAlarms, d("together"), d("follows"))
				s.use(fmt.Sprintf("the couple's answer after %d weeks, no coupling: %s%% are told that moods move together, %s%% that one follows", weeks, percent(d("together")), percent(d("follows"))), said)
			}
			t.row(x.name, fmt.Sprint(weeks), fmt.Sprint(f.Done), percent(d("together")), percent(d("follows")), percent(d("lag")), percent(d("innovation")), percent(param(f, "state.cor").Coverage), said)
		}
	}
	t.write(w)
	return nil
}

type world struct {
	name    string
	truth   dyad.OUTruth
	nothing bool
}

func ruleWorlds() []world {
	following := dyad.TypicalOU(0.25, 0.28)
	following.Drift[0][1] = 0.02
	return []world{
		{"no coupling", dyad.TypicalOU(0.25, 0), true},
		{"correlation .28", dyad.TypicalOU(0.25, 0.28), false},
		{"correlation .5", dyad.TypicalOU(0.25, 0.5), false},
		{"following, shocks .28", following, false},
	}
}
