package dyad

import (
	"math"
	"math/rand/v2"

	"pleach/dyad/internal/fourier"
)

// surrogates are the correlations of a with what chance makes of b; both are
// centred and of length one.
func (p *pairedRows) surrogates(o SynchronyOptions, rng *rand.Rand) []float64 {
	if o.Kind == Block {
		return p.blocks(o, rng)
	}
	return p.shifts(o, rng)
}

// shifts are all circular shifts that are far enough from both ends, or a
// sample of them without repetition.
func (p *pairedRows) shifts(o SynchronyOptions, rng *rand.Rand) []float64 {
	n, least := len(p.a), o.MinShift
	if least == 0 {
		least = 1
	}
	if 2*least > n {
		return nil
	}
	r := p.allShifts()[least : n-least+1]
	if o.Surrogates == 0 || o.Surrogates >= len(r) {
		return r
	}
	for i := range o.Surrogates {
		j := i + rng.IntN(len(r)-i)
		r[i], r[j] = r[j], r[i]
	}
	return r[:o.Surrogates]
}

// allShifts are the correlations of a with every turn of b. Cleaning a turn
// again, with an orthonormal basis x, leaves its product with the clean a as it
// is, and of its length √(1 - Σ(x·turn)²).
func (p *pairedRows) allShifts() []float64 {
	r := fourier.Correlate(p.a, p.b)
	if len(p.basis) < 2 {
		return r // a mean stays a mean
	}
	left := make([]float64, len(r))
	for s := range left {
		left[s] = 1
	}
	for _, x := range p.basis[1:] {
		for s, d := range fourier.Correlate(x, p.b) {
			left[s] -= d * d
		}
	}
	for s := range r {
		r[s] = lengthened(r[s], left[s])
	}
	return r
}

// lengthened is a product with a vector of squared length left, as a
// correlation; 0 if nothing is left.
func lengthened(product, left float64) float64 {
	if left < 1e-9 {
		return 0
	}
	return product / math.Sqrt(left)
}

// surrogatesWhenNotAsked is how many are drawn of what there is no end of.
const surrogatesWhenNotAsked = 10_000

// blocks cut b, twice itself so that no block ends at its end, into blocks from
// a random row on, and lay them along a in random order.
func (p *pairedRows) blocks(o SynchronyOptions, rng *rand.Rand) []float64 {
	n, length, count := len(p.a), o.BlockLength, o.Surrogates
	if length == 0 {
		length = (n + 2) / 3
	}
	if count == 0 {
		count = surrogatesWhenNotAsked
	}
	length = min(length, n)
	twice := append(append(make([]float64, 0, 2*n), p.b...), p.b...)
	order := make([]int, (n+length-1)/length)
	for i := range order {
		order[i] = i * length
	}
	r := make([]float64, count)
	for k := range r {
		from := rng.IntN(n)
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		r[k] = p.laidAlong(twice[from:from+n], order, length)
	}
	return r
}

// laidAlong is the correlation of a with the blocks of b that begin at order.
func (p *pairedRows) laidAlong(b []float64, order []int, length int) float64 {
	left := 1.0
	for k := 1; k < len(p.basis); k++ {
		d := productLaid(p.basis[k], b, order, length)
		left -= d * d
	}
	return lengthened(productLaid(p.a, b, order, length), left)
}

func productLaid(a, b []float64, order []int, length int) (s float64) {
	at := 0
	for _, from := range order {
		block := b[from:min(from+length, len(b))]
		s += dotSynchrony(block, a[at:at+len(block)])
		at += len(block)
	}
	return s
}
