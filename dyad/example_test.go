package dyad_test

import (
	"fmt"
	"math"
	"math/rand/v2"

	"pleach/dyad"
)

// Twelve weeks of a couple, two answers a day at odd hours, a quarter missing:
// do the moods move together?
func ExampleFitOU() {
	truth := dyad.OUParams{
		Drift:     [2][2]float64{{-.06, 0}, {0, -.06}}, // a half-life of about 12 hours
		Diffusion: [2][2]float64{{12, 8}, {8, 12}},
		Mean:      [2]float64{60, 55},
		Noise:     [2]float64{20, 20},
	}
	rng := rand.New(rand.NewPCG(1, 2))
	var t []float64
	for day := range 84 {
		t = append(t, float64(24*day)+8+4*rng.Float64(), float64(24*day)+18+4*rng.Float64())
	}
	couple := dyad.SimulateOU(truth, t, rng)
	for i := range t {
		if rng.Float64() < .25 {
			couple.A[i] = math.NaN()
		}
	}
	fit, err := dyad.FitOU(couple, dyad.OUOptions{Cycles: []float64{24, 168}, Trend: true, Prior: dyad.PriorDefault})
	if err != nil {
		fmt.Println(err)
		return
	}
	together := fit.StateCorrelation()
	fmt.Println(fit.Status, "from", fit.NObs, "answers")
	fmt.Printf("moods move together: %.1f, between %.1f and %.1f\n", together.Estimate, together.Lo, together.Hi)
	// Output:
	// converged from 288 answers
	// moods move together: 0.7, between 0.5 and 0.8
}

// Sixty couples, thirty days each: what does one day say about the next?
func ExampleFitLAPIM() {
	diary := dyad.SimulateLAPIM(dyad.LAPIMTruth{
		Mean: [2]float64{5, 5}, Own: [2]float64{.3, .3}, Partner: [2]float64{.1, .1},
		Random: [][]float64{{1, .4}, {.4, 1}}, ResidualSD: [2]float64{1, 1}, ResidualCor: .3,
	}, 60, 30, 1)
	fit, err := dyad.FitLAPIM(diary, dyad.LAPIMOptions{Center: dyad.CenterLatent})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(fit.Status, "with", fit.NCouples, "couples")
	for _, name := range []string{"a.own", "a.partner"} {
		p, _ := fit.Param(name)
		fmt.Printf("%s %.2f, between %.2f and %.2f\n", name, p.Estimate, p.Lo, p.Hi)
	}
	// Output:
	// converged with 60 couples
	// a.own 0.35, between 0.30 and 0.41
	// a.partner 0.07, between 0.02 and 0.12
}

// Two answers at the same time are refused, with the place and the remedy.
func ExampleInputError() {
	_, err := dyad.FitVAR(dyad.Series{T: []float64{1, 2, 2}, A: []float64{3, 4, 5}, B: []float64{5, 4, 3}}, dyad.VAROptions{})
	fmt.Println(err)
	// Output:
	// dyad: two rows have the same time, row 3: merge them, or move one
}
