// Package fourier computes all circular correlations of two real series at
// once, by the fast Fourier transform. No other transform is here.
package fourier

import (
	"math"
	"math/bits"
	"math/cmplx"
)

// direct is the length up to which n² products are faster than transforms.
const direct = 96

// Correlate returns r[s] = Σ_i a[i]·b[(i+s) mod n] for s = 0 … n-1, any n.
// Long series take one transform forth and one back of the next power of two
// above 2n (Cooley & Tukey 1965), both series in one; O(n log n), with errors
// of about 1e-15 times |a||b|.
func Correlate(a, b []float64) []float64 {
	n := len(a)
	r := make([]float64, n)
	if n <= direct {
		for s := range r {
			r[s] = dot(a[:n-s], b[s:]) + dot(a[n-s:], b[:s])
		}
		return r
	}
	size := 1 << bits.Len(uint(2*n-2))
	z := make([]complex128, size)
	for i := range n {
		z[i] = complex(a[i], b[i])
	}
	w := roots(size)
	transform(z, w)
	product(z)
	transform(z, w)
	// The transform twice is the series backwards: entry s is at size-s.
	for s := range r {
		r[s] = real(z[(size-s)%size]) / float64(size)
		if s > 0 {
			r[s] += real(z[n-s]) / float64(size)
		}
	}
	return r
}

func dot(a, b []float64) (s float64) {
	b = b[:len(a)]
	for i, v := range a {
		s += v * b[i]
	}
	return s
}

// product replaces the transform of a+ib by conj(Â)·B̂, which is the transform
// of the linear correlation. With Z = Â + iB̂ and Y[k] = conj Z[-k],
// Â = (Z+Y)/2 and B̂ = (Z-Y)/2i.
func product(z []complex128) {
	n := len(z)
	for k := 0; k <= n/2; k++ {
		m := (n - k) % n
		zk, y := z[k], cmplx.Conj(z[m])
		a, b := (zk+y)/2, (zk-y)/2i
		p := cmplx.Conj(a) * b
		z[k], z[m] = p, cmplx.Conj(p)
	}
}

// roots are exp(-2πik/n), k < n/2.
func roots(n int) []complex128 {
	w := make([]complex128, n/2)
	for k := range w {
		s, c := math.Sincos(-2 * math.Pi * float64(k) / float64(n))
		w[k] = complex(c, s)
	}
	return w
}

// transform is the discrete Fourier transform in place; the length is a power
// of two.
func transform(z, w []complex128) {
	n := len(z)
	shift := 64 - bits.Len(uint(n-1))
	for i := range z {
		if j := int(bits.Reverse64(uint64(i)) >> shift); i < j {
			z[i], z[j] = z[j], z[i]
		}
	}
	for half := 1; half < n; half *= 2 {
		stride := n / (2 * half)
		for at := 0; at < n; at += 2 * half {
			lo, hi := z[at:at+half], z[at+half:at+2*half]
			for k := range lo {
				t := w[k*stride] * hi[k]
				lo[k], hi[k] = lo[k]+t, lo[k]-t
			}
		}
	}
}
