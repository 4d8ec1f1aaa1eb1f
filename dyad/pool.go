package dyad

// CoupleEstimate is what the first stage said about one couple: estimates of
// p quantities and the covariance of their errors.
type CoupleEstimate struct {
	Name   string
	Values []float64
	Cov    [][]float64 // p·p, positive definite
}

// PoolOptions are a pooling's choices; the zero value is REML with Knapp and
// Hartung's adjustment.
type PoolOptions struct {
	// Names are the quantities' names; nil means 1, 2 and so on.
	Names []string

	// Thresholds are those beyond which couples are counted, one a quantity;
	// nil means zeros.
	Thresholds []float64

	// Normal takes means' standard errors as they are and intervals from the
	// normal distribution; else see [PoolOU].
	Normal bool

	// Common gives every couple the mean of all error covariances. It is for
	// estimates whose standard errors go with the estimate itself, as a slow
	// drift's is small and a fast one's large: weighing each by its own would
	// favour the slow ones, and the mean would be of them. Means are then plain
	// means with the standard errors of plain means (unless Normal), which hold
	// also where the couples' own standard errors are wrong.
	Common bool

	// Bootstrap draws so many samples for the intervals of the shares (1,000
	// suits); zero uses the delta method.
	Bootstrap int
	Seed      uint64
	Workers   int // of the bootstrap; zero is one a processor
}

// PoolFit is the distribution of couples' quantities. Params are
//
//	mean.X              of the couples
//	between.sd.X        the couples' standard deviation around it
//	between.cor.X.Y     and correlation
type PoolFit struct {
	Fit

	// DF are the degrees of freedom of the means' intervals, +Inf for those by
	// the normal distribution.
	DF float64

	// MeanCov is the covariance of the means' errors, Between that of the
	// couples' true quantities.
	MeanCov, Between [][]float64

	// Q is Cochran's statistic of all quantities together: how far the couples'
	// estimates are from one common value, against their errors. Under no
	// differences it is chi-squared with QDF degrees of freedom; QP is its
	// upper tail.
	Q, QP float64
	QDF   int

	Quantities []PoolQuantity
	Couples    []PooledCouple

	// Starts were tried, and Agreed of them ended at the best optimum.
	Starts, Agreed int
}

// PoolQuantity is one quantity's heterogeneity.
type PoolQuantity struct {
	Name string

	// Q, DF and P are Cochran's test of this quantity alone.
	Q, P float64
	DF   int

	// I2 is the share (0 to 1) of the estimates' variance that is differences
	// between couples (Higgins & Thompson 2002): τ²/(τ² + s²), s² the typical
	// error variance.
	I2 float64

	// PredictLo and PredictHi are where a new couple's true quantity lies with
	// 95% (Higgins, Thompson & Spiegelhalter 2009): μ ± t·√(τ² + SE²).
	PredictLo, PredictHi float64

	// Above is the share of couples, named "above.X", whose true quantity is
	// over Threshold, if they are normal: Φ((μ−c)/τ). Without differences it is
	// 0 or 1 and has no interval.
	Threshold float64
	Above     Param
}

// PooledCouple is a couple's quantities after what is known of all: pulled to
// the mean, the more the less sure the couple's own estimate was (empirical
// Bayes; Morris 1983). SE counts the mean's error, but not the between
// covariance's.
type PooledCouple struct {
	Name       string
	Values, SE []float64
}

// PoolOU pools couples' estimates, of coupling in continuous time or of any p
// quantities, by multivariate random-effects meta-analysis (van Houwelingen,
// Arends & Stijnen 2002; Jackson, Riley & White 2011):
//
//	y_i = μ + u_i + e_i,   u_i ~ N(0, T),   e_i ~ N(0, S_i), S_i known
//
// by REML. T = LLᵀ may be singular, so "no differences" is reached exactly, and
// is Status Boundary; there the intervals of means hold, standard errors and
// correlations of T are NaN. Fisher scoring with the exact score and expected
// information, from several starts; that an optimum at the boundary is one is
// proved by the score's sign there. LogLik is metafor's: it adds ½·p·log n, half
// the log determinant of XᵀX. An iteration costs n·p⁴.
//
// Intervals of means are adjusted for the number of couples as Knapp & Hartung
// (2003), for several quantities as Jackson & Riley (2014): the covariance is
// multiplied by the mean squared standardised residual, Σ rᵀ(S+T)⁻¹r/(np − p),
// and t has n−1 degrees of freedom. Intervals of the between standard deviations
// are by the Q profile (Viechtbauer 2007), each quantity alone: they are right
// at zero too, and NaN where the couples are more alike than even chance would
// have them once in forty. Those of correlations are on Fisher's z scale.
//
// Units do not matter. Fewer than two couples, a covariance that is not positive
// definite or not p·p, and numbers that are not finite are an *[InputError].
func PoolOU(estimates []CoupleEstimate, o PoolOptions) (*PoolFit, error) {
	d, err := readPool(estimates, o)
	if err != nil {
		return nil, err
	}
	l := newPoolLikelihood(d)
	best := l.best()
	f := d.fit(l, best)
	if o.Bootstrap > 0 {
		d.bootstrap(f, l)
	}
	return f, nil
}
