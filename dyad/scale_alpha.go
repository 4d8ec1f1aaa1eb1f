package dyad

import (
	"fmt"
	"math"

	"pleach/dyad/internal/fdist"
)

// AlphaFit is how far a scale's items agree.
type AlphaFit struct {
	// Alpha has Feldt's interval; it has no standard error.
	Alpha Param

	// Standardised is alpha of items with the same variance, from their mean
	// correlation.
	Standardised float64

	// ItemRest is each item's correlation with the sum of the others (NaN where
	// one of the two does not vary), WithoutItem alpha without it (NaN for two
	// items).
	ItemRest, WithoutItem []float64

	N, Items int
	Dropped  []Dropped
}

// Alpha is Cronbach's (1951) lower bound of a sum's reliability:
//
//	α = k/(k−1) · (1 − Σ Var(item)/Var(sum))
//
// on complete rows, with the 95% interval of Feldt (1965): (1−α)/(1−α̂) is F
// with (n−1)(k−1) and n−1 degrees of freedom. The interval takes rows as
// independent: give one row a person. Reverse items before ([Score] does).
// Items that never vary count as items; a sum that never varies is an
// *[InputError], as are fewer than two items and fewer than three rows.
func Alpha(items [][]float64) (*AlphaFit, error) {
	k, err := itemCount(items, 2)
	if err != nil {
		return nil, err
	}
	rows, dropped := completeItems(items)
	if len(rows) < 3 {
		return nil, badInput(fmt.Sprintf("%d rows have all items", len(rows)), "give at least three, better fifty")
	}
	c := itemCovariance(rows)
	if !(sumOf(c, -1) > 0) {
		return nil, badInput("the sum of the items never varies", "choose items that differ between people")
	}
	f := &AlphaFit{N: len(rows), Items: k, Dropped: dropped, Standardised: math.NaN()}
	f.Alpha = feldt(alphaOf(c, -1), float64(len(rows)), float64(k))
	f.itemStatistics(c)
	return f, nil
}

func feldt(alpha, n, k float64) Param {
	d1, d2 := n-1, (n-1)*(k-1)
	lo, hi := 1-(1-alpha)*fdist.Quantile(.975, d1, d2), 1-(1-alpha)*fdist.Quantile(.025, d1, d2)
	return Param{"alpha", alpha, math.NaN(), lo, hi}
}

// itemCovariance is the covariance matrix of the columns, denominator n−1.
func itemCovariance(rows [][]float64) [][]float64 {
	k, n := len(rows[0]), float64(len(rows))
	mean, c := make([]float64, k), make([][]float64, k)
	for j := range k {
		c[j] = make([]float64, k)
		for _, r := range rows {
			mean[j] += (r[j] - rows[0][j]) / n
		}
		mean[j] += rows[0][j]
	}
	for _, r := range rows {
		for i := range k {
			for j := range k {
				c[i][j] += (r[i] - mean[i]) * (r[j] - mean[j]) / (n - 1)
			}
		}
	}
	return c
}

// sumOf is the variance of the sum of the items but one (-1: of all).
func sumOf(c [][]float64, without int) (s float64) {
	for i := range c {
		for j := range c {
			if i != without && j != without {
				s += c[i][j]
			}
		}
	}
	return s
}

func alphaOf(c [][]float64, without int) float64 {
	k, trace := 0.0, 0.0
	for i := range c {
		if i != without {
			k++
			trace += c[i][i]
		}
	}
	return k / (k - 1) * (1 - trace/sumOf(c, without))
}

func (f *AlphaFit) itemStatistics(c [][]float64) {
	k, cor := float64(len(c)), 0.0
	for i := range c {
		with := 0.0
		for j := range c {
			if i != j {
				with += c[i][j]
				cor += c[i][j] / math.Sqrt(c[i][i]*c[j][j])
			}
		}
		rest := math.NaN()
		if v := c[i][i] * sumOf(c, i); v > 0 {
			rest = with / math.Sqrt(v)
		}
		without := math.NaN()
		if len(c) > 2 {
			without = alphaOf(c, i)
		}
		f.ItemRest, f.WithoutItem = append(f.ItemRest, rest), append(f.WithoutItem, without)
	}
	mean := cor / (k * (k - 1))
	f.Standardised = k * mean / (1 + (k-1)*mean)
}
