package dyad

import (
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// strangers are two series with own lags of .5 that have nothing to do with
// each other, plus what a shared day and a shared drift add, and errors of
// measurement: two answers a day for a number of days.
func strangers(rng *rand.Rand, days int, cycle, trend float64) Series {
	p := VARParams{Lag: [2][2]float64{{.5, 0}, {0, .5}}, Innovation: [2][2]float64{{1, 0}, {0, 1}}}
	s := simulateVAR(rng, p, 2*days)
	for i := range s.T {
		s.T[i] = 12*float64(i) + 9 + 3*rng.Float64()
		shared := cycle*math.Cos(2*math.Pi*s.T[i]/24) + trend*float64(i)/float64(len(s.T))
		s.A[i] += shared + .6*rng.NormFloat64()
		s.B[i] += shared + .6*rng.NormFloat64()
	}
	return s
}

// falsePositives is the share of couples with p below .05.
func falsePositives(t *testing.T, cycle, trend float64, o SynchronyOptions) float64 {
	rng := rand.New(rand.NewPCG(17, 3))
	couples := make([]Series, 2000)
	for i := range couples {
		couples[i] = lose(rng, strangers(rng, 35, cycle, trend), .1)
	}
	f, err := Synchrony(couples, o)
	if err != nil {
		t.Fatal(err)
	}
	k := 0
	for _, c := range f.Couples {
		if c.P < .05 {
			k++
		}
	}
	return float64(k) / float64(len(couples))
}

func TestASharedDayAndASharedDriftAreNotLinkage(t *testing.T) {
	if share := falsePositives(t, 1, 2, SynchronyOptions{}); share < .2 {
		t.Errorf("left in, day and drift make %.3f of strangers look linked: they should be many", share)
	}
	for _, kind := range []SurrogateKind{CircularShift, Block} {
		share := falsePositives(t, 1, 2, SynchronyOptions{Kind: kind, Surrogates: 299, Detrend: true, Cycles: []float64{24}})
		t.Logf("kind %d: %.3f of strangers have p < .05", kind, share)
		if share > .06 {
			t.Errorf("kind %d: %.3f of strangers look linked", kind, share)
		}
	}
}

func TestCouplesWhoMoveTogetherAreFound(t *testing.T) {
	p := VARParams{Lag: [2][2]float64{{.4, 0}, {0, .4}}, Innovation: [2][2]float64{{1, .4}, {.4, 1}}}
	rng := rand.New(rand.NewPCG(2, 1))
	found, inside := 0, 0
	couples := make([]Series, 100)
	for i := range couples {
		couples[i] = simulateVAR(rng, p, 70)
	}
	f, _ := Synchrony(couples, SynchronyOptions{Detrend: true})
	for _, c := range f.Couples {
		found += int(b2i(c.P < .05))
		inside += int(b2i(c.Lo < .4 && .4 < c.Hi))
	}
	if found < 70 || inside < 88 {
		t.Errorf("%d of 100 found, %d of 100 intervals hold the truth", found, inside)
	}
	mean, _ := f.Param("synchrony.mean")
	if !(mean.Lo < .4 && .4 < mean.Hi) {
		t.Errorf("%+v", mean)
	}
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestWhoFollowsShowsAtTheRightLag(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 1))
	n := 120
	s := Series{T: make([]float64, n), A: make([]float64, n), B: make([]float64, n)}
	for i := range n {
		s.T[i] = 2 * float64(i)
		s.A[i] = rng.NormFloat64()
		s.B[i] = .5 * rng.NormFloat64()
		if i >= 2 {
			s.B[i] += s.A[i-2]
		}
	}
	s = lose(rng, s, .15)
	f, _ := Synchrony([]Series{s}, SynchronyOptions{Lags: 3})
	for _, c := range f.Couples[0].Lagged {
		if follows := c.Lag == 2; follows != (c.R > .5) || follows != (c.P < .02) {
			t.Errorf("B follows A two steps later, but %+v", c)
		}
	}
}

// The definition, word by word: all turns but none, two-sided, the
// couple itself counted in.
func TestPIsTheShareOfAllTurns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		n := rapid.IntRange(8, 150).Draw(t, "rows")
		s := simulateVAR(rng, varTruth, n)
		f, err := Synchrony([]Series{s}, SynchronyOptions{})
		if err != nil {
			t.Fatal(err)
		}
		a, b := append([]float64(nil), s.A...), append([]float64(nil), s.B...)
		r, least, k, all := pearson(a, b), 1, 1, 1
		for turn := least; turn <= n-least; turn++ {
			all++
			k += b2i(math.Abs(dotSynchrony(a[:n-turn], b[turn:])+dotSynchrony(a[n-turn:], b[:turn])) >= math.Abs(r)-1e-9)
		}
		c := f.Couples[0]
		if c.N != all-1 || !(math.Abs(c.P-float64(k)/float64(all)) < 1e-12) || !(math.Abs(c.R-r) < 1e-9) {
			t.Fatalf("%+v, want r %v, p %d/%d", c, r, k, all)
		}
	})
}

func TestABlockSurrogateIsTheSameAnswersInOtherOrder(t *testing.T) {
	a := make([]float64, 10)
	for i := range a {
		a[i] = 1
	}
	b := []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
	for _, r := range (&pairedRows{a: a, b: b}).blocks(SynchronyOptions{BlockLength: 3, Surrogates: 50}, stream(1, 1)) {
		nearVAR(t, "the sum of all of B", r, 55, 1e-12)
	}
}

func TestResultsDoNotDependOnWorkersUnitsOrNames(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 1))
	var couples, other []Series
	for range 12 {
		s := lose(rng, simulateVAR(rng, varTruth, 40), .1)
		couples = append(couples, s)
		swapped := Series{T: s.T, A: s.B, B: append([]float64(nil), s.A...)}
		for i := range swapped.B {
			swapped.B[i] = 1e9 + 1e6*swapped.B[i]
		}
		other = append(other, swapped)
	}
	for _, kind := range []SurrogateKind{CircularShift, Block} {
		o := SynchronyOptions{Kind: kind, Surrogates: 200, Detrend: true, Pseudo: true, Seed: 4, Lags: 1, Workers: 1}
		one, _ := Synchrony(couples, o)
		o.Workers = 4
		four, _ := Synchrony(couples, o)
		if !reflect.DeepEqual(one.Couples, four.Couples) || one.Pseudo.P != four.Pseudo.P || one.Pseudo.P95 != four.Pseudo.P95 {
			t.Error("workers change the result")
		}
		swapped, _ := Synchrony(other, o)
		for i, c := range swapped.Couples {
			nearVAR(t, "r after swapping", c.R, one.Couples[i].R, 1e-9)
			nearVAR(t, "p after swapping", c.P, one.Couples[i].P, 1e-9)
			nearVAR(t, "lag 1 after swapping", c.Lagged[0].R, one.Couples[i].Lagged[1].R, 1e-9)
		}
	}
}

// Everybody's Sundays are alike: strangers then correlate too, and a couple
// has to beat them.
func TestPseudoCouplesShowWhatEverybodyShares(t *testing.T) {
	rng := rand.New(rand.NewPCG(12, 1))
	couples := make([]Series, 30)
	for i := range couples {
		couples[i] = simulateVAR(rng, VARParams{Innovation: [2][2]float64{{1, .3}, {.3, 1}}}, 60)
		for k, day := range couples[i].T {
			sunday := 1.2 * b2f(int(day)%7 == 0)
			couples[i].A[k] += sunday
			couples[i].B[k] += sunday
		}
	}
	f, _ := Synchrony(couples, SynchronyOptions{Pseudo: true, Lags: 0})
	p := f.Pseudo
	if p.N != 870 || p.Skipped != 0 || !(p.Mean > .08) || !(p.P < .001) || p.Exceed < 10 {
		t.Errorf("%d pseudo-couples, mean %.3f, 95th percentile %.3f, %d exceed, p %.4f", p.N, p.Mean, p.P95, p.Exceed, p.P)
	}
	slices.Sort(p.R)
	nearVAR(t, "95th percentile", p.P95, quantileSorted(p.R, .95), 0)
}

func b2f(b bool) float64 { return float64(b2i(b)) }

func TestOddCouplesGetAClearAnswer(t *testing.T) {
	flat := simulateVAR(rand.New(rand.NewPCG(1, 1)), varTruth, 20)
	line := Series{T: flat.T, A: flat.T, B: flat.B}
	flat.A = make([]float64, 20)
	short := simulateVAR(rand.New(rand.NewPCG(1, 1)), varTruth, 7)
	gone := Series{T: flat.T, A: make([]float64, 20), B: flat.B}
	for i := range gone.A {
		gone.A[i] = math.NaN()
	}
	f, err := Synchrony([]Series{flat, line, short, gone}, SynchronyOptions{Detrend: true, Pseudo: true, Lags: 2, Cycles: []float64{1, 24}})
	if err != nil || f.Status != NotIdentified {
		t.Fatal(f, err)
	}
	for _, c := range f.Couples {
		if c.Status != NotIdentified || !math.IsNaN(c.R) || !math.IsNaN(c.P) {
			t.Errorf("%+v", c)
		}
	}
	for want, call := range map[string]func() (*SynchronyFit, error){
		"no couples": func() (*SynchronyFit, error) { return Synchrony(nil, SynchronyOptions{}) },
		"single":     func() (*SynchronyFit, error) { return Synchrony([]Series{flat}, SynchronyOptions{Pseudo: true}) },
		"couple 2":   func() (*SynchronyFit, error) { return Synchrony([]Series{flat, {}}, SynchronyOptions{}) },
		"period": func() (*SynchronyFit, error) {
			return Synchrony([]Series{flat}, SynchronyOptions{Cycles: []float64{0}})
		},
	} {
		_, err := call()
		var bad *InputError
		if !errors.As(err, &bad) || !strings.Contains(err.Error(), want) {
			t.Errorf("want an error with %q, got %v", want, err)
		}
	}
}

func BenchmarkSurrogates(b *testing.B) {
	s := []Series{simulateVAR(rand.New(rand.NewPCG(1, 1)), varTruth, 1000)}
	for _, c := range []struct {
		name string
		kind SurrogateKind
	}{{"shift", CircularShift}, {"block", Block}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				Synchrony(s, SynchronyOptions{Kind: c.kind, Surrogates: 10_000})
			}
		})
	}
}

func BenchmarkPseudoCouples(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	couples := make([]Series, 80)
	for i := range couples {
		couples[i] = simulateVAR(rng, varTruth, 35)
	}
	for b.Loop() {
		Synchrony(couples, SynchronyOptions{Pseudo: true, Detrend: true})
	}
}
