package mixed

import (
	"math"
	"math/rand/v2"
	"testing"
)

// A factor without a single element is a point where the gradient in L is
// nothing, and where −2ℓ still falls into the cone: a descent that begins
// there must get out, and end where all others end.
func TestADescentFromNoVarianceGetsOut(t *testing.T) {
	s := someStudy(5, 40, 8, 3)
	l := New(distinguishable(s, true))
	want := l.Minimise(l.Start(2), 200, math.Inf(1))
	nothing := l.Start(2)
	for i := range l.p.G.Pairs {
		nothing[i] = 0
	}
	got := l.Minimise(nothing, 200, math.Inf(1))
	if !got.Converged || !want.Converged || math.Abs(got.Value-want.Value) > 1e-6 {
		t.Errorf("from nothing %.8f (%v), from inside %.8f (%v)", got.Value, got.Converged, want.Value, want.Converged)
	}
}

func TestDescentsFromAnywhereEndInOnePlace(t *testing.T) {
	for _, p := range []*Problem{distinguishable(someStudy(6, 30, 7, 3), false), exchangeable(someStudy(7, 30, 7, 3), true)} {
		l := New(p)
		want := l.Minimise(l.Start(2), 200, math.Inf(1))
		rng := rand.New(rand.NewPCG(1, 2))
		for range 10 {
			if o := l.Minimise(somewhere(p, rng), 200, math.Inf(1)); math.Abs(o.Value-want.Value) > 1e-6 {
				t.Errorf("%.8f and %.8f", o.Value, want.Value)
			}
		}
	}
}

func TestValuesAndDerivativesAllocateNothing(t *testing.T) {
	p := distinguishable(someStudy(4, 70, 5, 3), true)
	l := New(p)
	theta := somewhere(p, rand.New(rand.NewPCG(3, 4)))
	if n := testing.AllocsPerRun(10, func() { l.Value(theta); l.Derive(theta) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

// One role alone is a model whose other role has no rows.
func TestOneRoleAlone(t *testing.T) {
	s := someStudy(8, 25, 6, 3)
	for g := range s.y {
		for r := range s.y[g] {
			s.y[g][r][1] = math.NaN()
			if math.IsNaN(s.y[g][r][0]) {
				s.y[g][r][0] = 0
			}
		}
	}
	p := distinguishable(s, true)
	p.X, p.Z, p.G, p.R = p.X[:3], p.Z[:2], Triangles(2), Triangles(1)
	l := New(p)
	theta := somewhere(p, rand.New(rand.NewPCG(5, 6)))
	g, sigma := factors(p, theta)
	if got, want := l.Value(theta), s.slow(p, g, sigma); math.Abs(got-want) > 1e-8 {
		t.Errorf("value %.10f, dense %.10f", got, want)
	}
	checkDerivatives(t, l, theta)
}

func TestTheUsualSizesMultiplyAsAllOthers(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for _, k := range []int{6, 7} {
		a, b := make([]float64, 30), make([]float64, 6*k)
		for i := range a {
			a[i] = rng.NormFloat64()
		}
		for i := range b {
			b[i] = rng.NormFloat64()
		}
		got, want := make([]float64, 5*k), make([]float64, 5*k)
		times(got, a, b, 5, 6, k)
		timesAny(want, a, b, 5, 6, k)
		for i := range got {
			if got[i] != want[i] {
				t.Fatalf("%d: %v, %v", i, got[i], want[i])
			}
		}
	}
}

func TestColumnsThatOthersMakeUpAreFound(t *testing.T) {
	s := someStudy(9, 10, 8, 4)
	for g := range s.w {
		for _, w := range s.w[g] {
			w[3] = 2*w[1] - w[2] + 5
		}
	}
	p := distinguishable(s, true)
	kept, null := p.Independent()
	if kept[3] || kept[7] || !kept[2] || len(null) != 2 {
		t.Fatalf("kept %v, null %v", kept, null)
	}
	for i, want := range []float64{-5, -2, 1, 1} {
		if math.Abs(null[0][i]-want) > 1e-8 {
			t.Errorf("null vector %v", null[0])
		}
	}
}
