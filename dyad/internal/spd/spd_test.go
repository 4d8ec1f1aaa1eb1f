package spd

import (
	"math"
	"math/rand/v2"
	"testing"
)

func gram(rng *rand.Rand, n int) []float64 {
	x := make([]float64, 2*n*n)
	for i := range x {
		x[i] = rng.NormFloat64()
	}
	a := make([]float64, n*n)
	for i := range n {
		for j := range n {
			for k := range 2 * n {
				a[i*n+j] += x[k*n+i] * x[k*n+j]
			}
		}
	}
	return a
}

func TestTheInverseTimesTheMatrixIsOne(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for n := 1; n < 10; n++ {
		a, inv := gram(rng, n), make([]float64, n*n)
		l := append([]float64(nil), a...)
		if !Cholesky(l, n, 1e-14) {
			t.Fatal("a Gram matrix of more rows than columns is positive definite")
		}
		Inverse(inv, l, n)
		for i := range n {
			for j := range n {
				s, want := 0.0, 0.0
				for k := range n {
					s += a[i*n+k] * inv[k*n+j]
				}
				if i == j {
					want = 1
				}
				if math.Abs(s-want) > 1e-9 {
					t.Fatalf("n=%d: (%d,%d) is %v", n, i, j, s)
				}
			}
		}
	}
}

func TestWhatIsSingularIsSaid(t *testing.T) {
	for _, a := range [][]float64{{1, 1, 1, 1}, {0, 0, 0, 1}, {1, 2, 2, 1}, {math.NaN(), 0, 0, 1}} {
		if Cholesky(append([]float64(nil), a...), 2, 1e-12) {
			t.Errorf("%v passed as positive definite", a)
		}
	}
	l := []float64{4, 0, 2, 5}
	Cholesky(l, 2, 0)
	if got := LogDet(l, 2); math.Abs(got-math.Log(16)) > 1e-12 {
		t.Errorf("log determinant %v, want log 16", got)
	}
}
