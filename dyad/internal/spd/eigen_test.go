package spd

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestEigenvectorsRebuildTheMatrix(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	for n := 1; n < 9; n++ {
		a := make([]float64, n*n)
		for i := range n {
			for j := range i + 1 {
				a[i*n+j] = rng.NormFloat64()
				a[j*n+i] = a[i*n+j]
			}
		}
		values, vectors := make([]float64, n), make([]float64, n*n)
		Eigen(values, vectors, make([]float64, n*n), a, n)
		for i := range n {
			if i > 0 && values[i] > values[i-1] {
				t.Errorf("n=%d: %v are not in order", n, values)
			}
			for j := range n {
				s, dot := 0.0, 0.0
				for k := range n {
					s += values[k] * vectors[k*n+i] * vectors[k*n+j]
					dot += vectors[i*n+k] * vectors[j*n+k]
				}
				if i == j {
					dot--
				}
				if math.Abs(s-a[i*n+j]) > 1e-12 || math.Abs(dot) > 1e-12 {
					t.Fatalf("n=%d: (%d,%d) is %v for %v, product %v", n, i, j, s, a[i*n+j], dot)
				}
			}
		}
	}
}
