package fourier

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestEveryShiftIsItsSumOfProducts(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, n := range []int{1, 2, 3, 95, 96, 97, 128, 129, 200, 257, 1000} {
		a, b := make([]float64, n), make([]float64, n)
		for i := range a {
			a[i], b[i] = rng.NormFloat64(), rng.NormFloat64()
		}
		for s, got := range Correlate(a, b) {
			want := 0.0
			for i := range a {
				want += a[i] * b[(i+s)%n]
			}
			if !(math.Abs(got-want) < 1e-11) {
				t.Fatalf("n=%d, shift %d: %v, want %v", n, s, got, want)
			}
		}
	}
}

func BenchmarkCorrelate1000(b *testing.B) {
	x := make([]float64, 1000)
	for i := range x {
		x[i] = float64(i % 7)
	}
	for b.Loop() {
		Correlate(x, x)
	}
}
